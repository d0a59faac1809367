"""Wishes whose author had no right to them: a coordinator sees who asked and why, and says "do it" or "do not" (CONTRACTS.md 7).

"Do it" gives the same order anew under the coordinator's own signature; it goes with every bundle. "Do not" is written into the programme, so
the next signed programme file tells every laptop to show again what the wish had hidden. Either way the wish waits no more, and is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.domain.people import tidy_code
from ldp_stories.domain.programme import Member
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.clean_up import Swept, clean_up
from ldp_stories.services.find_person import person_of
from ldp_stories.services.give_orders import Wanted, give
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.order_rights import signed_by_its_author
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.reach_of import ReachedStory, reached, their_records
from ldp_stories.services.settle_wishes import DONE, KIND, LEFT
from ldp_stories.services.story import need
from ldp_stories.services.withdraw import hold_shared
from ldp_stories.store import belonging, order_book, orders, people, records
from ldp_stories.store.programme import raw


@dataclass(frozen=True, slots=True)
class WaitingWish:
    """One wish that waits. `name` and `role` of who asked ("" when nobody here knows them), whether their signature is right, and what for.

    `codes` of the people it is about, `began` who met them first; `scopes` the uses it would close.
    """

    order: str
    kind: OrderKind
    reason: OrderReason
    name: str
    role: str
    signed: bool
    codes: tuple[str, ...]
    began: str
    stories: tuple[ReachedStory, ...]
    scopes: tuple[str, ...]

    @property
    def erases(self) -> bool:
        """Whether it takes words or sound away for good."""
        return self.kind is OrderKind.ERASE

    @property
    def shared(self) -> tuple[ReachedStory, ...]:
        """Stories of several people: nobody but a person can say what becomes of them."""
        return tuple(s for s in self.stories if s.tellers > 1)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a coordinator decided about a wish: `ruling` is DONE or LEFT, `by` their name, `on` an ISO date ("" when not known)."""

    order: str
    ruling: str
    reason: str
    by: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Ruled:
    """What came of "do it": the orders given, and stories with other tellers that are held until somebody decides about each."""

    orders: tuple[str, ...]
    held: tuple[str, ...] = ()
    swept: Swept = field(default_factory=Swept)


def waiting_wishes(home: Home) -> tuple[WaitingWish, ...]:
    """Every wish that waits here, in the order of their ids; nobody but a coordinator can decide.

    One about a story that never came here needs nobody: there is nothing to take out. It is kept, and asked about again should the story come.
    """
    with home.main.read() as con:
        waiting = [o for o in orders.waiting_orders(con) if not orders.touches_nothing(con, o)]
        return tuple(_wish(home, con, order) for order in waiting)


def _wish(home: Home, con: Connection, order: Order) -> WaitingWish:
    member = people.member_of_device(con, order.device)
    about = _people(con, order)
    found = [p for p in (people.participant(con, i) for i in about) if p is not None]
    owners = (people.member_of_device(con, p.began_by) for p in found)
    began = dict.fromkeys(home.shown_member(con, m.id) for m in owners if m is not None)
    return WaitingWish(
        order=order.id,
        kind=order.kind,
        reason=order.reason,
        name=home.shown_member(con, member.id) if member else "",
        role=_role(member),
        signed=signed_by_its_author(con, order),
        codes=tuple(p.code for p in found),
        began=", ".join(began),
        stories=_stories(con, order),
        scopes=order.scopes,
    )


def _role(member: Member | None) -> str:
    return ", ".join(dict.fromkeys(t.role.value for t in member.roles)) if member else ""


def _people(con: Connection, order: Order) -> tuple[str, ...]:
    """The people an order is about: its subject, else those its targets are about."""
    return (order.subject,) if order.subject else tuple(sorted(orders.subjects_of(con, order.targets)))


def _stories(con: Connection, order: Order) -> tuple[ReachedStory, ...]:
    """The stories an order is about: all of its subject's, and those it names or names a part of."""
    named = belonging.records_of(con, order.targets).values()
    told = {r.id: r for r in their_records(con, [order.subject] if order.subject else [])}
    told |= {i: r for i, r in records.several(con, named).items() if not r.erased}
    return tuple(sorted(reached(con, tuple(told.values())), key=lambda s: (s.told_on, s.id)))


def needs_code(home: Home, ident: str) -> str:
    """The code to type before a wish that erases is carried out; "" when it deletes nothing or nobody under a code is meant."""
    wish = _waiting(home, ident)
    return wish.codes[0] if wish.erases and wish.codes else ""


def _waiting(home: Home, ident: str) -> WaitingWish:
    with home.main.read() as con:
        found = next((o for o in orders.waiting_orders(con) if o.id == ident), None)
        if found is None:
            raise UserError("NO_SUCH_WISH")
        return _wish(home, con, found)


def carry_out(
    home: Home, ident: str, reason: str, typed: str = "", progress: Progress = no_progress
) -> Ruled:
    """Do it: the same order under one's own signature, and the ruling. Erasing has no undo, so the person's code is typed first.

    UserError NO_SUCH_WISH, REASON_NEEDED; Refused NOT_YOUR_ROLE, CODE_SLIP, CODE_DIFFERS.
    """
    wish = _checked(home, ident, reason)
    code = needs_code(home, ident)
    if code and tidy_code(typed) is None:
        raise Refused("CODE_SLIP")
    if code and tidy_code(typed) not in wish.codes:
        raise Refused("CODE_DIFFERS")
    with home.main.read() as con:
        order = next(o for o in orders.waiting_orders(con) if o.id == ident)
    held = _hold(home, order) if wish.erases else ()
    again = Wanted(
        kind=order.kind,
        reason=order.reason,
        subject=order.subject,
        targets=order.targets,
        scopes=order.scopes,
    )
    given = give(home, [again])
    _rule(home, ident, DONE, reason)
    swept = clean_up(home, progress) if wish.erases else Swept()
    return Ruled(tuple(o.id for o in given), held, swept)


def _hold(home: Home, order: Order) -> tuple[str, ...]:
    """Hold what its subject told with others: an order for one person never covers that by itself."""
    if not order.subject:
        return ()
    with home.main.read() as con:
        one = people.participant(con, order.subject)
    return hold_shared(home, person_of(home, one.id)) if one is not None else ()


def leave_it(home: Home, ident: str, reason: str) -> None:
    """Do not: what it hid is shown again, here now and elsewhere with the next programme file.

    UserError NO_SUCH_WISH, REASON_NEEDED; Refused NOT_YOUR_ROLE.
    """
    _checked(home, ident, reason)
    _rule(home, ident, LEFT, reason)


def _checked(home: Home, ident: str, reason: str) -> WaitingWish:
    need(home, Role.COORDINATOR)
    wish = _waiting(home, ident)
    if not reason.strip():
        raise UserError("REASON_NEEDED")
    return wish


def _rule(home: Home, ident: str, ruling: str, reason: str) -> None:
    sets = {"order": ident, "ruling": ruling, "reason": reason.strip(), "by": home.member}
    with home.main.write() as con:
        home.put(con, KIND, new_id(), sets={**sets, "on": home.today().isoformat()})
    order_book.set_aside(home.main, home.stores.orders, [ident])


def rulings(home: Home) -> tuple[Ruling, ...]:
    """What was decided about wishes, by anybody, newest first."""
    with home.main.read() as con:
        rows = [(i, f, home.shown_member(con, str(f.get("by") or ""))) for i, f in raw(con, KIND)]
    found = [(i, _ruling(fields, name)) for i, fields, name in rows]
    return tuple(r for _, r in sorted(found, key=lambda pair: (pair[1].on, pair[0]), reverse=True))


def own_left(home: Home) -> tuple[Ruling, ...]:
    """One's own wishes that a coordinator decided not to carry out, newest first: who asked hears why."""
    own = home.own_devices()
    with home.main.read() as con:
        mine = {o.id for o in orders.all_orders(con) if o.device in own}
    return tuple(r for r in rulings(home) if r.ruling == LEFT and r.order in mine)


def _ruling(fields: Mapping[str, Any], name: str) -> Ruling:
    order, ruling, reason, on = (str(fields.get(n) or "") for n in ("order", "ruling", "reason", "on"))
    return Ruling(order, ruling, reason, name, on)
