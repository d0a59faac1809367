"""Released stories in which words were written since a coordinator read them: noted as they are written, looked at again by services."""

import json
from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import Column, Connection, Table, Text, text

from ldp_stories.domain.free_text import Manifest
from ldp_stories.store import rows, tables
from ldp_stories.store.belonging import records_of
from ldp_stories.store.changes import changed

unread_table = Table(
    "local_unread", tables.nouns, Column("record", Text, primary_key=True), sqlite_with_rowid=False
)
_AROUND: Final = """SELECT id FROM record WHERE encounter IN (SELECT value FROM json_each(:ents))
    UNION SELECT r.id FROM consent c JOIN record r ON r.encounter = c.encounter WHERE c.id IN (SELECT value FROM json_each(:ents))
    UNION SELECT a.ent FROM about a JOIN record r ON r.id = a.ent WHERE a.subject IN (SELECT value FROM json_each(:ents))"""
_LINKED: Final = """SELECT DISTINCT r.id, r.encounter, r.participants, r.released, r.fields FROM record r
    WHERE r.erased = 0 AND r.id IN (SELECT value FROM json_each(:ids))"""


def stories_of(con: Connection, ents: Collection[str]) -> frozenset[str]:
    """The stories some things hang from; of a person, a consent or a meeting all stories around them."""
    wanted = {"ents": json.dumps(list(ents))}
    around = con.execute(text(_AROUND), wanted).scalars()
    return frozenset(records_of(con, ents).values()) | frozenset(around)


def note(con: Connection, ents: Collection[str]) -> None:
    """Note that words were written in some things: the released stories among theirs are to be looked at."""
    if ents:
        note_stories(con, stories_of(con, ents))


def note_stories(con: Connection, stories: Collection[str]) -> None:
    """Note the released ones among some stories."""
    query = """INSERT OR IGNORE INTO local_unread(record) SELECT id FROM record
        WHERE released = 1 AND id IN (SELECT value FROM json_each(:ids))"""
    con.execute(text(query), {"ids": json.dumps(sorted(stories))})


def note_never_read(con: Connection) -> None:
    """Note the stories that an older version of the program released: nobody said which of their words were read."""
    con.exec_driver_sql(
        """INSERT OR IGNORE INTO local_unread(record) SELECT id FROM record
        WHERE released = 1 AND erased = 0 AND json_extract(fields, '$.read') IS NULL"""
    )


def waiting(con: Connection) -> tuple[str, ...]:
    """The stories to look at, in order."""
    return tuple(con.exec_driver_sql("SELECT record FROM local_unread ORDER BY record").scalars())


def settle(con: Connection, records: Iterable[str]) -> None:
    """Nothing is unread in some stories any more."""
    gone = [(r,) for r in records]
    if not gone:
        return
    con.exec_driver_sql("DELETE FROM local_unread WHERE record = ?", gone)
    changed(con, "record")


def manifests(con: Connection, records: Collection[str]) -> dict[str, Manifest]:
    """What was read of some stories, by record; of one that is not released nothing is open."""
    found = {}
    for row in con.execute(text(_LINKED), {"ids": json.dumps(list(records))}):
        fields = rows.loaded(row.fields)
        read = frozenset(rows.strings(fields.get("read"))) if row.released else frozenset()
        found[row.id] = Manifest(read, frozenset(rows.strings(fields.get("kept_back"))))
    return found


def consents_at(con: Connection, encounter: str) -> frozenset[str]:
    """The answer sets given at a meeting."""
    query = "SELECT id FROM consent WHERE encounter = :e AND encounter <> ''"
    return frozenset(con.execute(text(query), {"e": encounter}).scalars())
