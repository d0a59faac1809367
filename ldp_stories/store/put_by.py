"""What an evaluator marked in a story that may not be here now: where, under what and with which thought, without a word that was said.

A local table: it never travels. It goes when the story is taken back, and when what it keeps stands again (CONTRACTS.md 3).
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Connection, Index, Table, Text, text

from ldp_stories.store import tables

put_by_table = Table(
    "local_put_by",
    tables.nouns,
    Column("ent", Text, primary_key=True),
    tables.words("kind"),
    tables.words("record"),
    tables.words("text_lines"),
    tables.words("fields"),
    sqlite_with_rowid=False,
)
Index("local_put_by_record", put_by_table.c.record)
_COLUMNS: Final = "ent, kind, record, text_lines, fields"


@dataclass(frozen=True, slots=True)
class PutBy:
    """One passage, coding or quote of one's own; `text_lines` are the lines that gave its copy the words it stood on."""

    ent: str
    kind: str
    record: str
    text_lines: tuple[str, ...]
    fields: dict[str, Any]


def keep(con: Connection, things: Iterable[PutBy]) -> None:
    """Keep some; one that is kept already stays as it is."""
    rows = [(x.ent, x.kind, x.record, json.dumps(x.text_lines), json.dumps(x.fields)) for x in things]
    if rows:
        con.exec_driver_sql(f"INSERT OR IGNORE INTO local_put_by({_COLUMNS}) VALUES (?, ?, ?, ?, ?)", rows)


def stories(con: Connection) -> tuple[str, ...]:
    """The stories of which something is kept."""
    return tuple(con.exec_driver_sql("SELECT DISTINCT record FROM local_put_by ORDER BY record").scalars())


def of_record(con: Connection, record: str) -> tuple[PutBy, ...]:
    """What is kept of one story; passages come before what stands on them."""
    query = f"SELECT {_COLUMNS} FROM local_put_by WHERE record = :r ORDER BY kind = 'quote', ent"
    return tuple(
        PutBy(row.ent, row.kind, row.record, tuple(json.loads(row.text_lines)), json.loads(row.fields))
        for row in con.execute(text(query), {"r": record})
    )


def of_kind(con: Connection, kind: str) -> tuple[PutBy, ...]:
    """What is kept of one kind, of all stories."""
    query = f"SELECT {_COLUMNS} FROM local_put_by WHERE kind = :k ORDER BY ent"
    return tuple(
        PutBy(row.ent, row.kind, row.record, tuple(json.loads(row.text_lines)), json.loads(row.fields))
        for row in con.execute(text(query), {"k": kind})
    )


def forget(con: Connection, ents: Collection[str]) -> None:
    """Nothing of these things, nor of the stories among them, is kept any more."""
    query = """DELETE FROM local_put_by WHERE ent IN (SELECT value FROM json_each(:e))
        OR record IN (SELECT value FROM json_each(:e))"""
    con.execute(text(query), {"e": json.dumps(sorted(ents))})
