"""Which tables each kind of store has, and the number of the present layout; migrations/ bring older stores up to it."""

from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Final, Literal

from sqlalchemy import Connection, MetaData, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from ldp_stories.store import (
    analysis,
    comments,
    consent,
    desk_tables,
    encounters,
    evidence,
    feedback,
    layers,
    let_go,
    letters,
    maskings,
    media,
    notes,
    order_book_tables,
    passages,
    people,
    places,
    programme,
    put_by,
    quarantine,
    quotes,
    record_states,
    records,
    requests,
    review,
    rounds,
    routes,
    search,
    sendings,
    sent,
    slices,
    tables,
    tags,
    taken_back,
    unread,
)
from ldp_stories.store.rows import Noun

VERSION: Final = 4
BEFORE: Final = ".before-"
"""In the name of the copy that is made of a store before its layout changes: `main.db.before-1`."""
Schema = Literal["main", "desk", "identity", "orders"]
_ALSO: Final = (
    desk_tables,
    evidence,
    let_go,
    letters,
    order_book_tables,
    put_by,
    quarantine,
    requests,
    routes,
    sendings,
    sent,
    slices,
    taken_back,
    unread,
)
_METADATA: Final[dict[Schema, tuple[MetaData, ...]]] = {
    "main": (tables.ledger, tables.nouns),
    "identity": (tables.ledger, tables.identity),
    "desk": (tables.desk,),
    "orders": (tables.order_book,),
}
NOUNS: Final[dict[str, Noun]] = {
    noun.kind: noun
    for module in (
        programme,
        people,
        places,
        consent,
        encounters,
        records,
        layers,
        media,
        passages,
        notes,
        tags,
        review,
        comments,
        quotes,
        maskings,
        analysis,
        rounds,
        feedback,
    )
    for noun in module.NOUNS
}
"""Every kind with a table of its own."""


def look(schema: Schema) -> tuple[str, ...]:
    """The SQL with which every connection of such a store begins."""
    return search.LOOK if schema == "main" else ()


def watch(schema: Schema) -> tuple[str, ...]:
    """The SQL with which the one writing connection of such a store begins."""
    return record_states.WATCH if schema == "main" else ()


def in_bulk(schema: Schema, con: Connection) -> AbstractContextManager[None]:
    """What is put off while a transaction brings in very much."""
    return search.words_later(con) if schema == "main" else nullcontext()


def before_commit(schema: Schema, con: Connection) -> None:
    """What is noted once at the end of each transaction that writes."""
    if schema == "main":
        record_states.note_touched(con)


def tables_of(schema: Schema) -> list[Table]:
    """The tables of that kind of store, those that others refer to first."""
    return [table for metadata in _METADATA[schema] for table in metadata.sorted_tables]


@cache
def statements(schema: Schema) -> tuple[str, ...]:
    """The SQL that makes a new store of that kind."""
    dialect = sqlite.dialect()
    found: list[str] = []
    for table in tables_of(schema):
        found.append(str(CreateTable(table).compile(dialect=dialect)))
        found.extend(
            str(CreateIndex(i).compile(dialect=dialect))
            for i in sorted(table.indexes, key=lambda i: i.name or "")
        )
    return (*found, *(search.STATEMENTS if schema == "main" else ()))
