"""A page with a side column of fixed width that becomes a button where there is little room."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.columns import FIRST
from ldp_stories.ui.widgets.frame import is_compact
from ldp_stories.ui.widgets.theme import follow

_LEAST: Final = 312


class SideLayout(QWidget):
    """`main` and beside it `side`: `width` wide, less where `main` needs the room, never under 312.

    When compact, *label* opens and closes the side above the page.

    With `button_apart` the caller puts `button` into a row of its own. `covers`: opened where there is little room, the side has the whole
    page until it is closed.
    """

    def __init__(
        self,
        main: QWidget,
        side: QWidget,
        *,
        label: str,
        width: int = 320,
        gap: int = 24,
        margins: tuple[int, int, int, int] = (0, 0, 0, 0),
        button_apart: bool = False,
        covers: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.main, self.side, self._width, self._covers = main, side, width, covers
        self._compact: bool | None = None
        self._wanted = True
        self.button = Button(label, kind="quiet", icon="list-bullets", trailing="caret-down", parent=self)
        self.button.clicked.connect(self.toggle)
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(*margins)
        self._box.setSpacing(gap)
        self._left = QVBoxLayout()
        self._left.setSpacing(12)
        if not button_apart:
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
        if compact:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16_777_215)
            self._left.insertWidget(self._left.indexOf(self.main), self.side)
        else:
            self.side.setMinimumWidth(min(_LEAST, self._width))
            self.side.setMaximumWidth(self._width)
            self._box.addWidget(self.side, FIRST)
        self.fold()

    def set_wanted(self, wanted: bool) -> None:
        """Whether there is anything to show at the side now; without it the page has the whole width."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.fold()

    def fold(self) -> None:
        """The side as it is when nobody has pressed anything: there when there is room, and anything to show."""
        self.button.setVisible(self._wanted and bool(self._compact))
        self._show_side(self._wanted and not self._compact)

    def open_side(self) -> None:
        """Show the side, whether there is much room or little."""
        self.fold()
        self._show_side(True)

    def toggle(self) -> None:
        """Open the side above the page, or close it."""
        self._show_side(not self.side.isVisible())

    def _show_side(self, shown: bool) -> None:
        self.side.setVisible(shown)
        if self._covers:
            self.main.setVisible(not (shown and self._compact))
        self.button.setAccessibleDescription(tr("open") if shown else tr("closed"))
