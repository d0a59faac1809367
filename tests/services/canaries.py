"""A search of every file of a home for planted words: in the bytes on the disk, and inside every sealed store under its key."""

from collections.abc import Iterable
from pathlib import Path

from sqlcipher3 import dbapi2 as sealed

from ldp_stories.crypto.slots import derive
from ldp_stories.services.home import Home
from ldp_stories.services.open_home import identity
from ldp_stories.store import backup

_DATABASES = ("main.db", "desk.db", "orders.db")


def plain(folder: Path, canaries: Iterable[str]) -> list[str]:
    """Files under a folder that hold one of the words in the open."""
    wanted = [c.encode() for c in canaries]
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(c in path.read_bytes() for c in wanted)
    ]


def sealed_rows(path: Path, key: bytes, canaries: Iterable[str]) -> list[str]:
    """Tables of a sealed store that hold one of the words, whatever the column; search indexes are asked as well."""
    con = sealed.connect(str(path))
    con.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    found = []
    names = [
        row[0]
        for row in con.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
    ]
    for name in names:
        for row in con.execute(f'SELECT * FROM "{name}"').fetchall():
            text = b" ".join(v if isinstance(v, bytes) else str(v).encode() for v in row)
            if any(c.encode() in text for c in canaries):
                found.append(f"{path.name}:{name}")
    con.close()
    return sorted(set(found))


def search_home(home: Home, canaries: Iterable[str], *, copies: bool = True) -> list[str]:
    """Every place of a home where one of the words still stands: files, stores, safe copies, the index. Empty when all is gone."""
    wanted = tuple(canaries)
    found = plain(home.folder, wanted)
    beside = [c.folder for c in backup.copies(home.place)] + list(home.place.backups.glob("before-*"))
    for folder in (home.folder, *(beside if copies else ())):
        for name in _DATABASES:
            if (folder / name).exists():
                found += sealed_rows(folder / name, derive(home.root_key, name), wanted)
    if home.place.identity.exists() and home.practice:
        with identity(home) as store, store.read() as con:
            rows = con.exec_driver_sql("SELECT body FROM revision").scalars().all()
            found += [
                "identity.db" for body in rows if body and any(c.encode() in bytes(body) for c in wanted)
            ]
    with home.main.read() as con:
        for word in wanted:
            term = '"' + word.replace('"', "") + '"'
            hits = con.exec_driver_sql(
                "SELECT rowid FROM words_index WHERE words_index MATCH ?", (term,)
            ).all()
            found += ["words_index" for _ in hits]
    return sorted(set(found))
