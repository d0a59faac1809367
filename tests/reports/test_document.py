"""One document, three forms: a page, a Word file, a text. Gaps stay gaps in each, every script is whole, and nothing names anybody."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from lxml import html

from ldp_stories.reports.document import NOTHING, Document, Picture, Quote, Section, Table, Words, checked
from ldp_stories.reports.document_docx import document_docx
from ldp_stories.reports.document_html import document_html
from ldp_stories.reports.document_text import credit, document_text

TEMPLATE = Path(__file__).parents[2] / "resources" / "reports" / "document.html.j2"
URDU = "چائے تیار تھی۔"
SAID = Quote(
    "Tea & <b>bulbs</b>\nand a chat",
    "en",
    "A resident",
    "Millbrook",
    "2026-05-14",
    "better",
    clip="clips/a.m4a",
    ms=31_600,
)
SPOKEN = Quote(
    URDU, "ur", "A resident", "Millbrook", "2026-05-14", silent="There is no permission to publish the sound."
)
GAP = Quote("", gap="withdrawn")
COVER = Table("Who we heard", ("Place", "People"), (("Millbrook", "few"), ("Lower <Tansy>", "12")))
DRAWN = Picture('<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>', "Three bars: 1, 2 and 3 stories.")
WHOLE = Document(
    "What we <heard>",
    "Larkside Together",
    practice=True,
    made_on="2026-11-22",
    sections=(
        Section("Trust", (Words("It begins at the door.\n\nIt goes on."), SAID, SPOKEN, GAP)),
        Section("Who", (COVER, DRAWN)),
        Section("What next", ()),
    ),
    lead="A first look.",
    foot=("Everybody here agreed.", "Ask Joan."),
)


@pytest.fixture(scope="module")
def page() -> str:
    return document_html(WHOLE, TEMPLATE)


def test_every_word_is_on_the_page_and_escaped(page: str) -> None:
    tree = html.fromstring(page)
    assert tree.xpath("string(//h1)") == "What we <heard>"
    assert [q.text_content() for q in tree.xpath("//blockquote")] == [SAID.text, URDU]
    assert "<b>" not in page
    assert "Lower &lt;Tansy&gt;" in page
    assert [p.text_content() for p in tree.xpath("//p[@class='words']")] == [
        "It begins at the door.",
        "It goes on.",
    ]


def test_people_are_shown_in_their_own_direction(page: str) -> None:
    quotes = html.fromstring(page).xpath("//blockquote")
    assert [(q.get("lang"), q.get("dir")) for q in quotes] == [("en", "ltr"), ("ur", "rtl")]


def test_each_sound_has_its_words_beside_it_and_says_what_it_plays(page: str) -> None:
    (sound,) = html.fromstring(page).xpath("//audio")
    assert sound.get("src") == "clips/a.m4a"
    said = "Play passage 1, 32 seconds: "
    assert (sound.get("aria-label") or "").startswith(said + "Tea & <b>bulbs</b>")
    assert (sound.get("aria-label") or "").endswith("A resident, Millbrook, May 2026. Better.")
    assert sound.get("controls") is not None
    assert sound.getparent().xpath("blockquote")


def test_the_page_calls_nobody_and_runs_nothing(page: str) -> None:
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert "<script" not in page
    assert "default-src 'none'" in page
    silent = document_html(replace(WHOLE, sections=()), TEMPLATE)
    assert "media-src" in page
    assert "media-src" not in silent


def test_a_gap_is_seen_with_its_reason_and_counted(page: str) -> None:
    assert "Removed because the person took their words back." in page
    assert "1 left out by consent" in page
    assert (WHOLE.shown, WHOLE.gaps, WHOLE.clips) == (2, 1, ("clips/a.m4a",))


def test_what_is_empty_is_said_and_a_drawing_has_its_words(page: str) -> None:
    tree = html.fromstring(page)
    assert tree.xpath("string(//p[@class='none'])") == NOTHING
    assert tree.xpath("//figure[@role='img']/@aria-label") == [DRAWN.alt]
    assert tree.xpath("//figure[@role='img']/*[local-name()='svg']")
    assert [c.text for c in tree.xpath("//th[@scope='row']")] == ["Millbrook", "Lower <Tansy>"]


def test_headings_are_in_order_and_name_their_sections(page: str) -> None:
    tree = html.fromstring(page)
    assert [h.tag for h in tree.xpath("//h1|//h2")] == ["h1", "h2", "h2", "h2"]
    named = tree.xpath("//section/@aria-labelledby")
    assert named == tree.xpath("//h2/@id")


@pytest.mark.parametrize("svg", ["<p>x</p>", '<svg onload="x"><script>1</script></svg>', "<svg <!-- -->"])
def test_only_our_own_drawings_go_in_as_they_are(svg: str) -> None:
    bad = replace(WHOLE, sections=(Section("x", (Picture(svg, "x"),)),))
    with pytest.raises(ValueError, match="drawings"):
        document_html(bad, TEMPLATE)


@pytest.mark.parametrize(
    "bad",
    [
        Quote("words", gap="no"),
        Quote("", place="Millbrook", gap="no"),
        Quote("", attribution="A resident", gap="no"),
        Quote("", clip="clips/a.m4a", gap="no"),
        Quote("", clip="clips/a.m4a"),
    ],
)
def test_a_gap_with_anything_in_it_is_never_written(bad: Quote) -> None:
    document = replace(WHOLE, sections=(Section("x", (bad,)),))
    for write in (
        lambda: document_html(document, TEMPLATE),
        lambda: document_docx(document),
        lambda: document_text(document),
    ):
        with pytest.raises(ValueError, match=r"a (gap|sound) has"):
            write()


def test_the_word_file_has_every_word_and_style() -> None:
    made = docx.Document(BytesIO(document_docx(WHOLE)))
    told = [(p.style.name, p.text) for p in made.paragraphs if p.style is not None]
    assert ("Title", "What we <heard>") in told
    assert ("Heading 1", "Trust") in told
    assert ("Quote", SAID.text) in told
    assert ("Quote", URDU) in told
    assert ("Intense Quote", "[Removed because the person took their words back.]") in told
    assert told.count(("Normal", NOTHING)) == 1
    table = made.tables[0]
    assert [[c.text for c in row.cells] for row in table.rows] == [list(COVER.head), *map(list, COVER.rows)]


def test_the_word_file_names_nobody_and_marks_what_runs_right_to_left() -> None:
    data = document_docx(WHOLE)
    made = docx.Document(BytesIO(data))
    about = made.core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.created is not None
    assert about.created.isoformat()[:10] == "2026-11-22"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
        assert b"python-docx" not in archive.read("docProps/core.xml")
    assert body.count("<w:bidi/>") == 1


def test_the_word_file_tells_no_hour_and_is_the_same_each_time() -> None:
    data = document_docx(WHOLE)
    assert data == document_docx(WHOLE)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {(i.date_time, i.create_system, i.extra) for i in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 3, b"")
        }
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert archive.testzip() is None


def test_letters_a_word_file_cannot_hold_become_boxes() -> None:
    odd = replace(WHOLE, sections=(Section("x", (Words("a\x00b\x0bc"),)),))
    assert "a\ufffdb\ufffdc" in [p.text for p in docx.Document(BytesIO(document_docx(odd))).paragraphs]


def test_the_text_has_every_word_too() -> None:
    text = document_text(WHOLE)
    assert text.startswith(
        "PRACTICE. NOTHING REAL.\n\nWhat we <heard>\nLarkside Together\nMade in November 2026.\nA first look.\n"
    )
    assert (
        "    Tea & <b>bulbs</b>\n    and a chat\n    - A resident, Millbrook, May 2026. Better.\n    Sound: clips/a.m4a\n"
        in text
    )
    assert "    (Removed because the person took their words back.)" in text
    assert "Place         | People\nMillbrook     | few\nLower <Tansy> | 12\n" in text
    assert DRAWN.alt in text
    assert text.endswith("Everybody here agreed.\nAsk Joan.\n")


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        (Quote("x", attribution="A resident"), "A resident."),
        (Quote("x", attribution="A resident", told_on="2026-05-01"), "A resident, May 2026."),
        (
            Quote("x", attribution="A resident", place="Millbrook", direction="mixed"),
            "A resident, Millbrook. Mixed.",
        ),
    ],
)
def test_a_quote_says_who_where_and_when_as_far_as_it_may(quote: Quote, words: str) -> None:
    assert credit(quote) == words


def test_a_sound_document_is_left_as_it_is() -> None:
    assert checked(WHOLE) is WHOLE


def test_a_long_page_leads_to_each_of_its_parts_and_a_short_one_needs_no_list() -> None:
    three = replace(WHOLE, sections=tuple(Section(f"Part <{n}>", ()) for n in range(3)))
    found = html.fromstring(document_html(three, TEMPLATE))
    (nav,) = found.xpath("//nav")
    assert nav.get("aria-label") == "Parts of this page"
    links = nav.xpath(".//a")
    assert [a.text_content() for a in links] == ["Part <0>", "Part <1>", "Part <2>"]
    for link in links:
        (heading,) = found.xpath(f"//*[@id='{link.get('href').removeprefix('#')}']")
        assert heading.text_content() == link.text_content()
    short = replace(WHOLE, sections=three.sections[:2])
    assert not html.fromstring(document_html(short, TEMPLATE)).xpath("//nav")
