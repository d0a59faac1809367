"""Sounds made by calculation: what the practice programme and the tests record when there is no microphone.

`voice` is gentle and speech-like (syllables with a falling pitch, breaths between phrases) and says nothing; `noise` is for tests that
compare samples. Both are the same for the same seed, on every machine. Standard library only.
"""

import math
import random
from array import array
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from ldp_stories.domain.media import PIECE_BYTES, RATE

_SYLLABLES: Final = 12
_HARMONICS: Final = ((1, 0.6), (2, 0.28), (3, 0.14), (5, 0.05))


def voice(ms: int, seed: int = 1) -> Iterator[bytes]:
    """`ms` milliseconds of speech-like sound, s16le 48 kHz mono, in blocks of 100 ms (the last may be shorter)."""
    return _cut(_phrases(seed), ms)


def noise(ms: int, seed: int = 1) -> Iterator[bytes]:
    """`ms` milliseconds of seeded noise at a quarter of full loudness, in blocks of 100 ms."""
    return _cut(_noise(seed), ms)


def tone(ms: int, hertz: float = 440.0, loudness: float = 0.3) -> bytes:
    """A steady tone with soft ends, s16le 48 kHz mono."""
    count = RATE * ms // 1000
    soft = max(1, min(count // 4, RATE // 50))
    wave = array("h")
    for i in range(count):
        edge = min(1.0, i / soft, (count - 1 - i) / soft)
        wave.append(int(32767 * loudness * edge * math.sin(2 * math.pi * hertz * i / RATE)))
    return wave.tobytes()


def _cut(sound: Iterator[bytes], ms: int) -> Iterator[bytes]:
    left = RATE * ms // 1000 * 2
    waiting = b""
    while left > 0:
        while len(waiting) < PIECE_BYTES:
            waiting += next(sound)
        block = waiting[: min(PIECE_BYTES, left)]
        waiting = waiting[len(block) :]
        left -= len(block)
        yield block


def _noise(seed: int) -> Iterator[bytes]:
    source = random.Random(seed)  # noqa: S311 - sound, not secrets
    while True:
        loud = array("h", source.randbytes(PIECE_BYTES))
        yield array("h", [sample >> 2 for sample in loud]).tobytes()


def _phrases(seed: int) -> Iterator[bytes]:
    source = random.Random(seed)  # noqa: S311 - sound, not secrets
    while True:
        for _ in range(source.randint(4, 9)):
            yield _syllable(source.randrange(_SYLLABLES))
            yield _quiet(source.randint(15, 60))
        yield _quiet(source.randint(350, 900))


@lru_cache(maxsize=_SYLLABLES)
def _syllable(number: int) -> bytes:
    """One syllable: a pitch that falls a little, a few harmonics, a soft beginning and end."""
    source = random.Random(1000 + number)  # noqa: S311 - sound, not secrets
    count = RATE * source.randint(110, 240) // 1000
    pitch, fall = source.uniform(120, 210), source.uniform(0.85, 1.02)
    wave, phase = array("h"), 0.0
    for i in range(count):
        part = i / count
        phase += 2 * math.pi * pitch * (1 + (fall - 1) * part) / RATE
        swell = math.sin(math.pi * part) ** 0.7
        wave.append(int(9000 * swell * sum(share * math.sin(times * phase) for times, share in _HARMONICS)))
    return wave.tobytes()


def _quiet(ms: int) -> bytes:
    """A pause as a room has it: not digital silence, which would ring the alarm for a dead microphone."""
    return _room()[: RATE * ms // 1000 * 2]


@lru_cache(maxsize=1)
def _room() -> bytes:
    """A second of an empty room."""
    source = random.Random(7)  # noqa: S311 - sound, not secrets
    return array("h", [source.randint(-6, 6) for _ in range(RATE)]).tobytes()
