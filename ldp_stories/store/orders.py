"""Orders in the store: kept for ever, applied at once, and applied again to whatever arrives later (CONTRACTS.md 7)."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select, text

from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.domain.revisions import Revision
from ldp_stories.store import tables
from ldp_stories.store.rows import listed, packed, strings

SET_ASIDE: Final = -1
"""`granted` of an order without the right once a coordinator has decided about it; 0 while it waits, 1 when it is carried out."""
_COLUMNS: Final = ("id", "kind", "reason", "subject", "targets", "scopes", "by", "seq", "sig")


@dataclass(frozen=True)
class Coverage:
    """The granted erase orders, ready to be asked: order ids by target and by subject (the least id, the same on every device)."""

    targets: dict[str, str]
    subjects: dict[str, str]

    def of(self, revision: Revision) -> str | None:
        """The order that covers a revision, by `domain.orders.covers`; None when there is none."""
        if not self.targets and not self.subjects:
            return None
        found = [self.targets.get(revision.ent)]
        if len(revision.subj) == 1:
            found.append(self.subjects.get(revision.subj[0]))
        return min((f for f in found if f is not None), default=None)


def coverage(con: Connection) -> Coverage:
    """All granted erase orders."""
    targets: dict[str, str] = {}
    subjects: dict[str, str] = {}
    for order in _orders(con, "kind = 'erase' AND granted = 1"):
        if order.subject:
            subjects[order.subject] = min(subjects.get(order.subject, order.id), order.id)
        for target in order.targets:
            targets[target] = min(targets.get(target, order.id), order.id)
    return Coverage(targets, subjects)


def all_orders(con: Connection) -> tuple[Order, ...]:
    """Every order known here, granted or not, in id order: each bundle carries them all."""
    return _orders(con, "1")


def waiting_orders(con: Connection) -> tuple[Order, ...]:
    """Orders whose author had no right to them: they wait for a coordinator."""
    return _orders(con, "granted = 0")


def set_aside_orders(con: Connection) -> tuple[Order, ...]:
    """Orders without the right that a coordinator has decided: nothing of them is carried out, and they hide nothing any more."""
    return _orders(con, f"granted = {SET_ASIDE}")


def granted_orders(con: Connection) -> tuple[Order, ...]:
    """The orders that are carried out here."""
    return _orders(con, "granted = 1")


def set_aside(con: Connection, idents: Collection[str]) -> tuple[Order, ...]:
    """A coordinator has decided about waiting orders: they are kept and wait no more; those that changed."""
    found = tuple(o for o in waiting_orders(con) if o.id in idents)
    con.execute(
        text("UPDATE erasure_order SET granted = :n WHERE id IN (SELECT value FROM json_each(:o))"),
        {"n": SET_ASIDE, "o": json.dumps([o.id for o in found])},
    )
    return found


def _orders(con: Connection, where: str) -> tuple[Order, ...]:
    return tuple(
        _order(row) for row in con.execute(text(f"SELECT * FROM erasure_order WHERE {where} ORDER BY id"))
    )


def _order(row: Any) -> Order:
    return Order(
        id=row.id,
        kind=OrderKind(row.kind),
        reason=OrderReason(row.reason),
        subject=row.subject,
        targets=strings(listed(row.targets)),
        scopes=strings(listed(row.scopes)),
        by=row.by,
        seq=row.seq,
        sig=row.sig,
    )


def keep(con: Connection, orders: Iterable[Order], without_right: Collection[str]) -> tuple[Order, ...]:
    """Write orders down; those that are new here or newly granted. One that was set aside stays so unless its author has the right."""
    found: list[Order] = []
    for order in orders:
        granted = int(order.id not in without_right)
        known = con.execute(
            select(tables.erasure_order.c.granted).where(tables.erasure_order.c.id == order.id)
        ).scalar()
        if known is not None and (known == 1 or not granted):
            continue
        con.exec_driver_sql(
            """INSERT INTO erasure_order(id, kind, reason, subject, targets, scopes, by, seq, sig, granted)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET granted = excluded.granted""",
            (*_values(order), granted),
        )
        if order.targets:
            con.exec_driver_sql(
                "INSERT OR IGNORE INTO order_target(target, order_id) VALUES (?, ?)",
                [(t, order.id) for t in order.targets],
            )
        found.append(order)
    return tuple(found)


def _values(order: Order) -> tuple[Any, ...]:
    lists = packed(list(order.targets)), packed(list(order.scopes))
    return (
        order.id,
        order.kind.value,
        order.reason.value,
        order.subject,
        *lists,
        order.by,
        order.seq,
        order.sig,
    )


def reach(con: Connection, orders: Iterable[Order]) -> tuple[str, ...]:
    """Every entity here that these orders may touch: their targets, and all that is about their subjects."""
    found: set[str] = set()
    for order in orders:
        found.update(order.targets)
        if order.subject:
            found.update(
                con.execute(
                    select(tables.about.c.ent).where(tables.about.c.subject == order.subject)
                ).scalars()
            )
    return tuple(sorted(found))


def erased_media(con: Connection, sha256s: Collection[str]) -> frozenset[str]:
    """Which of these media, or slices of media, an order has named: their bytes may never come in again."""
    query = """SELECT s.value FROM json_each(:s) s WHERE EXISTS (SELECT 1 FROM order_target t JOIN erasure_order o ON o.id = t.order_id
        WHERE o.granted = 1 AND o.kind = 'erase' AND (t.target = s.value
        OR t.target IN (SELECT l.whole FROM local_slice l WHERE l.piece = s.value)))"""
    return frozenset(con.execute(text(query), {"s": json.dumps(list(sha256s))}).scalars())


def touches_nothing(con: Connection, order: Order) -> bool:
    """Whether nothing that an order is about ever came here: no line of it, nobody it names, no bytes."""
    named = sorted({*order.targets, *([order.subject] if order.subject else [])})
    query = """SELECT EXISTS (SELECT 1 FROM revision WHERE ent IN (SELECT value FROM json_each(:n)))
        OR EXISTS (SELECT 1 FROM about WHERE subject = :s)
        OR EXISTS (SELECT 1 FROM rendition WHERE sha256 IN (SELECT value FROM json_each(:n)))
        OR EXISTS (SELECT 1 FROM local_vault_key WHERE sha256 IN (SELECT value FROM json_each(:n)))"""
    return not con.execute(text(query), {"n": json.dumps(named), "s": order.subject}).scalar()


def shared(con: Connection, subject: str) -> tuple[str, ...]:
    """Entities about this person and somebody else too: an order covers them only when they are named one by one."""
    query = "SELECT ent FROM about WHERE ent IN (SELECT ent FROM about WHERE subject = :s) GROUP BY ent HAVING count(*) > 1 ORDER BY ent"
    return tuple(con.execute(text(query), {"s": subject}).scalars())


def is_shared(con: Connection, ent: str) -> bool:
    """Whether a thing is about more than one person."""
    return int(con.execute(text("SELECT count(*) FROM about WHERE ent = :e"), {"e": ent}).scalar_one()) > 1


def subjects_of(con: Connection, ents: Collection[str]) -> frozenset[str]:
    """Everybody that some entities are about."""
    query = "SELECT DISTINCT subject FROM about WHERE ent IN (SELECT value FROM json_each(:e))"
    return frozenset(con.execute(text(query), {"e": json.dumps(list(ents))}).scalars())


def last_number(con: Connection, device: str) -> int:
    """The highest number of an order that a laptop gave, 0 before its first."""
    query = "SELECT coalesce(max(seq), 0) FROM erasure_order WHERE substr(by, 1, length(:d) + 1) = :d || '.'"
    return int(con.execute(text(query), {"d": device}).scalar_one())


def order(con: Connection, ident: str) -> Order | None:
    """One order."""
    return next((o for o in all_orders(con) if o.id == ident), None)


def about(con: Connection, subject: str) -> tuple[str, ...]:
    """Everything that is about a person, alone or among others."""
    return tuple(con.execute(select(tables.about.c.ent).where(tables.about.c.subject == subject)).scalars())
