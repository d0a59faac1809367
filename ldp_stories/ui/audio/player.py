"""Playing sound that lies sealed in the vault: a `Player` over Qt's media player, fed byte by byte, never through a file on disk.

The player is given a `Sound` (a vault reader, or pieces with a WAV header in front) and closes nothing: whoever opened the sound closes
it after `unload`. Works without a loudspeaker too (the position goes on), and with any speed at the same pitch.

Qt reads from a thread of its own, and that needs the interpreter; a call that waits for this thread while holding the interpreter would
never end. So every order to Qt's player is queued: the event loop, which holds nothing, carries it out.
Qt's multimedia library is loaded with the first Player, not with this module: the window shows sooner.
"""

import threading
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SIGNAL, SLOT, QIODevice, QLoggingCategory, QObject, Qt, QTimer, QUrl, Signal

from ldp_stories.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer

"""The speeds a screen offers."""
_NEAR = 500
"""Milliseconds within which a position is that of a seek and not one from before it."""


class Sound(Protocol):
    """Bytes of a sound file that can be read anywhere, from any thread."""

    size: int

    def read(self, offset: int, size: int) -> bytes:
        """Bytes from `offset`, fewer only at the end; raises UserError when they cannot be had."""


class SoundDevice(QIODevice):
    """A `Sound` as Qt's media player wants it. Read from the player's own thread; a damaged piece ends the sound there."""

    def __init__(self, sound: Sound) -> None:
        super().__init__()
        self._sound: Sound | None = sound
        self._size = sound.size
        self._at = 0
        self._reading = threading.Lock()
        self.trouble: UserError | None = None
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def isSequential(self) -> bool:
        """No: it can be sought."""
        return False

    def size(self) -> int:
        """Bytes of the sound."""
        return self._size

    def atEnd(self) -> bool:
        """True at the end, and where a damaged piece or `let_go` ends it: a reader that hears "not yet" would ask for ever."""
        return self._sound is None or self.trouble is not None or self._at >= self._size

    def seek(self, pos: int) -> bool:
        """Go to a byte."""
        if not super().seek(pos):
            return False
        self._at = pos
        return True

    def readData(self, maxlen: int) -> object:
        """The next bytes."""
        with self._reading:
            if self._sound is None:
                return b""
            try:
                data = self._sound.read(self._at, maxlen)
            except UserError as error:
                self.trouble = error
                return b""
            self._at += len(data)
            return data

    def writeData(self, data: bytes | bytearray | memoryview, length: int) -> int:  # noqa: ARG002
        """Never."""
        return -1

    def let_go(self) -> None:
        """Give the sound back: when this returns, nothing reads from it any more."""
        with self._reading:
            self._sound = None


class Player(QObject):
    """Play, pause, seek and change speed; times in milliseconds of the sound."""

    position_changed = Signal(int)
    duration_changed = Signal(int)
    playing_changed = Signal(bool)
    ended = Signal()
    """The sound, or the span that was asked for, has been played to its end."""
    failed = Signal(object)
    """A UserError that says why it cannot be played."""
    _attach = Signal(QIODevice)
    _detach = Signal(QUrl)
    _play = Signal()
    _pause = Signal()
    _go_to = Signal("qlonglong")  # type: ignore[arg-type]
    _speed = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._qt, self._loudspeaker = _media_player(self)
        self._device: SoundDevice | None = None
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
        self._queue_orders()
        self._qt.positionChanged.connect(self._moved)
        self._qt.durationChanged.connect(self.duration_changed.emit)
        self._qt.playbackStateChanged.connect(self._state_changed)
        self._qt.mediaStatusChanged.connect(self._status_changed)
        self._qt.errorOccurred.connect(self._error)

    def _queue_orders(self) -> None:
        """Join our orders to Qt's own slots, without Python in between."""
        for order, slot in (
            ("_attach(QIODevice*)", "setSourceDevice(QIODevice*)"),
            ("_detach(QUrl)", "setSource(QUrl)"),
            ("_play()", "play()"),
            ("_pause()", "pause()"),
            ("_go_to(qlonglong)", "setPosition(qlonglong)"),
            ("_speed(double)", "setPlaybackRate(double)"),
        ):
            QObject.connect(self, SIGNAL(order), self._qt, SLOT(slot), Qt.ConnectionType.QueuedConnection)

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
        self._device = SoundDevice(sound)
        self._attach.emit(self._device)

    def unload(self) -> None:
        """Stop and let go of the sound: when this returns, it may be closed."""
        self._span_end.stop()
        self._wanted, self._sent, self._until, self._play_when_loaded = None, False, None, False
        if self._device is not None:
            device, self._device = self._device, None
            device.let_go()
            self._detach.emit(QUrl())
            device.deleteLater()  # carried out after the order before

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
        self._pause.emit()

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
            self._go_to.emit(ms)

    def skip(self, ms: int) -> None:
        """Go `ms` forward, or back when negative."""
        self.seek(self.position + ms)

    def set_rate(self, rate: float) -> None:
        """Play at `rate` times the speed, at the same pitch."""
        self._rate = rate
        self._speed.emit(rate)
        self._watch_span(self.position)

    def set_loudness(self, share: float) -> None:
        """0.0 to 1.0."""
        self._loudspeaker.setVolume(share)

    def _start(self) -> None:
        if self._device is None:
            return
        if self._loaded():
            self._play.emit()
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
            if self._device is not None and self._device.trouble is not None:
                self.failed.emit(self._device.trouble)
            else:
                self.ended.emit()
        elif self._loaded():
            if self._wanted is not None and not self._sent:
                self._sent = True
                self._go_to.emit(self._wanted)
            if self._play_when_loaded:
                self._play_when_loaded = False
                self._play.emit()

    def _state_changed(self) -> None:
        self.playing_changed.emit(self.playing)
        if self._span_over and not self.playing:
            self._span_over = False
            self.ended.emit()

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
            self._pause.emit()

    def _error(self) -> None:
        trouble = self._device.trouble if self._device is not None else None
        self.failed.emit(trouble or UserError("MEDIA_UNREADABLE"))


def _media_player(parent: QObject) -> "tuple[QMediaPlayer, QAudioOutput]":
    from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer

    QLoggingCategory.setFilterRules("qt.multimedia.*=false")  # it describes each sound on standard error
    player, loudspeaker = QMediaPlayer(parent), QAudioOutput(parent)
    player.setAudioOutput(loudspeaker)
    player.setPitchCompensation(True)
    return player, loudspeaker
