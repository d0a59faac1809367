"""Files kept apart: from a sender nobody knows yet or who was marked lost, or refused by a rule. They wait for a person; nothing of them enters.

Not kept: what is for somebody else (NOT_FOR_US, FOREIGN_PROGRAMME, PRACTICE_MIXED, NOT_CUSTODIAN) or was to be destroyed (UNWANTED_FILE), and
what is no file of ours at all. Such a file stays where it was found. Nothing that anybody can read may lie in a home, so a programme file, which
is not sealed, is kept sealed to this notebook.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from ldp_stories.bundles.inspect import FileKind, inspect
from ldp_stories.bundles.names import read_outer_name
from ldp_stories.crypto.identities import raw_public
from ldp_stories.crypto.sealing import seal
from ldp_stories.domain.held_files import put_in_place, take_away
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.six_words import words_of_key
from ldp_stories.store import people, quarantine
from ldp_stories.store.disk import refusals, sync_folder
from ldp_stories.store.quarantine import SetAside

FOLDER: Final = "quarantine"
LIMIT = 10 * 1024**3
"""Bytes that may wait here in all (BUNDLE.md 7)."""
MOST = 1_000
"""Files that may wait here in all: very many small ones fill the list and slow every look at it, long before they fill the disk."""
PACK: Final = ".ldp-pack.age"
"""How the name of a programme file ends that is kept apart."""
LONG_ENOUGH = 90
"""Days: what waits is storage of personal data too. Then a refused file is thrown away; a coordinator is asked about one that asks to join."""
SPARE: Final = 1024**3
"""Bytes that stay free when a refused file is kept: a damaged file is not worth a full disk."""
WAITS: Final = frozenset({"UNKNOWN_SIGNER", "REVOKED_SIGNER"})
"""Refusals that a coordinator can turn round."""
BROKEN: Final = frozenset({"DAMAGED", "CUT_SHORT", "BAD_SIGNATURE", "BAD_SEAL"})
"""Refusals that the same part, sent once more, mends."""
REFUSED: Final = BROKEN | {
    "BAD_TAR", "BAD_PATH", "BAD_BAG", "BAD_ENVELOPE", "BAD_LINE", "BAD_JSON", "NOT_LISTED", "NOT_A_BUNDLE", "SEALED_WITH_PASSPHRASE",
    "NEEDS_NEWER", "READDRESSED", "SAME_NAME", "TOO_BIG",
}  # fmt: skip
"""Refusals of a sealed file by a rule of the format (resources/spec/bundle.md 11)."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One file that waits. `joining` when it asks to join: then `name`, `role`, `member` and `laptop` say who, `words` are theirs.

    `bundle` stands for it in every list; `file` is the name under which it came, `told` what the sentence of its refusal names.
    """

    bundle: str
    path: Path
    why: str
    device: str
    bytes: int
    at: str
    joining: bool
    name: str
    role: str
    member: str
    laptop: str
    words: tuple[str, ...]
    sign_key: str
    age_recipient: str
    file: str = ""
    packed_on: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    number: tuple[int, int] = (0, 0)
    """The (epoch, number) under which its laptop made it, where that is proved."""

    @property
    def pack(self) -> bool:
        """Whether it is a programme file."""
        return self.path.name.endswith(PACK)


def hold(home: Home, path: Path, error: UserError) -> None:
    """Keep a refused file apart with the code of its refusal, once. What is no refusal of a file that is for us is passed over.

    A sender nobody knows, or who was marked lost: UserError QUARANTINE_FULL, NO_ROOM, DISK_TROUBLE when the file cannot be kept. Any other
    refusal is more use to a person than word that there is no room for the file, so it is then not kept; where it is, the error's facts say
    so (`kept`).
    """
    if error.code not in WAITS | REFUSED or _held_already(home, path, error):
        return
    if error.code in WAITS:
        _hold_proved(home, path, error)
    else:
        with suppress(UserError, OSError):
            error.facts["kept"] = _hold_refused(home, path, error)


def hold_pack(home: Home, path: Path, error: UserError) -> None:
    """Keep a refused programme file apart, once, as `hold` does; `kept` in the error's facts says that it is. No other file is kept.

    A signer nobody knows may be one whom the newest programme file names: then trying again brings it in.
    """
    if error.code not in WAITS | REFUSED or _held_already(home, path, error):
        return
    with suppress(UserError, OSError):
        found = inspect(path)
        if found.kind is FileKind.PACK:
            made = found.head.envelope.made_at_label if found.head is not None else ""
            error.facts["kept"] = _keep(home, path, error, ends=PACK, packed_on=made)


def _held_already(home: Home, path: Path, error: UserError) -> bool:
    """Whether it is the kept file itself that was tried again: the reason may be another one now, the day on which it came is not."""
    here = _entry_of(home, path)
    if here is None:
        return False
    _put(home, replace(here, why=error.code, facts=json.dumps({**_facts(here), "told": _told(error)})))
    error.facts["kept"] = here.id
    return True


def _entry_of(home: Home, path: Path) -> SetAside | None:
    """The line of a file that is kept apart already, when it is that file itself."""
    if path.parent != home.folder / FOLDER:
        return None
    with home.main.read() as con:
        return next((e for e in quarantine.waiting(con) if e.file == path.name), None)


def _put(home: Home, entry: SetAside) -> None:
    """Keep the line; one that is there keeps the day on which its file came."""
    with home.main.write() as con:
        known = next((e for e in quarantine.waiting(con) if e.id == entry.id), None)
        quarantine.put(con, replace(entry, at_label=known.at_label) if known is not None else entry)


def _told(error: UserError) -> dict[str, str]:
    return {name: str(value) for name, value in error.facts.items() if name == "name"}


def _hold_proved(home: Home, path: Path, error: UserError) -> None:
    """A file whose own signature is right, of a laptop that is not trusted: under the id of its bundle, with what it says of its sender."""
    facts = error.facts
    bundle = str(facts["bundle_id"])
    head = inspect(path, [home.keys.age_secret]).head
    join = head.envelope.join if head is not None else None
    kept = _folder(home) / f"{bundle}.tar.age"
    size = _room_for(path, kept)
    _copy(path, kept)
    about = {
        "sign_key": facts.get("key") or "",
        "age_recipient": facts.get("recipient") or "",
        "packed_on": head.envelope.made_at_label if head is not None else "",
        "file": path.name,
    }
    if head is not None and head.envelope.thread is not None:
        about["number"] = [head.envelope.sender.epoch, head.envelope.thread.n]
    if join is not None:
        about |= {"member": join.member, "name": join.name, "role": join.role, "laptop": join.label}
    _put(
        home,
        SetAside(
            bundle,
            kept.name,
            bundle,
            str(facts["device"]),
            error.code,
            size,
            home.label(),
            json.dumps(about),
        ),
    )


def _hold_refused(home: Home, path: Path, error: UserError) -> str:
    """A file that breaks a rule, with its sender where its signature proves who that is. Its id."""
    head = inspect(path, [home.keys.age_secret]).head
    device = ""
    if head is not None:
        with home.main.read() as con:
            known = people.device(con, head.envelope.sender.device)
        same = known is not None and raw_public(known.sign_key) == raw_public(head.key)
        device = head.envelope.sender.device if same else ""
    made = head.envelope.made_at_label if head is not None else ""
    return _keep(home, path, error, ends=".tar.age", device=device, packed_on=made)


def _keep(
    home: Home, path: Path, error: UserError, *, ends: str, device: str = "", packed_on: str = ""
) -> str:
    """Keep a file under the hash of its bytes, so that looking twice keeps it once. Its id. UserError QUARANTINE_FULL, NO_ROOM, DISK_TROUBLE."""
    ident = hash_of(path)
    kept = _folder(home) / f"{ident}{ends}"
    size = _room_for(path, kept)
    if not kept.exists():
        if shutil.disk_usage(kept.parent).free < size + SPARE:
            raise UserError("NO_ROOM")
        _copy(path, kept, to=home.keys.recipient if ends == PACK else "")
    about = {"packed_on": packed_on, "file": path.name, "told": _told(error)}
    _put(
        home,
        SetAside(ident, kept.name, ident, device, error.code, size, home.label(), json.dumps(about)),
    )
    return ident


def hash_of(path: Path) -> str:
    """What a file is kept under. OSError when it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:26]


def _folder(home: Home) -> Path:
    folder = home.folder / FOLDER
    folder.mkdir(exist_ok=True)
    return folder


def _room_for(path: Path, kept: Path) -> int:
    """The size of a file that is to be kept. UserError QUARANTINE_FULL."""
    size = path.stat().st_size
    others = [p.stat().st_size for p in kept.parent.iterdir() if p != kept]
    if sum(others) + size > LIMIT or len(others) >= MOST:
        raise UserError("QUARANTINE_FULL")
    return size


def _copy(path: Path, kept: Path, to: str = "") -> None:
    """Whole and on the disk, or not at all; sealed to the key `to` where one is given. UserError NO_ROOM, DISK_TROUBLE."""
    if kept.resolve() == path.resolve():
        return
    part = kept.with_name(f"{kept.name}.part")
    try:
        with refusals(), path.open("rb") as one, part.open("wb") as other:
            if to:
                seal([to], one, other)
            else:
                shutil.copyfileobj(one, other, 1 << 20)
            other.flush()
            os.fsync(other.fileno())
        with refusals():
            put_in_place(part, kept)
        sync_folder(kept.parent)
    except UserError:
        part.unlink(missing_ok=True)
        raise


def waits_long(home: Home, at: str) -> bool:
    """Whether what came on this day has waited long enough for a person to decide."""
    try:
        return (home.today() - date.fromisoformat(at[:10])).days >= LONG_ENOUGH
    except ValueError:
        return True


def waiting(home: Home) -> tuple[Waiting, ...]:
    """Everything set aside, oldest first."""
    with home.main.read() as con:
        entries = quarantine.waiting(con)
    return tuple(_waiting(home, entry) for entry in entries)


def waiting_one(home: Home, bundle: str) -> Waiting:
    """One bundle that waits. UserError NO_SUCH_JOINER."""
    found = next((w for w in waiting(home) if w.bundle == bundle), None)
    if found is None:
        raise UserError("NO_SUCH_JOINER")
    return found


def packed_number(home: Home, bundle: str) -> tuple[int, int]:
    """The (epoch, number) under which a bundle that waits was made. UserError NO_SUCH_JOINER when it cannot be read."""
    head = inspect(waiting_one(home, bundle).path, [home.keys.age_secret]).head
    if head is None:
        raise UserError("NO_SUCH_JOINER")
    thread = head.envelope.thread
    return head.envelope.sender.epoch, thread.n if thread is not None else 0


def goes_on(home: Home, one: Waiting) -> date | None:
    """The day on which a file is thrown away; None for one that waits for a coordinator, who is here. Nobody lets a programme file in."""
    if one.why in WAITS and not one.pack and Role.COORDINATOR in home.roles():
        return None
    try:
        return date.fromisoformat(one.at[:10]) + timedelta(days=LONG_ENOUGH)
    except ValueError:
        return home.today()


def throw_away_old(home: Home) -> int:
    """Throw away what was refused 90 days ago, what has lost its file, and files that no line names (a copy was brought back); how many."""
    gone = 0
    for one in waiting(home):
        day = goes_on(home, one)
        if day is not None and (day <= home.today() or not one.path.exists()):
            with suppress(
                OSError
            ):  # a file that somebody holds open goes the next time: then no line names it
                let_go(home, one.bundle)
            gone += 1
    named = {one.path.name for one in waiting(home)}
    for path in [p for p in _folder(home).iterdir() if p.name not in named]:
        with suppress(OSError):
            take_away(path)
        gone += 1
    return gone


def came_in(home: Home, path: Path, group: str, part: int) -> None:
    """A file came in: if it was kept apart it is so no more, and neither is a broken copy of the same part."""
    for one in waiting(home):
        outer = read_outer_name(one.file) if one.why in BROKEN else None
        if one.path == path or (outer is not None and outer[:2] == (group, part)):
            let_go(home, one.bundle)


def pack_came_in(home: Home, path: Path) -> None:
    """A programme file was brought in: it is kept apart no more, nor is a broken copy that came under its name."""
    packs = [one for one in waiting(home) if one.pack]
    same = hash_of(path) if packs else ""
    for one in packs:
        if path == one.path or one.bundle == same or (one.why in BROKEN and one.file == path.name):
            let_go(home, one.bundle)


def let_go(home: Home, bundle: str) -> None:
    """Take a bundle off the list and delete its file: it was let in, or is not wanted."""
    one = waiting_one(home, bundle)
    with home.main.write() as con:
        quarantine.forget(con, bundle)
    take_away(one.path)


def _waiting(home: Home, entry: SetAside) -> Waiting:
    about = _facts(entry)
    key, told, number = str(about.get("sign_key", "")), about.get("told"), about.get("number")
    return Waiting(
        bundle=entry.bundle,
        path=home.folder / FOLDER / entry.file,
        why=entry.why,
        device=entry.device,
        bytes=entry.bytes,
        at=entry.at_label,
        joining="role" in about,
        name=str(about.get("name", "")),
        role=str(about.get("role", "")),
        member=str(about.get("member", "")),
        laptop=str(about.get("laptop", "")),
        words=words_of_key(home.machine, key) if key else (),
        sign_key=key,
        age_recipient=str(about.get("age_recipient", "")),
        file=str(about.get("file", "")),
        packed_on=str(about.get("packed_on", ""))[:10],
        told=told if isinstance(told, dict) else {},
        number=(number[0], number[1]) if isinstance(number, list) else (0, 0),
    )


def _facts(entry: SetAside) -> dict[str, object]:
    """What was noted about a bundle; nothing where the note cannot be read: one odd line must not hide the others."""
    try:
        about = json.loads(entry.facts)
    except ValueError:
        return {}
    return about if isinstance(about, dict) else {}
