"""What holds things that belong together: it draws nothing, and a screen reader says its name before what is in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGroupBox, QWidget


class Group(QGroupBox):
    """A named group: a plain widget's name is not read, because readers take it for a filler."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFlat(True)
        self.setAccessibleName(name)
        self.setContentsMargins(0, 0, 0, 0)

    def changeEvent(self, event: QEvent) -> None:
        """Another font or style would bring the frame's margins back."""
        super().changeEvent(event)
        self.setContentsMargins(0, 0, 0, 0)

    def sizeHint(self) -> QSize:
        """What stands in it, no frame and no title."""
        return QWidget.sizeHint(self)

    def minimumSizeHint(self) -> QSize:
        """The same at least."""
        return QWidget.minimumSizeHint(self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Nothing of its own."""
