"""Bulk writes: more room in memory, given back; words indexed later; pages that stay beside the store until they are folded into it."""

from pathlib import Path

import pytest
from sqlalchemy import Connection

from ldp_stories.store import engine, search
from ldp_stories.store.engine import Database
from tests.store.stores import KEY, opened, tell


def pragma(db: Database, name: str, *, write: bool) -> object:
    with db.write() if write else db.read() as con:
        return con.exec_driver_sql(f"PRAGMA {name}").scalar()


def unfolded(db: Database) -> bool:
    """Whether there is something to fold, asked anew."""
    return db.unfolded


def test_a_bulk_write_has_more_room_and_gives_it_back(store: Database) -> None:
    def size() -> object:
        return pragma(store, "cache_size", write=True)

    with store.write(bulk=True) as con:
        assert con.exec_driver_sql("PRAGMA cache_size").scalar() == -262_144
        told = tell(con)
    assert size() == -65_536
    with pytest.raises(KeyError), store.write(bulk=True):
        raise KeyError
    assert size() == -65_536
    with store.read() as con:
        assert con.exec_driver_sql("SELECT id FROM record").scalar() == told.record


def test_what_came_in_bulk_is_found_like_all_else_once_it_is_indexed(store: Database) -> None:
    with store.write() as con:
        first = tell(con, title="Canal bench", words="We sat by the canal, laughing.")
    with store.write(bulk=True) as con:
        many = [tell(con, title=f"Story {n}", words="canal boats and swans").record for n in range(30)]
    with store.write() as con:
        last = tell(con, title="Canal lock", words="the lock was shut")
        assert search.index_waiting(con, 1_000) == 0
    with store.read() as con:
        found = [hit.record for hit in search.search(con, "canal", limit=100).hits]
        assert sorted(found) == sorted([first.record, first.record, last.record, *many])
        assert (
            con.exec_driver_sql("SELECT count(*) FROM words_index WHERE words_index MATCH 'swan*'").scalar()
            == 30
        )
    assert store.faults() == ()


def test_an_undone_bulk_write_leaves_the_index_as_it_was(store: Database) -> None:
    def undone() -> None:
        with store.write(bulk=True) as con:
            tell(con, words="canal boats")
            raise KeyError

    with pytest.raises(KeyError):
        undone()
    with store.write() as con:
        told = tell(con, words="canal lock")
    with store.read() as con:
        assert [hit.record for hit in search.search(con, "canal").hits] == [told.record]
        assert search.texts_waiting(con) == 0


def test_a_bulk_write_leaves_its_pages_beside_the_store_until_they_are_folded(store: Database) -> None:
    def folds_at(con: Connection) -> object:
        return con.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar()

    side = Path(f"{store.path}-wal")
    store.checkpoint()
    before = store.path.stat().st_size
    assert not unfolded(store)
    with store.write(bulk=True) as con:
        assert folds_at(con) == 0
        for n in range(400):
            tell(con, title=f"Story {n}")
    assert unfolded(store)
    assert store.path.stat().st_size == before
    assert side.stat().st_size > 400 * engine.PAGE_BYTES
    with store.read() as looking:
        looking.exec_driver_sql("SELECT count(*) FROM record").scalar()
        store.fold()  # a look that goes on does not hold it up
    assert not unfolded(store)
    assert store.path.stat().st_size > before
    with store.write() as con:
        assert folds_at(con) == engine.WAL_FOLDED_PAGES
        assert con.exec_driver_sql("SELECT count(*) FROM record").scalar() == 400
    assert store.faults() == ()


def test_an_undone_bulk_write_leaves_nothing_to_fold(store: Database) -> None:
    with pytest.raises(KeyError), store.write(bulk=True):
        raise KeyError
    assert not unfolded(store)
    assert pragma(store, "wal_autocheckpoint", write=True) == engine.WAL_FOLDED_PAGES


def test_what_a_killed_program_left_unfolded_is_known_when_the_store_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "WAL_KEPT_BYTES", 4_096)
    here, copy = tmp_path / "main.db", tmp_path / "killed" / "main.db"
    copy.parent.mkdir()
    with opened(here) as db:
        with db.write(bulk=True) as con:
            tell(con)
        for side in ("", "-wal"):
            copy.with_name(copy.name + side).write_bytes(here.with_name(here.name + side).read_bytes())
    again = Database(copy, KEY, schema="main")
    try:
        assert unfolded(again)
        again.fold()
        assert not unfolded(again)
    finally:
        again.close()


def test_stores_without_stories_are_written_in_bulk_too(tmp_path: Path) -> None:
    desk = Database(tmp_path / "desk.db", KEY, schema="desk", create=True)
    with desk.write(bulk=True) as con:
        assert con.exec_driver_sql("PRAGMA cache_size").scalar() == -262_144
    desk.close()
