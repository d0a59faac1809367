"""Sound for the player: a seekable reader over the vault and the waveform's peaks. No temporary file, ever (CONTRACTS.md 6)."""

import io
from collections.abc import Callable
from dataclasses import dataclass

from ldp_stories.services.home import Home


@dataclass(frozen=True, slots=True)
class SoundReader:
    """A read-only, seekable file over one medium; `type` is its extension (wav for pieces that have no master yet). Call `close`."""

    io: io.RawIOBase
    type: str
    duration_ms: int
    close: Callable[[], None]


def open_sound(home: Home, media_id: str) -> SoundReader:
    """Open a medium to play. UserError MEDIA_GONE while it is waited for. Practice sounds are made when first opened."""
    raise NotImplementedError


def open_take(home: Home, conversation: str, item: str) -> SoundReader:
    """Open a part of an open conversation ("Listen to the end")."""
    raise NotImplementedError


def peaks(home: Home, media_id: str) -> bytes:
    """The waveform: one level byte for each 100 ms (0..255)."""
    raise NotImplementedError
