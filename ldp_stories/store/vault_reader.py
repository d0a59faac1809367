"""Reading a vault item: any place, any length, with 1 MiB read ahead; `VaultFile` is the same as a seekable binary file.

A reader has a connection of its own and a lock, so it may be used away from the thread that made it. Items that were never sealed
(a killed recorder) read up to their last committed piece.
"""

import contextlib
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from ldp_stories.domain.media import ms_of
from ldp_stories.errors import UserError
from ldp_stories.store.vault_base import FORMAT, Connection, connect, head, troubles

if TYPE_CHECKING:
    from typing_extensions import Buffer

READ_AHEAD: Final = 1024 * 1024


class VaultReader:
    """One item, opened to read. Bytes of a "live" item are s16le mono 48 kHz; of a "file" item, the file."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Open; raises UserError MEDIA_GONE (no such file, or never begun), MEDIA_DAMAGED (the key does not open it)."""
        if not path.is_file():
            raise UserError("MEDIA_GONE")
        self._lock = threading.Lock()
        self._window = (0, b"")
        self._con = _open_to_read(path, key)
        try:
            with troubles():
                facts = self._con.execute("SELECT name, value FROM fact").fetchall()
                last = self._con.execute(
                    "SELECT start, length(data) FROM piece ORDER BY start DESC LIMIT 1"
                ).fetchone()
        except UserError:
            self._con.close()
            raise
        self._facts: dict[str, bytes | str | int] = dict(facts)
        self.size: int = sum(last) if last else 0
        """Bytes in the item."""

    @property
    def kind(self) -> str:
        """ "live" (pieces of our own sound) or "file"."""
        return str(self._facts.get("kind", ""))

    @property
    def sealed(self) -> bool:
        """True when its writer finished it."""
        return bool(self._facts.get("sealed"))

    @property
    def duration_ms(self) -> int:
        """Milliseconds of a live item; 0 for a file (its format knows)."""
        return ms_of(self.size) if self.kind == "live" else 0

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """What was lost while recording: (millisecond in the item, milliseconds lost), in order."""
        with self._lock, troubles():
            rows = self._con.execute("SELECT at, ms FROM gap ORDER BY at, rowid").fetchall()
        return tuple((ms_of(at), ms) for at, ms in rows)

    def fact(self, name: str) -> bytes | str | int | None:
        """A small fact kept beside the bytes, or None."""
        return self._facts.get(name)

    def read(self, offset: int, size: int) -> bytes:
        """Bytes from `offset`, fewer than `size` only at the end. Raises UserError MEDIA_DAMAGED."""
        size = min(size, self.size - offset)
        if offset < 0 or size <= 0:
            return b""
        with self._lock:
            at, window = self._window
            if not at <= offset or offset + size > at + len(window):
                at, window = self._window = self._load(offset, max(size, READ_AHEAD))
            return window[offset - at : offset - at + size]

    def _load(self, offset: int, size: int) -> tuple[int, bytes]:
        """The pieces that cover [offset, offset + size), joined, and where they start."""
        with troubles():
            rows = self._con.execute(
                "SELECT start, data FROM piece WHERE start >= (SELECT max(start) FROM piece WHERE start <= ?) AND start < ? ORDER BY start",
                (offset, offset + size),
            ).fetchall()
        data = b"".join(row[1] for row in rows)
        if not rows or rows[0][0] + len(data) < min(offset + size, self.size):
            raise UserError("MEDIA_DAMAGED")
        return rows[0][0], data

    def pieces(self, offset: int = 0) -> Iterator[bytes]:
        """The pieces in order as they were written, from the one that holds `offset` (cut to begin exactly there)."""
        at = offset
        while at < self.size:
            with self._lock, troubles():
                rows = self._con.execute(
                    "SELECT start, data FROM piece WHERE start >= (SELECT max(start) FROM piece WHERE start <= ?) ORDER BY start LIMIT 4",
                    (at,),
                ).fetchall()
            for start, data in rows:
                if not start <= at < start + len(data):
                    raise UserError("MEDIA_DAMAGED")
                yield data[at - start :]
                at = start + len(data)

    def file(self) -> "VaultFile":
        """A seekable binary file over this reader (closing it leaves the reader open)."""
        return VaultFile(self)

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        with self._lock:
            self._con.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class VaultFile(io.RawIOBase):
    """A read-only, seekable binary file over a VaultReader, for decoders, packers and players."""

    def __init__(self, reader: VaultReader) -> None:
        super().__init__()
        self._reader = reader
        self._at = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """The place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; beyond the end reads nothing."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._reader.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        """Up to `size` bytes, all that is left when negative."""
        want = self._reader.size - self._at if size is None or size < 0 else size
        data = self._reader.read(self._at, want)
        self._at += len(data)
        return data

    def readall(self) -> bytes:
        """All that is left."""
        return self.read(-1)

    def readinto(self, buffer: "Buffer", /) -> int:
        """Fill `buffer`; the number of bytes put in."""
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)


def _open_to_read(path: Path, key: bytes) -> Connection:
    """A connection that answers. A full disk has no room for the shared-memory file of an unsealed item: then we open it alone.

    After a power cut in the middle of sealing, the first try puts the first page back from what lies beside it, and its salt with it: then
    the second one reads it.
    """
    tries = [False, True]
    while True:
        alone, salt = tries.pop(0), head(path)
        try:
            return _answering(path, key, alone=alone)
        except UserError as error:
            if error.code == "MEDIA_DAMAGED" and head(path) != salt:
                tries = [alone]
            elif not tries or error.code not in {"DISK_TROUBLE", "NO_ROOM"}:
                raise


def _answering(path: Path, key: bytes, *, alone: bool) -> Connection:
    con = connect(path, key, alone=alone)
    try:
        with troubles():
            version = con.execute("PRAGMA user_version").fetchone()[0]
            begun = con.execute("SELECT count(*) FROM sqlite_master WHERE name = 'fact'").fetchone()[0]
        if version > FORMAT or not begun:
            raise UserError("MEDIA_NEWER" if version > FORMAT else "MEDIA_GONE")
    except UserError:
        con.close()
        raise
    con.execute("PRAGMA query_only = ON")
    return con


@contextlib.contextmanager
def opened(path: Path, key: bytes) -> Iterator[VaultFile]:
    """A VaultFile on the item at `path`, closed with its reader at the end."""
    with VaultReader(path, key) as reader:
        yield reader.file()
