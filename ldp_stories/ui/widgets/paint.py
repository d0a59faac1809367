"""Small drawing helpers that the painted parts share: rounded boxes, words on one line, key caps."""

from __future__ import annotations

import sys
import unicodedata
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QWidget

from ldp_stories.ui.widgets.theme import theme
from ldp_stories.ui.widgets.tokens import RADIUS_CONTROL

_QUOTES: Final = {'"': "\u201c\u201d", "'": "\u2018\u2019"}


def text_width(text: str, font: QFont) -> int:
    """The width of words on one line in whole pixels, rounded up so that nothing is cut."""
    return QFontMetrics(font).horizontalAdvance(text) + 1


def in_lines(text: str, font: QFont, width: int) -> list[str]:
    """Words in as many lines as they need at a width, broken between words (inside one that is longer than a line)."""
    layout = QTextLayout(text, font)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    units, found = text.encode("utf-16-le"), []  # the layout counts in UTF-16
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart() * 2
        found.append(units[start : start + line.textLength() * 2].decode("utf-16-le").strip())
    layout.endLayout()
    return found or [""]


def reads_rtl(text: str, *, default: bool = False) -> bool:
    """Whether words run from right to left: as their first letter with a direction does, outside what is set apart."""
    inside = 0
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("LRI", "RLI", "FSI"):
            inside += 1
        elif kind == "PDI":
            inside = max(0, inside - 1)
        elif not inside and kind in ("L", "R", "AL"):
            return kind != "L"
    return default


def typeset(text: str) -> str:
    """The same words with the quotes of print for those of a keyboard, sign for sign; what is kept stays as it was typed."""
    if '"' not in text and "'" not in text:
        return text
    signs = list(text)
    for at, sign in enumerate(signs):
        if sign in _QUOTES:
            begins = at == 0 or text[at - 1].isspace() or text[at - 1] in "([{"
            signs[at] = _QUOTES[sign][0 if begins else 1]
    return "".join(signs)


def smooth(widget: QWidget) -> QPainter:
    """A painter on a widget with smooth edges, reading in the widget's direction."""
    painter = QPainter(widget)
    painter.setLayoutDirection(widget.layoutDirection())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def round_box(
    painter: QPainter,
    box: QRect | QRectF,
    fill: QColor | str | None,
    edge: QColor | str | None = None,
    *,
    width: float = 1.0,
    radius: float = RADIUS_CONTROL,
) -> None:
    """A rounded box; the edge lies inside `box`, so a thicker edge moves nothing."""

    def color(value: QColor | str) -> QColor:
        return theme().color(value) if isinstance(value, str) else value

    inner = QRectF(box)
    if edge is not None:
        half = width / 2
        inner = inner.adjusted(half, half, -half, -half)
        painter.setPen(QPen(color(edge), width))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(inner, radius, radius)


def draw_words(
    painter: QPainter,
    box: QRect,
    text: str,
    font: QFont,
    color: QColor | str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Words on one line, upright in the middle of `box`, shortened with dots when they do not fit."""
    painter.setFont(font)
    painter.setPen(theme().color(color) if isinstance(color, str) else color)
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(text) > box.width() + 1:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    mirror = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    if align == Qt.AlignmentFlag.AlignLeft and mirror:
        align = Qt.AlignmentFlag.AlignRight
    place = align | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
    flags = place.value | Qt.TextFlag.TextSingleLine.value
    own = reads_rtl(text)  # numbers read from left to right on every side: 200 %, 03:10
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if own else Qt.LayoutDirection.LeftToRight)
    painter.drawText(
        box.adjusted(-2, 0, 2, 0) if align == Qt.AlignmentFlag.AlignHCenter else box, flags, typeset(text)
    )
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirror else Qt.LayoutDirection.LeftToRight)


def mirrored(widget: QWidget, box: QRect) -> QRect:
    """A box given for left to right, moved to the other side of the widget when it reads right to left."""
    return QStyle.visualRect(widget.layoutDirection(), widget.rect(), box)


def rtl(widget: QWidget) -> bool:
    """Whether the widget reads from right to left."""
    return widget.layoutDirection() == Qt.LayoutDirection.RightToLeft


_MAC_KEYS: Final = {"Ctrl": "⌘", "Alt": "⌥", "Shift": "⇧"}
"""What is printed on the keys of a Mac, where Qt takes the command key for Ctrl."""


def cap_text(key: str, system: str = sys.platform) -> str:
    """A key as shown on its cap: "Ctrl+Enter" becomes "Ctrl Enter", on a Mac "⌘ Enter"."""
    if key == "+":
        return key
    parts = key.split("+")
    return " ".join(_MAC_KEYS.get(part, part) if system == "darwin" else part for part in parts)


def cap_width(key: str) -> int:
    """The width of a key's cap in pixels."""
    return max(30, text_width(cap_text(key), theme().font("small", 500)) + 20)


def cap_height() -> int:
    """The height of a key's cap in pixels."""
    return theme().size("small") + 5


def draw_cap(painter: QPainter, box: QRect, key: str, ink: QColor, edge: QColor) -> None:
    """A key's cap with its name."""
    round_box(painter, box, None, edge, radius=5)
    draw_words(painter, box, cap_text(key), theme().font("small", 500), ink, Qt.AlignmentFlag.AlignHCenter)
