"""A painted PDF gets its tags: what each part is, in order, with its language and what pictures say; the file names nobody and no time of day."""

import zlib
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from ldp_stories.reports.pdf_tags import END, NOTHING, About, Element, mark_at, tagged

ABOUT = About("Tea & bulbs چائے", "en-GB", "2026-11-22")
CMAP = b"/CIDInit /ProcSet findresource begin begincmap <0001> <0002> [<0041> <0009> ] endcmap"


def square(number: int) -> bytes:
    """The mark of a part, as the window's writer paints a black square of one by one."""
    x, y = mark_at(number)
    return b"q\n/CSp cs\n0 0 0 scn\n/GSa gs\n%d %d 1 1 re\nf\nQ\n" % (x, y)


def painted(*pages: bytes, cmap: bytes = CMAP) -> bytes:
    """A small PDF of the same build as the window's: one table of places, packed pages, facts about who made it."""
    bodies: dict[int, bytes] = {
        1: b"<< /Title (x) /Creator (someone) /Author (Priya Shah) /Producer (machine) /CreationDate (D:20261122101512Z) >>",
        2: b"<< /Type /Metadata /Subtype /XML /Length 4 >>\nstream\n<x/>\nendstream",
        3: b"<<\n/Type /Catalog\n/Pages 4 0 R\n/Metadata 2 0 R\n>>",
        5: b"<< /Length %d >>\nstream\n" % len(cmap) + cmap + b"\nendstream",
    }
    kids = []
    fonts = b"/Resources <</Font <</F1 <</Type /Font /ToUnicode 5 0 R>>>>>>"
    for page in pages:
        number = max(bodies) + 1
        packed = zlib.compress(page)
        bodies[number] = (
            b"<<\n/Type /Page\n/Parent 4 0 R\n/Contents %d 0 R\n/MediaBox [0 0 595 842]\n%s\n>>"
            % (number + 1, fonts)
        )
        bodies[number + 1] = (
            b"<<\n/Length %d\n/Filter /FlateDecode\n>>\nstream\n" % len(packed) + packed + b"\nendstream"
        )
        kids.append(b"%d 0 R" % number)
    bodies[4] = b"<<\n/Type /Pages\n/Kids \n[\n%s\n]\n/Count %d\n>>" % (b"\n".join(kids), len(pages))
    out = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, body in sorted(bodies.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table, size = len(out), max(bodies) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % places[n] for n in range(1, size))
    out += (
        b"trailer\n<<\n/Size %d\n/Info 1 0 R\n/Root 3 0 R\n/ID [ <61> <61> ]\n>>\nstartxref\n%d\n%%%%EOF\n"
        % ((size, table))
    )
    return bytes(out)


TWO = painted(
    square(1) + b"(title)\n" + square(NOTHING) + b"(bar)\n" + square(2) + b"(one)\n" + square(END),
    square(2) + b"(goes on)\n" + square(3) + b"(drawing)\n" + square(END),
)
PARTS = (Element("H1", bookmark="Tea"), Element("P", language="ur"), Element("Figure", alt="Three bars."))


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf), strict=True)


def root_of(reader: PdfReader) -> Any:
    """The catalogue of the file."""
    return reader.root_object


def walk(reader: PdfReader) -> list[tuple[str, str, str]]:
    """(role, alt, language) of every part, in reading order."""
    found: list[tuple[str, str, str]] = []

    def down(value: Any) -> None:
        node = value.get_object()
        if "/S" in node:
            found.append((node["/S"], str(node.get("/Alt", "")), str(node.get("/Lang", ""))))
            kids = node["/K"]
            for kid in kids:
                if kid.get_object().get("/Type") != "/MCR":
                    down(kid)
        else:
            down(node["/K"])

    down(root_of(reader)["/StructTreeRoot"])
    return found


def content(reader: PdfReader, page: int) -> str:
    return reader.pages[page].get_contents().get_data().decode()  # type: ignore[union-attr]


def test_every_part_has_its_role_its_words_and_its_language() -> None:
    reader = read(tagged(TWO, PARTS, ABOUT))
    assert walk(reader) == [
        ("/Document", "", ""),
        ("/H1", "", ""),
        ("/P", "", "ur"),
        ("/Figure", "Three bars.", ""),
    ]
    root = root_of(reader)
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])


def test_marks_become_tags_and_what_only_decorates_is_nothing_to_read() -> None:
    reader = read(tagged(TWO, PARTS, ABOUT))
    told = [line for line in content(reader, 0).split("\n") if line.endswith((")", "BDC", "BMC", "EMC"))]
    assert told == [
        "/Span <</MCID 0>> BDC", "(title)", "EMC", "/Artifact BMC", "(bar)", "EMC", "/Span <</MCID 1>> BDC", "(one)", "EMC",
    ]  # fmt: skip
    for page in range(2):
        assert content(reader, page).count("EMC") == content(reader, page).count("BDC") + content(
            reader, page
        ).count("BMC")
        assert "-70000" not in content(reader, page)


def test_a_part_over_two_pages_is_one_part() -> None:
    reader = read(tagged(TWO, PARTS, ABOUT))
    parts = root_of(reader)["/StructTreeRoot"]["/K"].get_object()["/K"]
    pieces = parts[1].get_object()["/K"]
    assert [piece["/Pg"] for piece in pieces] == [reader.pages[0], reader.pages[1]]
    nums = root_of(reader)["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert [len(nums[1]), len(nums[3])] == [2, 2]
    assert nums[3][0].get_object()["/S"] == "/P"


def test_headings_can_be_jumped_to() -> None:
    reader = read(tagged(TWO, PARTS, ABOUT))
    assert [one.title for one in reader.outline] == ["Tea"]  # type: ignore[union-attr]
    without = read(tagged(TWO, (Element("P"), *PARTS[1:]), ABOUT))
    assert without.outline == []


def test_parts_stand_in_parts() -> None:
    parts = (Element("Table"), Element("TR", 1), Element("TH", 2), Element("TD", 2))
    reader = read(tagged(painted(square(3) + b"(a)\n" + square(4) + b"(b)\n" + square(END)), parts, ABOUT))
    assert [role for role, *_ in walk(reader)] == ["/Document", "/Table", "/TR", "/TH", "/TD"]


def test_the_file_names_nobody_and_no_time_of_day() -> None:
    pdf = tagged(TWO, PARTS, ABOUT)
    facts = read(pdf).metadata
    assert facts == {
        "/Title": "Tea & bulbs چائے",
        "/Producer": "LDP Stories",
        "/CreationDate": "D:20261122000000Z",
    }
    for secret in (b"Priya", b"someone", b"machine", b"101512"):
        assert secret not in pdf
    assert "Tea &amp; bulbs چائے".encode() in pdf


def test_the_same_pages_give_the_same_bytes() -> None:
    assert tagged(TWO, PARTS, ABOUT) == tagged(TWO, PARTS, ABOUT)


def test_a_space_is_a_space_and_not_a_tab() -> None:
    for page in read(tagged(TWO, PARTS, ABOUT)).pages:
        font: Any = page["/Resources"]["/Font"]["/F1"]  # type: ignore[index]
        assert b"<0001> <0002> [<0041> <0020> ]" in font["/ToUnicode"].get_data()


@pytest.mark.parametrize(
    "pdf",
    [
        b"hello",
        b"%PDF-1.4 but nothing more",
        painted(b"(no mark)\n"),
        painted(square(1).replace(b" 1 1 re", b" 1 2 re") + square(2) + square(END)),
        painted(square(9) + b"(a part there is none of)\n" + square(END)),
    ],
)
def test_what_is_not_as_it_should_be_is_said(pdf: bytes) -> None:
    with pytest.raises(ValueError, match=r"PDF|mark"):
        tagged(pdf, PARTS, ABOUT)


def test_marks_that_share_their_colour_are_all_found() -> None:
    """The writer says a colour once for several squares in a row."""
    together = square(1).replace(b"Q\n", b"") + b"".join(square(n).split(b"/GSa gs\n")[1] for n in (2, END))
    reader = read(tagged(painted(together), PARTS, ABOUT))
    assert content(reader, 0).count("BDC") == 2


def claims(pdf: bytes) -> bool:
    metadata = root_of(read(pdf))["/Metadata"].get_object().get_data()
    return b"<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_a_file_that_is_whole_says_that_it_can_be_read_by_everybody() -> None:
    made = tagged(TWO, PARTS, ABOUT)
    assert claims(made)
    assert made.startswith(b"%PDF-1.7")


LETTERS = square(1) + b"(title) <00010000> Tj\n" + square(2) + b"(one)\n" + square(3) + b"(x)\n" + square(END)


@pytest.mark.parametrize(
    ("pdf", "parts", "about"),
    [
        (TWO, (*PARTS[:2], Element("Figure")), ABOUT),
        (TWO, (Element("H2"), *PARTS[1:]), ABOUT),
        (TWO, (Element("H1"), Element("H3"), PARTS[2]), ABOUT),
        (TWO, PARTS, About(" ", "en-GB", "2026-11-22")),
        (painted(LETTERS), PARTS, ABOUT),
    ],
)
def test_where_something_is_missing_nothing_is_claimed(
    pdf: bytes, parts: tuple[Element, ...], about: About
) -> None:
    assert not claims(tagged(pdf, parts, about))
