"""Choose records by what hangs from them - tags, own tags, kind, direction, level, groups, ages, sound, review - in one question each."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, text

_WHERE: Final[Mapping[str, str]] = {
    "kind": "SELECT id FROM record WHERE kind = :v",
    "direction": "SELECT id FROM record WHERE json_extract(fields, '$.direction') = :v",
    "level": "SELECT id FROM record WHERE json_extract(fields, '$.level') = :v",
    "own_tag": "SELECT record FROM coding WHERE tag = :v AND hidden = 0 AND erased = 0",
    "age": """SELECT r.id FROM record r, json_each(r.participants) j JOIN participant p ON p.id = j.value WHERE p.age_band = :v""",
    "group": """SELECT r.id FROM record r, json_each(r.participants) j JOIN participant p ON p.id = j.value
        WHERE EXISTS (SELECT 1 FROM json_each(p.fields, '$.target_groups') g WHERE g.value = :v)""",
    "researcher": "SELECT r.id FROM record r JOIN device d ON d.id = r.began_by WHERE d.member = :v",
    "bundle": """SELECT id FROM record r WHERE :v = (SELECT v.bundle FROM revision v WHERE v.ent = r.id ORDER BY v.num LIMIT 1)""",
    "until": "SELECT id FROM record WHERE substr(told_at, 1, 10) <= :v",
    "sound": "SELECT record FROM media WHERE hidden = 0 AND kind = 'audio' AND :v <> ''",
    "reviewed": """SELECT id FROM record WHERE :v <> '' AND id IN (SELECT record FROM suggestion WHERE hidden = 0)
        AND id NOT IN (SELECT record FROM suggestion WHERE hidden = 0 AND settled = 0)""",
}
NAMES: Final = frozenset(_WHERE)
"""What can be chosen by; sound and reviewed take any text that is not empty."""


def records_with(con: Connection, chosen: Mapping[str, str]) -> frozenset[str]:
    """The records that have everything chosen; ValueError for a name that is not one of NAMES."""
    if not chosen.keys() <= NAMES:
        raise ValueError(f"cannot choose by {sorted(chosen.keys() - NAMES)}")
    found: frozenset[str] | None = None
    for name, value in chosen.items():
        these = frozenset(con.execute(text(_WHERE[name]), {"v": value}).scalars())
        found = these if found is None else found & these
    return found if found is not None else frozenset()


def who_began(con: Connection) -> tuple[tuple[str, str], ...]:
    """(member id, code) of everybody who began a story that is here, by code."""
    query = """SELECT DISTINCT m.id, m.code FROM (SELECT DISTINCT began_by FROM record WHERE hidden = 0 AND erased = 0) r
        JOIN device d ON d.id = r.began_by JOIN member m ON m.id = d.member ORDER BY m.code, m.id"""
    return tuple((row.id, row.code) for row in con.execute(text(query)))
