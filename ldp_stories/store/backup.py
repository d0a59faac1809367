"""Local copies: sealed copies of the databases, verified by opening and reading them, three generations (DESIGN.md 4, CONTRACTS.md 7).

The order ledger is never in a copy: it stays, and is told to a copy that is brought back before anything else happens. A copy on the same
disk holds the databases only; one on a stick holds the vault too.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ldp_stories.domain.held_files import patiently, put_in_place, take_away, take_away_folder
from ldp_stories.errors import UserError
from ldp_stories.store import old_cards, order_book
from ldp_stories.store.disk import refusals, sync_folder, write_durably
from ldp_stories.store.engine import Database
from ldp_stories.store.homes import HomeFolder, Stores
from ldp_stories.store.locks import FileLock

KEPT: Final = 3
_LIST: Final = "copy.json"
_PART: Final = ".part"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy: its folder, when it was made, its bytes, and whether the media are in it.

    `number` counts the copies in the order of their making, which their dates do not tell when the clock has jumped. `aside`: it is what
    stood in the notebook before another copy was brought back.
    """

    folder: Path
    at_label: str
    bytes: int
    with_vault: bool
    number: int = 0
    aside: bool = False


def make(
    home: HomeFolder,
    stores: Stores,
    at_label: str,
    *,
    to: Path | None = None,
    keep: int = KEPT,
    progress: Progress | None = None,
) -> Copy:
    """A verified copy; older ones beyond `keep` go (keep=1 after an erasure). With `to` (a stick) the media go with it, and no copy there
    is deleted. Raises UserError NO_ROOM, COPY_DAMAGED, DISK_TROUBLE; what was there before stays."""
    into = (to or home.backups) / f"copy-{re.sub('[^0-9TZ]', '', at_label)}-{os.urandom(3).hex()}"
    part = into.with_name(into.name + _PART)
    try:
        with refusals():
            part.mkdir(mode=0o700, parents=True)
            _fill(home, stores, part, progress, vault=to is not None)
            _verify(stores, part)
            number = max((c.number for c in copies(home, to)), default=0) + 1
            made = _list(part, Copy(into, at_label, 0, to is not None, number))
            patiently(lambda: part.rename(into))
            sync_folder(into.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    if to is None:
        forget_older(home, keep)
        renew_ways(home)
    return made


def renew_ways(home: HomeFolder, slots: bytes | None = None) -> None:
    """Give every local copy, and what a restore put aside, the key slots of today (or these): a passphrase that somebody saw opens none of them.

    Their databases have the same keys for ever. A kill in between leaves a copy that is whole, and the next opening does the rest.
    Raises UserError NO_ROOM, DISK_TROUBLE.
    """
    with refusals():
        now = home.keyslots.read_bytes() if slots is None else slots
        for path in home.backups.glob(f"*/{home.keyslots.name}"):
            if path.parent.suffix != _PART and path.read_bytes() != now:
                _let_be(path, hashlib.sha256(now).hexdigest())
                write_durably(path, now)


def _let_be(path: Path, digest: str) -> None:
    """Say in the list of a copy that this file is about to become another; until it has, it may be as it is, if it may be so now."""
    value = _listed(path.parent)
    if value is None:
        return
    now, listed, once = sha256_of(path), value["sha256"].get(path.name), _before(value).get(path.name)
    told = {
        **value,
        "sha256": {**value["sha256"], path.name: digest},
        "before": {path.name: now if now in (listed, once) else listed},
    }
    write_durably(path.parent / _LIST, json.dumps(told, indent=1).encode())


def _before(value: dict[str, Any]) -> dict[str, Any]:
    """What a file that is being replaced was; nothing when the list does not say."""
    found = value.get("before")
    return found if isinstance(found, dict) else {}


def _fill(home: HomeFolder, stores: Stores, part: Path, progress: Progress | None, *, vault: bool) -> None:
    stores.main.copy_to(part / home.main.name, progress)
    stores.desk.copy_to(part / home.desk.name)
    _copy_file(home.keyslots, part)
    if home.identity.exists():
        lock = FileLock(Path(f"{home.identity}.lock"))
        try:
            for path in (home.identity, Path(f"{home.identity}-wal")):
                if path.exists():
                    _copy_file(path, part)
        finally:
            lock.release()
    old_cards.bring(HomeFolder(part), home)
    if vault:
        (part / home.vault.name).mkdir(mode=0o700)
        for item in sorted(home.vault.iterdir()):
            if not item.name.endswith(
                "-shm"
            ):  # made anew by whoever opens it; on Windows bytes of it are locked
                _copy_file(item, part / home.vault.name)


def _copy_file(source: Path, into: Path) -> None:
    """Copy, push to the disk, read back and compare."""
    target = into / source.name
    with source.open("rb") as one, target.open("xb") as other:
        shutil.copyfileobj(one, other, 1 << 20)
        other.flush()
        os.fsync(other.fileno())
    target.chmod(0o600)
    if sha256_of(source) != sha256_of(target):
        raise UserError("COPY_DAMAGED")


def _verify(stores: Stores, part: Path) -> None:
    """Open each copied database under its key and read every page of it."""
    for store in (stores.main, stores.desk):
        copied = store.reopened(part / store.path.name)
        try:
            if copied.faults():
                raise UserError("COPY_DAMAGED")
        finally:
            copied.close()
        for leftover in part.glob(f"{store.path.name}-*"):
            take_away(leftover)
        take_away(Path(f"{part / store.path.name}.lock"))


def _list(part: Path, made: Copy) -> Copy:
    files = sorted(p for p in part.rglob("*") if p.is_file())
    total = sum(p.stat().st_size for p in files)
    hashes = {p.relative_to(part).as_posix(): sha256_of(p) for p in files}  # a stick is read on every system
    value = {
        "at": made.at_label,
        "number": made.number,
        "vault": made.with_vault,
        "bytes": total,
        "sha256": hashes,
    }
    write_durably(part / _LIST, json.dumps(value, indent=1).encode())
    return replace(made, bytes=total)


def copies(home: HomeFolder, where: Path | None = None) -> tuple[Copy, ...]:
    """The whole copies of this home (or in a folder), the one made last first; half-made ones, and lists nobody can read, do not count."""
    found = []
    for path in (where or home.backups).glob(f"copy-*/{_LIST}"):
        value = _listed(path.parent)
        if path.parent.suffix != _PART and value is not None:
            number = int(value.get("number", 0))
            size, vault, aside = int(value["bytes"]), bool(value["vault"]), value.get("aside") is True
            found.append(Copy(path.parent, str(value["at"]), size, vault, number, aside))
    return tuple(sorted(found, key=lambda c: (c.number, c.at_label, c.folder.name), reverse=True))


def note_aside(copy: Copy) -> None:
    """Write into its list that this copy is what stood here before another one was brought back."""
    value = json.loads((copy.folder / _LIST).read_bytes())
    write_durably(copy.folder / _LIST, json.dumps({**value, "aside": True}, indent=1).encode())


def _listed(folder: Path) -> dict[str, Any] | None:
    """What the list in a copy says; None when it is damaged."""
    try:
        value = json.loads((folder / _LIST).read_bytes())
        int(value["bytes"]), int(value.get("number", 0)), str(value["at"]), bool(value["vault"])
        named = value["sha256"].items()
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    if not all(isinstance(digest, str) for _, digest in named):
        return None
    # Copies made on Windows before it was written with slashes name "vault\\item".
    return {**value, "sha256": {name.replace("\\", "/"): digest for name, digest in named}}


def forget_older(home: HomeFolder, keep: int) -> None:
    """Delete all local copies but the newest `keep`, and what a kill left half-made or half-deleted; with keep=1 also what a restore put aside."""
    for old in copies(home)[keep:]:
        _discard(old.folder)
    cut_off = [p for p in home.backups.glob("copy-*") if p.suffix != _PART and not (p / _LIST).exists()]
    aside = stood_before(home) if keep <= 1 else ()
    for half in (*home.backups.glob(f"*{_PART}"), *cut_off, *aside):
        take_away_folder(half)


def stood_before(home: HomeFolder) -> tuple[Path, ...]:
    """The folders with the files that a restore took out of the notebook, which are no copies that anybody could bring back by a button."""
    return tuple(sorted(home.backups.glob("before-*")))


def keep_only(home: HomeFolder, *folders: Path) -> None:
    """Delete every local copy but these, whatever their dates say, and all that a kill or a restore left beside them."""
    for old in home.backups.glob("*"):
        if old not in folders and old.is_dir():
            _discard(old)


def _discard(folder: Path) -> None:
    """Delete a copy; its list goes first, so that one that was cut off halfway counts no more."""
    take_away(folder / _LIST)
    take_away_folder(folder)


def check(copy: Copy) -> bool:
    """Whether every file of a copy still is what it was when it was made."""
    value = _listed(copy.folder)
    if value is None:
        return False
    once = _before(value)
    return all(
        (copy.folder / name).is_file() and sha256_of(copy.folder / name) in (digest, once.get(name))
        for name, digest in value["sha256"].items()
    )


def restore(
    home: HomeFolder, copy: Copy, open_copy: Callable[[Path], Database], book: Database, at_label: str = ""
) -> None:
    """Bring a copy back in the place of main, desk, identity and key slots, which are kept in `backups/before-<copy>`; stores are closed.

    `open_copy` opens a database file of the copy under its key. Every order in `book` is carried out in the copy, as of `at_label`, before it takes
    its place; the next opening finds another token and takes a new epoch. Raises UserError NO_COPY when the copy is not whole.
    """
    if not check(copy):
        raise UserError("NO_COPY")
    ready = home.path / f"restore{_PART}"
    shutil.rmtree(ready, ignore_errors=True)
    ready.mkdir(mode=0o700)
    stay = old_cards.begun_since(home, HomeFolder(copy.folder))  # what the copy has of them lies aside here
    cards = () if stay else (home.identity.name, f"{home.identity.name}-wal")
    names = (home.main.name, home.desk.name, *cards, home.keyslots.name)
    try:
        for name in names:
            if (copy.folder / name).exists():
                _copy_file(copy.folder / name, ready)
        store = open_copy(ready / home.main.name)
        try:
            order_book.replay(store, book, at_label)
            store.checkpoint()
        finally:
            store.close()
        _swap(home, ready, names, home.backups / f"before-{copy.folder.name}")
        old_cards.bring(home, HomeFolder(copy.folder))
        if copy.with_vault:
            _bring_media(home, copy)
    finally:
        shutil.rmtree(ready, ignore_errors=True)


def _swap(home: HomeFolder, ready: Path, names: Iterable[str], aside: Path) -> None:
    """Put each restored file in its place in one step, so that a kill anywhere leaves a home that opens; the present ones stay aside."""
    aside.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in names:
        sides = [home.path / f"{name}{side}" for side in ("-wal", "-shm", "")]
        for old in (p for p in sides if p.exists() and not (aside / p.name).exists()):
            _keep(old, aside / old.name)
        if (ready / name).exists():
            for side in sides[:2]:
                take_away(side)  # left beside the restored file it would be read into it
            put_in_place(ready / name, home.path / name)
    sync_folder(home.path)


def _keep(old: Path, aside: Path) -> None:
    """A second name for a file, or a copy of it on disks that have no such names."""
    try:
        os.link(old, aside)
    except OSError:
        shutil.copyfile(old, aside)


def _bring_media(home: HomeFolder, copy: Copy) -> None:
    for item in sorted((copy.folder / home.vault.name).iterdir()):
        if not (home.vault / item.name).exists():
            _copy_file(item, home.vault)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
