"""Words on a page: labels that wrap with the right height and a comfortable line, and runs of bold or marked words.

Words are drawn as they are (never as HTML), so people's text needs no escaping.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ldp_stories.ui.widgets.paint import draw_words, reads_rtl, smooth, typeset
from ldp_stories.ui.widgets.theme import follow, theme


@dataclass(frozen=True, slots=True)
class Span:
    """A run of a label's text (code points `start` to `end`) set apart: bold, marked, or in a colour (token names)."""

    start: int
    end: int
    bold: bool = False
    mark: str = ""
    color: str = ""


@dataclass(slots=True)
class _Block:
    layout: QTextLayout
    height: float


class Label(QLabel):
    """Words in a role's font. Wraps by default.

    `elide=True` (with wrap off) gives way with dots; `people=True` gives each paragraph its own direction and side,
    with `start=True` its own direction on the window's side: a title in a row of other things.
    """

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "body",
        color: str = "text",
        weight: int | None = None,
        wrap: bool = True,
        elide: bool = False,
        people: bool = False,
        start: bool = False,
        spans: Sequence[Span] = (),
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role, self._color, self._weight = role, color, weight
        self._people, self._spans, self._align = people and not start, tuple(spans), align
        self._cache: dict[int, tuple[list[_Block], float, float]] = {}
        self._elide = elide and not wrap
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        policy = QSizePolicy(
            QSizePolicy.Policy.Preferred if wrap or elide else QSizePolicy.Policy.Minimum,
            QSizePolicy.Policy.Minimum,
        )
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.setText(text)
        if name:
            self.setAccessibleName(name)
        follow(self._restyle)

    def setText(self, text: str) -> None:
        """Show other words."""
        self._cache.clear()
        super().setText(text)
        self.updateGeometry()

    def set_spans(self, spans: Sequence[Span]) -> None:
        """Set other runs apart."""
        self._spans = tuple(spans)
        self._cache.clear()
        self.update()

    def set_role(self, role: str) -> None:
        """Draw in another size (a role's name)."""
        if role != self._role:
            self._role = role
            self._restyle()

    def set_color(self, color: str) -> None:
        """Draw in another colour (a token's name)."""
        self._color = color
        self.update()

    def set_look(self, weight: int | None, color: str) -> None:
        """Draw in another weight and colour."""
        self._weight, self._color = weight, color
        self._restyle()

    def _restyle(self) -> None:
        self._cache.clear()
        self.setFont(theme().font(self._role, self._weight))
        self.updateGeometry()
        self.update()

    def _blocks(self, width: int) -> tuple[list[_Block], float, float]:
        """The laid-out paragraphs for a width, the whole height, and the widest line."""
        if width not in self._cache:
            if len(self._cache) > 8:
                self._cache.clear()
            self._cache[width] = self._lay_out(width)
        return self._cache[width]

    def _lay_out(self, width: int) -> tuple[list[_Block], float, float]:
        font, step = theme().font(self._role, self._weight), theme().line(self._role)
        metrics = QFontMetrics(font)
        natural = metrics.height()
        blocks: list[_Block] = []
        widest, deep, offset, lines = 0.0, 0.0, 0, 0
        for paragraph in typeset(self.text()).split("\n"):
            layout = QTextLayout(paragraph, font)
            layout.setTextOption(self._option(paragraph))
            layout.setFormats(self._formats(offset, len(paragraph)))
            layout.beginLayout()
            y = 0.0
            while (line := layout.createLine()).isValid():
                line.setLineWidth(width)
                # Other scripts stand higher in their line: on our baseline they are not cut off below.
                line.setPosition(QPointF(0, y - max(0.0, line.ascent() - metrics.ascent() - 1)))
                widest = max(widest, line.naturalTextWidth())
                deep = max(
                    0.0, line.descent() - metrics.descent()
                )  # of the last line: letters that hang lower
                y += step
                lines += 1
            layout.endLayout()
            blocks.append(_Block(layout, y or step))
            lines += 0 if y else 1
            offset += len(paragraph) + 1
        return blocks, natural + deep + max(0, lines - 1) * step, widest

    def _option(self, paragraph: str) -> QTextOption:
        """Each paragraph runs as its words do; people's stand on their own side, ours on the side of the window."""
        mirror = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        own = reads_rtl(paragraph)
        align = self._align
        if align == Qt.AlignmentFlag.AlignLeft and (own if self._people else mirror):
            align = Qt.AlignmentFlag.AlignRight
        option = QTextOption(align)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if own else Qt.LayoutDirection.LeftToRight)
        wrap = QTextOption.WrapMode.WordWrap if self.wordWrap() else QTextOption.WrapMode.NoWrap
        option.setWrapMode(wrap)
        return option

    def _formats(self, offset: int, length: int) -> list[QTextLayout.FormatRange]:
        ranges = []
        for span in self._spans:
            start, end = max(span.start - offset, 0), min(span.end - offset, length)
            if start >= end:
                continue
            piece = QTextLayout.FormatRange()
            piece.start, piece.length, style = start, end - start, QTextCharFormat()
            if span.bold:
                style.setFont(theme().font(self._role, 600))
            if span.mark:
                style.setBackground(theme().color(span.mark))
            style.setForeground(theme().color(span.color or self._color))
            piece.format = style
            ranges.append(piece)
        return ranges

    def changeEvent(self, event: QEvent) -> None:
        """Lay out again when the side changes from which reading starts."""
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._cache.clear()
        super().changeEvent(event)

    def heightForWidth(self, width: int) -> int:
        """The height the words need at a width."""
        return round(self._blocks(width)[1] + 0.5) if self.wordWrap() else self.sizeHint().height()

    def hasHeightForWidth(self) -> bool:
        """Wrapped words are as high as their width makes them."""
        return self.wordWrap()

    def sizeHint(self) -> QSize:
        """The size on one line, or wrapped at 70 characters."""
        _, height, widest = self._blocks(100_000)
        if not self.wordWrap():
            return QSize(int(widest) + 2, int(height) + 1)
        limit = int(QFontMetrics(self.font()).averageCharWidth() * 70)
        width = min(int(widest) + 2, limit)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """As wide as the longest word (or the line, unwrapped) and one line high."""
        if self._elide:
            return QSize(min(60, self.sizeHint().width()), self.sizeHint().height())
        if not self.wordWrap():
            return self.sizeHint()
        metrics = QFontMetrics(theme().font(self._role, 600 if self._spans else self._weight))
        width = max((metrics.horizontalAdvance(word) for word in typeset(self.text()).split()), default=0)
        return QSize(width + 2, metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        painter = smooth(self)
        if self._elide and self.width() < self.sizeHint().width():
            draw_words(painter, self.rect(), self.text(), self.font(), self._color)
            return
        blocks, height, _ = self._blocks(self.width())
        painter.setPen(theme().color(self._color))
        y = max(0.0, (self.height() - height) / 2) if not self.wordWrap() else 0.0
        for block in blocks:
            block.layout.draw(painter, QPointF(0, y))
            y += block.height


def spans_for(text: str, words: Sequence[str], mark: str = "mark") -> list[Span]:
    """Marks for each place where one of the words stands in the text, whatever its letters' case."""
    low = text.casefold() if len(text.casefold()) == len(text) else text.lower()
    found: list[Span] = []
    for word in (w.casefold() for w in words if w.strip()):
        at = low.find(word)
        while at >= 0:
            found.append(Span(at, at + len(word), mark=mark))
            at = low.find(word, at + len(word))
    return sorted(found, key=lambda span: span.start)


def display(text: str) -> Label:
    """A screen's heading, which takes the focus when the screen opens."""
    label = Label(text, role="display")
    label.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    label.setProperty("heading", True)
    return label


def title(text: str) -> Label:
    """The title of a main card."""
    return Label(text, role="title")


def heading(text: str) -> Label:
    """The heading of a card."""
    return Label(text, role="heading")


def helper(text: str, role: str = "body") -> Label:
    """A helper line in the second ink."""
    return Label(text, role=role, color="text2")


def small(text: str) -> Label:
    """A small helper line."""
    return Label(text, role="small", color="text2")


def strong(text: str) -> Label:
    """A line in bold body type: a field's label, a row's title."""
    return Label(text, weight=600)
