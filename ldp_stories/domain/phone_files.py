"""Files from a phone: what each is, what may be done with it, and which yes it needs before it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from ldp_stories.domain.consent import Scope


class FileSort(StrEnum):
    """What kind of thing it is."""

    AUDIO = "audio"
    VIDEO = "video"
    PHOTO = "photo"
    FILE = "file"


SCOPE_OF = {
    FileSort.AUDIO: Scope.AUDIO,
    FileSort.VIDEO: Scope.VIDEO,
    FileSort.PHOTO: Scope.PHOTO,
    FileSort.FILE: Scope.TRANSCRIPT,
}
"""The answer that must be yes before it is kept (domain/3-model.md 3.5)."""


class Keep(StrEnum):
    """How a film is kept: as it is, as a smaller copy made here, only its sound, or on the phone until later (it may never come)."""

    WHOLE = "whole"
    SMALLER = "smaller"
    SOUND = "sound"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a file's bytes come from: a file on a disk, or one inside a zip, so that nothing need be unpacked. `open` gives one that can seek.

    `name` is what it is called on the phone; it may name people, so it is kept apart (CONTRACTS.md 1).
    """

    name: str
    size: int
    open: Callable[[], IO[bytes]]


def source_of(path: Path) -> Source:
    """A file on a disk. OSError when it cannot be read."""
    return Source(path.name, path.stat().st_size, lambda: path.open("rb"))


@dataclass(frozen=True, slots=True)
class PhoneFile:
    """One file that was looked at. `playable` False: it is kept and cannot be shown; `place`: it says where it was made.

    `width` and `height` of pictures; `duration_ms` of sound and films, 0 when the file does not know; `device` what it says of its camera.
    """

    source: Source
    sort: FileSort
    type: str
    playable: bool = True
    duration_ms: int = 0
    place: bool = False
    device: str = ""
    width: int = 0
    height: int = 0
    has_sound: bool = False
    keep: Keep = Keep.WHOLE

    @property
    def kept_as(self) -> FileSort:
        """What it is once it is kept: of a film only the sound needs a yes to voice, not to film."""
        return FileSort.AUDIO if self.keep is Keep.SOUND else self.sort

    @property
    def name(self) -> str:
        """What it is called on the phone."""
        return self.source.name

    @property
    def size(self) -> int:
        """How large it is."""
        return self.source.size
