"""Everything people wrote in a story and about it is found, in a steady order, for masking and for looking."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.services.free_words import FreeWords, free_words
from ldp_stories.services.home import Home
from tests.services.house import STORY, WOMEN, Told, change, houses, tell


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (home,):
        yield home


@pytest.fixture
def told(joan: Home) -> Told:
    return tell(joan, tags={WOMEN: "A8"})


def found(home: Home, told: Told, *, layers: bool = False) -> tuple[FreeWords, ...]:
    with home.main.read() as con:
        return free_words(con, told.record, layers=layers)


def texts(home: Home, told: Told) -> list[tuple[str, str, str]]:
    return [(x.kind, name, words) for x in found(home, told) for name, words in x.texts.items()]


def test_title_reason_and_the_notes_of_passages_are_found(joan: Home, told: Told) -> None:
    assert texts(joan, told) == [
        ("record", "title", "Tea and bulbs"),
        ("suggestion", "reason", "she says so"),
        ("passage", "note", "it moved me"),
        ("passage", "note", "it moved me"),
    ]


def test_what_a_passage_only_repeats_is_left_out(joan: Home, told: Told) -> None:
    names = {name for kind, name, _ in texts(joan, told) if kind == "passage"}
    assert names == {"note"}


def test_the_words_as_they_were_said_stand_first_when_they_are_wanted(joan: Home, told: Told) -> None:
    first = found(joan, told, layers=True)[0]
    assert (first.kind, first.ent, first.texts) == ("layer", told.words, {"text": STORY})


def test_fields_stand_as_on_the_screen_title_and_note_first(joan: Home, told: Told) -> None:
    change(joan, "record", told.record, wondered="w", heard="h", happened="b", note="n", before="a")
    names = [name for kind, name, _ in texts(joan, told) if kind == "record"]
    assert names == ["title", "note", "before", "happened", "heard", "wondered"]


@pytest.mark.parametrize(
    ("thing", "kind", "field"),
    [
        ("encounter", "encounter", "promises"),
        ("encounter", "encounter", "who_else"),
        ("encounter", "encounter", "also_raised"),
        ("participant", "participant", "self_description"),
        ("record", "record", "a_field_of_tomorrow"),
    ],
)
def test_words_around_the_story_are_found(joan: Home, told: Told, thing: str, kind: str, field: str) -> None:
    change(joan, kind, str(getattr(told, thing)), **{field: "Karim"})
    assert (kind, field, "Karim") in texts(joan, told)


def test_each_field_knows_the_line_that_wrote_it(joan: Home, told: Told) -> None:
    with joan.main.write() as con:
        made = joan.put(con, "record", told.record, sets={"note": "Karim"})
    (record,) = [x for x in found(joan, told) if x.kind == "record"]
    assert record.lines["note"] == made.id
    assert record.lines["title"] != made.id


def test_comments_decisions_and_notes_of_the_conversation_are_found(joan: Home, told: Told) -> None:
    with joan.main.write() as con:
        joan.put(con, "comment", new_id(), sets={"record": told.record, "text": "why?", "kind": "question"})
        joan.put(con, "decision", new_id(), sets={"record": told.record, "reason": "because"})
        joan.put(con, "note", new_id(), sets={"record": told.record, "text": "her friend joined"})
    kinds = [kind for kind, _, _ in texts(joan, told)]
    assert kinds == ["record", "note", "suggestion", "decision", "comment", "passage", "passage"]


def test_the_name_given_with_a_yes_is_not_among_them(joan: Home, told: Told) -> None:
    change(joan, "consent", told.consent, attribution="Shazia")
    assert "consent" not in {x.kind for x in found(joan, told)}


def test_what_was_taken_away_and_what_is_empty_is_left_out(joan: Home, told: Told) -> None:
    change(joan, "record", told.record, title="")
    with joan.main.write() as con:
        joan.hide(con, "suggestion", told.suggestions["A8"])
    assert {kind for kind, _, _ in texts(joan, told)} == {"passage"}
