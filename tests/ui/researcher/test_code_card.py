"""The card to show: the code large, the pack's words, printed and saved in each of its languages, and away again by key."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from ldp_stories.services.make_card import card_for
from ldp_stories.ui.record.card_page import CodePage
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk

CODE = "LT-4HN7-KQY"


@pytest.fixture
def page(desk: Desk) -> CodePage:
    made = CodePage(desk.context, CODE)
    desk.show(made)
    made.focus_start()
    return made


def test_the_words_are_the_packs_with_the_code_in_them(desk: Desk) -> None:
    words = "\n".join(card_for(desk.home, CODE).words)
    assert CODE in words
    assert "{" not in words


def test_the_card_shows_the_code_and_what_to_do_with_it(desk: Desk, page: CodePage) -> None:
    said = words_on(page)
    assert CODE in said
    for line in card_for(desk.home, CODE).words:
        assert line in said


def test_a_reader_hears_the_code_letter_by_letter(page: CodePage) -> None:
    assert page.code.accessibleName() == " ".join(CODE)


def test_the_code_reads_left_to_right_in_every_language(desk: Desk) -> None:
    made = CodePage(desk.context, CODE)
    desk.show(made, rtl=True)
    assert made.code.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_escape_puts_the_card_away(desk: Desk, page: CodePage) -> None:
    with desk.qtbot.waitSignal(page.closed):
        desk.key(page, Qt.Key.Key_Escape)


def test_the_focus_is_on_the_way_out(page: CodePage) -> None:
    assert button(page, "Put the card away").hasFocus()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut(desk: Desk, scale: float) -> None:
    made = CodePage(desk.context, CODE)
    desk.show(made, scale=scale)
    walk_names(made)
    assert cut(made) == []


URDU = "آپ کا کوڈ: {code}۔ ارادہ بدل گیا؟ {number} پر کال کریں۔"


@pytest.fixture
def in_two_languages(desk: Desk) -> None:
    """The pack has the card in Urdu as well."""
    from ldp_stories.domain.ids import new_id

    with desk.home.main.write() as con:
        sets = {"key": "urdu", "language": "ur", "card": URDU, "version": "1", "items": []}
        desk.home.put(con, "consent_form", new_id(), sets=sets)


def test_with_one_language_there_is_no_choice(page: CodePage) -> None:
    assert not page.languages.isVisible()


@pytest.mark.usefixtures("in_two_languages")
def test_the_card_is_shown_in_the_language_that_is_pressed(desk: Desk) -> None:
    page = CodePage(desk.context, CODE)
    desk.show(page)
    assert page.languages.isVisible()
    assert {"English", "اردو"} <= set(walk_names(page.languages))
    page.languages.chosen.emit(["ur"])
    assert CODE in page.words.text()
    assert "کوڈ" in page.words.text()
    assert page.paper().rtl
    page.languages.chosen.emit(["en"])
    assert not page.paper().rtl


@pytest.mark.usefixtures("in_two_languages")
def test_the_card_opens_in_the_language_of_the_conversation(desk: Desk) -> None:
    page = CodePage(desk.context, CODE, "ur")
    desk.show(page, rtl=True)
    assert page.shown.language == "ur"
    assert cut(page) == []


def test_the_saved_card_holds_the_code_and_what_it_is_for(desk: Desk, page: CodePage, tmp_path: Path) -> None:
    desk.folder = tmp_path
    button(page, "Save as PDF").click()
    (made,) = tmp_path.glob("*.pdf")
    assert made.name == "card.pdf", "no code stands in the name of a file"
    text = " ".join((PdfReader(made).pages[0].extract_text() or "").split())
    assert CODE in text
    assert "Changed your mind?" in text
    assert "01632 960" in text
    assert desk.told == ["Saved as card.pdf."]


def test_large_print_is_chosen_before_saving(desk: Desk, page: CodePage) -> None:
    assert not page.paper().large
    page.acts.large.set_value(["large"])
    assert page.paper().large


def test_printing_and_folders_that_refuse(desk: Desk, page: CodePage, tmp_path: Path) -> None:
    page.acts.printing = lambda paper, _parent: paper.lines[0] == ("code", CODE)
    button(page, "Print").click()
    assert desk.told == ["Printed."]
    desk.folder = tmp_path / "gone"
    button(page, "Save as PDF").click()
    assert page.acts.trouble.isVisible()
    desk.folder = None
    button(page, "Save as PDF").click()
    assert desk.told == ["Printed."]


def test_the_card_is_read_line_by_line(desk: Desk) -> None:
    """Code, how to change one's mind, until when, how it is looked after, how to complain: each a line of its own."""
    lines = card_for(desk.home, CODE).words
    beginnings = (
        "Your code",
        "Changed your mind?",
        "Until 7 June 2026",
        "How we look after",
        "If you are not happy",
    )
    assert [line.startswith(words) for line, words in zip(lines, beginnings, strict=True)] == [True] * 5
