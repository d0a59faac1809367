"""What a disk refuses, in plain words: everything that is written without the database's own driver goes through here."""

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ldp_stories.domain.held_files import put_in_place
from ldp_stories.errors import UserError

if sys.platform == "darwin":
    import fcntl

LEAST: Final = 64 * 1024
"""With less room than this a store cannot be opened."""
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Turn what the system says of a disk into UserError NO_ROOM or DISK_TROUBLE; a name that is taken (FileExistsError) stays what it is."""
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno in _FULL:
            raise UserError("NO_ROOM") from error
        raise UserError("DISK_TROUBLE", reason=error.strerror or "") from error


def disk_is_full(path: Path) -> bool:
    """Whether the disk of a file has no room for a page more."""
    return shutil.disk_usage(path.parent).free < LEAST


def create_empty(path: Path) -> None:
    """A new empty file that only its owner may read. UserError NO_ROOM, DISK_TROUBLE; FileExistsError for a name that is taken."""
    with refusals():
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def sync_file(handle: int) -> None:
    """Wait until the disk has what was written to an open file. UserError NO_ROOM, DISK_TROUBLE."""
    with refusals():
        if sys.platform == "darwin":  # where fsync only hands it to the disk's own memory
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        else:
            os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Make a folder's own entries durable, so that a power cut cannot lose a new file's name (not possible on Windows)."""
    if os.name == "posix":
        with refusals():
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def write_durably(path: Path, data: bytes) -> None:
    """Replace a small file in one step: after a power cut it is the old one or the new one, whole. UserError NO_ROOM, DISK_TROUBLE."""
    part = path.with_name(f"{path.name}.part")
    with refusals():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            put_in_place(part, path)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
    sync_folder(path.parent)
