"""A folder as a way: a stick, a folder that a service copies to others, a share that the system has mounted."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ldp_stories.bundles.files import full_sync, sync_folder
from ldp_stories.bundles.route import PIECE
from ldp_stories.domain.held_files import patiently, take_away
from ldp_stories.errors import UserError

_FULL: Final = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN: Final = {errno.EACCES, errno.EPERM, errno.EROFS}


class FolderPlace:
    """See `route.Place`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[tuple[str, int]]:
        """Name and size of every file."""
        with self._troubles():
            return [(p.name, p.stat().st_size) for p in self._folder.iterdir() if p.is_file()]

    def size(self, name: str) -> int | None:
        """The size of a file, None when there is none."""
        with self._troubles():
            if not self._folder.is_dir():
                raise UserError("NO_FOLDER", folder=str(self._folder))
            path = self._folder / name
            return path.stat().st_size if path.is_file() else None

    def write(self, name: str, pieces: Iterator[bytes], size: int) -> None:
        """Write a new file, down to the medium."""
        del size
        with self._troubles(), (self._folder / name).open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            full_sync(file.fileno())

    def read(self, name: str) -> Iterator[bytes]:
        """The contents of a file."""
        with self._troubles(), (self._folder / name).open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    def move(self, old: str, new: str) -> None:
        """Give a file its final name."""
        with self._troubles():
            patiently(lambda: (self._folder / old).rename(self._folder / new))
            sync_folder(self._folder)

    def remove(self, name: str) -> None:
        """Take a half file away."""
        with self._troubles():
            take_away(self._folder / name)

    def close(self) -> None:
        """Nothing to hang up."""

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise UserError("NO_FOLDER", folder=str(self._folder)) from error
        except OSError as error:
            if error.errno in _FULL:
                raise UserError("NO_ROOM_THERE", folder=str(self._folder)) from error
            if (
                not self._folder.is_dir()
            ):  # Windows says of a stick that is out what it says of one that is blocked
                raise UserError("NO_FOLDER", folder=str(self._folder)) from error
            if error.errno in _FORBIDDEN:
                raise UserError("STICK_BLOCKED", folder=str(self._folder)) from error
            if error.errno == errno.EFBIG:
                raise UserError("ROUTE_TOO_LARGE") from error
            raise UserError("DISK_TROUBLE", reason=os.strerror(error.errno or 0)) from error
