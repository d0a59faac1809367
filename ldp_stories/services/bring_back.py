"""Bring a safe copy back, onto this laptop or a new one: orders to take back are carried out in it before anybody sees it (DESIGN.md 4).

Nobody has to be asked anything on the way: what was written since the copy becomes a safe copy of its own, which can be brought back like
any other, and the next opening writes under a new epoch.
A copy that is brought back beside its notebook, into another folder, is told the orders of that notebook too.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ldp_stories.crypto.slots import derive
from ldp_stories.domain.orders import Order
from ldp_stories.errors import UserError
from ldp_stories.services.begin_cards_anew import BOX
from ldp_stories.services.clean_up import spare, swept_of
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.keep_copies import (
    CopyRow,
    copies_noted_in,
    forget_what_stood_before,
    note_elsewhere,
    row_of,
)
from ldp_stories.services.open_home import LETTER_BOX, root_key
from ldp_stories.services.start_home import keep_recovery, open_home
from ldp_stories.store import backup, epochs, homes, order_book, orders
from ldp_stories.store.backup import Copy
from ldp_stories.store.engine import Database
from ldp_stories.store.homes import HomeFolder
from ldp_stories.store.schemas import Schema


@dataclass(frozen=True, slots=True)
class Found:
    """A copy that was found in a folder, and whether every file in it still is what it was."""

    row: CopyRow
    whole: bool


def copies_in(folder: Path) -> tuple[Found, ...]:
    """The copies in a folder (a stick, or the copies of a notebook), newest first, each looked through. UserError FILE_UNREADABLE."""
    try:
        found = backup.copies(HomeFolder(folder), folder)
        if not found and any(folder.glob("copy-*/copy.json")):
            raise UserError("FILE_UNREADABLE", name=folder.name)
        return tuple(Found(row_of(copy), backup.check(copy)) for copy in found)
    except (OSError, ValueError, KeyError) as error:
        raise UserError("FILE_UNREADABLE", name=folder.name) from error


def bring_back(folder: Path, copy_folder: Path, passphrase: str | None, machine: Machine) -> Home:
    """Bring a copy back into the notebook in `folder` (which is closed, or not there yet), and open it.

    The notebook's present passphrase stays when it has one; else the copy's opens it. UserError NO_COPY, WRONG_PASSPHRASE,
    PASSPHRASE_NEEDED, SYNCED_FOLDER, NO_ROOM, STORE_IN_USE.
    """
    copy = _copy_at(copy_folder)
    place = HomeFolder(folder)
    theirs = _slots_of(copy)
    ours = homes.read_slots(place) if place.exists else theirs
    root = root_key(ours, passphrase)
    new = not place.exists
    if new:
        homes.create_home(folder, slots=ours, reserve_bytes=homes.RESERVE_BYTES if machine.live else 0)
    noted = _noted(place, root) if not new else ()
    aside = _put_aside(place, root, machine) if not new else None
    _restore(place, copy, root, machine)
    homes.write_slots(place, {**theirs, **_ways(ours)})
    home = open_home(folder, passphrase, machine)
    if aside is not None:
        spare(home, *aside)
        forget_what_stood_before(home)
    note_elsewhere(home, (*noted, *(((str(copy.folder), copy.at_label[:10]),) if copy.with_vault else ())))
    if BOX in ours:  # the copy may know only the letter box of cards from before
        home.put_fact(LETTER_BOX, ours[BOX])
    keep_recovery(home)
    return home


def _copy_at(folder: Path) -> Copy:
    """The copy in a folder of its own. UserError NO_COPY; FILE_UNREADABLE for one that belongs to somebody else and may not be read."""
    found = next((c for c in backup.copies(HomeFolder(folder), folder.parent) if c.folder == folder), None)
    if found is None:
        listed = folder / "copy.json"
        hidden = listed.exists() and not os.access(listed, os.R_OK)
        raise UserError("FILE_UNREADABLE", name=folder.name) if hidden else UserError("NO_COPY")
    return found


def _slots_of(copy: Copy) -> dict[str, Any]:
    if not backup.check(copy):
        raise UserError("NO_COPY")
    return homes.read_slots(HomeFolder(copy.folder))


def _ways(slots: dict[str, Any]) -> dict[str, Any]:
    """The ways in that a person knows today."""
    return {name: slots[name] for name in ("passphrase", "identity", "practice_slot", BOX) if name in slots}


def _put_aside(place: HomeFolder, root: bytes, machine: Machine) -> tuple[Path, frozenset[str]] | None:
    """The notebook as it stands, as a safe copy, and the orders of which nothing is left in it; None when it is broken, or there is no room."""
    with suppress(UserError, OSError):
        stores = homes.open_stores(place, root)
        try:
            made = backup.make(place, stores, machine.label(), keep=backup.KEPT + 1)
            backup.note_aside(made)
            return made.folder, swept_of(stores.main)
        finally:
            stores.close()
    return None


def _noted(place: HomeFolder, root: bytes) -> tuple[tuple[str, str], ...]:
    """The copies on other disks that the notebook knew of until now: the one brought back may be older than they are."""
    with suppress(UserError, OSError), _read_aside(place.main, place, root, "main") as store:
        return copies_noted_in(store)
    return ()


def _restore(place: HomeFolder, copy: Copy, root: bytes, machine: Machine) -> None:
    """Put the copy in its place; the order ledger of this laptop is told to it, or begun with the orders that the copy knows."""
    fresh = not place.orders.exists()
    book = homes.open_store(place.orders, derive(root, place.orders.name), "orders", create=fresh)
    try:
        known = _known_orders(copy.folder / place.main.name, root, place)
        if fresh:
            _tell(book, known)
        for beside in _books_beside(place, copy, known.device, machine):
            with suppress(UserError, OSError):  # another notebook's, or one that cannot be read now
                _tell(book, _book_at(beside, root, place))
        backup.restore(place, copy, lambda path: _opened(path, place, root), book, machine.label())
    finally:
        book.close()


def _opened(path: Path, place: HomeFolder, root: bytes) -> Database:
    """The main store of the copy, marked as one that came back: it must never write under a number that was used since."""
    store = Database(path, derive(root, place.main.name), schema="main")
    epochs.forget_token(store)
    return store


@dataclass(frozen=True, slots=True)
class _Known:
    """The orders in a copy; those whose author had no right to them, and those of these about which a coordinator has decided."""

    all: tuple[Order, ...]
    without_right: frozenset[str]
    decided: frozenset[str]
    device: str = ""


def _tell(book: Database, known: _Known) -> None:
    """Write orders into the order ledger."""
    order_book.remember(book, known.all, without_right=known.without_right)
    order_book.note_decided(book, known.decided)


def _books_beside(place: HomeFolder, copy: Copy, device: str, machine: Machine) -> tuple[Path, ...]:
    """The order ledgers on this laptop that may know more than the copy: of the notebook it lies in, and of the one last opened here."""
    last = epochs.last_place(machine.state_folder, device)
    folders = [copy.folder.parent.parent, *([last.parent] if last is not None else [])]
    found = [HomeFolder(folder).orders for folder in dict.fromkeys(folders) if folder != place.path]
    return tuple(path for path in found if path.exists())


def _book_at(path: Path, root: bytes, place: HomeFolder) -> _Known:
    with _read_aside(path, place, root, "orders") as book:
        found, without_right = order_book.kept(book)
        return _Known(found, without_right, order_book.decided(book))


def _known_orders(main: Path, root: bytes, place: HomeFolder) -> _Known:
    """The orders in a copy, and the laptop that made it."""
    with _read_aside(main, place, root, "main") as store, store.read() as con:
        decided = frozenset(o.id for o in orders.set_aside_orders(con))
        waiting = frozenset(o.id for o in orders.waiting_orders(con))
        return _Known(orders.all_orders(con), waiting | decided, decided, epochs.device_of(con))


@contextmanager
def _read_aside(path: Path, place: HomeFolder, root: bytes, schema: Schema) -> Iterator[Database]:
    """A sealed file, read in a second copy of its own, because an opened store is a written store."""
    aside = place.path / "reading.part"
    for side in ("", "-wal"):
        source = path.with_name(f"{path.name}{side}")
        if source.exists():
            shutil.copyfile(source, aside.with_name(f"{aside.name}{side}"))
    try:
        store = Database(aside, derive(root, path.name), schema=schema)
        try:
            yield store
        finally:
            store.close()
    finally:
        for left in place.path.glob(f"{aside.name}*"):
            left.unlink()
