"""Counting people, not mentions, and stories by kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.services.count_people import captured, heard
from ldp_stories.services.home import Home
from tests.services.house import YES, erase, name_id, open_house, tell


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def people(home: Home) -> dict[str, int]:
    with home.main.read() as con:
        return dict(heard(home, con))


def kinds(home: Home) -> dict[str, int]:
    with home.main.read() as con:
        return dict(captured(con))


def test_a_person_counts_once_in_a_ward_however_often_they_told_something(joan: Home) -> None:
    first = tell(joan)
    tell(joan, person=first.participant)
    tell(joan, place=name_id("millbrook"))
    assert people(joan) == {"Millbrook": 2}


def test_the_same_person_counts_in_each_ward_they_were_heard_in(joan: Home) -> None:
    first = tell(joan)
    tell(joan, person=first.participant, place=name_id("fordbridge"))
    assert people(joan) == {"Fordbridge": 1, "Millbrook": 1}


def test_a_place_without_a_ward_is_elsewhere(joan: Home) -> None:
    tell(joan, place="unknown")
    assert people(joan) == {"Elsewhere": 1}


def test_who_does_not_take_part_is_not_counted(joan: Home) -> None:
    tell(joan, answers=YES | {"take_part": "no"})
    tell(joan, consent={"status": "withdrawn"})
    assert people(joan) == {}


def test_stories_are_counted_by_kind_in_words(joan: Home) -> None:
    assert kinds(joan) == {}
    tell(joan, kind="interview")
    tell(joan)
    tell(joan)
    tell(joan, kind="observation", participants=[], answers={})
    assert kinds(joan) == {"interview": 1, "stories": 2, "observation": 1}


def test_drafts_closed_and_taken_back_ones_are_not_counted(joan: Home) -> None:
    tell(joan, status="draft")
    tell(joan, sensitivity="closed")
    erase(joan, tell(joan))
    assert kinds(joan) == {}
