"""Orders without the right about which a coordinator has decided: they hide nothing more, are kept, and stay so through the book."""

from pathlib import Path

import pytest

from ldp_stories.domain.orders import Order
from ldp_stories.store import consent, ledger, order_book, orders, records, verify
from ldp_stories.store.engine import Database
from ldp_stories.store.homes import open_store
from tests.store.stores import Told, erase, narrow, opened, tell


@pytest.fixture
def told(store: Database) -> Told:
    with store.write() as con:
        return tell(con)


@pytest.fixture
def book(tmp_path: Path) -> Database:
    """The order ledger beside the copies."""
    return open_store(tmp_path / "orders.db", bytes(32), "orders", create=True)


def hide(store: Database, told: Told, name: str = "o1") -> Order:
    """A wish without the right to it."""
    wish = erase(subject=told.participant, order=name)
    with store.write() as con:
        ledger.apply_orders(con, [wish], without_right=[wish.id])
    return wish


def state(store: Database, told: Told) -> str:
    with store.read() as con:
        found = records.record(con, told.record)
    assert found is not None
    return "erased" if found.erased else "hidden" if found.hidden else "shown"


def standing(store: Database, ident: str) -> str:
    with store.read() as con:
        lists = {
            "waiting": orders.waiting_orders(con),
            "granted": orders.granted_orders(con),
            "aside": orders.set_aside_orders(con),
        }
    (found,) = (name for name, some in lists.items() if ident in {o.id for o in some})
    return found


def test_one_that_was_set_aside_hides_nothing_and_is_kept(store: Database, told: Told) -> None:
    wish = hide(store, told)
    assert (state(store, told), standing(store, wish.id)) == ("hidden", "waiting")
    with store.write() as con:
        assert ledger.set_orders_aside(con, [wish.id]) == 1
        assert orders.all_orders(con) == (wish,)
    assert (state(store, told), standing(store, wish.id)) == ("shown", "aside")


def test_setting_aside_again_or_something_unknown_changes_nothing(store: Database, told: Told) -> None:
    wish = hide(store, told)
    with store.write() as con:
        assert ledger.set_orders_aside(con, [wish.id, "nobody knows it"]) == 1
        assert ledger.set_orders_aside(con, [wish.id]) == 0
        assert ledger.set_orders_aside(con, []) == 0


def test_one_that_is_carried_out_cannot_be_set_aside(store: Database, told: Told) -> None:
    wish = erase(subject=told.participant)
    with store.write() as con:
        ledger.apply_orders(con, [wish])
        assert ledger.set_orders_aside(con, [wish.id]) == 0
    assert (state(store, told), standing(store, wish.id)) == ("erased", "granted")


def test_coming_again_without_the_right_it_stays_aside(store: Database, told: Told) -> None:
    wish = hide(store, told)
    with store.write() as con:
        ledger.set_orders_aside(con, [wish.id])
        assert ledger.apply_orders(con, [wish], without_right=[wish.id]) == 0
    assert (state(store, told), standing(store, wish.id)) == ("shown", "aside")


def test_coming_again_with_the_right_it_is_carried_out(store: Database, told: Told) -> None:
    wish = hide(store, told)
    with store.write() as con:
        ledger.set_orders_aside(con, [wish.id])
        assert ledger.apply_orders(con, [wish]) > 0
    assert (state(store, told), standing(store, wish.id)) == ("erased", "granted")


def test_two_wishes_about_one_person_are_decided_one_by_one(store: Database, told: Told) -> None:
    first, second = hide(store, told, "o1"), hide(store, told, "o2")
    with store.write() as con:
        ledger.set_orders_aside(con, [first.id])
    assert state(store, told) == "hidden"
    with store.write() as con:
        ledger.set_orders_aside(con, [second.id])
    assert state(store, told) == "shown"


def test_a_narrowing_wish_that_waits_or_was_left_closes_nothing(store: Database, told: Told) -> None:
    wish = narrow("audio", subject=told.participant)
    with store.write() as con:
        ledger.apply_orders(con, [wish], without_right=[wish.id])
        assert consent.narrowing(con) == {}
        ledger.set_orders_aside(con, [wish.id])
        assert consent.narrowing(con) == {}


def test_building_anew_shows_the_same(store: Database, told: Told) -> None:
    wish = hide(store, told)
    with store.write() as con:
        ledger.set_orders_aside(con, [wish.id])
    with store.read() as con:
        before = verify.projection_hashes(con)
    with store.write() as con:
        ledger.rebuild(con)
        assert verify.projection_hashes(con) == before
    assert state(store, told) == "shown"


def test_the_book_remembers_what_was_decided(store: Database, told: Told, book: Database) -> None:
    wish = erase(subject=told.participant)
    order_book.obey(store, book, [wish], without_right=[wish.id])
    assert order_book.decided(book) == frozenset()
    assert order_book.set_aside(store, book, [wish.id, "unknown"]) == 1
    assert order_book.decided(book) == {wish.id}
    assert order_book.kept(book) == ((wish,), frozenset({wish.id}))
    book.close()


def test_a_store_that_is_told_by_the_book_hides_only_what_still_waits(
    store: Database, told: Told, book: Database, tmp_path: Path
) -> None:
    wish = erase(subject=told.participant)
    order_book.obey(store, book, [wish], without_right=[wish.id])
    with store.read() as con:
        lines = list(ledger.revisions(con))
    for decided, expected in ((False, "hidden"), (True, "shown")):
        if decided:
            order_book.note_decided(book, [wish.id])
        with opened(tmp_path / f"copy that is {expected}.db") as copy:
            with copy.write() as con:
                ledger.insert(con, lines, bundle=None)
            order_book.replay(copy, book)
            assert state(copy, told) == expected
            order_book.replay(copy, book)
            assert state(copy, told) == expected
    book.close()


def test_an_order_granted_in_the_book_is_not_set_aside_there(
    store: Database, told: Told, book: Database
) -> None:
    wish = erase(subject=told.participant)
    order_book.obey(store, book, [wish])
    order_book.note_decided(book, [wish.id])
    assert order_book.decided(book) == frozenset()
    book.close()
