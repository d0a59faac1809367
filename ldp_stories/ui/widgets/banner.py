"""Banners that say one thing with one thing to do, and the line that offers to undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.chips import TONES
from ldp_stories.ui.widgets.labels import Label, Span
from ldp_stories.ui.widgets.paint import round_box, smooth
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.sided import sided
from ldp_stories.ui.widgets.theme import follow


class Banner(QWidget):
    """A soft strip: picture, words (their beginning in bold), and one action. `acted` when it is pressed."""

    acted = Signal()

    def __init__(
        self,
        text: str,
        *,
        tone: str = "warn",
        icon: str = "info",
        bold: str = "",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fill, ink, _ = TONES[tone]
        self.label = Label("", color="text")
        self.button = Button(action, kind="quiet", size="inline")
        if not action:  # showing a part before it has a place would make it a window of its own
            self.button.hide()
        self.button.clicked.connect(self.acted)
        box = QHBoxLayout(self)
        box.setContentsMargins(17, 6, 8, 6)
        box.setSpacing(13)
        self.mark = IconMark(icon, ink, 18)
        box.addWidget(self.mark)
        box.addWidget(self.label, 1, Qt.AlignmentFlag.AlignVCenter)
        box.addWidget(self.button)
        box.addSpacing(2)
        sided(box, self)
        self.set_text(text, bold)
        follow(self.update)

    def changeEvent(self, event: QEvent) -> None:
        """Its picture stands as far in from the other side."""
        super().changeEvent(event)
        sided(self.layout(), self, event)

    def set_text(self, text: str, bold: str = "") -> None:
        """Say something else."""
        self.label.setText(f"{bold} {text}" if bold else text)
        self.label.set_spans([Span(0, len(bold), bold=True)] if bold else [])
        self.setAccessibleName(self.label.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the strip."""
        round_box(smooth(self), self.rect(), self._fill or "sunk")


class UndoLine(QWidget):
    """ "Accepted D1. Undo Ctrl Z": stands until the next change, not by a clock. `undone` when pressed."""

    undone = Signal()

    def __init__(self, *, key: str = "Ctrl+Z", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = Label("", weight=600, color="onsoft", role="dense")
        self.button = Button(tr("Undo"), kind="quiet", size="inline", key=key, role="dense")
        self.button.clicked.connect(self._undo)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 4, 6, 4)
        box.setSpacing(12)
        box.addWidget(IconMark("check", "accent", 17))
        box.addWidget(self.label, 1, Qt.AlignmentFlag.AlignVCenter)
        box.addWidget(self.button)
        self.hide()
        follow(self.update)

    def show_undo(self, words: str) -> None:
        """Say what was done, and offer to undo it."""
        self.label.setText(words)
        self.button.set_name(f"{tr('Undo')}, {words}")
        self.show()
        announce(self, words)

    def clear(self) -> None:
        """Take the offer away: something else has changed."""
        self.hide()

    def _undo(self) -> None:
        self.hide()
        self.undone.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the strip."""
        round_box(smooth(self), self.rect(), "soft")
