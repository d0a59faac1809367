"""Where an arriving bundle is put while it is still unproved: the caller decides, the reader only writes.

Media go into sinks of the caller (vault items whose keys are still in memory); text goes into a spool that is never readable on a disk.
Until the whole bundle is proved, everything can be thrown away at once.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from ldp_stories.bundles.files import check_room
from ldp_stories.crypto.spool import Spool


class MediaSink(Protocol):
    """Takes one media file: `write` its bytes, then `close` when its hash was right, or `abort`."""

    def write(self, data: bytes, /) -> object:
        """Take bytes; raises when they cannot be kept."""

    def close(self) -> None:
        """The hash was right; the file may be kept once the whole bundle is proved."""

    def abort(self) -> None:
        """The file must be forgotten."""


class TextStore(Protocol):
    """Takes one text file and gives its lines back once it is proved."""

    def write(self, data: bytes, /) -> object:
        """Take bytes; raises when they cannot be kept."""

    def lines(self, limit: int) -> Iterator[bytes]:
        """The lines, none longer than `limit` bytes."""

    def close(self) -> None:
        """Throw the text away."""


class Staging(Protocol):
    """What the caller of the reader provides."""

    def room(self, needed: int) -> None:
        """Told the payload's size before any of it is read; raises UserError when there is no room for it."""

    def media(self, sha256: str, size: int, ext: str) -> MediaSink:
        """A sink for one media file or slice."""

    def text(self, path: str, size: int) -> TextStore:
        """A store for one text file."""

    def discard(self) -> None:
        """The bundle was refused: forget everything, media already closed included."""


class Nowhere:
    """A sink for what is only checked and not kept."""

    def write(self, data: bytes, /) -> object:
        """Take bytes and forget them."""
        return len(data)

    def lines(self, limit: int) -> Iterator[bytes]:  # noqa: ARG002 - the shape of a text store
        """Nothing was kept."""
        return iter(())

    def close(self) -> None:
        """Nothing to do."""

    def abort(self) -> None:
        """Nothing to do."""


class CheckOnly:
    """A staging that keeps nothing: for reading back what was just written, and for looking into a bundle."""

    def room(self, needed: int) -> None:
        """Nothing is kept, so there is room for everything."""

    def media(self, sha256: str, size: int, ext: str) -> MediaSink:  # noqa: ARG002 - the shape of a staging
        """A sink that forgets."""
        return Nowhere()

    def text(self, path: str, size: int) -> TextStore:  # noqa: ARG002 - the shape of a staging
        """A store that forgets."""
        return Nowhere()

    def discard(self) -> None:
        """Nothing to forget."""


class SpoolStaging(CheckOnly):
    """Text in spools, media nowhere: the base for a staging that adds the vault by overriding `media` (and calling `discard`)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spools: list[Spool] = []

    def room(self, needed: int) -> None:
        """Text and media both have to fit beside what is there."""
        check_room(self.folder, needed)

    def text(self, path: str, size: int) -> TextStore:  # noqa: ARG002 - the shape of a staging
        """A spool: in memory while small, else sealed with a key that exists only in this process."""
        self.spools.append(Spool(self.folder))
        return self.spools[-1]

    def discard(self) -> None:
        """Throw the text away."""
        for spool in self.spools:
            spool.close()
