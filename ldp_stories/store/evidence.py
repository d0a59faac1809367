"""Where the proof of an answer lies in the vault: the keys of spoken answers, signed forms and signatures, in the identity store alone."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Column, Connection, LargeBinary, Table, Text, select, text

from ldp_stories.store import desk, tables

WAITING: Final = "evidence:"
"""What the rows of pieces that are not locked away yet are called in the desk file."""
key_table: Final = Table(
    "local_evidence_key",
    tables.identity,
    Column("evidence", Text, primary_key=True),
    tables.words("item"),
    Column("key", LargeBinary, nullable=False),
)
"""`evidence` is the entity; `item` its file in the vault. Outside the ledger: a key never travels."""


def waiting_items(con: Connection) -> frozenset[str]:
    """The vault items of pieces that are not locked away yet: their keys are in the desk file."""
    return frozenset(str(row["item"]) for _, row in desk.rows(con, WAITING))


def keep_key(con: Connection, evidence: str, item: str, key: bytes) -> None:
    """Note the vault item of a piece of evidence and its key."""
    con.exec_driver_sql(
        "INSERT OR REPLACE INTO local_evidence_key(evidence, item, key) VALUES (?, ?, ?)",
        (evidence, item, key),
    )


def item_of(con: Connection, evidence: str) -> tuple[str, bytes] | None:
    """(vault item, key) of a piece of evidence; None when it was erased or is not on this laptop."""
    table = key_table.c
    row = con.execute(select(table.item, table.key).where(table.evidence == evidence)).first()
    return None if row is None else (row.item, bytes(row.key))


def all_keys(con: Connection) -> tuple[tuple[str, str, bytes], ...]:
    """(evidence, vault item, key) of every piece that is on this laptop."""
    return tuple((row.evidence, row.item, bytes(row.key)) for row in con.execute(select(key_table)))


def drop_keys(con: Connection, evidences: Iterable[str]) -> tuple[str, ...]:
    """Forget the keys of some evidence; the vault items whose files are now to go."""
    items = []
    for one in evidences:
        found = item_of(con, one)
        if found is not None:
            items.append(found[0])
            con.exec_driver_sql("DELETE FROM local_evidence_key WHERE evidence = ?", (one,))
    return tuple(items)


def without_entity(con: Connection) -> tuple[str, ...]:
    """Evidence whose entity an order has erased, or that somebody took away: its key is still to go."""
    query = """SELECT k.evidence FROM local_evidence_key k
        LEFT JOIN thing t ON t.id = k.evidence AND t.erased = 0 AND t.hidden = 0 WHERE t.id IS NULL ORDER BY k.evidence"""
    return tuple(con.execute(text(query)).scalars())
