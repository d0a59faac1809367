"""Close this home: a laptop is handed back. What nobody has received is listed, the keys are shredded, a sheet says what was done."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ldp_stories.domain.held_files import take_away, take_away_folder
from ldp_stories.domain.records import Shown
from ldp_stories.errors import Refused
from ldp_stories.services.home import Home
from ldp_stories.services.keep_copies import copies_elsewhere
from ldp_stories.services.my_stories import own_only
from ldp_stories.services.open_home import RECOVERY
from ldp_stories.services.record_encounter import open_conversations
from ldp_stories.store import records
from ldp_stories.store.homes import HomeFolder

WORD: Final = "yes"
_ELSEWHERE: Final = frozenset({Shown.RECEIVED, Shown.IN_REVIEW, Shown.REVIEWED, Shown.TAKEN_BACK})
_LOOKED_AT: Final = 100_000


@dataclass(frozen=True, slots=True)
class Closing:
    """What stands before a home is closed.

    `only_here` are the titles of stories that nobody has confirmed, `talks` how many conversations are still open, `confirmed` how many
    stories somebody else has, `copies` where copies of this notebook lie on other media (place, day).
    """

    name: str
    laptop: str
    on: str
    only_here: tuple[str, ...]
    talks: int
    confirmed: int
    copies: tuple[tuple[str, str], ...]

    @property
    def nothing_lost(self) -> bool:
        """Whether everything is in somebody else's hands."""
        return not self.only_here and not self.talks


def before_closing(home: Home) -> Closing:
    """What nobody has received, and what is elsewhere."""
    with home.main.read() as con:
        rows = records.page(con, began_by=own_only(home), limit=_LOOKED_AT).rows
    waiting = tuple(row.title for row in rows if row.shown not in _ELSEWHERE)
    return Closing(
        name=home.name,
        laptop=home.device_label,
        on=home.label()[:10],
        only_here=waiting,
        talks=len(open_conversations(home)),
        confirmed=len(rows) - len(waiting),
        copies=copies_elsewhere(home),
    )


def refuse_unsafe_closing(home: Home, typed: str) -> Closing:
    """What stands; Refused STILL_ONLY_HERE while something was received by nobody, unless the person typed `WORD`."""
    standing = before_closing(home)
    if not standing.nothing_lost and typed.strip().casefold() != WORD:
        raise Refused("STILL_ONLY_HERE", count=len(standing.only_here) + standing.talks)
    return standing


def close_for_good(home: Home, typed: str = "") -> Closing:
    """Shred the keys and remove the notebook: nothing on this laptop opens it again. A copy on a stick still does. What stood before."""
    standing = refuse_unsafe_closing(home, typed)
    home.close()
    shred_closed(home)
    return standing


def shred_closed(home: Home) -> None:
    """Shred a notebook that was closed, and what stands outside of it on this laptop."""
    shred(home.place)
    take_away(home.machine.state_folder / f"{home.author.device}.json")


def shred(place: HomeFolder) -> None:
    """Every file with a way to the keys is written over and removed first; then the rest goes. May be done again after a kill."""
    ways = [place.path / RECOVERY, *place.path.rglob(place.keyslots.name), *place.path.rglob("*.age.part")]
    for path in (p for p in ways if p.is_file()):
        _write_over(path)
    try:
        take_away_folder(place.path)
    except OSError:  # all that can go goes; what is left is sealed, and no key to it is anywhere
        shutil.rmtree(place.path, ignore_errors=True)


def _write_over(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    take_away(path)
