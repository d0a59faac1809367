"""Somebody leaves, or a laptop is handed back: close it with a list of what was never received from it, and what it never confirmed (US-C12).

The list is worked out before anything is closed, shown to a person, and kept in the coordinators' log. Numbers only, no titles.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.programme import Device
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.admit_people import MemberRow, leave
from ldp_stories.services.count_left import LEFT, stays_here
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.recipients import COORDINATORS, EVALUATORS
from ldp_stories.services.set_aside import waiting
from ldp_stories.services.still_to_come import Awaited, still_to_come
from ldp_stories.services.story import need
from ldp_stories.store import counters, facts, orders, people, sent
from ldp_stories.store.programme import raw

KIND: Final = "leaving"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What stands between a laptop and its end.

    `numbers` of files in its count that never came; `parts` of sendings that are not whole; `set_aside` files that wait to be let in: of any
    laptop they ever had, lost and closed ones too. Of those in use: `stays` stories it said it kept back, by reason; `unconfirmed` files from
    here that it never confirmed; `wishes` orders it never confirmed.
    """

    member: str
    name: str
    laptops: tuple[str, ...]
    last_file: str
    numbers: tuple[int, ...]
    parts: tuple[Awaited, ...]
    stays: Mapping[str, int]
    set_aside: int
    unconfirmed: int
    wishes: int
    role: str = ""

    @property
    def nothing_missing(self) -> bool:
        """Whether everything came, as far as anybody here can know."""
        came = not self.numbers and not self.parts and not self.set_aside
        return came and not any(self.stays.values())


@dataclass(frozen=True, slots=True)
class Left:
    """An entry of the log: who left, when, by whom it was closed, and the list as it stood then."""

    id: str
    name: str
    on: str
    by: str
    numbers: tuple[int, ...]
    parts: int
    stays: Mapping[str, int]
    unconfirmed: int
    wishes: int
    note: str


def before_leaving(home: Home, member: str) -> Leaving:
    """What was never received from somebody's laptops, and never confirmed by them. UserError NO_SUCH_MEMBER; Refused NOT_YOUR_ROLE."""
    need(home, Role.COORDINATOR)
    partly = still_to_come(home)
    held = waiting(home)
    with home.main.read() as con:
        found = people.member(con, member)
        if found is None:
            raise UserError("NO_SUCH_MEMBER")
        known = people.devices(con, member)
        laptops = [d for d in known if d.status == "active"]
        ids, ever = frozenset(d.id for d in laptops), frozenset(d.id for d in known)
        came = [r for r in sent.all_received(con) if r.device in ever]
        groups = {r.group for r in came}
        missing = {n for gap in counters.gaps(con) if gap.device in ever for n in gap.missing}
        return Leaving(
            member=member,
            name=home.shown_member(con, member),
            laptops=tuple(d.label for d in laptops),
            last_file=max((r.at_label[:10] for r in came), default=""),
            numbers=tuple(sorted(missing)),
            parts=tuple(p for p in partly if p.group in groups),
            stays=stays_here(home) if member == home.member else _stays(con, laptops),
            set_aside=sum(1 for w in held if w.device in ever),
            unconfirmed=_unconfirmed(home, con, found.code, ids, frozenset(t.role for t in found.roles)),
            wishes=_unconfirmed_orders(con, ids),
            role=", ".join(dict.fromkeys(t.role.value for t in found.roles if t.end is None)),
        )


def _stays(con: Connection, laptops: Collection[Device]) -> dict[str, int]:
    """Stories that stay there, by the last statement of each laptop."""
    found: dict[str, int] = {}
    for device in laptops:
        kept = facts.load(con, LEFT + device.id) or {"stays": {}}
        for reason, count in kept["stays"].items():
            found[str(reason)] = found.get(str(reason), 0) + int(count)
    return {reason: n for reason, n in found.items() if n}


def _unconfirmed(
    home: Home, con: Connection, code: str, devices: frozenset[str], roles: frozenset[Role]
) -> int:
    """How many files from here none of their laptops has confirmed."""
    threads = {code}
    threads |= {COORDINATORS} if Role.COORDINATOR in roles else set()
    threads |= {EVALUATORS} if Role.EVALUATOR in roles else set()
    done = {r.bundle for r in sent.receipts(con) if r.device in devices}
    del home
    return sum(1 for s in sent.all_sent(con) if s.to in threads and s.bundle not in done)


def _unconfirmed_orders(con: Connection, devices: frozenset[str]) -> int:
    """How many wishes are not confirmed by one of their laptops."""
    if not devices:
        return 0
    given = orders.granted_orders(con)
    return sum(1 for o in given if o.device not in devices and not devices <= sent.confirmed(con, o.id))


def close_member(home: Home, member: str, note: str = "") -> MemberRow:
    """Close: all roles end, their laptops are retired, and the list goes into the log. Refused and UserError as `admit_people.leave`."""
    standing = before_leaving(home, member)
    row = leave(home, member)
    sets: dict[str, Any] = {
        "member": member,
        "on": home.today().isoformat(),
        "by": home.member,
        "numbers": list(standing.numbers),
        "parts": sum(len(p.parts) for p in standing.parts),
        "stays": dict(standing.stays),
        "unconfirmed": standing.unconfirmed,
        "wishes": standing.wishes,
        "note": note.strip(),
    }
    with home.main.write() as con:
        home.put(con, KIND, new_id(), sets=sets)
    return row


def leavers(home: Home) -> tuple[Left, ...]:
    """Those who left, newest first, each with the list as it stood. Refused NOT_YOUR_ROLE."""
    need(home, Role.COORDINATOR)
    with home.main.read() as con:
        found = [_left(home, con, ident, fields) for ident, fields in raw(con, KIND)]
    return tuple(sorted(found, key=lambda one: (one.on, one.id), reverse=True))


def _left(home: Home, con: Connection, ident: str, fields: Mapping[str, Any]) -> Left:
    numbers, stays = fields.get("numbers"), fields.get("stays")
    return Left(
        id=ident,
        name=home.shown_member(con, str(fields.get("member") or "")),
        on=str(fields.get("on") or ""),
        by=home.shown_member(con, str(fields.get("by") or "")),
        numbers=tuple(int(n) for n in numbers) if isinstance(numbers, list) else (),
        parts=_number(fields.get("parts")),
        stays={str(k): _number(v) for k, v in stays.items()} if isinstance(stays, dict) else {},
        unconfirmed=_number(fields.get("unconfirmed")),
        wishes=_number(fields.get("wishes")),
        note=str(fields.get("note") or ""),
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
