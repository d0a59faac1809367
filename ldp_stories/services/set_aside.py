"""Bundles set aside: from a sender nobody knows yet, or one who was marked lost. They wait for a person; nothing of them enters."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from ldp_stories.bundles.inspect import inspect
from ldp_stories.domain.held_files import take_away
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.six_words import words_of_key
from ldp_stories.store import quarantine
from ldp_stories.store.quarantine import SetAside

FOLDER = "quarantine"
LIMIT = 10 * 1024**3
"""Bytes that may wait here in all (BUNDLE.md 7)."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One bundle that waits. `joining` when it asks to join: then `name`, `role`, `member` and `laptop` say who, `words` are theirs."""

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


def hold(home: Home, path: Path, error: UserError) -> None:
    """Copy a proved bundle of an unknown or revoked signer aside, once. UserError QUARANTINE_FULL."""
    facts = error.facts
    bundle = str(facts["bundle_id"])
    head = inspect(path, [home.keys.age_secret]).head
    join = head.envelope.join if head is not None else None
    folder = home.folder / FOLDER
    folder.mkdir(exist_ok=True)
    kept = folder / f"{bundle}.tar.age"
    size = path.stat().st_size
    if sum(p.stat().st_size for p in folder.iterdir() if p != kept) + size > LIMIT:
        raise UserError("QUARANTINE_FULL") from error
    if kept.resolve() != path.resolve():
        shutil.copyfile(path, kept)
    about = {
        "sign_key": facts.get("key") or "",
        "age_recipient": facts.get("recipient") or "",
        "packed_on": head.envelope.made_at_label if head is not None else "",
    }
    if join is not None:
        about |= {"member": join.member, "name": join.name, "role": join.role, "laptop": join.label}
    entry = SetAside(
        bundle, kept.name, bundle, str(facts["device"]), error.code, size, home.label(), json.dumps(about)
    )
    with home.main.write() as con:
        quarantine.put(con, entry)


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


def let_go(home: Home, bundle: str) -> None:
    """Take a bundle off the list and delete its file: it was let in, or is not wanted."""
    one = waiting_one(home, bundle)
    with home.main.write() as con:
        quarantine.forget(con, bundle)
    take_away(one.path)


def _waiting(home: Home, entry: SetAside) -> Waiting:
    about = _facts(entry)
    key = str(about.get("sign_key", ""))
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
    )


def _facts(entry: SetAside) -> dict[str, object]:
    """What was noted about a bundle; nothing where the note cannot be read: one odd line must not hide the others."""
    try:
        about = json.loads(entry.facts)
    except ValueError:
        return {}
    return about if isinstance(about, dict) else {}
