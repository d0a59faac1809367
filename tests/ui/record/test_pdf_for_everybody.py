"""What a PDF must hold to say that everybody can read it (ISO 14289-1), looked for in a file as the program paints it."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from ldp_stories.reports.document import Document, Quote, Section, Table, Words
from ldp_stories.ui.record.press import QtPress

WHOLE = Document(
    "What people told us",
    "Larkside Together",
    False,
    "2026-11-22",
    (
        Section(
            "Doors",
            (
                Words("Several voices."),
                Quote(
                    "They draw the curtains \u2013 \u201cI\u201d can walk in.",
                    "en",
                    "A resident",
                    "Millbrook",
                ),
                Quote("\u06cc\u06c1 \u0627\u06cc\u06a9 \u062c\u06af\u06c1 \u06c1\u06d2", "ur", "A resident"),
                Quote("", gap="no"),
                Table("Who was heard", ("Place", "People"), (("Millbrook", "12"), ("Fordbridge", "few"))),
            ),
        ),
    ),
    "A line under the title.",
    ("The foot.",),
)


@pytest.fixture(scope="module")
def reader(qapp: QApplication) -> PdfReader:
    del qapp
    return PdfReader(BytesIO(QtPress().pdf(WHOLE)), strict=True)


def fonts_of(page: Any) -> list[Any]:
    return list(page["/Resources"]["/Font"].values())


def whole_of(page: Any) -> bytes:
    """All that is painted on a page."""
    found: bytes = page.get_contents().get_data()
    return found


def parts(node: Any) -> list[Any]:
    """Every part under one, that one first."""
    node = node.get_object()
    kids = node.get("/K", [])
    below = kids if isinstance(kids, list) else [kids]
    inside = [
        x for k in below if isinstance(k.get_object(), dict) and "/S" in k.get_object() for x in parts(k)
    ]
    return [node, *inside]


def test_it_says_so_and_has_title_language_and_tags(reader: PdfReader) -> None:
    root: Any = reader.root_object
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "What people told us" in metadata
    assert str(root["/MarkInfo"]["/Marked"]) == "True"
    assert (root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == ("en-GB", True)
    assert reader.pdf_header == "%PDF-1.7"


def test_all_that_is_painted_is_a_part_or_decoration(reader: PdfReader) -> None:
    for page in reader.pages:
        assert str(page["/Tabs"]) == "/S"
        content = whole_of(page)
        depth = painted = 0
        for word in re.finditer(rb"/(?:Span|Artifact)[^\n]*B(?:DC|MC)|EMC|T[jJ]\b|\bf\*?\n|\bS\n", content):
            if word[0].endswith((b"BDC", b"BMC")):
                depth += 1
            elif word[0] == b"EMC":
                depth -= 1
            else:
                painted += 1
                assert depth == 1, content[max(0, word.start() - 80) : word.end()]
        assert painted
        assert depth == 0


def test_every_letter_is_in_the_file_and_known_by_its_sign(reader: PdfReader) -> None:
    for page in reader.pages:
        for font in fonts_of(page):
            whole = font.get_object()
            (below,) = whole["/DescendantFonts"]
            inside = below.get_object()
            about = inside["/FontDescriptor"].get_object()
            assert (whole["/Encoding"], inside["/CIDToGIDMap"]) == ("/Identity-H", "/Identity")
            assert "/FontFile2" in about
            assert "/CIDSet" not in about
            signs = whole["/ToUnicode"].get_object().get_data()
            assert not re.search(rb"\[[^\]]*<(?:0000|FEFF|FFFE|0009)>", signs)


def test_tables_have_heads_of_columns_and_rows_of_one_length(reader: PdfReader) -> None:
    root: Any = reader.root_object
    found = parts(root["/StructTreeRoot"]["/K"])
    roles = [part["/S"] for part in found]
    assert {"/Document", "/H1", "/H2", "/P", "/BlockQuote", "/Table", "/TR", "/TH", "/TD"} <= set(roles)
    heads = [part for part in found if part["/S"] == "/TH"]
    assert [head["/A"]["/Scope"] for head in heads] == ["/Column", "/Column"]
    rows = [part for part in found if part["/S"] == "/TR"]
    assert {len(row["/K"]) for row in rows} == {2}
    urdu = [part for part in found if part.get("/Lang") == "ur"]
    assert urdu
