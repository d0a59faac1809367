"""Undo of marks and tags, across restarts: what was last put on a story or taken off it lies in the desk file, the newest forty of each.

They never travel, and go when the story goes. A tag that a coordinator has decided meanwhile stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ldp_stories.errors import Refused
from ldp_stories.services.home import Home
from ldp_stories.store import desk, ledger, records, review

MOST: Final = 40


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done: `things` (kind, id) that were put on (`on`) or taken off; `words` name it, as it was then."""

    on: bool
    things: tuple[tuple[str, str], ...]
    words: str


def _key(record: str) -> str:
    return f"marks:{record}"


def note_act(home: Home, record: str, things: Sequence[tuple[str, str]], words: str, *, on: bool) -> None:
    """Remember what was just done, so that it can be undone tomorrow as well."""
    with home.desk.write() as con:
        known = list(desk.load(con, _key(record)) or [])
        known.append([on, [list(t) for t in things], words])
        desk.save(con, _key(record), known[-MOST:], about=(record,))


def last_act(home: Home, record: str) -> Act | None:
    """What would be undone now."""
    with home.desk.read() as con:
        known = desk.load(con, _key(record)) or []
    if not known:
        return None
    on, things, words = known[-1]
    return Act(bool(on), tuple((str(kind), str(ent)) for kind, ent in things), str(words))


def undo_act(home: Home, record: str) -> Act | None:
    """Undo the last thing that was done to a story's marks and tags; None when there is none. Refused DECIDED_ALREADY: it stays."""
    act = last_act(home, record)
    if act is None:
        return None
    try:
        _turn(home, record, act)
    finally:  # what cannot be undone does not stand in the way of what was done before it
        with home.desk.write() as con:
            known = list(desk.load(con, _key(record)) or [])
            desk.save(con, _key(record), known[:-1], about=(record,))
    return act


def _turn(home: Home, record: str, act: Act) -> None:
    with home.main.write() as con:
        told = records.record(con, record)
        about = told.participants if told is not None and not told.erased else ()
        here = [(kind, ent) for kind, ent in act.things if told is not None and ledger.entity(con, ent)]
        decided = {r.suggestion.id for r in review.readings(con, record) if r.history}
        if any(ent in decided for _, ent in here):
            raise Refused("DECIDED_ALREADY")
        for kind, ent in here:
            home.put(con, kind, ent, sets={"hidden": act.on}, subj=about)
