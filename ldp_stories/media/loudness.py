"""How loud somebody is right now: good, too quiet, too loud, or nothing but zeros. Knows no thread, no clock, no device.

Nothing is called good before a voice was heard through this microphone.

A listener who waits is not too quiet: where a voice was heard before, a level stretch of a room's own sound is a pause. Only something
that rises and falls without ever being loud enough, or no voice at all, is called quiet. A knock on the table is not called too loud.
A headset that gives nothing between words (`noise_gate`) is not called dead while somebody thinks.
"""

from collections import deque
from typing import Final

from ldp_stories.media.levels import SoundState
from ldp_stories.media.noise_gate import NoiseGate

SILENT_AFTER: Final = 2.5
"""Seconds of nothing but zeros until a microphone counts as dead (or the system withholds it)."""
NOTHING: Final = 2
"""A microphone that is switched off may still give its last bit or two."""
QUIET_BELOW: Final = 400
"""A voice that never gets over this in `SETTLE` seconds is too quiet (about -38 dB)."""
LOUD_FROM: Final = 32_700
"""Samples from here on are clipped."""
_CLIPS: Final = 3
"""So many blocks cut off within `SETTLE` are a voice that is too loud; one or two are a cup that was put down."""
_SURE: Final = 0.3
"""Seconds that a voice must stay too quiet: the first breath of a word after a pause is not one."""
SETTLE: Final = 2.0
LONG_PAUSE: Final = 20.0
"""Seconds of a level room, or of a headset that gives nothing between words, after which a pause is not believed any more."""
_ROOM: Final = 1.2
"""Seconds in which a voice rises and falls and a room does not."""
_RISES: Final = 4
"""A room's own sound stays within so many times its least; a voice does not."""


class Loudness:
    """Hears the loudest sample of each block."""

    def __init__(self, now: float) -> None:
        self._clips: deque[float] = deque(maxlen=_CLIPS)
        self._quiet_since: float | None = None
        self._spoken = self._voiced = False
        self._recent: deque[tuple[float, int]] = deque()
        self._gate = NoiseGate()
        self._heard_at = now
        self.begin(now)

    def begin(self, now: float, *, anew: bool = False) -> None:
        """Start to listen (again, after a pause or a loss); `anew`: it may be another microphone now."""
        self._last_sound = self._last_voice = self._heard_at = now
        if anew:
            self._gate = NoiseGate()
            self._voiced = False
        self._quiet_since = None
        self._recent.clear()

    def hear(self, top: int, now: float) -> None:
        """The loudest sample of a block that came now."""
        self._gate.hear(top, now - self._heard_at, nothing=top <= NOTHING)
        self._heard_at = now
        if top > NOTHING:
            self._last_sound = now
        if top >= QUIET_BELOW:
            self._last_voice, self._spoken, self._voiced = now, True, True
        if top >= LOUD_FROM:
            self._clips.append(now)
        self._recent.append((now, top))
        while self._recent and now - self._recent[0][0] > _ROOM:
            self._recent.popleft()
        if not self._too_quiet(now):
            self._quiet_since = None
        elif self._quiet_since is None:
            self._quiet_since = now

    def state(self, now: float) -> SoundState:
        """What to say of it at `now`."""
        if now - self._last_sound >= (LONG_PAUSE if self._gate.shut else SILENT_AFTER):
            return SoundState.SILENT
        if len(self._clips) == _CLIPS and now - self._clips[0] < SETTLE:
            return SoundState.LOUD
        quiet = self._quiet_since is not None and now - self._quiet_since >= _SURE
        if quiet:
            return SoundState.QUIET
        return SoundState.GOOD if self._voiced else SoundState.LISTENING

    def _too_quiet(self, now: float) -> bool:
        away = now - self._last_voice
        pause = self._spoken and away < LONG_PAUSE and (self._gate.shut or self._level_room())
        return away >= SETTLE and not pause

    def _level_room(self) -> bool:
        tops = [top for _, top in self._recent]
        return bool(tops) and min(tops) > NOTHING and max(tops) <= _RISES * min(tops)
