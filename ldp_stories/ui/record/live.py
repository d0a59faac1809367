"""The recording that runs: one for the whole window, whatever screen is open. Statuses hop from the recorder's thread to the window's."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from ldp_stories.errors import UserError
from ldp_stories.services.conversation import Take
from ldp_stories.services.home import Home
from ldp_stories.services.record_yes import SpokenYes
from ldp_stories.services.recording import RecorderStatus, Recording, start_recording
from ldp_stories.ui.record.opening import Opening
from ldp_stories.ui.record.sound_teller import SoundTeller, alarm_words
from ldp_stories.ui.text import tr

_BAR_MS: Final = 100
_BARS: Final = 1_000
"""More than the widest screen shows."""
_LOST_BARS: Final = 10


class Live(QObject):
    """Holds at most one recording. `heard(RecorderStatus)` about ten times a second; `changed` when it starts, pauses or ends.

    Opening one takes the recorder half a second, on an old laptop two: that is waited for in a thread of its own, which no other work can
    hold up. Meanwhile `starting` is True; then `began(conversation)` comes, or `refused(conversation, UserError)`.

    `said(Said)` when there is something to say of the sound, whatever screen is open. `notice` is what stands of the microphone until
    something else happens to it; `over` is why a recording ended by itself ("full", "ended"), until the next begins or it is finished.

    `opener` is what opens a recording; a demonstration puts a sound file in the place of the microphone there. `yes_opener` does the
    same for how somebody says yes, which is a recording of its own.
    """

    heard = Signal(object)
    said = Signal(object)
    changed = Signal()
    began = Signal(str)
    refused = Signal(str, object)
    _came = Signal(object)
    _opened = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.conversation: str | None = None
        self.paused = False
        self.status: RecorderStatus | None = None
        self.opener: Callable[..., Recording] = start_recording
        self.yes_opener: Callable[..., SpokenYes] = SpokenYes
        self.saying: set[SpokenYes] = set()
        """Recordings of a spoken yes that run."""
        self.notice, self.over = "", ""
        self.bars: deque[float] = deque(maxlen=_BARS)
        """How loud each of the last tenths of a second was."""
        self._teller = SoundTeller()
        self._recording: Recording | None = None
        self._opening: Opening[Recording] | None = None
        self._came.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._opened.connect(self._settle_opening, Qt.ConnectionType.QueuedConnection)

    @property
    def starting(self) -> bool:
        """Whether a recording is being opened now."""
        return self._opening is not None

    @property
    def running(self) -> bool:
        """Whether a recording is open, paused or not."""
        return self._recording is not None and self._recording.running

    @property
    def busy(self) -> bool:
        """Whether any sound is taken in, of a conversation or of a spoken yes: no idle minutes may end it."""
        return self.running or bool(self.saying)

    @property
    def alarm(self) -> str:
        """Two words for the bar while no voice comes in or after it ended by itself; "" while all is well."""
        if self.over:
            return tr("Recording stopped")
        return alarm_words(self.status.state)[0] if self.running and self.status is not None else ""

    def start(
        self,
        home: Home,
        conversation: str,
        source: str | Path = "microphone",
        before: Callable[[], object] = lambda: None,
    ) -> None:
        """Start recording for a conversation, after `before` was done (off the window's thread too); one that runs or starts goes on."""
        if self.running or self.starting:
            return
        self.paused = False
        self.notice, self.over = "", ""
        self._teller = SoundTeller(str(source).partition(":")[2] if isinstance(source, str) else "")
        self.conversation, self.status = conversation, None
        self.bars.clear()

        def opened() -> Recording:
            before()
            return self.opener(home, conversation, self._came.emit, source)

        self._opening = Opening(opened, self._opened.emit)
        self.changed.emit()

    def _settle_opening(self) -> None:
        """A recording is open, or could not be opened: wait for it if that is not known yet."""
        opening, self._opening = self._opening, None
        if opening is None:
            return
        self._recording = opening.wait()
        self.changed.emit()
        if self._recording is not None:
            self.began.emit(self.conversation)
        elif opening.trouble is not None:
            self.refused.emit(self.conversation, opening.trouble)

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

    def ready_for_lock(self) -> None:
        """The home is about to be closed; the recording goes on."""
        self._settle_opening()
        if self._recording is not None:
            self._recording.ready_for_lock()

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
        self._settle_opening()
        return self._let_go("")

    def _let_go(self, over: str) -> Recording | None:
        ended, self._recording, self.paused = self._recording, None, False
        changed = ended is not None or self.over != over
        self.over = over
        if changed:
            self.changed.emit()
        return ended

    def _hear(self, status: RecorderStatus) -> None:
        self._settle_opening()  # its first word came: it is open
        self._draw(status)
        self.status = status
        said = self._teller.hear(status)
        if status.state == "lost":
            self.notice = ""  # of an earlier loss: it must not say that another one is in use
        self.notice = said.notice or self.notice
        self.heard.emit(status)
        if said.aloud is not None:
            self.said.emit(said)
        if status.state in ("ended", "full") and (ended := self._let_go(status.state)) is not None:
            with contextlib.suppress(
                UserError
            ):  # a disk that is quite full: it is sealed when it is finished
                ended.stop()  # a nearly full disk, or the end of a file: what came is sealed and noted at once

    def _draw(self, status: RecorderStatus) -> None:
        """A bar for each 100 ms that came, however often the recorder spoke of it; what was lost before another part is flat."""
        before = self.status.ms if self.status is not None else status.ms
        came = status.ms // _BAR_MS - before // _BAR_MS
        self.bars.extend([0.0 if came > _LOST_BARS else status.level] * min(came, _BARS))
