"""A second coordinator takes over, by name: who handed over to whom, and when, stands in the programme; what they are owed goes with the next file.

From then on the new coordinator may do everything the giver could. Nothing is taken from the giver: they leave by a step of their own.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.programme import Member
from ldp_stories.domain.roles import Extra, Role, roles_on
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.count_left import stays_here
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.plan_bundle import plan
from ldp_stories.services.recipients import COORDINATORS
from ldp_stories.services.story import need
from ldp_stories.store import desk, people
from ldp_stories.store.programme import raw

KIND: Final = "hand_over"
READ: Final = "hand-over read:"


@dataclass(frozen=True, slots=True)
class HandOver:
    """One hand-over by name; `undone` when it was taken back; `stays` counts the stories that did not go with it, by reason."""

    id: str
    giver: str
    taker: str
    on: str
    note: str
    undone: bool
    stays: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Owed:
    """What the taker is still to be sent: stories and sounds, and how many stories never travel, by reason (closed, held, draft)."""

    stories: int
    sounds: int
    stays: dict[str, int]


def hand_over_to(home: Home, taker: str, note: str = "") -> HandOver:
    """Write down that one hands over to another member, who becomes a coordinator today when they are none.

    Refused NOT_YOUR_ROLE, NO_LAPTOP_THERE (nobody could read anything without one), SAME_MEMBER; UserError NO_SUCH_MEMBER.
    """
    need(home, Role.COORDINATOR)
    stays = stays_here(home)
    if taker == home.member:
        raise Refused("SAME_MEMBER")
    with home.main.write() as con:
        found = people.member(con, taker)
        if found is None:
            raise UserError("NO_SUCH_MEMBER")
        if not any(d.status == "active" for d in people.devices(con, taker)):
            raise Refused("NO_LAPTOP_THERE", name=home.shown_member(con, taker))
        if Role.COORDINATOR not in roles_on(found.roles, home.today()):
            home.put(con, "member", taker, sets={"roles": _with_coordinator(home, con, found)})
        ident = new_id()
        sets: dict[str, Any] = {
            "giver": home.member,
            "taker": taker,
            "on": home.today().isoformat(),
            "note": note.strip(),
        }
        if stays:
            sets["stays"] = stays
        home.put(con, KIND, ident, sets=sets)
        return _one(home, con, ident, sets)


def _with_coordinator(home: Home, con: Connection, found: Member) -> list[dict[str, Any]]:
    """Their terms, and one more as a coordinator, with the rights that the giver has beside it."""
    kept: list[dict[str, Any]] = [
        {"role": t.role.value, "start": t.start, "end": t.end, "extra": [e.value for e in t.extra]}
        for t in found.roles
    ]
    giver = people.member(con, home.member)
    extra = sorted({e.value for t in (giver.roles if giver else ()) if t.end is None for e in t.extra})
    rights = [e for e in extra if e == Extra.CUSTODIAN.value]
    start = home.today().isoformat()
    return [*kept, {"role": Role.COORDINATOR.value, "start": start, "end": None, "extra": rights}]


def undo_hand_over(home: Home, ident: str) -> None:
    """Take a hand-over back: it stays written down as undone. The role is changed by a step of its own. UserError NO_SUCH_HAND_OVER."""
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        if ident not in dict(raw(con, KIND)):
            raise UserError("NO_SUCH_HAND_OVER")
        home.put(con, KIND, ident, sets={"undone": True})


def hand_overs(home: Home) -> tuple[HandOver, ...]:
    """Every hand-over, newest first."""
    with home.main.read() as con:
        found = [_one(home, con, ident, fields) for ident, fields in raw(con, KIND)]
    return tuple(sorted(found, key=lambda h: (h.on, h.id), reverse=True))


def handed_to_me(home: Home) -> tuple[HandOver, ...]:
    """The hand-overs to the person of this notebook that they have not said they have read, oldest first; none that was taken back."""
    with home.desk.read() as con:
        seen = {key.removeprefix(READ) for key, _ in desk.rows(con, READ)}
    with home.main.read() as con:
        mine = {i for i, fields in raw(con, KIND) if fields.get("taker") == home.member}
    return tuple(h for h in reversed(hand_overs(home)) if h.id in mine - seen and not h.undone)


def note_is_read(home: Home, ident: str) -> None:
    """The person has read what a hand-over says: it waits for them no longer, and stays where all hand-overs stand."""
    with home.desk.write() as con:
        desk.save(con, READ + ident, {"on": home.today().isoformat()})


def _one(home: Home, con: Connection, ident: str, fields: Any) -> HandOver:
    giver, taker = (home.shown_member(con, str(fields.get(n) or "")) for n in ("giver", "taker"))
    on, note = str(fields.get("on") or ""), str(fields.get("note") or "")
    said = fields.get("stays")
    stays = {str(k): n for k, n in said.items() if isinstance(n, int)} if isinstance(said, dict) else {}
    return HandOver(ident, giver, taker, on, note, fields.get("undone") is True, stays)


def still_owed(home: Home) -> Owed:
    """What the other coordinators are still to be sent from here. UserError NO_SUCH_RECIPIENT while there is none with a laptop."""
    need(home, Role.COORDINATOR)
    owed = plan(home, COORDINATORS)
    return Owed(owed.stories, owed.recordings, {k: n for k, n in owed.stays.items() if n})
