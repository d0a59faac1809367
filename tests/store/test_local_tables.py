"""Local tables: outside the ledger, in the copies, never rebuilt, and never among the lines that travel (CONTRACTS.md 1)."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import Connection

from ldp_stories.domain.receipts import Request, RequestWhat
from ldp_stories.store import (
    backup,
    facts,
    homes,
    ledger,
    let_go,
    media,
    quarantine,
    requests,
    routes,
    sendings,
    sent,
    slices,
    tables,
)
from ldp_stories.store.engine import Database
from ldp_stories.store.quarantine import SetAside
from ldp_stories.store.requests import Asked
from ldp_stories.store.routes import SavedRoute
from ldp_stories.store.sendings import PlannedPart, Sending
from ldp_stories.store.sent import Received, Sent
from ldp_stories.store.slices import SlicedFile
from tests.store.stores import AT, Laptop, tell

LOCAL = sorted(
    t.name for m in (tables.ledger, tables.nouns) for t in m.sorted_tables if t.name.startswith("local_")
)


_PLAIN = (
    "local_obeyed",
    "local_gap",
    "local_recalled",
    "local_taken_code",
    "local_card",
    "local_letter",
    "local_unread",
    "local_put_by",
)


def plant(db: Database) -> None:
    """A canary in every local table."""
    laptop = Laptop()
    first = laptop.write("note", "n1", {"text": "x"})
    twin = Laptop(laptop.author).write("note", "n2", {"text": "canary"})
    with db.write() as con:
        told = tell(con)
        ledger.insert(con, [first, twin])
        facts.save(con, "canary", "canary")
        line = next(ledger.revisions(con, ents=[told.record])).id
        sent.record_sent(
            con, Sent("canary", "canary", 1, "tm", "records", "g", 1, 1, 1, "canary", AT), [line], ["canary"]
        )
        sent.record_received(
            con, Received("canary", "canary", 1, "canary", 1, "", "tm", "records", "g", 1, 1, AT)
        )
        quarantine.put(
            con, SetAside("canary", "canary", "canary", "canary", "canary", 1, AT, '{"a":"canary"}')
        )
        for item in ("canary", "canary-gone"):
            media.keep_key(con, item, b"canary".ljust(32), media="canary", sha256="canary", size=1)
        media.shred(con, items=["canary-gone"])
        for table in _PLAIN:
            columns = con.exec_driver_sql(f"PRAGMA table_info({table})").all()
            values = ", ".join("1" if column.type == "INTEGER" else "'canary'" for column in columns)
            con.exec_driver_sql(f"INSERT OR IGNORE INTO {table} VALUES ({values})")
        _plant_on_the_way(con)


def _plant_on_the_way(con: Connection) -> None:
    """Slices, sendings, requests, routes with their passwords, copies that were removed here."""
    slices.note(con, SlicedFile("canary", "mp4", 2, (("canary-1", 1), ("canary-2", 1))))
    parts = (PlannedPart(1, ("canary",), ("canary",)), PlannedPart(2, (), ("canary",)))
    sendings.begin(con, Sending("canary", "canary", "stick", 1, AT, parts))
    wish = Request("canary", RequestWhat.RESEND, "canary", (1,), ("canary",), "canary")
    requests.put(con, Asked(wish, "canary", ours=True, at_label=AT, state="open"))
    routes.save(con, SavedRoute("canary", "sftp", "canary", "canary", "canary", "canary", "canary"))
    routes.note_fetched(con, "canary", "canary", 1)
    let_go.note(con, ["canary"], AT)


@pytest.fixture
def planted(store: Database) -> Database:
    plant(store)
    return store


def contents(db: Database) -> dict[str, list[str]]:
    with db.read() as con:
        return {t: sorted(repr(tuple(r)) for r in con.exec_driver_sql(f'SELECT * FROM "{t}"')) for t in LOCAL}


def test_there_is_something_in_each_of_them(planted: Database) -> None:
    """A local table that is added later has to be planted here as well."""
    found = contents(planted)
    assert [t for t, rows in found.items() if not rows] == []
    assert [t for t, rows in found.items() if t != "local_sent_record" and "canary" not in "".join(rows)] in (
        [],
        ["local_sent_revision"],
    )


def test_nothing_of_them_is_in_what_travels(planted: Database) -> None:
    with planted.read() as con:
        lines = [repr(asdict(r)) for r in ledger.revisions(con)]
        orders = [repr(asdict(o)) for o in ledger.all_orders(con)]
        receipts = [repr(asdict(r)) for r in sent.receipts(con)]
    assert lines
    assert "canary" not in "".join([*lines, *orders, *receipts])


def test_they_stay_when_everything_else_is_built_anew(planted: Database) -> None:
    before = contents(planted)
    with planted.write() as con:
        ledger.rebuild(con)
    assert contents(planted) == before


def test_they_are_in_the_copies(tmp_path: Path) -> None:
    home = homes.create_home(tmp_path / "home", slots={}, reserve_bytes=0)
    stores = homes.open_stores(home, b"r" * 32, create=True)
    plant(stores.main)
    made = backup.make(home, stores, AT)
    copied = stores.main.reopened(made.folder / "main.db")
    assert contents(copied) == contents(stores.main)
    copied.close()
    stores.close()


def test_no_other_table_holds_what_belongs_to_this_laptop(planted: Database) -> None:
    """Everything else comes from revisions, orders and receipts, so a canary planted locally is nowhere else."""
    with planted.read() as con:
        names = con.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        others = [n for n in names if not n.startswith(("local_", "sqlite_", "words_index"))]
        found = {
            n: json.dumps([repr(tuple(r)) for r in con.exec_driver_sql(f'SELECT * FROM "{n}"')])
            for n in others
        }
    assert [n for n, rows in found.items() if "canary" in rows] == []
