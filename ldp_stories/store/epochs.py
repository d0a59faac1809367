"""Device epochs: a restored or copied store writes under a new epoch, so that no number is ever used twice (DESIGN.md 3, CONTRACTS.md 5).

A token stands inside the store and outside it, in the user's state folder, bound to the machine and to the store's path. Both are replaced
at each opening. When they differ, the store is not the one that was closed here last, and the epoch goes up before the first write.
"""

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from ldp_stories.store import facts
from ldp_stories.store.disk import write_durably
from ldp_stories.store.engine import Database
from ldp_stories.store.ledger import Author

_FACT: Final = "epoch"


def found(main: Database, state_folder: Path, machine_id: str, device: str) -> Author:
    """Give a new store its device id and its first epoch; ValueError when it has them already."""
    with main.write() as con:
        if facts.load(con, _FACT) is not None:
            raise ValueError("this store has a device already")
        facts.save(con, _FACT, {"device": device, "epoch": 1, "token": ""})
    _renew(main, state_folder, machine_id, device, 1)
    return Author(device, 1)


def open_epoch(main: Database, state_folder: Path, machine_id: str) -> Author:
    """The author of everything written from now on; call it at each opening, before the first write."""
    with main.read() as con:
        inside: dict[str, Any] | None = facts.load(con, _FACT)
    if inside is None:
        raise ValueError("this store has no device yet")
    device, epoch = str(inside["device"]), int(inside["epoch"])
    outside = _read(_file(state_folder, device))
    same = (
        outside.get("token") == inside["token"]
        and outside.get("machine") == machine_id
        and outside.get("path") == _path(main)
    )
    if not same:
        # The outside may know of a later epoch of this device (a copy that was opened here): never go below it.
        known = outside.get("epoch")
        epoch = max(epoch, known if isinstance(known, int) else 0) + 1
    _renew(main, state_folder, machine_id, device, epoch)
    return Author(device, epoch)


def next_epoch(
    main: Database,
    state_folder: Path,
    machine_id: str,
    *,
    above: int = 0,
    then: Callable[[Connection, Author], None] | None = None,
) -> Author:
    """Go up although nothing was restored: a number of ours was given twice (CONTRACTS.md 5). `above` is an epoch heard of elsewhere.

    `then` is part of the transaction: what it does stands with the new epoch or not at all.
    """
    with main.write() as con:
        inside: dict[str, Any] = facts.load(con, _FACT)
        device = str(inside["device"])
        known = _read(_file(state_folder, device)).get("epoch")
        outside = known if isinstance(known, int) else 0
        author = Author(device, max(int(inside["epoch"]), outside, above) + 1)
        token = secrets.token_hex(16)
        facts.save(con, _FACT, {"device": device, "epoch": author.epoch, "token": token})
        if then is not None:
            then(con, author)
    _tell_outside(main, state_folder, machine_id, author, token)
    return author


def forget_token(main: Database) -> None:
    """Say that this store is a copy of what was here: the next opening takes a new epoch, also when the copy was made a moment ago."""
    with main.write() as con:
        facts.save(con, _FACT, facts.load(con, _FACT) | {"token": ""})


def device_of(con: Connection) -> str:
    """The device of a store, "" before it has one."""
    inside: dict[str, Any] = facts.load(con, _FACT) or {}
    return str(inside.get("device") or "")


def last_place(state_folder: Path, device: str) -> Path | None:
    """Where the main store of a device lay when it was opened on this machine last; None when nobody knows."""
    path = _read(_file(state_folder, device)).get("path") if device else None
    return Path(path) if isinstance(path, str) else None


def _renew(main: Database, state_folder: Path, machine_id: str, device: str, epoch: int) -> None:
    """A fresh token inside, then outside: a kill between the two costs one epoch and nothing else."""
    token = secrets.token_hex(16)
    with main.write() as con:
        facts.save(con, _FACT, {"device": device, "epoch": epoch, "token": token})
    _tell_outside(main, state_folder, machine_id, Author(device, epoch), token)


def _tell_outside(main: Database, state_folder: Path, machine_id: str, author: Author, token: str) -> None:
    value = {"token": token, "machine": machine_id, "path": _path(main), "epoch": author.epoch}
    write_durably(_file(state_folder, author.device), json.dumps(value).encode())


def _file(state_folder: Path, device: str) -> Path:
    return state_folder / f"{device}.json"


def _path(main: Database) -> str:
    return str(main.path.resolve())


def _read(path: Path) -> dict[str, Any]:
    """What the outside knows; nothing when it is missing or spoilt (then the epoch goes up, which is always safe)."""
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
