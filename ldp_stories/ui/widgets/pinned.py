"""What must stay in sight where there is little room: it goes from its place in the page into a bar under what scrolls, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.ui.widgets.card import Surface
from ldp_stories.ui.widgets.frame import is_compact
from ldp_stories.ui.widgets.theme import follow

_SET_FONT: Final = Qt.WidgetAttribute.WA_SetFont


@contextmanager
def same_fonts(thing: QWidget) -> Iterator[None]:
    """Under a style sheet a part that gets another parent goes back to the font it was made with; here it keeps the one of today."""
    parts = [part for part in (thing, *thing.findChildren(QWidget)) if part.testAttribute(_SET_FONT)]
    fonts = [part.font() for part in parts]
    yield
    for part, font in zip(parts, fonts, strict=True):
        part.setFont(font)


class PinnedBar(QWidget):
    """Put it under the page's scroll area. `put_back` puts `thing` where it stands in the page; the bar is there only while it holds it."""

    def __init__(self, thing: QWidget, put_back: Callable[[], object]) -> None:
        super().__init__()
        self._thing, self._put_back = thing, put_back
        self.holds: bool | None = None
        self._surface = Surface("paper", top_line=True)
        self._inside = QVBoxLayout(self._surface)
        self._inside.setContentsMargins(24, 8, 24, 8)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._surface)
        thing.installEventFilter(self)
        follow(self.check_room)

    def check_room(self) -> None:
        """Take it, or give it back, for the window's width and the text scale."""
        holds = is_compact(self.window().width())
        if holds == self.holds or self.window() is self:  # in no window yet, whose width could say anything
            return
        self.holds, hidden = holds, self._thing.isHidden()
        with same_fonts(self._thing):
            if holds:
                self._inside.addWidget(self._thing)
            else:
                self._inside.removeWidget(self._thing)
                self._put_back()
        self._thing.setHidden(hidden)
        self._surface.setVisible(holds and not hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The window became wider or narrower."""
        super().resizeEvent(event)
        self.check_room()

    def eventFilter(self, thing: QObject, event: QEvent) -> bool:
        """Without anything in it the bar takes no room."""
        if thing is self._thing and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._surface.setVisible(bool(self.holds) and not self._thing.isHidden())
        return super().eventFilter(thing, event)
