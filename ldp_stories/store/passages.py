"""Passages in the store."""

import json
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, Index, Row, select, text

from ldp_stories.domain.passages import Passage, QuoteState
from ldp_stories.domain.revisions import EntityView
from ldp_stories.store import rows, tables
from ldp_stories.store.rows import Noun, Values, loaded, noun_table, opt, opt_number, string

passage_table = noun_table(
    "passage",
    tables.words("record"),
    opt("layer"),
    opt_number("start"),
    opt_number("end"),
    opt("media"),
    opt_number("from_ms"),
    opt_number("to_ms"),
    tables.words("quote_state"),
    opt("copy_of"),
)
Index("passage_record", passage_table.c.record)
Index("passage_layer", passage_table.c.layer)
_TEXTS: Final = ("layer", "media", "copy_of")
_NUMBERS: Final = ("start", "end", "from_ms", "to_ms")


def _columns(view: EntityView) -> Values:
    values: Values = {n: rows.text_or_none(view, n) for n in _TEXTS}
    values |= {n: rows.whole_or_none(view, n) for n in _NUMBERS}
    values |= {
        "record": rows.text(view, "record"),
        "quote_state": rows.text(view, "quote_state") or QuoteState.CANDIDATE.value,
    }
    values["fields"] = rows.rest(view, "record", "quote_state", *_TEXTS, *_NUMBERS)
    return values


NOUNS: Final = (Noun("passage", passage_table, _columns, rank=4),)


def passage(con: Connection, ident: str) -> Passage | None:
    """One passage."""
    row = con.execute(select(passage_table).where(passage_table.c.id == ident)).first()
    return None if row is None else _passage(row)


def of_record(con: Connection, record: str) -> tuple[Passage, ...]:
    """The passages of a record in the order of the text, those in sound only by time, hidden ones left out."""
    table = passage_table.c
    query = (
        select(passage_table)
        .where(table.record == record, table.hidden == 0)
        .order_by(table.start, table.from_ms, table.num)
    )
    return tuple(_passage(row) for row in con.execute(query))


def of_records(con: Connection, records: Iterable[str]) -> dict[str, tuple[Passage, ...]]:
    """The same for many records in one question."""
    query = """SELECT * FROM passage WHERE hidden = 0 AND record IN (SELECT value FROM json_each(:ids))
        ORDER BY start, from_ms, num"""
    found: dict[str, tuple[Passage, ...]] = {}
    for row in con.execute(text(query), {"ids": json.dumps(list(records))}):
        found[row.record] = (*found.get(row.record, ()), _passage(row))
    return found


def of_layer(con: Connection, layer: str) -> tuple[Passage, ...]:
    """The passages anchored in one layer: what has to be placed again when its text changes."""
    table = passage_table.c
    query = (
        select(passage_table).where(table.layer == layer, table.hidden == 0).order_by(table.start, table.num)
    )
    return tuple(_passage(row) for row in con.execute(query))


def _passage(row: "Row[Any]") -> Passage:
    fields = loaded(row.fields)
    words, sound = rows.anchors(row, fields)
    return Passage(
        id=row.id,
        record=row.record,
        text=words,
        sound=sound,
        note=string(fields, "note"),
        moved_me=fields.get("moved_me") is True,
        quote_state=rows.pick(QuoteState, row.quote_state, QuoteState.NOT_FOR_QUOTING),
        copy_of=row.copy_of,
    )
