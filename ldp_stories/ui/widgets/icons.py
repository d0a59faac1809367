"""Phosphor pictures (shipped by QtAwesome), drawn straight from their font in any colour.

The font and its list of names load at the first picture, once; drawing at paint time means a change of
theme needs nothing made again. Names are Phosphor's: "house", "check-circle-fill".
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap

from ldp_stories.ui.widgets.theme import theme

_MIRRORED = {
    "arrow-left": "arrow-right",
    "arrow-right": "arrow-left",
    "caret-left": "caret-right",
    "caret-right": "caret-left",
    "arrow-square-out": "arrow-square-out",
}


@lru_cache(maxsize=1)
def _phosphor() -> tuple[str, dict[str, str]]:
    """The family name of the picture font and its names; ("", {}) when the font is not there."""
    spec = find_spec("qtawesome")
    folder = Path(spec.origin).parent / "fonts" if spec and spec.origin else Path()
    files, maps = sorted(folder.glob("phosphor-[0-9]*.ttf")), sorted(folder.glob("phosphor-charmap-*.json"))
    if not files or not maps:
        return "", {}
    number = QFontDatabase.addApplicationFontFromData(files[-1].read_bytes())
    families = QFontDatabase.applicationFontFamilies(number)
    names = json.loads(maps[-1].read_text("utf-8"))
    return (families[0] if families else ""), {name: chr(int(code, 16)) for name, code in names.items()}


def has_icon(name: str) -> bool:
    """Whether there is a picture of that name."""
    return name in _phosphor()[1]


def icon_size(pixels: int = 18) -> int:
    """The side of a picture at the text scale: half of the growth of the words beside it."""
    return round(pixels * (1 + (theme().scale - 1) * 0.5))


def draw_icon(
    painter: QPainter,
    name: str,
    box: QRect,
    color: QColor | str,
    *,
    right_to_left: bool = False,
) -> None:
    """Draw a picture centred in `box` and as large as it; colour is a token's name or a colour."""
    family, names = _phosphor()
    char = names.get(_MIRRORED.get(name, name) if right_to_left else name)
    if not char:
        return
    font = QFont(family)
    font.setPixelSize(min(box.width(), box.height()))
    painter.save()
    painter.setFont(font)
    painter.setPen(theme().color(color) if isinstance(color, str) else color)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.drawText(QRectF(box).adjusted(-4, -4, 4, 4), int(Qt.AlignmentFlag.AlignCenter), char)
    painter.restore()


def icon(name: str, color: str = "text", size: int = 32) -> QIcon:
    """A picture as a QIcon in a token's colour, for the places where Qt wants one (window, menu)."""
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_icon(painter, name, QRect(0, 0, size, size), color)
    painter.end()
    return QIcon(pixmap)
