"""Private cards that nobody here can open any more, sealed as they are in a folder of their own, in case their passphrase comes back.

Such a folder holds the identity store and the slot that the forgotten passphrase opens; one that was opened again keeps the slot alone.
"""

import os
import shutil
from pathlib import Path
from typing import Any, Final

from ldp_stories.domain.held_files import take_away, take_away_folder
from ldp_stories.store import homes
from ldp_stories.store.disk import refusals, sync_folder
from ldp_stories.store.homes import HomeFolder
from ldp_stories.store.locks import FileLock

_NAME: Final = "old-cards-"
_DONE: Final = "opened-again"


def all_of(home: HomeFolder) -> tuple[HomeFolder, ...]:
    """Every such folder of a home (or in a copy of it), the oldest first."""
    found = (p for p in home.path.glob(f"{_NAME}*") if p.is_dir() and p.suffix != ".part")
    return tuple(HomeFolder(p) for p in sorted(found, key=lambda p: int(p.name.removeprefix(_NAME))))


def waiting(home: HomeFolder) -> tuple[HomeFolder, ...]:
    """Those that nobody has opened again."""
    return tuple(one for one in all_of(home) if not (one.path / _DONE).exists())


def put_aside(home: HomeFolder, slot: Any) -> None:
    """Move the identity store aside with the slot that opens it; a kill anywhere leaves it whole in one of the two places.

    Raises UserError STORE_IN_USE while it is open, NO_ROOM, DISK_TROUBLE.
    """
    again = next((one for one in all_of(home) if homes.read_slots(one).get("identity") == slot), None)
    if again is not None and not home.identity.exists():  # a kill came after the move
        return
    number = len(all_of(home)) + 1 if again is None else int(again.path.name.removeprefix(_NAME))
    ready = home.path / f"{_NAME}{number}.part"
    lock = FileLock(Path(f"{home.identity}.lock"))
    try:
        with refusals():
            shutil.rmtree(ready, ignore_errors=True)
            ready.mkdir(mode=0o700)
            for path in (home.identity, Path(f"{home.identity}-wal")):
                if path.exists():
                    _copy(path, ready / path.name)
        homes.write_slots(HomeFolder(ready), {"identity": slot})
        with refusals():
            if again is not None:  # a kill came before the store went: it may have changed since
                take_away_folder(again.path)
            ready.rename(home.path / f"{_NAME}{number}")
        sync_folder(home.path)
        _take_away(home)
    finally:
        lock.release()


def opened_again(home: HomeFolder, one: HomeFolder) -> None:
    """What stood in such a folder stands in the home again: its store goes, its slot stays for letters that may still wait."""
    with refusals():
        (one.path / _DONE).touch()
        _take_away(one)
    sync_folder(home.path)


def bring(home: HomeFolder, source: HomeFolder) -> None:
    """Bring such folders along with a copy, or into a home from one; what is there already stays as it is."""
    for one in all_of(source):
        target = home.path / one.path.name
        if not target.exists():
            with refusals():
                shutil.copytree(one.path, target, ignore=shutil.ignore_patterns("*-shm", "*.lock"))


def begun_since(home: HomeFolder, copy: HomeFolder) -> bool:
    """Whether the cards of a home were begun anew after a copy was made: the store in the copy opens with another key."""
    return len(all_of(home)) > len(all_of(copy))


def _take_away(home: HomeFolder) -> None:
    for side in ("", "-wal", "-shm"):
        take_away(Path(f"{home.identity}{side}"))


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    target.chmod(0o600)
    handle = os.open(target, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
