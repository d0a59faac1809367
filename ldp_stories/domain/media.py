"""Sound, pictures and files: what a medium is, its renditions, and the sink a recorder writes to (CONTRACTS.md 6)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

RATE: Final = 48_000
"""Samples a second of every recording: mono, 16 bit signed, little-endian."""
PIECE_MS: Final = 100
"""Milliseconds of sound in one committed piece."""
PIECE_BYTES: Final = RATE * PIECE_MS // 1000 * 2
"""Bytes of one full piece."""
EXTENSIONS: Final = (
    "flac", "opus", "ogg", "m4a", "mp3", "wav", "aac", "amr", "3gp", "mp4", "mov", "webm", "mkv",
    "jpg", "png", "heic", "webp", "pdf", "txt", "docx", "slice", "bin",
)  # fmt: skip
"""What media files may be called in a bundle; `bin` is kept and never decoded (CONTRACTS.md 9)."""


def ms_of(size: int) -> int:
    """The milliseconds that `size` bytes of such sound last."""
    return size * 1000 // (RATE * 2)


@dataclass(frozen=True, slots=True)
class Gap:
    """Sound that was lost inside a part: at which of its milliseconds, and how much (it takes no time in the part itself)."""

    at_ms: int
    ms: int


class PieceSink(Protocol):
    """Where a recorder puts sound: what `append` returned from outlives the program, what `sync` returned outlives a power cut."""

    def append(self, frames: bytes) -> None:
        """Keep PCM frames (s16le, mono, RATE). Waits for no disk."""

    def sync(self) -> int:
        """Wait until the disk has all that was appended before; how many bytes that is. May run beside `append`, in one other thread."""

    def gap(self, ms: int) -> None:
        """Mark that `ms` milliseconds were lost here."""

    def seal(self) -> None:
        """Finish: afterwards the item is one closed file."""


RECORDED_HERE: Final = "recorded here"
"""The origin of sound that was recorded in a conversation."""


class RenditionKind(StrEnum):
    """The forms of one medium: bundles name renditions by hash, passages point to the medium and milliseconds."""

    MASTER = "master"
    ORIGINAL = "original"
    OPUS = "opus"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Rendition:
    """One form of a medium; `type` is one of EXTENSIONS; `item` the vault item that holds it here, None when it has not come."""

    sha256: str
    kind: RenditionKind
    bytes: int
    type: str
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """One medium of a record. Parts of a take carry `position` 0, 1, ..., the gap before them and those inside."""

    id: str
    record: str
    kind: str
    origin: str
    duration_ms: int
    position: int
    gap_before_ms: int
    renditions: tuple[Rendition, ...]
    gaps: tuple[Gap, ...] = ()

    @property
    def master(self) -> Rendition | None:
        """The full-quality form: FLAC master or the original file."""
        wanted = (RenditionKind.MASTER, RenditionKind.ORIGINAL)
        return next((r for r in self.renditions if r.kind in wanted), None)

    @property
    def playable(self) -> Rendition | None:
        """The best rendition that is on this device, or None while it is waited for."""
        order = (RenditionKind.MASTER, RenditionKind.ORIGINAL, RenditionKind.OPUS)
        here = {r.kind: r for r in self.renditions if r.item is not None}
        return next((here[k] for k in order if k in here), None)
