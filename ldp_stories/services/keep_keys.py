"""Keep keys: export this home's age key for the rescue commands, and share the programme's recovery key among three custodians."""

import errno
import os
from collections.abc import Sequence
from itertools import combinations, product
from pathlib import Path
from typing import Final

from ldp_stories.crypto.identities import load_recipient
from ldp_stories.crypto.recovery import make_recovery, open_recovery
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.roles import Role
from ldp_stories.domain.text_files import words_in
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.open_home import write_recovery_slot
from ldp_stories.services.story import need
from ldp_stories.store import programme
from ldp_stories.store.disk import sync_folder

_AGE: Final = b"age-encryption.org/"
_MOST: Final = 1 << 16
_TROUBLE: Final = {
    "NOT_FOR_US": "NOT_THEIR_SHARE",
    "DAMAGED": "SHARE_DAMAGED",
    "BAD_SEAL": "SHARE_DAMAGED",
    "NOT_SEALED": "SHARE_DAMAGED",
    "NEEDS_NEWER": "SHARE_DAMAGED",
}


def export_key(home: Home, target: Path) -> Path:
    """Write the age identity of this home into a new file that only its owner may read. UserError FILE_EXISTS, DISK_TROUBLE."""
    return write_secret(target, f"{home.keys.age_secret}\n")


def share_recovery(home: Home, custodians: Sequence[str], folder: Path) -> tuple[str, tuple[Path, ...]]:
    """Make the programme's recovery key and write its three share files; its recipient and the files. Any two custodians open it.

    `custodians` are three age recipients. The secret exists only inside the files, so the programme learns of the key when all three lie
    there and read back right. Refused NOT_YOUR_ROLE; UserError BAD_KEY, FILE_EXISTS, NO_ROOM_THERE, DISK_TROUBLE.
    """
    need(home, Role.COORDINATOR)
    for one in custodians:
        load_recipient(one)
    made = make_recovery(custodians)
    paths: list[Path] = []
    try:
        for (a, b), data in made.pairs.items():
            paths.append(_write_new(folder / f"recovery-{a + 1}-{b + 1}.age", data))
    except UserError:
        for path in paths:
            path.unlink(missing_ok=True)
        raise
    with home.main.read() as con:
        known = programme.raw(con, "recovery")
    ent = known[0][0] if known else new_id()
    with home.main.write() as con:
        home.put(con, "recovery", ent, sets={"recipient": made.recipient, "custodians": list(custodians)})
    write_recovery_slot(home, made.recipient)
    return made.recipient, tuple(paths)


def recovery_from(paths: Sequence[Path]) -> str:
    """The recovery identity from the files that people brought: its own key file, or share files with the key files of two custodians.

    Which file is what is seen from what is in it; nothing is written. UserError FILE_UNREADABLE, NO_KEY_THERE, TWO_KEYS_NEEDED,
    NOT_THEIR_SHARE, SHARE_DAMAGED.
    """
    read = {path: _read(path) for path in paths}
    shares = [data for data in read.values() if data.startswith(_AGE)]
    found = {path: key for path, data in read.items() if not data.startswith(_AGE) and (key := _key_in(data))}
    keys = sorted(set(found.values()))
    if not shares:
        if len(keys) != 1:
            raise UserError("TWO_KEYS_NEEDED" if keys else "NO_KEY_THERE")
        return keys[0]
    if len(keys) < 2:
        raise UserError("TWO_KEYS_NEEDED")
    trouble = "NOT_THEIR_SHARE"
    for share, (first, second) in product(shares, combinations(keys, 2)):
        try:
            return open_recovery(share, first, second)
        except UserError as error:
            trouble = trouble if error.code == "NOT_FOR_US" else _TROUBLE.get(error.code, error.code)
    raise UserError(trouble)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST:
            raise UserError("NO_KEY_THERE")
        return path.read_bytes()
    except OSError as error:
        raise UserError("FILE_UNREADABLE", name=path.name) from error


def _key_in(data: bytes) -> str:
    try:
        text = words_in(data)
    except UnicodeDecodeError:
        return ""
    return next((line.strip() for line in text.splitlines() if line.startswith("AGE-SECRET-KEY-")), "")


def open_shares(share: Path, identities: Sequence[str], target: Path) -> Path:
    """Open the recovery identity from one share file with the identities of its two custodians, into a new private file.

    UserError NOT_THEIR_SHARE when the file belongs to another two, SHARE_DAMAGED when it was changed or cut off.
    """
    if len(identities) != 2:
        raise ValueError("the identities of two custodians are needed")
    first, second = (_secret_line(text) for text in identities)
    try:
        opened = open_recovery(_read(share), first, second)
    except UserError as error:
        raise UserError(_TROUBLE.get(error.code, error.code), **error.facts) from error
    return write_secret(target, f"{opened}\n")


def write_secret(target: Path, text: str) -> Path:
    """A new file with mode 0600. UserError FILE_EXISTS, NO_ROOM_THERE, DISK_TROUBLE."""
    return _write_new(target, text.encode())


def _write_new(target: Path, data: bytes) -> Path:
    """A new file that only its owner may read, on the disk and read back when this returns; gone when that fails."""
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError as error:
        raise UserError("FILE_EXISTS", name=target.name) from error
    except OSError as error:
        raise _refused(error, target) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(target.parent)
        if target.read_bytes() != data:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
    except OSError as error:
        target.unlink(missing_ok=True)
        raise _refused(error, target) from error
    return target


def _refused(error: OSError, target: Path) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError("NO_ROOM_THERE", folder=str(target.parent))
    return UserError("DISK_TROUBLE", reason=error.strerror or str(error))


def _secret_line(text: str) -> str:
    """The identity in an age key file, whose other lines are comments."""
    return next(
        (line.strip() for line in text.splitlines() if line.startswith("AGE-SECRET-KEY-")), text.strip()
    )
