"""Who paints: reports knows no window, so what puts words and drawings on paper is handed in by whoever has one."""

from dataclasses import dataclass
from typing import Protocol

from ldp_stories.reports.document import Document
from ldp_stories.reports.drawing import Drawing


@dataclass(frozen=True, slots=True)
class SheetMade:
    """One page, painted twice: as PDF with its tags, and as PNG with the same words in it for readers."""

    pdf: bytes
    png: bytes


class Press(Protocol):
    """Paints documents and drawings. Everything is made in memory: no plain copy of anything lies in a temporary folder."""

    def pdf(self, document: Document) -> bytes:
        """A document as PDF, with its headings, language and the words of its pictures."""

    def sheet(self, document: Document) -> SheetMade:
        """An area sheet on one page. UserError SHEET_TOO_LONG when its words do not fit there."""

    def png(self, drawing: Drawing) -> bytes:
        """A drawing as PNG."""
