"""A place to sign with a finger, a pen or the mouse; by keyboard, initials can be typed instead. The drawing leaves as a PNG."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.paint import round_box, smooth
from ldp_stories.ui.widgets.theme import follow, theme

_WIDE, _HIGH = 900, 220


class SignaturePad(QWidget):
    """Draw on it; `drawn` after each stroke. `png()` is the picture, b"" while nothing stands there."""

    drawn = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.strokes: list[list[QPointF]] = []
        self.typed = ""
        self.setAccessibleName(tr("A place to sign. With the keyboard, type initials in the field below."))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        follow(self.update)

    def sizeHint(self) -> QSize:
        """A wide, low field."""
        return QSize(560, 150)

    def minimumSizeHint(self) -> QSize:
        """It can be narrower."""
        return QSize(240, 130)

    @property
    def empty(self) -> bool:
        """Whether nobody has signed."""
        return not self.strokes and not self.typed.strip()

    def clear(self) -> None:
        """Begin again."""
        self.strokes, self.typed = [], ""
        self.update()

    def set_typed(self, text: str) -> None:
        """Initials in place of strokes."""
        self.typed = text
        self.update()
        self.drawn.emit()

    def png(self) -> bytes:
        """What was signed, black on white, whatever the theme is."""
        if self.empty:
            return b""
        image = QImage(_WIDE, _HIGH, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(_WIDE / max(1, self.width()), _HIGH / max(1, self.height()))
        self._draw(painter, QColor("black"))
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know files only
        return bytes(buffer.data().data())

    def _draw(self, painter: QPainter, color: QColor) -> None:
        painter.setPen(
            QPen(color, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        for stroke in self.strokes:
            painter.drawPolyline(stroke) if len(stroke) > 1 else painter.drawPoint(stroke[0])
        if self.typed:
            painter.setFont(theme().font("question"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.typed)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins."""
        self.strokes.append([event.position()])
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A stroke goes on."""
        if self.strokes:
            self.strokes[-1].append(event.position())
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """A stroke ends."""
        self.drawn.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the field, its line to sign on, and the strokes."""
        painter = smooth(self)
        round_box(painter, self.rect(), "surface", "edge", radius=10)
        painter.setPen(theme().color("edge"))
        at = self.height() - 34
        painter.drawLine(28, at, self.width() - 28, at)
        self._draw(painter, theme().color("text"))
