""" "You said, we did" on paper: the poster as PDF in large print on A3 (it prints on A4 too), and a slip for each researcher.

The poster is drawn card by card; a card is never cut by the end of a page. Nobody is named on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from ldp_stories.domain.feedback import Feedback
from ldp_stories.services.feed_back import Heard, Poster, Slip
from ldp_stories.ui.coordinator.feedback_form import may_tell_lines
from ldp_stories.ui.record.paper import Paper, Role, begin_pdf, letters, save_pdf
from ldp_stories.ui.record.place_options import long
from ldp_stories.ui.text import apart, tr
from ldp_stories.ui.widgets.paint import reads_rtl

NAME: Final = "you-said-we-did"
INK, DEEP, SOFT, AMBER, CREAM = "#23201c", "#0e5a6b", "#dcebee", "#faecca", "#7a4a00"
_DPI: Final = 150
_MM: Final = _DPI / 25.4
_EDGE: Final = 20 * _MM
_PAD: Final = 9 * _MM
_GAP: Final = 8 * _MM
_HEAD: Final = 62 * _MM
_FOOT: Final = 20 * _MM


@dataclass(frozen=True)
class _Words:
    """Words laid out in a width: read in their own direction, as high as they need."""

    document: QTextDocument

    @property
    def high(self) -> float:
        return self.document.size().height()

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        painter.save()
        painter.translate(QPointF(x, y))
        self.document.drawContents(painter)
        painter.restore()


def _lay(painter: QPainter, text: str, points: float, weight: int, color: str, width: float) -> _Words:
    font, look, block = letters(), QTextCharFormat(), QTextBlockFormat()
    font.setPointSizeF(points)
    font.setWeight(QFont.Weight(weight))
    look.setFont(font)
    look.setForeground(QColor(color))
    block.setLineHeight(128.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    document, option = QTextDocument(), QTextOption()
    own = reads_rtl(text, default=False)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if own else Qt.LayoutDirection.LeftToRight)
    document.setDocumentMargin(0)
    document.setDefaultTextOption(option)
    device = painter.device()
    document.documentLayout().setPaintDevice(device)
    document.setTextWidth(width)
    cursor = QTextCursor(document)
    cursor.setBlockFormat(block)
    cursor.insertText(text, look)
    return _Words(document)


class _Page:
    """The sheets of the poster, one after the other, and how far down the present one is filled."""

    def __init__(self, writer: QPdfWriter, painter: QPainter, poster: Poster) -> None:
        self.writer, self.painter, self.poster = writer, painter, poster
        self.size = QSizeF(writer.width(), writer.height())
        self.inner = self.size.width() - 2 * _EDGE
        self.top = 0.0
        self.sheets = 0
        self.begin()

    def begin(self) -> None:
        """A new sheet: the first has the heading, the others begin at once."""
        if self.sheets:
            self.writer.newPage()
        self.sheets += 1
        self.top = _EDGE
        if self.sheets == 1:
            self._head()
        self._foot()

    def room(self, high: float) -> None:
        """Make sure that so much fits; else a new sheet."""
        bottom = self.size.height() - _EDGE - _FOOT
        if self.top + high > bottom and self.top > _EDGE:
            self.begin()

    def _head(self) -> None:
        painter, wide = self.painter, self.size.width()
        painter.fillRect(QRectF(0, 0, wide, _HEAD), QColor(DEEP))
        title = self.words(tr("You said, we did"), 46, 700, "#ffffff", self.inner)
        title.draw(painter, _EDGE, 14 * _MM)
        line = f"{apart(self.poster.programme)}, {long(self.poster.made_on)}"
        self.words(line, 18, 500, "#ffffff", self.inner).draw(painter, _EDGE, 14 * _MM + title.high + 2 * _MM)
        self.top = _HEAD + 12 * _MM

    def _foot(self) -> None:
        thanks = tr("Thank you to everybody who told us.")
        if self.poster.contact:
            thanks = f"{thanks} {tr('Tell us what you think: {contact}', contact=self.poster.contact)}"
        if self.poster.practice:
            thanks = f"{thanks} {tr('Practice. Nothing real.')}"
        words = self.words(thanks, 13, 500, INK, self.inner)
        words.draw(self.painter, _EDGE, self.size.height() - _EDGE - words.high)

    def words(self, text: str, points: float, weight: int, color: str, width: float) -> _Words:
        """Words laid out for this paper."""
        return _lay(self.painter, text, points, weight, color, width)

    def heading(self, text: str) -> None:
        """The heading of a part."""
        words = self.words(text, 24, 650, INK, self.inner)
        self.room(words.high + 48 * _MM)
        words.draw(self.painter, _EDGE, self.top)
        self.top += words.high + 5 * _MM

    def card(self, heard: str, became: str, label: str, fill: str, ink: str) -> None:
        """One entry: what was said, large; under it what became of it."""
        width = self.inner - 2 * _PAD
        quote = self.words(f"\u201c{heard}\u201d", 27, 600, INK, width)
        small = self.words(label, 16, 700, ink, width)
        answer = self.words(became, 21, 400, INK, width)
        high = _PAD * 2 + quote.high + 4 * _MM + small.high + 1 * _MM + answer.high
        self.room(high)
        path = QPainterPath()
        path.addRoundedRect(QRectF(_EDGE, self.top, self.inner, high), 5 * _MM, 5 * _MM)
        self.painter.fillPath(path, QColor(fill))
        y = self.top + _PAD
        for words, gap in ((quote, 4 * _MM), (small, 1 * _MM), (answer, 0.0)):
            words.draw(self.painter, _EDGE + _PAD, y)
            y += words.high + gap
        self.top += high + _GAP


def save_poster(poster: Poster, folder: Path) -> Path:
    """The poster as PDF, under a name that is free in the folder. UserError FOLDER_REFUSED."""
    title = f"{tr('You said, we did')}, {poster.programme}"
    with begin_pdf(folder, f"{NAME}-poster", title, QPageSize.PageSizeId.A3, _DPI) as (path, writer, painter):
        page = _Page(writer, painter, poster)
        for entry in poster.done:
            page.card(entry.heard, entry.did, tr("We did"), SOFT, DEEP)
        if poster.not_done:
            page.heading(tr("What we could not do, and why"))
        for entry in poster.not_done:
            page.card(entry.heard, entry.did, tr("Not done, because"), AMBER, CREAM)
        if not poster.done and not poster.not_done:
            page.heading(tr("Nothing recorded yet."))
    return path


def save_slips(slips: Iterable[Slip], poster: Poster, folder: Path) -> tuple[Path, ...]:
    """A page for each researcher, to read out or to hand on. UserError FOLDER_REFUSED."""
    return tuple(
        save_pdf(slip_paper(slip, poster), folder, f"{NAME}-{number}")
        for number, slip in enumerate(slips, start=1)
    )


def slip_paper(slip: Slip, poster: Poster) -> Paper:
    """What stands on one researcher's slip."""
    lines: list[tuple[Role, str]] = [
        ("title", tr("You said, we did")),
        ("small", f"{apart(slip.researcher)}. {apart(poster.programme)}, {long(poster.made_on)}"),
    ]
    for entry, stories in slip.entries:
        lines += _entry(entry, stories)
    lines.append(("small", tr("Thank you. These came from stories that you listened to.")))
    return Paper(tr("You said, we did"), tuple(lines), practice=poster.practice)


def _entry(entry: Feedback, stories: tuple[Heard, ...]) -> Iterator[tuple[Role, str]]:
    yield "body", f"\u201c{entry.heard}\u201d"
    yield "body", f"{tr('We did') if entry.done else tr('Not done, because')}: {entry.did}"
    named = ", ".join(s.title for s in stories if s.title)
    if named:
        yield "small", tr("From: {titles}", titles=named)
    yield from (("small", line) for line in may_tell_lines(stories))
    if entry.back_to:
        yield "small", tr("How the tellers hear of it: {words}", words=entry.back_to)
