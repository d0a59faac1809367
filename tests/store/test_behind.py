"""Writing behind: what is read is always what was written, in its order, and a failure leaves nothing and writes nothing more."""

import threading

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlcipher3 import dbapi2 as sealed

from ldp_stories.store import behind
from ldp_stories.store.behind import Insert, put_all, put_rows, then
from ldp_stories.store.engine import Database

PLAIN = Insert("INSERT OR ROLLBACK INTO heap(id, text)", ("?", "?"))
COMPUTED = Insert(
    "INSERT OR ROLLBACK INTO heap(id, text)", ("?", "upper((SELECT text FROM source WHERE id = ?))")
)


@pytest.fixture
def heap(store: Database) -> Database:
    with store.write() as con:
        con.exec_driver_sql("CREATE TABLE heap (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        con.exec_driver_sql("CREATE TABLE source (id TEXT PRIMARY KEY, text TEXT)")
        con.exec_driver_sql("INSERT INTO source VALUES ('a', 'first'), ('b', 'second')")
    return store


def held(con: Connection) -> list[tuple[int, str]]:
    return [(row.id, row.text) for row in con.exec_driver_sql("SELECT id, text FROM heap ORDER BY rowid")]


@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.parametrize("number", [0, 1, 9, 10, 11, 100, 999, 1_000, 2_345])
def test_all_rows_are_there_as_soon_as_anybody_asks(heap: Database, number: int, bulk: bool) -> None:
    rows = [(n, f"text {n}") for n in range(number)]
    with heap.write(bulk=bulk) as con:
        if rows:
            put_rows(con, PLAIN, rows)
        assert held(con) == rows
    with heap.read() as con:
        assert held(con) == rows


@pytest.mark.parametrize("bulk", [False, True])
def test_sql_around_a_value_is_asked_for_each_row(heap: Database, bulk: bool) -> None:
    with heap.write(bulk=bulk) as con:
        put_rows(con, COMPUTED, [(n, "ab"[n % 2]) for n in range(123)])
        assert held(con) == [(n, ("FIRST", "SECOND")[n % 2]) for n in range(123)]


@pytest.mark.parametrize("bulk", [False, True])
def test_statements_are_kept_in_their_order(heap: Database, bulk: bool) -> None:
    with heap.write(bulk=bulk) as con:
        put_rows(con, PLAIN, [(1, "one"), (2, "two")])
        put_all(con, "UPDATE heap SET text = ? WHERE id = ?", [("1", 1), ("2", 2)])
        put_rows(con, PLAIN, [(3, "three")])
        put_all(con, "DELETE FROM heap WHERE text = ?", [("three",), ("2",)])
    with heap.read() as con:
        assert held(con) == [(1, "1")]


@pytest.mark.parametrize("bulk", [False, True])
def test_what_is_to_follow_follows_before_anything_else_is_asked(heap: Database, bulk: bool) -> None:
    with heap.write(bulk=bulk) as con:
        put_rows(con, PLAIN, [(1, "one")])
        then(con, lambda: put_rows(con, PLAIN, [(2, str(len(held(con))))]))
        assert held(con) == [(1, "one"), (2, "1")]
        then(con, lambda: put_rows(con, PLAIN, [(3, "last")]))
    with heap.read() as con:
        assert held(con) == [(1, "one"), (2, "1"), (3, "last")]


def broken(heap: Database) -> None:
    """A row that is there already, and what would be written after it."""
    with heap.write(bulk=True) as con:
        put_rows(con, PLAIN, [(1, "one")])
        put_rows(con, PLAIN, [(1, "again")])
        put_rows(con, PLAIN, [(2, "two")])
        held(con)


def test_after_a_failure_nothing_of_the_transaction_is_there_and_nothing_more_is_written(
    heap: Database,
) -> None:
    """The failure took the transaction with it: what came after it would stand there for good, alone."""
    with pytest.raises(IntegrityError):
        broken(heap)
    with heap.read() as con:
        assert held(con) == []
    with heap.write(bulk=True) as con:
        put_rows(con, PLAIN, [(3, "three")])
    with heap.read() as con:
        assert held(con) == [(3, "three")]


def test_a_failure_that_nobody_asked_after_is_told_at_the_end(heap: Database) -> None:
    def written() -> None:
        with heap.write(bulk=True) as con:
            put_rows(con, PLAIN, [(1, "one"), (1, "again")])

    with pytest.raises(sealed.IntegrityError):
        written()
    with heap.read() as con:
        assert held(con) == []


def test_an_undone_transaction_waits_for_what_is_being_written_and_leaves_no_thread(heap: Database) -> None:
    def undone() -> None:
        with heap.write(bulk=True) as con:
            put_rows(con, PLAIN, [(n, "x") for n in range(5_000)])
            raise KeyError

    with pytest.raises(KeyError):
        undone()
    assert not [t.name for t in threading.enumerate() if t.name.startswith("behind")]
    with heap.read() as con:
        assert held(con) == []


def test_rows_are_written_on_another_thread_in_bulk_only(
    heap: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    true = behind._insert

    def watched(bare: object, insert: Insert, rows: object) -> None:
        seen.append(threading.current_thread().name.partition("_")[0])
        true(bare, insert, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(behind, "_insert", watched)
    with heap.write() as con:
        put_rows(con, PLAIN, [(1, "one")])
    assert seen == []
    with heap.write(bulk=True) as con:
        put_rows(con, PLAIN, [(2, "two")])
    assert seen == ["behind"]
