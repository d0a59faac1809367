"""How far along a row of things a person is, as small dots: done, now, to come."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.paint import mirrored, round_box, smooth
from ldp_stories.ui.widgets.theme import follow


class ProgressDots(QWidget):
    """`at` counts from 0. Readers hear "4 of 15". Beyond 24 things the words beside it must do: nothing is drawn."""

    _STEP, _WIDE, _HIGH, _MOST = 15, 10, 8, 24

    def __init__(self, *, of: int, at: int, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_place(at, of)
        follow(self.update)

    def set_place(self, at: int, of: int) -> None:
        """Move to another place."""
        self._at, self._of = at, of
        words = tr("{n} of {of}", n=at + 1, of=of)
        self.setAccessibleName(f"{self._name}, {words}" if self._name else words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One dot after the other."""
        return QSize(self._of * self._STEP if self._of <= self._MOST else 0, self._HIGH)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dots."""
        if self._of > self._MOST:
            return
        painter = smooth(self)
        for number in range(self._of):
            color = "accent" if number < self._at else "text" if number == self._at else "line"
            box = mirrored(self, QRect(number * self._STEP, 0, self._WIDE, self._HIGH))
            round_box(painter, box, color, radius=4)
