"""Every connection of every store is set as promised: one writer with 64 MB and two readers with 8 MB (DESIGN.md 4, CONTRACTS.md 1)."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from ldp_stories.store import homes
from ldp_stories.store.engine import Database
from tests.store.stores import tell, two_views

STORES = ("main", "desk", "orders", "identity")
EVERYWHERE: dict[str, object] = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "trusted_schema": 0,
    "temp_store": 2,
    "page_size": 4096,
    "auto_vacuum": 2,
}
WRITER: dict[str, object] = {"cache_size": -65_536, "synchronous": 2, "secure_delete": 1, "query_only": 0}
READER: dict[str, object] = {"cache_size": -8_192, "query_only": 1}


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[dict[str, Database]]:
    home = homes.create_home(tmp_path / "home", slots={}, reserve_bytes=0)
    opened = homes.open_stores(home, b"r" * 32, create=True)
    with homes.open_identity(home, b"i" * 32, opened.orders) as identity:
        yield {"main": opened.main, "desk": opened.desk, "orders": opened.orders, "identity": identity}
    opened.close()


def asked(con: Connection, wanted: dict[str, object]) -> dict[str, object]:
    """What the connection says of itself, numbers as numbers (the driver gives some as text)."""
    said = {name: con.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    return {name: int(str(v)) if str(v).lstrip("-").isdigit() else v for name, v in said.items()}


def driver(con: Connection) -> Any:
    return con.connection.driver_connection


@pytest.mark.parametrize("name", STORES)
def test_the_writer_is_set_as_promised(stores: dict[str, Database], name: str) -> None:
    wanted = EVERYWHERE | WRITER
    with stores[name].write() as con:
        assert asked(con, wanted) == wanted


@pytest.mark.parametrize("name", STORES)
def test_both_readers_are_set_as_promised(stores: dict[str, Database], name: str) -> None:
    wanted = EVERYWHERE | READER
    with two_views(stores[name]) as (one, other):
        assert driver(one) is not driver(other)
        assert asked(one, wanted) == asked(other, wanted) == wanted


@pytest.mark.parametrize("name", STORES)
def test_two_readers_serve_all_and_a_third_only_looks_again_inside_a_read(
    stores: dict[str, Database], name: str
) -> None:
    """Who holds a view may look again after a write without waiting for the other holder; that third view is closed at its end."""
    db = stores[name]
    seen: set[int] = set()
    for _ in range(5):
        with two_views(db) as (one, other):
            seen |= {id(driver(one)), id(driver(other))}
    assert len(seen) == 2
    assert db._reader.pool.size() == 2  # type: ignore[attr-defined]
    with two_views(db):
        with db.write() as con:
            con.exec_driver_sql("CREATE TABLE new_one (x)")
        with db.read() as again:
            assert again.exec_driver_sql("SELECT count(*) FROM new_one").scalar() == 0
            assert db._reader.pool.checkedout() == 3  # type: ignore[attr-defined]
            assert asked(again, EVERYWHERE | READER) == EVERYWHERE | READER
    assert db._reader.pool.checkedin() == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", STORES)
def test_there_is_one_writer_and_it_is_no_reader(stores: dict[str, Database], name: str) -> None:
    db = stores[name]
    writers = set()
    for _ in range(3):
        with db.write() as con, db.read() as reader:
            writers.add(id(driver(con)))
            assert driver(con) is not driver(reader)
    assert len(writers) == 1
    assert db._writer.pool.size() == 1  # type: ignore[attr-defined]
    assert db._writer.pool._max_overflow == 0  # type: ignore[attr-defined]


def test_a_connection_is_still_set_as_promised_after_an_exception(stores: dict[str, Database]) -> None:
    wanted = EVERYWHERE | WRITER
    with pytest.raises(KeyError), stores["main"].write() as con:
        raise KeyError(tell(con).record)
    with stores["main"].write() as con:
        assert asked(con, wanted) == wanted
        assert con.exec_driver_sql("SELECT count(*) FROM record").scalar() == 0


def test_the_search_index_overwrites_what_it_deletes(stores: dict[str, Database]) -> None:
    with stores["main"].read() as con:
        assert con.exec_driver_sql("SELECT v FROM words_index_config WHERE k = 'secure-delete'").scalar() == 1


def test_all_stores_can_be_read_while_all_are_written(stores: dict[str, Database]) -> None:
    with ExitStack() as open_ones:
        for db in stores.values():
            open_ones.enter_context(db.write())
            for _ in range(2):
                con = open_ones.enter_context(db.read())
                assert con.exec_driver_sql("SELECT 1").scalar() == 1
