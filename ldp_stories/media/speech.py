"""Speech to text, offline: what an engine is, and the stretches of speech it is given. No engine is loaded here.

An engine runs in a child process (`speech_child.py`), so that its crash or its memory never touches a recording. It gets sound as s16le
mono 16 kHz and gives words with their milliseconds. Its words are a machine's: rough, and never a person's.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

RATE: Final = 16_000
FRAME_MS: Final = 20
FRAME_BYTES: Final = RATE * FRAME_MS // 1000 * 2
PAUSE_MS: Final = 500
"""So long a quiet ends a stretch of speech."""
LONGEST_MS: Final = 20_000
"""A stretch is cut here even when nobody takes a breath."""
_LEAST_LOUD: Final = 250
_ABOVE_ROOM: Final = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word as a machine heard it, from when to when in the sound."""

    text: str
    from_ms: int
    to_ms: int


class SpeechEngine(Protocol):
    """Something that hears words in a stretch of speech."""

    def words(self, sound: bytes, at_ms: int) -> Iterator[Word]:
        """The words in `sound` (s16le mono 16 kHz), which begins at `at_ms`."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Speech between two pauses: where it begins, and its sound."""

    at_ms: int
    sound: bytes


def stretches(blocks: Iterable[bytes]) -> Iterator[Stretch | int]:
    """Cut sound at its pauses; now and then (an int) how many milliseconds have been gone through.

    Speech is what is clearly louder than the room, and the room is the quietest of the last seconds.
    """
    cutter = _Cutter()
    waiting = bytearray()
    for block in blocks:
        waiting += block
        whole = len(waiting) // FRAME_BYTES * FRAME_BYTES
        for at in range(0, whole, FRAME_BYTES):
            found = cutter.frame(bytes(waiting[at : at + FRAME_BYTES]))
            if found is not None:
                yield found
        del waiting[:whole]
        yield cutter.ms
    last = cutter.end()
    if last is not None:
        yield last


class _Cutter:
    """Takes frames of 20 ms and gives back stretches."""

    def __init__(self) -> None:
        self.ms = 0
        self._room = float(_LEAST_LOUD)
        self._sound = bytearray()
        self._begun = 0
        self._quiet_ms = PAUSE_MS
        self._before: list[bytes] = []

    def frame(self, frame: bytes) -> Stretch | None:
        """The next frame; a stretch when it ends here."""
        loud = self._is_loud(frame)
        self.ms += FRAME_MS
        if loud and not self._sound:
            self._begun = self.ms - FRAME_MS * (1 + len(self._before))
            self._sound += b"".join(self._before)
        if loud or self._sound:
            self._sound += frame
        self._quiet_ms = 0 if loud else self._quiet_ms + FRAME_MS
        self._before = [] if self._sound else [*self._before, frame][-5:]
        long = len(self._sound) >= LONGEST_MS * RATE // 1000 * 2
        return self.end() if self._sound and (self._quiet_ms >= PAUSE_MS or long) else None

    def end(self) -> Stretch | None:
        """What was begun, ended."""
        sound, self._sound = bytes(self._sound), bytearray()
        return Stretch(self._begun, sound) if sound else None

    def _is_loud(self, frame: bytes) -> bool:
        samples = array("h", frame)
        top = max(max(samples), -min(samples), 1)
        self._room = min(float(top), self._room * 1.01) if top < self._room * 2 else self._room * 1.002
        return top >= max(_LEAST_LOUD, _ABOVE_ROOM * min(self._room, 2_000.0))


def at_16k(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Sound of ours (s16le mono 48 kHz) as an engine wants it."""
    from fractions import Fraction
    from typing import Any

    import av

    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    at = 0
    for block in blocks:
        if not block:
            continue
        frame: Any = av.AudioFrame(format="s16", layout="mono", samples=len(block) // 2)
        plane = frame.planes[0]
        plane.update(block + bytes(plane.buffer_size - len(block)))
        frame.sample_rate, frame.pts, frame.time_base = 3 * RATE, at, Fraction(1, 3 * RATE)
        at += len(block) // 2
        for done in resampler.resample(frame):
            yield bytes(done.planes[0])[: done.samples * 2]
    for done in resampler.resample(None):
        yield bytes(done.planes[0])[: done.samples * 2]
