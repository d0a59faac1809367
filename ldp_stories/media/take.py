"""The rules of one recording: what is committed, how loud it is, and when the alarm rings. Knows no thread, no clock, no device.

`Take` is told what happened and when (seconds of a clock that also counts a laptop's sleep) and keeps the sink right: pieces of exactly
100 ms, a shorter one only where a pause, a loss or the end cuts it, and a gap mark for everything that was lost.
"""

from typing import Final

from ldp_stories.domain.media import PIECE_BYTES, PieceSink, ms_of
from ldp_stories.media.levels import SoundState
from ldp_stories.media.loudness import SETTLE, SILENT_AFTER, Loudness
from ldp_stories.media.peaks import loudest, peak_bytes

__all__ = ["LOST_AFTER", "SETTLE", "SILENT_AFTER", "START_WITHIN", "SoundState", "Take"]

LOST_AFTER: Final = 1.0
"""Seconds without a block until a microphone counts as lost."""
START_WITHIN: Final = 2.5
"""Seconds a microphone may take until its first block (sound services wake their devices)."""
_FAST_STEP: Final = 16
_CAUGHT_UP: Final = 0.5
"""A block that takes at least this share of its own length to come is spoken now, and not one that was kept for us."""
_WORTH_MARKING: Final = 0.1


class Take:
    """One recording into one sink, told of blocks, pauses and the passing of time."""

    def __init__(self, sink: PieceSink, now: float, *, batch: int = 1, watched: bool = True) -> None:
        """`batch` pieces go into one commit; only a `watched` source can be lost."""
        self._sink = sink
        self._batch = batch * PIECE_BYTES
        self._watched = watched
        self._waiting = bytearray()
        self._saved = 0
        self._begun = False
        self._last_block = now
        self._loudness = Loudness(now)
        self._peaks = bytearray()
        self.paused = False
        self._ended = False
        self._slept = (0.0, 0.0)
        self._owed: float | None = None
        self.level = 0
        """The loudest of the last block, 0 to 255."""
        self.lost_ms = 0
        """Milliseconds that were lost inside this take."""

    @property
    def saved_ms(self) -> int:
        """Milliseconds that are committed (a kill loses none of them)."""
        return ms_of(self._saved)

    @property
    def heard_ms(self) -> int:
        """Milliseconds heard and kept, committed or about to be."""
        return ms_of(self._saved + len(self._waiting))

    def block(self, frames: bytes, now: float) -> bool:
        """A block came: commit what is whole; True when something was committed. Raises what the sink raises (NO_ROOM)."""
        away, self._last_block = now - self._last_block, now
        if not self._begun:
            self._begun = True
            self._loudness.begin(now)
        elif self._watched and not self.paused:
            self._look_for_loss(away, ms_of(len(frames)) / 1000, now)
        self._listen(frames, now)
        if self.paused:
            return False
        self._waiting += frames
        whole = len(self._waiting) // self._batch * self._batch
        if whole:
            self._commit(whole)
        return whole > 0

    def slept(self, since: float, until: float) -> None:
        """The laptop slept, or had no time for us: the sound service may have kept what was said meanwhile, and gives it all at once now."""
        self._slept = (since, until)

    def _look_for_loss(self, away: float, long: float, now: float) -> None:
        """A block of `long` seconds came after `away` seconds: what is missing for good is marked, what comes late is no loss."""
        if self._owed is not None:
            self._owed += away - long
            if away >= _CAUGHT_UP * long:
                self._settle(now)
        elif away >= LOST_AFTER and self._overslept(away, now):
            self._owed = away - long
        elif away >= LOST_AFTER:
            self._lost(round(away * 1000) - round(long * 1000))
            self._loudness.begin(now, anew=True)

    def _overslept(self, away: float, now: float) -> bool:
        """Whether nothing came for so long because we were not there to take it."""
        since, until = self._slept
        return until - since >= away / 2 and until >= now - away

    def _settle(self, now: float) -> None:
        """All that was kept for us is here: what is still missing is lost."""
        owed, self._owed = self._owed or 0.0, None
        if owed >= _WORTH_MARKING:
            self._lost(round(owed * 1000))
        self._loudness.begin(now)

    def pause(self) -> None:
        """Keep what came so far; blocks are dropped until `resume`."""
        self._commit(len(self._waiting))
        self.paused = True

    def resume(self, now: float) -> None:
        """Go on recording."""
        if self.paused:
            self.paused = False
            self._last_block = now
            self._loudness.begin(now)

    def end(self) -> None:
        """The source has given all it had (a file): commit the rest; silence from now on is no loss."""
        self._ended = True
        self._commit(len(self._waiting))

    def close(self) -> None:
        """Commit the rest and seal."""
        try:
            self._commit(len(self._waiting))
        finally:
            self._sink.seal()

    def state(self, now: float) -> SoundState:
        """The state at `now`."""
        if self.paused:
            return SoundState.PAUSED
        if self._ended:
            return SoundState.ENDED
        if self.is_lost(now):
            return SoundState.LOST
        if not self._begun:
            return SoundState.STARTING
        return self._loudness.state(now)

    def is_lost(self, now: float) -> bool:
        """True when a watched source has given nothing for too long."""
        away = now - self._last_block if self._watched and not self._ended else 0.0
        return away >= (LOST_AFTER if self._begun else START_WITHIN)

    def new_peaks(self) -> bytes:
        """Peaks (one byte for each 100 ms) of what was committed since the last call."""
        peaks, self._peaks = bytes(self._peaks), bytearray()
        return peaks

    def _lost(self, ms: int) -> None:
        self._commit(len(self._waiting))
        self._sink.gap(ms)
        self.lost_ms += ms

    def _listen(self, frames: bytes, now: float) -> None:
        top = loudest(frames[-PIECE_BYTES:])
        self.level = min(255, top >> 7)
        self._loudness.hear(top, now)

    def _commit(self, size: int) -> None:
        if size:
            frames = bytes(self._waiting[:size])
            self._sink.append(frames)
            del self._waiting[:size]
            self._saved += size
            self._peaks += peak_bytes(frames, _FAST_STEP if self._batch > PIECE_BYTES else 1)
