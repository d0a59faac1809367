"""Whether a microphone falls silent between words by itself (headsets with a noise gate do), and so is not dead when it gives nothing but zeros.

A gate shuts after a voice has died away, opens with the next word, and does so over and over; a microphone that dies is cut off at any
loudness and stays so. Knows no clock: it is told the loudest sample of each block and how long the block was.
"""

from typing import Final

_KNOWN_FROM: Final = 3
"""So often it must have shut and opened again."""
_LEAST: Final = 0.06
"""Seconds of zeros that are a shut gate: shorter ones stand in ordinary sound."""
_DIED_AWAY: Final = 0.25
"""A gate shuts when a voice has fallen to this share of its loudest, or lower."""
_LIKE_BEFORE: Final = 2
"""And never at more than so many times the loudness at which it was seen to shut."""
_FORGETS: Final = 0.5
"""How much of the loudest is still remembered after a second."""


class NoiseGate:
    """Hears blocks; `shut` is True while a known gate is closed as it always closes."""

    def __init__(self) -> None:
        self._seen = 0
        self._shuts_at = 0
        self._loudest = 0.0
        self._last = 0
        self._zeros = 0.0
        self._fell_to = 0
        self._soft = False

    @property
    def shut(self) -> bool:
        """Whether nothing comes in because the gate is closed."""
        return (
            self._zeros > 0 and self._soft and self._known and self._fell_to <= _LIKE_BEFORE * self._shuts_at
        )

    @property
    def _known(self) -> bool:
        return self._seen >= _KNOWN_FROM

    def hear(self, top: int, seconds: float, *, nothing: bool) -> None:
        """The loudest sample of a block, how long it was, and whether that counts as nothing at all."""
        if nothing:
            if not self._zeros:
                self._fell_to = self._last
                self._soft = self._last <= _DIED_AWAY * self._loudest
            self._zeros += seconds
            return
        if self._zeros >= _LEAST and self._soft:
            self._opened()
        self._zeros, self._last = 0.0, top
        self._loudest = max(float(top), self._loudest * _FORGETS**seconds)

    def _opened(self) -> None:
        self._seen += 1
        if self._seen <= _KNOWN_FROM:
            self._shuts_at = max(self._shuts_at, self._fell_to)
