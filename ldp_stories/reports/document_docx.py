"""A document as a Word file. The body is written as XML at once: ten thousand quotes through the library's own calls would take minutes.

Styles come from the library's template. The file names no author, no program of this laptop and no path.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from html import escape
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ldp_stories.reports.document import NOTHING, Block, Document, Picture, Quote, Table, Words, checked
from ldp_stories.reports.document_text import credit
from ldp_stories.reports.docx_look import (
    BESIDE_FROM_THE_RIGHT,
    FOOT_LINE,
    TABLE_LINES,
    W,
    picture_xml,
    set_look,
)
from ldp_stories.reports.drawing import Drawing
from ldp_stories.reports.tables import BEFORE_TIME
from ldp_stories.reports.wording import gap, month, own_direction, own_language

_BAD: Final = {*range(0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)} - {0x9, 0xA}
_CLEAN: Final = dict.fromkeys(_BAD, "\ufffd")


def document_docx(document: Document, png: Callable[[Drawing], bytes] | None = None) -> bytes:
    """The bytes of the file; the same each time for the same document, because no hour and minute is told in it.

    Pictures go in as `png` paints them, with the words that say the same; without it those words alone.
    """
    import docx  # late: it takes a quarter of a second
    from lxml import etree

    checked(document)
    made: Any = docx.Document()
    set_look(made, document.language)
    _nobody(made.core_properties, document)
    body = made.element.body
    last = body.sectPr
    for child in list(body):
        if child is not last:
            body.remove(child)
    xml = f'<w:body xmlns:w="{W}">{"".join(_Writer(made, document, png).all())}</w:body>'
    for child in list(etree.fromstring(xml.encode())):
        last.addprevious(child)
    out = BytesIO()
    made.save(out)
    return timeless(out.getvalue())


def timeless(archive: bytes) -> bytes:
    """The same archive with no times in it: the second in which a file was made is nobody's business, and a neighbour's clue."""
    again = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(again, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            plain = ZipInfo(name, BEFORE_TIME)
            plain.compress_type, plain.create_system = ZIP_DEFLATED, 3
            plain.external_attr = 0o100644 << 16
            new.writestr(plain, old.read(name))
    return again.getvalue()


def _nobody(properties: Any, document: Document) -> None:
    for name in ("author", "last_modified_by", "comments", "category", "keywords", "subject"):
        setattr(properties, name, "")
    properties.title = document.title.translate(_CLEAN)
    properties.created = properties.modified = datetime.fromisoformat(f"{document.made_on}T00:00:00")
    properties.revision = 1


class _Writer:
    """Writes the paragraphs of one document; pictures are put into the file as they come."""

    def __init__(self, made: Any, document: Document, png: Callable[[Drawing], bytes] | None) -> None:
        self._made, self._document, self._png = made, document, png
        self._pictures = 0

    def all(self) -> Iterator[str]:
        """Every paragraph and table, in order."""
        document = self._document
        if document.practice:
            yield _paragraph("Practice. Nothing real.", "IntenseQuote")
        yield _paragraph(document.title, "Title")
        made = f"{document.programme}. Made in {month(document.made_on)}."
        if document.gaps:
            made += f" {document.gaps} left out by consent, with the reason in its place."
        yield _paragraph(made, "Subtitle")
        if document.lead:
            yield _paragraph(document.lead)
        for section in document.sections:
            yield _paragraph(section.heading, "Heading1")
            parts = [part for block in section.blocks for part in self._block(block)]
            yield from parts or [_paragraph(NOTHING)]
        for at, line in enumerate(document.foot):
            yield _paragraph(line, "Caption", apart=not at)

    def _block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Words):
            yield from (_paragraph(part) for part in block.text.split("\n\n"))
        elif isinstance(block, Quote):
            if block.gap:
                yield _paragraph(f"[{gap(block.gap)}]", "IntenseQuote")
            else:
                yield _paragraph(block.text, "Quote", language=block.language)
                beside = f" {block.silent}" if block.silent else f" Sound: {block.clip}" if block.clip else ""
                yield _paragraph(credit(block) + beside, "Caption")
        elif isinstance(block, Picture):
            yield self._picture(block)
        else:
            yield from _table(block)

    def _picture(self, picture: Picture) -> str:
        if self._png is None or picture.drawing is None:
            return _paragraph(picture.alt)
        self._pictures += 1
        png = self._png(picture.drawing)
        return picture_xml(self._made, png, self._pictures, picture.drawing.title, picture.alt)


def _paragraph(
    text: str,
    style: str = "",
    *,
    language: str = "",
    bold: bool = False,
    keep: bool = False,
    apart: bool = False,
    close: bool = False,
) -> str:
    """A paragraph; `keep` with the next one, `apart` from the one before, `close` as in a table."""
    rtl = own_direction(text, language) == "rtl"
    marks = f'<w:pStyle w:val="{style}"/>' if style else ""
    marks += "<w:keepNext/>" if keep else ""
    marks += BESIDE_FROM_THE_RIGHT if rtl and style == "Quote" else FOOT_LINE if apart else ""
    marks += "<w:bidi/>" if rtl else ""
    marks += '<w:spacing w:before="480"/>' if apart else ""
    marks += '<w:spacing w:before="40" w:after="40"/>' if close else ""
    look = ("<w:b/>" if bold else "") + ("<w:rtl/>" if rtl else "")
    if language and own_language(text, language) == language:
        said = escape(language)
        look += f'<w:lang w:val="{said}" w:bidi="{said}"/>'
    runs = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>'
        for line in text.translate(_CLEAN).split("\n")
    )
    return f"<w:p><w:pPr>{marks}</w:pPr><w:r><w:rPr>{look}</w:rPr>{runs}</w:r></w:p>"


def _table(table: Table) -> Iterator[str]:
    yield _paragraph(table.title, "Caption", keep=True, bold=True)
    rows = "".join(_row(row, head=i == 0) for i, row in enumerate([table.head, *table.rows]))
    columns = "<w:gridCol/>" * len(table.head)
    look = '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
    look += TABLE_LINES
    look += f'<w:tblCaption w:val="{escape(table.title.translate(_CLEAN))}"/></w:tblPr>'
    yield f"<w:tbl>{look}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    yield _paragraph("")


def _row(cells: tuple[str, ...], *, head: bool) -> str:
    mark = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>"
    return f"<w:tr>{mark}{''.join(f'<w:tc>{_paragraph(c, bold=head, close=True, keep=head)}</w:tc>' for c in cells)}</w:tr>"
