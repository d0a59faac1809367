"""Questions about orders, threads and what hangs from what, that taking back and the logs ask of the store."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.store import belonging, incidents, ledger, orders, people, sent
from ldp_stories.store.engine import Database
from tests.store.stores import AMINA, AT, JOAN, Told, opened, tell

DEVICE = AMINA.device


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with opened(tmp_path / "main.db") as store:
        yield store


def order(ident: str, *, device: str = DEVICE, seq: int = 1, subject: str | None = None) -> Order:
    return Order(ident, OrderKind.ERASE, OrderReason.WITHDRAWAL, subject, (), (), f"{device}.1", seq, "")


def went(con: Connection, told: Told, to: str, bundle: str) -> None:
    """A bundle with a story was sent."""
    line = next(r.id for r in ledger.revisions(con, ents=[told.record]))
    facts = sent.Sent(bundle, to, 1, "tm", "records", "g", 1, 1, 1, "name", AT)
    sent.record_sent(con, facts, [line], [])


def test_orders_of_a_laptop_are_numbered_on_whatever_its_epoch(db: Database) -> None:
    with db.write() as con:
        assert orders.last_number(con, DEVICE) == 0
        orders.keep(con, [order("o1", seq=4), order("o2", device=JOAN.device, seq=9)], ())
        assert orders.last_number(con, DEVICE) == 4
        assert orders.last_number(con, JOAN.device) == 9
        assert orders.last_number(con, DEVICE[:8]) == 0


def test_one_order_is_found_by_its_id(db: Database) -> None:
    with db.write() as con:
        orders.keep(con, [order("o1")], ())
        assert orders.order(con, "o1") == order("o1")
        assert orders.order(con, "o2") is None


def test_whom_things_are_about_and_which_are_shared(db: Database) -> None:
    with db.write() as con:
        one, other = tell(con), tell(con, title="Another")
        both = [one.participant, other.participant]
        ledger.put(con, AMINA, "output", "out", sets={"type": "report"}, subj=both, at_label=AT)
        assert orders.subjects_of(con, ["out"]) == set(both)
        assert orders.subjects_of(con, [one.record, other.record]) == set(both)
        assert orders.subjects_of(con, ["nothing"]) == frozenset()
        assert orders.is_shared(con, "out")
        assert not orders.is_shared(con, one.record)
        assert not orders.is_shared(con, "nothing")
        assert "out" in orders.about(con, one.participant)
        assert other.record not in orders.about(con, one.participant)


def test_the_threads_a_story_went_out_in(db: Database) -> None:
    with db.write() as con:
        one, other = tell(con), tell(con, title="Another")
        went(con, one, "evaluators", "b1")
        went(con, one, "coordinators", "b2")
        assert sent.threads_of(con, [one.record]) == ("coordinators", "evaluators")
        assert sent.threads_of(con, [other.record]) == ()


def test_what_coordinators_must_know_beside_the_stories(db: Database) -> None:
    with db.write() as con:
        told = tell(con)
        for kind, ent in (("output", "o"), ("incident", "i"), ("rights_request", "r"), ("analysis_tag", "t")):
            ledger.put(con, AMINA, kind, ent, sets={"type": "x"}, at_label=AT)
        quote = {"record": told.record, "passage": "p", "theme": "", "note": "", "state": "kept"}
        ledger.put(con, AMINA, "quote", "q", sets=quote, subj=[told.participant], at_label=AT)
        assert belonging.for_coordinators(con) == {"o", "i", "r", "q"}


def test_things_of_a_kind_are_counted_while_they_hold_words(db: Database) -> None:
    with db.write() as con:
        told = tell(con)
        note = {"record": told.record, "encounter": told.encounter, "text": "x"}
        ledger.put(con, AMINA, "note", "n", sets=note, subj=[told.participant], at_label=AT)
        assert belonging.count_kind(con, ["n", told.record], ["note"]) == 1
        assert belonging.count_kind(con, ["n", told.record], ["note", "record"]) == 2
        ledger.apply_orders(con, [order("o1", subject=told.participant)])
        assert belonging.count_kind(con, ["n", told.record], ["note", "record"]) == 0


def test_somebody_a_waiting_order_hides_is_found_only_on_request(db: Database) -> None:
    with db.write() as con:
        told = tell(con)
        sets = {"code": "LT-4HN7-KQY"}
        ledger.put(con, AMINA, "participant", told.participant, sets=sets, at_label=AT)
        ledger.apply_orders(con, [order("o1", subject=told.participant)], without_right=["o1"])
        assert people.participant_by_code(con, "LT-4HN7-KQY") == ()
        (found,) = people.participant_by_code(con, "LT-4HN7-KQY", also_hidden=True)
        assert found.id == told.participant


def test_what_was_on_a_laptop_is_what_it_began_and_what_it_confirmed(db: Database) -> None:
    with db.write() as con:
        mine, other = tell(con), tell(con, title="Another", author=JOAN)
        found = incidents.on_devices(con, [DEVICE])
        assert found.records == {mine.record}
        assert found.people == {mine.participant}
        assert found.left == 0
        went(con, other, "evaluators", "b1")
        assert incidents.in_sending(con, "g").records == {other.record}
        assert incidents.in_sending(con, "g").people == {other.participant}
        assert incidents.in_sending(con, "h").records == frozenset()
