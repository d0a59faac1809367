"""Who people are: contact cards and evidence, in the identity store with its small ledger. Written with `ledger.put(stream="i")`."""

from typing import Any

from sqlalchemy import Connection

from ldp_stories.store import ledger, programme
from ldp_stories.store.rows import Values, string


def contact_card(con: Connection, participant: str) -> Values | None:
    """The card of one person: id, participant, name, phone, address, safe_to_contact; None when there is none."""
    return next((c for c in _of(con, "contact_card", "participant", participant)), None)


def cards_of(con: Connection, participant: str) -> tuple[Values, ...]:
    """Every card of one person, the one that is shown first; more than one only until they are made one."""
    return tuple(_of(con, "contact_card", "participant", participant))


def evidence(con: Connection, consent: str) -> tuple[Values, ...]:
    """How one consent was given: signed-form photos, spoken evidence; id, consent, kind, media."""
    return tuple(_of(con, "evidence", "consent", consent))


def with_card(con: Connection) -> frozenset[str]:
    """The people for whom there is a card."""
    found = (string(fields, "participant") for _, fields in programme.raw(con, "contact_card"))
    return frozenset(found) - {""}


def name_list(con: Connection, encounter: str) -> tuple[Values, ...]:
    """The names to look for in what was told at one meeting: id, encounter, find, put."""
    return tuple(_of(con, "name_list", "encounter", encounter))


def all_names(con: Connection) -> tuple[tuple[str, str], ...]:
    """Every name of every list with what stands in its place, for using again; each once."""
    found = {string(f, "find"): string(f, "put") for _, f in programme.raw(con, "name_list")}
    return tuple(sorted(found.items()))


def handed_to(con: Connection, participant: str) -> frozenset[str]:
    """The custodians (member ids) to whom a person's items were handed."""
    return frozenset(string(c, "to") for c in _of(con, "handover", "participant", participant))


def about(con: Connection, participant: str) -> tuple[str, ...]:
    """Every identity entity about one person, for an erasure or a hand-over to a custodian."""
    return ledger.entities_about(con, participant)


def _of(con: Connection, kind: str, field: str, value: str) -> list[dict[str, Any]]:
    return [
        {"id": ident, **fields}
        for ident, fields in programme.raw(con, kind)
        if string(fields, field) == value
    ]
