"""A page to hand over: the card, the list of whom was told, somebody's own story. Printed, or saved as PDF; large print; either direction.

The words are laid out once and painted page by page, so that paper and PDF are the same. Practice leaves its mark on every page.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPagedPaintDevice,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.theme import theme

Role = Literal["title", "code", "body", "small"]
_POINTS: Final[dict[Role, tuple[float, int]]] = {
    "title": (18.0, 650),
    "code": (34.0, 650),
    "body": (12.5, 400),
    "small": (10.5, 400),
}
LARGE: Final = 1.65
"""How much larger large print is: 12.5 points become more than 20 (the RNIB asks for 16 at least)."""
_DPI: Final = 300
_MARGIN_MM: Final = 18.0


@dataclass(frozen=True)
class Paper:
    """What stands on a page: `lines` of words with their role. `rtl` for a language that is read from the right; `practice` marks it."""

    title: str
    lines: tuple[tuple[Role, str], ...]
    rtl: bool = False
    practice: bool = False
    large: bool = False


@contextmanager
def begin_pdf(
    folder: Path, name: str, title: str, size: QPageSize.PageSizeId, dpi: int
) -> Iterator[tuple[Path, QPdfWriter, QPainter]]:
    """A PDF of that page size, with no margin, to be painted on: (path, writer, painter), under a name that is free in the folder.

    UserError FOLDER_REFUSED when nothing may be written there.
    """
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        raise UserError("FOLDER_REFUSED", folder=str(folder))
    path = free_path(folder, name)
    writer = QPdfWriter(str(path))
    writer.setTitle(title)
    writer.setCreator("LDP Stories")
    writer.setResolution(dpi)
    writer.setPageSize(QPageSize(size))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter()
    if not painter.begin(writer):
        raise UserError("FOLDER_REFUSED", folder=str(folder))
    try:
        yield path, writer, painter
    finally:
        painter.end()


def save_pdf(paper: Paper, folder: Path, name: str) -> Path:
    """Save as PDF in a folder, under a name that is free there. UserError FOLDER_REFUSED."""
    with begin_pdf(folder, name, paper.title, QPageSize.PageSizeId.A4, _DPI) as (path, writer, painter):
        _paint(paper, writer, painter)
    return path


def print_paper(paper: Paper, parent: QWidget | None = None) -> bool:
    """Ask for a printer and print; False when the person leaves it or nothing could be printed."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(paper.title)
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    painter = QPainter()
    if not painter.begin(printer):
        return False
    _paint(paper, printer, painter)
    painter.end()
    return True


Printing = Callable[[Paper, QWidget | None], bool]
"""What prints a page; tests put their own in."""


def free_path(folder: Path, name: str) -> Path:
    """Where a PDF of that name may go without taking another's place."""
    path, number = folder / f"{name}.pdf", 2
    while path.exists():
        path, number = folder / f"{name} {number}.pdf", number + 1
    return path


def letters() -> QFont:
    """The letters of the screen without their figures of equal width, which would lose their meaning in a PDF (no one could copy a code)."""
    font = QFont(theme().font("body").families())
    for feature in ("calt", "tnum"):
        font.setFeature(QFont.Tag(feature), 0)
    return font


def document_of(paper: Paper) -> QTextDocument:
    """The words laid out, each line in its role, read in its own direction."""
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(letters())
    option = QTextOption()
    side = Qt.LayoutDirection.RightToLeft if paper.rtl else Qt.LayoutDirection.LeftToRight
    option.setTextDirection(side)
    document.setDefaultTextOption(option)
    cursor = QTextCursor(document)
    for at, (role, words) in enumerate(paper.lines):
        points, weight = _POINTS[role]
        font = letters()
        font.setPointSizeF(points * (LARGE if paper.large else 1.0))
        font.setWeight(QFont.Weight(weight))
        look, block = QTextCharFormat(), QTextBlockFormat()
        look.setFont(font)
        look.setForeground(QColor("black"))
        block.setBottomMargin(points * 0.7)
        block.setLineHeight(145.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if role == "code":  # a code reads from the left in every language
            block.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            block.setAlignment(Qt.AlignmentFlag.AlignRight if paper.rtl else Qt.AlignmentFlag.AlignLeft)
        if at:
            cursor.insertBlock(block, look)
        else:
            cursor.setBlockFormat(block)
        cursor.insertText(words, look)
    return document


def _paint(paper: Paper, device: QPagedPaintDevice, painter: QPainter) -> None:
    """Page by page; points of a screen become points of the paper."""
    document = document_of(paper)
    document.documentLayout().setPaintDevice(device)
    margin = _MARGIN_MM / 25.4 * device.logicalDpiX()
    inner = QSizeF(device.width() - 2 * margin, device.height() - 2 * margin)
    document.setDocumentMargin(0)
    document.setPageSize(inner)
    for page in range(document.pageCount()):
        if page:
            device.newPage()
        if paper.practice:
            _mark(painter, device)
        painter.save()
        painter.translate(margin, margin - page * inner.height())
        document.drawContents(painter, QRectF(0, page * inner.height(), inner.width(), inner.height()))
        painter.restore()


def _mark(painter: QPainter, device: QPagedPaintDevice) -> None:
    """ "Practice. Nothing real." across the page, pale enough to read over."""
    painter.save()
    font = letters()
    font.setPointSizeF(44.0)
    painter.setFont(font)
    painter.setPen(QColor(0, 0, 0, 38))
    painter.translate(device.width() / 2, device.height() / 2)
    painter.rotate(-32)
    wide, high = device.width(), device.height() / 8
    painter.drawText(
        QRectF(-wide / 2, -high / 2, wide, high), Qt.AlignmentFlag.AlignCenter, tr("Practice. Nothing real.")
    )
    painter.restore()
