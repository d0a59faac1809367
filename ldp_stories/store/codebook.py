"""Changes of the codebook in the store, and how many stories have each tag."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, text

from ldp_stories.domain.codebook import Change, CodebookChange
from ldp_stories.store import programme, review, rows
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


_ALONE = """SELECT CASE WHEN s.standing = '' THEN s.tag WHEN json_array_length(s.standing) = 1 THEN json_extract(s.standing, '$[0]')
    ELSE s.standing END AS standing, count(DISTINCT s.record) AS n
    FROM suggestion s JOIN record r ON r.id = s.record WHERE s.hidden = 0 AND r.hidden = 0 AND r.erased = 0
    AND (s.standing <> '' OR s.tag IS NOT NULL) GROUP BY 1"""


def stories_by_tag(con: Connection) -> dict[str, int]:
    """How many stories have each tag today, counted once each; a merged tag is counted as itself."""
    found: dict[str, int] = {}
    several: set[str] = set()
    for row in con.execute(text(_ALONE)):
        if row.standing.startswith("["):
            several.update(strings(listed(row.standing)))
        else:
            found[row.standing] = row.n
    for ident in several:  # a story may have it alone and beside another: count those exactly
        found[ident] = len(stories_with(con, (ident,)))
    return found


def stories_with(con: Connection, tags: tuple[str, ...]) -> frozenset[str]:
    """The ids of the stories in which one of these tags stands; hidden and taken-back ones are left out."""
    wanted = frozenset(tags)
    found = {
        r.suggestion.record for tag in tags for r in review.readings_of_tag(con, tag) if wanted & set(r.tags)
    }
    return frozenset(i for i in found if _is_here(con, i))


def _is_here(con: Connection, record: str) -> bool:
    query = "SELECT 1 FROM record WHERE id = :id AND hidden = 0 AND erased = 0"
    return con.execute(text(query), {"id": record}).first() is not None
