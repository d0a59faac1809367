"""Small facts about this store that never travel: its epoch token, device keys, who I am, search policy. Values are JSON."""

import json
from typing import Any

from sqlalchemy import Connection, delete

from ldp_stories.store.tables import local_fact


def load(con: Connection, name: str, default: Any = None) -> Any:
    """The value of a fact, `default` when it was never set."""
    found = con.exec_driver_sql("SELECT value FROM local_fact WHERE name = ?", (name,)).scalar()
    return default if found is None else json.loads(found)


def save(con: Connection, name: str, value: Any) -> None:
    """Set a fact."""
    written = json.dumps(value, ensure_ascii=False)
    con.exec_driver_sql("INSERT OR REPLACE INTO local_fact(name, value) VALUES (?, ?)", (name, written))


def drop(con: Connection, name: str) -> None:
    """Forget a fact; one that was never set is no error."""
    con.execute(delete(local_fact).where(local_fact.c.name == name))
