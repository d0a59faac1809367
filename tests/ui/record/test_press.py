"""The press: documents as PDF with tags, heads of tables said again, both directions; area sheets on one page, readable in greyscale."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from threading import Thread
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from ldp_stories.domain.report import HEADINGS, ReportType
from ldp_stories.errors import UserError
from ldp_stories.reports.charts import grid
from ldp_stories.reports.document import NOTHING, Block, Document, Quote, Section, Table, Words, pictured
from ldp_stories.reports.press import SheetMade
from ldp_stories.ui.record import press_text as look
from ldp_stories.ui.record.press import QtPress, press_without_window
from ldp_stories.ui.record.press_text import Fonts, lay, runs_from_right
from tests.reports.test_pdf_tags import root_of, walk
from tests.ui.helpers import plain_theme

URDU = "جب ہم بہار میں آئے تو چائے تیار تھی۔"
SAID = Quote(
    "They draw the curtains.",
    "en",
    "A resident",
    "Millbrook",
    "2026-05-14",
    "better",
    clip="clips/clip-1.m4a",
)
IN_URDU = Quote(URDU, "ur", "A resident", "Millbrook", "2026-05-14", silent="There is no permission.")
GAP = Quote("", gap="erased:2026-06-03")
LONG = Table(
    "Who we heard", ("Place", "People"), tuple((f"Ward {n}", "few" if n % 2 else "12") for n in range(70))
)
DRAWN = grid(
    "Places and tags",
    "A grid of 2 places by 1 tag.",
    ["Millbrook", "Fordbridge"],
    ["D1 Trust"],
    {("Millbrook", "D1 Trust"): "12"},
    {"12": 4},
)
WHOLE = Document(
    "What we heard",
    "Larkside Together",
    practice=True,
    made_on="2026-11-22",
    sections=(
        Section("Trust", (Words("It begins.\n\nIt goes on."), SAID, IN_URDU, GAP)),
        Section("Who", (*pictured(DRAWN), LONG)),
        Section("What next", ()),
    ),
    lead="A first look.",
    foot=("Everybody here agreed.",),
)
STEPS = "\n\n".join(f"Step {n} of how it went in the room." for n in range(1, 7))
CHAPTERS: tuple[tuple[Block, ...], ...] = (
    (Words("Millbrook ward, spring to autumn."),),
    (Words(STEPS),),
    (SAID, IN_URDU, GAP),
    (Words("The room is open."),),
    (),
    (Words("Who was not asked?"),),
    (Words("Captured via 3 stories."), Table("Who we heard", ("Place", "People"), (("Millbrook", "few"),))),
)
AREA = Document(
    "Millbrook",
    "Larkside Together",
    practice=False,
    made_on="2026-11-22",
    sections=tuple(
        Section(heading, blocks)
        for heading, blocks in zip((*HEADINGS[ReportType.AREA], "How this was made"), CHAPTERS, strict=True)
    ),
    lead="One room.",
    foot=("Everybody quoted here agreed to it.", "Questions: Joan"),
)  # fmt: skip


@pytest.fixture(scope="module")
def press(qapp: QApplication) -> QtPress:
    del qapp
    plain_theme()
    return QtPress()


@pytest.fixture(scope="module")
def reader(press: QtPress) -> PdfReader:
    return PdfReader(BytesIO(press.pdf(WHOLE)), strict=True)


@pytest.fixture(scope="module")
def sheet(press: QtPress) -> SheetMade:
    return press.sheet(AREA)


def text_of(reader: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_every_word_can_be_read_in_the_pdf(reader: PdfReader) -> None:
    text = " ".join(text_of(reader))
    for words in (
        "Practice. Nothing real.",
        "What we heard",
        "Made in November 2026. 1 left out by consent, with the reason in its place.",
        "A first look.",
        "They draw the curtains.",
        "A resident, Millbrook, May 2026. Better. Sound: clips/clip-1.m4a",
        "There is no permission.",
        "Taken out at the teller's request, 3 June.",
        NOTHING,
        "Everybody here agreed.",
        "Ward 69",
    ):
        assert words in text, words


def test_it_has_headings_a_language_and_the_words_of_its_pictures(reader: PdfReader) -> None:
    parts = walk(reader)
    roles = [role for role, *_ in parts]
    assert roles[1:3] == ["/P", "/H1"]
    assert roles.count("/H2") == 3
    assert ("/Figure", DRAWN.alt, "") in parts
    assert ("/BlockQuote", "", "ur") in parts
    assert roles.count("/TR") == 71 + 3
    assert roles.count("/TH") == 2 + 2
    assert root_of(reader)["/Lang"] == "en-GB"
    headings: Any = reader.outline
    assert [one.title for one in headings] == ["What we heard", "Trust", "Who", "What next"]


def test_every_part_is_on_its_pages_and_the_last_one_too(press: QtPress) -> None:
    many = replace(WHOLE, sections=(Section("Trust", (SAID,) * 60),))
    reader = PdfReader(BytesIO(press.pdf(many)), strict=True)
    shown = 0
    for page in reader.pages:
        told = page.get_contents().get_data()  # type: ignore[union-attr]
        assert told.count(b"EMC") == told.count(b"BDC") + told.count(b"BMC")
        shown += told.count(b"BDC")
    quotes = [one for one in walk(reader) if one[0] == "/BlockQuote"]
    assert (len(quotes), shown >= 2 * 60) == (60, True)
    parents: Any = root_of(reader)["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert sum(len(row) for row in parents[1::2]) == shown


def test_the_head_of_a_table_stands_on_each_of_its_pages_and_pages_are_counted(reader: PdfReader) -> None:
    pages = text_of(reader)
    with_rows = [page for page in pages if "Ward" in page]
    assert len(with_rows) > 1
    assert all("Place People" in page for page in with_rows)
    for number, page in enumerate(pages, 1):
        assert f"What we heard {number} / {len(pages)}" in page


def test_a_heading_is_never_the_last_thing_on_a_page(press: QtPress) -> None:
    for lines in range(30, 46, 3):
        many = Document(
            "T", "L", False, "2026-11-22", (Section("A", (Words("x\n\n" * lines + "x"),)), Section("Then", (SAID,)))
        )  # fmt: skip
        (page,) = [one for one in text_of(PdfReader(BytesIO(press.pdf(many)))) if "Then" in one]
        assert "They draw" in page


def test_a_document_in_urdu_runs_from_the_right(press: QtPress) -> None:
    reader = PdfReader(BytesIO(press.pdf(replace(WHOLE, title=URDU, language="ur"))), strict=True)
    assert root_of(reader)["/Lang"] == "ur"
    laid = lay(press.fonts, URDU, look.BODY, 5000, language="ur")
    assert laid.layout.lineAt(0).naturalTextRect().left() > 2500
    assert runs_from_right(URDU, "")
    assert not runs_from_right("12 people", "")
    assert not runs_from_right(URDU, "en")


def test_the_pdf_of_a_gap_holds_no_words_place_or_name(press: QtPress) -> None:
    with pytest.raises(ValueError, match="gap"):
        press.pdf(replace(WHOLE, sections=(Section("x", (Quote("words", gap="no"),)),)))


def test_it_can_be_made_away_from_the_windows_thread(press: QtPress) -> None:
    made: list[bytes] = []
    worker = Thread(target=lambda: made.append(press.pdf(WHOLE)))
    worker.start()
    worker.join(30)
    assert len(PdfReader(BytesIO(made[0])).pages) > 2


def test_an_area_sheet_is_one_page_with_its_steps_as_a_list(sheet: SheetMade) -> None:
    reader = PdfReader(BytesIO(sheet.pdf), strict=True)
    assert len(reader.pages) == 1
    roles = [role for role, *_ in walk(reader)]
    assert (roles.count("/H1"), roles.count("/L"), roles.count("/LI"), roles.count("/BlockQuote")) == (
        1,
        1,
        6,
        2,
    )
    text = text_of(reader)[0]
    for words in ("Step 6 of how it went", "Taken out at the teller's request", NOTHING, "Millbrook: few"):
        assert words in text, words


def _grey(color: str) -> float:
    """How light a colour is to the eye, from 0 to 1."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    lin = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * lin[0] + 0.7152 * lin[1] + 0.0722 * lin[2]


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("#ffffff", look.ACCENT),
        (look.INK, "#ffffff"),
        (look.SOFT, "#ffffff"),
        (look.INK, look.PALE),
        (look.ACCENT, look.PALE),
        (look.SOFT, look.PALE),
    ],
)
def test_all_words_can_be_read_in_greyscale(words: str, ground: str) -> None:
    light, dark = sorted((_grey(words), _grey(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) > 4.5


def test_the_picture_of_the_sheet_reads_in_greyscale_and_says_its_words(sheet: SheetMade) -> None:
    image: Any = Image.open(BytesIO(sheet.png))
    assert abs(image.width / image.height - 595 / 842) < 0.001
    assert image.width > 1600
    assert image.info["Title"] == "Millbrook"
    assert "Step 6 of how it went" in image.info["Description"]
    assert URDU in image.info["Description"]
    grey = image.convert("L")
    assert grey.getpixel((5, 5)) < 100
    counts = grey.histogram()
    assert sum(counts[:110]) > image.width * 200
    assert sum(counts[240:]) > sum(counts) * 0.5


def test_more_than_a_page_is_refused_and_not_cut(press: QtPress) -> None:
    sections = list(AREA.sections)
    sections[1] = Section("How it went", (Words("\n\n".join(["A step that takes its room. " * 4] * 40)),))
    with pytest.raises(UserError) as caught:
        press.sheet(replace(AREA, sections=tuple(sections)))
    assert caught.value.code == "SHEET_TOO_LONG"


def test_a_little_too_much_gets_smaller_letters(press: QtPress) -> None:
    def size(count: int) -> float:
        sections = list(AREA.sections)
        sections[1] = Section(
            "How it went", (Words("\n\n".join(["A step that takes its room. " * 3] * count)),)
        )
        page = PdfReader(BytesIO(press.sheet(replace(AREA, sections=tuple(sections))).pdf)).pages[0]
        sizes: list[float] = []
        page.extract_text(
            visitor_text=lambda words, _c, _t, _f, points: sizes.append(points) if "room." in words else None
        )
        return max(sizes)

    assert size(5) > size(11)


def test_what_stands_under_the_first_heading_is_on_the_sheet_whatever_it_is(press: QtPress) -> None:
    """A quote, a gap or a picture is never left out of the page because of the heading it was put under."""
    first = Section("The place and the time", (SAID, GAP, *pictured(DRAWN)))
    reader = PdfReader(
        BytesIO(press.sheet(replace(AREA, sections=(first, *AREA.sections[1:]))).pdf), strict=True
    )
    text = " ".join(text_of(reader))
    assert text.count(SAID.text) == 2, "once there, once under In their words"
    assert text.count("Taken out at the teller's request") == 2
    assert f"The place and the time: {NOTHING}" not in text
    assert ("/Figure", DRAWN.alt, "") in walk(reader)


def test_a_sheet_with_pictures_and_more_headings_still_stands(press: QtPress) -> None:
    more = (*AREA.sections[:3], Section("Seen", pictured(DRAWN)), *AREA.sections[3:])
    reader = PdfReader(BytesIO(press.sheet(replace(AREA, sections=more, language="ur")).pdf), strict=True)
    assert ("/Figure", DRAWN.alt, "") in walk(reader)


def test_a_terminal_has_a_press_without_a_window() -> None:
    made = press_without_window()
    assert made.app is QApplication.instance()
    assert made.png(DRAWN).startswith(b"\x89PNG")


def test_smaller_fonts_take_less_room(press: QtPress) -> None:
    small = Fonts(press.fonts.families, 0.8)
    words = "Words that take their room on the line. " * 6
    assert lay(small, words, look.BODY, 3000).height < lay(press.fonts, words, look.BODY, 3000).height
