"""The reader and writer objects that the age library is given: they count, collect, and remember their own failures.

The library swallows or renames what goes wrong in them, and a disk that is full must never end as success.
"""

from collections.abc import Callable
from typing import Final, Protocol

from ldp_stories.crypto.age_header import MAX_HEADER, AgeHeader, Source, parse_header
from ldp_stories.crypto.pipe import BLOCK

Progress = Callable[[int], None]
"""Called with the number of plain bytes done so far; may raise Cancelled."""

_STEP: Final = 1 << 20


class Sink(Protocol):
    """What sealing writes to: `write` may take fewer bytes than offered and says how many."""

    def write(self, data: bytes, /) -> int | None:
        """Take bytes; returns how many were taken."""


class OwnFailureError(OSError):
    """All that the library is told about a failure of ours; the failure itself is remembered and raised afterwards."""


class CountingReader:
    """Counts what is read and remembers its own failure, because the library turns it into an error of its own."""

    def __init__(self, src: Source, progress: Progress | None) -> None:
        self._src = src
        self._progress = progress
        self._told = 0
        self.count = 0
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes of the source."""
        try:
            piece = self._src.read(size)
            self.count += len(piece)
            if self._progress is not None and self.count - self._told >= _STEP:
                self._told = self.count
                self._progress(self.count)
        except BaseException as error:
            self.error = error
            raise OwnFailureError from error
        return piece


class ReplayReader:
    """Gives back the bytes that the header check has read, then the rest of the file."""

    def __init__(self, head: bytes, src: Source) -> None:
        self._head = head
        self._at = 0
        self._src = src
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes of the source."""
        if self._at < len(self._head):
            piece = self._head[self._at : self._at + size]
            self._at += len(piece)
            return piece
        try:
            return self._src.read(size)
        except BaseException as error:
            self.error = error
            raise OwnFailureError from error


class CollectingWriter:
    """Collects to 256 KiB, writes all of it however little is taken at a time, and remembers its own failure for good."""

    def __init__(self, dst: Sink) -> None:
        self._dst = dst
        self._buffer = bytearray()
        self._head = bytearray()
        self.count = 0
        self.error: BaseException | None = None

    def write(self, data: bytes) -> int:
        """Take all of `data`."""
        if len(self._head) < MAX_HEADER and not self._head_done():
            self._head += data
        self._buffer += data
        if len(self._buffer) >= BLOCK:
            try:
                self.flush()
            except BaseException as error:
                raise OwnFailureError from error
        return len(data)

    def flush(self) -> None:
        """Pass on what was collected; raises the first failure again, for good."""
        if self.error is not None:
            raise self.error
        data = bytes(self._buffer)
        self._buffer.clear()
        try:
            while data:
                taken = self._dst.write(data)
                if not taken:
                    raise OSError("nothing more could be written")
                self.count += taken
                data = data[taken:]
        except BaseException as error:
            self.error = error
            raise

    def header(self) -> AgeHeader:
        """The header of the file that was written."""
        end = self._head.find(b"\n", self._head.find(b"\n--- ") + 1) + 1
        return parse_header(bytes(self._head[:end]))

    def _head_done(self) -> bool:
        return len(self._head) > 4096 and b"\n--- " in self._head
