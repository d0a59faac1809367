"""Which other stories stand under the same meeting as one story."""

from ldp_stories.services.home import Home
from ldp_stories.store import records


def others_of_meeting(home: Home, record: str) -> tuple[str, ...]:
    """The ids of the other stories told at the meeting of this one that are still here."""
    with home.main.read() as con:
        told = records.record(con, record)
        if told is None or not told.encounter:
            return ()
        found = records.of_encounter(con, told.encounter)
    return tuple(r.id for r in found if r.id != record and not r.hidden and not r.erased)
