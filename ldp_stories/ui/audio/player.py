"""Playing sound that lies sealed in the vault: a `Player` over Qt's media player, fed byte by byte, never through a file on disk.

The player is given a `Sound` (a vault reader, or pieces with a WAV header in front) and closes nothing: whoever opened the sound closes
it after `unload`. Works without a loudspeaker too (the position goes on), and with any speed at the same pitch.
Orders to Qt's player are queued; see deck.py for why.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ldp_stories.errors import UserError
from ldp_stories.ui.audio.deck import Deck
from ldp_stories.ui.audio.device import Sound, SoundDevice

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer

_NEAR = 500
"""Milliseconds within which a position is that of a seek and not one from before it."""


class Player(QObject):
    """Play, pause, seek and change speed; times in milliseconds of the sound."""

    position_changed = Signal(int)
    duration_changed = Signal(int)
    playing_changed = Signal(bool)
    ended = Signal()
    """The sound, or the span that was asked for, has been played to its end."""
    failed = Signal(object)
    """A UserError that says why it cannot be played."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._deck = Deck()
        self._qt = self._deck.qt
        self.destroyed.connect(self._deck.end)
        self._wanted: int | None = None
        self._sent = False
        self._rate = 1.0
        self._play_when_loaded = False
        self._until: int | None = None
        self._span_over = False
        self._span_end = QTimer(self)
        self._span_end.setSingleShot(True)
        self._span_end.setTimerType(Qt.TimerType.PreciseTimer)
        self._span_end.timeout.connect(self._end_of_span)
        self._qt.positionChanged.connect(self._moved)
        self._qt.durationChanged.connect(self._lasts)
        self._qt.playbackStateChanged.connect(self._state_changed)
        self._qt.mediaStatusChanged.connect(self._status_changed)
        self._qt.errorOccurred.connect(self._error)

    @property
    def position(self) -> int:
        """Where it is."""
        return self._qt.position() if self._wanted is None else self._wanted

    @property
    def duration(self) -> int:
        """How long the sound is; 0 until it is known."""
        return self._qt.duration()

    @property
    def playing(self) -> bool:
        """True while it plays."""
        return self._qt.playbackState() == self._qt.PlaybackState.PlayingState

    @property
    def rate(self) -> float:
        """The speed; 1.0 is as it was spoken."""
        return self._rate

    def load(self, sound: Sound) -> None:
        """Get ready to play `sound`, of any kind that is known by its content (a name would make anything pass for that kind)."""
        self.unload()
        self._deck.put_on(SoundDevice(sound))

    def unload(self) -> None:
        """Stop and let go of the sound: when this returns, it may be closed."""
        self._span_end.stop()
        self._wanted, self._sent, self._until, self._play_when_loaded = None, False, None, False
        self._deck.take_off()

    def play(self) -> None:
        """Play from where it is (from the beginning when it had ended)."""
        self._until, self._span_over = None, False
        self._span_end.stop()
        self._start()

    def play_span(self, from_ms: int, to_ms: int) -> None:
        """Play exactly one passage, then pause at its end."""
        self.seek(from_ms)
        self._until = to_ms
        self._start()

    def pause(self) -> None:
        """Pause."""
        self._play_when_loaded = False
        self._span_end.stop()
        self._deck.pause.emit()

    def toggle(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def seek(self, ms: int) -> None:
        """Go to `ms` (within the sound); playing goes on."""
        ms = max(0, ms if not self.duration else min(ms, self.duration))
        self._until, self._span_over = None, False
        self._span_end.stop()
        self._wanted, self._sent = ms, self._loaded()
        if self._sent:
            self._deck.go_to.emit(ms)

    def skip(self, ms: int) -> None:
        """Go `ms` forward, or back when negative."""
        self.seek(self.position + ms)

    def set_rate(self, rate: float) -> None:
        """Play at `rate` times the speed, at the same pitch."""
        self._rate = rate
        self._deck.speed.emit(rate)
        self._watch_span(self.position)

    def set_loudness(self, share: float) -> None:
        """0.0 to 1.0."""
        self._deck.loudspeaker.setVolume(share)

    def _start(self) -> None:
        if self._deck.device is None:
            return
        if self._loaded():
            self._deck.play.emit()
        else:
            self._play_when_loaded = True

    def _loaded(self) -> bool:
        status, names = self._qt.mediaStatus(), self._qt.MediaStatus
        return status in {
            names.LoadedMedia,
            names.BufferedMedia,
            names.BufferingMedia,
            names.EndOfMedia,
            names.StalledMedia,
        }

    def _status_changed(self, status: "QMediaPlayer.MediaStatus") -> None:
        if status == self._qt.MediaStatus.EndOfMedia:
            self._until = None
            if self._deck.device is not None and self._deck.device.trouble is not None:
                self.failed.emit(self._deck.device.trouble)
            else:
                self.ended.emit()
        elif self._loaded():
            if self._wanted is not None and not self._sent:
                self._sent = True
                self._deck.go_to.emit(self._wanted)
            if self._play_when_loaded:
                self._play_when_loaded = False
                self._deck.play.emit()

    def _state_changed(self) -> None:
        self.playing_changed.emit(self.playing)
        if self._span_over and not self.playing:
            self._span_over = False
            self.ended.emit()

    def _lasts(self, ms: int) -> None:
        self.duration_changed.emit(ms)

    def _moved(self, ms: int) -> None:
        """Tell the position, but not that of before a seek which is under way."""
        if self._wanted is not None:
            if not self._sent or abs(ms - self._wanted) > _NEAR:
                return
            self._wanted = None
        self.position_changed.emit(ms)
        self._watch_span(ms)

    def _watch_span(self, ms: int) -> None:
        """Near the end of a span, set a timer for exactly that end."""
        if self._until is None or self._wanted is not None or not self.playing:
            return
        left = (self._until - ms) / max(0.1, self._rate)
        if left <= 0:
            self._end_of_span()
        elif left < 1000:
            self._span_end.start(round(left))

    def _end_of_span(self) -> None:
        if self._until is not None:
            self._until = None
            self._span_end.stop()
            self._span_over = True
            self._deck.pause.emit()

    def _error(self) -> None:
        trouble = self._deck.device.trouble if self._deck.device is not None else None
        self.failed.emit(trouble or UserError("MEDIA_UNREADABLE"))
