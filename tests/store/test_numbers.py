"""Numbers given twice, in the ledger: what is held, what gets another number, what comes in once its number is free (CONTRACTS.md 5)."""

import itertools
import random
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.numbers import Number, Taken
from ldp_stories.domain.revisions import Revision, blanked
from ldp_stories.store import facts, ledger, numbers, sent
from ldp_stories.store.engine import Database
from ldp_stories.store.ledger import Author
from ldp_stories.store.sent_before import under_old_number
from tests.store.stores import AMINA, AT, JOAN, Laptop, erase, receipt


def twins(kind: str = "record") -> tuple[Revision, Revision]:
    """Two lines of one laptop under one number."""
    here = Laptop()
    return tuple(Laptop(here.author).write(kind, new_id(), {"title": t}) for t in ("first", "second"))  # type: ignore[return-value]


def again(line: Revision, seq: int = 1, epoch: int = 2) -> Revision:
    """The line, issued again by its writer."""
    return replace(line, dev=f"{line.device}.{epoch}.w", seq=seq)


def let_in(con: Connection, *lines: Revision) -> None:
    """Lines come, and what is free after them."""
    ledger.insert(con, lines, bundle="b")
    for line, bundle in numbers.freed(con):
        ledger.insert(con, [line], bundle=bundle)


def places(con: Connection) -> dict[str, Number]:
    return {r.id: Number(r.dev, r.seq) for r in ledger.revisions(con)}


def test_a_held_line_is_named_with_its_number(store: Database) -> None:
    first, second = twins()
    with store.write() as con:
        ledger.insert(con, [first, second])
        assert numbers.taken(con) == (Taken(second.id, Number(second.dev, 1)),)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_in_whatever_order_they_come_both_stand_in_the_end(store: Database, order: tuple[int, ...]) -> None:
    first, second = twins()
    come = [first, second, again(second)]
    with store.write() as con:
        for at in order:
            let_in(con, come[at])
        assert places(con) == {first.id: Number(first.dev, 1), second.id: Number(again(second).dev, 1)}
        assert ledger.held(con) == ()
        assert [ledger.entity_hash(con, r.ent) is None for r in (first, second)] == [False, False]


@pytest.mark.parametrize("seed", range(4))
def test_a_line_that_was_issued_again_more_than_once_ends_under_its_last_number(
    store: Database, seed: int
) -> None:
    first, second = twins()
    come = [first, second, again(first, 3, 2), again(first, 1, 10), again(second, 3, 2), again(second, 9, 9)]
    random.Random(seed).shuffle(come)
    with store.write() as con:
        for line in come:
            let_in(con, line)
        assert places(con) == {
            first.id: Number(f"{first.device}.10.w", 1),
            second.id: Number(f"{first.device}.9.w", 9),
        }


def test_a_new_number_that_is_taken_too_is_held_and_said(store: Database) -> None:
    first, second = twins()
    other = again(Laptop(Author(first.device, 1)).write("record", new_id(), {"title": "third"}))
    with store.write() as con:
        let_in(con, first, other)
        let_in(con, again(first))
        assert places(con)[first.id] == Number(first.dev, 1)
        assert numbers.taken(con) == (Taken(first.id, Number(other.dev, 1)),)
        let_in(con, again(first, 2, 3), second)
        assert numbers.taken(con) == ()
        assert places(con).keys() == {first.id, second.id, other.id}


def test_only_the_very_same_line_gets_another_number(store: Database) -> None:
    first, _ = twins()
    stranger = replace(first, dev=f"{JOAN.device}.2.w")
    for wrong in (
        stranger,
        replace(again(first), par=(new_id(),)),
        replace(again(first), subj=("p",)),
        replace(first, seq=0),
        replace(again(first), dev=f"{first.device}.2.p"),
    ):
        with store.write() as con:
            ledger.insert(con, [first])
            assert ledger.insert(con, [wrong]).moved == 0
            assert places(con) == {first.id: Number(first.dev, 1)}


def test_a_number_alone_moves_a_line_and_leaves_its_words(store: Database) -> None:
    first, _ = twins()
    with store.write() as con:
        ledger.insert(con, [first])
        bare = blanked(again(first), ledger.WITHHELD)
        assert ledger.insert(con, [bare]).moved == 1
        (kept,) = ledger.revisions(con, [first.id])
        assert (kept.dev, kept.body) == (bare.dev, first.body)


def test_what_an_order_covers_leaves_no_words_where_it_was_held(store: Database) -> None:
    first, second = twins()
    with store.write() as con:
        ledger.insert(con, [first, second])
        ledger.apply_orders(con, [erase(second.ent)])
        let_in(con, again(first))
        assert con.exec_driver_sql("SELECT count(*) FROM local_held WHERE line IS NOT NULL").scalar() == 0
        assert all(r.body is None for r in ledger.revisions(con, ents=[second.ent]))


def mine(con: Connection, count: int) -> list[Revision]:
    return [
        ledger.put(con, AMINA, "note", new_id(), sets={"text": str(n)}, at_label=AT) for n in range(count)
    ]


def test_ones_own_lines_go_on_in_the_new_epoch_in_their_order(store: Database) -> None:
    later = Author(AMINA.device, 2)
    with store.write() as con:
        lines = mine(con, 4)
        numbers.issue_again(con, later.dev, [r.id for r in lines[1:3]])
        assert [places(con)[r.id] for r in lines[1:3]] == [
            Number(later.dev(), 1),
            Number(later.dev(), 2),
        ]
        more = ledger.put(con, later, "note", new_id(), sets={"text": "x"}, at_label=AT)
        assert more.seq == 3
        assert [(n.dev, n.seq) for n in numbers.last_of(con, AMINA.device)] == [
            (AMINA.dev(), 4),
            (later.dev(), 3),
        ]


def test_a_number_that_was_made_free_for_another_line_is_settled(store: Database) -> None:
    """Somebody else's older word on it, which comes late, moves nothing."""
    with store.write() as con:
        ours, _ = mine(con, 2)
        theirs = replace(
            Laptop(AMINA).write("note", new_id(), {"text": "theirs"}), dev=ours.dev, seq=ours.seq
        )
        said = Taken(theirs.id, Number(ours.dev, ours.seq))
        wrong, lost = numbers.unsettled(con, [said])
        assert (wrong, lost) == ((said,), (said,))
        numbers.issue_again(con, Author(AMINA.device, 2).dev, [ours.id])
        let_in(con, theirs)
        assert numbers.unsettled(con, [said]) == ((), ())


def test_who_had_a_line_is_owed_it_once_more_under_its_new_number(store: Database) -> None:
    with store.write() as con:
        (line,) = mine(con, 1)
        made = sent.Sent("b1", "coordinators", 1, "tm", "records", "g", 1, 1, 9, "n", AT)
        sent.record_sent(con, made, [line.id], [])
        sent.add_receipts(con, [receipt("b1")], AT)
        assert sent.owed(con, [line.ent], [JOAN.device]) == ()
        numbers.issue_again(con, Author(AMINA.device, 2).dev, [line.id])
        assert sent.owed(con, [line.ent], [JOAN.device]) == (line.id,)
        assert under_old_number(con, [JOAN.device]) == (line.id,)
        assert sent.contents(con, "b1")[0] == (line.id,), "what went then is still known"
        sent.record_sent(con, replace(made, bundle="b2", n=2), [line.id], [])
        sent.add_receipts(con, [receipt("b2")], AT)
        assert under_old_number(con, [JOAN.device]) == ()
        assert sent.owed(con, [line.ent], [JOAN.device]) == ()


def test_what_receipts_say_of_numbers_is_found_by_device(store: Database) -> None:
    said = Taken(new_id(), Number(AMINA.dev(), 7))
    last = Number(AMINA.dev(), 9)
    with store.write() as con:
        sent.add_receipts(con, [replace(receipt("b1"), taken=(said,), last=(last,))], AT)
        (kept,) = sent.receipts(con)
        assert (kept.taken, kept.last, kept.refused) == ((said,), (last,), ())
        assert numbers.said_taken(con, AMINA.device) == (said,)
        assert numbers.said_last(con, AMINA.device) == (last,)
        assert numbers.said_taken(con, JOAN.device) == ()
        assert numbers.said_last(con, JOAN.device) == ()


def test_a_programme_line_with_another_number_makes_the_saved_file_old(store: Database) -> None:
    with store.write() as con:
        work = mine(con, 1)[0]
        made = ledger.put(con, AMINA, "tag", new_id(), sets={"name": "D"}, stream="p", at_label=AT)
        facts.save(con, numbers.SAVED_PACK, [3, 1])
        numbers.issue_again(con, Author(AMINA.device, 2).dev, [work.id])
        assert facts.load(con, numbers.SAVED_PACK) == [3, 1]
        numbers.issue_again(con, Author(AMINA.device, 2).dev, [made.id])
        assert facts.load(con, numbers.SAVED_PACK) == [3, -1]
