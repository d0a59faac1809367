"""When a coordinator's word about a wish without the right comes in, the wish waits no more (services/rule_orders.py says the word)."""

from typing import Final

from ldp_stories.domain.orders import Order, OrderKind
from ldp_stories.services.home import Home
from ldp_stories.store import order_book, orders
from ldp_stories.store.programme import raw

KIND: Final = "order_ruling"
DONE, LEFT = "carried out", "not carried out"
_Content = tuple[OrderKind, str | None, tuple[str, ...], tuple[str, ...]]


def settle_rulings(home: Home) -> tuple[str, ...]:
    """Let wishes wait no more about which a coordinator's word has come: a ruling, or the same order with the right; their ids.

    To be asked whenever orders or a programme file came in; a wish may come after the word about it.
    """
    with home.main.read() as con:
        waiting = orders.waiting_orders(con)
        if not waiting:
            return ()
        ruled = {str(f.get("order")) for _, f in raw(con, KIND) if f.get("ruling") in (DONE, LEFT)}
        granted = {_content(o) for o in orders.granted_orders(con)}
    over = [o.id for o in waiting if o.id in ruled or _content(o) in granted]
    if over:
        order_book.set_aside(home.main, home.stores.orders, over)
    return tuple(over)


def _content(order: Order) -> _Content:
    """What an order says, whoever gave it."""
    return order.kind, order.subject, order.targets, order.scopes
