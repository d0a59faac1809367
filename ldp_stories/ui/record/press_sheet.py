"""The area sheet: one place on one page - a band with its name, the way it went in steps, two or three quotes, and what comes next.

It reads in greyscale: shades differ in lightness, steps carry numbers, and nothing is said by colour. Words that do not fit are made
smaller down to a size that can still be read on paper; then the page is refused, never cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from ldp_stories.reports.document import NOTHING, Block, Document, Picture, Quote, Section, Table, Words
from ldp_stories.reports.document_text import credit, document_text
from ldp_stories.reports.pdf_tags import NOTHING as DECORATION
from ldp_stories.reports.pdf_tags import Element
from ldp_stories.reports.wording import gap, month
from ldp_stories.ui.record import press_text as look
from ldp_stories.ui.record.press_text import POINT, Fonts, Paint, Style, lay, rtl
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.drawn import paint as paint_drawing

SIZES: Final = (1.2, 1.1, 1.0, 0.95, 0.9, 0.86, 0.82)
"""How large words may be: 11 points become 13 where there is room, and 9 where there is little, no less."""
EDGE: Final = 40 * POINT
GUTTER: Final = 22 * POINT
DOT: Final = 20 * POINT
WHITE: Final = "#ffffff"
DPI: Final = 200
_BODY: Final = Style(11, step=1.36)
_HEAD: Final = Style(13.5, 650, look.ACCENT, 1.3)


@dataclass(frozen=True)
class Column:
    """Where words go down: its left side and width."""

    x: float
    width: float


class Sheet:
    """One try at one size. `paints` in reading order with the number of their part; `fits` says whether all of it is on the page."""

    def __init__(self, document: Document, fonts: Fonts, page: tuple[float, float]) -> None:
        self.document, self.fonts, self.page = document, fonts, page
        self.elements: list[Element] = []
        self.paints: list[tuple[int, Paint]] = []
        inner = page[0] - 2 * EDGE
        *chapters, made = document.sections or (Section("", ()),)
        top = self._under_band(chapters[:1], inner, self._band(inner))
        first = self._middle(chapters[1:3], inner, top)
        last = self._boxes(chapters[3:], inner, first)
        at = len(self.paints)
        low = self._foot(made, inner, last)
        bottom = page[1] - EDGE / 2
        self.fits = low <= bottom
        words = self.paints[at:]
        self.paints[at:] = [(number, _lower(paint, bottom - low)) for number, paint in words]

    @classmethod
    def sizes(cls, document: Document, fonts: Fonts, page: tuple[float, float]) -> Iterator[Sheet]:
        """The same sheet at every size, the largest first."""
        return (cls(document, replace(fonts, scale=fonts.scale * size), page) for size in SIZES)

    def part(self, role: str, parent: int = 0, **more: str) -> int:
        """A new part; its number."""
        self.elements.append(Element(role, parent, **more))
        return len(self.elements)

    def _side(self, x: float, width: float) -> float:
        """Where something stands that is `width` wide, mirrored where the language runs the other way."""
        return self.page[0] - x - width if rtl(self.document.language) else x

    def _words(
        self,
        words: str,
        style: Style,
        column: Column,
        y: float,
        *,
        part: int = 0,
        role: str = "P",
        language: str = "",
        mark: bool = False,
    ) -> float:
        """Put words at a place; how far down they reach."""
        number = part or self.part(role, bookmark=words if mark else "")
        laid = lay(self.fonts, words, style, column.width, language=language or self.document.language)
        x = self._side(column.x, column.width)
        self.paints.append((number, lambda p, left, top: laid.paint(p, left + x, top + y)))
        return y + laid.height

    def _fill(self, x: float, y: float, width: float, height: float, fill: str, edge: str = "") -> None:
        left = self._side(x, width)

        def paint(painter: QPainter, _x: float, _y: float) -> None:
            painter.fillRect(QRectF(left, y, width, height), QColor(fill))
            if edge:
                painter.setPen(QPen(QColor(edge), 0.75 * POINT))
                painter.drawRect(QRectF(left, y, width, height))

        self.paints.append((DECORATION, paint))

    def _band(self, inner: float) -> float:
        """The name of the place on a dark ground, and when and what it is about."""
        document, column = self.document, Column(EDGE, inner)
        self._fill(0, 0, 0, 0, WHITE)
        at = len(self.paints) - 1
        y = 26 * POINT
        made = f"{document.programme}. Made in {month(document.made_on)}."
        if document.practice:
            made = f"{tr('Practice. Nothing real.')} {made}"
        y = self._words(document.title, replace(look.TITLE, color=WHITE), column, y, role="H1", mark=True)
        about = [document.lead] if document.lead else []
        first = document.sections[0] if document.sections else None
        about += [b.text for b in (first.blocks if first else ()) if isinstance(b, Words)]
        if not about and first is not None and not first.blocks:
            about = [f"{first.heading}: {NOTHING}"]
        for words in about:
            y = self._words(words, replace(_BODY, points=12, color=WHITE), column, y + 4 * POINT)
        y = self._words(made, replace(look.SMALL, color=WHITE), column, y + 5 * POINT) + 16 * POINT
        ground = QRectF(0, 0, self.page[0], y)
        self.paints[at] = (DECORATION, lambda p, _x, _y: p.fillRect(ground, QColor(look.ACCENT)))
        return y + 16 * POINT

    def _under_band(self, chapters: list[Section], inner: float, top: float) -> float:
        """What was put under the first heading and is not our own words: never left out, gaps included."""
        rest = tuple(b for section in chapters for b in section.blocks if not isinstance(b, Words))
        if not rest:
            return top
        return self._blocks(Section("", rest), Column(EDGE, inner), top) + 8 * POINT

    def _middle(self, chapters: list[Section], inner: float, top: float) -> float:
        """The steps beside the quotes."""
        wide = inner * 0.55
        columns = (Column(EDGE, wide), Column(EDGE + wide + GUTTER, inner - wide - GUTTER))
        low = top
        for at, (section, column) in enumerate(zip(chapters, columns, strict=False)):
            y = self._words(section.heading, _HEAD, column, top, role="H2", mark=True) + 6 * POINT
            y = self._steps(section, column, y) if at == 0 else self._blocks(section, column, y)
            low = max(low, y)
        return low + 14 * POINT

    def _steps(self, section: Section, column: Column, y: float) -> float:
        """Each paragraph of ours is a numbered step; what else stands there follows."""
        steps = [p for b in section.blocks if isinstance(b, Words) for p in b.text.split("\n\n") if p.strip()]
        rest = tuple(b for b in section.blocks if not isinstance(b, Words))
        if not section.blocks:
            return self._words(NOTHING, replace(_BODY, color=look.SOFT), column, y)
        whole = self.part("L") if steps else 0
        beside = Column(column.x + DOT + 10 * POINT, column.width - DOT - 10 * POINT)
        for at, step in enumerate(steps, 1):
            item = self.part("LI", whole)
            label, body = self.part("Lbl", item), self.part("LBody", item)
            row = len(self.paints)
            end = max(self._words(step.strip(), _BODY, beside, y + 2 * POINT, part=body), y + DOT + 2 * POINT)
            end += 7 * POINT
            self.paints.insert(row, (label, self._dot(at, column, y)))
            if at < len(steps):
                self.paints.insert(row, (DECORATION, self._thread(column, y, end)))
            y = end
        return self._blocks(Section("", rest), column, y) if rest else y

    def _thread(self, column: Column, y: float, end: float) -> Paint:
        x = self._side(column.x, DOT) + DOT / 2 - 0.75 * POINT
        return lambda p, _x, _y: p.fillRect(QRectF(x, y + DOT / 2, 1.5 * POINT, end - y), QColor(look.ACCENT))

    def _dot(self, number: int, column: Column, y: float) -> Paint:
        x = self._side(column.x, DOT)
        laid = lay(
            self.fonts,
            str(number),
            Style(10.5, 650, WHITE, 1.2),
            DOT,
            language=self.document.language,
            middle=True,
        )

        def paint(painter: QPainter, _x: float, _y: float) -> None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.ACCENT))
            painter.drawEllipse(QRectF(x, y, DOT, DOT))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            laid.paint(painter, x, y + (DOT - laid.height) / 2)

        return paint

    def _blocks(self, section: Section, column: Column, y: float) -> float:
        """Words, quotes, gaps and pictures, one under the other; the table of a picture is in the page that goes along."""
        if not section.blocks:
            return self._words(NOTHING, replace(_BODY, color=look.SOFT), column, y)
        before: Block | None = None
        for block in section.blocks:
            if not (isinstance(block, Table) and isinstance(before, Picture)):
                y = self._block(block, column, y)
            before = block
        return y

    def _block(self, block: Block, column: Column, y: float) -> float:
        if isinstance(block, Words):
            for paragraph in block.text.split("\n\n"):
                y = self._words(paragraph, _BODY, column, y) + 4 * POINT
            return y
        if isinstance(block, Quote):
            return self._quote(block, column, y)
        if isinstance(block, Picture):
            return self._picture(block, column, y)
        return self._words(f"{block.title}: {_in_a_line(block)}", _BODY, column, y) + 4 * POINT

    def _quote(self, quote: Quote, column: Column, y: float) -> float:
        if quote.gap:
            soft = replace(_BODY, points=10, color=look.SOFT)
            return self._words(f"[{gap(quote.gap)}]", soft, column, y) + 8 * POINT
        right = look.runs_from_right(quote.text, quote.language) != rtl(self.document.language)
        inner = Column(column.x + (0 if right else 11 * POINT), column.width - 11 * POINT)
        whole = self.part("BlockQuote", language=quote.language)
        at = len(self.paints)
        end = self._words(
            quote.text, look.QUOTE, inner, y, part=self.part("P", whole), language=quote.language
        )
        end = self._words(credit(quote), look.CREDIT, inner, end + 1 * POINT, part=self.part("P", whole))
        x = self._side(column.x + (column.width - 3 * POINT if right else 0), 3 * POINT)
        bar = QRectF(x, y + 2 * POINT, 3 * POINT, end - y - 2 * POINT)
        self.paints.insert(at, (DECORATION, lambda p, _x, _y: p.fillRect(bar, QColor(look.ACCENT))))
        return end + 10 * POINT

    def _picture(self, picture: Picture, column: Column, y: float) -> float:
        drawing = picture.drawing
        if drawing is None:
            return self._words(picture.alt, _BODY, column, y)
        scale = column.width / drawing.width
        x = self._side(column.x, column.width)

        def paint(painter: QPainter, _x: float, _y: float) -> None:
            painter.save()
            painter.translate(QPointF(x, y))
            painter.scale(scale, scale)
            paint_drawing(painter, drawing)
            painter.restore()

        self.paints.append((self.part("Figure", alt=picture.alt), paint))
        return y + drawing.height * scale + 8 * POINT

    def _boxes(self, chapters: list[Section], inner: float, top: float) -> float:
        """What changed, what next, questions: side by side on a pale ground, three in a row."""
        pad = 10 * POINT
        while chapters:
            row, chapters = chapters[:3], chapters[3:]
            wide = (inner - (len(row) - 1) * pad) / len(row)
            first, low = len(self.paints), top
            for at, section in enumerate(row):
                column = Column(EDGE + at * (wide + pad) + pad, wide - 2 * pad)
                y = self._words(section.heading, _HEAD, column, top + pad, role="H2", mark=True) + 3 * POINT
                low = max(low, self._blocks(section, column, y))
            low += pad / 2
            words, self.paints = self.paints[first:], self.paints[:first]
            for at in range(len(row)):
                self._fill(EDGE + at * (wide + pad), top, wide, low - top, look.PALE, look.LINE)
            self.paints += words
            top = low + pad
        return top

    def _foot(self, made: Section, inner: float, y: float) -> float:
        """How it was made, and what people agreed to, in small letters."""
        column = Column(EDGE, inner)
        told = [b.text for b in made.blocks if isinstance(b, Words)]
        told += [f"{b.title}: {_in_a_line(b)}." for b in made.blocks if isinstance(b, Table)]
        y = self._words(f"{made.heading}. {' '.join(told)}", look.SMALL, column, y + 2 * POINT)
        return self._words(" ".join(self.document.foot), look.SMALL, column, y + 3 * POINT)


def _lower(paint: Paint, by: float) -> Paint:
    return lambda painter, x, y: paint(painter, x, y + by)


def _in_a_line(table: Table) -> str:
    return "; ".join(": ".join((row[0], " ".join(row[1:]))) for row in table.rows)


def sheet_png(sheet: Sheet, document: Document) -> bytes:
    """The same page as a picture of 200 dots to an inch, its title and all its words inside for readers."""
    scale = DPI / 72 / POINT
    image = QImage(round(sheet.page[0] * scale), round(sheet.page[1] * scale), QImage.Format.Format_RGB32)
    image.fill(QColor(WHITE))
    image.setText("Title", document.title)
    image.setText("Description", document_text(document))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    for _, paint in sheet.paints:
        paint(painter, 0, 0)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())
