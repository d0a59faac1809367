"""Verify a store from inside: the ledger's commitments, the projection against the ledger, and the search index against its texts."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from ldp_stories.domain.revisions import is_whole
from ldp_stories.store import ledger, schemas, search

_ALSO = (("thing", "id"), ("conflict", "id"), ("words", "ent"), ("rendition", "media, sha256"))
_NOT_COMPARED = frozenset({"num", "state", "standing"})
"""Row numbers follow the order of arrival or of building; states and what stands are noted for speed, and worked out where they are not."""


def broken_revisions(con: Connection) -> Iterator[str | None]:
    """For each revision None when it is sound, else its id: a body that does not match its commitment, or is neither there nor erased."""
    for revision in ledger.revisions(con):
        sound = is_whole(revision) if revision.body is not None else revision.erased_by is not None
        yield None if sound else revision.id


def projection_hashes(con: Connection) -> dict[str, str]:
    """SHA-256 of the rows of every projection table, whatever the order they were written in."""
    tables = {noun.table.name: "id" for noun in schemas.NOUNS.values()} | dict(_ALSO)
    return {name: _hash(con, name, order) for name, order in sorted(tables.items())}


def _hash(con: Connection, table: str, order: str) -> str:
    found = con.exec_driver_sql(f'SELECT * FROM "{table}" ORDER BY {order}')
    names = [name for name in tuple(found.keys()) if name not in _NOT_COMPARED]
    digest = hashlib.sha256(repr(names).encode())
    for row in found.mappings():
        digest.update(repr([row[name] for name in names]).encode())
    return digest.hexdigest()


def index_is_sound(con: Connection) -> bool:
    """Whether the full-text index is whole and holds exactly the texts that are to be found."""
    try:
        con.exec_driver_sql("INSERT INTO words_index(words_index, rank) VALUES ('integrity-check', 0)")
    except DatabaseError:
        return False
    every = con.exec_driver_sql("SELECT num FROM words WHERE indexed = 1 ORDER BY num").scalars()
    later = search.waiting(con)
    wanted = [num for num in every if not any(first <= num < end for first, end in later)]
    there = con.exec_driver_sql("SELECT id FROM words_index_docsize ORDER BY id").scalars().all()
    return wanted == list(there)


def vault_items(con: Connection) -> tuple[tuple[str, bytes, str], ...]:
    """(item, key, sha256) of every vault item of this home; the hash is "" while a take has none yet."""
    found = con.exec_driver_sql("SELECT item, key, sha256 FROM local_vault_key ORDER BY item")
    return tuple((row.item, bytes(row.key), row.sha256) for row in found)
