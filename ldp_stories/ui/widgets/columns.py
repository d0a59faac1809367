"""Columns side by side that stand one under the other where there is little room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from ldp_stories.ui.widgets.frame import is_compact
from ldp_stories.ui.widgets.theme import follow

_ANY_WIDTH = 16_777_215
_GIVES = 28
FIRST: Final = 100
"""The stretch of a column that is as wide as it may be before another takes what is left."""


class Columns(QWidget):
    """`columns` are (widget, width in pixels); width 0 takes the room that is left; the others give way a little where
    that would be too little for what stands in it. Compact: stacked, full width.
    """

    def __init__(
        self, columns: Sequence[tuple[QWidget, int]], *, gap: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = list(columns)
        self._compact: bool | None = None
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(gap)
        for widget, width in columns:
            self._box.addWidget(widget, FIRST if width else 1)
        follow(self.check_room)

    @property
    def stacked(self) -> bool:
        """Whether they stand one under the other now."""
        return bool(self._compact)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack or unstack."""
        super().resizeEvent(event)
        self.check_room()

    def check_room(self) -> None:
        """Stack or unstack for the window's width and the text scale."""
        compact = is_compact(self.window().width())
        if compact == self._compact:
            return
        self._compact = compact
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._box.setDirection(down if compact else across)
        for widget, width in self._columns:
            fixed = bool(width) and not compact
            widget.setMinimumWidth(width - _GIVES if fixed else 0)
            widget.setMaximumWidth(width if fixed else _ANY_WIDTH)
