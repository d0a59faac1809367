"""The trash: a story is hidden for thirty days and can be put back; after that it is erased, unless somebody has had it already.

A story that was packed for anybody stays hidden until a coordinator decides (CONTRACTS.md 4): it lies on other laptops too.

The thirty days are counted, not read off the calendar: from one day on which the notebook looks to the next at most a week is counted, and
nothing when the clock went back. So a clock that jumps a year ahead, or a laptop that lay in a drawer, does not empty the trash in one go.

Since when a story lies here is kept on this laptop only. One that a laptop put away before it was set back to a copy comes back to it from
the coordinators, and lies in its trash again from the first look on.
"""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Final

from ldp_stories.domain.orders import OrderKind, OrderReason
from ldp_stories.domain.records import Record
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.clean_up import clean_up
from ldp_stories.services.give_orders import Wanted, give
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.read_record import shown_title
from ldp_stories.services.use_reserve import may_use_reserve
from ldp_stories.services.withdraw import hashes_of
from ldp_stories.store import belonging, consent, desk, holders, layers, media, records, sent

DAYS: Final = 30
LEAP: Final = 7
"""More days than this between two looks are not counted: they are the clock's as often as the calendar's."""
_TRASH: Final = "trash:"


@dataclass(frozen=True, slots=True)
class _Lying:
    """What is kept of a story in the trash: the day it was put there, the days counted since, and the day of the last look."""

    on: str
    counted: int
    looked: str

    @classmethod
    def of(cls, value: object) -> "_Lying":
        """From the desk; a plain day is one that was put there before days were counted."""
        if isinstance(value, dict):
            return cls(str(value["on"]), int(value["counted"]), str(value["looked"]))
        return cls(str(value), 0, str(value))

    def looked_at(self, today: date) -> "_Lying":
        """The same after one more look."""
        passed = (today - date.fromisoformat(self.looked)).days
        return _Lying(self.on, self.counted + min(LEAP, max(0, passed)), today.isoformat())


@dataclass(frozen=True, slots=True)
class Trashed:
    """One story in the trash: since when, until when it can be put back, and whether it was sent to somebody (then it only stays hidden).

    `until` is the earliest day of its end: it is later when the laptop lies in a drawer for weeks.
    """

    id: str
    title: str
    on: str
    until: str
    days_left: int
    sent: bool


@may_use_reserve
def throw_away(home: Home, record: str) -> None:
    """Put one's own story in the trash. UserError NO_SUCH_STORY; Refused NOT_YOURS."""
    with home.main.write() as con:
        found = _mine(home, con, record)
        home.hide(con, "record", record, found.participants)
    with home.desk.write() as con:
        today = _today(home).isoformat()
        desk.save(con, _TRASH + record, asdict(_Lying(today, 0, today)), about=(record,))


def _today(home: Home) -> date:
    """The day by the clock itself: the days are counted from one look to the next, so it may be wrong."""
    return date.fromisoformat(home.label()[:10])


def put_back(home: Home, record: str) -> None:
    """Take a story out of the trash again, as it was. UserError NO_SUCH_STORY when it was erased meanwhile; Refused NOT_YOURS."""
    with home.main.write() as con:
        found = _mine(home, con, record)
        home.put(con, "record", record, sets={"hidden": False}, subj=found.participants)
    with home.desk.write() as con:
        desk.drop(con, _TRASH + record)


def _mine(home: Home, con: Connection, record: str) -> Record:
    found = records.record(con, record)
    if found is None or found.erased:
        raise UserError("NO_SUCH_STORY")
    if found.began_by not in home.own_devices():
        raise Refused("NOT_YOURS")
    return found


def trash(home: Home) -> tuple[Trashed, ...]:
    """What lies in the trash, the newest first. A story that was edited elsewhere meanwhile has come out of it by itself."""
    lying = _lying(home)
    today = _today(home)
    found = []
    with home.main.read() as con:
        came = belonging.from_elsewhere(con, lying)
        for ident, kept in lying.items():
            told = records.record(con, ident)
            if told is None or told.erased or not told.hidden:
                continue
            left = DAYS - kept.looked_at(today).counted
            until = (today + timedelta(days=max(0, left))).isoformat()
            title = shown_title(told.title, layers.of_record(con, ident))
            gone = ident in came or bool(sent.threads_of(con, [ident]))
            found.append(Trashed(ident, title, kept.on, until, left, gone))
    return tuple(sorted(found, key=lambda t: (t.on, t.id), reverse=True))


def _lying(home: Home) -> dict[str, _Lying]:
    """What was put there on this laptop, and from today what was before it was set back to a copy."""
    with home.desk.read() as con:
        kept = {key.removeprefix(_TRASH): _Lying.of(value) for key, value in desk.rows(con, _TRASH)}
    with home.main.read() as con:
        away = holders.put_away_by(con, home.own_devices())
    today = _today(home).isoformat()
    return {**{ident: _Lying(today, 0, today) for ident in sorted(away)}, **kept}


@may_use_reserve
def empty_old(home: Home) -> int:
    """Look at the trash, and erase what has lain there for thirty days and was never sent; how many stories. A repeat does no harm."""
    _look(home)
    ripe = [one.id for one in trash(home) if one.days_left <= 0 and not one.sent]
    if not ripe:
        return 0
    with home.main.read() as con:
        targets = {thing for ident in ripe for thing in all_of(con, ident)}
    give(home, [Wanted(kind=OrderKind.ERASE, reason=OrderReason.TRASH, targets=tuple(targets))])
    with home.desk.write() as con:
        for ident in ripe:
            desk.drop(con, _TRASH + ident)
    clean_up(home)
    return len(ripe)


def _look(home: Home) -> None:
    """Count the days since the last look."""
    today = _today(home)
    with home.desk.read() as con:
        known = {key.removeprefix(_TRASH) for key, _ in desk.rows(con, _TRASH)}
    lying = _lying(home)
    late = {i: kept for i, kept in lying.items() if i not in known or kept.looked != today.isoformat()}
    if late:
        with home.desk.write() as con:
            for ident, kept in late.items():
                desk.save(con, _TRASH + ident, asdict(kept.looked_at(today)), about=(ident,))


def all_of(con: Connection, ident: str) -> set[str]:
    """The story and what hangs from it; its meeting and answers when nothing else was told there. Who told it is left: they have a code."""
    told = records.record(con, ident)
    if told is None:
        return set()
    alone = {r.id for r in records.of_encounter(con, told.encounter)} <= {ident} if told.encounter else False
    around = {told.encounter or "", *told.participants}
    found = {ident, *belonging.things_of(con, ident)} - around
    if alone and told.encounter:
        found |= {told.encounter, *(c.id for c in consent.of_encounter(con, told.encounter))}
    found |= hashes_of(con, [m.id for m in media.all_of_record(con, ident)])
    return found
