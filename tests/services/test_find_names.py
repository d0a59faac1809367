"""What could name somebody is found by its shape or from a list, told why, and decided by a person."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.services.find_names import find_names, not_a_name, signs_in
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from tests.services.house import Told, change, houses, tell

WORDS = "Mrs Patel came. Ring 01632 960 001 or mail shabnam@example.org. She was born on 3rd May 1990. Karim left."


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (home,):
        yield home


@pytest.fixture
def told(joan: Home) -> Told:
    return tell(joan, WORDS, marked=(), title="Tea")


def found(home: Home, told: Told, *listed: tuple[str, str]) -> dict[str, tuple[str, int, str]]:
    return {n.words: (n.why, n.count, n.put) for n in find_names(home, told.record, listed)}


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("She lives at M1 1AE now", "M1 1AE", "postcode"),
        ("her number QQ is AB 12 34 56 C", "AB 12 34 56 C", "national insurance number"),
        ("the card says 943 476 5919", "943 476 5919", "NHS number"),
        ("write to a.b@example.org", "a.b@example.org", "mail address"),
        ("on 3 May 1990 we came", "3 May 1990", "exact date"),
        ("on the 21st of September 2019", "21st of September 2019", "exact date"),
        ("born 03/05/1990 here", "03/05/1990", "exact date"),
        ("since 2019-09-21 or so", "2019-09-21", "exact date"),
        ("it was 3.5.90 then", "3.5.90", "exact date"),
        ("my aunt: +92 300 1234567", "+92 300 1234567", "phone number"),
        ("ring (0161) 496 0000", "(0161) 496 0000", "phone number"),
        ("Mrs Patel knows", "Mrs Patel", "title and name"),
    ],
)
def test_it_is_found_and_why_is_said(text: str, words: str, why: str) -> None:
    assert (words, why) in signs_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We had tea and four bulbs.",
        "in May we came, and in 1990 we left",
        "ten past three, the 21st",
        "999 or 101",
        "call 111 0000",
        "it cost 12.50 and 3/4 of it was paid",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert signs_in(text) == ()


def test_each_is_told_once_and_in_order() -> None:
    assert [w for w, _ in signs_in("Mrs Patel, Mr Stone and Mrs Patel")] == ["Mrs Patel", "Mr Stone"]


def test_everything_evaluators_would_get_is_looked_through(joan: Home, told: Told) -> None:
    change(joan, "record", told.record, title="For Mr Stone", note="Mrs Patel again")
    names = found(joan, told)
    assert names["Mrs Patel"] == ("title and name", 2, "")
    assert names["Mr Stone"] == ("title and name", 1, "")
    assert names["01632 960 001"][0] == "phone number"
    assert names["shabnam@example.org"][0] == "mail address"
    assert names["3rd May 1990"][0] == "exact date"


def test_a_name_on_the_list_is_found_with_what_stands_in_its_place(joan: Home, told: Told) -> None:
    assert "Karim" not in found(joan, told)
    names = found(joan, told, ("Karim", "[her son]"), ("Nadia", "[her daughter]"))
    assert names["Karim"] == ("on the list of names", 1, "[her son]")
    assert "Nadia" not in names


def test_what_was_masked_is_not_suggested_again(joan: Home, told: Told) -> None:
    change(joan, "record", told.record, note="Mrs Patel again")
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    assert "Mrs Patel" not in found(joan, told)


def test_a_name_masked_in_another_story_of_the_meeting_is_suggested_here(joan: Home, told: Told) -> None:
    from ldp_stories.domain.ids import new_id

    other = new_id()
    with joan.main.write() as con:
        sets = {"encounter": told.encounter, "kind": "story", "status": "ready", "title": "More of Karim"}
        joan.put(con, "record", other, sets=sets, subj=(told.participant,))
    mask(joan, told.record, "Karim", "[her son]")
    assert [(n.words, n.put) for n in find_names(joan, other)] == [("Karim", "[her son]")]


def test_what_a_person_left_as_it_is_is_not_suggested_again(joan: Home, told: Told) -> None:
    not_a_name(joan, told.record, "Mrs Patel")
    not_a_name(joan, told.record, "Mrs Patel")
    assert "Mrs Patel" not in found(joan, told)
    assert "3rd May 1990" in found(joan, told)


def test_nothing_is_changed_by_looking(joan: Home, told: Told) -> None:
    from ldp_stories.store import ledger

    def count() -> int:
        with joan.main.read() as con:
            return sum(1 for _ in ledger.revisions(con))

    before = count()
    found(joan, told, ("Karim", "[x]"))
    not_a_name(joan, told.record, "Mrs Patel")
    assert count() == before
