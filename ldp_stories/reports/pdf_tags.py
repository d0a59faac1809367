"""Make a painted PDF readable by a screen reader: what each part is, in which order and language, what pictures say, and headings to jump to.

The window's PDF writer paints but knows no headings. So whoever paints puts a tiny mark in front of each part (`mark_at`), and here the
marks become the tags of the format (ISO 32000-1, 14.7 and 14.8). The facts about the file are written anew: a title, a day, and nobody's name.

A file that meets ISO 14289-1 (PDF/UA-1) says so. It does when it has a title, each picture has words, headings go down step by step, and every
letter is one that the file's own fonts have; where one of these is missing nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter
    from pypdf.generic import IndirectObject

MARK_X: Final = -70_000
NOTHING: Final = 0
"""The number of what is only decoration: bars, page numbers."""
END: Final = 999_999
"""The number of the mark that stands last on each page."""
_MARK: Final = re.compile(rb"-70000 -(\d+) 1 1 re\nf\n")
_SHOWN: Final = re.compile(rb"<([0-9A-Fa-f]+)>")
_ARRAY: Final = re.compile(rb"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Element:
    """One part of the document: its role in the format (H1, P, Table ...), the number of the part it stands in (0 = the document itself).

    `alt` says what a picture shows; `language` only where it is another than the document's; `bookmark` is the words of a heading.
    """

    role: str
    parent: int = 0
    alt: str = ""
    language: str = ""
    bookmark: str = ""


def mark_at(number: int) -> tuple[int, int]:
    """Where to paint a black square of one by one, far outside the page, in front of part `number` (from 1; NOTHING, END)."""
    return MARK_X, -number - 1


@dataclass(frozen=True, slots=True)
class About:
    """What the file says about itself."""

    title: str
    language: str
    made_on: str


def tagged(pdf: bytes, elements: Sequence[Element], about: About) -> bytes:
    """The same pages with their tags. ValueError when it is not a PDF as the window's writer makes it, or a mark names no part."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    writer = PdfWriter()
    try:
        writer.clone_reader_document_root(PdfReader(BytesIO(pdf), strict=True))
        pages = list(writer.pages)
    except (PyPdfError, KeyError) as error:
        raise ValueError("not a PDF") from error
    tree = _Tree(writer, elements)
    for page in pages:
        tree.tag(page)
        _mend_fonts(page)
    if any(number > len(elements) for number in tree.places):
        raise ValueError("a mark of a part there is none of")
    tree.write()
    for number, element in enumerate(elements, 1):
        if element.bookmark and number in tree.places:
            writer.add_outline_item(title=element.bookmark, page_number=tree.places[number][0][0])
    writer.pdf_header = "%PDF-1.7"
    _describe(writer, about, claim=tree.every_letter and _whole(elements, about))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


class _Tree:
    """The tree of parts, and for each page which part its pieces belong to.

    `places` holds for each part where its pieces stand: (page from 0, number of the piece on that page).
    """

    def __init__(self, writer: PdfWriter, elements: Sequence[Element]) -> None:
        self.writer, self.elements = writer, elements
        self.places: dict[int, list[tuple[int, int]]] = {}
        self.pages: list[PageObject] = []
        self.every_letter = True
        """Whether no letter is painted that its font has not got (an empty box, number 0)."""

    def tag(self, page: PageObject) -> None:
        """Turn a page's marks into tags and learn where its parts stand."""
        from pypdf.generic import NameObject, NumberObject, StreamObject

        content = page.get_contents()
        before = b"" if content is None else content.get_data()
        at, open_, given = len(self.pages), False, 0

        def turned(found: re.Match[bytes]) -> bytes:
            nonlocal open_, given
            number = int(found[1]) - 1
            ended = b"EMC\n" if open_ else b""
            open_ = number != END
            if number in (NOTHING, END):
                return ended + (b"/Artifact BMC\n" if open_ else b"")
            self.places.setdefault(number, []).append((at, given))
            given += 1
            return ended + b"/Span <</MCID %d>> BDC\n" % (given - 1)

        text, marks = _MARK.subn(turned, before)
        if not marks or b"-70000" in text:
            raise ValueError("a page without a mark, or with one that cannot be read")
        self.every_letter = self.every_letter and not any(
            found[1][i : i + 4] == b"0000"
            for found in _SHOWN.finditer(text)
            for i in range(0, len(found[1]), 4)
        )
        stream = StreamObject()
        stream.set_data(text + (b"EMC\n" if open_ else b""))
        page[NameObject("/Contents")] = _added(self.writer, stream.flate_encode())
        page[NameObject("/StructParents")] = NumberObject(at)
        page[NameObject("/Tabs")] = NameObject("/S")
        self.pages.append(page)

    def write(self) -> None:
        """Hang the tree into the document."""
        root = self._new(Type="/StructTreeRoot")
        document = self._new(Type="/StructElem", S="/Document", P=root)
        parts = [self._new(Type="/StructElem", S=f"/{e.role}") for e in self.elements]
        above = [parts[e.parent - 1] if e.parent else document for e in self.elements]
        kids: dict[int, list[Any]] = {}
        for number, (element, part) in enumerate(zip(self.elements, parts, strict=True), 1):
            kids.setdefault(element.parent, []).append(part)
            shown = [_object(Type="/MCR", Pg=self.pages[p], MCID=n) for p, n in self.places.get(number, ())]
            kids[number] = [*shown, *kids.get(number, ())]
        for number, (element, part) in enumerate(zip(self.elements, parts, strict=True), 1):
            _fill(part, P=above[number - 1], K=kids[number], **_more(element))
        _fill(document, K=kids.get(0, []))
        nums = self._new(Nums=list(self._of_pages(parts)))
        _fill(root, K=document, ParentTree=nums, ParentTreeNextKey=len(self.pages))
        _fill(self.writer.root_object, StructTreeRoot=root, MarkInfo=_object(Marked=True))

    def _new(self, **facts: object) -> IndirectObject:
        return _added(self.writer, _object(**facts))

    def _of_pages(self, parts: Sequence[IndirectObject]) -> Iterator[object]:
        rows: list[list[tuple[int, int]]] = [[] for _ in self.pages]
        for number, where in self.places.items():
            for page, piece in where:
                rows[page].append((piece, number))
        for page, row in enumerate(rows):
            yield page
            yield [parts[number - 1] for _, number in sorted(row)]


def _added(writer: PdfWriter, made: Any) -> IndirectObject:
    return writer._add_object(made)  # noqa: SLF001 -- the library's own way, in its documentation, to add an object


def _more(element: Element) -> dict[str, object]:
    from pypdf.generic import TextStringObject

    found: dict[str, object] = {}
    if element.alt:
        found["Alt"] = TextStringObject(element.alt)
    if element.language:
        found["Lang"] = TextStringObject(element.language)
    if element.role == "TH":
        found["A"] = _object(O="/Table", Scope="/Column")
    return found


def _object(**facts: object) -> Any:
    """A dictionary of the format; words that begin with a slash are names."""
    from pypdf.generic import DictionaryObject

    made = DictionaryObject()
    _fill(made, **facts)
    return made


def _fill(target: Any, **facts: object) -> None:
    from pypdf.generic import NameObject

    inside = target.get_object()
    for name, value in facts.items():
        inside[NameObject(f"/{name}")] = _value(value)


def _value(value: object) -> Any:
    from pypdf.generic import ArrayObject, BooleanObject, NameObject, NumberObject, PdfObject

    if isinstance(value, PdfObject):
        return getattr(value, "indirect_reference", None) or value
    if isinstance(value, bool):
        return BooleanObject(value)
    if isinstance(value, int):
        return NumberObject(value)
    if isinstance(value, list):
        return ArrayObject([_value(one) for one in value])
    return NameObject(value)


def _whole(elements: Sequence[Element], about: About) -> bool:
    """Whether there is a title and a language, each picture has words, and headings begin at the first level and leave none out."""
    levels = [0, *(int(e.role[1]) for e in elements if re.fullmatch("H[1-6]", e.role))]
    steps = all(level <= before + 1 for before, level in pairwise(levels))
    pictures = all(e.alt.strip() for e in elements if e.role == "Figure")
    return steps and pictures and bool(about.title.strip() and about.language)


def _mend_fonts(page: PageObject) -> None:
    """The window's writer says that the letter for a space is a tab; whoever copies or listens should get a space.

    Its list of the letters in a font is optional, and would have to be exact: it goes.
    """
    fonts: Any = page.get("/Resources", {}).get_object().get("/Font", {})
    for font in fonts.get_object().values():
        for below in font.get_object().get("/DescendantFonts", ()):
            below.get_object().get("/FontDescriptor", {}).get_object().pop("/CIDSet", None)
        letters = font.get_object().get("/ToUnicode")
        if letters is not None:
            stream = letters.get_object()
            stream.set_data(
                _ARRAY.sub(lambda found: found[0].replace(b"<0009>", b"<0020>"), stream.get_data())
            )


_CLAIM: Final = "<pdfuaid:part>1</pdfuaid:part>"


def _describe(writer: PdfWriter, about: About, *, claim: bool) -> None:
    """The facts about the file, its language, that it has tags, and (`claim`) that it meets PDF/UA-1."""
    from pypdf.generic import TextStringObject

    day = about.made_on.replace("-", "")
    writer.metadata = {"/Title": about.title, "/Producer": "LDP Stories", "/CreationDate": f"D:{day}000000Z"}
    writer.xmp_metadata = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
        f"{_CLAIM if claim else ''}"
        '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{escape(about.title)}</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>"
        f"{escape(about.language)}</rdf:li></rdf:Bag></dc:language></rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()
    _fill(
        writer.root_object,
        Lang=TextStringObject(about.language),
        ViewerPreferences=_object(DisplayDocTitle=True),
    )
