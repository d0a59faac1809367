"""The hidden screen: an empty page of notes with nothing of ours on it. Any key or press wakes it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.paint import draw_words
from ldp_stories.ui.widgets.theme import follow, theme

_QUIET_KEYS = {Qt.Key.Key_F9, Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta}


class HidePage(QWidget):
    """Neutral and blank. `woken` fires at the first key or press (not at F9 itself, nor at Shift and the like)."""

    woken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Notes"))
        self.setProperty("own_ring", True)
        follow(self.update)

    def focus_start(self) -> None:
        """Take the keys."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A white page with the word Notes and faint lines."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("surface"))
        box = self.rect().adjusted(64, 40, -64, 0)
        box.setHeight(48)
        draw_words(painter, box, tr("Notes"), theme().font("title", 400), "text2")
        for y in range(120, self.height(), 40):
            painter.fillRect(64, y, self.width() - 128, 1, theme().color("line"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key but those that are held."""
        if Qt.Key(event.key()) not in _QUIET_KEYS:
            self.woken.emit()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Any press."""
        self.woken.emit()
