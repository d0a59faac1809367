"""One process at a time: a lock file beside a store, held through the operating system and gone with the process, however it ends."""

import os
import sys
from pathlib import Path

from ldp_stories.errors import UserError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class FileLock:
    """An exclusive lock on a file; raises UserError STORE_IN_USE when somebody else (also in this process) holds it."""

    def __init__(self, path: Path) -> None:
        self._handle: int | None = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            _grab(self._handle)
        except OSError as error:
            self.release()
            raise UserError("STORE_IN_USE") from error

    def release(self) -> None:
        """Let it go; a second call does nothing. The file stays, because removing it would race with the next holder."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _grab(handle: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
