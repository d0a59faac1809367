"""First start and unlocking: look at a programme file, join, open, practise, take a newer pack (SCREENS.md 5.1, CONTRACTS.md 8)."""

from dataclasses import dataclass
from pathlib import Path

from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.progress import Progress, no_progress


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
class HomeCard:
    """One line of the start screen. `label` may be empty when the pack hides labels; practice homes need no passphrase."""

    folder: Path
    label: str
    practice: bool


@dataclass(frozen=True, slots=True)
class PackTaken:
    """What bringing in a pack did: its version, and how many changes in it were new here."""

    version: int
    new: int


def look_at_pack(path: Path, machine: Machine) -> PackPreview:
    """Verify a programme file and say what it is. UserError NOT_A_PACK, DAMAGED, NEEDS_NEWER, UNKNOWN_SIGNER."""
    raise NotImplementedError


def words_match(preview: PackPreview, typed: str) -> bool:
    """Whether the six typed words are the pack's; case, commas, dashes and extra spaces do not matter."""
    raise NotImplementedError


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

    Refused PACK_NOT_READY (missing=) for a live pack with missing parts, WORDS_DIFFER when the words are not the pack's (live packs need
    them). UserError SYNCED_FOLDER, HOME_EXISTS, NO_ROOM. A practice pack takes no passphrase.
    """
    raise NotImplementedError


def open_home(folder: Path, passphrase: str | None, machine: Machine) -> Home:
    """Open a home; None opens practice homes only. UserError WRONG_PASSPHRASE, NO_HOME, STORE_IN_USE, STORE_NEWER, STORE_DAMAGED."""
    raise NotImplementedError


def homes(root: Path) -> tuple[HomeCard, ...]:
    """The homes in a folder of homes, by label."""
    raise NotImplementedError


def practice_home(
    folder: Path, machine: Machine, *, name: str, stories: bool = True, progress: Progress = no_progress
) -> Home:
    """ "Try with practice": found Larkside Together on the spot, this device holding all three roles, and bring in its 29 stories."""
    raise NotImplementedError


def take_pack(home: Home, path: Path) -> PackTaken:
    """Bring in a newer pack of this home's programme. UserError FOREIGN_PROGRAMME, UNKNOWN_SIGNER, PRACTICE_MIXED, NOT_A_PACK."""
    raise NotImplementedError


def recover_home(folder: Path, recovery_identity: str, new_passphrase: str, machine: Machine) -> Home:
    """Open with the programme's recovery identity and set a new passphrase. UserError WRONG_RECOVERY_KEY, NO_HOME."""
    raise NotImplementedError


def change_passphrase(home: Home, old: str, new: str) -> None:
    """Write a new passphrase slot. UserError WRONG_PASSPHRASE, PASSPHRASE_SHORT."""
    raise NotImplementedError


def own_words(home: Home) -> tuple[str, ...]:
    """The six words of this device's signing key, read to the coordinator when asking to join."""
    raise NotImplementedError
