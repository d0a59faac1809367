"""The log of people who used a right: taking back, a copy, a correction, an objection, a complaint - with clocks and without content.

One month for a right, thirty days to acknowledge a complaint (domain/5-ethics-law.md 5.2). Only coordinators read and write it; it goes from
one coordinator to the others.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.reach_of import Reach
from ldp_stories.services.story import need
from ldp_stories.store.programme import raw

KIND: Final = "rights_request"
WHATS: Final = ("withdrawal", "copy", "correction", "objection", "complaint")
COMPLAINT_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class RightsRow:
    """One request. `due` is the last day (ISO); `days_left` until then, below 0 when it is past; `done` "" while it is open."""

    id: str
    what: str
    received: str
    due: str
    days_left: int
    acknowledged: str
    done: str
    outcome: str
    reason: str
    participant: str
    orders: tuple[str, ...]
    outputs: tuple[Mapping[str, Any], ...]


def requests(home: Home) -> tuple[RightsRow, ...]:
    """Every request, the open ones first by their last day, then the others, newest first."""
    today = home.today()
    with home.main.read() as con:
        rows = [_row(ident, fields, today) for ident, fields in raw(con, KIND)]
    still = sorted((r for r in rows if not r.done), key=lambda r: (r.due, r.id))
    over = sorted((r for r in rows if r.done), key=lambda r: (r.done, r.id), reverse=True)
    return (*still, *over)


def _row(ident: str, fields: Mapping[str, Any], today: date) -> RightsRow:
    received = str(fields.get("received") or today.isoformat())
    what = str(fields.get("what") or "")
    due = last_day(what, date.fromisoformat(received))
    outputs = fields.get("outputs")
    orders = fields.get("orders")
    return RightsRow(
        id=ident,
        what=what,
        received=received,
        due=due.isoformat(),
        days_left=(due - today).days,
        acknowledged=str(fields.get("acknowledged") or ""),
        done=str(fields.get("done") or ""),
        outcome=str(fields.get("outcome") or ""),
        reason=str(fields.get("reason") or ""),
        participant=str(fields.get("participant") or ""),
        orders=tuple(str(o) for o in orders) if isinstance(orders, list) else (),
        outputs=tuple(o for o in outputs if isinstance(o, dict)) if isinstance(outputs, list) else (),
    )


def last_day(what: str, received: date) -> date:
    """One month from the day it came, to the same day of the next month (its last one when that is shorter); 30 days for a complaint."""
    if what == "complaint":
        return received + timedelta(days=COMPLAINT_DAYS)
    year, month = (received.year + 1, 1) if received.month == 12 else (received.year, received.month + 1)
    return date(year, month, min(received.day, monthrange(year, month)[1]))


def note_request(home: Home, what: str, received: str, participant: str = "") -> str:
    """Begin the clock of a request; its id. ValueError for another kind or no date; Refused NOT_YOUR_ROLE."""
    need(home, Role.COORDINATOR)
    if what not in WHATS:
        raise ValueError(f"a request is one of {', '.join(WHATS)}")
    day = date.fromisoformat(received).isoformat()
    ident = new_id()
    with home.main.write() as con:
        _put(home, con, ident, what=what, received=day, participant=participant or None, by=home.member)
    return ident


def acknowledge(home: Home, ident: str) -> None:
    """Note that the person was told that it came. Refused NOT_YOUR_ROLE."""
    _set(home, ident, acknowledged=home.today().isoformat())


def finish_request(home: Home, ident: str, outcome: str, reason: str = "") -> None:
    """Note the end: done, part or refused; a refusal needs its reason (UserError REASON_NEEDED). Refused NOT_YOUR_ROLE."""
    if outcome not in ("done", "part", "refused"):
        raise ValueError("an outcome is done, part or refused")
    if outcome == "refused" and not reason.strip():
        raise UserError("REASON_NEEDED")
    _set(home, ident, outcome=outcome, reason=reason.strip(), done=home.today().isoformat())


def _set(home: Home, ident: str, **sets: Any) -> None:
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        _put(home, con, ident, **sets)


def _put(home: Home, con: Connection, ident: str, **sets: Any) -> None:
    home.put(con, KIND, ident, sets=sets)


def note_wish(home: Home, participant: str) -> str:
    """The open request of a person who takes back, begun today when there is none; "" for a researcher, who keeps no log."""
    if Role.COORDINATOR not in home.roles():
        return ""
    for row in requests(home):
        if row.participant == participant and row.what == "withdrawal" and not row.done:
            return row.id
    return note_request(home, "withdrawal", home.today().isoformat(), participant)


def note_done(home: Home, ident: str, orders: Sequence[str], reach: Reach) -> None:
    """Close a request with its orders, and with what was made for readers (kinds and numbers only)."""
    if not ident:
        return
    outputs = [
        {"type": o.type, "made": o.made_on, "copies": o.copies, "state": "issued" if o.issued else "draft"}
        for o in reach.outputs
    ]
    today = home.today().isoformat()
    _set(home, ident, orders=list(orders), outputs=outputs, outcome="done", done=today)


def about_orders(home: Home, orders: Iterable[str]) -> RightsRow | None:
    """The request that these orders answered."""
    wanted = set(orders)
    return next((r for r in requests(home) if wanted & set(r.orders)), None)
