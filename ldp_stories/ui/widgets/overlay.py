"""A page over everything (worried about someone): the rest is put away meanwhile, so that focus and keys stay here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.widgets.tokens import RADIUS_OVERLAY


class OverlayHost(QWidget):
    """Holds the window's content and, over it, one page at a time. F8 and F9 work in both: `worried`, `hide_screen`.

    Whatever runs under it (a recording) goes on. Esc closes; the focus returns to where it was. `closed` tells.
    """

    closed = Signal()
    worried = Signal()
    hide_screen = Signal()

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: QWidget | None = None
        self._before: QWidget | None = None
        self._inner: QWidget | None = None
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self.content = content
        self._stack.addWidget(content)
        self._hide_key = self._bind("F9", self.hide_screen)
        self._bind("F8", self.worried)

    def _bind(self, key: str, signal: SignalInstance) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(signal)
        return shortcut

    def set_hide_key(self, key: str) -> None:
        """Another key for `hide_screen` than F9."""
        self._hide_key.setKey(QKeySequence(key))

    @property
    def is_open(self) -> bool:
        """Whether a page lies over everything."""
        return self._page is not None

    def open(self, inner: QWidget, *, name: str, card: bool = True, foot: QWidget | None = None) -> None:
        """Lay a page over everything: on a wide card with `foot` pinned under it, or bare (`card=False`, the hidden screen)."""
        self.close_overlay(tell=False)
        self._before = self.window().focusWidget()
        page: QWidget = _carded(inner, foot) if card else inner
        page.setAccessibleName(name)
        self._page, self._inner = page, inner
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        start = getattr(inner, "focus_start", None)
        if callable(start):
            start()
        else:
            inner.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_overlay(self, *, tell: bool = True) -> None:
        """Take the page away and go back to where the person was."""
        page = self._page
        if page is None:
            return
        self._page, self._inner = None, None
        self._stack.setCurrentWidget(self.content)
        self._stack.removeWidget(page)
        page.hide()
        page.deleteLater()
        before, self._before = self._before, None
        if tell:
            if before is not None and before.isVisible():
                before.setFocus(Qt.FocusReason.OtherFocusReason)
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes a page on a card; a bare page looks after itself."""
        if event.key() == Qt.Key.Key_Escape and self._page is not None and self._page is not self._inner:
            self.close_overlay()
            return
        super().keyPressEvent(event)


def _carded(inner: QWidget, foot: QWidget | None) -> QWidget:
    """The page on a card that is at most 1160 wide, with the paper round it."""
    page = QWidget()
    card = Card(padding=(36, 30, 36, 26), radius=RADIUS_OVERLAY)
    card.setMaximumWidth(1160)
    card.body.addWidget(Scroll(inner), 1)
    if foot is not None:
        card.body.addWidget(foot)
    box = QHBoxLayout(page)
    box.setContentsMargins(20, 20, 20, 20)
    box.addStretch(1)
    box.addWidget(card, 1000)
    box.addStretch(1)
    return page
