"""Tags in the store: the codebook, and how often each tag stands on a story."""

from typing import Any, Final

from sqlalchemy import Connection, Index, Row, func, select

from ldp_stories.domain.revisions import EntityView
from ldp_stories.domain.tags import Tag, TagStatus
from ldp_stories.store import rows, tables
from ldp_stories.store.rows import Noun, Values, loaded, noun_table, string, strings

tag_table = noun_table(
    "tag",
    tables.words("code"),
    tables.words("name"),
    tables.words("group"),
    tables.words("status"),
    tables.number("position"),
)
Index("tag_code", tag_table.c.code)
_TYPED: Final = ("code", "name", "group", "status")


def _columns(view: EntityView) -> Values:
    values: Values = {n: rows.text(view, n) for n in _TYPED}
    values["position"] = rows.whole(view, "position")
    values["fields"] = rows.rest(view, *_TYPED, "position")
    return values


NOUNS: Final = (Noun("tag", tag_table, _columns, rank=1),)


def codebook(con: Connection) -> tuple[Tag, ...]:
    """Every tag, retired ones too, in the pack's order (group, then position, then code)."""
    table = tag_table.c
    query = (
        select(tag_table)
        .where(table.hidden == 0, table.erased == 0)
        .order_by(table.group, table.position, table.code, table.id)
    )
    return tuple(_tag(row) for row in con.execute(query))


def tag(con: Connection, ident: str) -> Tag | None:
    """One tag by its id."""
    row = con.execute(select(tag_table).where(tag_table.c.id == ident)).first()
    return None if row is None else _tag(row)


def by_code(con: Connection, code: str) -> Tag | None:
    """One tag by its code, such as D1."""
    row = con.execute(select(tag_table).where(tag_table.c.code == code).order_by(tag_table.c.num)).first()
    return None if row is None else _tag(row)


def uses(con: Connection) -> dict[str, int]:
    """How many suggestions name each tag id, for "how many change"."""
    suggestion = tables.nouns.tables["suggestion"].c
    query = (
        select(suggestion.tag, func.count())
        .where(suggestion.tag.is_not(None), suggestion.hidden == 0)
        .group_by(suggestion.tag)
    )
    return {row[0]: row[1] for row in con.execute(query)}


def _tag(row: "Row[Any]") -> Tag:
    fields = loaded(row.fields)
    return Tag(
        id=row.id,
        code=row.code,
        name=row.name,
        group=row.group,
        group_name=string(fields, "group_name"),
        meaning=string(fields, "meaning"),
        use_for=string(fields, "use_for"),
        not_for=string(fields, "not_for"),
        example=string(fields, "example"),
        source=string(fields, "source"),
        status=rows.pick(TagStatus, row.status or TagStatus.ACTIVE.value, TagStatus.PROPOSED),
        position=row.position,
        parent=string(fields, "parent") or None,
        maps_to=string(fields, "maps_to") or None,
        merged_into=string(fields, "merged_into") or None,
        split_into=strings(fields.get("split_into")),
        valid_from=string(fields, "valid_from") or None,
        valid_to=string(fields, "valid_to") or None,
        author=string(fields, "author"),
    )
