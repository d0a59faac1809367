"""Words laid out for paper: lines of a style in a width, in ten units to a point, so that PDF and picture are painted alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption

from ldp_stories.reports.wording import direction
from ldp_stories.ui.widgets.theme import theme

POINT: Final = 10.0
"""Units in a point of paper."""
INK: Final = "#1f2423"
SOFT: Final = "#4b5350"
ACCENT: Final = "#0b5563"
LINE: Final = "#857f74"
PALE: Final = "#eef3f4"
Paint = Callable[[QPainter, float, float], None]


@dataclass(frozen=True)
class Style:
    """How a kind of words looks: points, weight, colour, the step from line to line as a part of the size."""

    points: float
    weight: int = 400
    color: str = INK
    step: float = 1.42


TITLE: Final = Style(24, 650, INK, 1.2)
HEADING: Final = Style(15.5, 620, INK, 1.25)
BODY: Final = Style(11)
QUOTE: Final = Style(11.5, 400, INK, 1.45)
CREDIT: Final = Style(9.5, 400, SOFT, 1.35)
SMALL: Final = Style(9.5, 400, SOFT, 1.4)
CELL: Final = Style(10, 400, INK, 1.35)
HEAD: Final = Style(10, 620, INK, 1.35)
CAPTION: Final = Style(10.5, 620, INK, 1.35)


@dataclass(frozen=True)
class Fonts:
    """The letters of a press: its families are asked for once, in the window's thread; the rest may be done in another."""

    families: Sequence[str] = field(default_factory=lambda: tuple(theme().font("body").families()))
    scale: float = 1.0

    def font(self, style: Style) -> QFont:
        """The font of a style. Figures of equal width would lose their meaning in a PDF: nobody could copy a number."""
        font = QFont(list(self.families)) if self.families else QFont()
        font.setPixelSize(max(1, round(style.points * POINT * self.scale)))
        font.setWeight(QFont.Weight(style.weight))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        for feature in ("calt", "tnum"):
            font.setFeature(QFont.Tag(feature), 0)
        return font

    def step(self, style: Style) -> float:
        """From one line to the next."""
        return style.points * style.step * POINT * self.scale


@dataclass(frozen=True)
class Laid:
    """Words laid out in lines of one height; each line can be painted alone. Keeps the layout alive for as long as it is needed."""

    layout: QTextLayout
    lines: int
    step: float
    color: str

    @property
    def height(self) -> float:
        """Of all lines together."""
        return self.lines * self.step

    def painter_of(self, number: int) -> Paint:
        """What paints one line with its top left corner at a place."""

        def paint(painter: QPainter, x: float, y: float) -> None:
            line = self.layout.lineAt(number)
            painter.setPen(QColor(self.color))
            line.draw(painter, QPointF(x, y + (self.step - line.height()) / 2 - line.y()))

        return paint

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Paint all lines."""
        for number in range(self.lines):
            self.painter_of(number)(painter, x, y + number * self.step)


def lay(
    fonts: Fonts, words: str, style: Style, width: float, *, language: str = "", middle: bool = False
) -> Laid:
    """Lay out words in a width. `language` decides the side they begin at; without one their letters do."""
    layout = QTextLayout(words.replace("\n", "\u2028") or " ", fonts.font(style))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    right = runs_from_right(words, language)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight)
    if middle or right:
        option.setAlignment(Qt.AlignmentFlag.AlignHCenter if middle else Qt.AlignmentFlag.AlignRight)
    layout.setTextOption(option)
    layout.beginLayout()
    count = 0
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, 0))
        count += 1
    layout.endLayout()
    return Laid(layout, count, fonts.step(style), style.color)


def runs_from_right(words: str, language: str) -> bool:
    """Which way words run: as their language says; as their first letter does when it is not known."""
    if language:
        return rtl(language)
    first = next((way for way in map(bidirectional, words) if way in {"L", "R", "AL"}), "L")
    return first != "L"


def rtl(language: str) -> bool:
    """Whether a language is read from the right."""
    return direction(language) == "rtl"
