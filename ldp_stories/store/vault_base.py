"""What every vault item shares: opening the sealed file, its tables, sealing it, and turning disk troubles into plain sentences.

An item is a SQLCipher file with a raw key. Pages are 16 KiB: large pieces go in at 210 MB/s and out at 370 MB/s (4 KiB pages: 155 and
245), and a 100 ms piece still commits in under a millisecond on an ordinary disk.
"""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

from sqlcipher3 import dbapi2 as sealed

from ldp_stories.domain.held_files import take_away
from ldp_stories.errors import UserError
from ldp_stories.store.disk import create_empty, sync_folder

PAGE_BYTES: Final = 16_384
FORMAT: Final = 1
_APPLICATION: Final = 0x4C445056  # "LDPV"
_TABLES: Final = """
CREATE TABLE piece(start INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE gap(at INTEGER NOT NULL, ms INTEGER NOT NULL);
CREATE TABLE fact(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
"""
Connection: TypeAlias = Any  # the driver has no types


def connect(path: Path, key: bytes, *, alone: bool = False) -> Connection:
    """Open an item's database; the first statement after this shows whether the key fits. `alone` needs no shared-memory file."""
    if len(key) != 32:
        raise ValueError("an item key has 32 bytes")
    con = sealed.connect(str(path), isolation_level=None, check_same_thread=False, timeout=5)
    con.execute("PRAGMA cipher_log_level = NONE")  # it would print on standard error; we raise instead
    con.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    pragmas: dict[str, object] = {"cipher_page_size": PAGE_BYTES}
    if alone:
        pragmas["locking_mode"] = "EXCLUSIVE"  # before anything looks into the file
    pragmas |= {"cache_size": -8192, "temp_store": "MEMORY", "trusted_schema": "OFF"}
    if sys.platform == "darwin":
        pragmas |= {"fullfsync": "ON", "checkpoint_fullfsync": "ON"}
    try:
        with troubles():
            for name, value in pragmas.items():
                con.execute(f"PRAGMA {name} = {value}")
    except UserError:
        con.close()
        raise
    return con


def start(path: Path, key: bytes, kind: str, *, wal: bool) -> Connection:
    """Create a new item of `kind` ("live" or "file"). Raises UserError NO_ROOM or DISK_TROUBLE, FileExistsError for an id in use."""
    create_empty(path)
    con: Connection | None = None
    try:
        con = connect(path, key)
        with troubles(con):
            con.execute(f"PRAGMA journal_mode = {'WAL' if wal else 'DELETE'}")
            con.execute("PRAGMA synchronous = FULL")
            con.execute(f"PRAGMA application_id = {_APPLICATION}")
            con.execute(f"PRAGMA user_version = {FORMAT}")
            con.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT")
            put_fact(con, "kind", kind)
        sync_folder(path.parent)
    except UserError:
        if con is not None:
            con.close()
        unlink(path)
        raise
    return con


def unlink(path: Path) -> None:
    """Delete an item's file and side files; what is already gone is no error."""
    for side in ("-wal", "-shm", "-journal", ""):
        take_away(Path(f"{path}{side}"))


def head(path: Path) -> bytes:
    """The first bytes of an item: its salt, without which no key opens it."""
    with path.open("rb") as file:
        return file.read(16)


def put_fact(con: Connection, name: str, value: object) -> None:
    """Write one fact about the item ("kind", "sealed", "peaks", ...)."""
    con.execute("INSERT OR REPLACE INTO fact(name, value) VALUES (?, ?)", (name, value))


def finish(con: Connection) -> None:
    """Seal: note it, fold the write-ahead file in, leave one file. With no room left, what is committed stays and still reads."""
    try:
        with troubles(con):
            put_fact(con, "sealed", 1)
            con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            con.execute("PRAGMA journal_mode = DELETE").fetchall()
    finally:
        con.close()


@contextlib.contextmanager
def troubles(con: Connection | None = None) -> Iterator[None]:
    """Turn the driver's errors into UserErrors (NO_ROOM, MEDIA_DAMAGED, DISK_TROUBLE), rolling back what `con` had begun."""
    try:
        yield
    except sealed.Error as error:
        if con is not None and con.in_transaction:
            with contextlib.suppress(sealed.Error):
                con.execute("ROLLBACK")
        text = str(error)
        if "full" in text:
            raise UserError("NO_ROOM") from error
        if isinstance(error, sealed.OperationalError) or "busy" in text:
            raise UserError("DISK_TROUBLE", reason=text) from error
        if isinstance(error, sealed.DatabaseError) and not isinstance(error, sealed.IntegrityError):
            raise UserError("MEDIA_DAMAGED") from error
        raise
