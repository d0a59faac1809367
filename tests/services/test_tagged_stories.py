"""Every story one may analyse, with its people, ward and tags: what the looks across stories are made from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.review import Choice
from ldp_stories.services.code_own import code, make_tag
from ldp_stories.services.home import Home
from ldp_stories.services.review_tags import decide
from ldp_stories.services.tagged_stories import Tagged, tagged_stories
from tests.services.house import BULBS, WOMEN, change, erase, name_id, narrow, open_house, tell


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def read(home: Home) -> list[Tagged]:
    with home.main.read() as con:
        return list(tagged_stories(home, con))


def test_a_story_comes_with_its_people_ward_and_standing_tags(joan: Home) -> None:
    told = tell(joan, tags={WOMEN: "D1", BULBS: "A8"})
    decide(joan, told.suggestions["A8"], Choice.NOT_THIS_TAG, reason="only mentioned in passing")
    own = make_tag(joan, "Curtains")
    code(joan, told.record, own, layer=told.words, start=0, end=9)
    (one,) = read(joan)
    assert [p.code for p in one.people] == ["LT-4HN7-KQY"]
    assert (one.ward, one.ward_id) == ("Millbrook", name_id("millbrook"))
    assert one.tags == {name_id("D1")}
    assert one.every_tag == {name_id("D1"), own}


def test_a_tag_that_was_changed_counts_as_what_it_became(joan: Home) -> None:
    told = tell(joan, tags={WOMEN: "D1"})
    decide(joan, told.suggestions["D1"], Choice.CHANGE, reason="covered by another tag", to_tag=name_id("B7"))
    assert read(joan)[0].tags == {name_id("B7")}


def test_those_who_may_not_be_read_are_left_out(joan: Home) -> None:
    kept = tell(joan)
    closed = tell(joan, code="LT-2222-KQY")
    change(joan, "record", closed.record, sensitivity="closed")
    narrow(joan, tell(joan, code="LT-3333-KQY"), Scope.SHARE_TEAM)
    erase(joan, tell(joan, code="LT-4444-KQY"))
    assert [t.entry.record.id for t in read(joan)] == [kept.record]


def test_a_story_without_a_place_has_no_ward(joan: Home) -> None:
    tell(joan, place=None)
    assert (read(joan)[0].ward, read(joan)[0].ward_id) == ("", "")


def test_many_stories_come_each_once_newest_told_first(joan: Home) -> None:
    days = [tell(joan, code=f"LT-{n:04d}-KQY", at=f"2026-05-{n + 1:02d}T10:00").record for n in range(12)]
    assert [t.entry.record.id for t in read(joan)] == days[::-1]
