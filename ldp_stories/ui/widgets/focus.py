"""The ring round whatever has the focus: 3 px in the accent with a gap of 2, drawn over everything in one place.

It shows when the focus came by a key or by the program; a press with the pointer needs no ring.
Parts that draw their own (rows of lists) have the property "own_ring", headings where reading starts "starts_reading".
"""

from __future__ import annotations

import weakref

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from ldp_stories.ui.widgets.paint import smooth
from ldp_stories.ui.widgets.theme import follow, theme

_OUT = 5
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange}


def _follow_focus(app: QApplication, ring: FocusRing) -> None:
    """Tell a ring where the focus goes while it lives. Qt still speaks while it takes a window apart, when a method of it is gone."""
    known = weakref.ref(ring)

    def moved(old: QWidget | None, now: QWidget | None) -> None:
        here = known()
        if here is not None and shiboken6.isValid(here):
            here.went(old, now)

    app.focusChanged.connect(moved)
    ring.destroyed.connect(lambda: app.focusChanged.disconnect(moved))


class FocusRing(QWidget):
    """Lives in a window and follows its focus. Make one per window, after its content."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._root = window
        self._watched: list[QWidget] = []
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            _follow_focus(app, self)
        follow(self.update)

    def target(self) -> QWidget | None:
        """What the ring is round now."""
        return self._target

    def went(self, _old: QWidget | None, now: QWidget | None) -> None:
        """The focus went from one part to another."""
        self._let_go()
        by_pointer = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if now is None or by_pointer or now.window() is not self._root or now.property("own_ring"):
            return
        if now.property("starts_reading"):
            return  # a heading where reading starts: there is nothing to press
        parent = now.parentWidget()
        field = parent is not None and parent.focusProxy() is now
        self._target = parent if field and parent is not None else now
        widget: QWidget | None = self._target
        while widget is not None and widget is not self._root:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._place()

    def _let_go(self) -> None:
        for widget in self._watched:
            if shiboken6.isValid(widget):
                widget.removeEventFilter(self)
        self._watched, self._target = [], None
        self.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow moves of the target and of everything round it."""
        if event.type() in _MOVES:
            self._place()
        return False

    def _place(self) -> None:
        target: QWidget | None = getattr(self, "_target", None)  # gone while Qt takes the window apart
        if target is None or not shiboken6.isValid(self):
            return
        if not target.isVisible():
            self.hide()
            return
        box = QRect(target.mapTo(self._root, QPoint(0, 0)), target.size()).adjusted(-_OUT, -_OUT, _OUT, _OUT)
        shown = box.intersected(self._window_on(target))
        if shown.isEmpty():
            self.hide()
            return
        self.setGeometry(box)
        self.setMask(shown.translated(-box.topLeft()))
        self.show()
        self.raise_()

    def _window_on(self, target: QWidget) -> QRect:
        """The part of the window in which the target can be seen: inside every scroll area round it."""
        area = self._root.rect()
        widget = target.parentWidget()
        while widget is not None and widget is not self._root:
            above = widget.parentWidget()
            if isinstance(above, QAbstractScrollArea) and above.viewport() is widget:
                place = QRect(widget.mapTo(self._root, QPoint(0, 0)), widget.size())
                area = area.intersected(place.adjusted(-_OUT, -_OUT, _OUT, _OUT))
            widget = above
        return area

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = smooth(self)
        painter.setPen(QPen(theme().color("accent"), 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = 13.0
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), radius, radius)
