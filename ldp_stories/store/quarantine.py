"""Bundles set aside: who seems to have sent them, why they were not taken in, and where their file lies. They wait for a person."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Table, delete, select

from ldp_stories.store import tables
from ldp_stories.store.changes import changed

quarantine_table = Table(
    "local_quarantine",
    tables.nouns,
    tables.arrival(),
    tables.words("id", unique=True),
    tables.words("file"),
    tables.words("bundle"),
    tables.words("device"),
    tables.words("why"),
    tables.number("bytes"),
    tables.words("at_label"),
    tables.words("facts"),
)


@dataclass(frozen=True, slots=True)
class SetAside:
    """One file in quarantine; `why` is the refusal's code, `facts` JSON for the screen."""

    id: str
    file: str
    bundle: str
    device: str
    why: str
    bytes: int
    at_label: str
    facts: str = "{}"


_FIELDS: Final = tuple(SetAside.__dataclass_fields__)


def put(con: Connection, item: SetAside) -> None:
    """Set a file aside; the same id again replaces what was known."""
    con.execute(delete(quarantine_table).where(quarantine_table.c.id == item.id))
    con.execute(quarantine_table.insert().values({n: getattr(item, n) for n in _FIELDS}))
    changed(con, "quarantine")


def waiting(con: Connection) -> tuple[SetAside, ...]:
    """Everything set aside, oldest first."""
    query = select(*(quarantine_table.c[n] for n in _FIELDS)).order_by(quarantine_table.c.num)
    return tuple(SetAside(*row) for row in con.execute(query))


def forget(con: Connection, ident: str) -> None:
    """Take one off the list (let in, or deleted)."""
    con.execute(delete(quarantine_table).where(quarantine_table.c.id == ident))
    changed(con, "quarantine")
