"""The desk file: what is being written now. Committed here within half a second, which is what "saved" means (CONTRACTS.md 1).

Rows are values by key. When the ledger has taken a row over, the row knows the revision's id and goes in the next desk transaction; a kill
between the two repeats harmlessly. Recordings that have begun stand here with their vault key until their encounter is finished.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, delete, func, select, text

from ldp_stories.store.changes import changed
from ldp_stories.store.desk_tables import live_table, slot_table


def save(con: Connection, key: str, value: Any, *, about: Iterable[str] = ()) -> None:
    """Keep a JSON value under a key; `about` are the entities whose erasure must take it along."""
    written, ents = json.dumps(value, ensure_ascii=False), json.dumps(sorted(about))
    con.exec_driver_sql(
        "INSERT OR REPLACE INTO slot(key, value, revision, about) VALUES (?, ?, '', ?)", (key, written, ents)
    )
    changed(con, "desk")


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


def taken_over(con: Connection, key: str, revision: str) -> None:
    """Note which ledger revision is about to hold a row, before that revision is written."""
    con.execute(slot_table.update().where(slot_table.c.key == key).values(revision=revision))


def pending(con: Connection) -> tuple[tuple[str, str], ...]:
    """(key, revision) of rows on their way into the ledger: at the start, those whose revision is there are dropped."""
    table = slot_table.c
    return tuple(
        (row.key, row.revision)
        for row in con.execute(select(table.key, table.revision).where(table.revision != ""))
    )


def drop_written(con: Connection, revisions: Collection[str]) -> int:
    """Delete the rows whose revisions the ledger has; the number that went. Repeating it changes nothing."""
    query = "DELETE FROM slot WHERE revision <> '' AND revision IN (SELECT value FROM json_each(:r))"
    return con.execute(text(query), {"r": json.dumps(list(revisions))}).rowcount


def erase(con: Connection, ents: Collection[str]) -> int:
    """Delete every row about some entities, live recordings of those encounters too; the number of rows that went."""
    wanted = {"e": json.dumps(list(ents))}
    slots = con.execute(
        text(
            "DELETE FROM slot WHERE EXISTS (SELECT 1 FROM json_each(about) a WHERE a.value IN (SELECT value FROM json_each(:e)))"
        ),
        wanted,
    )
    live = con.execute(
        text("DELETE FROM live_recording WHERE encounter IN (SELECT value FROM json_each(:e))"), wanted
    )
    changed(con, "desk")
    return slots.rowcount + live.rowcount


def drop_mentions(con: Connection, idents: Collection[str], *, keep: str = "") -> int:
    """Delete every row that names one of these ids in its key or value, but for keys that begin with `keep`; how many rows went."""
    query = """DELETE FROM slot WHERE (:k = '' OR substr(key, 1, length(:k)) <> :k) AND EXISTS (SELECT 1 FROM json_each(:i) i
        WHERE instr(slot.key, i.value) > 0 OR instr(slot.value, i.value) > 0)"""
    gone = con.execute(text(query), {"i": json.dumps(list(idents)), "k": keep}).rowcount
    changed(con, "desk")
    return gone


LIVE: Final = "live"


@dataclass(frozen=True, slots=True)
class LiveRecording:
    """One part of a take whose item and key are not in the main store yet; `gap_ms` was lost before it; `state` the service's word."""

    item: str
    key: bytes
    encounter: str
    part: int
    gap_ms: int
    state: str
    started_label: str


def begin_live(con: Connection, live: LiveRecording) -> None:
    """Commit an item's row and key before the recorder starts, so that nothing recorded can ever lack its key."""
    con.execute(live_table.insert().values({n: getattr(live, n) for n in LiveRecording.__dataclass_fields__}))
    changed(con, "desk")


def set_live(con: Connection, item: str, state: str) -> None:
    """Change the state of a part."""
    con.execute(live_table.update().where(live_table.c.item == item).values(state=state))
    changed(con, "desk")


def live(con: Connection, encounter: str | None = None) -> tuple[LiveRecording, ...]:
    """Recordings that are here only, of one encounter or all, parts in order."""
    columns = [live_table.c[n] for n in LiveRecording.__dataclass_fields__]
    query = select(*columns).order_by(live_table.c.encounter, live_table.c.part, live_table.c.num)
    if encounter is not None:
        query = query.where(live_table.c.encounter == encounter)
    return tuple(LiveRecording(*row) for row in con.execute(query))


def end_live(con: Connection, items: Collection[str]) -> None:
    """Forget parts whose keys the main store has (or that are thrown away)."""
    con.execute(delete(live_table).where(live_table.c.item.in_(list(items))))
    changed(con, "desk")
