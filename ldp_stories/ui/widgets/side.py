"""A page with a side column of fixed width that becomes a button where there is little room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.frame import is_compact
from ldp_stories.ui.widgets.theme import follow


class SideLayout(QWidget):
    """`main` and beside it `side` (312 to 384 wide). When compact, *label* opens and closes the side above the page."""

    def __init__(
        self,
        main: QWidget,
        side: QWidget,
        *,
        label: str,
        width: int = 320,
        gap: int = 24,
        margins: tuple[int, int, int, int] = (0, 0, 0, 0),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.main, self.side, self._width = main, side, width
        self._compact: bool | None = None
        self.button = Button(label, kind="quiet", icon="list-bullets", trailing="caret-down")
        self.button.clicked.connect(self.toggle)
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(*margins)
        self._box.setSpacing(gap)
        self._left = QVBoxLayout()
        self._left.setSpacing(12)
        self._left.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        self._left.addWidget(main, 1)
        self._box.addLayout(self._left, 1)
        self._box.addWidget(side)
        follow(self.check_room)

    def set_label(self, label: str) -> None:
        """The words of the button: "Answers so far (2)"."""
        self.button.setText(label)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold."""
        super().resizeEvent(event)
        self.check_room()

    def check_room(self) -> None:
        """Fold or unfold for the window's width and the text scale."""
        compact = is_compact(self.window().width())
        if compact == self._compact:
            return
        self._compact = compact
        self._box.removeWidget(self.side)
        self._left.removeWidget(self.side)
        self.button.setVisible(compact)
        if compact:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16_777_215)
            self._left.insertWidget(1, self.side)
            self._show_side(False)
        else:
            self.side.setFixedWidth(self._width)
            self._box.addWidget(self.side)
            self.side.show()

    def toggle(self) -> None:
        """Open the side above the page, or close it."""
        self._show_side(not self.side.isVisible())

    def _show_side(self, shown: bool) -> None:
        self.side.setVisible(shown)
        self.button.setAccessibleDescription(tr("open") if shown else tr("closed"))
