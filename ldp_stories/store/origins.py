"""Where an entity came from: the bundle that brought it here, for the chain an evaluator can prove (domain/2-users.md US-E2)."""

from sqlalchemy import Connection, text


def bundle_of(con: Connection, ent: str) -> str | None:
    """The bundle that brought the first revision of an entity here; None when it was made here, or nothing is known of it."""
    query = "SELECT bundle FROM revision WHERE ent = :e ORDER BY num LIMIT 1"
    found: str | None = con.execute(text(query), {"e": ent}).scalar()
    return found
