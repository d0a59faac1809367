"""Dossiers: everything that hangs from a record, the gates worked out, few and many in the same way."""

from datetime import date
from typing import Any

import pytest

from ldp_stories.domain.audience import Dossier
from ldp_stories.domain.consent import Scope, joint_gate
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.records import LayerKind, Sensitivity, Status
from ldp_stories.store import consent, dossiers, ledger, records
from ldp_stories.store.engine import Database
from tests.store.stores import AMINA, AT, erase, narrow, tell

TODAY = date(2026, 6, 1)


def read(store: Database, wanted: list[str] | None = None) -> dict[str, Dossier]:
    with store.read() as con:
        return {d.record: d for d in dossiers.dossiers(con, wanted, TODAY)}


@pytest.fixture(params=["few", "many"])
def how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each rule holds for few records, looked up one by one, and for many, for which whole tables are read."""
    if request.param == "many":
        monkeypatch.setattr(dossiers, "FEW", 0)
    return str(request.param)


def test_a_dossier_holds_everything_that_hangs_from_a_record(store: Database, how: str) -> None:
    with store.write() as con:
        told, other = tell(con), tell(con)

        def add(kind: str, /, **sets: Any) -> str:
            ent = new_id()
            ledger.put(
                con,
                AMINA,
                kind,
                ent,
                sets={"record": told.record} | sets,
                subj=[told.participant],
                at_label=AT,
            )
            return ent

        masked = add("layer", kind="masked", text="x")
        protected = add("passage", layer=told.layer, start=0, end=2)
        lost = add("passage", layer="not here", start=0, end=2)
        fine, heard = (
            add("passage", layer=masked, start=0, end=1),
            add("passage", media="m", from_ms=0, to_ms=9),
        )
        sound, note, comment = (
            add("media", kind="audio"),
            add("note", text="n"),
            add("comment", kind="note", text="c"),
        )
        suggestion = add("suggestion", tag="t")
        decision = add("decision", suggestion=suggestion, decision="accept")
    found = read(store, [told.record])
    assert list(found) == [told.record]
    dossier = found[told.record]
    assert dossier.layers == ((told.layer, LayerKind.TRANSCRIPT), (masked, LayerKind.MASKED))
    assert dict(dossier.passages) == {protected: True, lost: True, fine: False, heard: False}
    assert set(dossier.others) == {note, comment, suggestion, decision}
    assert dossier.media == (sound,)
    assert set(dossier.context) == {told.encounter, told.participant, told.consent}
    assert (dossier.began_by, dossier.status, dossier.sensitivity) == (
        AMINA.device,
        Status.READY,
        Sensitivity.NORMAL,
    )
    assert set(read(store)) == {told.record, other.record}


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"take_part": "no"},
        {"share_team": "no"},
        {"audio": "yes", "recontact": "yes"},
        {"publish_clip:report": "yes", "copyright": "yes"},
    ],
)
@pytest.mark.parametrize("age", ["25-39", "0-10"])
def test_open_scopes_are_those_whose_joint_gate_is_open(
    store: Database, how: str, answers: dict[str, str], age: str
) -> None:
    with store.write() as con:
        told = tell(con, answers=answers, age=age)
        ledger.put(
            con,
            AMINA,
            "consent",
            told.consent,
            sets={"adult_relation": "mother", "child_assent": "yes"},
            at_label=AT,
        )
        given = consent.of_encounter(con, told.encounter)
    expected = {s.value for s in Scope if joint_gate(given, s, TODAY).open}
    assert read(store, [told.record])[told.record].open_scopes == expected


def shared(store: Database, second: dict[str, str] | None) -> frozenset[str]:
    with store.write() as con:
        told, other = tell(con), new_id()
        both = [told.participant, other]
        ledger.put(con, AMINA, "record", told.record, sets={"participants": both}, subj=both, at_label=AT)
        if second is not None:
            fields = {
                "participant": other,
                "encounter": told.encounter,
                **{f"answer:{k}": v for k, v in second.items()},
            }
            ledger.put(con, AMINA, "consent", new_id(), sets=fields, subj=[other], at_label=AT)
    return read(store, [told.record])[told.record].open_scopes


def test_the_tightest_answer_of_several_people_governs(store: Database, how: str) -> None:
    assert shared(store, {"take_part": "yes", "share_team": "no", "quote_anon": "yes"}) == {
        "take_part",
        "quote_anon",
    }


def test_somebody_without_a_consent_closes_everything(store: Database, how: str) -> None:
    assert shared(store, None) == frozenset()


def test_narrowing_a_person_or_a_record_closes_a_scope(store: Database, how: str) -> None:
    with store.write() as con:
        one, two = tell(con), tell(con)
        ledger.apply_orders(
            con, [narrow("quote_anon", subject=one.participant), narrow("share_team", targets=(two.record,))]
        )
    found = read(store, [one.record, two.record])
    assert found[one.record].open_scopes == {"take_part", "share_team"}
    assert found[two.record].open_scopes == {"take_part", "quote_anon"}


def test_a_record_taken_back_says_so_and_a_hidden_one_is_left_out(store: Database, how: str) -> None:
    with store.write() as con:
        gone, hidden = tell(con), tell(con)
        ledger.apply_orders(con, [erase(subject=gone.participant)])
        ledger.put(con, AMINA, "record", hidden.record, sets={"hidden": True}, at_label=AT)
    found = read(store, [gone.record, hidden.record])
    assert list(found) == [gone.record]
    assert found[gone.record].taken_back
    assert found[gone.record].open_scopes == frozenset()


def test_an_observation_without_people_needs_no_consent(store: Database, how: str) -> None:
    seen, told = new_id(), new_id()
    with store.write() as con:
        ledger.put(con, AMINA, "record", seen, sets={"kind": "observation", "status": "ready"}, at_label=AT)
        ledger.put(con, AMINA, "record", told, sets={"kind": "story", "status": "ready"}, at_label=AT)
        assert records.record(con, seen) is not None
    found = read(store, [seen, told])
    assert found[seen].observation
    assert not found[told].observation


def test_unknown_values_are_read_as_the_most_protective(store: Database, how: str) -> None:
    with store.write() as con:
        told = tell(con, status="unheard of", sensitivity="unheard of", layer="unheard of")
    dossier = read(store, [told.record])[told.record]
    assert (dossier.status, dossier.sensitivity, dossier.layers[0][1]) == (
        Status.HELD,
        Sensitivity.CLOSED,
        LayerKind.VERBATIM,
    )


def test_few_and_many_give_the_same(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.write() as con:
        for i in range(6):
            tell(con, answers={"share_team": "yes" if i % 2 else "no"}, age="0-10" if i == 3 else "25-39")
        wanted = [r.id for r in records.page(con).rows][:5]
    few = read(store, wanted)
    monkeypatch.setattr(dossiers, "FEW", 0)
    assert read(store, wanted) == few
