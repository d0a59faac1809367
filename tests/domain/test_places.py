"""Places have dates and other names."""

import pytest

from ldp_stories.domain.places import Place, PlaceType

OLD = Place(
    "1", "kingshurst", PlaceType.WARD, "Kingshurst and Fordbridge", code="E05001290", valid_to="2026-05-06"
)
NEW = Place("2", "fordbridge", PlaceType.WARD, "Fordbridge", code="E05016422", valid_from="2026-05-07")
HOLYHEAD = Place("3", "holyhead", PlaceType.WARD, "Holyhead", aliases=("Holly Head",))


@pytest.mark.parametrize(
    ("place", "day", "valid"),
    [
        (OLD, "2025-03-12", True),
        (OLD, "2026-05-06", True),
        (OLD, "2026-05-07", False),
        (NEW, "2026-05-06", False),
        (NEW, "2026-05-07", True),
        (HOLYHEAD, "1990-01-01", True),
    ],
)
def test_a_place_exists_between_its_dates(place: Place, day: str, valid: bool) -> None:
    assert place.valid_on(day) is valid


@pytest.mark.parametrize(
    ("place", "typed", "found"),
    [
        (HOLYHEAD, "holly", True),
        (HOLYHEAD, "HOLYH", True),
        (HOLYHEAD, "head", True),
        (HOLYHEAD, "ollyhead", False),
        (OLD, "ford", True),
        (NEW, "ford", True),
        (NEW, " fordbridge ", True),
        (NEW, "bridge", False),
    ],
)
def test_a_place_is_found_by_the_start_of_any_word_of_any_name(place: Place, typed: str, found: bool) -> None:
    assert place.named(typed) is found
