"""Where there is little room the words of a story may fill what is in sight, so that they can be read and not three lines of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QScrollArea, QWidget

from ldp_stories.ui.widgets.frame import is_compact
from ldp_stories.ui.widgets.theme import follow, theme

_ROUND_THEM = 40
"""The edge of the card above and below the words."""


class FillsView(QObject):
    """Gives `words` at least the height that is seen of the page, while the window is compact. It belongs to `words`."""

    def __init__(self, words: QWidget, area: QScrollArea) -> None:
        super().__init__(words)
        self._words, self._area = words, area
        area.viewport().installEventFilter(self)
        follow(self.fit)

    def fit(self) -> None:
        """Take the room, or give it back."""
        seen = self._area.viewport().height() - theme().grow(_ROUND_THEM)
        self._words.setMinimumHeight(max(seen, 0) if is_compact(self._words.window().width()) else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window became higher or lower."""
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)
