"""Stories that are here and that nobody uses now: kept closed, or put in the trash on another laptop. Said plainly, and decided by a coordinator.

Of a closed story nothing is shown but who closed it and when; why, nobody is told here. A story in the trash that others have had stays
hidden until a coordinator decides (CONTRACTS.md 4): it is put back, or it is taken out for good, on every laptop.
"""

from dataclasses import dataclass

from ldp_stories.domain.notices import HIDDEN, SENSITIVITY, TAKES_AWAY
from ldp_stories.domain.orders import OrderKind, OrderReason
from ldp_stories.domain.people import tidy_code
from ldp_stories.domain.records import Record, Sensitivity
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.clean_up import clean_up
from ldp_stories.services.give_orders import Wanted, give
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.story import need
from ldp_stories.services.trash import all_of
from ldp_stories.store import encounters, holders, ledger, people, records


@dataclass(frozen=True, slots=True)
class Shut:
    """One such story. `closed`: else it lies in the trash. `by` and `on` (ISO date) say who did it and when, `researcher` and `told_on` whose.

    `title` only of what lies in the trash. `codes` are of the people who told it: one is typed to take it out for good.
    """

    record: str
    closed: bool
    by: str
    on: str
    researcher: str
    told_on: str
    title: str = ""
    codes: tuple[str, ...] = ()


def shut_stories(home: Home) -> tuple[Shut, ...]:
    """For a coordinator every such story; for a researcher those of their own that somebody else put in the trash; the newest first."""
    own = home.own_devices()
    with home.main.read() as con:
        away = records.several(con, holders.hidden_records(con))
        found = [_away(home, con, r) for r in away.values() if _concerns(home, r)]
        if Role.COORDINATOR in home.roles():
            closed = records.several(con, holders.closed_records(con))
            found += [_closed(home, con, r) for r in closed.values()]
    kept = [one for one, device in found if one is not None and (one.closed or device not in own)]
    return tuple(sorted(kept, key=lambda s: (s.on, s.record), reverse=True))


def _concerns(home: Home, record: Record) -> bool:
    return Role.COORDINATOR in home.roles() or record.began_by in home.own_devices()


def put_away_by_others(home: Home) -> tuple[Shut, ...]:
    """One's own stories that somebody else put in the trash: nobody loses a story without being told."""
    own = home.own_devices()
    with home.main.read() as con:
        mine = {i for i, r in records.several(con, holders.hidden_records(con)).items() if r.began_by in own}
    return tuple(s for s in shut_stories(home) if s.record in mine and not s.closed)


def put_back_for_all(home: Home, record: str) -> None:
    """A coordinator takes a story out of the trash, wherever it lies there. Refused NOT_YOUR_ROLE; UserError NO_SUCH_STORY."""
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        found = _hidden(con, record)
        home.put(con, "record", record, sets={HIDDEN: False}, subj=found.participants)


def take_out_for_all(home: Home, record: str, typed: str) -> None:
    """A coordinator takes a story in the trash out for good, on every laptop. It has no undo: a code of who told it is typed first.

    Refused NOT_YOUR_ROLE, CODE_SLIP, CODE_DIFFERS; UserError NO_SUCH_STORY.
    """
    need(home, Role.COORDINATOR)
    with home.main.read() as con:
        codes = _codes(con, _hidden(con, record))
        targets = tuple(sorted(all_of(con, record)))
    if codes and tidy_code(typed) is None:
        raise Refused("CODE_SLIP")
    if codes and tidy_code(typed) not in codes:
        raise Refused("CODE_DIFFERS")
    give(home, [Wanted(kind=OrderKind.ERASE, reason=OrderReason.TRASH, targets=targets)])
    clean_up(home)


def _hidden(con: Connection, record: str) -> Record:
    found = records.record(con, record)
    if found is None or found.erased or not found.hidden:
        raise UserError("NO_SUCH_STORY")
    return found


def _away(home: Home, con: Connection, record: Record) -> tuple[Shut | None, str]:
    by, on, device = _said(home, con, record, HIDDEN)
    if not device:  # a wish without the right hides it: that is decided elsewhere
        return None, ""
    return _shut(home, con, record, by, on, title=record.title, codes=_codes(con, record)), device


def _closed(home: Home, con: Connection, record: Record) -> tuple[Shut | None, str]:
    by, on, device = _said(home, con, record, SENSITIVITY)
    return _shut(home, con, record, by, on), device


def _shut(
    home: Home,
    con: Connection,
    record: Record,
    by: str,
    on: str,
    *,
    title: str = "",
    codes: tuple[str, ...] = (),
) -> Shut:
    meeting = encounters.encounter(con, record.encounter) if record.encounter else None
    closed = record.sensitivity is Sensitivity.CLOSED and not record.hidden
    return Shut(
        record.id,
        closed,
        by,
        on,
        _name(home, con, record.began_by),
        meeting.day if meeting else "",
        "" if record.sensitivity is Sensitivity.CLOSED else title,
        codes,
    )


def _said(home: Home, con: Connection, record: Record, field: str) -> tuple[str, str, str]:
    """Who took it away, on which day, and on which laptop; the newest where several did."""
    view = ledger.entity(con, record.id)
    said = [c for c in view.fields.get(field, ()) if c.value == TAKES_AWAY[field]] if view is not None else []
    if not said:
        return "", "", ""
    last = max(said, key=lambda c: (c.at, c.rev))
    device = last.dev.split(".", 1)[0]
    return _name(home, con, device), last.at[:10], device


def _name(home: Home, con: Connection, device: str) -> str:
    member = people.member_of_device(con, device)
    if member is None:
        return home.name if device in home.own_devices() else ""
    return home.shown_member(con, member.id)


def _codes(con: Connection, record: Record) -> tuple[str, ...]:
    found = (people.participant(con, p) for p in record.participants)
    return tuple(p.code for p in found if p is not None and p.code)
