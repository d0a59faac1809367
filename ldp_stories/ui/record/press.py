"""The press: documents as PDF with tags, area sheets as PDF and PNG, drawings as PNG. In memory, in any thread, with or without a window."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from ldp_stories.errors import UserError
from ldp_stories.reports.document import Document, checked
from ldp_stories.reports.drawing import Drawing
from ldp_stories.reports.pdf_tags import END, NOTHING, About, mark_at, tagged
from ldp_stories.reports.press import SheetMade
from ldp_stories.ui.record import press_text as look
from ldp_stories.ui.record.press_flow import Flow, Piece
from ldp_stories.ui.record.press_sheet import Sheet, sheet_png
from ldp_stories.ui.record.press_text import POINT, Fonts, lay
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.drawn import png as drawing_png
from ldp_stories.ui.widgets.theme import theme

PAGE: Final = (595 * POINT, 842 * POINT)
"""A4."""
MARGIN: Final = 54 * POINT
FOOT: Final = 26 * POINT


class QtPress:
    """Made in the window's thread, used in any. `reports.press.Press` says what it does."""

    def __init__(self) -> None:
        self.fonts = Fonts()
        self.app: object = None

    def pdf(self, document: Document) -> bytes:
        """A document as PDF, page by page."""
        checked(document)
        flow = Flow(document, PAGE[0] - 2 * MARGIN, self.fonts)
        pages = list(_pages(flow.pieces, PAGE[1] - 2 * MARGIN - FOOT))

        def paint(painter: QPainter, writer: QPdfWriter) -> None:
            for at, page in enumerate(pages):
                if at:
                    writer.newPage()
                for piece, y in page:
                    for number, draw in piece.paints:
                        put_mark(painter, number)
                        draw(painter, MARGIN, MARGIN + y)
                put_mark(painter, NOTHING)
                self._foot(painter, document, at + 1, len(pages))
                put_mark(painter, END)

        return tagged(
            paint_pdf(document.title, paint),
            flow.elements,
            About(document.title, document.language, document.made_on),
        )

    def sheet(self, document: Document) -> SheetMade:
        """An area sheet on one page. UserError SHEET_TOO_LONG."""
        made = next((s for s in Sheet.sizes(checked(document), self.fonts, PAGE) if s.fits), None)
        if made is None:
            raise UserError("SHEET_TOO_LONG")

        def paint(painter: QPainter, _: QPdfWriter) -> None:
            for number, draw in made.paints:
                put_mark(painter, number)
                draw(painter, 0, 0)
            put_mark(painter, END)

        about = About(document.title, document.language, document.made_on)
        pdf = tagged(paint_pdf(document.title, paint), made.elements, about)
        return SheetMade(pdf, sheet_png(made, document))

    def png(self, drawing: Drawing) -> bytes:
        """A drawing as PNG, its words inside."""
        return drawing_png(drawing)

    def _foot(self, painter: QPainter, document: Document, page: int, of: int) -> None:
        wide = PAGE[0] - 2 * MARGIN
        practice = f"{tr('Practice. Nothing real.')}  " if document.practice else ""
        y = PAGE[1] - MARGIN - FOOT / 3
        painter.fillRect(QRectF(MARGIN, y - 4 * POINT, wide, 0.5 * POINT), QColor(look.LINE))
        number = f"{practice}{document.title}  {page} / {of}"
        lay(self.fonts, number, look.CREDIT, wide, language=document.language).painter_of(0)(
            painter, MARGIN, y
        )


def put_mark(painter: QPainter, number: int) -> None:
    """The mark in front of a part, far outside the page."""
    x, y = mark_at(number)
    painter.fillRect(QRectF(x, y, 1, 1), QColor(0, 0, 0))


def paint_pdf(title: str, paint: object) -> bytes:
    """What `paint(painter, writer)` paints, on A4."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("")
    writer.setResolution(round(72 * POINT))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    try:
        paint(painter, writer)  # type: ignore[operator]
    finally:
        painter.end()
    buffer.close()
    return bytes(data.data())


def _pages(pieces: Sequence[Piece], height: float) -> Iterator[list[tuple[Piece, float]]]:
    """Which pieces stand on which page, and how far down."""
    page: list[tuple[Piece, float]] = []
    y = 0.0
    for group in _groups(pieces, height):
        need = sum(p.height + p.above for p in group)
        if page and y + need > height:
            yield page
            page, y = [], 0.0
            if group[0].head is not None:
                page.append((group[0].head, 0.0))
                y = group[0].head.height
        for piece in group:
            y += piece.above if page else 0.0
            page.append((piece, y))
            y += piece.height
    if page:
        yield page


def _groups(pieces: Sequence[Piece], height: float) -> Iterator[list[Piece]]:
    """Pieces that stay together, no more than a page of them."""
    group: list[Piece] = []
    tall = 0.0
    for piece in pieces:
        if group and tall + piece.height + piece.above > height:
            yield group
            group, tall = [], 0.0
        group.append(piece)
        tall += piece.height + piece.above
        if not piece.keep:
            yield group
            group, tall = [], 0.0
    if group:
        yield group


def press_without_window() -> QtPress:
    """The press for a terminal: an application without a screen, unless there is one already."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(["ldp-stories"])
    if isinstance(app, QApplication):
        theme().apply(app)
    press = QtPress()
    press.app = app
    return press
