"""Keep safe copies of the notebook on this laptop: made by themselves once a day, verified by opening them, three of them (DESIGN.md 4).

A second copy on the same disk protects against a broken file, not against a lost laptop: only a receipt does that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from ldp_stories.domain.held_files import take_away_folder
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.store import backup, facts
from ldp_stories.store.engine import Database

EVERY: Final = timedelta(days=1)
_ELSEWHERE: Final = "copies elsewhere"


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One safe copy: its folder, the moment it was made (a time label), its size in bytes, whether the sound is in it.

    `aside`: it is what stood in the notebook before another copy was brought back.
    """

    folder: Path
    bytes: int
    with_sound: bool
    at: str
    aside: bool = False

    @property
    def on(self) -> str:
        """The day it was made."""
        return self.at[:10]


def row_of(copy: backup.Copy) -> CopyRow:
    """A copy as it is listed."""
    return CopyRow(copy.folder, copy.bytes, copy.with_vault, copy.at_label, copy.aside)


def safe_copies(home: Home) -> tuple[CopyRow, ...]:
    """The copies on this laptop, the one made last first."""
    return tuple(row_of(copy) for copy in backup.copies(home.place))


def copy_is_due(home: Home) -> bool:
    """Whether the last copy was made a day ago or more, or there is none.

    One from the future counts as old when it is a day ahead or more: a clock that ran a year ahead for an hour and was put right would
    otherwise mean that no copy is made for a year. After that one the dates agree again, so a jump of the clock costs one copy.
    """
    made = backup.copies(home.place)
    try:
        return not made or abs(home.now() - datetime.fromisoformat(made[0].at_label)) >= EVERY
    except ValueError:
        return True


def make_copy(home: Home, to: Path | None = None, progress: Progress = no_progress) -> CopyRow:
    """Make and verify a copy now; with `to` (a stick) the sound goes with it.

    UserError NO_ROOM (NO_ROOM_THERE on a stick), COPY_DAMAGED, DISK_TROUBLE.
    """
    try:
        made = backup.make(home.place, home.stores, home.label(), to=to, progress=progress.report)
    except UserError as error:
        if to is None or error.code != "NO_ROOM":
            raise
        raise UserError("NO_ROOM_THERE", folder=str(to)) from error
    if to is not None:
        note_elsewhere(home, [(str(made.folder), made.at_label[:10])])
    return row_of(made)


def copy_if_due(home: Home, progress: Progress = no_progress) -> CopyRow | None:
    """What the window does by itself after opening: a copy when one is due, else nothing."""
    return make_copy(home, progress=progress) if copy_is_due(home) else None


def forget_what_stood_before(home: Home) -> None:
    """A restore took files out of the notebook, and a copy of them was made and read back before: they need not lie there twice."""
    for folder in backup.stood_before(home.place):
        take_away_folder(folder)


def note_elsewhere(home: Home, copies: Iterable[tuple[str, str]]) -> None:
    """Note copies on other media (where, day), each once."""
    with home.main.write() as con:
        known = [list(row) for row in facts.load(con, _ELSEWHERE) or []]
        more = [list(row) for row in dict.fromkeys(copies)]
        facts.save(con, _ELSEWHERE, [*known, *(row for row in more if row not in known)])


def copies_elsewhere(home: Home) -> tuple[tuple[str, str], ...]:
    """Copies made on other media (where, day), which an erasure cannot reach: they are listed for a person to deal with."""
    return copies_noted_in(home.main)


def copies_noted_in(main: Database) -> tuple[tuple[str, str], ...]:
    """`copies_elsewhere` of a main store."""
    with main.read() as con:
        known = facts.load(con, _ELSEWHERE) or []
    return tuple((str(where), str(day)) for where, day in known)


def forget_copy_elsewhere(home: Home, where: str) -> None:
    """Take a copy on another medium off the list: it was destroyed or made anew."""
    with home.main.write() as con:
        known = facts.load(con, _ELSEWHERE) or []
        facts.save(con, _ELSEWHERE, [row for row in known if row[0] != where])
