"""What each bundle brought: the records and people that came with it for the first time, in order of arrival (US-E1)."""

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Brought:
    """Counts for one bundle ("" = made here): lines, and records and people whose first line came with it."""

    bundle: str
    lines: int
    records: int
    people: int


def brought(con: Connection) -> tuple[Brought, ...]:
    """One row for each bundle that brought anything, and one for what was made here, in order of their first line."""
    query = """SELECT coalesce(r.bundle, '') AS bundle, count(*) AS lines,
            sum(r.kind = 'record' AND f.num IS NOT NULL) AS records,
            sum(r.kind = 'participant' AND f.num IS NOT NULL) AS people
        FROM revision r LEFT JOIN (SELECT min(num) AS num FROM revision WHERE kind IN ('record', 'participant') GROUP BY ent) f
            ON f.num = r.num
        GROUP BY coalesce(r.bundle, '') ORDER BY min(r.num)"""
    return tuple(Brought(row.bundle, row.lines, row.records, row.people) for row in con.execute(text(query)))
