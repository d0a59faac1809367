"""A clock that ran ahead once: the person says that it is right now, and rules with dates stop waiting for a day that was a slip.

Rules with dates use the later of the clock and the last time this notebook saw (CONTRACTS.md 4). After one opening in 2038 every programme
file would have ended and every answer would have to be asked again. So when the clock is behind, the person is asked which day is true.
Dates that were written meanwhile stay as they are: they are labels, and no rule of merging reads them.
"""

from dataclasses import dataclass

from ldp_stories.errors import Refused
from ldp_stories.services.home import Home
from ldp_stories.store.ledger_read import first_label


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the clock says, and the later day that this notebook saw (both as time labels)."""

    says: str
    seen: str


def doubt(home: Home) -> Doubt | None:
    """What is to be asked of the person; None when the clock is not behind."""
    return Doubt(home.label(), home.last_label) if home.clock_is_behind else None


def believe_clock(home: Home) -> None:
    """The clock is right now, says the person. Refused CLOCK_TOO_EARLY (day=) before the programme began: that clock is wrong."""
    with home.main.read() as con:
        began = first_label(con)
    if home.label()[:10] < began[:10]:
        raise Refused("CLOCK_TOO_EARLY", day=began[:10])
    home.see_time(home.label())
