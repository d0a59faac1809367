"""Killing the program while it copies, restores, takes a store up a version or takes words back: the old state or the new one, whole."""

import multiprocessing
import os
import random
from collections.abc import Callable
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import pytest
import sqlalchemy

from ldp_stories.crypto.slots import derive
from ldp_stories.store import backup, homes, layers, ledger, order_book, records, schemas
from ldp_stories.store.engine import Database, connect
from ldp_stories.store.homes import HomeFolder
from ldp_stories.store.migrations import migrate
from ldp_stories.store.migrations.steps import Step
from tests.effort import SEED, effort, tried
from tests.store.stores import erase, tell

KILLS = effort(8, 2_000)
ROOT = b"r" * 32
POSIX = os.name == "posix"
CONTEXT = multiprocessing.get_context("forkserver") if POSIX else multiprocessing.get_context("spawn")
STORIES = 40
AT = "2026-05-10T10:00:00Z"


def begin(said: Pipe) -> None:
    """From here on it may be killed."""
    said.send("begun")


def copying(home: HomeFolder, said: Pipe) -> None:
    stores = homes.open_stores(home, ROOT)
    begin(said)
    for _ in range(200):
        backup.make(home, stores, AT)


def restoring(home: HomeFolder, said: Pipe) -> None:
    stores = homes.open_stores(home, ROOT)
    key = stores.main._key
    stores.main.close()
    stores.desk.close()
    (copy, *_) = backup.copies(home)
    begin(said)
    for _ in range(200):
        backup.restore(home, copy, lambda path: Database(path, key, schema="main"), stores.orders)


def add_column(op: object, _schema: str) -> None:
    op.add_column("record", sqlalchemy.Column("colour", sqlalchemy.Text))  # type: ignore[attr-defined]
    op.create_index("record_colour", "record", ["colour"])  # type: ignore[attr-defined]


NEXT = (Step(schemas.VERSION + 1, add_column),)


def migrating(home: HomeFolder, said: Pipe) -> None:
    key = derive(ROOT, "main.db")
    begin(said)
    migrate(home.main, key, "main", steps=NEXT)


def erasing(home: HomeFolder, said: Pipe) -> None:
    stores = homes.open_stores(home, ROOT)
    with stores.main.read() as con:
        people = [
            p for r in records.page(con).rows if (one := records.record(con, r.id)) for p in one.participants
        ]
    begin(said)
    for person in people:
        order_book.obey(stores.main, stores.orders, [erase(subject=person)])


def kill_in(work: Callable[[HomeFolder, Pipe], None], home: HomeFolder, dice: random.Random) -> None:
    """Start the work in a process of its own and kill it somewhere in the middle."""
    heard, tells = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=work, args=(home, tells), daemon=True)
    process.start()
    tells.close()
    assert heard.recv() == "begun"
    for _ in range(dice.randrange(1_500_000)):
        pass  # some time, and never the same
    process.kill()
    process.join()


@pytest.fixture
def home(tmp_path: Path) -> HomeFolder:
    """A closed home with stories and one copy."""
    if POSIX:
        multiprocessing.set_forkserver_preload(["tests.faults.test_kill_copy"])
    made = homes.create_home(tmp_path / "home", slots={}, reserve_bytes=0)
    stores = homes.open_stores(made, ROOT, create=True)
    with stores.main.write() as con:
        for i in range(STORIES):
            tell(con, title=f"story {i}", words=f"words {i} " * 50, code=f"LT-{i}")
    backup.make(made, stores, "2026-05-01T10:00:00Z")
    stores.close()
    return made


def titles(home: HomeFolder) -> list[str]:
    stores = homes.open_stores(home, ROOT)
    assert stores.main.faults() == ()
    with stores.main.read() as con:
        found = [r.title for r in records.page(con, limit=1_000).rows]
    stores.close()
    return sorted(found)


def test_a_killed_copy_leaves_the_home_and_the_older_copies(home: HomeFolder) -> None:
    dice, before = random.Random(SEED + 1), titles(home)
    for _ in range(KILLS):
        kill_in(copying, home, dice)
        assert titles(home) == before
        copies = backup.copies(home)
        assert copies
        assert all(backup.check(c) for c in copies)
    stores = homes.open_stores(home, ROOT)
    backup.make(home, stores, "2026-06-01T10:00:00Z")
    stores.close()
    assert not list(home.backups.glob("*.part"))
    assert len(backup.copies(home)) <= backup.KEPT
    tried("kills while copying", KILLS)


def test_a_killed_restore_leaves_a_home_that_opens(home: HomeFolder) -> None:
    dice, before = random.Random(SEED + 2), titles(home)
    for _ in range(KILLS):
        kill_in(restoring, home, dice)
        assert all(backup.check(c) for c in backup.copies(home))
        assert titles(home) == before
    tried("kills while bringing a copy back", KILLS)


def test_a_killed_migration_leaves_the_old_layout_or_the_new_one(home: HomeFolder) -> None:
    dice, seen = random.Random(SEED + 3), set()
    key = derive(ROOT, "main.db")
    original = home.main.read_bytes()
    for _ in range(KILLS):
        home.main.write_bytes(original)
        kill_in(migrating, home, dice)
        con = connect(home.main, key)
        version = con.execute("PRAGMA user_version").fetchone()[0]
        columns = {row[1] for row in con.execute("PRAGMA table_info(record)")}
        indexes = con.execute("SELECT count(*) FROM sqlite_master WHERE name = 'record_colour'").fetchone()[0]
        con.close()
        assert (version == schemas.VERSION + 1) is ("colour" in columns) is bool(indexes)
        seen.add(version)
        migrate(home.main, key, "main", steps=NEXT)
        for left in home.path.glob("main.db-*"):
            left.unlink()
    assert seen <= {schemas.VERSION, schemas.VERSION + 1}
    tried("kills while taking up", KILLS)


def test_a_killed_erasure_is_whole_or_told_again_by_the_book(home: HomeFolder) -> None:
    dice = random.Random(SEED + 4)
    for _ in range(KILLS):
        kill_in(erasing, home, dice)
        stores = homes.open_stores(home, ROOT)
        with stores.main.read() as con:
            half = [
                r
                for r in records.page(con, limit=1_000).rows
                if r.shown.value == "taken back" and layers.of_record(con, r.id)
            ]
            known = {o.id for o in ledger.all_orders(con)}
        assert half == []
        written = {o.id for o in order_book.kept(stores.orders)[0]}
        assert known <= written
        order_book.replay(stores.main, stores.orders)
        with stores.main.read() as con:
            assert {o.id for o in ledger.all_orders(con)} == written
        stores.close()
