"""How loud a recording is, in one byte for each 100 ms: what the level meter and the waveform draw.

A byte is the largest sample of its 100 ms, 0 (nothing) to 255 (as loud as the format goes). Standard library only.
"""

from array import array
from typing import Final

from ldp_stories.domain.media import PIECE_BYTES

DRAWING: Final = 4
"""For a drawing every fourth sample is enough, and four times as fast (1 hour: about 2 s)."""


def loudest(frames: bytes, step: int = 1) -> int:
    """The largest sample of s16le `frames`, 0 to 32768, looking at every `step`-th sample."""
    samples = array("h", frames)
    if samples.itemsize != 2:  # pragma: no cover - no such machine is known
        raise TypeError("a short integer of this machine is not 16 bit")
    some = samples[::step] if step > 1 else samples
    return max(max(some), -min(some)) if some else 0


def peak_bytes(frames: bytes, step: int = 1) -> bytes:
    """One byte for each 100 ms of `frames` (the last may be shorter)."""
    return bytes(
        min(255, loudest(frames[at : at + PIECE_BYTES], step) >> 7)
        for at in range(0, len(frames), PIECE_BYTES)
    )


class Peaks:
    """Collects peaks from sound that comes in blocks of any even length."""

    def __init__(self, step: int = DRAWING) -> None:
        self._step = step
        self._rest = b""
        self._done = bytearray()

    def feed(self, frames: bytes) -> None:
        """The next frames, in order."""
        data = self._rest + frames
        whole = len(data) // PIECE_BYTES * PIECE_BYTES
        self._done += peak_bytes(data[:whole], self._step)
        self._rest = data[whole:]

    def data(self) -> bytes:
        """All peaks so far, the unfinished 100 ms included."""
        return bytes(self._done) + peak_bytes(self._rest, self._step)


def resample(peaks: bytes, width: int) -> bytes:
    """`peaks` as exactly `width` bytes for a drawing that wide: the largest of each share (repeated when there are too few)."""
    if not peaks or width <= 0:
        return b""
    n = len(peaks)
    return bytes(
        max(peaks[i * n // width : max((i + 1) * n // width, i * n // width + 1)]) for i in range(width)
    )
