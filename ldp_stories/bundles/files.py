"""Files on a disk or stick that are either whole and on the medium, or not there at all (BUNDLE.md 6).

A new file is written beside its final name as `<name>.part`, flushed to the medium while it grows, read back by the caller, and only then
given its name.
"""

import contextlib
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from ldp_stories.domain.held_files import put_in_place
from ldp_stories.errors import UserError

FLUSH_STEP: Final = 16 << 20
_F_FULLFSYNC: Final = 51


class FlushingFile:
    """A file that is flushed to the medium while it is written, on a thread of its own; at most two steps wait unflushed.

    So the last flush is short, progress tells the truth on a slow stick, and Stop is heard. A flush that failed once is never tried
    again as if it had not: every later call raises its error.
    """

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("xb", buffering=0)
        self._change = threading.Condition()
        self._written = 0
        self._flushed = 0
        self._error: OSError | None = None
        self._ending = False
        self._closed = False
        self._thread = threading.Thread(target=self._flush, name="flush", daemon=True)
        self._thread.start()

    def write(self, data: bytes, /) -> int:
        """Write all of `data`; OSError when the medium is full or gone."""
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) or 0 :]
        with self._change:
            self._written += len(data)
            self._change.notify_all()
            while self._written - self._flushed >= 3 * FLUSH_STEP and self._error is None:
                self._change.wait()
            self._raise()
        return len(data)

    def close(self) -> None:
        """Flush everything to the medium and close; OSError when that failed, now or before."""
        self._stop()
        try:
            self._raise()
            full_sync(self._file.fileno())
            self._settle(None)
        except OSError as error:
            self._settle(error)
            raise
        finally:
            self._file.close()

    def abandon(self) -> None:
        """Close without caring for the contents; whoever waits for more is told."""
        self._stop()
        self._settle(OSError("the writing was given up"))
        self._file.close()

    def wait_flushed(self, position: int) -> int:
        """Wait until more than `position` bytes are on the medium, or all; returns how many are. OSError when writing failed."""
        with self._change:
            while self._flushed <= position and not self._closed and self._error is None:
                self._change.wait()
            self._raise()
            return self._flushed

    def _settle(self, error: OSError | None) -> None:
        """Nothing more will be written: all is on the medium, or there was an error."""
        with self._change:
            self._error = self._error or error
            self._flushed = self._written if self._error is None else self._flushed
            self._closed = True
            self._change.notify_all()

    def _stop(self) -> None:
        with self._change:
            self._ending = True
            self._change.notify_all()
        self._thread.join()

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    def _flush(self) -> None:
        while True:
            with self._change:
                while self._written - self._flushed < FLUSH_STEP and not self._ending:
                    self._change.wait()
                if self._ending:
                    return
                target = self._written
            failure: OSError | None = None
            try:
                os.fsync(self._file.fileno())
            except OSError as error:
                failure = error
            with self._change:
                self._flushed = target
                self._error = failure
                self._change.notify_all()
                if failure is not None:
                    return


def full_sync(descriptor: int) -> None:
    """fsync, and on macOS the stronger call that reaches the medium itself."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, _F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder last; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Some network and stick file systems cannot sync a folder; the file itself has been synced and read back.
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Follower:
    """Reads back what a FlushingFile has put on the medium, while it is still being written; waits for more until it is closed.

    Where the system can be asked, what is read comes from the medium and not from the system's memory of it.
    """

    def __init__(self, path: Path, written: FlushingFile) -> None:
        self._file = path.open("rb", buffering=1 << 20)
        self._written = written
        self._at = 0
        self._limit = 0

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; b"" at the end of the finished file. OSError when writing or reading failed."""
        if self._at >= self._limit:
            self._limit = self._written.wait_flushed(self._at)
            self._forget()
        piece = self._file.read(min(size, self._limit - self._at))
        self._at += len(piece)
        return piece

    def close(self) -> None:
        """Stop reading."""
        self._file.close()

    def _forget(self) -> None:
        if sys.platform == "linux":
            os.posix_fadvise(self._file.fileno(), self._at, self._limit - self._at, os.POSIX_FADV_DONTNEED)


def check_room(folder: Path, needed: int) -> None:
    """UserError NO_ROOM_THERE when the folder has not `needed` bytes free."""
    if shutil.disk_usage(folder).free < needed:
        raise UserError("NO_ROOM_THERE", folder=str(folder))


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """The `.part` name to write to. Renamed to `path` at a good end, removed at a bad one; an existing file is never replaced.

    UserError FILE_EXISTS when there is a file of that name already, before or after the writing.
    """
    part = path.with_name(path.name + ".part")
    if path.exists():
        raise UserError("FILE_EXISTS", name=path.name)
    part.unlink(missing_ok=True)
    try:
        yield part
        if path.exists():
            raise UserError("FILE_EXISTS", name=path.name)
        put_in_place(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
