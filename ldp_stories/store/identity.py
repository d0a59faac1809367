"""Who people are: contact cards and evidence, in the identity store with its small ledger. Written with `ledger.put(stream="i")`."""

from typing import Any

from sqlalchemy import Connection

from ldp_stories.store import ledger, programme
from ldp_stories.store.rows import Values, string


def contact_card(con: Connection, participant: str) -> Values | None:
    """The card of one person: id, participant, name, phone, address, safe_to_contact; None when there is none."""
    return next((c for c in _of(con, "contact_card", "participant", participant)), None)


def evidence(con: Connection, consent: str) -> tuple[Values, ...]:
    """How one consent was given: signed-form photos, spoken evidence; id, consent, kind, media."""
    return tuple(_of(con, "evidence", "consent", consent))


def about(con: Connection, participant: str) -> tuple[str, ...]:
    """Every identity entity about one person, for an erasure or a hand-over to a custodian."""
    return ledger.entities_about(con, participant)


def _of(con: Connection, kind: str, field: str, value: str) -> list[dict[str, Any]]:
    return [
        {"id": ident, **fields}
        for ident, fields in programme.raw(con, kind)
        if string(fields, field) == value
    ]
