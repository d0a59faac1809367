"""Requests between people about bundles: those made here, to be carried with the next bundle, and those that came, to be shown (CONTRACTS.md 9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from ldp_stories.domain.receipts import Request, RequestWhat
from ldp_stories.store import rows, tables
from ldp_stories.store.changes import changed

request_table = Table(
    "local_request",
    tables.nouns,
    tables.arrival(),
    tables.words("id", unique=True),
    tables.words("what"),
    tables.words("bundle"),
    tables.words("parts"),
    tables.words("media"),
    tables.words("note_code"),
    tables.words("device"),
    tables.number("ours"),
    tables.words("at_label"),
    tables.words("state"),
)
"""`ours` 1: made here, for the device's owner; 0: came from that device. `state`: open, then carried (ours), or done or left."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request with whose it is: `device` is the one asked (ours) or the one that asks; `at_label` when it was made or came."""

    request: Request
    device: str
    ours: bool
    at_label: str
    state: str


def put(con: Connection, asked: Asked) -> bool:
    """Keep a request once; False when it is known already."""
    one = asked.request
    if con.execute(select(request_table.c.num).where(request_table.c.id == one.id)).first() is not None:
        return False
    con.execute(
        request_table.insert().values(
            id=one.id,
            what=one.what.value,
            bundle=one.bundle,
            parts=rows.packed(list(one.parts)),
            media=rows.packed(list(one.media)),
            note_code=one.note_code,
            device=asked.device,
            ours=int(asked.ours),
            at_label=asked.at_label,
            state=asked.state,
        )
    )
    changed(con, "request")
    return True


def all_of(con: Connection, *, ours: bool, states: Sequence[str] = ("open",)) -> tuple[Asked, ...]:
    """Requests made here, or that came here, in these states, oldest first."""
    table = request_table.c
    query = select(request_table).where(table.ours == int(ours), table.state.in_(list(states)))
    return tuple(_asked(row) for row in con.execute(query.order_by(table.num)))


def one(con: Connection, ident: str) -> Asked | None:
    """One request."""
    row = con.execute(select(request_table).where(request_table.c.id == ident)).first()
    return None if row is None else _asked(row)


def set_state(con: Connection, idents: Sequence[str], state: str) -> None:
    """Note what became of some requests."""
    if idents:
        con.execute(request_table.update().where(request_table.c.id.in_(list(idents))).values(state=state))
        changed(con, "request")


def _asked(row: Any) -> Asked:
    request = Request(
        row.id,
        rows.pick(RequestWhat, row.what, RequestWhat.CONFIRM),
        row.bundle,
        tuple(n for n in rows.listed(row.parts) if isinstance(n, int)),
        rows.strings(rows.listed(row.media)),
        row.note_code,
    )
    return Asked(request, row.device, bool(row.ours), row.at_label, row.state)
