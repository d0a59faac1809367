"""What is put by of a story that may not be here: kept once, read by story, forgotten thing by thing or with its story."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from ldp_stories.services.home import Home
from ldp_stories.store import put_by
from ldp_stories.store.put_by import PutBy
from tests.services.house import houses

QUOTE = PutBy("a-quote", "quote", "tea", (), {"passage": "b-passage", "theme": "Doors"})
PASSAGE = PutBy("b-passage", "passage", "tea", ("line",), {"layer": "words", "start": 3, "end": 9})
OTHER = PutBy("coding", "coding", "bulbs", ("line",), {"tag": "own"})


@pytest.fixture
def priya(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "priya") as (home,):
        yield home


@pytest.fixture
def con(priya: Home) -> Iterator[Connection]:
    with priya.main.write() as con:
        put_by.keep(con, [QUOTE, PASSAGE, OTHER])
        yield con


def test_it_is_read_by_story_and_what_stands_on_a_passage_comes_after_it(con: Connection) -> None:
    assert put_by.stories(con) == ("bulbs", "tea")
    assert put_by.of_record(con, "tea") == (PASSAGE, QUOTE)


def test_what_is_kept_already_stays_as_it_was_first_kept(con: Connection) -> None:
    put_by.keep(con, [PutBy("coding", "coding", "bulbs", (), {"tag": "another"})])
    assert put_by.of_record(con, "bulbs") == (OTHER,)


def test_keeping_nothing_keeps_nothing(con: Connection) -> None:
    put_by.keep(con, [])
    assert len(put_by.of_record(con, "tea")) == 2


def test_one_thing_is_forgotten_alone_and_a_story_with_all_that_is_kept_of_it(con: Connection) -> None:
    put_by.forget(con, ["a-quote"])
    assert put_by.of_record(con, "tea") == (PASSAGE,)
    put_by.forget(con, ["bulbs"])
    assert put_by.stories(con) == ("tea",)
