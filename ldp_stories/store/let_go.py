"""Local copies of sound and files that were removed here on purpose, because others hold them (CONTRACTS.md 9)."""

import json
from collections.abc import Iterable

from sqlalchemy import Column, Connection, Table, Text, text

from ldp_stories.store import tables
from ldp_stories.store.changes import changed

let_go_table = Table(
    "local_let_go",
    tables.nouns,
    Column("media", Text, primary_key=True),
    tables.words("at_label"),
    sqlite_with_rowid=False,
)


def note(con: Connection, medias: Iterable[str], at_label: str) -> None:
    """Note that the copies of these media were removed here."""
    rows = [(ident, at_label) for ident in medias]
    if rows:
        con.exec_driver_sql("INSERT OR REPLACE INTO local_let_go(media, at_label) VALUES (?, ?)", rows)
        changed(con, "media", "record")


def came_back(con: Connection) -> None:
    """Forget the note of every medium whose bytes are here again."""
    con.exec_driver_sql("DELETE FROM local_let_go WHERE media IN (SELECT media FROM local_vault_key)")


def when(con: Connection, medias: Iterable[str]) -> dict[str, str]:
    """Since when the copies of these media are gone from here, by medium; those never removed are left out."""
    query = "SELECT media, at_label FROM local_let_go WHERE media IN (SELECT value FROM json_each(:m))"
    found = con.execute(text(query), {"m": json.dumps(list(medias))})
    return {row.media: row.at_label for row in found}
