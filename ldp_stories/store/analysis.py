"""What evaluators make of stories, in the store: codings, own tags, matrices and their cells."""

import json
from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import Connection, Index, Row, text

from ldp_stories.domain.coding import Coding, OwnTag
from ldp_stories.domain.matrix import Cell, Column, Matrix
from ldp_stories.domain.revisions import EntityView
from ldp_stories.store import rows, tables
from ldp_stories.store.rows import Noun, Values, loaded, noun_table, opt, opt_number, string, strings

coding_table = noun_table(
    "coding",
    tables.words("record"),
    tables.words("tag"),
    tables.words("by"),
    opt("layer"),
    opt_number("start"),
    opt_number("end"),
    opt("media"),
    opt_number("from_ms"),
    opt_number("to_ms"),
)
matrix_cell_table = noun_table(
    "matrix_cell", tables.words("record"), tables.words("matrix"), tables.words("column")
)
Index("coding_record", coding_table.c.record)
Index("coding_tag", coding_table.c.tag)
Index("matrix_cell_record", matrix_cell_table.c.record)
Index("matrix_cell_matrix", matrix_cell_table.c.matrix)
_WORDS: Final = ("record", "tag", "by")
_OPTIONAL: Final = ("layer", "media")
_NUMBERS: Final = ("start", "end", "from_ms", "to_ms")
SHARED: Final = ("analysis_tag", "coding_round", "matrix")
"""Kinds of the analysis that hang from no record."""


def _coding_columns(view: EntityView) -> Values:
    values: Values = {n: rows.text(view, n) for n in _WORDS}
    values |= {n: rows.text_or_none(view, n) for n in _OPTIONAL}
    values |= {n: rows.whole_or_none(view, n) for n in _NUMBERS}
    values["fields"] = rows.rest(view, *_WORDS, *_OPTIONAL, *_NUMBERS)
    return values


def _cell_columns(view: EntityView) -> Values:
    names = ("record", "matrix", "column")
    return {n: rows.text(view, n) for n in names} | {"fields": rows.rest(view, *names)}


NOUNS: Final = (
    Noun("coding", coding_table, _coding_columns, rank=4),
    Noun("matrix_cell", matrix_cell_table, _cell_columns, rank=4),
)


def shared(con: Connection) -> frozenset[str]:
    """The ids of own tags, rounds and matrices: they go with the stories to evaluators and coordinators."""
    query = "SELECT id FROM thing WHERE kind IN (SELECT value FROM json_each(:kinds))"
    return frozenset(con.execute(text(query), {"kinds": json.dumps(SHARED)}).scalars())


def own_tags(con: Connection) -> tuple[OwnTag, ...]:
    """Every evaluator's own tags, in order of arrival."""
    return tuple(
        OwnTag(
            row.id,
            string(fields, "name"),
            string(fields, "meaning"),
            string(fields, "parent") or None,
            _number(fields, "position"),
            row.began_by,
        )
        for row, fields in _things(con, "analysis_tag")
    )


def matrices(con: Connection) -> tuple[Matrix, ...]:
    """Every matrix, in order of arrival."""
    return tuple(_matrix(row.id, fields) for row, fields in _things(con, "matrix"))


def codings(
    con: Connection,
    *,
    records: Iterable[str] | None = None,
    tags: Iterable[str] | None = None,
    by: str = "",
    most: int = -1,
) -> tuple[Coding, ...]:
    """Codings in the order of the text, those in sound by time: of some records, under some tags, by one person; or all, `most` of them."""
    where, wanted = ["hidden = 0", "erased = 0"], {}
    for name, chosen in (("record", records), ("tag", tags)):
        if chosen is not None:
            where.append(f"{name} IN (SELECT value FROM json_each(:{name}))")
            wanted[name] = json.dumps(sorted(chosen))
    if by:
        where.append("by = :by")
        wanted["by"] = by
    query = f"SELECT * FROM coding WHERE {' AND '.join(where)} ORDER BY record, start, from_ms, num LIMIT {int(most)}"
    return tuple(_coding(row) for row in con.execute(text(query), wanted))


def coding(con: Connection, ident: str) -> Coding | None:
    """One coding."""
    row = con.execute(
        text("SELECT * FROM coding WHERE id = :i AND hidden = 0 AND erased = 0"), {"i": ident}
    ).first()
    return None if row is None else _coding(row)


def codings_among(con: Connection, ents: Collection[str]) -> tuple[str, ...]:
    """Those of some things that are codings, also ones that were taken off."""
    query = "SELECT id FROM coding WHERE id IN (SELECT value FROM json_each(:e)) ORDER BY num"
    return tuple(con.execute(text(query), {"e": json.dumps(sorted(ents))}).scalars())


def coded_with(con: Connection, tags: Iterable[str]) -> frozenset[str]:
    """The stories in which somebody's own layer has one of some tags."""
    query = "SELECT DISTINCT record FROM coding WHERE tag IN (SELECT value FROM json_each(:t)) AND hidden = 0 AND erased = 0"
    return frozenset(con.execute(text(query), {"t": json.dumps(sorted(tags))}).scalars())


def coded_by(con: Connection, records: Collection[str], member: str) -> frozenset[str]:
    """Those of some stories in which a person has coded something."""
    query = (
        "SELECT DISTINCT record FROM coding WHERE by = :by AND record IN (SELECT value FROM json_each(:r))"
    )
    return frozenset(con.execute(text(query), {"by": member, "r": json.dumps(sorted(records))}).scalars())


def cells(con: Connection, matrix: str) -> tuple[Cell, ...]:
    """The cells of a matrix, in order of arrival."""
    query = "SELECT * FROM matrix_cell WHERE matrix = :m AND hidden = 0 AND erased = 0 ORDER BY num"
    return tuple(_cell(row) for row in con.execute(text(query), {"m": matrix}))


def _things(con: Connection, kind: str) -> "list[tuple[Row[Any], Values]]":
    query = (
        "SELECT id, began_by, fields FROM thing WHERE kind = :k AND hidden = 0 AND erased = 0 ORDER BY num"
    )
    return [(row, loaded(row.fields)) for row in con.execute(text(query), {"k": kind})]


def _number(fields: Values, name: str) -> int:
    value = fields.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _matrix(ident: str, fields: Values) -> Matrix:
    found = fields.get("columns")
    columns = [c for c in found if isinstance(c, dict)] if isinstance(found, list) else []
    return Matrix(
        ident,
        string(fields, "title"),
        strings(fields.get("rows")),
        tuple(Column(string(c, "key"), string(c, "label")) for c in columns),
        string(fields, "by"),
    )


def _coding(row: "Row[Any]") -> Coding:
    fields = loaded(row.fields)
    words, sound = rows.anchors(row, fields)
    return Coding(row.id, row.record, words, sound, row.tag, string(fields, "memo"), row.by)


def _cell(row: "Row[Any]") -> Cell:
    fields = loaded(row.fields)
    return Cell(
        row.id,
        row.matrix,
        row.record,
        row.column,
        string(fields, "summary"),
        strings(fields.get("passages")),
        string(fields, "by"),
    )
