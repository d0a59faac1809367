"""Quotes in the store: what an evaluator put into the quote bank."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Index, Row, select

from ldp_stories.domain.revisions import EntityView
from ldp_stories.store import rows, tables
from ldp_stories.store.rows import Noun, Values, noun_table

quote_table = noun_table(
    "quote",
    tables.words("record"),
    tables.words("passage"),
    tables.words("theme"),
    tables.words("note"),
    tables.words("state"),
)
Index("quote_record", quote_table.c.record)
Index("quote_theme", quote_table.c.theme)


@dataclass(frozen=True, slots=True)
class Quote:
    """One entry of the quote bank: a passage under a theme."""

    id: str
    record: str
    passage: str
    theme: str
    note: str
    state: str


_TEXTS: Final = ("record", "passage", "theme", "note", "state")


def _columns(view: EntityView) -> Values:
    return {n: rows.text(view, n) for n in _TEXTS} | {"fields": rows.rest(view, *_TEXTS)}


NOUNS: Final = (Noun("quote", quote_table, _columns, rank=4),)


def quotes(con: Connection, theme: str | None = None) -> tuple[Quote, ...]:
    """The quote bank, or one theme of it, by theme and then in the order they were added."""
    table = quote_table.c
    query = select(quote_table).where(table.hidden == 0, table.erased == 0).order_by(table.theme, table.num)
    if theme is not None:
        query = query.where(table.theme == theme)
    return tuple(_quote(row) for row in con.execute(query))


def of_record(con: Connection, record: str) -> tuple[Quote, ...]:
    """The quotes taken from one record."""
    query = (
        select(quote_table)
        .where(quote_table.c.record == record, quote_table.c.hidden == 0)
        .order_by(quote_table.c.num)
    )
    return tuple(_quote(row) for row in con.execute(query))


def _quote(row: "Row[Any]") -> Quote:
    return Quote(row.id, row.record, row.passage, row.theme, row.note, row.state)
