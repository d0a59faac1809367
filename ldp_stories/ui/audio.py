"""Playing sound that lies sealed in the vault: a `Player` over Qt's media player, fed byte by byte, never through a file on disk.

The player is given a `Sound` (a vault reader, or pieces with a WAV header in front) and closes nothing: whoever opened the sound closes
it after `unload`. Works without a loudspeaker too (the position goes on), and with any speed at the same pitch.
Qt's multimedia library is loaded with the first Player, not with this module: the window shows sooner.
"""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QIODevice, QLoggingCategory, QObject, Qt, QTimer, QUrl, Signal

from ldp_stories.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer

RATES = (0.75, 1.0, 1.25, 1.5, 2.0)
"""The speeds a screen offers."""


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
        sound = self._sound
        if sound is None:
            return b""
        try:
            data = sound.read(self._at, maxlen)
        except UserError as error:
            self.trouble = error
            return b""
        self._at += len(data)
        return data

    def writeData(self, data: bytes | bytearray | memoryview, length: int) -> int:  # noqa: ARG002
        """Never."""
        return -1

    def let_go(self) -> None:
        """Give the sound back; nothing is read from it any more."""
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

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._qt, self._loudspeaker = _media_player(self)
        self._device: SoundDevice | None = None
        self._wanted: int | None = None
        self._play_when_loaded = False
        self._until: int | None = None
        self._span_end = QTimer(self)
        self._span_end.setSingleShot(True)
        self._span_end.setTimerType(Qt.TimerType.PreciseTimer)
        self._span_end.timeout.connect(self._end_of_span)
        self._qt.positionChanged.connect(self._moved)
        self._qt.durationChanged.connect(self.duration_changed.emit)
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
        return self._qt.playbackRate()

    def load(self, sound: Sound) -> None:
        """Get ready to play `sound`, of any kind that is known by its content (a name would make anything pass for that kind)."""
        self.unload()
        self._device = SoundDevice(sound)
        self._qt.setSourceDevice(self._device)

    def unload(self) -> None:
        """Stop and let go of the sound."""
        self._span_end.stop()
        self._wanted, self._until, self._play_when_loaded = None, None, False
        if self._device is not None:
            device, self._device = self._device, None
            self._qt.stop()
            self._qt.setSource(QUrl())
            device.let_go()
            device.close()
            device.deleteLater()

    def play(self) -> None:
        """Play from where it is (from the beginning when it had ended)."""
        self._until = None
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
        self._qt.pause()

    def toggle(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def seek(self, ms: int) -> None:
        """Go to `ms` (within the sound); playing goes on."""
        ms = max(0, ms if not self.duration else min(ms, self.duration))
        self._until = None
        self._span_end.stop()
        if self._loaded():
            self._qt.setPosition(ms)
        else:
            self._wanted = ms

    def skip(self, ms: int) -> None:
        """Go `ms` forward, or back when negative."""
        self.seek(self.position + ms)

    def set_rate(self, rate: float) -> None:
        """Play at `rate` times the speed, at the same pitch."""
        self._qt.setPlaybackRate(rate)
        self._moved(self._qt.position())

    def set_loudness(self, share: float) -> None:
        """0.0 to 1.0."""
        self._loudspeaker.setVolume(share)

    def _start(self) -> None:
        if self._device is None:
            return
        if self._loaded():
            self._qt.play()
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
            if self._wanted is not None:
                wanted, self._wanted = self._wanted, None
                self._qt.setPosition(wanted)
            if self._play_when_loaded:
                self._play_when_loaded = False
                self._qt.play()

    def _state_changed(self) -> None:
        self.playing_changed.emit(self.playing)

    def _moved(self, ms: int) -> None:
        """Tell the position; near the end of a span, set a timer for exactly that end."""
        self.position_changed.emit(ms)
        if self._until is None or not self.playing:
            return
        left = (self._until - ms) / max(0.1, self.rate)
        if left <= 0:
            self._end_of_span()
        elif left < 1000:
            self._span_end.start(round(left))

    def _end_of_span(self) -> None:
        if self._until is not None:
            self._until = None
            self._span_end.stop()
            self._qt.pause()
            self.ended.emit()

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
