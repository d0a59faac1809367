"""[Record their yes]: a short recording of how somebody agrees, kept with who people are and not with the story."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.keep_evidence import GROWN_UP, drop, waiting
from ldp_stories.services.record_yes import SOUND, SpokenYes, spoken
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.opening import Opening
from ldp_stories.ui.record.sound_teller import sound_words
from ldp_stories.ui.researcher.choose_proof import SAID, choose
from ldp_stories.ui.text import clock, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import column, row
from ldp_stories.ui.widgets.labels import Label, small
from ldp_stories.ui.widgets.meter import LevelMeter
from ldp_stories.ui.widgets.scroll import bring_into_sight

_TROUBLES: Final = ("quiet", "loud", "silent", "lost")


class SpokenYesPanel(QWidget):
    """Records, stops, and says what is kept. `kept` when a recording was kept. A grown-up's yes may also come as a film or voice note."""

    kept = Signal()
    _came = Signal(int, float, str)
    _opened = Signal()

    def __init__(self, context: Context, talk: str, *, grown_up: bool = False) -> None:
        super().__init__()
        self.context, self.talk, self.grown_up = context, talk, grown_up
        self.recording: SpokenYes | None = None
        self._opening: Opening[SpokenYes] | None = None
        self._troubled = ""
        words = tr("Record the grown-up’s yes") if grown_up else tr("Start recording")
        self.start_words = words
        self.button = Button(words, icon="microphone", size="field")
        self.button.clicked.connect(self.toggle)
        self.again = quiet(tr("Take it away"), icon="x")
        self.again.clicked.connect(self._drop)
        self.film = quiet(tr("Film or voice note"), icon="film-strip")
        self.film.clicked.connect(self._choose)
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
        line = row(self.button, self.film, self.state, self.meter, self.again, None, spacing=12)
        self.setLayout(column(line, note, self.trouble, spacing=6))
        self._came.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._opened.connect(self._settle, Qt.ConnectionType.QueuedConnection)
        self._show()

    def toggle(self) -> None:
        """Start, or stop and keep it."""
        if self.recording is not None:
            self.finish()
        elif self._opening is None:
            self._start()

    def _start(self) -> None:
        live = self.context.live
        if live.starting or (live.running and not live.paused):
            self._say(tr("The conversation is being recorded now, so their yes is on that. Pause it first."))
            return
        wanted = self.context.settings.microphone
        opener = partial(
            live.yes_opener,
            self.context.home,
            self.talk,
            grown_up=self.grown_up,
            on_status=self._came.emit,
            source=f"microphone:{wanted}" if wanted else "microphone",
        )
        self._opening = Opening(opener, self._opened.emit)
        self._show()

    def _settle(self) -> None:
        """The recorder answered: wait for it if that is not known yet."""
        opening, self._opening = self._opening, None
        if opening is None:
            return
        self.recording = opening.wait()
        self._troubled = ""
        self._show()
        if opening.trouble is not None:
            self._say(sentence(opening.trouble))
        elif self.recording is not None:
            self.context.live.saying.add(self.recording)
            self.trouble.hide()
            announce(self, tr("Recording their yes"), assertive=True)

    def finish(self) -> None:
        """End a recording that runs; what was said is kept."""
        self._settle()
        recording, self.recording = self.recording, None
        if recording is None:
            return
        self.context.live.saying.discard(recording)
        ms = recording.stop()
        self._show()
        if ms:
            announce(self, tr("Their yes is kept."))
            self.kept.emit()
        else:
            self._say(tr("Nothing was heard. Try again, or choose another way."))

    def _choose(self) -> None:
        """A yes that a grown-up sent from elsewhere, or signed in front of a camera."""
        choose(self.context, self, self.talk, GROWN_UP, SAID, self._chosen, self._trouble)

    def _chosen(self) -> None:
        self.trouble.hide()
        self._show()
        announce(self, tr("Their yes is kept."))
        self.kept.emit()

    def _trouble(self, error: UserError) -> None:
        self._say(sentence(error))

    def _drop(self) -> None:
        for one in self._mine():
            drop(self.context.home, one)
        self._show()
        self.button.setFocus()

    def _mine(self) -> list[str]:
        said = spoken(self.context.home, self.talk)
        if not self.grown_up:
            return [e.id for e in said if e.kind != GROWN_UP]
        files = [e for e in waiting(self.context.home, self.talk) if e.type != SOUND]
        return [e.id for e in (*said, *files) if e.kind == GROWN_UP]

    def _show(self) -> None:
        running = self.recording is not None
        starting = self._opening is not None
        have = not running and not starting and bool(self._mine())
        self.button.setText(tr("Stop and keep it") if running else self.start_words)
        self.button.set_icon("stop" if running else "microphone")
        self.button.setVisible(not have)
        self.film.setVisible(self.grown_up and not (have or running or starting))
        self.again.setVisible(have)
        self.meter.setVisible(running)
        words = tr("Getting ready") if starting else tr("Recording") if running else ""
        self.state.setText(tr("Their yes is kept.") if have else words)
        if self.isVisible():
            bring_into_sight(self)  # what is pinned under the page may have come, and made it lower

    def _hear(self, ms: int, level: float, state: str) -> None:
        self._settle()  # its first word came: it is open
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
        bring_into_sight(self)
        announce(self, words, assertive=True)
