"""Give an order: sign it, write it into the book outside the copies, carry it out here; it travels in every bundle from now on."""

from collections.abc import Iterable
from dataclasses import dataclass

from ldp_stories.bundles.orders import sign_order
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.order_rights import began_all
from ldp_stories.store import order_book, orders


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An order before it is signed."""

    kind: OrderKind
    reason: OrderReason = OrderReason.WITHDRAWAL
    subject: str | None = None
    targets: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()


def give(home: Home, wanted: Iterable[Wanted]) -> tuple[Order, ...]:
    """Sign orders and carry them out. Without the right to one it is kept, hides its targets and waits for a coordinator."""
    with home.main.read() as con:
        first = orders.last_number(con, home.author.device) + 1
        given = tuple(_signed(home, one, first + at) for at, one in enumerate(wanted))
        without = [o.id for o in given if not may_give(home, con, o)]
    if given:
        order_book.obey(home.main, home.stores.orders, given, without_right=without, at_label=home.label())
    return given


def _signed(home: Home, wanted: Wanted, seq: int) -> Order:
    order = Order(
        id=new_id(),
        kind=wanted.kind,
        reason=wanted.reason,
        subject=wanted.subject,
        targets=tuple(sorted(set(wanted.targets))),
        scopes=tuple(sorted(set(wanted.scopes))),
        by=f"{home.author.device}.{home.author.epoch}",
        seq=seq,
        sig="",
    )
    return sign_order(order, home.keys)


def may_give(home: Home, con: Connection, order: Order) -> bool:
    """Whether the person of this home has the right to an order today."""
    roles = home.roles()
    if Role.COORDINATOR in roles:
        return True
    return Role.RESEARCHER in roles and began_all(con, order, set(home.own_devices()))
