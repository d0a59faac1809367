"""A bounded pipe between two threads: what one thread pushes, the other reads as a stream.

The age library only pushes what it opens, while a strict parser wants to pull; and hashing or writing on one processor should go on while
the other deciphers. At most `LIMIT` blocks wait in memory.
"""

import threading
from collections import deque
from typing import Final

BLOCK: Final = 256 * 1024
LIMIT: Final = 4


class PipeClosed(Exception):  # noqa: N818 - not a failure: the reading side has gone
    """The reading side was closed; the pushing side has to stop."""


class Pipe:
    """Pushes blocks on one thread, hands out bytes on another; `finish` may carry the error that ended the pushing."""

    def __init__(self) -> None:
        self._blocks: deque[bytes] = deque()
        self._change = threading.Condition()
        self._finished = False
        self._closed = False
        self._error: BaseException | None = None
        self._rest = memoryview(b"")

    def push(self, block: bytes) -> None:
        """Add a block, waiting while the pipe is full; PipeClosed when the reader has gone."""
        with self._change:
            while len(self._blocks) >= LIMIT and not self._closed:
                self._change.wait()
            if self._closed:
                raise PipeClosed
            self._blocks.append(block)
            self._change.notify_all()

    def finish(self, error: BaseException | None = None) -> None:
        """Say that nothing follows; the reader gets what is left, then `error` if there is one."""
        with self._change:
            self._finished = True
            self._error = error
            self._change.notify_all()

    def close(self) -> None:
        """The reader leaves; a waiting `push` ends with PipeClosed."""
        with self._change:
            self._closed = True
            self._blocks.clear()
            self._change.notify_all()

    def peek(self) -> bool:
        """Wait until a byte can be read (True) or the end is reached (False); raises the error that ended the pushing."""
        while not self._rest:
            with self._change:
                while not self._blocks and not self._finished:
                    self._change.wait()
                if self._blocks:
                    self._rest = memoryview(self._blocks.popleft())
                    self._change.notify_all()
                elif self._error is not None:
                    raise self._error
                else:
                    return False
        return True

    def read(self, size: int) -> bytes:
        """Up to `size` bytes (at least one); b"" at the end; raises the error that ended the pushing."""
        if size <= 0 or not self.peek():
            return b""
        piece = bytes(self._rest[:size])
        self._rest = self._rest[size:]
        return piece
