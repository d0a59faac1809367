"""Codings, own tags, matrices and blind rounds in the store: what was written comes back, and what is wrongly written harms nothing."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.matrix import Column
from ldp_stories.domain.passages import MediaAnchor, TextAnchor
from ldp_stories.domain.rounds import How, Unit
from ldp_stories.store import analysis, belonging, dossiers, ledger, rounds
from ldp_stories.store.engine import Database
from tests.store.stores import AMINA, AT, Told, erase, tell

TODAY = date(2026, 5, 10)


@pytest.fixture
def told(store: Database) -> Told:
    with store.write() as con:
        return tell(con)


def put(con: Connection, noun: str, ent: str = "", /, about: Any = (), **sets: Any) -> str:
    ent = ent or new_id()
    ledger.put(con, AMINA, noun, ent, sets=sets, subj=about, at_label=AT)
    return ent


def on_words(told: Told, start: int = 4, **more: Any) -> dict[str, Any]:
    return {
        "record": told.record,
        "layer": "words",
        "start": start,
        "end": start + 5,
        "quote": "women",
        "before": "only ",
        "after": ".",
        "tag": "t1",
        "by": "priya",
        "memo": "why",
    } | more


def test_a_coding_comes_back_as_it_was_written(store: Database, told: Told) -> None:
    with store.write() as con:
        words = put(con, "coding", **on_words(told))
        sound = put(con, "coding", record=told.record, media="m", from_ms=5, to_ms=9, tag="t2", by="theo")
        one, other = analysis.coding(con, words), analysis.coding(con, sound)
        assert analysis.coding(con, "unknown") is None
    assert one is not None
    assert other is not None
    assert one.text == TextAnchor("words", 4, 9, "women", "only ", ".")
    assert (one.sound, one.tag, one.by, one.memo) == (None, "t1", "priya", "why")
    assert (other.text, other.sound) == (None, MediaAnchor("m", 5, 9))


def test_codings_are_asked_for_by_story_tag_and_person(store: Database, told: Told) -> None:
    with store.write() as con:
        late = put(con, "coding", **on_words(told, 20))
        early = put(con, "coding", **on_words(told, 2, by="theo"))
        other = put(con, "coding", **on_words(told, 8, tag="t2"))
        elsewhere = put(con, "coding", **on_words(told, record="another"))
        assert [c.id for c in analysis.codings(con, records=[told.record])] == [early, other, late]
        assert {c.id for c in analysis.codings(con, tags=["t2"])} == {other}
        assert {c.id for c in analysis.codings(con, by="theo")} == {early}
        assert {c.id for c in analysis.codings(con)} == {late, early, other, elsewhere}
        assert analysis.codings(con, records=[]) == ()


def test_hidden_things_are_left_out_and_come_back(store: Database, told: Told) -> None:
    with store.write() as con:
        ident = put(con, "coding", **on_words(told))
        put(con, "coding", ident, hidden=True)
        assert analysis.codings(con) == ()
        assert analysis.coding(con, ident) is None
        put(con, "coding", ident, hidden=False)
        assert [c.id for c in analysis.codings(con)] == [ident]


@pytest.mark.parametrize(
    "wrong", [{"start": "four"}, {"end": None}, {"layer": 7}, {"memo": ["x"]}, {"by": 3}, {"quote": 2**70}]
)
def test_a_wrongly_written_coding_harms_nothing(store: Database, told: Told, wrong: dict[str, Any]) -> None:
    with store.write() as con:
        put(con, "coding", **(on_words(told) | wrong))
        (one,) = analysis.codings(con)
    assert one.record == told.record
    assert isinstance(one.memo, str)


def test_taking_somebody_out_takes_what_was_made_of_their_story(store: Database, told: Told) -> None:
    with store.write() as con:
        put(con, "coding", about=(told.participant,), **on_words(told))
        cell = {
            "matrix": "m",
            "record": told.record,
            "column": "t1",
            "summary": "she walks in",
            "by": "priya",
        }
        put(con, "matrix_cell", about=(told.participant,), **cell)
        mark = {"round": "r", "record": told.record, "passage": "", "by": "priya", "reason:t1": "her words"}
        put(con, "round_mark", about=(told.participant,), **mark)
        ledger.apply_orders(con, [erase(subject=told.participant)])
        assert analysis.codings(con) == ()
        assert analysis.cells(con, "m") == ()
        assert rounds.marks(con, "r") == ()


def test_own_tags_come_in_order_of_arrival_with_who_began_them(store: Database) -> None:
    with store.write() as con:
        first = put(con, "analysis_tag", name="Doors", meaning="m", position=1)
        second = put(con, "analysis_tag", name="Open doors", parent=first, position="last")
        found = analysis.own_tags(con)
    assert [(t.id, t.name, t.parent, t.position) for t in found] == [
        (first, "Doors", None, 1),
        (second, "Open doors", first, 0),
    ]
    assert {t.began_by for t in found} == {AMINA.device}


def test_a_matrix_and_its_cells_come_back(store: Database, told: Told) -> None:
    columns = [{"key": "t1", "label": "Trust"}, "nonsense", {"label": "no key"}]
    with store.write() as con:
        made = put(con, "matrix", title="M", rows=[told.record, 7], columns=columns, by="priya")
        put(con, "matrix", title="broken", rows="x", columns="y")
        cell = put(
            con, "matrix_cell", matrix=made, record=told.record, column="t1", summary="s", passages=["p", 1]
        )
        one, broken = analysis.matrices(con)
        (found,) = analysis.cells(con, made)
    assert (one.rows, one.columns) == ((told.record,), (Column("t1", "Trust"), Column("", "no key")))
    assert (broken.rows, broken.columns) == ((), ())
    assert (found.id, found.summary, found.passages) == (cell, "s", ("p",))


def test_what_hangs_from_no_story_is_shared(store: Database, told: Told) -> None:
    with store.write() as con:
        free = {put(con, kind, title="x") for kind in analysis.SHARED}
        hung = put(con, "coding", **on_words(told))
        assert analysis.shared(con) == free
        assert belonging.records_of(con, [hung, *free]) == {hung: told.record}


def a_round(con: Connection, **changes: Any) -> str:
    facts: dict[str, Any] = {
        "title": "Do we read alike?",
        "unit": "passage",
        "tags": ["t1", "t2"],
        "labels": {"t1": ["D1", "Trust", "meaning"]},
        "pack": "ab12",
        "items": [["r1", "p1"], ["r2", ""]],
        "coders": ["priya", "theo"],
        "deadline": "2026-05-20",
        "how": "by place",
        "seed": 7,
        "opened_by": "priya",
        "opened_label": AT,
    }
    return put(con, "coding_round", **(facts | changes))


def test_a_round_comes_back_as_it_was_opened(store: Database) -> None:
    with store.write() as con:
        ident = a_round(con)
        found = rounds.round_of(con, ident)
        assert rounds.round_of(con, "unknown") is None
    assert found is not None
    assert (found.unit, found.how, found.seed, found.pack) == (Unit.PASSAGE, How.BY_PLACE, 7, "ab12")
    assert (found.tags, found.items) == (("t1", "t2"), (("r1", "p1"), ("r2", "")))
    assert (found.label("t1"), found.opened_on, found.closed) == ("D1 Trust", "2026-05-10", False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("unit", 7),
        ("how", "by luck"),
        ("items", "all"),
        ("items", [[], ["r1"], [1, 2], "x"]),
        ("labels", ["t1"]),
        ("labels", {"t1": "Trust"}),
        ("coders", {"priya": 1}),
        ("seed", "seven"),
        ("deadline", 20),
        ("closed", "yes"),
    ],
)
def test_a_wrongly_written_round_is_the_harmless_kind(store: Database, name: str, value: Any) -> None:
    with store.write() as con:
        ident = a_round(con, **{name: value})
        found = rounds.round_of(con, ident)
    assert found is not None
    assert found.closed is False
    assert all(len(item) == 2 for item in found.items)
    assert isinstance(found.label("t1"), str)


def test_marks_come_with_answers_and_reasons_by_coder(store: Database, told: Told) -> None:
    with store.write() as con:
        ident = a_round(con)
        answers: dict[str, Any] = {"answer:t1": "yes", "reason:t1": "she says so", "answer:t2": 7}
        mine = put(con, "round_mark", round=ident, record=told.record, passage="p", by="priya", **answers)
        theirs = put(con, "round_mark", round=ident, record=told.record, passage="p", by="theo")
        put(con, "round_mark", round="another", record=told.record, by="priya")
        one, other = rounds.marks(con, ident)
        assert [m.id for m in rounds.marks(con, ident, "theo")] == [theirs]
        assert rounds.rounds_of_marks(con, [mine, "unknown"]) == {mine: ident}
    assert (one.item, one.answers, one.reasons) == ((told.record, "p"), {"t1": "yes"}, {"t1": "she says so"})
    assert (other.answers, other.reasons) == ({}, {})


def test_open_rounds_know_the_laptops_of_their_coders(store: Database) -> None:
    with store.write() as con:
        for member, laptops in (("priya", ("l1", "l2")), ("theo", ("l3",)), ("joan", ("l4",))):
            put(con, "member", member, code="E")
            for laptop in laptops:
                put(con, "device", laptop, member=member, status="active")
        running, over = a_round(con), a_round(con, closed=True)
        past = a_round(con, deadline="2026-05-09")
        endless = a_round(con, deadline="")
        blind = rounds.blind_to(con, TODAY)
    assert blind[running] == blind[endless] == {"l1", "l2", "l3"}
    assert not {over, past} & set(blind)


def test_a_dossier_holds_codings_cells_and_marks_with_what_must_be_known_of_them(
    store: Database, told: Told
) -> None:
    with store.write() as con:
        layer = put(con, "layer", record=told.record, kind="verbatim", language="en", text="only women.")
        masked = put(
            con, "layer", record=told.record, kind="masked", language="en", text="x", made_from=layer
        )
        said = put(con, "coding", **on_words(told, layer=layer))
        free = put(con, "coding", **on_words(told, layer=masked))
        lost = put(con, "coding", **on_words(told, layer="not here"))
        heard = put(con, "coding", record=told.record, media="m", from_ms=1, to_ms=2, tag="t", by="p")
        cell = put(con, "matrix_cell", matrix="m", record=told.record, column="t1")
        running, over = a_round(con), a_round(con, closed=True)
        waits = put(con, "round_mark", round=running, record=told.record, by="priya")
        goes = put(con, "round_mark", round=over, record=told.record, by="priya")
        (dossier,) = dossiers.dossiers(con, [told.record], TODAY)
        (same,) = dossiers.dossiers(con, None, TODAY)
    assert dict(dossier.analysis) == {said: True, free: False, lost: True, heard: False, cell: False}
    assert dict(dossier.marks) == {waits: frozenset(), goes: None}
    assert same == dossier


def test_a_rebuilt_projection_is_the_same(store: Database, told: Told) -> None:
    with store.write() as con:
        put(con, "coding", **on_words(told))
        ident = a_round(con)
        put(
            con,
            "round_mark",
            round=ident,
            record=told.record,
            by="priya",
            **dict[str, Any]({"answer:t1": "no"}),
        )
        matrix = put(con, "matrix", title="M", rows=[told.record], columns=[], by="priya")
        put(con, "matrix_cell", matrix=matrix, record=told.record, column="t1", summary="s")
        before = _all(con, ident, matrix)
        ledger.rebuild(con)
        assert _all(con, ident, matrix) == before


def _all(con: Connection, round_id: str, matrix: str) -> tuple[Any, ...]:
    return (
        analysis.codings(con),
        rounds.rounds(con),
        rounds.marks(con, round_id),
        analysis.matrices(con),
        analysis.cells(con, matrix),
    )
