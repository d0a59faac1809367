"""Masks in the store: which words of a story are replaced by what. The words themselves are looked up where they stand, in the ledger."""

import json
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, Index, text

from ldp_stories.domain.free_text import Pair
from ldp_stories.domain.revisions import EntityView, parse_body
from ldp_stories.store import rows, tables
from ldp_stories.store.ledger_read import revisions
from ldp_stories.store.rows import Noun, Values, noun_table

masking_table = noun_table(
    "masking",
    tables.words("record"),
    tables.words("line"),
    tables.words("field"),
    tables.number("start"),
    tables.number("end"),
    tables.words("put"),
)
Index("masking_record", masking_table.c.record)
_TEXTS: Final = ("record", "line", "field", "put")


def _columns(view: EntityView) -> Values:
    values: Values = {n: rows.text(view, n) for n in _TEXTS}
    values |= {n: rows.whole(view, n) for n in ("start", "end")}
    values["fields"] = rows.rest(view, *_TEXTS, "start", "end")
    return values


NOUNS: Final = (Noun("masking", masking_table, _columns, rank=5),)


def pairs(con: Connection, records: Iterable[str]) -> tuple[Pair, ...]:
    """The words masked in some stories and what stands in their place, newest here first; each words once, whatever the case.

    A mask whose words were taken back for good has nothing to show any more.
    """
    query = """SELECT line, field, start, "end", put FROM masking
        WHERE hidden = 0 AND record IN (SELECT value FROM json_each(:ids)) ORDER BY num DESC"""
    found = con.execute(text(query), {"ids": json.dumps(list(records))}).all()
    lines = {r.id: parse_body(r.body).sets for r in revisions(con, [row.line for row in found]) if r.body}
    made: dict[str, Pair] = {}
    for row in found:
        value = lines.get(row.line, {}).get(row.field)
        words = value[row.start : row.end] if isinstance(value, str) else ""
        if words.strip():
            made.setdefault(" ".join(words.split()).casefold(), (words, row.put))
    return tuple(made.values())


def of_record(con: Connection, record: str) -> tuple[str, ...]:
    """The ids of the masks of a story, oldest first."""
    query = "SELECT id FROM masking WHERE record = :r AND hidden = 0 ORDER BY num"
    return tuple(con.execute(text(query), {"r": record}).scalars())


def same_meeting(con: Connection, record: str) -> tuple[str, ...]:
    """The stories told at the same meeting, this one included: a name masked in one is masked in all."""
    query = """SELECT o.id FROM record r JOIN record o ON o.encounter = r.encounter WHERE r.id = :r AND r.encounter <> ''
        UNION SELECT :r"""
    return tuple(sorted(con.execute(text(query), {"r": record}).scalars()))
