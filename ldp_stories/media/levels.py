"""The words for a recording's condition, known to the recorder process and to the window."""

import math
from enum import StrEnum
from typing import Final

_RANGE_DB: Final = 48.0
"""What a level byte can tell apart: from its least step to as loud as the format goes."""


def as_heard(level: int) -> float:
    """How loud a level byte (0 to 255) is to an ear, 0.0 to 1.0: an ordinary voice at a table stands in the middle, not at the bottom."""
    return max(0.0, 1.0 + 20 * math.log10(min(level, 255) / 255) / _RANGE_DB) if level > 0 else 0.0


class SoundState(StrEnum):
    """What a person should know about the sound right now."""

    STARTING = "starting"
    LISTENING = "listening"
    GOOD = "good"
    QUIET = "quiet"
    LOUD = "loud"
    SILENT = "silent"
    LOST = "lost"
    PAUSED = "paused"
    ENDED = "ended"
    FULL = "full"
