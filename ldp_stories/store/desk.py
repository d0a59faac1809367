"""The desk file: what is being written now. Committed here within half a second, which is what "saved" means (CONTRACTS.md 1).

Rows are JSON values by key, each with the entities whose erasure must take it along. The caller drops a row once the ledger holds what was
in it. Recordings that have begun stand in the row of their conversation, with their vault keys, until it is finished (services/desk_talk.py).
"""

import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, delete, func, select, text

from ldp_stories.store.changes import changed
from ldp_stories.store.desk_tables import slot_table


def save(con: Connection, key: str, value: Any, *, about: Iterable[str] = ()) -> None:
    """Keep a JSON value under a key; `about` are the entities whose erasure must take it along."""
    written, ents = _written(value), json.dumps(sorted(about))
    con.exec_driver_sql(
        "INSERT OR REPLACE INTO slot(key, value, revision, about) VALUES (?, ?, '', ?)", (key, written, ents)
    )
    changed(con, "desk")


def _written(value: Any) -> str:
    """JSON as a store can hold it: what is no text (a half character in the name of a file) stands as an escape."""
    written = json.dumps(value, ensure_ascii=False)
    return written if written.isascii() or _is_text(written) else json.dumps(value)


def _is_text(words: str) -> bool:
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


def load(con: Connection, key: str, default: Any = None) -> Any:
    """The value under a key."""
    found = con.execute(select(slot_table.c.value).where(slot_table.c.key == key)).scalar()
    return default if found is None else json.loads(found)


def rows(con: Connection, prefix: str = "") -> tuple[tuple[str, Any], ...]:
    """(key, value) of every key with a beginning, in key order."""
    table = slot_table.c
    query = (
        select(table.key, table.value)
        .where(func.substr(table.key, 1, len(prefix)) == prefix)
        .order_by(table.key)
    )
    return tuple((row.key, json.loads(row.value)) for row in con.execute(query))


def drop(con: Connection, key: str) -> None:
    """Forget a key; one that is not there is no error."""
    con.execute(delete(slot_table).where(slot_table.c.key == key))
    changed(con, "desk")


def erase(con: Connection, ents: Collection[str]) -> int:
    """Delete every row about some entities; the number of rows that went."""
    query = "DELETE FROM slot WHERE EXISTS (SELECT 1 FROM json_each(about) a WHERE a.value IN (SELECT value FROM json_each(:e)))"
    gone = con.execute(text(query), {"e": json.dumps(list(ents))}).rowcount
    changed(con, "desk")
    return gone


def drop_mentions(con: Connection, idents: Collection[str], *, keep: str = "") -> int:
    """Delete every row that names one of these ids in its key or value, but for keys that begin with `keep`; how many rows went."""
    query = """DELETE FROM slot WHERE (:k = '' OR substr(key, 1, length(:k)) <> :k) AND EXISTS (SELECT 1 FROM json_each(:i) i
        WHERE instr(slot.key, i.value) > 0 OR instr(slot.value, i.value) > 0)"""
    gone = con.execute(text(query), {"i": json.dumps(list(idents)), "k": keep}).rowcount
    changed(con, "desk")
    return gone
