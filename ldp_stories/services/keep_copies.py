"""Keep safe copies of the notebook on this laptop: made by themselves once a day, verified by opening them, three of them (DESIGN.md 4).

A second copy on the same disk protects against a broken file, not against a lost laptop: only a receipt does that.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from ldp_stories.services.home import Home
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.store import backup, facts

EVERY: Final = timedelta(days=1)
_ELSEWHERE: Final = "copies elsewhere"


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One safe copy: its folder, the day it was made, its size in bytes, and whether the sound is in it."""

    folder: Path
    on: str
    bytes: int
    with_sound: bool


def safe_copies(home: Home) -> tuple[CopyRow, ...]:
    """The copies on this laptop, newest first."""
    found = sorted(backup.copies(home.place), key=lambda c: c.at_label, reverse=True)
    return tuple(CopyRow(c.folder, c.at_label[:10], c.bytes, c.with_vault) for c in found)


def copy_is_due(home: Home) -> bool:
    """Whether the newest copy is older than a day, or there is none; a clock that was set back makes none due."""
    rows = [c.at_label for c in backup.copies(home.place)]
    if not rows:
        return True
    try:
        newest = datetime.fromisoformat(max(rows))
    except ValueError:
        return True
    return home.now() - newest >= EVERY


def make_copy(home: Home, to: Path | None = None, progress: Progress = no_progress) -> CopyRow:
    """Make and verify a copy now; with `to` (a stick) the sound goes with it. UserError NO_ROOM, COPY_DAMAGED, DISK_TROUBLE."""
    made = backup.make(home.place, home.stores, home.label(), to=to, progress=progress.report)
    if to is not None:
        _note_elsewhere(home, made.folder, made.at_label[:10])
    return CopyRow(made.folder, made.at_label[:10], made.bytes, made.with_vault)


def copy_if_due(home: Home, progress: Progress = no_progress) -> CopyRow | None:
    """What the window does by itself after opening: a copy when one is due, else nothing."""
    return make_copy(home, progress=progress) if copy_is_due(home) else None


def _note_elsewhere(home: Home, folder: Path, day: str) -> None:
    with home.main.write() as con:
        known = facts.load(con, _ELSEWHERE) or []
        facts.save(con, _ELSEWHERE, [*known, [str(folder), day]])


def copies_elsewhere(home: Home) -> tuple[tuple[str, str], ...]:
    """Copies made on other media (where, day), which an erasure cannot reach: they are listed for a person to deal with."""
    with home.main.read() as con:
        known = facts.load(con, _ELSEWHERE) or []
    return tuple((str(where), str(day)) for where, day in known)


def forget_copy_elsewhere(home: Home, where: str) -> None:
    """Take a copy on another medium off the list: it was destroyed or made anew."""
    with home.main.write() as con:
        known = facts.load(con, _ELSEWHERE) or []
        facts.save(con, _ELSEWHERE, [row for row in known if row[0] != where])
