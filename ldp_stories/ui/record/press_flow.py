"""A document as pieces that go down pages: each piece is never cut, a heading stays with what follows, a table says its head again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ldp_stories.reports.document import NOTHING, Block, Document, Picture, Quote, Section, Table, Words
from ldp_stories.reports.document_text import credit
from ldp_stories.reports.pdf_tags import NOTHING as DECORATION
from ldp_stories.reports.pdf_tags import Element
from ldp_stories.reports.wording import gap, month
from ldp_stories.ui.record import press_text as look
from ldp_stories.ui.record.press_text import POINT, Fonts, Laid, Paint, Style, lay, rtl
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.drawn import paint as paint_drawing

INDENT = 14 * POINT
PAD = 8 * POINT


@dataclass(frozen=True)
class Piece:
    """What is never cut: its height, the space above it, and what it paints, each with the number of its part.

    `keep`: stays on the page of the next piece. `head`: painted again where a page begins with this piece.
    """

    height: float
    paints: tuple[tuple[int, Paint], ...]
    above: float = 0.0
    keep: bool = False
    head: Piece | None = None


class Flow:
    """The pieces of a document for a width, and the parts they belong to."""

    def __init__(self, document: Document, width: float, fonts: Fonts) -> None:
        self.document, self.width, self.fonts = document, width, fonts
        self.elements: list[Element] = []
        self.pieces: list[Piece] = []
        self._begin()
        for section in document.sections:
            self._section(section)
        for at, line in enumerate(document.foot):
            self.words(line, look.SMALL, above=22 if at == 0 else 4)

    def _begin(self) -> None:
        document = self.document
        if document.practice:
            self.words(tr("Practice. Nothing real."), look.CAPTION)
        self.words(document.title, look.TITLE, role="H1", above=6, mark=True)
        made = f"{document.programme}. Made in {month(document.made_on)}."
        if document.gaps:
            made += f" {document.gaps} left out by consent, with the reason in its place."
        self.words(made, look.SMALL, above=4)
        if document.lead:
            self.words(document.lead, replace(look.BODY, points=12.5), above=8)

    def part(self, role: str, parent: int = 0, **more: str) -> int:
        """A new part; its number."""
        self.elements.append(Element(role, parent, **more))
        return len(self.elements)

    def words(
        self,
        words: str,
        style: Style,
        *,
        role: str = "P",
        above: float = 0,
        keep: bool = False,
        mark: bool = False,
    ) -> None:
        """Words of ours, line by line; a heading stays with the line that follows."""
        number = self.part(role, bookmark=words if mark else "")
        laid = lay(self.fonts, words, style, self.width, language=self.document.language)
        for at in range(laid.lines):
            self.pieces.append(
                Piece(
                    laid.step,
                    ((number, self._line(laid, at)),),
                    above * POINT if at == 0 else 0,
                    keep or mark or (at == 0 and laid.lines > 1),
                )
            )

    def _line(self, laid: Laid, at: int, inset: float = 0) -> Paint:
        paint = laid.painter_of(at)
        return lambda painter, x, y: paint(painter, x + inset, y)

    def _section(self, section: Section) -> None:
        self.words(section.heading, look.HEADING, role="H2", above=20, mark=True)
        for block in section.blocks:
            self._block(block)
        if not section.blocks:
            self.words(NOTHING, replace(look.BODY, color=look.SOFT), above=4)

    def _block(self, block: Block) -> None:
        if isinstance(block, Words):
            for at, paragraph in enumerate(block.text.split("\n\n")):
                self.words(paragraph, look.BODY, above=5 if at == 0 else 7)
        elif isinstance(block, Quote):
            if block.gap:
                self._gap(gap(block.gap))
            else:
                self._quote(block)
        elif isinstance(block, Picture):
            self._picture(block)
        else:
            self._table(block)

    def _quote(self, quote: Quote) -> None:
        right = look.runs_from_right(quote.text, quote.language)
        whole = self.part("BlockQuote", language=quote.language)
        said, who = self.part("P", whole), self.part("P", whole)
        inset = 0.0 if right else INDENT
        laid = lay(self.fonts, quote.text, look.QUOTE, self.width - INDENT, language=quote.language)
        beside = f" {quote.silent}" if quote.silent else f" Sound: {quote.clip}" if quote.clip else ""
        name = lay(
            self.fonts,
            credit(quote) + beside,
            look.CREDIT,
            self.width - INDENT,
            language=self.document.language,
        )
        lines = [(said, laid, at) for at in range(laid.lines)] + [(who, name, at) for at in range(name.lines)]
        for at, (number, of, line) in enumerate(lines):
            bar = self._bar(of.step, right)
            near_end = of is laid and line == laid.lines - 1
            self.pieces.append(
                Piece(
                    of.step,
                    ((DECORATION, bar), (number, self._line(of, line, inset))),
                    12 * POINT if at == 0 else 0,
                    (at == 0 and len(lines) > 1) or near_end or (of is name and line < name.lines - 1),
                )
            )

    def _bar(self, height: float, right: bool) -> Paint:
        def paint(painter: QPainter, x: float, y: float) -> None:
            at = x + self.width - 3 * POINT if right else x
            painter.fillRect(QRectF(at, y, 3 * POINT, height + 1), QColor(look.ACCENT))

        return paint

    def _gap(self, why: str) -> None:
        laid = lay(
            self.fonts,
            why,
            replace(look.BODY, color=look.SOFT),
            self.width - 2 * PAD,
            language=self.document.language,
        )
        height = laid.height + 2 * PAD

        def frame(painter: QPainter, x: float, y: float) -> None:
            painter.setPen(QPen(QColor(look.LINE), POINT, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(x, y, self.width, height))

        number = self.part("P")
        self.pieces.append(
            Piece(
                height,
                ((DECORATION, frame), (number, lambda p, x, y: laid.paint(p, x + PAD, y + PAD))),
                12 * POINT,
            )
        )

    def _picture(self, picture: Picture) -> None:
        drawing = picture.drawing
        if drawing is None:
            self.words(picture.alt, look.BODY, above=8)
            return
        scale = min(self.width / drawing.width, 0.62 * POINT * 1.2)
        number = self.part("Figure", alt=picture.alt)

        def paint(painter: QPainter, x: float, y: float) -> None:
            painter.save()
            painter.translate(QPointF(x, y))
            painter.scale(scale, scale)
            paint_drawing(painter, drawing)
            painter.restore()

        self.pieces.append(Piece(drawing.height * scale, ((number, paint),), 14 * POINT))

    def _table(self, table: Table) -> None:
        self.words(table.title, look.CAPTION, above=12, keep=True)
        whole = self.part("Table")
        wide = _widths(table, self.width)
        head = self._row(whole, table.head, wide, "TH", look.HEAD)
        again = replace(head, paints=tuple((DECORATION, paint) for _, paint in head.paints))
        self.pieces.append(replace(head, keep=True, above=4 * POINT))
        for cells in table.rows:
            self.pieces.append(replace(self._row(whole, cells, wide, "TD", look.CELL), head=again))

    def _row(
        self, table: int, cells: Iterable[str], wide: tuple[float, ...], role: str, style: Style
    ) -> Piece:
        row = self.part("TR", table)
        laid = [
            lay(self.fonts, words, style, width - PAD, language=self.document.language)
            for words, width in zip(cells, wide, strict=True)
        ]
        height = max((one.height for one in laid), default=0) + PAD
        right = rtl(self.document.language)
        paints: list[tuple[int, Paint]] = [(DECORATION, self._rule(height, heavy=role == "TH"))]
        before = 0.0
        for one, width in zip(laid, wide, strict=True):
            left = self.width - before - width + PAD if right else before
            number = self.part(role, row)
            paints.append((number, self._cell(one, left)))
            before += width
        return Piece(height, tuple(paints))

    def _cell(self, laid: Laid, left: float) -> Paint:
        return lambda painter, x, y: laid.paint(painter, x + left, y + PAD / 2)

    def _rule(self, height: float, *, heavy: bool) -> Paint:
        def paint(painter: QPainter, x: float, y: float) -> None:
            thick = (1.0 if heavy else 0.5) * POINT
            color = look.INK if heavy else look.LINE
            painter.fillRect(QRectF(x, y + height - thick, self.width, thick), QColor(color))

        return paint


def _widths(table: Table, width: float) -> tuple[float, ...]:
    """The width of each column, by how much stands in it; none narrower than a tenth."""
    columns = len(table.head)
    letters = [
        max(6, min(60, max((len(row[at]) for row in (table.head, *table.rows)), default=6)))
        for at in range(columns)
    ]
    least = min(width / columns, width / 10)
    free = width - least * columns
    return tuple(least + free * n / sum(letters) for n in letters)
