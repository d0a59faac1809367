"""[Record their yes]: a short recording of how somebody agrees, kept with who people are and not with the story."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.keep_evidence import GROWN_UP, drop
from ldp_stories.services.record_yes import SpokenYes, spoken
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.sound_teller import sound_words
from ldp_stories.ui.text import clock, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import column, row
from ldp_stories.ui.widgets.labels import Label, small
from ldp_stories.ui.widgets.meter import LevelMeter

_TROUBLES: Final = ("quiet", "loud", "silent", "lost")


class SpokenYesPanel(QWidget):
    """Records, stops, and says what is kept. `kept` when a recording was kept."""

    kept = Signal()
    _came = Signal(int, float, str)

    def __init__(self, context: Context, talk: str, *, grown_up: bool = False) -> None:
        super().__init__()
        self.context, self.talk, self.grown_up = context, talk, grown_up
        self.recording: SpokenYes | None = None
        self._troubled = ""
        words = tr("Record the grown-up’s yes") if grown_up else tr("Start recording")
        self.start_words = words
        self.button = Button(words, icon="microphone", size="field")
        self.button.clicked.connect(self.toggle)
        self.again = quiet(tr("Take it away"), icon="x")
        self.again.clicked.connect(self._drop)
        self.state = Label("", weight=600, color="ok", wrap=False)
        self.meter = LevelMeter(name=tr("How loud it is"), blocks=18)
        self.meter.hide()
        note = small(
            tr(
                "Ask if you may. “I agree to take part” is enough. It is kept apart from the story, under lock."
            )
        )
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        line = row(self.button, self.state, self.meter, self.again, None, spacing=12)
        self.setLayout(column(line, note, self.trouble, spacing=6))
        self._came.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._show()

    def toggle(self) -> None:
        """Start, or stop and keep it."""
        if self.recording is not None:
            self.finish()
            return
        if self.context.live.running and not self.context.live.paused:
            self._say(tr("The conversation is being recorded now, so their yes is on that. Pause it first."))
            return
        wanted = self.context.settings.microphone
        try:
            self.recording = self.context.live.yes_opener(
                self.context.home,
                self.talk,
                grown_up=self.grown_up,
                on_status=self._came.emit,
                source=f"microphone:{wanted}" if wanted else "microphone",
            )
        except UserError as error:
            self._say(sentence(error))
            return
        self.trouble.hide()
        self._troubled = ""
        announce(self, tr("Recording their yes"), assertive=True)
        self._show()

    def finish(self) -> None:
        """End a recording that runs; what was said is kept."""
        recording, self.recording = self.recording, None
        if recording is None:
            return
        ms = recording.stop()
        self._show()
        if ms:
            announce(self, tr("Their yes is kept."))
            self.kept.emit()
        else:
            self._say(tr("Nothing was heard. Try again, or choose another way."))

    def _drop(self) -> None:
        for one in self._mine():
            drop(self.context.home, one)
        self._show()
        self.button.setFocus()

    def _mine(self) -> list[str]:
        found = spoken(self.context.home, self.talk)
        return [e.id for e in found if (e.kind == GROWN_UP) is self.grown_up]

    def _show(self) -> None:
        running = self.recording is not None
        have = not running and bool(self._mine())
        self.button.setText(tr("Stop and keep it") if running else self.start_words)
        self.button.set_icon("stop" if running else "microphone")
        self.button.setVisible(not have)
        self.again.setVisible(have)
        self.meter.setVisible(running)
        self.state.setText(tr("Their yes is kept.") if have else tr("Recording") if running else "")

    def _hear(self, ms: int, level: float, state: str) -> None:
        if self.recording is None:
            return
        self.state.setText(tr("Recording {time}", time=clock(ms)))
        self.meter.set_level(level)
        words = sound_words(state) if state in _TROUBLES else ""
        if words == self._troubled:
            return
        if words:  # a yes that nobody can hear is no proof: it is said while it can still be put right
            self._say(words)
        else:
            self.trouble.hide()
        self._troubled = words

    def _say(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.show()
        announce(self, words, assertive=True)
