"""Writing a file into the vault: photos, phone recordings, videos, and the FLAC and Opus files we make ourselves.

`FileItem` is a binary file to write to, in one transaction: it exists only once it is sealed. It may be sought within what has been
written, because FLAC writers go back to put the length into their header.
"""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ldp_stories.domain.held_files import take_away
from ldp_stories.store.vault_base import Connection, finish, put_fact, start, troubles

if TYPE_CHECKING:
    from typing_extensions import Buffer

FILE_PIECE: Final = 256 * 1024
"""Bytes of one piece of a file."""


class FileItem(io.RawIOBase):
    """A vault item being written. `seal()` keeps it; `close()` without a seal, or `abandon()`, leaves nothing behind."""

    def __init__(self, path: Path, key: bytes) -> None:
        super().__init__()
        self._path = path
        self._con: Connection | None = start(path, key, "file", wal=False)
        self._con.execute("BEGIN IMMEDIATE")
        self._tail = bytearray()
        self._tail_at = 0
        self._at = 0

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return self._tail_at + len(self._tail)

    def writable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes, within what has been written."""
        return True

    def tell(self) -> int:
        """The place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in what has been written. Raises ValueError beyond the end: an item has no holes."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if not 0 <= base + offset <= self.size:
            raise ValueError("a place beyond what has been written")
        self._at = base + offset
        return self._at

    def write(self, data: "Buffer", /) -> int:
        """Write all of `data`, at the end or over what stands there. Raises UserError NO_ROOM or DISK_TROUBLE."""
        block = memoryview(data).cast("B")
        done = 0
        if self._at < self._tail_at:
            done = self._patch(block[: self._tail_at - self._at])
        inside = self._at - self._tail_at
        rest = block[done:]
        self._tail[inside : inside + len(rest)] = rest
        self._at += len(rest)
        self._spill()
        return len(block)

    def _spill(self) -> None:
        con = self._open()
        while len(self._tail) >= FILE_PIECE:
            with troubles(con):
                con.execute(
                    "INSERT INTO piece(start, data) VALUES (?, ?)",
                    (self._tail_at, bytes(self._tail[:FILE_PIECE])),
                )
            del self._tail[:FILE_PIECE]
            self._tail_at += FILE_PIECE

    def _patch(self, block: memoryview) -> int:
        """Write over pieces that are already rows; returns how many bytes of `block` that was (all of them)."""
        con, done = self._open(), 0
        while done < len(block):
            start_at = self._at // FILE_PIECE * FILE_PIECE
            inside = self._at - start_at
            part = block[done : done + FILE_PIECE - inside]
            with troubles(con):
                (old,) = con.execute("SELECT data FROM piece WHERE start = ?", (start_at,)).fetchone()
                new = old[:inside] + bytes(part) + old[inside + len(part) :]
                con.execute("UPDATE piece SET data = ? WHERE start = ?", (new, start_at))
            done += len(part)
            self._at += len(part)
        return done

    def put_fact(self, name: str, value: bytes | str | int) -> None:
        """Keep a small fact beside the bytes (the peaks of a recording, for instance)."""
        con = self._open()
        with troubles(con):
            put_fact(con, name, value)

    def seal(self) -> None:
        """Keep the item: commit, one closed file. A second call does nothing. Raises UserError NO_ROOM; then nothing is kept."""
        if self._con is None:
            return
        con = self._con
        try:
            with troubles(con):
                if self._tail:
                    con.execute(
                        "INSERT INTO piece(start, data) VALUES (?, ?)", (self._tail_at, bytes(self._tail))
                    )
                con.execute("COMMIT")
            self._con = None
            finish(con)
        finally:
            self.close()

    def abandon(self) -> None:
        """Drop everything that was written."""
        con, self._con = self._con, None
        if con is not None:
            con.close()
            for side in ("-journal", ""):
                take_away(Path(f"{self._path}{side}"))

    def close(self) -> None:
        """Close; what was not sealed is dropped."""
        self.abandon()
        super().close()

    def _open(self) -> Connection:
        if self._con is None:
            raise ValueError("this item is sealed")
        return self._con
