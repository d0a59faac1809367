"""Which record a thing hangs from, for things of any kind: words, sound, passages, tags, decisions, quotes, and what evaluators made of it."""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import Connection, text

from ldp_stories.store.rows import packed

_TABLES: Final = (
    "layer",
    "note",
    "media",
    "passage",
    "suggestion",
    "decision",
    "comment",
    "quote",
    "masking",
    "coding",
    "round_mark",
    "matrix_cell",
)


def records_of(
    con: Connection, ents: Collection[str], kinds: Collection[str] | None = None
) -> dict[str, str]:
    """Thing id -> record id, for those of `ents` that hang from a record or are one themselves; `kinds`: when they are of these only."""
    wanted = {"ents": packed(list(ents))}
    parts = [
        f"SELECT id, record FROM {t} WHERE record <> '' AND id IN (SELECT value FROM json_each(:ents))"
        for t in _TABLES
        if kinds is None or t in kinds
    ]
    if kinds is None or "record" in kinds:
        parts.append("SELECT id, id FROM record WHERE id IN (SELECT value FROM json_each(:ents))")
    if not parts:
        return {}
    return {row[0]: row[1] for row in con.execute(text(" UNION ALL ".join(parts)), wanted).all()}


def record_in(kind: str, ent: str, columns: Mapping[str, Any]) -> str | None:
    """What `records_of` finds of one thing once a row with these columns is written."""
    named = ent if kind == "record" else columns["record"] if kind in _TABLES else None
    return named or None


def things_of(con: Connection, record: str) -> frozenset[str]:
    """A record and everything that hangs from it, its meeting and tellers included."""
    parts = [f"SELECT id FROM {t} WHERE record = :r" for t in _TABLES]
    parts += [
        "SELECT encounter FROM record WHERE id = :r",
        "SELECT j.value FROM record r, json_each(r.participants) j WHERE r.id = :r",
    ]
    return frozenset({record, *con.execute(text(" UNION ".join(parts)), {"r": record}).scalars()} - {""})


def entities_of(con: Connection, revisions: Collection[str]) -> frozenset[str]:
    """The things that some revisions are about."""
    query = "SELECT DISTINCT ent FROM revision WHERE id IN (SELECT value FROM json_each(:ids))"
    return frozenset(con.execute(text(query), {"ids": packed(list(revisions))}).scalars())


def written_again(con: Connection, ents: Collection[str], kinds: Collection[str]) -> frozenset[str]:
    """Those of some things, of some kinds, that have more than one revision."""
    query = """SELECT ent FROM revision WHERE ent IN (SELECT value FROM json_each(:ents)) AND kind IN (SELECT value FROM json_each(:kinds))
        GROUP BY ent HAVING count(*) > 1"""
    wanted = {"ents": packed(list(ents)), "kinds": packed(list(kinds))}
    return frozenset(con.execute(text(query), wanted).scalars())


def by_device(con: Connection, revisions: Collection[str], device: str) -> tuple[str, ...]:
    """Those of some revisions that a device wrote, in any of its epochs, in order of arrival."""
    query = """SELECT r.id FROM revision r JOIN device_counter d ON d.num = r.stream
        WHERE r.id IN (SELECT value FROM json_each(:ids)) AND d.dev LIKE :device || '.%' ORDER BY r.num"""
    return tuple(con.execute(text(query), {"ids": packed(list(revisions)), "device": device}).scalars())


def revisions_of(con: Connection, ents: Collection[str]) -> tuple[str, ...]:
    """Every revision of some things, in order of arrival."""
    query = "SELECT id FROM revision WHERE ent IN (SELECT value FROM json_each(:ents)) ORDER BY num"
    return tuple(con.execute(text(query), {"ents": packed(list(ents))}).scalars())


def in_order(con: Connection, revisions: Collection[str]) -> tuple[str, ...]:
    """Some revisions in order of arrival."""
    query = "SELECT id FROM revision WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY num"
    return tuple(con.execute(text(query), {"ids": packed(list(revisions))}).scalars())


def known_revisions(con: Connection, revisions: Collection[str]) -> frozenset[str]:
    """Those of some revisions that are here already."""
    query = "SELECT id FROM revision WHERE id IN (SELECT value FROM json_each(:ids))"
    return frozenset(con.execute(text(query), {"ids": packed(list(revisions))}).scalars())


def known_things(con: Connection, ents: Collection[str]) -> frozenset[str]:
    """Those of some things of which any line is here."""
    query = (
        """SELECT value FROM json_each(:ents) WHERE EXISTS (SELECT 1 FROM revision r WHERE r.ent = value)"""
    )
    return frozenset(con.execute(text(query), {"ents": packed(list(ents))}).scalars().all())


def began(con: Connection, ents: Collection[str]) -> dict[str, str]:
    """Thing id -> the device that began it: the writer of its first revision without parents that came here."""
    query = """SELECT r.ent, substr(d.dev, 1, instr(d.dev, '.') - 1) AS device FROM revision r
        JOIN device_counter d ON d.num = r.stream
        WHERE r.ent IN (SELECT value FROM json_each(:ents)) AND r.par = '[]' ORDER BY r.num DESC"""
    return {row[0]: row[1] for row in con.execute(text(query), {"ents": packed(list(ents))}).all()}


def for_coordinators(con: Connection) -> frozenset[str]:
    """What hangs from no record and coordinators must know of: what was made for readers, quote banks, the logs only they keep,
    and what researchers chose to tell of themselves."""
    query = """SELECT id FROM thing WHERE kind IN ('output', 'incident', 'leaving', 'rights_request', 'care') AND erased = 0
        UNION SELECT id FROM quote WHERE erased = 0"""
    return frozenset(con.execute(text(query)).scalars())


def masks_of(con: Connection, records: Collection[str]) -> frozenset[str]:
    """The masks of some stories, those that were taken off again too: another coordinator must know of both."""
    query = "SELECT id FROM masking WHERE record IN (SELECT value FROM json_each(:r))"
    return frozenset(con.execute(text(query), {"r": packed(list(records))}).scalars())


def of_unknown_kinds(con: Connection, known: Collection[str], records: Collection[str]) -> frozenset[str]:
    """What a newer version hung on some stories: kinds that nobody here knows are passed on with them, not understood and not lost."""
    query = """SELECT id FROM thing WHERE erased = 0 AND kind NOT IN (SELECT value FROM json_each(:k))
        AND json_extract(fields, '$.record') IN (SELECT value FROM json_each(:r))"""
    wanted = {"k": json.dumps(sorted(known)), "r": json.dumps(sorted(records))}
    return frozenset(con.execute(text(query), wanted).scalars())


def count_kind(con: Connection, ents: Collection[str], kinds: Collection[str]) -> int:
    """How many of some things are of some kinds and still hold words."""
    query = """SELECT count(DISTINCT ent) FROM revision WHERE body IS NOT NULL AND ent IN (SELECT value FROM json_each(:ents))
        AND kind IN (SELECT value FROM json_each(:kinds))"""
    return int(
        con.execute(text(query), {"ents": packed(list(ents)), "kinds": packed(list(kinds))}).scalar_one()
    )


def from_elsewhere(con: Connection, ents: Collection[str]) -> frozenset[str]:
    """Those of some things of which a line came here in a bundle."""
    query = "SELECT DISTINCT ent FROM revision WHERE bundle IS NOT NULL AND ent IN (SELECT value FROM json_each(:ents))"
    return frozenset(con.execute(text(query), {"ents": packed(list(ents))}).scalars())


def bundle_of(con: Connection, ent: str) -> str:
    """The bundle that first brought a thing here, "" when it was begun here."""
    query = "SELECT bundle FROM revision WHERE ent = :e ORDER BY num LIMIT 1"
    return str(con.execute(text(query), {"e": ent}).scalar() or "")
