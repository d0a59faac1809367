"""The words for a recording's condition, known to the recorder process and to the window."""

from enum import StrEnum


class SoundState(StrEnum):
    """What a person should know about the sound right now."""

    STARTING = "starting"
    GOOD = "good"
    QUIET = "quiet"
    LOUD = "loud"
    SILENT = "silent"
    LOST = "lost"
    PAUSED = "paused"
    ENDED = "ended"
    FULL = "full"
