"""A layout that puts things side by side and goes on in the next line, from the side where reading starts."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget


class FlowLayout(QLayout):
    """Things in lines that wrap; equal gaps; height follows width; mirrored from right to left."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 10) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._end: int | None = None
        self._alone = True
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def end_from_here(self, *, alone: bool = True) -> None:
        """What is added from now on stands at the end of its line; `alone`: also in a line where nothing comes before it."""
        self._end, self._alone = len(self._items), alone

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more thing (Qt calls it)."""
        self._items.append(item)

    def count(self) -> int:
        """How many things there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The thing at an index, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the thing at an index out, or None."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It never asks for more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Yes: narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that all lines need at a width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place everything."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Everything in one line."""
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in shown) + self.spacing() * max(0, len(shown) - 1)
        m = self.contentsMargins()
        height = max((hint.height() for hint in shown), default=0)
        return QSize(width + m.left() + m.right(), height + m.top() + m.bottom())

    def minimumSize(self) -> QSize:
        """As wide as its widest thing."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        m: QMargins = self.contentsMargins()
        return size + QSize(m.left() + m.right(), m.top() + m.bottom())

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        m = self.contentsMargins()
        area = rect.adjusted(m.left(), m.top(), -m.right(), -m.bottom())
        y = 0
        for line in self._lines(area.width()):
            high = max(size.height() for _, size in line)
            if move:
                self._place_line(line, area, y, high)
            y += high + self.spacing()
        return max(0, y - self.spacing()) + m.top() + m.bottom()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """The things line by line, each with its size."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        x = 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint().expandedTo(item.minimumSize())
            wide = min(hint.width(), max(width, item.minimumSize().width()))
            if not lines or x + wide > width:
                lines.append([])
                x = 0
            high = item.heightForWidth(wide) if item.hasHeightForWidth() else hint.height()
            lines[-1].append((item, QSize(wide, high)))
            x += wide + self.spacing()
        return lines

    def _place_line(self, line: list[tuple[QLayoutItem, QSize]], area: QRect, y: int, high: int) -> None:
        """Put the things of one line side by side, in the middle of its height."""
        parent = self.parentWidget()
        mirror = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        after = self._items[self._end :] if self._end is not None else []
        spare = area.width() - sum(size.width() + self.spacing() for _, size in line) + self.spacing()
        x = 0
        for item, size in line:
            if spare > 0 and item in after and (x or self._alone):
                x, spare = x + spare, 0
            left = area.right() - x - size.width() + 1 if mirror else area.x() + x
            top = area.y() + y + (high - size.height()) // 2
            item.setGeometry(QRect(QPoint(left, top), size))
            x += size.width() + self.spacing()


def line(*things: QWidget | None, gap: int = 12, alone: bool = False) -> QWidget:
    """Things side by side that go on in a next line where the window is narrow or the text large; those after a None stand at the end.

    `alone`: at the end of their line also where nothing comes before them in it.
    """
    holder = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    flow = FlowLayout(holder, gap=gap)
    for thing in things:
        if thing is None:
            flow.end_from_here(alone=alone)
        else:
            flow.addWidget(thing)
    return holder
