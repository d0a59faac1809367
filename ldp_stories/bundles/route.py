"""Ways for finished files: list, put, fetch, stat - the same for a folder, WebDAV, SFTP and S3 (BUNDLE.md 6).

A file is put under a name of its own that ends in `.part`, its size is compared with what the place says, and only then it gets its name;
nothing is ever written over. So a cut line, a full server or a server that keeps half of what it was sent never leaves a file that looks whole.
"""

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from ldp_stories.bundles.files import sync_folder
from ldp_stories.bundles.names import read_outer_name
from ldp_stories.domain.held_files import put_in_place, take_away
from ldp_stories.errors import UserError

Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in all; may raise Cancelled."""
PIECE: Final = 1 << 20
PART: Final = ".part"
PACK: Final = ".ldp-pack"
TRIES: Final = 3
_AGAIN: Final = ("ROUTE_CUT", "ROUTE_SHORT")
_WAITS: Final = (1.0, 4.0)


@dataclass(frozen=True, slots=True)
class Listed:
    """A finished file at the other end."""

    name: str
    bytes: int


class Route(Protocol):
    """What every way can do. Each raises UserError ROUTE_... with a clear sentence, or what `progress` raises."""

    def list(self) -> tuple[Listed, ...]:
        """The finished bundles and programme files there, by name; what is still being written is not among them."""

    def put(self, path: Path, progress: Progress) -> None:
        """Put a finished file there under its own name."""

    def fetch(self, name: str, target: Path, progress: Progress) -> None:
        """Bring a file here; `target` exists only when all of it has come."""

    def stat(self, name: str) -> int | None:
        """The size of a file there, None when there is none."""

    def tidy(self, name: str) -> None:
        """Take away what an earlier try to put a file of this name left half done, as far as the place can be reached."""

    def close(self) -> None:
        """Hang up."""


class Place(Protocol):
    """The few acts by which places differ; errors come out as UserError already."""

    def names(self) -> list[tuple[str, int]]:
        """Name and size of every file."""

    def size(self, name: str) -> int | None:
        """The size of a file, asked anew; None when there is none."""

    def write(self, name: str, pieces: Iterator[bytes], size: int) -> None:
        """Write a new file of so many bytes."""

    def read(self, name: str) -> Iterator[bytes]:
        """The contents of a file."""

    def move(self, old: str, new: str) -> None:
        """Give a file its final name."""

    def remove(self, name: str) -> None:
        """Take away a file that is not whole."""

    def close(self) -> None:
        """Hang up."""


class PlaceRoute:
    """A way over a place. `wait` is asked to wait some seconds before another try after a cut; tests do not wait."""

    def __init__(self, place: Place, wait: Callable[[float], object], tries: int = TRIES) -> None:
        self._place = place
        self._wait = wait
        self._tries = tries

    def list(self) -> tuple[Listed, ...]:
        """See `Route`."""
        found = self._place.names()
        return tuple(Listed(name, size) for name, size in sorted(found) if is_ours(name))

    def stat(self, name: str) -> int | None:
        """See `Route`."""
        return self._place.size(name)

    def close(self) -> None:
        """See `Route`."""
        self._place.close()

    def put(self, path: Path, progress: Progress) -> None:
        """See `Route`. Tried again after a cut; a file of the same name and size is there already. UserError ROUTE_TAKEN."""
        self._again(lambda: self._put(path, path.stat().st_size, progress))

    def fetch(self, name: str, target: Path, progress: Progress) -> None:
        """See `Route`. Tried again after a cut. UserError ROUTE_GONE when it is not there any more."""
        self._again(lambda: self._fetch(name, target, progress))

    def _again(self, act: Callable[[], None]) -> None:
        for left in range(self._tries - 1, -1, -1):
            try:
                act()
            except UserError as error:
                if not left or error.code not in _AGAIN:
                    raise
                self._wait(_WAITS[min(self._tries - 1 - left, len(_WAITS) - 1)])
            else:
                return

    def _put(self, path: Path, size: int, progress: Progress) -> None:
        there = self._place.size(path.name)
        if there == size:
            return
        if there is not None:
            raise UserError("ROUTE_TAKEN", name=path.name)
        part = f"{path.name}.{secrets.token_hex(4)}{PART}"  # of this try alone: nobody else writes into it
        try:
            with path.open("rb") as file:
                self._place.write(part, _counted(file.read, size, progress), size)
            if self._place.size(part) != size:
                raise UserError("ROUTE_SHORT", name=path.name)
            if self._place.size(path.name) is not None:
                raise UserError("ROUTE_TAKEN", name=path.name)
            self._place.move(part, path.name)
        except UserError:
            self._forget(part)
            if not self._is_there(path.name, size):  # sent from elsewhere at the same time: that one is whole
                raise
            return
        except BaseException:
            self._forget(part)
            raise
        if self._place.size(path.name) != size:
            self._forget(path.name)
            raise UserError("ROUTE_SHORT", name=path.name)
        self.tidy(path.name)

    def _is_there(self, name: str, size: int) -> bool:
        with contextlib.suppress(UserError):
            return self._place.size(name) == size
        return False

    def tidy(self, name: str) -> None:
        """See `Route`."""
        with contextlib.suppress(UserError):
            for left, _ in self._place.names():
                if left.startswith(f"{name}.") and left.endswith(PART):
                    self._forget(left)

    def _fetch(self, name: str, target: Path, progress: Progress) -> None:
        size = self._place.size(name)
        if size is None:
            raise UserError("ROUTE_GONE", name=name)
        if target.exists():
            raise UserError("FILE_EXISTS", name=target.name)
        part = target.with_name(target.name + PART)
        done = 0
        try:
            with part.open("wb") as file:
                for piece in self._place.read(name):
                    file.write(piece)
                    done += len(piece)
                    progress(min(done, size), size)
                file.flush()
                os.fsync(file.fileno())
            if done != size:
                raise UserError("ROUTE_CUT")
            put_in_place(part, target)
        except OSError as error:
            raise UserError("NO_ROOM_THERE", folder=str(target.parent)) from error
        finally:
            take_away(part)
        sync_folder(target.parent)

    def _forget(self, name: str) -> None:
        """Take a half file away if the place can still be reached; what cannot be taken away has a name that nobody reads."""
        with contextlib.suppress(UserError):
            if self._place.size(name) is not None:
                self._place.remove(name)


def is_ours(name: str) -> bool:
    """Whether a name is that of a finished bundle or programme file."""
    return name.endswith(PACK) or read_outer_name(name) is not None


def _counted(read: Callable[[int], bytes], size: int, progress: Progress) -> Iterator[bytes]:
    done = 0
    while piece := read(PIECE):
        yield piece
        done += len(piece)
        progress(done, size)
