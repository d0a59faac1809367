"""The recording that runs: one for the whole window, whatever screen is open. Statuses hop from the recorder's thread to the window's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from ldp_stories.services.conversation import Take
from ldp_stories.services.home import Home
from ldp_stories.services.record_yes import SpokenYes
from ldp_stories.services.recording import RecorderStatus, Recording, start_recording


class Live(QObject):
    """Holds at most one recording. `heard(RecorderStatus)` about ten times a second; `changed` when it starts, pauses or ends.

    `opener` is what opens a recording; a demonstration puts a sound file in the place of the microphone there. `yes_opener` does the
    same for how somebody says yes, which is a recording of its own.
    """

    heard = Signal(object)
    changed = Signal()
    _came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.conversation: str | None = None
        self.paused = False
        self.status: RecorderStatus | None = None
        self.opener: Callable[..., Recording] = start_recording
        self.yes_opener: Callable[..., SpokenYes] = SpokenYes
        self._recording: Recording | None = None
        self._came.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether a recording is open, paused or not."""
        return self._recording is not None and self._recording.running

    def start(self, home: Home, conversation: str, source: str | Path = "microphone") -> None:
        """Start recording for a conversation; raises what `start_recording` raises. A running one goes on."""
        if self.running:
            return
        self.paused = False
        self._recording = self.opener(home, conversation, self._came.emit, source)
        self.conversation = conversation
        self.changed.emit()

    def pause(self) -> None:
        """Stop taking sound in for a while."""
        if self._recording is not None and not self.paused:
            self.paused = True
            self._recording.pause()
            self.changed.emit()

    def resume(self) -> None:
        """Take sound in again."""
        if self._recording is not None and self.paused:
            self.paused = False
            self._recording.resume()
            self.changed.emit()

    def rejoin(self, home: Home) -> None:
        """The home was closed behind a lock and is open again: the recording that went on belongs to it."""
        if self._recording is not None:
            self._recording.rejoin(home)

    def stop(self) -> Take | None:
        """End it; everything is sealed when this returns. None when nothing was running."""
        ended = self.hand_over()
        return ended.stop() if ended is not None else None

    def hand_over(self) -> Recording | None:
        """Let go of the recording so that a task can stop it: sealing a long one must not hold the window."""
        ended, self._recording, self.paused = self._recording, None, False
        if ended is not None:
            self.changed.emit()
        return ended

    def _hear(self, status: RecorderStatus) -> None:
        self.status = status
        self.heard.emit(status)
        if status.state in ("ended", "full"):
            self.stop()  # a full disk, or the end of a file: what came is sealed and noted at once
