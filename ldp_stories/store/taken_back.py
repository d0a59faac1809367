"""What is kept on this laptop about an erasure, without a word of what went: when, which codes may never come again, gaps and issued copies.

Noted in the transaction that carries an order out, just before the bodies go. Local tables: they never travel (CONTRACTS.md 1, 7).
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, Connection, Table, Text, text

from ldp_stories.domain.orders import Order
from ldp_stories.store import facts, media, tables

obeyed_table = Table(
    "local_obeyed",
    tables.nouns,
    Column("order_id", Text, primary_key=True),
    tables.words("at_label"),
)
code_table = Table(
    "local_taken_code",
    tables.nouns,
    Column("subject", Text, primary_key=True),
    tables.words("order_id"),
    tables.words("salt"),
    tables.words("digest"),
)
"""Codes of people who took everything back, as salted digests: a typed one is known again, none can be read."""
gap_table = Table(
    "local_gap",
    tables.nouns,
    Column("quote", Text, primary_key=True),
    tables.words("order_id"),
    tables.words("theme"),
)
recalled_table = Table(
    "local_recalled",
    tables.nouns,
    Column("output", Text, primary_key=True),
    Column("order_id", Text, primary_key=True),
    tables.words("type"),
    tables.words("made_label"),
    tables.number("copies"),
    tables.words("state"),
)
"""Things made for readers that held what was taken back; `state` is draft or issued."""
CLEAN_UP: Final = "clean up"
"""The local fact that names orders whose traces are still to be swept from this laptop (services/clean_up.py)."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A quote that was taken out: its heading (when others stand under it too) and the day it went from here."""

    quote: str
    theme: str
    on: str


@dataclass(frozen=True, slots=True)
class Recalled:
    """Something made for readers that an order reached: what it is, when it was made, how many copies went out."""

    output: str
    order: str
    type: str
    made_on: str
    copies: int
    issued: bool


def before(con: Connection, orders: Collection[Order], reached: Collection[str], at_label: str) -> None:
    """Note what must be known afterwards of granted erase orders, while it can still be read. `reached` are the entities they cover."""
    if not orders:
        return
    for order in orders:
        con.exec_driver_sql(
            "INSERT OR IGNORE INTO local_obeyed(order_id, at_label) VALUES (?, ?)", (order.id, at_label)
        )
        _note_code(con, order)
        _note_outputs(con, order, reached)
    _note_gaps(con, orders, reached)
    known = facts.load(con, CLEAN_UP) or {}
    waiting = {*known.get("orders", ()), *(o.id for o in orders)}
    facts.save(con, CLEAN_UP, {"orders": sorted(waiting), "done": []})


def _note_code(con: Connection, order: Order) -> None:
    row = con.execute(text("SELECT code FROM participant WHERE id = :s AND code <> ''"), {"s": order.subject})
    code = row.scalar()
    if code:
        salt = secrets.token_hex(16)
        con.exec_driver_sql(
            "INSERT OR IGNORE INTO local_taken_code(subject, order_id, salt, digest) VALUES (?, ?, ?, ?)",
            (order.subject, order.id, salt, _digest(salt, code)),
        )


def _digest(salt: str, code: str) -> str:
    return hashlib.scrypt(code.encode(), salt=bytes.fromhex(salt), n=2**10, r=8, p=1).hex()


def _note_gaps(con: Connection, orders: Collection[Order], reached: Collection[str]) -> None:
    """Quotes that go; a heading is kept only where another quote stands under it, because headings may hold somebody's words."""
    first = min(o.id for o in orders)
    query = """SELECT q.id, q.state, CASE WHEN EXISTS (SELECT 1 FROM quote o WHERE o.theme = q.theme AND o.erased = 0
        AND o.id NOT IN (SELECT value FROM json_each(:ents))) THEN q.theme ELSE '' END AS theme
        FROM quote q WHERE q.erased = 0 AND q.hidden = 0 AND q.state <> 'taken out' AND q.id IN (SELECT value FROM json_each(:ents))"""
    rows = con.execute(text(query), {"ents": json.dumps(list(reached))}).all()
    con.execute(gap_table.delete().where(gap_table.c.quote.in_([r.id for r in rows])))
    if rows:
        con.exec_driver_sql(
            "INSERT INTO local_gap(quote, order_id, theme) VALUES (?, ?, ?)",
            [(r.id, first, r.theme) for r in rows],
        )


def _note_outputs(con: Connection, order: Order, reached: Collection[str]) -> None:
    """Outputs about the order's subject, alone or among others, and those that hold one of the things it covers; each by its first line."""
    query = """SELECT DISTINCT coalesce(f.id, t.id) AS id, coalesce(f.fields, t.fields) AS fields FROM thing t
        LEFT JOIN thing f ON f.id = coalesce(json_extract(t.fields, '$.part_of'), t.id) WHERE t.kind = 'output' AND t.erased = 0 AND (
        t.id IN (SELECT ent FROM about WHERE subject = :s)
        OR EXISTS (SELECT 1 FROM json_each(t.fields, '$.items') i WHERE i.value IN (SELECT value FROM json_each(:ents))))"""
    found = con.execute(text(query), {"s": order.subject, "ents": json.dumps(list(reached))}).all()
    values = [(row.id, order.id, *_facts(json.loads(row.fields))) for row in found]
    if values:
        con.exec_driver_sql(
            """INSERT OR IGNORE INTO local_recalled(output, order_id, type, made_label, copies, state)
            VALUES (?, ?, ?, ?, ?, ?)""",
            values,
        )


def _facts(fields: Mapping[str, object]) -> tuple[str, str, int, str]:
    copies = fields.get("copies")
    return (
        str(fields.get("type") or ""),
        str(fields.get("made_label") or ""),
        copies if isinstance(copies, int) else 0,
        "draft" if fields.get("state") == "draft" else "issued",
    )


def obeyed_on(con: Connection, order: str) -> str:
    """The day an order was carried out here, "" when it was not (or before days were kept)."""
    found = con.execute(text("SELECT at_label FROM local_obeyed WHERE order_id = :o"), {"o": order}).scalar()
    return str(found or "")[:10]


def gone_on(con: Connection, ent: str) -> str:
    """The day an order took a thing from here, "" when it was not an order, or never here."""
    query = """SELECT substr(o.at_label, 1, 10) FROM revision r JOIN local_obeyed o ON o.order_id = r.erased_by
        WHERE r.ent = :e LIMIT 1"""
    return str(con.execute(text(query), {"e": ent}).scalar() or "")


def taken_code(con: Connection, code: str) -> str | None:
    """The order by which the person under this code took everything back; None when nobody did."""
    for row in con.execute(text("SELECT order_id, salt, digest FROM local_taken_code")):
        if _digest(row.salt, code) == row.digest:
            return str(row.order_id)
    return None


def gaps(con: Connection) -> tuple[Gap, ...]:
    """The quotes that were taken out of the bank at their teller's wish."""
    query = """SELECT g.quote, g.theme, coalesce(substr(o.at_label, 1, 10), '') AS day FROM local_gap g
        LEFT JOIN local_obeyed o ON o.order_id = g.order_id ORDER BY g.theme, g.quote"""
    return tuple(Gap(row.quote, row.theme, row.day) for row in con.execute(text(query)))


def recalled(con: Connection, orders: Iterable[str] | None = None) -> tuple[Recalled, ...]:
    """What was made for readers and held something that was taken back: by some orders, or by all."""
    some = "" if orders is None else "WHERE order_id IN (SELECT value FROM json_each(:o))"
    wanted = {} if orders is None else {"o": json.dumps(list(orders))}
    rows = con.execute(text(f"SELECT * FROM local_recalled {some} ORDER BY made_label, output"), wanted)
    return tuple(
        Recalled(r.output, r.order_id, r.type, r.made_label[:10], r.copies, r.state == "issued") for r in rows
    )


def sweep_media(con: Connection, sha256s: Collection[str]) -> None:
    """Shred bytes that came before the line that says whose they are, now that this line is known to be taken back."""
    query = """SELECT item FROM local_vault_key WHERE sha256 IN (SELECT value FROM json_each(:s))
        AND NOT EXISTS (SELECT 1 FROM rendition r WHERE r.sha256 = local_vault_key.sha256)"""
    items = con.execute(text(query), {"s": json.dumps(list(sha256s))}).scalars().all()
    if items and media.shred(con, items=items):
        known = facts.load(con, CLEAN_UP) or {}
        facts.save(con, CLEAN_UP, {"orders": known.get("orders", []), "done": []})
