"""Places over time: what stood before and after, what a report may name, and numbers that stay words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.places import (
    Place,
    PlaceType,
    before_and_after,
    fewest,
    level_of,
    next_day,
    places_above,
    reported_as,
    through_time,
    today_instead,
)

WARD = PlaceType.WARD
OLD = Place(
    "old",
    "k",
    WARD,
    "Kingshurst and Fordbridge",
    valid_to="2026-05-06",
    successors=(("f", "part"), ("ks", "part")),
)
FORDBRIDGE = Place("f", "f", WARD, "Fordbridge", valid_from="2026-05-07")
KINGSHURST = Place("ks", "ks", WARD, "Kingshurst & Smith's Wood", valid_from="2026-05-07")
CHELMSLEY = Place("c1", "c1", WARD, "Chelmsley Wood", valid_to="2026-05-06")
CHELMSLEY_NEW = Place("c2", "c2", WARD, "Chelmsley Wood", valid_from="2026-05-07")
HOLYHEAD = Place("h", "h", WARD, "Holyhead", valid_from="2018-05-03")
EVERY = (OLD, FORDBRIDGE, KINGSHURST, CHELMSLEY, CHELMSLEY_NEW, HOLYHEAD)


def test_both_sides_of_a_change_know_each_other_and_the_day() -> None:
    found = before_and_after(EVERY)
    assert found["old"] == (("f", "2026-05-07"), ("ks", "2026-05-07"))
    assert found["f"] == (("old", "2026-05-07"),)
    assert found["c1"] == (("c2", "2026-05-07"),)
    assert found["c2"] == (("c1", "2026-05-07"),)
    assert "h" not in found


@pytest.mark.parametrize(
    "other",
    [
        replace(CHELMSLEY_NEW, valid_from="2027-01-01"),
        replace(CHELMSLEY_NEW, type=PlaceType.LSOA),
        replace(CHELMSLEY_NEW, name="Chelmsley"),
        replace(CHELMSLEY_NEW, valid_from=None),
    ],
)
def test_a_place_that_only_looks_alike_is_not_taken_for_the_other_side(other: Place) -> None:
    assert before_and_after((CHELMSLEY, other)) == {}


def test_what_came_after_and_before_is_followed_over_two_changes_and_never_sideways() -> None:
    ended = replace(FORDBRIDGE, valid_to="2028-05-03", successors=(("n", "part"), ("s", "part")))
    north, south = (Place(i, i, WARD, i, valid_from="2028-05-04") for i in "ns")
    known = {p.id: p for p in (OLD, ended, KINGSHURST, north, south, HOLYHEAD)}
    sides = before_and_after(known.values())
    assert today_instead(known, sides, "old", "2026-06-03") == ("f", "ks")
    assert set(today_instead(known, sides, "old", "2028-05-04")) == {"ks", "n", "s"}
    assert through_time(known, sides, "n", forward=False) == {"f": "2028-05-04", "old": "2026-05-07"}
    assert through_time(known, sides, "ks", forward=True) == {}
    assert today_instead(known, sides, "h", "2028-05-04") == ()


def test_places_that_lead_round_in_a_circle_do_no_harm() -> None:
    one = Place(
        "1", "1", WARD, "One", valid_from="2020-01-01", valid_to="2019-12-31", successors=(("2", ""),)
    )
    two = Place(
        "2", "2", WARD, "Two", valid_from="2020-01-01", valid_to="2019-12-31", successors=(("1", ""),)
    )
    known = {"1": one, "2": two}
    assert set(through_time(known, before_and_after((one, two)), "1", forward=True)) == {"2"}


def test_a_successor_that_is_not_known_here_is_passed_over() -> None:
    assert before_and_after((OLD, KINGSHURST))["old"] == (("ks", "2026-05-07"),)


@pytest.mark.parametrize(
    ("day", "after"),
    [
        ("2026-05-06", "2026-05-07"),
        ("2024-02-28", "2024-02-29"),
        ("2025-12-31", "2026-01-01"),
        ("soon", None),
    ],
)
def test_the_day_after(day: str, after: str | None) -> None:
    assert next_day(day) == after


@pytest.mark.parametrize(
    ("people", "k", "least"), [(None, 5, 5), (12_000, 5, 5), (10_000, 5, 5), (9_999, 5, 10), (6_000, 20, 20)]
)
def test_where_few_live_ten_must_have_spoken(people: int | None, k: int, least: int) -> None:
    assert fewest(people, k) == least


@pytest.mark.parametrize(
    ("count", "least", "level"),
    [
        (0, 5, "none"),
        (1, 5, "few"),
        (4, 5, "few"),
        (5, 5, "thin"),
        (9, 5, "thin"),
        (10, 5, "full"),
        (9, 10, "few"),
        (19, 10, "thin"),
        (20, 10, "full"),
        (-1, 5, "none"),
    ],
)
def test_a_level_is_a_word(count: int, least: int, level: str) -> None:
    assert level_of(count, least) == level


@given(st.integers(0, 200), st.integers(1, 50))
def test_a_small_number_is_never_told_from_another(count: int, least: int) -> None:
    if 0 < count < least:
        assert level_of(count, least) == "few"
    else:
        assert level_of(count, least) != "few"


def test_a_report_names_the_ward_and_a_small_area_only_where_no_ward_is_known() -> None:
    book = {
        p.id: p
        for p in (
            Place("a", "a", PlaceType.AUTHORITY, "Solihull"),
            Place("w", "w", WARD, "Elmdon", parents=(("a", "inside"),)),
            Place("cafe", "cafe", PlaceType.VENUE, "Café", parents=(("l2", "inside"),)),
            Place("l1", "l1", PlaceType.LSOA, "Greenhill", parents=(("a", "inside"),)),
            Place("l2", "l2", PlaceType.LSOA, "Elmdon 1", parents=(("w", "inside"),)),
            Place("x", "x", PlaceType.VENUE, "Round", parents=(("y", "inside"),)),
            Place("y", "y", PlaceType.VENUE, "And round", parents=(("x", "inside"),)),
        )
    }
    assert [p.id for p in places_above(book, "cafe")] == ["cafe", "l2", "w", "a"]
    named = {i: (p.name if (p := reported_as(book, i)) else None) for i in book}
    assert named["cafe"] == named["l2"] == named["w"] == "Elmdon"
    assert named["l1"] == "Greenhill"
    assert named["a"] is None
    assert named["x"] is None
    assert reported_as(book, "unknown") is None
