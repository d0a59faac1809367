"""Coverage: who have we not heard from, in words only (US-C9)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.services.find_place import every_place
from ldp_stories.services.home import Home
from ldp_stories.services.see_coverage import CoverageRow, coverage
from tests.services.homes import cheap_machine, found
from tests.services.house import YES, change, tell


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    opened = found(tmp_path / "joan", cheap_machine(tmp_path))
    yield opened
    opened.close()


def ward(home: Home, name: str) -> str:
    return next(p.id for p in every_place(home) if p.name == name)


def people(home: Home, name: str, count: int, *groups: str, **more: object) -> None:
    for at in range(count):
        facts = {"teller": {"target_groups": list(groups)}, "place": ward(home, name), "marked": (), **more}
        tell(home, code=f"LT-{name}-{at}", **facts)  # type: ignore[arg-type]


def row(home: Home, name: str, by: str = "target_group") -> CoverageRow:
    return next(r for r in coverage(home, by).rows if r.place.name == name)  # type: ignore[arg-type]


def level(home: Home, name: str, key: str, by: str = "target_group") -> str:
    seen = coverage(home, by)  # type: ignore[arg-type]
    at = [c.key for c in seen.columns].index(key)
    return next(r for r in seen.rows if r.place.name == name).levels[at]


def keys(home: Home) -> list[str]:
    return [c.key for c in coverage(home).columns]


def test_before_any_story_there_is_nothing_to_see_but_every_place_is_there(joan: Home) -> None:
    seen = coverage(joan)
    assert not seen.stories
    assert {"Millbrook", "Tansy Park", "Oddmere"} <= {r.place.name for r in seen.rows}
    assert "Lower Tansy" not in {r.place.name for r in seen.rows}
    assert all(r.silent for r in seen.rows)
    assert seen.missing_everywhere == tuple(c.label for c in seen.columns)


@pytest.mark.parametrize(
    ("count", "word"),
    [(0, "none"), (1, "few"), (4, "few"), (5, "thin"), (9, "thin"), (10, "full"), (11, "full")],
)
def test_numbers_become_words(joan: Home, count: int, word: str) -> None:
    group = keys(joan)[0]
    people(joan, "Millbrook", count, group)
    assert level(joan, "Millbrook", group) == word


def test_where_few_people_live_it_takes_ten(joan: Home) -> None:
    group = keys(joan)[0]
    change(joan, "place", ward(joan, "Millbrook"), population=[{"value": 6000, "date": "2025-01-01"}])
    people(joan, "Millbrook", 9, group)
    assert level(joan, "Millbrook", group) == "few"
    assert row(joan, "Millbrook").small


def test_the_programme_says_how_few_are_too_few(joan: Home) -> None:
    group = keys(joan)[0]
    change(joan, "programme", joan.programme_entity, disclosure_k=3)
    people(joan, "Millbrook", 3, group)
    assert level(joan, "Millbrook", group) == "thin"


def test_a_person_counts_once_in_a_place_and_in_each_of_their_groups(joan: Home) -> None:
    first, second = keys(joan)[:2]
    told = tell(joan, place=ward(joan, "Millbrook"), teller={"target_groups": [first, second]})
    for _ in range(5):
        tell(joan, place=ward(joan, "Millbrook"), person=told.participant)
    assert level(joan, "Millbrook", first) == "few"
    assert level(joan, "Millbrook", second) == "few"
    assert row(joan, "Millbrook").of("few", coverage(joan).columns) == tuple(
        c.label for c in coverage(joan).columns[:2]
    )


def test_who_does_not_take_part_was_not_heard(joan: Home) -> None:
    group = keys(joan)[0]
    people(joan, "Millbrook", 6, group, answers=YES | {"take_part": "no"})
    assert level(joan, "Millbrook", group) == "none"
    assert not coverage(joan).stories


def test_the_ways_of_meeting_are_seen_the_same_way(joan: Home) -> None:
    route = coverage(joan, "route").columns[0]
    for at in range(5):
        told = tell(joan, place=ward(joan, "Oddmere"), code=f"LT-{at}", marked=())
        change(joan, "encounter", told.encounter, route=route.key)
    assert level(joan, "Oddmere", route.key, "route") == "thin"
    assert level(joan, "Millbrook", route.key, "route") == "none"


def test_rather_not_say_is_no_group_and_no_researcher_stands_in_it(joan: Home) -> None:
    seen = coverage(joan)
    assert "none" not in [c.key for c in seen.columns]
    people(joan, "Millbrook", 2, "none")
    text = repr(coverage(joan))
    for word in ("R-07", "researcher", joan.member, "LT-Millbrook"):
        assert word not in text


def test_who_named_no_group_was_heard_all_the_same(joan: Home) -> None:
    people(joan, "Millbrook", 2, "none")
    people(joan, "Oddmere", 1)
    for name in ("Millbrook", "Oddmere"):
        assert not row(joan, name).silent
        assert row(joan, name).unnamed
    assert row(joan, "Copperfold").silent
    assert not row(joan, "Copperfold").unnamed


def test_what_is_left_over_is_never_missing(joan: Home) -> None:
    told = tell(joan, place=ward(joan, "Oddmere"), marked=())
    seen = coverage(joan, "route")
    assert "Another way" in [c.label for c in seen.columns]
    assert "Another way" not in seen.missing_everywhere
    assert all("Another way" not in r.of("none", seen.columns) for r in seen.rows)
    change(joan, "encounter", told.encounter, route="other")
    assert row(joan, "Oddmere", "route").of("few", seen.columns) == ("Another way",)


def test_an_old_ward_is_shown_only_where_something_was_told(joan: Home) -> None:
    assert "Lower Tansy" not in {r.place.name for r in coverage(joan).rows}
    people(joan, "Lower Tansy", 1, keys(joan)[0], at="2026-04-02T10:00")
    assert "Lower Tansy" in {r.place.name for r in coverage(joan).rows}
