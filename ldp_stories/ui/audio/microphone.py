"""The fallback engine: microphones through Qt's QAudioSource, for machines where miniaudio has no wheel (Linux on ARM).

It runs in the recorder process, never in the window's. A microphone has a thread of its own with an event loop and a buffer of eight
seconds; blocks go straight into the recorder's inbox. Like the other engine it never falls back to another device in silence: it opens
the one that was named, and when that gives nothing more the recorder's watchdog notices.
"""

import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QCoreApplication,
    QEventLoop,
    QIODevice,
    QLoggingCategory,
    QObject,
    Qt,
    QTimer,
    Signal,
)

from ldp_stories.domain.media import RATE
from ldp_stories.errors import UserError
from ldp_stories.media.devices import Microphone
from ldp_stories.media.recorder_client import microphones as asked_afresh
from ldp_stories.services.laptop import recorder_command

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioDevice, QAudioSource

BUFFER_BYTES: Final = 8 * RATE * 2
START_SECONDS: Final = 5.0
_LOOK_MS: Final = 500


class QtMicrophones:
    """An engine (media.sources.Engine) over QtMultimedia. Needs an application object: made here when there is none."""

    def __init__(self) -> None:
        QLoggingCategory.setFilterRules("qt.multimedia.*=false")
        self._app = QCoreApplication.instance() or QCoreApplication(["ldp-stories-recorder"])
        self._used = False

    def microphones(self) -> list[Microphone]:
        """All microphones now, the system's default first.

        Once one of them was lost its service may be dead, and Qt, which remembers what there was, ends the process when it is asked for
        more. So a fresh process is asked first. Where the service has come back, ours may end: then the window starts the next part.
        """
        if self._used and not asked_afresh((*recorder_command(), "qt")):
            return []
        found, usual = _devices()
        names = [Microphone(one.description(), bool(one == usual)) for one in found]
        return sorted(names, key=lambda microphone: not microphone.default)

    def source(self, name: str) -> "QtMicrophone":
        """The microphone of that name."""
        self._used = True
        return QtMicrophone(name)


def _devices() -> "tuple[list[QAudioDevice], QAudioDevice]":
    from PySide6.QtMultimedia import QMediaDevices

    return list(QMediaDevices.audioInputs()), QMediaDevices.defaultAudioInput()


class _Ear(QObject):
    """Lives in the microphone's thread; `quit_loop` reaches it from any other."""

    quit_loop = Signal()


class QtMicrophone:
    """One microphone (media.sources.SoundSource)."""

    fast: bool = False
    watched: bool = True

    def __init__(self, name: str) -> None:
        self.device = name
        self._started = threading.Event()
        self._trouble = False
        self._ear: _Ear | None = None
        self._open = False
        self._thread: threading.Thread | None = None

    def start(self, on_frames: Callable[[bytes], None], on_end: Callable[[], None]) -> None:  # noqa: ARG002
        """Begin capturing. Raises UserError NO_MICROPHONE when it is gone or does not start."""
        found = next((one for one in _devices()[0] if one.description() == self.device), None)
        if found is None:
            raise UserError("NO_MICROPHONE")
        self._open = True
        self._thread = threading.Thread(target=self._run, args=(found, on_frames), daemon=True)
        self._thread.start()
        if not self._started.wait(START_SECONDS) or self._trouble:
            self._open = False
            raise UserError("NO_MICROPHONE")

    def _run(self, device: "QAudioDevice", on_frames: Callable[[bytes], None]) -> None:
        from PySide6.QtMultimedia import QAudioFormat, QAudioSource

        form = QAudioFormat()
        form.setSampleRate(RATE)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        loop, source = QEventLoop(), QAudioSource(device, form)
        source.setBufferSize(BUFFER_BYTES)
        stream: QIODevice | None = source.start()
        if stream is None:
            self._trouble = True
            self._started.set()
            return
        self._ear = ear = _Ear()
        ear.quit_loop.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
        rest = bytearray()
        stream.readyRead.connect(lambda: self._take(stream, rest, on_frames))
        self._started.set()
        watch = QTimer()
        watch.timeout.connect(lambda: self._look(device))
        watch.start(_LOOK_MS)
        if self._open:
            loop.exec()
        watch.stop()
        self._let_go(source)

    def _look(self, device: "QAudioDevice") -> None:
        """A sound service may move us to another microphone in silence: then nothing more is handed on, and the watchdog rings."""
        if device.id() not in [one.id() for one in _devices()[0]]:
            self._open = False

    def _take(self, stream: QIODevice, rest: bytearray, on_frames: Callable[[bytes], None]) -> None:
        """Hand on what came, in whole samples."""
        rest += stream.readAll().data()
        whole = len(rest) // 2 * 2
        if whole and self._open:
            on_frames(bytes(rest[:whole]))
        del rest[:whole]

    def _let_go(self, source: "QAudioSource") -> None:
        self._ear = None
        source.stop()

    def stop(self) -> None:
        """Let go of the device; after its service died that may hang, so it is waited for only a moment."""
        self._open = False
        ear, thread = self._ear, self._thread
        if ear is not None:
            ear.quit_loop.emit()
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout=1)


def record_main() -> int:
    """The recorder process on this engine; the exit status."""
    from ldp_stories.app import open_sink
    from ldp_stories.media.capture import run_recorder

    microphones = QtMicrophones()
    return run_recorder(sys.stdin.buffer, sys.stdout.buffer, open_sink, lambda: microphones)
