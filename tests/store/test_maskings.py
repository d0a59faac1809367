"""Masks in the store: the words are looked up where they stand; the mask itself holds none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.services.home import Home
from ldp_stories.store import ledger, maskings
from tests.services.house import STORY, Told, change, erase, houses, tell


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (home,):
        yield home


@pytest.fixture
def told(joan: Home) -> Told:
    return tell(joan)


def line_of(home: Home, ent: str) -> str:
    with home.main.read() as con:
        return [r.id for r in ledger.revisions(con, ents=[ent])][-1]


def hide(
    home: Home, told: Told, words: str, put: str, *, text: str = STORY, ent: str = "", field: str = "text"
) -> str:
    """A mask for the first copy of some words."""
    ident, ent = new_id(), ent or told.words
    start = text.index(words)
    sets = {
        "record": told.record,
        "of": ent,
        "line": line_of(home, ent),
        "field": field,
        "start": start,
        "end": start + len(words),
        "put": put,
    }
    with home.main.write() as con:
        home.put(con, "masking", ident, sets=sets, subj=(told.participant,))
    return ident


def pairs(home: Home, *records: str) -> tuple[tuple[str, str], ...]:
    with home.main.read() as con:
        return maskings.pairs(con, records)


def test_the_words_are_found_where_they_stand(joan: Home, told: Told) -> None:
    hide(joan, told, "Mrs Patel", "[headteacher]")
    assert pairs(joan, told.record) == (("Mrs Patel", "[headteacher]"),)


def test_a_mask_holds_no_word_of_what_it_hides(joan: Home, told: Told) -> None:
    ident = hide(joan, told, "Mrs Patel", "[headteacher]")
    with joan.main.read() as con:
        (line,) = ledger.revisions(con, ents=[ident])
    assert b"Patel" not in (line.body or b"")


def test_the_newest_replacement_of_the_same_words_counts(joan: Home, told: Told) -> None:
    hide(joan, told, "Mrs Patel", "[one]")
    hide(joan, told, "the bulbs", "[flowers]")
    hide(joan, told, "Mrs Patel", "[two]")
    assert pairs(joan, told.record) == (("Mrs Patel", "[two]"), ("the bulbs", "[flowers]"))


def test_a_mask_that_was_taken_away_hides_nothing(joan: Home, told: Told) -> None:
    ident = hide(joan, told, "Mrs Patel", "[headteacher]")
    with joan.main.write() as con:
        joan.hide(con, "masking", ident)
        assert maskings.of_record(con, told.record) == ()
    assert pairs(joan, told.record) == ()


def test_words_are_still_known_when_the_text_was_written_over(joan: Home, told: Told) -> None:
    hide(joan, told, "Mrs Patel", "[headteacher]")
    change(joan, "layer", told.words, text="Something else entirely.")
    assert pairs(joan, told.record) == (("Mrs Patel", "[headteacher]"),)


def test_a_mask_in_a_title_is_found_in_the_title(joan: Home, told: Told) -> None:
    change(joan, "record", told.record, title="For Karim")
    hide(joan, told, "Karim", "[her son]", text="For Karim", ent=told.record, field="title")
    assert pairs(joan, told.record) == (("Karim", "[her son]"),)


def test_when_the_words_are_taken_back_the_mask_has_nothing_to_show(joan: Home, told: Told) -> None:
    hide(joan, told, "Mrs Patel", "[headteacher]")
    erase(joan, told)
    assert pairs(joan, told.record) == ()


def test_masks_of_other_stories_are_their_own(joan: Home, told: Told) -> None:
    other = tell(joan, code="LT-7Q2K-9TD")
    hide(joan, told, "Mrs Patel", "[headteacher]")
    assert pairs(joan, other.record) == ()
    assert pairs(joan, other.record, told.record) == (("Mrs Patel", "[headteacher]"),)


def test_stories_of_the_same_meeting_are_found_and_others_are_not(joan: Home, told: Told) -> None:
    second, apart = new_id(), tell(joan, code="LT-7Q2K-9TD")
    with joan.main.write() as con:
        joan.put(
            con, "record", second, sets={"encounter": told.encounter, "kind": "story", "status": "ready"}
        )
        assert maskings.same_meeting(con, told.record) == tuple(sorted([told.record, second]))
        assert maskings.same_meeting(con, apart.record) == (apart.record,)


def test_an_observation_of_no_meeting_stands_alone(joan: Home) -> None:
    first, second = new_id(), new_id()
    with joan.main.write() as con:
        for ident in (first, second):
            joan.put(con, "record", ident, sets={"kind": "observation", "status": "ready"})
        assert maskings.same_meeting(con, first) == (first,)


def test_masks_of_a_story_come_oldest_first(joan: Home, told: Told) -> None:
    made = [hide(joan, told, words, "[x]") for words in ("Mrs Patel", "the bulbs", "spring")]
    with joan.main.read() as con:
        assert maskings.of_record(con, told.record) == tuple(made)


def test_a_mask_of_a_hostile_shape_hides_nothing_and_breaks_nothing(joan: Home, told: Told) -> None:
    with joan.main.write() as con:
        for sets in (
            {"record": told.record, "line": "nowhere", "field": "text", "start": 0, "end": 4, "put": "[x]"},
            {"record": told.record, "line": 7, "field": None, "start": "a", "end": -3, "put": ["x"]},
            {
                "record": told.record,
                "line": line_of(joan, told.words),
                "field": "kind",
                "start": 90,
                "end": 99,
            },
        ):
            joan.put(con, "masking", new_id(), sets=sets)
    assert pairs(joan, told.record) == ()
