"""Reading back what has just been written, on a thread of its own that follows the writing at the pace of the medium.

So proving a bundle costs hardly more time than writing it, and a stick that keeps the wrong bytes is found out on the way.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ldp_stories.bundles.files import FlushingFile, Follower
from ldp_stories.bundles.reader import Progress
from ldp_stories.crypto.age_header import Source
from ldp_stories.errors import UserError

Prove = Callable[[Source, Progress], str]
"""Opens a whole file, compares every hash, and returns the hash of its tag manifest."""

_TELL_EVERY: Final = 0.1


class ReadBack:
    """Follows a file from its first byte to its last; `finish` says whether all of it can be opened again."""

    def __init__(self, path: Path, written: FlushingFile, prove: Prove) -> None:
        self._path = path
        self._written = written
        self._prove = prove
        self._found: str | None = None
        self._failed: BaseException | None = None
        self.done = 0
        self._thread = threading.Thread(target=self._work, name="read back", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """UserError READ_BACK_FAILED as soon as it is known that the file is not what was written."""
        if self._failed is not None:
            raise UserError("READ_BACK_FAILED") from self._failed

    def finish(self, expected: str, tell: Callable[[], None]) -> None:
        """Wait for the end, calling `tell` ten times a second; UserError READ_BACK_FAILED unless `expected` was read back."""
        while self._thread.is_alive():
            self._thread.join(_TELL_EVERY)
            tell()
        self.check()
        if self._found != expected:
            raise UserError("READ_BACK_FAILED")

    def leave(self) -> None:
        """Wait until the thread has ended; the file must have been closed or abandoned."""
        self._thread.join()

    def _note(self, done: int, total: int) -> None:  # noqa: ARG002 - the shape of a progress
        self.done = done

    def _work(self) -> None:
        try:
            follower = Follower(self._path, self._written)
            try:
                self._found = self._prove(follower, self._note)
            finally:
                follower.close()
        except (UserError, OSError) as error:
            self._failed = error
