"""Cards, hairlines and columns: the quiet shapes that group things."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.ui.widgets.paint import round_box, smooth
from ldp_stories.ui.widgets.sided import sided
from ldp_stories.ui.widgets.theme import follow, theme
from ldp_stories.ui.widgets.tokens import RADIUS_CARD


class Card(QWidget):
    """A surface with round corners; put things in with `add`. `fill` and `edge` are token names."""

    def __init__(
        self,
        *,
        padding: int | tuple[int, int, int, int] = 24,
        spacing: int = 8,
        fill: str = "surface",
        edge: str | None = "line",
        radius: int = RADIUS_CARD,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fill, self._edge, self._radius = fill, edge, radius
        self.body = QVBoxLayout(self)
        sides = (padding,) * 4 if isinstance(padding, int) else padding
        self.body.setContentsMargins(*sides)
        self.body.setSpacing(spacing)
        sided(self.body, self)
        follow(self.update)

    def add(self, *things: QWidget | QLayout | int | None) -> Card:
        """Put widgets or layouts in, one under the other; None is room that stretches, a number a gap."""
        put(self.body, *things)
        return self

    def changeEvent(self, event: QEvent) -> None:
        """What stands farther in from one side does so from the other side too, where one reads from there."""
        super().changeEvent(event)
        sided(self.body, self, event)

    def set_fill(self, fill: str, edge: str | None) -> None:
        """Change the surface's colour and edge."""
        self._fill, self._edge = fill, edge
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the surface."""
        round_box(smooth(self), self.rect(), self._fill, self._edge, radius=self._radius)


class Line(QWidget):
    """A hairline, across by default."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._upright = upright
        across, fixed = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        self.setSizePolicy(fixed if upright else across, across if upright else fixed)
        follow(self.update)

    def sizeHint(self) -> QSize:
        """One pixel."""
        return QSize(1, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("line"))


class Surface(QWidget):
    """A plain area in one colour (a token's name)."""

    def __init__(self, fill: str, *, top_line: bool = False, bottom_line: bool = False) -> None:
        super().__init__()
        self._fill, self._top, self._bottom = fill, top_line, bottom_line
        follow(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the area and draw its hairlines."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color(self._fill))
        if self._top:
            painter.fillRect(0, 0, self.width(), 1, theme().color("line"))
        if self._bottom:
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme().color("line"))


def clear(box: QLayout) -> None:
    """Take everything out of a layout and let go of it, also what stands in layouts inside it. What had the focus gives it on at once."""
    while (item := box.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def put(box: QBoxLayout, *things: QWidget | QLayout | int | None) -> None:
    """Add things to a layout: widgets, layouts, a fixed gap in pixels, or None for room that stretches."""
    for thing in things:
        if thing is None:
            box.addStretch(1)
        elif isinstance(thing, int):
            box.addSpacing(thing)
        elif isinstance(thing, QWidget):
            box.addWidget(thing)
        else:
            box.addLayout(thing)


def row(*things: QWidget | QLayout | int | None, spacing: int = 12) -> QHBoxLayout:
    """Things side by side, in the middle of the line's height."""
    box = QHBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(spacing)
    put(box, *things)
    for widget in things:  # not box.itemAt: see tests/ui/widgets/test_taken_apart.py
        if isinstance(widget, QWidget):
            vertical = widget.sizePolicy().verticalPolicy()
            if vertical in (QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum):
                box.setAlignment(widget, Qt.AlignmentFlag.AlignVCenter)
    return box


def column(*things: QWidget | QLayout | int | None, spacing: int = 8) -> QVBoxLayout:
    """Things one under the other."""
    box = QVBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(spacing)
    put(box, *things)
    return box
