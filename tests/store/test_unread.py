"""Stories with words written since they were read: noted whatever was written in, and only when they were released."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.free_text import Manifest
from ldp_stories.domain.ids import new_id
from ldp_stories.services.home import Home
from ldp_stories.store import unread
from tests.services.house import WOMEN, Told, change, houses, tell
from tests.services.released import release_read


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (home,):
        yield home


@pytest.fixture
def told(joan: Home) -> Told:
    made = tell(joan, tags={WOMEN: "A8"})
    release_read(joan, made.record)
    return made


def noted(home: Home) -> tuple[str, ...]:
    with home.main.read() as con:
        return unread.waiting(con)


def test_nothing_is_noted_right_after_a_release(joan: Home, told: Told) -> None:
    assert told.record
    assert noted(joan) == ()


@pytest.mark.parametrize(
    ("thing", "kind", "sets"),
    [
        ("record", "record", {"title": "Another"}),
        ("record", "record", {"note": "Mrs Patel again"}),
        ("record", "record", {"a_field_of_tomorrow": "words"}),
        ("words", "layer", {"text": "Other words."}),
        ("encounter", "encounter", {"who_else": "her sister"}),
        ("participant", "participant", {"self_description": "a gardener"}),
        ("consent", "consent", {"attribution": "Shazia"}),
    ],
)
def test_words_in_anything_of_a_released_story_are_noted(
    joan: Home, told: Told, thing: str, kind: str, sets: dict[str, object]
) -> None:
    change(joan, kind, str(getattr(told, thing)), **sets)
    assert noted(joan) == (told.record,)


@pytest.mark.parametrize("kind", ["comment", "suggestion", "decision", "note", "passage"])
def test_a_new_thing_with_words_is_noted(joan: Home, told: Told, kind: str) -> None:
    field = {"comment": "text", "note": "text", "passage": "note"}.get(kind, "reason")
    with joan.main.write() as con:
        joan.put(con, kind, new_id(), sets={"record": told.record, field: "see Mrs Patel"})
    assert noted(joan) == (told.record,)


@pytest.mark.parametrize("sets", [{"direction": "better"}, {"status": "held"}, {"title": ""}, {"note": "  "}])
def test_facts_and_emptied_fields_are_nothing_to_read(
    joan: Home, told: Told, sets: dict[str, object]
) -> None:
    change(joan, "record", told.record, **sets)
    assert noted(joan) == ()


def test_a_story_that_is_not_released_is_not_noted(joan: Home) -> None:
    made = tell(joan)
    change(joan, "record", made.record, title="Another")
    assert noted(joan) == ()


def test_all_stories_around_a_person_are_noted(joan: Home, told: Told) -> None:
    other = tell(joan, person=told.participant, code="LT-7Q2K-9TD")
    release_read(joan, other.record)
    change(joan, "participant", told.participant, self_description="a gardener")
    assert noted(joan) == tuple(sorted([told.record, other.record]))


def test_settling_takes_the_note_away_and_settling_nothing_is_no_error(joan: Home, told: Told) -> None:
    change(joan, "record", told.record, title="Another")
    with joan.main.write() as con:
        unread.settle(con, [])
    assert noted(joan) == (told.record,)
    with joan.main.write() as con:
        unread.settle(con, [told.record, "unknown"])
    assert noted(joan) == ()


def test_the_manifest_says_what_was_read_and_nothing_of_one_that_is_held_back(joan: Home, told: Told) -> None:
    with joan.main.read() as con:
        found = unread.manifests(con, [told.record, "unknown"])
    assert set(found) == {told.record}
    assert len(found[told.record].read) > 4
    assert found[told.record].open == found[told.record].read
    change(joan, "record", told.record, released=False)
    with joan.main.read() as con:
        assert unread.manifests(con, [told.record])[told.record] == Manifest()


def test_a_story_released_by_an_older_version_was_never_read(joan: Home, told: Told) -> None:
    old = tell(joan, code="LT-7Q2K-9TD")
    change(joan, "record", old.record, released=True)
    with joan.main.write() as con:
        unread.note_never_read(con)
    assert noted(joan) == (old.record,)
    assert told.record != old.record


def test_the_answers_of_a_meeting_are_found(joan: Home, told: Told) -> None:
    with joan.main.read() as con:
        assert unread.consents_at(con, told.encounter) == {told.consent}
        assert unread.consents_at(con, "") == frozenset()
