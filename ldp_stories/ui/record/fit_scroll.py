"""A scroll area that gives way where columns stand side by side, and is as high as what is in it where they are stacked."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ldp_stories.ui.widgets.frame import is_compact
from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.widgets.theme import follow


class FitScroll(Scroll):
    """Around one widget. When compact nothing scrolls inside: the page does."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(content, parent)
        follow(self.updateGeometry)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask again for the height: words wrap at another place."""
        super().resizeEvent(event)
        self.updateGeometry()

    def _whole(self) -> int:
        content = self.widget()
        if content is None:
            return 0
        wide = self.viewport().width()
        return content.heightForWidth(wide) if content.hasHeightForWidth() else content.sizeHint().height()

    def sizeHint(self) -> QSize:
        """All of it when stacked. Side by side it asks for little, and the column beside decides: lists give way."""
        least = super().minimumSizeHint()
        if not is_compact(self.window().width()):
            return least
        return QSize(max(least.width(), super().sizeHint().width()), self._whole())

    def minimumSizeHint(self) -> QSize:
        """The same height."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())
