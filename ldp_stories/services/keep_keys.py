"""Keep keys: export this home's age key for the rescue commands, and share the programme's recovery key among three custodians."""

import os
from collections.abc import Sequence
from pathlib import Path

from ldp_stories.crypto.recovery import make_recovery, open_recovery
from ldp_stories.domain.ids import new_id
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.open_home import write_recovery_slot
from ldp_stories.store import programme


def export_key(home: Home, target: Path) -> Path:
    """Write the age identity of this home into a new file that only its owner may read. UserError FILE_EXISTS, DISK_TROUBLE."""
    return write_secret(target, f"{home.keys.age_secret}\n")


def share_recovery(home: Home, custodians: Sequence[str], folder: Path) -> tuple[str, tuple[Path, ...]]:
    """Make the programme's recovery key and write its three share files; its recipient and the files. Any two custodians open it.

    `custodians` are three age recipients. The secret exists only inside the files. Refused NOT_YOUR_ROLE.
    """
    made = make_recovery(custodians)
    with home.main.read() as con:
        known = programme.raw(con, "recovery")
    ent = known[0][0] if known else new_id()
    with home.main.write() as con:
        home.put(con, "recovery", ent, sets={"recipient": made.recipient, "custodians": list(custodians)})
    write_recovery_slot(home, made.recipient)
    paths = []
    for (a, b), data in made.pairs.items():
        path = folder / f"recovery-{a + 1}-{b + 1}.age"
        path.write_bytes(data)
        paths.append(path)
    return made.recipient, tuple(paths)


def open_shares(share: Path, identities: Sequence[str], target: Path) -> Path:
    """Open the recovery identity from one share file with the identities of its two custodians, into a new private file.

    UserError NOT_THEIR_SHARE when the file belongs to another two.
    """
    if len(identities) != 2:
        raise ValueError("the identities of two custodians are needed")
    first, second = (_secret_line(text) for text in identities)
    try:
        opened = open_recovery(share.read_bytes(), first, second)
    except UserError as error:
        raise UserError("NOT_THEIR_SHARE") if error.code == "NOT_FOR_US" else error from error
    return write_secret(target, f"{opened}\n")


def write_secret(target: Path, text: str) -> Path:
    """A new file with mode 0600. UserError FILE_EXISTS, DISK_TROUBLE."""
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise UserError("FILE_EXISTS", name=target.name) from error
    except OSError as error:
        raise UserError("DISK_TROUBLE", reason=error.strerror or str(error)) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return target


def _secret_line(text: str) -> str:
    """The identity in an age key file, whose other lines are comments."""
    return next(
        (line.strip() for line in text.splitlines() if line.startswith("AGE-SECRET-KEY-")), text.strip()
    )
