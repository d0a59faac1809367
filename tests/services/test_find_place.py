"""Places as people name them: any name, any case, the day it was valid, and only the small ones."""

from typing import Any

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.places import PlaceType
from ldp_stories.errors import UserError
from ldp_stories.services.find_place import place_named, places_for
from ldp_stories.services.home import Home
from tests.services.homes import code_of


def add_place(home: Home, name: str, kind: str = "ward", **sets: object) -> str:
    """One more place in the programme."""
    ident = new_id()
    facts: dict[str, Any] = {"key": name.casefold(), "name": name, "type": kind, "parents": [], **sets}
    with home.main.write() as con:
        home.put(con, "place", ident, sets=facts)
    return ident


def names(home: Home, text: str = "", day: str | None = None) -> list[str]:
    return [p.name for p in places_for(home, text, day)]


def test_the_places_of_the_programme_are_offered(joan: Home) -> None:
    assert {"Millbrook", "Oddmere"} <= set(names(joan))


def test_only_places_small_enough_to_tell_a_story_about_are_offered(joan: Home) -> None:
    small = {PlaceType.WARD, PlaceType.LSOA, PlaceType.NEIGHBOURHOOD, PlaceType.LOCALITY}
    assert {p.type for p in places_for(joan)} <= small


def test_letters_narrow_the_list(joan: Home) -> None:
    assert names(joan, "millb") == ["Millbrook"]


def test_letters_that_fit_nothing_give_nothing(joan: Home) -> None:
    assert names(joan, "zzzz") == []


def test_a_place_is_found_by_another_name_people_use(joan: Home) -> None:
    ident = add_place(joan, "St Agnes", aliases=["The Aggie"])
    assert [p.id for p in places_for(joan, "aggie")] == [ident]


def test_a_place_of_the_past_is_offered_only_on_its_days(joan: Home) -> None:
    add_place(joan, "Old Wharf", valid_from="2010-01-01", valid_to="2020-12-31")
    assert "Old Wharf" not in names(joan)
    assert "Old Wharf" in names(joan, day="2015-06-01")


def test_a_place_of_the_future_is_not_offered_today(joan: Home) -> None:
    add_place(joan, "New Quay", valid_from="2030-01-01")
    assert "New Quay" not in names(joan)
    assert "New Quay" in names(joan, day="2031-01-01")


@pytest.mark.parametrize("typed", ["Millbrook", "millbrook", "  Millbrook ", "Millbrook ward", "MILLBROOK"])
def test_a_typed_name_finds_the_one_place_that_is_meant(joan: Home, typed: str) -> None:
    assert place_named(joan, typed).name == "Millbrook"


def test_a_name_that_begins_other_names_means_the_exact_one(joan: Home) -> None:
    short = add_place(joan, "Ash")
    add_place(joan, "Ashford")
    assert place_named(joan, "ash").id == short


def test_another_name_counts_as_exact_too(joan: Home) -> None:
    ident = add_place(joan, "St Agnes", aliases=["Aggie"])
    add_place(joan, "Aggieton")
    assert place_named(joan, "AGGIE").id == ident


def test_a_beginning_is_enough_when_only_one_place_fits(joan: Home) -> None:
    assert place_named(joan, "Millbr").name == "Millbrook"


def test_a_name_that_fits_two_places_is_not_guessed(joan: Home) -> None:
    add_place(joan, "Ashford")
    add_place(joan, "Ashton")
    with pytest.raises(UserError) as caught:
        place_named(joan, "Ash")
    assert code_of(caught) == "NO_SUCH_PLACE"


def test_two_places_of_one_name_are_not_guessed(joan: Home) -> None:
    add_place(joan, "Newtown", key="newtown-a")
    add_place(joan, "Newtown", key="newtown-b")
    with pytest.raises(UserError) as caught:
        place_named(joan, "Newtown")
    assert code_of(caught) == "NO_SUCH_PLACE"


def test_a_place_that_is_not_there_is_named_in_the_sentence(joan: Home) -> None:
    with pytest.raises(UserError) as caught:
        place_named(joan, "Atlantis")
    assert caught.value.facts["name"] == "Atlantis"
    assert "Atlantis" in str(caught.value)


def test_a_place_of_the_past_is_found_by_its_name_on_its_day(joan: Home) -> None:
    ident = add_place(joan, "Old Wharf", valid_to="2020-12-31")
    assert place_named(joan, "Old Wharf", "2019-01-01").id == ident
    with pytest.raises(UserError):
        place_named(joan, "Old Wharf")
