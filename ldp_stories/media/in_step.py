"""Where a block of sound belongs on one unbroken line of time: silence fills holes, what overlaps is cut, a few milliseconds are let be.

A film's sound may begin after its pictures, stop for a while, or run a little fast. Laid end to end it would move away from them for
the rest of the film, and with it every mark, passage and masked name. Knows no decoder.
"""

from dataclasses import dataclass

_LET_BE_MS = 20
"""So much sound may be off before it is moved: nobody sees less, and moving it is a click."""
_LONGEST_MS = 6 * 3600 * 1000
"""Holes longer than this, alone or together, are damaged moments and no silence: nobody's disk is filled with it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What is put before a block (samples of silence), or taken off its beginning (samples)."""

    silence: int = 0
    cut: int = 0


class InStep:
    """Follows the line, `rate` samples a second, from sample `at` on."""

    def __init__(self, rate: int, at: int = 0) -> None:
        self.at = at
        """The sample that comes next."""
        self._let_be = rate * _LET_BE_MS // 1000
        self._left = rate * _LONGEST_MS // 1000

    def place(self, wanted: int | None) -> Placed:
        """How a block that says it begins at sample `wanted` is laid; one that does not know (None) follows the last."""
        off = 0 if wanted is None else wanted - self.at
        if self._let_be < off < self._left:
            self._left -= off
            return Placed(silence=off)
        return Placed(cut=-off) if off < -self._let_be else Placed()
