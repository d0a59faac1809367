"""A Word file to look at and to listen to: A4, its language, headings, pictures with their words, heads of tables on each page."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from PIL import Image

from ldp_stories.reports.charts import bars
from ldp_stories.reports.document import Document, Quote, Section, Table, pictured
from ldp_stories.reports.document_docx import document_docx
from ldp_stories.reports.docx_look import W
from ldp_stories.reports.drawing import Drawing
from tests.reports.test_document import WHOLE

DRAWN = bars("Tags that meet", 'Bars for "2" pairs & more.', [("A + B", 9, "9"), ("A + C", 2, "few")])
PICTURED = Document(
    "With a picture",
    "Larkside Together",
    False,
    "2026-11-22",
    (Section("Seen", (*pictured(DRAWN), *pictured(replace(DRAWN, title="Again")))),),
)


def png(drawing: Drawing) -> bytes:
    out = BytesIO()
    Image.new("RGB", (round(drawing.width * 2), round(drawing.height * 2)), "white").save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def opened() -> Callable[[Document], Any]:
    def read(document: Document) -> Any:
        return docx.Document(BytesIO(document_docx(document, png)))

    return read


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def test_the_page_is_a4_and_has_its_number(opened: Callable[[Document], Any]) -> None:
    section = opened(WHOLE).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert round(section.left_margin.mm) == 25
    assert [f.get(w("instr")) for f in section.footer._element.iter(w("fldSimple"))] == [
        "PAGE",
        "NUMPAGES",
    ]
    assert section.footer.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_it_says_its_language_and_the_one_of_each_quote(opened: Callable[[Document], Any]) -> None:
    made = opened(replace(WHOLE, language="ur"))
    assert made.core_properties.language == "ur"
    assert {one.get(w("val")) for one in made.styles.element.iter(w("lang"))} == {"ur"}
    said = {one.get(w("val")) for one in made.element.body.iter(w("lang"))}
    assert said == {"en", "ur"}


def test_headings_are_headings_and_stay_with_what_follows(opened: Callable[[Document], Any]) -> None:
    made = opened(WHOLE)
    found = [(p.style.name, p.text) for p in made.paragraphs if p.style.name in ("Title", "Heading 1")]
    assert found == [
        ("Title", WHOLE.title),
        ("Heading 1", "Trust"),
        ("Heading 1", "Who"),
        ("Heading 1", "What next"),
    ]
    assert all(made.styles[name].paragraph_format.keep_with_next for name in ("Title", "Heading 1", "Quote"))


def test_a_picture_is_in_the_file_with_its_words_and_its_table(opened: Callable[[Document], Any]) -> None:
    made = opened(PICTURED)
    about = [one.attrib for one in made.element.body.iter() if one.tag.endswith("}docPr")]
    assert [(a["title"], a["descr"]) for a in about] == [
        ("Tags that meet", DRAWN.alt),
        ("Again", DRAWN.alt),
    ]
    assert len({a["id"] for a in about}) == 2
    wide = list(made.inline_shapes)
    assert all(round(shape.width.mm) == 160 for shape in wide)
    assert wide[0].height / wide[0].width == pytest.approx(DRAWN.height / DRAWN.width, rel=0.01)
    assert [t.rows[1].cells[0].text for t in made.tables] == ["A + B", "A + B"]


def test_without_anybody_to_paint_the_words_stand_for_the_picture() -> None:
    made = docx.Document(BytesIO(document_docx(PICTURED)))
    assert not list(made.inline_shapes)
    assert [p.text for p in made.paragraphs].count(DRAWN.alt) == 2


def test_a_table_says_its_head_on_each_page_and_rows_are_not_cut(opened: Callable[[Document], Any]) -> None:
    table = Table("Who & where", ("Place", "People"), (("Millbrook", "few"), ("Fordbridge", "12")))
    made = opened(replace(PICTURED, sections=(Section("Who", (table,)),)))
    rows = made.tables[0]._tbl.tr_lst
    assert [bool(list(row.iter(w("tblHeader")))) for row in rows] == [True, False, False]
    assert all(list(row.iter(w("cantSplit"))) for row in rows)
    assert [c.get(w("val")) for c in made.element.body.iter(w("tblCaption"))] == ["Who & where"]


def test_no_colour_or_letter_of_the_template_wins(opened: Callable[[Document], Any]) -> None:
    made = opened(WHOLE)
    for name in ("Title", "Heading 1", "Quote", "Caption"):
        style = made.styles[name]
        assert style.font.name == "Calibri"
        assert not style.font.italic
        assert not [n for c in style.element.iter(w("color")) for n in c.attrib if "theme" in n]
    bar = list(made.styles["Quote"].element.iter(w("pBdr")))
    assert [side.tag for side in bar[0]] == [w("left")]
    assert not list(made.styles["Title"].element.iter(w("pBdr")))


def test_parts_of_a_style_stand_in_the_order_of_the_format(opened: Callable[[Document], Any]) -> None:
    order = [
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "widowControl",
        "numPr",
        "pBdr",
        "shd",
        "tabs",
    ]
    order += ["spacing", "ind", "contextualSpacing", "jc", "outlineLvl"]
    for style in opened(WHOLE).styles.element.iter(w("pPr")):
        names = [one.tag.split("}")[1] for one in style]
        places = [order.index(n) for n in names if n in order]
        assert places == sorted(places), names


def test_no_file_name_or_person_is_in_the_archive() -> None:
    data = document_docx(PICTURED, png)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        core = archive.read("docProps/core.xml").decode()
        app = archive.read("docProps/app.xml").decode()
        names = archive.namelist()
    assert "python-docx" not in core + app
    media = [n for n in names if n.startswith("word/media/")]
    assert media
    assert all(re.fullmatch(r"word/media/image\d\.png", n) for n in media)


def test_a_table_of_many_columns_is_said_in_words_to_fit_a_page() -> None:
    columns = [f"D{n} Tag" for n in range(1, 9)]
    wide = replace(
        DRAWN, table=(("Places", *columns), ("Millbrook", "12", *[""] * 6, "few"), ("Oddmere", *[""] * 8))
    )
    table = pictured(wide)[1]
    assert table.head == ("Places", "What stands there")
    assert table.rows == (("Millbrook", "D1 Tag: 12; D8 Tag: few"), ("Oddmere", "nothing"))
    assert pictured(DRAWN)[1].head == DRAWN.table[0]


def test_letters_from_the_right_have_the_size_and_weight_of_the_others() -> None:
    made = docx.Document(BytesIO(document_docx(Document("T", "P", False, "2026-11-22", ()))))
    for name in ("Normal", "Title", "Heading 1", "Quote"):
        looks = made.styles[name].element.rPr
        found = {one.tag.rpartition("}")[2]: one.get(w("val")) for one in looks}
        assert found["szCs"] == found["sz"], name
        assert found["bCs"] == ("1" if made.styles[name].font.bold else "0"), name


def test_what_runs_from_the_right_has_its_bar_there_and_no_slant(opened: Callable[[Document], Any]) -> None:
    said = Quote("\u06cc\u06c1 \u0627\u06cc\u06a9", "ur", "A resident")
    other, untold = replace(said, text="They came.", language="en"), replace(said, language="en")
    made = opened(replace(WHOLE, sections=(Section("Said", (said, other, untold)),)))
    bars = [p for p in made.paragraphs if p.style.name == "Quote"]
    sides = [
        {one.tag.rpartition("}")[2]: one.get(w("val")) for one in p._element.iter(w("left"), w("right"))}
        for p in bars
    ]
    right = {"left": "nil", "right": "single"}
    assert sides == [right, {}, right], (
        "the other one has the bar of its style; words nobody noted the language of run as they do"
    )
    looks = {one.tag.rpartition("}")[2] for one in made.styles["Quote"].element.rPr}
    assert "iCs" not in looks


def test_tables_have_lines_between_rows_and_no_boxes_and_their_title_is_bold(
    opened: Callable[[Document], Any],
) -> None:
    made = opened(PICTURED)
    for table in made.tables:
        (lines,) = table._element.iter(w("tblBorders"))
        shown = {one.tag.rpartition("}")[2] for one in lines if one.get(w("val")) == "single"}
        assert shown == {"top", "bottom", "insideH"}
    titles = [p for p in made.paragraphs if p.text == "The same as a table"]
    assert titles
    assert all(p.runs[0].bold for p in titles)


def test_the_foot_stands_apart_once_and_gaps_are_as_wide_as_the_words(
    opened: Callable[[Document], Any],
) -> None:
    made = opened(replace(WHOLE, foot=("One.", "Two.")))
    apart = [p.text for p in made.paragraphs if list(p._element.iter(w("top")))]
    assert apart == ["One."]
    assert made.styles["Intense Quote"].paragraph_format.left_indent == 0
