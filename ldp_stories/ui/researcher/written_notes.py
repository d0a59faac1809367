"""What was noted during the talk, beside the words one writes afterwards; one press puts the notes into the words, where they can be mended."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from ldp_stories.services.edit_record import RecordView
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import clock, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.facts import Moment
from ldp_stories.ui.widgets.labels import heading, small


class WrittenNotes(Card):
    """Notes without a mark (marked ones are moments); nothing stands here when there are none. `put` once they are in the words."""

    put = Signal()

    def __init__(self, words: Editor) -> None:
        super().__init__(padding=(24, 14, 24, 16), spacing=4, fill="sunk")
        self.words, self.texts = words, list[str]()
        self.lift = Button(tr("Put my notes into the words"), icon="arrow-up", size="dense")
        self.lift.clicked.connect(self._put)
        self.there = small(tr("They stand in the words."))
        self.add(row(heading(tr("My notes")), None, self.there, self.lift))
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)
        self.body.addLayout(self.lines)
        words.changed.connect(lambda _: self._look())
        self._look()

    def show_view(self, view: RecordView) -> None:
        """Show the notes of a story, in order."""
        notes = [n for n in view.notes if n.text.strip() and not n.marked]
        texts = [n.text.strip() for n in notes]
        if texts != self.texts:
            self.texts = texts
            whens = ("" if n.at_ms is None else clock(n.at_ms) for n in notes)
            refill(self.lines, *map(Moment, whens, texts))
        self._look()

    def _missing(self) -> list[str]:
        there = self.words.text()
        return [text for text in self.texts if text not in there]

    def _look(self) -> None:
        left = bool(self._missing())
        self.setVisible(bool(self.texts))
        self.lift.setVisible(left)
        self.there.setVisible(not left)

    def _put(self) -> None:
        """One step of typing, so that Ctrl Z takes it away again."""
        self.words.append("\n".join(self._missing()))
        self.words.edit.setFocus()
        self.put.emit()
