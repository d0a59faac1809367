"""What is said of the room on the disk and of the battery: for Home and for the sound check."""

from __future__ import annotations

from ldp_stories.services.recording import LEAST_MINUTES
from ldp_stories.ui.text import many, tr

LOW_BATTERY = 15
LOW_MINUTES = 60
State = tuple[str, str, str, str]
"""(words, line under them, icon, tone) of a CheckLine."""


def room_line(minutes: int) -> State:
    """Hours left on the disk; minutes when there is less than an hour."""
    if minutes < LEAST_MINUTES:
        words = tr("Not enough room to record")
        return words, tr("Send some stories to make room, or take notes."), "x-circle", "bad"
    if minutes < LOW_MINUTES:
        words = many(minutes, "Room for {n} minute of sound", "Room for {n} minutes of sound")
        return words, tr("Send some stories to make room."), "warning-circle", "warn"
    words = many(minutes // 60, "Room for {n} hour of sound", "Room for {n} hours of sound")
    return words, tr("All of it stays locked here"), "check-circle-fill", "ok"


def battery_line(level: int | None) -> State:
    """The battery, or that it is plugged in."""
    if level is None:
        return tr("Power is fine"), tr("It is plugged in"), "check-circle-fill", "ok"
    words = tr("Battery {n} %", n=level)
    if level < LOW_BATTERY:
        return words, tr("Plug in, or keep it short."), "warning-circle", "warn"
    return words, tr("It runs from its battery"), "check-circle-fill", "ok"
