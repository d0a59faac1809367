"""First start and unlocking: look at a programme file, join, open, practise, take a newer pack (SCREENS.md 5.1, CONTRACTS.md 8)."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import packs
from ldp_stories.services.begin_again import SetBack, before_lines, begin_again
from ldp_stories.services.end_of_care import take_off_when_due
from ldp_stories.services.fit_role import fit_role
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.keep_evidence import lock_away
from ldp_stories.services.open_home import (
    HomeCard,
    Who,
    change_passphrase,
    create,
    recover_home,
    recovery_slot,
    same_passphrase,
    write_recovery_slot,
)
from ldp_stories.services.open_home import homes_in as homes
from ldp_stories.services.open_home import open_home as _open
from ldp_stories.services.practise import practice_home
from ldp_stories.services.renew_receipts import under_new_epoch
from ldp_stories.services.required_parts import titles
from ldp_stories.services.set_aside import PACK, hold_pack, pack_came_in
from ldp_stories.services.six_words import same_words, words_of_key
from ldp_stories.store import programme

__all__ = [
    "HomeCard", "PackPreview", "PackTaken", "change_passphrase", "homes", "join_programme", "keep_recovery", "look_at_pack", "open_home", "own_words",
    "practice_home", "recover_home", "recovery_slot", "same_passphrase", "take_pack", "words_match",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PackPreview:
    """What a programme file says before anything is trusted; `words` are the six words the coordinator reads out."""

    path: Path
    programme: str
    name: str
    version: int
    words: tuple[str, ...]
    practice: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackTaken:
    """What bringing in a pack did: its version, how many changes in it were new here, and what was noticed of this notebook itself."""

    version: int
    new: int
    set_back: SetBack | None = None


def open_home(folder: Path, passphrase: str | None, machine: Machine) -> Home:
    """Open a home; what proves answers and waited for the passphrase is locked away with who people are. Errors as `open_home.open_home`."""
    home = _open(folder, passphrase, machine)
    with suppress(
        UserError
    ):  # an older passphrase may guard the identity store: what waits stays sealed where it is
        lock_away(home, passphrase)
    fit_role(home)
    with suppress(UserError):  # the same: they stay sealed, and go at the next opening
        take_off_when_due(home, passphrase)
    under_new_epoch(home)
    begin_again(home)
    return home


def look_at_pack(path: Path, machine: Machine) -> PackPreview:
    """Verify a programme file and say what it is. UserError NOT_A_PACK, DAMAGED, NEEDS_NEWER, PACK_UNTRUSTED."""
    return _preview(path, machine, packs.read_first(path, machine))


def _preview(path: Path, machine: Machine, pack: packs.PackRead) -> PackPreview:
    return PackPreview(
        path=path,
        programme=pack.envelope.project,
        name=str(pack.programme.get("name", "")),
        version=int(pack.programme.get("version") or 0),
        words=machine.six_words(pack.founding.statement),
        practice=pack.envelope.practice,
        missing=pack.missing,
    )


def words_match(preview: PackPreview, typed: str) -> bool:
    """Whether the six typed words are the pack's; case, commas, dashes between words and extra spaces do not matter."""
    return same_words(preview.words, typed)


def join_programme(
    folder: Path,
    pack: Path,
    machine: Machine,
    *,
    name: str,
    passphrase: str | None,
    role: Role,
    words: str | None,
    label: str = "",
) -> Home:
    """Make a home in the new, empty `folder` for this programme and open it.

    Refused PACK_NOT_READY (missing=) for a live pack with missing parts, WORDS_DIFFER when the words are not the pack's (a live pack
    needs them). UserError SYNCED_FOLDER, HOME_EXISTS, PASSPHRASE_SHORT, NO_ROOM. A practice pack takes no passphrase.
    """
    found = packs.read_first(pack, machine)
    preview = _preview(pack, machine, found)
    if preview.missing and not preview.practice:
        raise Refused("PACK_NOT_READY", missing=titles(preview.missing), parts=preview.missing)
    if (words is not None or not preview.practice) and not words_match(preview, words or ""):
        raise Refused("WORDS_DIFFER")
    who = Who(name, (role,), label)
    home = create(folder, machine, who, passphrase=passphrase, practice=preview.practice)
    try:
        packs.bring_in(home, found)
        keep_recovery(home)
    except BaseException:
        home.close()
        raise
    return home


def keep_recovery(home: Home) -> None:
    """Seal the root key to the recovery key that the newest pack names; nothing to do when it names none."""
    with home.main.read() as con:
        known = programme.raw(con, "recovery")
    recipient = str(known[0][1].get("recipient") or "") if known else ""
    if recipient:
        write_recovery_slot(home, recipient)


def take_pack(home: Home, path: Path) -> PackTaken:
    """Bring in a newer pack of this home's programme; an older one brings nothing new and does no harm.

    UserError FOREIGN_PROGRAMME, UNKNOWN_SIGNER, REVOKED_SIGNER, PRACTICE_MIXED, NOT_A_PACK, DAMAGED. A refused one is kept apart with the
    reason (set_aside.hold_pack); `path` may be the copy that is kept.
    """
    try:
        pack = packs.read(
            path,
            home.machine,
            packs.trusted_by(home),
            project=home.programme().id,
            practice=home.practice,
            identities=[home.keys.age_secret] if path.name.endswith(PACK) else (),
        )
    except UserError as error:
        hold_pack(home, path, error)
        raise
    back = before_lines(home, pack.revisions)
    new = packs.bring_in(home, pack)
    keep_recovery(home)
    fit_role(home)
    pack_came_in(home, path)
    return PackTaken(int(pack.programme.get("version") or 0), new, begin_again(home) or back)


def own_words(home: Home) -> tuple[str, ...]:
    """The six words of this device's signing key, read to the coordinator when asking to join."""
    return words_of_key(home.machine, home.keys.sign_public)
