"""A home on disk: its folder, its key slots, its sealed stores, and the room kept back for a full disk (CONTRACTS.md 1, DESIGN.md 4)."""

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ldp_stories.crypto.slots import derive
from ldp_stories.errors import UserError
from ldp_stories.store import ledger, order_book
from ldp_stories.store.disk import refusals, write_durably
from ldp_stories.store.engine import Database
from ldp_stories.store.folders import refuse_unsafe
from ldp_stories.store.schemas import BEFORE, Schema

RESERVE_BYTES: Final = 64 * 1024 * 1024
LENT: Final = 4 * 1024 * 1024
"""What opening a notebook on a full disk takes of it."""


@dataclass(frozen=True, slots=True)
class HomeFolder:
    """The paths of one home."""

    path: Path

    @property
    def main(self) -> Path:
        """Ledger, projection, search."""
        return self.path / "main.db"

    @property
    def desk(self) -> Path:
        """What is being written now."""
        return self.path / "desk.db"

    @property
    def identity(self) -> Path:
        """Who people are."""
        return self.path / "identity.db"

    @property
    def orders(self) -> Path:
        """The order ledger outside the copies."""
        return self.path / "orders.db"

    @property
    def vault(self) -> Path:
        """Media at rest."""
        return self.path / "vault"

    @property
    def keyslots(self) -> Path:
        """The ways to the root key."""
        return self.path / "keyslots.json"

    @property
    def backups(self) -> Path:
        """Local copies, three generations."""
        return self.path / "backups"

    @property
    def quarantine(self) -> Path:
        """Bundles set aside."""
        return self.path / "quarantine"

    @property
    def reserve(self) -> Path:
        """Room kept back, so that a person with a full disk can still delete and send."""
        return self.path / "reserve.bin"

    @property
    def exists(self) -> bool:
        """Whether a home is here."""
        return self.keyslots.exists()


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores of an opened home that stay open; identity is opened for one action (`open_identity`)."""

    main: Database
    desk: Database
    orders: Database

    def close(self) -> None:
        """Close all three."""
        for store in (self.main, self.desk, self.orders):
            store.close()


def create_home(path: Path, *, slots: Mapping[str, Any], reserve_bytes: int = RESERVE_BYTES) -> HomeFolder:
    """A new home in an empty or new folder, with its key slots and its reserve; the stores come with `open_stores(create=True)`.

    Raises UserError SYNCED_FOLDER, HOME_EXISTS, NO_FOLDER, NO_ROOM, DISK_TROUBLE.
    """
    _need_folder(path)
    refuse_unsafe(path)
    home = HomeFolder(path)
    if home.exists or (path.exists() and any(path.iterdir())):
        raise UserError("HOME_EXISTS", folder=str(path))
    try:
        with refusals():
            path.mkdir(parents=True, mode=0o700, exist_ok=True)
            path.chmod(0o700)
            for folder in (home.vault, home.backups, home.quarantine):
                folder.mkdir(mode=0o700)
            keep_reserve(home, reserve_bytes)
        write_slots(home, slots)
    except UserError:
        shutil.rmtree(path, ignore_errors=True)
        raise
    return home


def _need_folder(path: Path) -> None:
    """UserError NO_FOLDER for a place that is a file, or a link to a folder that is not there (a stick that was taken out)."""
    for part in (path, *path.parents):
        if os.path.lexists(part) and not part.is_dir():
            raise UserError("NO_FOLDER", folder=str(part))


def read_slots(home: HomeFolder) -> dict[str, Any]:
    """The key slots as they were written. Raises UserError NO_HOME, STORE_DAMAGED."""
    try:
        value = json.loads(home.keyslots.read_bytes())
    except (FileNotFoundError, NotADirectoryError) as error:  # also a file of the system's own, as .DS_Store
        raise UserError("NO_HOME", folder=str(home.path)) from error
    except ValueError as error:
        raise UserError("STORE_DAMAGED", file=home.keyslots.name) from error
    if not isinstance(value, dict):
        raise UserError("STORE_DAMAGED", file=home.keyslots.name)
    return value


def write_slots(home: HomeFolder, slots: Mapping[str, Any]) -> None:
    """Replace the key slots in one step: after a power cut the old ones or the new ones open the home."""
    write_durably(home.keyslots, slots_file(slots))


def slots_file(slots: Mapping[str, Any]) -> bytes:
    """The key slots as they are written."""
    return json.dumps(slots, indent=1, sort_keys=True).encode()


def open_stores(home: HomeFolder, root_key: bytes, *, create: bool = False) -> Stores:
    """Open (or make) main, desk and orders under keys derived from the root key; a store of an older layout is brought up first.

    Raises what `Database` and `migrate` raise, SYNCED_FOLDER.
    """
    refuse_unsafe(home.path)
    opened: list[Database] = []
    wanted: tuple[tuple[Path, Schema], ...] = (
        (home.main, "main"),
        (home.desk, "desk"),
        (home.orders, "orders"),
    )
    try:
        for path, schema in wanted:
            opened.append(open_store(path, derive(root_key, path.name), schema, create=create))
    except BaseException:
        for store in opened:
            store.close()
        raise
    return Stores(*opened)


def open_store(path: Path, key: bytes, schema: Schema, *, create: bool = False) -> Database:
    """Open (or make) one store; one of an older layout is taken up, its rows are made anew, and only then its old copy goes.

    A copy that is still there says that the rows were not finished the last time. Raises what `Database` and `migrate` raise.
    """
    try:
        store = Database(path, key, schema=schema, create=create)
    except UserError as error:
        if error.code != "STORE_OLDER":
            raise
        from ldp_stories.store.migrations import (
            migrate,
        )  # Alembic costs time, and most openings need none of it

        migrate(path, key, schema)
        store = Database(path, key, schema=schema)
    copies = list(path.parent.glob(f"{path.name}{BEFORE}*"))
    if copies:
        _rebuilt(store)
        for copy in copies:
            copy.unlink(missing_ok=True)
    return store


def _rebuilt(store: Database) -> None:
    """The rows of a store made anew from its ledger; the store is closed when that fails."""
    try:
        if store.schema in {"main", "identity"}:
            with store.write() as con:
                ledger.rebuild(con)
    except BaseException:
        store.close()
        raise


@contextlib.contextmanager
def open_identity(home: HomeFolder, key: bytes, book: Database) -> Iterator[Database]:
    """The identity store for one action, made when it is not there; `key` is its own random key, not derived from the root.

    Orders given since it was last open (or since the copy it was restored from) are carried out before anybody sees it.
    """
    store = open_store(home.identity, key, "identity", create=not home.identity.exists())
    try:
        order_book.replay(store, book)
        yield store
    finally:
        store.close()


def keep_reserve(home: HomeFolder, size: int = RESERVE_BYTES) -> None:
    """Keep room back (again). Raises OSError or UserError NO_ROOM when there is none."""
    if home.reserve.exists() and home.reserve.stat().st_size >= size:
        return
    with refusals(), home.reserve.open("wb") as file:
        home.reserve.chmod(0o600)
        fill: Callable[[int, int, int], None] | None = getattr(os, "posix_fallocate", None)
        if fill is not None and size:
            fill(file.fileno(), 0, size)
        else:
            for _ in range(size // 65_536):
                file.write(bytes(65_536))


def free_reserve(home: HomeFolder) -> None:
    """Give the kept room back to the disk, so that a full one can still be cleared; `keep_reserve` takes it again later."""
    home.reserve.unlink(missing_ok=True)


def lend_reserve(home: HomeFolder, size: int = LENT) -> bool:
    """Give a little of the kept room back, enough to open the stores on a full disk; False when nothing is kept any more."""
    held = home.reserve.stat().st_size if home.reserve.exists() else 0
    if not held:
        return False
    with refusals():
        os.truncate(home.reserve, max(0, held - size))
    return True
