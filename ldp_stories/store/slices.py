"""Slices of files that are larger than a part: how a file was cut, and which slices have come (CONTRACTS.md 9).

The sender keeps each cut, so that cutting the same way again needs no reading; the receiver keeps it until all slices are here. The bytes
of a slice are a vault item like any other; its key stands in `local_vault_key` under the hash of the slice.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Index, Table, text

from ldp_stories.store import tables
from ldp_stories.store.changes import changed

slice_table = Table(
    "local_slice",
    tables.nouns,
    tables.words("cut", primary_key=True),
    tables.number("position", primary_key=True),
    tables.words("piece"),
    tables.number("bytes"),
    tables.words("whole"),
    tables.words("ext"),
    tables.number("size"),
    sqlite_with_rowid=False,
)
"""`cut` is the hash of the first slice: the same file cut for another size of part is another cut. `bytes` 0 while not known."""
Index("local_slice_piece", slice_table.c.piece)
Index("local_slice_whole", slice_table.c.whole)


@dataclass(frozen=True, slots=True)
class SlicedFile:
    """One cut of one file: the hash, extension and size of the whole, and its slices (hash, bytes) in order."""

    whole: str
    ext: str
    size: int
    pieces: tuple[tuple[str, int], ...]


def note(con: Connection, cut: SlicedFile) -> None:
    """Keep how a file was cut; a cut that is known is left as it is."""
    first = cut.pieces[0][0]
    rows = [
        (first, at, piece, size, cut.whole, cut.ext, cut.size) for at, (piece, size) in enumerate(cut.pieces)
    ]
    con.exec_driver_sql(
        "INSERT OR IGNORE INTO local_slice(cut, position, piece, bytes, whole, ext, size) VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def cuts(con: Connection, whole: str | None = None) -> tuple[SlicedFile, ...]:
    """Every cut that is known, of one file or of all."""
    query = "SELECT * FROM local_slice WHERE :w IS NULL OR whole = :w ORDER BY whole, cut, position"
    found: dict[str, list[tuple[str, int]]] = {}
    about: dict[str, tuple[str, str, int]] = {}
    for row in con.execute(text(query), {"w": whole}):
        found.setdefault(row.cut, []).append((row.piece, row.bytes))
        about[row.cut] = (row.whole, row.ext, row.size)
    return tuple(SlicedFile(*about[cut], tuple(pieces)) for cut, pieces in found.items())


def whole_of(con: Connection, piece: str) -> str | None:
    """The hash of the file that a slice is of, None when no such slice is known."""
    found = con.execute(text("SELECT whole FROM local_slice WHERE piece = :p LIMIT 1"), {"p": piece}).scalar()
    return None if found is None else str(found)


def with_pieces(con: Connection, wholes: Collection[str]) -> frozenset[str]:
    """These hashes, and those of every known slice of these files: what is said of a file is said of its slices."""
    query = "SELECT DISTINCT piece FROM local_slice WHERE whole IN (SELECT value FROM json_each(:w))"
    return frozenset({*wholes, *con.execute(text(query), {"w": json.dumps(list(wholes))}).scalars()})


def here(con: Connection, pieces: Collection[str]) -> frozenset[str]:
    """Which of these slices are in the vault."""
    query = "SELECT sha256 FROM local_vault_key WHERE sha256 IN (SELECT value FROM json_each(:p))"
    return frozenset(con.execute(text(query), {"p": json.dumps(list(pieces))}).scalars())


def missing(con: Connection, whole: str) -> tuple[str, ...]:
    """The slices of a file that have not come, of the cut that is nearest to being whole; none when nothing is known of it."""
    lists = []
    for cut in cuts(con, whole):
        pieces = [piece for piece, _ in cut.pieces]
        have = here(con, pieces)
        lists.append(tuple(p for p in pieces if p not in have))
    return min(lists, key=len, default=())


def complete(con: Connection) -> tuple[SlicedFile, ...]:
    """Files all of whose slices are here and that are not joined yet."""
    query = """SELECT DISTINCT s.whole FROM local_slice s JOIN local_vault_key k ON k.sha256 = s.piece
        WHERE s.whole NOT IN (SELECT sha256 FROM local_vault_key)"""
    found = []
    for whole in con.execute(text(query)).scalars():
        for cut in cuts(con, whole):
            pieces = [piece for piece, _ in cut.pieces]
            if here(con, pieces).issuperset(pieces):
                found.append(cut)
                break
    return tuple(found)


def keys(con: Connection, pieces: Sequence[str]) -> tuple[tuple[str, bytes], ...]:
    """(vault item, key) of these slices, in their order."""
    query = "SELECT sha256, item, key FROM local_vault_key WHERE sha256 IN (SELECT value FROM json_each(:p))"
    found = {
        row.sha256: (row.item, bytes(row.key))
        for row in con.execute(text(query), {"p": json.dumps(list(pieces))})
    }
    return tuple(found[piece] for piece in pieces)


def adopt(con: Connection) -> None:
    """Give slices that came before their medium to it, now that it is known, so that what erases the medium erases them."""
    query = """SELECT k.item, min(r.media) AS media FROM local_vault_key k JOIN local_slice s ON s.piece = k.sha256
        JOIN rendition r ON r.sha256 = s.whole WHERE k.media = '' GROUP BY k.item"""
    found = con.exec_driver_sql(query).all()
    if found:
        con.exec_driver_sql(
            "UPDATE local_vault_key SET media = ? WHERE item = ?", [(row.media, row.item) for row in found]
        )
        changed(con, "vault")


def items_of(con: Connection, whole: str) -> tuple[str, ...]:
    """The vault items of every slice of a file that are here."""
    query = """SELECT DISTINCT k.item FROM local_vault_key k JOIN local_slice s ON s.piece = k.sha256 WHERE s.whole = :w
        ORDER BY k.item"""
    return tuple(con.execute(text(query), {"w": whole}).scalars())
