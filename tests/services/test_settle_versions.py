"""Two versions: both shown with who and when, one chosen by a person, the other kept in history (AT-4)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.settle_versions import Unsettled, settle_conflict, unsettled
from ldp_stories.store import ledger, records
from tests.services.house import Told, change, houses, pass_on, tell


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[tuple[Home, Home, Told]]:
    """A story whose title two people changed without knowing of each other."""
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        told = tell(amina)
        pass_on(amina, joan)
        change(amina, "record", told.record, title="Tea and bulbs again")
        change(joan, "record", told.record, title="Planting together")
        pass_on(amina, joan)
        yield amina, joan, told


def only(home: Home) -> Unsettled:
    (found,) = unsettled(home)
    return found


def title(home: Home, told: Told) -> str:
    with home.main.read() as con:
        found = records.record(con, told.record)
    assert found is not None
    return found.title


def test_both_versions_are_shown_with_who_and_when(apart: tuple[Home, Home, Told]) -> None:
    _, joan, told = apart
    found = only(joan)
    assert (found.entity, found.kind, found.field, found.record) == (
        told.record,
        "record",
        "title",
        told.record,
    )
    assert {(v.value, v.by, v.at) for v in found.versions} == {
        ("Tea and bulbs again", "R-07", "2026-11-22T10:00:00Z"),
        ("Planting together", "Joan", "2026-11-22T10:00:00Z"),
    }


def test_what_is_meant_by_an_id_stands_by_its_name(apart: tuple[Home, Home, Told]) -> None:
    amina, joan, told = apart
    for home, place, language in ((amina, "Millbrook", "ur"), (joan, "Harbour", "pa")):
        where = new_id()
        change(joan, "place", where, name=place, type="ward")
        change(home, "encounter", told.encounter, place=where)
        change(home, "record", told.record, language=language, about_places=[where, "by the river"])
    pass_on(amina, joan)
    found = {u.field: {v.value for v in u.versions} for u in unsettled(joan)}
    assert found["place"] == {"Millbrook", "Harbour"}
    assert found["language"] == {"اردو", "ਪੰਜਾਬੀ"}
    assert found["about_places"] == {"Millbrook, by the river", "Harbour, by the river"}


@pytest.mark.parametrize("wanted", ["Tea and bulbs again", "Planting together"])
def test_the_chosen_version_stands_everywhere_and_the_other_stays_in_history(
    apart: tuple[Home, Home, Told], wanted: str
) -> None:
    amina, joan, told = apart
    chosen = next(v for v in only(joan).versions if v.value == wanted)
    settle_conflict(joan, told.record, "title", chosen.rev)
    assert unsettled(joan) == ()
    pass_on(joan, amina)
    assert unsettled(amina) == ()
    assert title(joan, told) == title(amina, told) == wanted
    with joan.main.read() as con:
        bodies = b"".join(r.body or b"" for r in ledger.revisions(con, ents=[told.record]))
    assert b"Tea and bulbs again" in bodies
    assert b"Planting together" in bodies


def test_what_is_settled_cannot_be_settled_again(apart: tuple[Home, Home, Told]) -> None:
    _, joan, told = apart
    first, second = only(joan).versions
    settle_conflict(joan, told.record, "title", first.rev)
    for entity, field, rev in (
        (told.record, "title", second.rev),
        (told.record, "note", first.rev),
        ("x", "title", first.rev),
    ):
        with pytest.raises(UserError) as caught:
            settle_conflict(joan, entity, field, rev)
        assert caught.value.code == "ALREADY_SETTLED"


def test_consent_and_sensitivity_settle_by_themselves(apart: tuple[Home, Home, Told]) -> None:
    amina, joan, _ = apart
    told = tell(amina)
    pass_on(amina, joan)
    change(amina, "consent", told.consent, **{"answer:quote_anon": "no"})
    change(joan, "consent", told.consent, **{"answer:quote_anon": "yes"})
    change(amina, "record", told.record, sensitivity="careful")
    change(joan, "record", told.record, sensitivity="normal")
    pass_on(amina, joan)
    assert unsettled(joan, told.record) == ()


def test_the_versions_of_one_story_can_be_asked_for(apart: tuple[Home, Home, Told]) -> None:
    amina, joan, told = apart
    other = tell(amina)
    pass_on(amina, joan)
    assert [u.record for u in unsettled(joan, told.record)] == [told.record]
    assert unsettled(joan, other.record) == ()


def test_things_that_hang_from_a_story_are_shown_under_it(apart: tuple[Home, Home, Told]) -> None:
    amina, joan, told = apart
    change(amina, "layer", told.words, text="One.")
    change(joan, "layer", told.words, text="Two.")
    change(amina, "encounter", told.encounter, who_else=["mother"])
    change(joan, "encounter", told.encounter, who_else=[])
    pass_on(amina, joan)
    found = {(u.kind, u.field): u for u in unsettled(joan)}
    assert set(found) == {("record", "title"), ("layer", "text"), ("encounter", "who_else")}
    assert {u.record for u in found.values()} == {told.record}
    assert {v.value for v in found["encounter", "who_else"].versions} == {"mother", ""}


def test_a_hidden_story_asks_for_nothing(apart: tuple[Home, Home, Told]) -> None:
    _, joan, told = apart
    change(joan, "record", told.record, hidden=True)
    assert unsettled(joan) == ()
