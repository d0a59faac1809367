"""Writing one revision at a time: parents, numbers, sets, hiding, and the rows that follow in the same transaction."""

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import is_whole
from ldp_stories.errors import UserError
from ldp_stories.store import ledger, projection, records
from ldp_stories.store.engine import Database
from ldp_stories.store.ledger import Author
from tests.store.stores import AMINA, AT, JOAN, erase, tell


def test_a_revision_comes_back_as_it_was_written(store: Database) -> None:
    with store.write() as con:
        made = ledger.put(
            con, AMINA, "record", new_id(), sets={"title": "Grüße", "n": None}, subj=["b", "a"], at_label=AT
        )
        assert list(ledger.revisions(con, [made.id])) == [made]
    assert is_whole(made)
    assert made.subj == ("a", "b")
    assert made.dev == f"{AMINA.device}.1.w"


def test_each_stream_of_a_device_counts_from_one(store: Database) -> None:
    with store.write() as con:
        work = [ledger.put(con, AMINA, "note", new_id(), sets={"text": "x"}, at_label=AT) for _ in range(3)]
        pack = ledger.put(con, AMINA, "tag", new_id(), sets={"name": "x"}, stream="p", at_label=AT)
        later = ledger.put(con, Author(AMINA.device, 2), "note", new_id(), sets={"text": "x"}, at_label=AT)
    assert [r.seq for r in work] == [1, 2, 3]
    assert (pack.dev, pack.seq) == (f"{AMINA.device}.1.p", 1)
    assert (later.dev, later.seq) == (f"{AMINA.device}.2.w", 1)


def test_a_later_write_replaces_and_leaves_no_conflict(store: Database) -> None:
    ent = new_id()
    with store.write() as con:
        first = ledger.put(con, AMINA, "record", ent, sets={"title": "a", "language": "en"}, at_label=AT)
        second = ledger.put(con, AMINA, "record", ent, sets={"title": "b"}, at_label=AT)
        third = ledger.put(con, AMINA, "record", ent, sets={"language": "ur"}, at_label=AT)
        view = ledger.entity(con, ent)
    assert second.par == (first.id,)
    assert third.par == (first.id,)
    assert view is not None
    assert (view.get("title"), view.get("language"), view.conflicts) == ("b", "ur", ())


def test_a_field_nobody_wrote_before_follows_all_heads_so_that_nobody_else_seems_to_have_begun(
    store: Database,
) -> None:
    ent = new_id()
    for other in (JOAN, Author("00000000-0000-4000-8000-000000000000", 1)):
        with store.write() as con:
            if ledger.entity(con, ent) is None:
                ledger.put(con, AMINA, "record", ent, sets={"title": "a"}, at_label=AT)
            ledger.put(con, other, "record", ent, sets={f"released_{other.device[:1]}": True}, at_label=AT)
            view = ledger.entity(con, ent)
            row = records.record(con, ent)
        assert view is not None
        assert row is not None
        assert view.began_by == row.began_by == AMINA.device


def test_an_element_is_added_and_removed_and_another_addition_survives(store: Database) -> None:
    ent = new_id()
    with store.write() as con:
        ledger.put(
            con,
            AMINA,
            "media",
            ent,
            adds={"renditions": {"aa": {"bytes": 1}, "bb": {"bytes": 2}}},
            at_label=AT,
        )
        gone = ledger.put(con, AMINA, "media", ent, dels={"renditions": ["aa", "never there"]}, at_label=AT)
        view = ledger.entity(con, ent)
    assert view is not None
    assert dict(view.elements("renditions")) == {"bb": {"bytes": 2}}
    assert gone.body is not None
    assert b"never there" not in gone.body


def test_hiding_sees_every_head_and_showing_brings_it_back(store: Database) -> None:
    with store.write() as con:
        told = tell(con)
        ledger.put(con, AMINA, "record", told.record, sets={"language": "ur"}, at_label=AT)
        ledger.put(con, AMINA, "record", told.record, sets={"hidden": True}, at_label=AT)
        assert records.page(con).rows == ()
        ledger.put(con, AMINA, "record", told.record, sets={"hidden": False}, at_label=AT)
        assert [r.id for r in records.page(con).rows] == [told.record]


def test_an_edit_after_hiding_shows_the_record_again(store: Database) -> None:
    with store.write() as con:
        told = tell(con)
        ledger.put(con, AMINA, "record", told.record, sets={"hidden": True}, at_label=AT)
        ledger.put(con, AMINA, "record", told.record, sets={"title": "again"}, at_label=AT)
        assert [r.title for r in records.page(con).rows] == ["again"]


def test_an_entity_keeps_its_subjects_when_none_are_given(store: Database) -> None:
    ent = new_id()
    with store.write() as con:
        ledger.put(con, AMINA, "record", ent, sets={"title": "a"}, subj=["p"], at_label=AT)
        assert ledger.put(con, AMINA, "record", ent, sets={"title": "b"}, at_label=AT).subj == ("p",)
        assert ledger.put(
            con, AMINA, "record", ent, sets={"title": "c"}, subj=["p", "q"], at_label=AT
        ).subj == ("p", "q")
        assert ledger.entities_about(con, "q") == (ent,)


def test_an_entity_never_changes_its_kind(store: Database) -> None:
    ent = new_id()
    with store.write() as con:
        ledger.put(con, AMINA, "record", ent, sets={"title": "a"}, at_label=AT)
        with pytest.raises(ValueError, match="not a layer"):
            ledger.put(con, AMINA, "layer", ent, sets={"text": "a"}, at_label=AT)


def test_nothing_is_added_to_what_was_taken_back(store: Database) -> None:
    with store.write() as con:
        told = tell(con)
        ledger.apply_orders(con, [erase(subject=told.participant)])
    for ent, subj in ((told.record, ()), (new_id(), (told.participant,))):
        with pytest.raises(UserError) as caught, store.write() as con:
            ledger.put(con, AMINA, "record", ent, sets={"title": "more"}, subj=subj, at_label=AT)
        assert caught.value.code == "TAKEN_BACK"


def test_two_versions_are_noted_for_a_person_to_settle_and_settling_clears_it(store: Database) -> None:
    from tests.store.stores import Laptop

    here, there = Laptop(AMINA), Laptop(JOAN)
    first = here.write("record", ent := new_id(), {"title": "a"})
    with store.write() as con:
        ledger.insert(con, [first, here.write("record", ent, {"title": "b"}, after=[first])])
        assert projection.conflicts(con) == ()
        ledger.insert(con, [there.write("record", ent, {"title": "c"}, after=[first])])
        assert projection.conflicts(con) == ((ent, "record", ("title",)),)
        assert projection.conflicts(con, "layer") == ()
        record = records.record(con, ent)
        assert record is not None
        assert record.conflicts == ("title",)
        ledger.put(con, Author(JOAN.device, 2), "record", ent, sets={"title": "c"}, at_label=AT)
        assert projection.conflicts(con) == ()


def test_kinds_from_a_newer_version_are_kept_and_can_be_read(store: Database) -> None:
    from ldp_stories.store import programme

    ent = new_id()
    with store.write() as con:
        ledger.put(
            con, AMINA, "dream_map", ent, sets={"colour": "blue"}, adds={"places": {"x": 1}}, at_label=AT
        )
        assert programme.raw(con, "dream_map") == ((ent, {"colour": "blue", "places": {"x": 1}}),)


def test_unknown_fields_stay_with_the_entity(store: Database) -> None:
    with store.write() as con:
        told = tell(con, mood="hopeful")
        assert records.fields(con, told.record)["mood"] == "hopeful"


def test_values_of_the_wrong_type_do_no_harm(store: Database) -> None:
    ent = new_id()
    with store.write() as con:
        bad = {
            "title": {"x": 1},
            "status": 7,
            "participants": "p",
            "released": "yes",
            "sensitivity": ["normal"],
            "encounter": None,
        }
        ledger.put(con, AMINA, "record", ent, sets=bad, at_label=AT)
        record = records.record(con, ent)
    assert record is not None
    assert (record.title, record.participants, record.released, record.encounter) == ("", (), False, "")


def test_rebuilding_gives_the_same_rows(store: Database) -> None:
    tables = ("record", "layer", "participant", "consent", "encounter", "words", "thing", "conflict")

    def rows() -> dict[str, list[tuple[object, ...]]]:
        with store.read() as con:
            found = {t: con.exec_driver_sql(f"SELECT * FROM {t}").mappings().all() for t in tables}
        return {
            t: sorted(tuple(v for n, v in row.items() if n != "num") for row in rs) for t, rs in found.items()
        }

    with store.write() as con:
        told = [tell(con, title=f"story {i}") for i in range(5)]
        ledger.put(
            con, JOAN, "record", told[0].record, sets={"title": "changed", "released": True}, at_label=AT
        )
        ledger.put(con, AMINA, "dream_map", new_id(), sets={"colour": "blue"}, at_label=AT)
        ledger.apply_orders(con, [erase(subject=told[1].participant)])
        con.exec_driver_sql("INSERT INTO local_fact VALUES ('kept', '1')")
    before = rows()
    seen: list[tuple[int, int]] = []
    with store.write() as con:
        con.exec_driver_sql("DELETE FROM record WHERE id = ?", (told[2].record,))
        con.exec_driver_sql("UPDATE layer SET kind = 'spoilt'")
        assert ledger.rebuild(con, lambda done, total: seen.append((done, total))) == 26
    assert rows() == before
    assert seen == [(26, 26)]
    with store.read() as con:
        assert con.exec_driver_sql("SELECT value FROM local_fact WHERE name = 'kept'").scalar() == "1"
