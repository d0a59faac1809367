"""Who may give an order: coordinators any; a researcher only about people, and things of people, begun on their own laptops (CONTRACTS.md 7)."""

from collections.abc import Set

from ldp_stories.bundles.orders import check_order
from ldp_stories.domain.orders import Order, OrderReason, may_order
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import belonging, ledger, order_book, orders, people


def has_right(con: Connection, order: Order) -> bool:
    """Whether the person whose laptop signed an order had the right to it, by what is known here now; the signature is another matter."""
    member = people.member_of_device(con, order.device)
    if member is None:
        return False
    roles = frozenset(t.role for t in member.roles)
    if Role.COORDINATOR in roles:
        return True
    own = {order.device, *(d.id for d in people.devices(con, member.id))}
    return may_order(roles, began_subject=began_all(con, order, own))


def began_all(con: Connection, order: Order, own: set[str]) -> bool:
    """Whether everybody an order is about, and everything it names, was begun on these laptops; nothing known here is no yes.

    What others hung on those people's stories (masked words, a question, a mark) and is about one of them alone needs no right of its own:
    an order about that person covers it, named or not. The trash may hold what was seen, with nobody who told it: then the things themselves
    are asked about.
    """
    subjects = {order.subject} if order.subject else orders.subjects_of(con, order.targets)
    began = belonging.began(con, {*subjects, *order.targets})
    if not subjects and order.reason is OrderReason.TRASH:
        subjects = frozenset(order.targets)
    foreign = {ent for ent, device in began.items() if device not in own}
    people_here = subjects & began.keys()
    return bool(people_here) and not people_here & foreign and _about_alone(con, foreign, people_here)


def _about_alone(con: Connection, ents: Set[str], persons: Set[str]) -> bool:
    """Whether every line of some things is about exactly one person, and one of these."""
    return all(len(r.subj) == 1 and r.subj[0] in persons for r in ledger.revisions(con, ents=sorted(ents)))


def signed_by_its_author(con: Connection, order: Order) -> bool:
    """Whether the order's own signature is by the laptop it names."""
    device = people.device(con, order.device)
    return device is not None and check_order(order, device.sign_key)


def grant_waiting(home: Home) -> tuple[str, ...]:
    """Carry out waiting orders whose author turns out to have the right, now that the person is known here; their ids."""
    with home.main.read() as con:
        ripe = [o for o in orders.waiting_orders(con) if has_right(con, o)]
    if ripe:
        order_book.obey(home.main, home.stores.orders, ripe, at_label=home.label())
    return tuple(o.id for o in ripe)
