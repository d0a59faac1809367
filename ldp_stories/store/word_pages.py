"""The words of the full-text index that begin as typed, read from the pages on which they stand (the file format of SQLite's FTS5).

The engine's own list of words goes through everything that is kept of a word before it says the next one: of a common word that is
hundreds of pages, each to be opened with its key. But a small table names the pages on which any word begins, so only those are read here.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import Connection, text

_STRUCTURE: Final = 10
"""The row of the index that says of which pieces it is made."""
_NEWER: Final = b"\xff\x00\x00\x01"
_COUNTED: Final = 5
"""Numbers that such a newer piece has besides."""
_VERSIONS: Final = (4, 5)
_PAGE_BITS: Final = 37
_MAIN: Final = b"0"
"""Before each word; beginnings that have an index of their own have another sign."""
_AFTER: Final = "\U0010ffff"
_PAGES: Final = f"""SELECT (p.value << {_PAGE_BITS}) + (i.pgno >> 1) FROM json_each(:pieces) p CROSS JOIN words_index_idx i
    WHERE i.segid = p.value AND i.term > :first AND i.term <= :last
    UNION SELECT (p.value << {_PAGE_BITS}) + (SELECT pgno >> 1 FROM words_index_idx WHERE segid = p.value AND term <= :first
    ORDER BY term DESC LIMIT 1) FROM json_each(:pieces) p"""
_BLOCKS: Final = (
    "SELECT block FROM words_index_data WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id"
)


def words_with(con: Connection, begin: str, most: int) -> list[str] | None:
    """The words of the index that begin so, in order, as far as they are written to the store; more than `most` are not all of them.

    None when the index is of a version that this one does not know.
    """
    if con.exec_driver_sql("SELECT v FROM words_index_config WHERE k = 'version'").scalar() not in _VERSIONS:
        return None
    first, last = _MAIN + begin.encode(), _MAIN + (begin + _AFTER).encode()
    asked = {"pieces": json.dumps(list(_pieces(con))), "first": first, "last": last}
    pages = con.execute(text(_PAGES), asked).scalars().all()
    found: set[bytes] = set()
    for block in con.execute(text(_BLOCKS), {"ids": json.dumps(pages)}).scalars():
        found.update(term for term in words_on(block) if first <= term <= last)
        if len(found) > most:
            break
    return [term[1:].decode() for term in sorted(found)]


def _pieces(con: Connection) -> Iterator[int]:
    """The pieces of which the index is made."""
    block = con.exec_driver_sql("SELECT block FROM words_index_data WHERE id = ?", (_STRUCTURE,)).scalar_one()
    newer = block[4:8] == _NEWER
    numbers = _numbers(block, 8 if newer else 4)
    levels, _, _ = next(numbers), next(numbers), next(numbers)
    for _ in range(levels):
        _, here = next(numbers), next(numbers)
        for _ in range(here):
            piece, _, _ = next(numbers), next(numbers), next(numbers)
            for _ in range(_COUNTED if newer else 0):
                next(numbers)
            yield piece


def words_on(block: bytes) -> Iterator[bytes]:
    """The words that begin on a page, each with its sign; the first stands whole, the others say how much they share with the one before."""
    foot = int.from_bytes(block[2:4], "big")
    term = b""
    for start in _running(_numbers(block, foot)):
        at, shared = start, 0
        if term:
            shared, at = _number(block, at)
        more, at = _number(block, at)
        term = term[:shared] + block[at : at + more]
        yield term


def _running(steps: Iterable[int]) -> Iterator[int]:
    at = 0
    for step in steps:
        at += step
        yield at


def _numbers(block: bytes, at: int) -> Iterator[int]:
    """The numbers that stand one behind the other up to the end."""
    while at < len(block):
        number, at = _number(block, at)
        yield number


def _number(block: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, the highest first, and where the next one begins."""
    number = 0
    for place in range(8):
        byte = block[at + place]
        number = (number << 7) | (byte & 0x7F)
        if byte < 0x80:
            return number, at + place + 1
    return (number << 8) | block[at + 8], at + 9
