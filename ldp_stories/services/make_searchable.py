"""After very much was brought in: fold it into the store and put its words into the search index, while people go on (CONTRACTS.md 11).

Nobody needs to wait for it. What a closed program left of it is done when the notebook is opened next; nothing is lost meanwhile, only not found
by its words yet.
"""

from typing import Final

from ldp_stories.services.home import Home
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.store import engine, search

MUCH: Final = engine.MUCH
"""What listeners of a notebook hear when there is something to do here."""
ALL_IN: Final = search.WAITING
"""What they hear when searching finds all that is here (and when it does not yet)."""
AT_ONCE: Final = 2_000
"""So many texts in one transaction: whoever types meanwhile waits for one of them at most, a few tenths of a second."""


def not_searchable_yet(home: Home) -> int:
    """About how many texts are here that searching does not find yet."""
    with home.main.read() as con:
        return search.texts_waiting(con)


def is_left(home: Home) -> bool:
    """Whether anything is left to do."""
    return home.main.unfolded or not_searchable_yet(home) > 0


def make_searchable(home: Home, progress: Progress = no_progress) -> None:
    """Do it, a little at a time; may be stopped and begun again. UserError NO_ROOM: what is left stays for the next time."""
    if not is_left(home):
        return
    left = total = not_searchable_yet(home)
    progress.report(0, total)
    home.main.fold()
    while left:
        with home.main.write() as con:
            left = search.index_waiting(con, AT_ONCE)
        progress.report(total - left, total)
