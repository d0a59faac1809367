"""The card to show: the code large, the pack's words, and away again by key."""

import pytest
from PySide6.QtCore import Qt

from ldp_stories.ui.researcher.code_card import CodePage, card_words
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk

CODE = "LT-4HN7-KQY"


@pytest.fixture
def page(desk: Desk) -> CodePage:
    made = CodePage(desk.home, CODE)
    desk.show(made)
    made.focus_start()
    return made


def test_the_words_are_the_packs_with_the_code_in_them(desk: Desk) -> None:
    words = card_words(desk.home, CODE)
    assert CODE in words
    assert "{" not in words


def test_the_card_shows_the_code_and_what_to_do_with_it(desk: Desk, page: CodePage) -> None:
    said = words_on(page)
    assert CODE in said
    assert card_words(desk.home, CODE) in said


def test_a_reader_hears_the_code_letter_by_letter(page: CodePage) -> None:
    assert page.code.accessibleName() == " ".join(CODE)


def test_the_code_reads_left_to_right_in_every_language(desk: Desk) -> None:
    made = CodePage(desk.home, CODE)
    desk.show(made, rtl=True)
    assert made.code.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_escape_puts_the_card_away(desk: Desk, page: CodePage) -> None:
    with desk.qtbot.waitSignal(page.closed):
        desk.key(page, Qt.Key.Key_Escape)


def test_the_focus_is_on_the_way_out(page: CodePage) -> None:
    assert button(page, "Put the card away").hasFocus()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut(desk: Desk, scale: float) -> None:
    made = CodePage(desk.home, CODE)
    desk.show(made, scale=scale)
    walk_names(made)
    assert cut(made) == []
