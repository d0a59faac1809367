"""Which nouns a transaction changed: noted while it runs, told to the listeners after it is on disk."""

from sqlalchemy import Connection

_KEY = "changed nouns"


def start(con: Connection) -> set[str]:
    """Begin a fresh set for a transaction; it fills as `changed` is called."""
    nouns: set[str] = set()
    con.info[_KEY] = nouns
    return nouns


def changed(con: Connection, *nouns: str) -> None:
    """Note that nouns changed: kinds such as "record", or "sent", "received", "receipt", "order", "quarantine", "vault"."""
    con.info.setdefault(_KEY, set()).update(nouns)


def is_writing(con: Connection) -> bool:
    """Whether this is the connection that writes."""
    return _KEY in con.info
