"""The order ledger outside the copies: every order ever known here, told to a restored copy before it is used (RELIABILITY.md, Erasure).

A sealed file of its own (`orders.db`), written before the main store obeys, so that no moment exists in which an order could be lost.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict

from sqlalchemy import select

from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.store import ledger
from ldp_stories.store.engine import Database
from ldp_stories.store.order_book_tables import book_table


def remember(book: Database, orders: Iterable[Order], *, without_right: Collection[str] = ()) -> None:
    """Write orders down durably; known ones change only from not granted to granted."""
    with book.write() as con:
        for order in orders:
            granted = order.id not in without_right
            line = json.dumps(asdict(order) | {"granted": granted}, ensure_ascii=False)
            known = con.execute(select(book_table.c.line).where(book_table.c.id == order.id)).scalar()
            if known is None or (granted and not json.loads(known)["granted"]):
                con.exec_driver_sql(
                    "INSERT OR REPLACE INTO kept_order(id, line) VALUES (?, ?)", (order.id, line)
                )


def set_aside(main: Database, book: Database, idents: Collection[str]) -> int:
    """A coordinator has decided about orders without the right: noted in the book, then in the main store; how many waited there."""
    note_decided(book, idents)
    with main.write() as con:
        return ledger.set_orders_aside(con, idents)


def note_decided(book: Database, idents: Collection[str]) -> None:
    """Note in the book alone that a coordinator has decided about orders without the right."""
    with book.write() as con:
        for ident in sorted(set(idents)):
            known = con.execute(select(book_table.c.line).where(book_table.c.id == ident)).scalar()
            line = json.loads(known) if known is not None else {}
            if line and not line["granted"]:
                values = (json.dumps({**line, "set_aside": True}, ensure_ascii=False), ident)
                con.exec_driver_sql("UPDATE kept_order SET line = ? WHERE id = ?", values)


def decided(book: Database) -> frozenset[str]:
    """The ids of orders without the right about which a coordinator has decided."""
    with book.read() as con:
        lines = [json.loads(line) for line in con.execute(select(book_table.c.line)).scalars()]
    return frozenset(line["id"] for line in lines if line.get("set_aside") and not line["granted"])


def kept(book: Database) -> tuple[tuple[Order, ...], frozenset[str]]:
    """All orders in the book, and the ids of those whose author had no right."""
    with book.read() as con:
        lines = [
            json.loads(line)
            for line in con.execute(select(book_table.c.line).order_by(book_table.c.num)).scalars()
        ]
    return tuple(_order(line) for line in lines), frozenset(
        line["id"] for line in lines if not line["granted"]
    )


def obey(
    main: Database,
    book: Database,
    orders: Iterable[Order],
    *,
    without_right: Collection[str] = (),
    at_label: str = "",
) -> int:
    """Write orders into the book, then carry them out in the main store; how many bodies went."""
    chosen = tuple(orders)
    remember(book, chosen, without_right=without_right)
    with main.write() as con:
        return ledger.apply_orders(con, chosen, without_right=without_right, at_label=at_label)


def replay(store: Database, book: Database, at_label: str = "") -> int:
    """Tell a store (main or identity, restored or just opened) everything in the book; how many bodies went."""
    orders, without_right = kept(book)
    aside = decided(book)
    with store.write() as con:
        gone = ledger.apply_orders(con, orders, without_right=without_right, at_label=at_label)
        if aside:
            ledger.set_orders_aside(con, aside)
        return gone


def _order(line: dict[str, object]) -> Order:
    def words(name: str) -> tuple[str, ...]:
        value = line[name]
        return tuple(str(v) for v in value) if isinstance(value, list) else ()

    subject = line["subject"]
    return Order(
        id=str(line["id"]),
        kind=OrderKind(str(line["kind"])),
        reason=OrderReason(str(line["reason"])),
        subject=str(subject) if subject is not None else None,
        targets=words("targets"),
        scopes=words("scopes"),
        by=str(line["by"]),
        seq=int(str(line["seq"])),
        sig=str(line["sig"]),
    )
