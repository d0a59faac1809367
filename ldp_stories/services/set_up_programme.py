"""Set up a programme: found it, fill the required parts one by one, make the recovery key, sign and save the pack (CONTRACTS.md 8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ldp_stories.services.home import Home, Machine


@dataclass(frozen=True, slots=True)
class Part:
    """One of the eight required parts (domain.programme.REQUIRED): what it holds now and whether that is enough."""

    key: str
    title: str
    filled: bool
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """A new recovery identity; `identity` is shown once and kept by the custodians, only `recipient` is stored."""

    identity: str = field(repr=False)
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class SavedPack:
    """A programme file that was written and read back; the six words are read out to everybody who joins."""

    path: Path
    version: int
    words: tuple[str, ...]


def found_programme(
    folder: Path,
    machine: Machine,
    *,
    content: str,
    name: str,
    programme_name: str,
    passphrase: str | None,
    practice: bool,
) -> Home:
    """Make a home and found a programme in it: `content` is "starter" or "larkside"; `name` is the founder's work name."""
    raise NotImplementedError


def parts(home: Home) -> tuple[Part, ...]:
    """The eight required parts in asking order."""
    raise NotImplementedError


def fill_part(home: Home, key: str, values: Mapping[str, Any]) -> Part:
    """Write the values of a part (the keys `parts` shows). Refused NOT_YOUR_ROLE for anyone but a coordinator."""
    raise NotImplementedError


def missing(home: Home) -> tuple[str, ...]:
    """Keys of the parts a live pack still lacks; empty for a practice programme that may be switched on at once."""
    raise NotImplementedError


def make_recovery(home: Home) -> RecoveryKey:
    """Make the programme's recovery identity and write this home's own recovery slot for it."""
    raise NotImplementedError


def save_pack(home: Home, folder: Path) -> SavedPack:
    """Sign and save the `.ldp-pack` in `folder`. Refused PACK_NOT_READY (missing=) for a live pack with missing parts."""
    raise NotImplementedError


def programme_words(home: Home) -> tuple[str, ...]:
    """The six words over the founding statement: what a coordinator reads out to people who join."""
    raise NotImplementedError
