"""What this laptop keeps about an erasure: the day, codes as digests, gaps, issued copies, and that sweeping is due; never a word."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Connection

from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.store import facts, ledger, media, orders, people, slices, taken_back
from ldp_stories.store.engine import Database
from ldp_stories.store.slices import SlicedFile
from tests.store.stores import AMINA, AT, Told, tell

DAY = "2026-06-03T10:00:00Z"


def order(ident: str = "o1", *, subject: str | None = None, targets: tuple[str, ...] = ()) -> Order:
    return Order(ident, OrderKind.ERASE, OrderReason.WITHDRAWAL, subject, targets, (), "d.1", 1, "sig")


def obey(db: Database, *orders: Order, at: str = DAY, without: tuple[str, ...] = ()) -> None:
    with db.write() as con:
        ledger.apply_orders(con, orders, without_right=without, at_label=at)


def put(con: Connection, kind: str, ent: str, told: Told, sets: Mapping[str, Any]) -> None:
    ledger.put(con, AMINA, kind, ent, sets=sets, subj=[told.participant], at_label=AT)


@pytest.fixture
def told(store: Database) -> Told:
    with store.write() as con:
        made = tell(con)
        put(con, "participant", made.participant, made, {"code": "LT-4HN7-KQY"})
        return made


def quote(con: Connection, told: Told, ident: str, theme: str, **more: Any) -> None:
    sets = {"record": told.record, "passage": "p", "theme": theme, "note": "", "state": "kept"} | more
    put(con, "quote", ident, told, sets)


def test_the_day_is_the_one_it_was_carried_out_here(store: Database, told: Told) -> None:
    obey(store, order(subject=told.participant))
    with store.read() as con:
        assert taken_back.obeyed_on(con, "o1") == "2026-06-03"
        assert taken_back.obeyed_on(con, "another") == ""


def test_telling_it_again_later_changes_no_day(store: Database, told: Told) -> None:
    obey(store, order(subject=told.participant))
    obey(store, order(subject=told.participant), at="2027-01-01T00:00:00Z")
    with store.read() as con:
        assert taken_back.obeyed_on(con, "o1") == "2026-06-03"


def test_a_code_is_known_again_and_cannot_be_read(store: Database, told: Told) -> None:
    obey(store, order(subject=told.participant))
    with store.read() as con:
        assert taken_back.taken_code(con, "LT-4HN7-KQY") == "o1"
        assert taken_back.taken_code(con, "BS-7Q2K-9TD") is None
        rows = con.exec_driver_sql("SELECT * FROM local_taken_code").all()
        assert len(rows) == 1
        assert "4HN7" not in repr(rows)


def test_a_code_that_was_taken_back_is_never_given_out_again(store: Database, told: Told) -> None:
    with store.read() as con:
        assert people.code_taken(con, "LT-4HN7-KQY")
        assert not people.code_taken(con, "BS-7Q2K-9TD")
    obey(store, order(subject=told.participant))
    with store.read() as con:
        assert people.code_taken(con, "LT-4HN7-KQY")
        assert not people.code_taken(con, "BS-7Q2K-9TD")


def test_equal_codes_have_digests_that_differ(store: Database, told: Told) -> None:
    with store.write() as con:
        second = tell(con, title="Another")
        put(con, "participant", second.participant, second, {"code": "LT-4HN7-KQY"})
    obey(store, order("o1", subject=told.participant), order("o2", subject=second.participant))
    with store.read() as con:
        digests = con.exec_driver_sql("SELECT digest FROM local_taken_code").scalars().all()
    assert len(set(digests)) == 2


def test_an_order_without_the_right_notes_nothing(store: Database, told: Told) -> None:
    obey(store, order(subject=told.participant), without=("o1",))
    with store.read() as con:
        assert taken_back.obeyed_on(con, "o1") == ""
        assert taken_back.taken_code(con, "LT-4HN7-KQY") is None
        assert facts.load(con, taken_back.CLEAN_UP) is None


def test_a_narrowing_leaves_nothing_to_sweep(store: Database, told: Told) -> None:
    narrow = Order(
        "n1", OrderKind.NARROW, OrderReason.WITHDRAWAL, told.participant, (), ("audio",), "d.1", 1, ""
    )
    obey(store, narrow)
    with store.read() as con:
        assert facts.load(con, taken_back.CLEAN_UP) is None


def test_sweeping_is_due_from_the_same_moment(store: Database, told: Told) -> None:
    obey(store, order("o2", subject=told.participant))
    obey(store, order("o1", targets=("something",)))
    with store.read() as con:
        assert facts.load(con, taken_back.CLEAN_UP) == {"orders": ["o1", "o2"], "done": []}


def test_a_quote_that_goes_leaves_a_gap_with_its_day(store: Database, told: Told) -> None:
    with store.write() as con:
        quote(con, told, "q1", "Women together")
    obey(store, order(subject=told.participant))
    with store.read() as con:
        assert taken_back.gaps(con) == (taken_back.Gap("q1", "", "2026-06-03"),)


def test_a_heading_is_kept_where_others_stand_under_it(store: Database, told: Told) -> None:
    with store.write() as con:
        other = tell(con, title="Another")
        quote(con, told, "q1", "Women together")
        quote(con, told, "q2", "As she put it")
        quote(con, other, "q3", "Women together")
    obey(store, order(subject=told.participant))
    with store.read() as con:
        assert {(g.quote, g.theme) for g in taken_back.gaps(con)} == {("q1", "Women together"), ("q2", "")}


def test_a_quote_that_was_out_already_leaves_no_gap(store: Database, told: Told) -> None:
    with store.write() as con:
        quote(con, told, "q1", "Women", state="taken out")
    obey(store, order(subject=told.participant))
    with store.read() as con:
        assert taken_back.gaps(con) == ()


def test_what_readers_have_is_noted_before_it_goes(store: Database, told: Told) -> None:
    with store.write() as con:
        sets = {"type": "clip", "items": [], "made_label": AT, "state": "issued", "copies": 12}
        put(con, "output", "out1", told, sets)
        put(con, "output", "out2", told, {"type": "report", "made_label": AT, "state": "draft"})
    obey(store, order(subject=told.participant))
    with store.read() as con:
        found = {r.output: r for r in taken_back.recalled(con)}
        assert (found["out1"].type, found["out1"].copies, found["out1"].issued) == ("clip", 12, True)
        assert (found["out2"].copies, found["out2"].issued) == (0, False)
        assert found["out1"].made_on == AT[:10]
        assert {r.output for r in taken_back.recalled(con, ["o1"])} == {"out1", "out2"}
        assert taken_back.recalled(con, ["another"]) == ()


def test_a_thing_about_many_is_noted_and_stays(store: Database, told: Told) -> None:
    with store.write() as con:
        other = tell(con, title="Another")
        ledger.put(
            con,
            AMINA,
            "output",
            "both",
            sets={"type": "report", "items": []},
            subj=[told.participant, other.participant],
            at_label=AT,
        )
        ledger.put(
            con, AMINA, "output", "by-item", sets={"type": "area sheet", "items": [told.record]}, at_label=AT
        )
    obey(store, order(subject=told.participant))
    with store.read() as con:
        assert {r.output for r in taken_back.recalled(con)} == {"both", "by-item"}
        assert ledger.entity(con, "both") is not None
        left = con.exec_driver_sql("SELECT count(*) FROM thing WHERE kind = 'output' AND erased = 0").scalar()
    assert left == 2


def test_the_day_a_thing_went_can_be_asked(store: Database, told: Told) -> None:
    obey(store, order(subject=told.participant))
    with store.read() as con:
        assert taken_back.gone_on(con, told.record) == "2026-06-03"
        assert taken_back.gone_on(con, "never here") == ""


def test_bytes_whose_medium_was_taken_back_are_shredded(store: Database) -> None:
    with store.write() as con:
        media.keep_key(con, "i1", b"k" * 32, media="", sha256="aa", size=1)
        media.keep_key(con, "i2", b"k" * 32, media="", sha256="bb", size=1)
        taken_back.sweep_media(con, ["aa", "cc"])
    with store.read() as con:
        assert media.all_items(con) == {"i2"}
        assert media.to_remove(con) == ("i1",)
        assert facts.load(con, taken_back.CLEAN_UP) == {"orders": [], "done": []}


def test_the_same_bytes_of_somebody_elses_medium_stay(store: Database, told: Told) -> None:
    with store.write() as con:
        ledger.put(
            con,
            AMINA,
            "media",
            "m1",
            sets={"record": told.record, "kind": "audio"},
            adds={"renditions": {"aa": {"rendition": "master", "bytes": 1, "type": "flac"}}},
            subj=[told.participant],
            at_label=AT,
        )
        media.keep_key(con, "i1", b"k" * 32, media="m1", sha256="aa", size=1)
        taken_back.sweep_media(con, ["aa"])
    with store.read() as con:
        assert media.all_items(con) == {"i1"}
        assert facts.load(con, taken_back.CLEAN_UP) is None


def test_a_slice_of_a_file_that_was_taken_back_never_comes_in_again(store: Database, told: Told) -> None:
    whole, first, second, other = "a" * 64, "b" * 64, "c" * 64, "d" * 64
    with store.write() as con:
        slices.note(con, SlicedFile(whole, "mp4", 9, ((first, 5), (second, 4))))
        media.keep_key(con, "i1", b"k" * 32, media="", sha256=first, size=5)
        media.keep_key(con, "i2", b"k" * 32, media="", sha256=other, size=5)
        assert slices.with_pieces(con, [whole]) == {whole, first, second}
        assert slices.with_pieces(con, [other]) == {other}
        assert orders.erased_media(con, [whole, first]) == frozenset()
    obey(store, order(targets=(whole, told.record)))
    with store.read() as con:
        assert media.all_items(con) == {"i2"}
        assert orders.erased_media(con, [whole, first, second, other]) == {whole, first, second}
