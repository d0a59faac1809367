"""The one drawing of the program: two speech bubbles, one with a voice in it and one with words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldp_stories.ui.widgets.paint import round_box, smooth
from ldp_stories.ui.widgets.theme import follow, theme

_VOICE = (18, 26, 36, 26, 30, 10, 20, 26, 30, 30, 14, 20, 28, 22, 28, 24, 14, 16, 22)


class TalkPicture(QWidget):
    """Decoration only; readers do not hear of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow(self.update)

    def sizeHint(self) -> QSize:
        """204 by 152."""
        return QSize(204, 152)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both bubbles."""
        painter = smooth(self)
        self._bubble(painter, QRectF(0, 0, 153, 79), "soft", 26, 22)
        for number, high in enumerate(_VOICE):
            box = QRectF(19 + number * 6.1, 40 - high / 2, 3.4, high)
            round_box(painter, box, "accent", radius=1.7)
        self._bubble(painter, QRectF(93, 67, 110, 66), "warnsoft", 90, 65)
        for y, wide in ((86, 72), (99, 53), (112, 63)):
            color = theme().color("warn")
            color.setAlphaF(0.55)
            round_box(painter, QRectF(112, y - 2, wide, 4), color, radius=2)

    def _bubble(self, painter: QPainter, box: QRectF, color: str, tip: float, foot: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        round_box(painter, box, color, radius=18)
        painter.setBrush(theme().color(color))
        x, y = box.x(), box.bottom() - 2
        painter.drawPolygon(
            QPolygonF([QPointF(x + foot, y), QPointF(x + tip - 4, y + 20), QPointF(x + foot + 30, y)])
        )
