"""Make a painted PDF readable by a screen reader: what each part is, in which order and language, what pictures say, and headings to jump to.

The window's PDF writer paints but knows no headings. So whoever paints puts a tiny mark in front of each part (`mark_at`), and here the
marks become the tags of the format (ISO 32000-1, 14.7 and 14.8). The facts about the file are written anew: a title, a day, and nobody's name.
"""

import hashlib
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

MARK_X: Final = -70_000
NOTHING: Final = 0
"""The number of what is only decoration: bars, page numbers."""
END: Final = 999_999
"""The number of the mark that stands last on each page."""
_MARK: Final = re.compile(rb"-70000 -(\d+) 1 1 re\nf\n")


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
    file = _File(pdf)
    pages = file.pages()
    places: dict[int, list[tuple[int, int]]] = {}
    for at, page in enumerate(pages):
        count = file.tag_page(page, at, places)
        if count == 0:
            raise ValueError("a page without a mark")
    if any(number > len(elements) for number in places):
        raise ValueError("a mark of a part there is none of")
    file.mend_spaces()
    tree = _Tree(file, elements, pages, places)
    root = tree.write()
    outline = _outline(file, elements, pages, places)
    _describe(file, about, root, outline)
    return file.whole()


class _File:
    """The objects of a PDF with one table of places and no packed objects, as the window's writer makes it."""

    def __init__(self, pdf: bytes) -> None:
        start = pdf.rfind(b"startxref")
        if not pdf.startswith(b"%PDF-") or start < 0:
            raise ValueError("not a PDF")
        table = int(pdf[start + 9 :].split()[0])
        head, *lines = pdf[table:start].split(b"trailer")[0].split(b"\n")[1:]
        count = int(head.split()[1])
        offsets = {n: int(line[:10]) for n, line in enumerate(lines[:count]) if n and line[17:18] == b"n"}
        ends = dict(zip(sorted(offsets.values()), [*sorted(offsets.values())[1:], table], strict=True))
        self.objects = {n: _body(pdf[at : ends[at]]) for n, at in offsets.items()}
        trailer = pdf[table:start]
        self.root = _number(trailer, b"/Root")
        self.info = _number(trailer, b"/Info")
        self.next = max(self.objects) + 1

    def add(self, body: bytes) -> int:
        """A new object; its number."""
        self.objects[self.next] = body
        self.next += 1
        return self.next - 1

    def pages(self) -> list[int]:
        """The numbers of the pages, in order."""
        tree = self.objects[_number(self.objects[self.root], b"/Pages")]
        kids = re.search(rb"/Kids\s*\[(.*?)\]", tree, re.DOTALL)
        return [int(n) for n in re.findall(rb"(\d+) 0 R", kids[1])] if kids else []

    def tag_page(self, page: int, at: int, places: dict[int, list[tuple[int, int]]]) -> int:
        """Turn a page's marks into tags; how many marks there were. `places` learns (page, number on the page) of each part."""
        content = _number(self.objects[page], b"/Contents")
        raw = self.objects[content]
        packed = raw[raw.index(b"stream\n") + 7 : raw.rindex(b"\nendstream")]
        marks, open_, given = 0, False, 0

        def turned(found: re.Match[bytes]) -> bytes:
            nonlocal marks, open_, given
            marks += 1
            number = int(found[1]) - 1
            before = b"EMC\n" if open_ else b""
            open_ = number != END
            if number == END:
                return before
            if number == NOTHING:
                return before + b"/Artifact BMC\n"
            places.setdefault(number, []).append((at, given))
            given += 1
            return before + b"/Span <</MCID %d>> BDC\n" % (given - 1)

        text = _MARK.sub(turned, zlib.decompress(packed))
        if b"-70000" in text:
            raise ValueError("a mark that cannot be read")
        data = zlib.compress(text + (b"EMC\n" if open_ else b""))
        self.objects[content] = (
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(data) + data + b"\nendstream"
        )
        self.objects[page] = _with(self.objects[page], b"/StructParents %d /Tabs /S" % at)
        return marks

    def mend_spaces(self) -> None:
        """The window's writer says that the letter for a space is a tab; whoever copies or listens should get a space."""
        for number, body in self.objects.items():
            if b"begincmap" in body:
                self.objects[number] = re.sub(
                    rb"\[[^\]]*\]", lambda found: found[0].replace(b"<0009>", b"<0020>"), body
                )

    def whole(self) -> bytes:
        """The file."""
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets = {}
        for number, body in sorted(self.objects.items()):
            offsets[number] = len(out)
            out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
        mark = hashlib.sha256(out).hexdigest()[:32].encode()
        table = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % self.next
        for number in range(1, self.next):
            out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
        out += (
            b"trailer\n<< /Size %d /Info %d 0 R /Root %d 0 R /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n"
            % ((self.next, self.info, self.root, mark, mark, table))
        )
        return bytes(out)


class _Tree:
    """The tree of parts, and for each page which part its pieces belong to."""

    def __init__(
        self,
        file: _File,
        elements: Sequence[Element],
        pages: Sequence[int],
        places: dict[int, list[tuple[int, int]]],
    ) -> None:
        self.file, self.elements, self.pages, self.places = file, elements, pages, places
        self.root = file.add(b"")
        self.document = file.add(b"")
        self.numbers = {at: file.add(b"") for at in range(1, len(elements) + 1)}

    def write(self) -> int:
        """Write it; the number of its root."""
        file = self.file
        kids: dict[int, list[int]] = {}
        for at, element in enumerate(self.elements, 1):
            kids.setdefault(element.parent, []).append(at)
        for at, element in enumerate(self.elements, 1):
            inside = [b"%d 0 R" % self.numbers[k] for k in kids.get(at, ())]
            shown = [
                b"<< /Type /MCR /Pg %d 0 R /MCID %d >>" % (self.pages[p], n)
                for p, n in self.places.get(at, ())
            ]
            file.objects[self.numbers[at]] = self._element(element, [*shown, *inside])
        top = b" ".join(b"%d 0 R" % self.numbers[k] for k in kids.get(0, ()))
        file.objects[self.document] = b"<< /Type /StructElem /S /Document /P %d 0 R /K [%s] >>" % (
            self.root,
            top,
        )
        parents = file.add(b"<< /Nums [%s] >>" % b" ".join(self._of_pages()))
        file.objects[self.root] = (
            b"<< /Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d >>"
            % (self.document, parents, len(self.pages))
        )
        return self.root

    def _element(self, element: Element, kids: Iterable[bytes]) -> bytes:
        above = self.numbers.get(element.parent, self.document)
        more = b""
        if element.alt:
            more += b" /Alt " + _string(element.alt)
        if element.language:
            more += b" /Lang " + _string(element.language)
        if element.role == "TH":
            more += b" /A << /O /Table /Scope /Column >>"
        return b"<< /Type /StructElem /S /%s /P %d 0 R /K [%s]%s >>" % (
            element.role.encode(),
            above,
            b" ".join(kids),
            more,
        )

    def _of_pages(self) -> Iterable[bytes]:
        rows: dict[int, list[int]] = {at: [] for at in range(len(self.pages))}
        every = sorted((p, n, number) for number, where in self.places.items() for p, n in where)
        for page, _, number in every:
            rows[page].append(self.numbers[number])
        for page, numbers in rows.items():
            yield b"%d [%s]" % (page, b" ".join(b"%d 0 R" % n for n in numbers))


def _outline(
    file: _File, elements: Sequence[Element], pages: Sequence[int], places: dict[int, list[tuple[int, int]]]
) -> int:
    """The headings as a list to jump from; 0 when there are none."""
    found = [(e, places[at][0][0]) for at, e in enumerate(elements, 1) if e.bookmark and at in places]
    if not found:
        return 0
    top = file.add(b"")
    numbers = [file.add(b"") for _ in found]
    for at, (element, page) in enumerate(found):
        before = b" /Prev %d 0 R" % numbers[at - 1] if at else b""
        after = b" /Next %d 0 R" % numbers[at + 1] if at + 1 < len(numbers) else b""
        file.objects[numbers[at]] = b"<< /Title %s /Parent %d 0 R /Dest [%d 0 R /Fit]%s%s >>" % (
            (_string(element.bookmark), top, pages[page], before, after)
        )
    file.objects[top] = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % (
        (numbers[0], numbers[-1], len(numbers))
    )
    return top


def _describe(file: _File, about: About, root: int, outline: int) -> None:
    """The facts about the file, its language, and that it has tags."""
    day = about.made_on.replace("-", "").encode()
    file.objects[file.info] = b"<< /Title %s /Producer (LDP Stories) /CreationDate (D:%s000000Z) >>" % (
        (_string(about.title), day)
    )
    xmp = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{escape(about.title)}</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>"
        f"{escape(about.language)}</rdf:li></rdf:Bag></dc:language></rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()
    more = (
        b"/Lang %s /MarkInfo << /Marked true >> /StructTreeRoot %d 0 R /ViewerPreferences << /DisplayDocTitle true >>"
        % (_string(about.language), root)
    )
    if outline:
        more += b" /Outlines %d 0 R" % outline
    catalog = file.objects[file.root]
    said = re.search(rb"/Metadata (\d+) 0 R", catalog)
    body = b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n" % len(xmp) + xmp + b"\nendstream"
    if said:
        file.objects[int(said[1])] = body
    else:
        more += b" /Metadata %d 0 R" % file.add(body)
    file.objects[file.root] = _with(catalog, more)


def _body(text: bytes) -> bytes:
    """What stands between `1 0 obj` and `endobj`."""
    return text[text.index(b" obj") + 4 : text.rindex(b"endobj")].strip(b"\r\n ")


def _with(body: bytes, more: bytes) -> bytes:
    """A dictionary with more in it."""
    at = body.rindex(b">>")
    return body[:at] + more + b"\n" + body[at:]


def _number(text: bytes, key: bytes) -> int:
    found = re.search(key + rb"\s+(\d+) 0 R", text)
    if found is None:
        raise ValueError(f"no {key.decode()} in it")
    return int(found[1])


def _string(text: str) -> bytes:
    """Words of any script as the format writes them."""
    return b"<" + ("\ufeff" + text).encode("utf-16-be", "replace").hex().encode() + b">"
