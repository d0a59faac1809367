"""The tag in hand and the button that puts it on, with what was just done or could not be: in sight also where there is little room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.banner import UndoLine
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.frame import is_compact
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.theme import follow


class TagHand(QWidget):
    """`tag` is chosen and `put` puts it on. In the page they stand one under the other, in a bar beside each other."""

    def __init__(self) -> None:
        super().__init__()
        self.tag = Combo([], name=tr("Tag"), placeholder=tr("Choose a tag"), icon="tag")
        self.put = Button(tr("Tag"), kind="primary", icon="tag", key="T", size="field")
        self.trouble = Label("", role="small", color="bad")
        self.undo = UndoLine()
        self._row = QHBoxLayout()
        self._row.setSpacing(10)
        self._row.addWidget(self.tag, 1)
        self._row.addWidget(self.put, 0, Qt.AlignmentFlag.AlignLeading)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        for line in (self.trouble, self.undo):
            box.addWidget(line)
        box.addLayout(self._row)
        self.trouble.hide()
        follow(self.fit)

    def fit(self) -> None:
        """Stand beside each other in the bar, one under the other in the page."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if is_compact(self.window().width()) else down)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The window became wider or narrower."""
        super().resizeEvent(event)
        self.fit()
