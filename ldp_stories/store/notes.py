"""Notes in the store: what a researcher typed or marked during a conversation, at its millisecond of the joined take."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Index, Row, select

from ldp_stories.domain.revisions import EntityView
from ldp_stories.store import rows, tables
from ldp_stories.store.rows import Noun, Values, noun_table, opt, opt_number

note_table = noun_table(
    "note",
    tables.words("encounter"),
    opt("record"),
    opt_number("at_ms"),
    tables.words("text"),
    tables.number("marked"),
)
Index("note_encounter", note_table.c.encounter)
Index("note_record", note_table.c.record)


@dataclass(frozen=True, slots=True)
class Note:
    """One note or marked moment; `at_ms` is None when nothing was being recorded."""

    id: str
    encounter: str
    record: str | None
    at_ms: int | None
    text: str
    marked: bool


def _columns(view: EntityView) -> Values:
    return {
        "encounter": rows.text(view, "encounter"),
        "record": rows.text_or_none(view, "record"),
        "at_ms": rows.whole_or_none(view, "at_ms"),
        "text": rows.text(view, "text"),
        "marked": rows.flag(view, "marked"),
        "fields": rows.rest(view, "encounter", "record", "at_ms", "text", "marked"),
    }


NOUNS: Final = (Noun("note", note_table, _columns, rank=4),)


def of_encounter(con: Connection, encounter: str) -> tuple[Note, ...]:
    """The notes of a conversation in the order of its time."""
    return _notes(con, note_table.c.encounter == encounter)


def of_record(con: Connection, record: str) -> tuple[Note, ...]:
    """The notes that belong to one record."""
    return _notes(con, note_table.c.record == record)


def _notes(con: Connection, which: Any) -> tuple[Note, ...]:
    query = (
        select(note_table)
        .where(which, note_table.c.hidden == 0)
        .order_by(note_table.c.at_ms, note_table.c.num)
    )
    return tuple(_note(row) for row in con.execute(query))


def _note(row: "Row[Any]") -> Note:
    return Note(row.id, row.encounter, row.record, row.at_ms, row.text, bool(row.marked))
