"""A press for tests without a window: it writes down what it was asked to paint."""

import struct
import zlib
from dataclasses import dataclass, field

from ldp_stories.errors import UserError
from ldp_stories.reports.document import Document
from ldp_stories.reports.document_text import document_text
from ldp_stories.reports.drawing import Drawing
from ldp_stories.reports.press import SheetMade


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\0\0" * 2))
    + _chunk(b"IEND", b"")
)


@dataclass
class PaperPress:
    """What a press would paint, as plain text; `too_long` refuses every sheet, `broken` everything."""

    too_long: bool = False
    broken: bool = False
    drawings: list[Drawing] = field(default_factory=list)

    def pdf(self, document: Document) -> bytes:
        """The words."""
        if self.broken:
            raise UserError("NO_ROOM")
        return b"%PDF-" + document_text(document).encode()

    def sheet(self, document: Document) -> SheetMade:
        """The words, twice."""
        if self.too_long:
            raise UserError("SHEET_TOO_LONG")
        return SheetMade(self.pdf(document), PNG)

    def png(self, drawing: Drawing) -> bytes:
        """A small grey square."""
        self.drawings.append(drawing)
        return PNG
