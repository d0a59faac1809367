"""A scroll area that asks for little and takes what is left: a page round it scrolls only when the window is really low."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.widgets.theme import follow, theme


class LowScroll(Scroll):
    """At least `least` pixels high at 100 % text, and no more unless there is room."""

    def __init__(self, content: QWidget, least: int) -> None:
        self._least = least
        super().__init__(content)
        follow(self.updateGeometry)

    def minimumSizeHint(self) -> QSize:
        """The least height; as wide as the content must be."""
        return QSize(super().minimumSizeHint().width(), theme().grow(self._least))

    def sizeHint(self) -> QSize:
        """No higher than the least."""
        return QSize(super().sizeHint().width(), theme().grow(self._least))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows belong to the list in it, which keeps what it chooses in sight."""
        event.ignore()
