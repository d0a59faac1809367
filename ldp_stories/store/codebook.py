"""Changes of the codebook in the store, and how many stories have each tag."""

import json
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, text

from ldp_stories.domain.codebook import Change, CodebookChange
from ldp_stories.store import programme, review, rows, sift
from ldp_stories.store.rows import Values, listed, string, strings

KIND = "codebook_change"


def changes(con: Connection) -> tuple[CodebookChange, ...]:
    """Every change, in the order they came here."""
    return tuple(_change(ident, fields) for ident, fields in programme.raw(con, KIND))


def _change(ident: str, fields: Values) -> CodebookChange:
    stories = fields.get("stories")
    return CodebookChange(
        id=ident,
        what=rows.pick(Change, fields.get("what"), Change.EDIT),
        tags=strings(fields.get("tags")),
        reason=string(fields, "reason"),
        on=string(fields, "on"),
        by=string(fields, "by"),
        before=_by_tag(fields.get("before")),
        after=_by_tag(fields.get("after")),
        example=string(fields, "example"),
        stories=stories if isinstance(stories, int) else 0,
        undoes=string(fields, "undoes"),
        version_before=string(fields, "version_before"),
        version_after=string(fields, "version_after"),
    )


def _by_tag(value: Any) -> Mapping[str, Mapping[str, Any]]:
    return {str(k): v for k, v in value.items() if isinstance(v, dict)} if isinstance(value, dict) else {}


_GONE: Final = "SELECT id FROM record WHERE (hidden = 1 OR erased = 1 OR sensitivity = 'closed') AND (hidden = 1 OR erased = 1)"
"""Hidden and taken-back records, by the small index of those that may not be found."""
_HERE: Final = (
    f"SELECT id FROM record WHERE id IN (SELECT value FROM json_each(:ids)) AND id NOT IN ({_GONE})"
)
_LOST: Final = f"""SELECT record FROM (SELECT DISTINCT record FROM suggestion) s
    WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = s.record) UNION {_GONE}"""
"""What has tags and is not to be counted: gone from here, or never come. Few or none, so they are looked for once and not with each tag."""
_NUMBER: Final = f"SELECT count(DISTINCT record) FROM ({sift.STANDS})"
_NOT_LOST: Final = f"{_NUMBER} WHERE record NOT IN (SELECT value FROM json_each(:lost))"
_NOTED: Final = """WITH RECURSIVE noted(standing) AS (SELECT min(standing) FROM suggestion WHERE standing > ''
    UNION ALL SELECT (SELECT min(standing) FROM suggestion WHERE standing > noted.standing) FROM noted WHERE noted.standing IS NOT NULL)
    SELECT standing FROM noted WHERE standing IS NOT NULL"""
_OPEN: Final = """SELECT DISTINCT tag FROM suggestion WHERE standing = '' AND decided = 0 AND hidden = 0 AND tag IS NOT NULL"""


def stories_by_tag(con: Connection) -> dict[str, int]:
    """How many stories have each tag today, counted once each; a merged tag is counted as itself."""
    unsure = {tag for those in sift.not_noted(con).values() for tag in those}
    standing = {t for noted in con.execute(text(_NOTED)).scalars() for t in strings(listed(noted))}
    lost = json.dumps(con.execute(text(_LOST)).scalars().all())
    query = text(_NUMBER if lost == "[]" else _NOT_LOST)
    found: dict[str, int] = {}
    for tag in standing.union(unsure, con.execute(text(_OPEN)).scalars()):
        asked = review.asked_for((tag,)) | ({} if lost == "[]" else {"lost": lost})
        quick = con.execute(query, asked).scalar_one()
        number = len(stories_with(con, (tag,))) if tag in unsure else quick
        if number:
            found[tag] = number
    return found


def stories_with(con: Connection, tags: tuple[str, ...]) -> frozenset[str]:
    """The ids of the stories in which one of these tags stands; hidden and taken-back ones are left out."""
    ids = json.dumps(list(sift.with_tag(con, tags)))
    return frozenset(con.execute(text(_HERE), {"ids": ids}).scalars())
