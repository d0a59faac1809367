"""A drawing on the screen and as PNG: the same shapes that are written as SVG; on white paper, and in dark colours on a dark screen."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldp_stories.reports.drawing import INK, PALE, SHADES, Box, Drawing, Path, Words
from ldp_stories.ui.widgets.theme import theme

_NIGHT: Final = ("#2b383d", "#3a545d", "#4a7682", "#b9e4ed")
"""The shades of few to most in the dark."""


def paint(painter: QPainter, drawing: Drawing, paper: QColor | None = None) -> None:
    """Paint it in its own measure; the painter may be scaled."""
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.fillRect(QRectF(0, 0, drawing.width, drawing.height), paper or QColor("#ffffff"))
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            painter.fillRect(QRectF(shape.x, shape.y, shape.width, shape.height), QColor(shape.fill))
            if shape.edge:
                painter.setPen(QPen(QColor(shape.edge), 1))
                painter.drawRect(QRectF(shape.x, shape.y, shape.width, shape.height))
        elif isinstance(shape, Path):
            _line(painter, shape)
        else:
            _words(painter, shape)


def at_night(drawing: Drawing) -> Drawing:
    """The same shapes in the colours of the dark: nothing glares, and more is still further from the paper than less."""
    text, edge = theme().color("text").name(), theme().color("edge").name()
    fills = dict(zip(SHADES, (theme().color("surface").name(), *_NIGHT), strict=True))
    lines = {INK: text, PALE: edge, SHADES[4]: _NIGHT[3], SHADES[3]: edge}
    words = {INK: text, PALE: edge, "#ffffff": "#06262e"}
    shapes: list[Box | Path | Words] = []
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            fill, line = fills.get(shape.fill, shape.fill), lines.get(shape.edge, shape.edge)
            shapes.append(replace(shape, fill=fill, edge=line))
        elif isinstance(shape, Path):
            shapes.append(replace(shape, color=lines.get(shape.color, shape.color)))
        else:
            shapes.append(replace(shape, color=words.get(shape.color, shape.color)))
    return replace(drawing, shapes=tuple(shapes))


def _line(painter: QPainter, path: Path) -> None:
    pen = QPen(QColor(path.color), path.width)
    if path.dash:
        pen.setDashPattern([float(part) / path.width for part in path.dash.split()])
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in path.points]))
    if path.dots:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(path.color))
        for x, y in path.points:
            painter.drawEllipse(QPointF(x, y), 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _words(painter: QPainter, words: Words) -> None:
    font = QFont(theme().font("body"))
    for feature in ("calt", "tnum"):  # in a PDF these would lose their meaning: nobody could copy a number
        font.setFeature(QFont.Tag(feature), 0)
    font.setPixelSize(round(words.size))
    font.setWeight(QFont.Weight.DemiBold if words.bold else QFont.Weight.Normal)
    painter.setFont(font)
    painter.setPen(QColor(words.color))
    wide = QFontMetricsF(font).horizontalAdvance(words.text)
    back = {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
    painter.save()
    painter.translate(words.x, words.y)
    painter.rotate(words.turn)
    painter.drawText(QPointF(-back, 0), words.text)
    painter.restore()


def png(drawing: Drawing, scale: float = 2.0) -> bytes:
    """The drawing as a PNG file, with its title and its words for readers inside; nothing else is said in it."""
    image = QImage(
        round(drawing.width * scale), round(drawing.height * scale), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(QColor("#ffffff"))
    image.setText("Title", drawing.title)
    image.setText("Description", drawing.alt)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    paint(painter, drawing)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


class Drawn(QWidget):
    """A drawing as wide as there is room, its words as large as other words are; readers hear what it says.

    One whose letters were made larger when it was drawn is not made larger once more.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing: Drawing | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_drawing(self, drawing: Drawing) -> None:
        """Show it."""
        self.drawing = drawing
        self.setAccessibleName(drawing.title)
        self.setAccessibleDescription(drawing.alt)
        self.updateGeometry()
        self.update()

    def _scale(self, width: int) -> float:
        most = theme().scale / (self.drawing.letters if self.drawing else 1)
        return min(most, width / self.drawing.width) if self.drawing else most

    def hasHeightForWidth(self) -> bool:
        """Narrower means lower: the layout gives it its height with its width, so that nothing ever lies under it."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as it is drawn at that width."""
        return round(self.drawing.height * self._scale(width)) if self.drawing else 0

    def sizeHint(self) -> QSize:
        """As wide as it is; its height follows the width it gets."""
        wide = round(self.drawing.width * self._scale(1 << 20)) if self.drawing else 400
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """It may be made small; the table says the same."""
        return QSize(240, self.heightForWidth(240))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shapes."""
        if self.drawing is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._scale(self.width())
        painter.scale(scale, scale)
        if theme().dark:
            paint(painter, at_night(self.drawing), theme().color("surface"))
        else:
            paint(painter, self.drawing)
