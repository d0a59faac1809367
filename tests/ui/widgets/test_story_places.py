"""Places in a story's words are code points, whatever the words: faces beyond the basic plane, joined letters, numbers of passages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.storytext import StoryText, TextMark
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import dressed, name_of

FACES = "👩🏽‍🦱 came with 🫖 and 𝔅ulbs.\nپھر ہم نے 🫖 پی۔ The end 𝔅."
letters = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="\u00a0\ufdd0\ufdd1"),
    max_size=60,
)


def view_of(qtbot: QtBot, text: str, marks: tuple[TextMark, ...] = ()) -> StoryText:
    view = StoryText(name="What was said")
    view.set_text(text, marks)
    dressed(qtbot, view, size=(500, 400))
    return view


def choose(view: StoryText, start: int, end: int) -> None:
    """Select from one place of the document (UTF-16 units) to another."""
    cursor = QTextCursor(view.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("word", ["came", "🫖", "𝔅ulbs", "ہم", "The end", "👩🏽‍🦱"])
def test_selected_words_beyond_the_basic_plane_come_back_whole(qtbot: QtBot, word: str) -> None:
    view = view_of(qtbot, FACES)
    at = FACES.index(word)
    begin = units(FACES[:at])
    choose(view, begin, begin + units(word))
    start, end = view.selection()
    assert FACES[start:end] == word


@pytest.mark.parametrize("word", ["came", "𝔅ulbs", "ہم", "The end"])
def test_numbers_of_passages_do_not_shift_what_comes_after(qtbot: QtBot, word: str) -> None:
    marks = (TextMark(0, 4, "1"), TextMark(14, 17, "12"))
    view = view_of(qtbot, FACES, marks)
    shown = view.document().toRawText()
    begin = units(shown[: shown.index(word)])
    choose(view, begin, begin + units(word))
    start, end = view.selection()
    assert FACES[start:end] == word


@given(text=letters, data=st.data())
def test_any_place_of_any_words_is_found_again(qapp: QApplication, text: str, data: st.DataObject) -> None:
    view = StoryText(name="x")
    view.set_text(text)
    place = data.draw(st.integers(0, len(text)))
    assert view.to_text(units(text[:place])) == place
    view.deleteLater()


@given(text=letters.filter(lambda words: len(words) > 6), data=st.data())
def test_any_place_is_found_again_between_numbered_passages(
    qapp: QApplication, text: str, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4, unique=True)))
    marks = (TextMark(cuts[0], cuts[1], "1"), TextMark(cuts[2], cuts[3], "10"))
    view = StoryText(name="x")
    view.set_text(text, marks)
    place = data.draw(st.integers(0, len(text)))
    extra = sum(len(mark.number) + 3 for mark in marks if place > mark.start)
    assert view.to_text(units(text[:place]) + extra) == place
    assert view.text() == text
    view.deleteLater()


@given(text=letters, marks=st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=5))
def test_marks_wherever_they_lie_lose_no_words(
    qapp: QApplication, text: str, marks: list[tuple[int, int]]
) -> None:
    view = StoryText(name="x")
    view.set_text(text, [TextMark(min(a, b), max(a, b)) for a, b in marks])
    assert view.document().toRawText().replace("\u2029", "\n") == text
    assert view.text() == text
    view.deleteLater()


def test_dragging_over_words_selects_them(qtbot: QtBot) -> None:
    view = view_of(qtbot, "They draw the curtains and it is only women.")
    begin, end = QTextCursor(view.document()), QTextCursor(view.document())
    begin.setPosition(5)
    end.setPosition(22)
    with qtbot.waitSignal(view.selected):
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(begin).center())
        qtbot.mouseMove(view.viewport(), view.cursorRect(end).center())
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(end).center())
    start, stop = view.selection()
    assert view.text()[start:stop] == "draw the curtains"


def test_a_drag_that_ends_on_a_passage_does_not_press_it(qtbot: QtBot) -> None:
    view = view_of(qtbot, "They draw the curtains and it is only women.", (TextMark(14, 22, "1"),))
    begin, end = QTextCursor(view.document()), QTextCursor(view.document())
    begin.setPosition(2)
    end.setPosition(20)
    with qtbot.assertNotEmitted(view.passage_pressed):
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(begin).center())
        qtbot.mouseMove(view.viewport(), view.cursorRect(end).center())
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(end).center())


def test_a_double_press_selects_the_word(qtbot: QtBot) -> None:
    view = view_of(qtbot, "They draw the curtains.")
    cursor = QTextCursor(view.document())
    cursor.setPosition(16)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(cursor).center())
    start, end = view.selection()
    assert view.text()[start:end] == "curtains"


def test_keys_select_as_well_as_the_pointer(qtbot: QtBot) -> None:
    view = view_of(qtbot, "They draw the curtains.")
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.selection() == (0, len(view.text()))


def test_tab_leaves_the_words(qtbot: QtBot) -> None:
    view = view_of(qtbot, "They draw the curtains.")
    assert view.tabChangesFocus()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert view.toPlainText() == "They draw the curtains."


def test_selecting_one_face_selects_all_of_it(qtbot: QtBot) -> None:
    view = view_of(qtbot, "𝔅🫖")
    choose(view, 2, 4)
    assert view.selection() == (1, 2)


def test_half_of_a_face_is_no_place_beyond_it(qtbot: QtBot) -> None:
    view = view_of(qtbot, "𝔅🫖")
    assert view.to_text(1) == 0
    assert view.to_text(2) == 1
    assert view.to_text(3) == 1
    assert view.to_text(4) == 2


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n\n", "a\n"])
def test_words_that_are_hardly_there_are_shown_as_they_are(qtbot: QtBot, text: str) -> None:
    view = view_of(qtbot, text)
    assert view.text() == text
    assert view.selection() == (0, 0)
    assert view.to_text(0) == 0
    assert name_of(view) == "What was said"


def test_a_mark_of_nothing_has_its_number_and_loses_no_word(qtbot: QtBot) -> None:
    view = view_of(qtbot, "They draw.", (TextMark(5, 5, "1"),))
    assert view.text() == "They draw."
    assert "1" in view.toPlainText()


def test_a_passage_that_is_not_there_moves_nothing(qtbot: QtBot) -> None:
    view = view_of(qtbot, "Line.\n" * 80, (TextMark(0, 4, "1"),))
    view.show_passage("7")
    assert view.verticalScrollBar().value() == 0


def test_other_words_take_the_place_of_the_first(qtbot: QtBot) -> None:
    view = view_of(qtbot, "Line.\n" * 80, (TextMark(0, 4, "1"),))
    view.show_passage("1")
    view.set_text("Other words.")
    assert view.toPlainText() == "Other words."
    assert view.selection() == (0, 0)
    with qtbot.assertNotEmitted(view.passage_pressed):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))


def test_setting_words_is_not_a_selection(qtbot: QtBot) -> None:
    view = view_of(qtbot, "They draw.")
    choose(view, 0, 4)
    with qtbot.assertNotEmitted(view.selected):
        view.set_text("Other words.")
        theme().set(mode="dark")


def test_markup_in_a_story_is_only_words(qtbot: QtBot) -> None:
    words = '<b>bold</b> <img src="x"> &amp; {n}'
    view = view_of(qtbot, words)
    assert view.toPlainText() == words


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_larger_text_makes_a_longer_page_and_keeps_the_places(qtbot: QtBot, scale: float) -> None:
    view = view_of(qtbot, FACES * 20, (TextMark(3, 9, "1"),))
    before = view.document().size().height()
    theme().set(scale=scale)
    assert view.document().size().height() >= before
    assert view.text() == FACES * 20
    assert view.font().pixelSize() == round(16 * scale)


def test_easy_letters_set_the_lines_apart(qtbot: QtBot) -> None:
    view = view_of(qtbot, "Line.\n" * 10)
    before = view.document().size().height()
    theme().set(easy=True)
    assert view.document().size().height() > before


LINES = "Ana 🫖 came.\r\nShe left.\r\n\r\nپھر Bo said no.\rEnd\u2028of it.\r\n"


@pytest.mark.parametrize("word", ["Ana", "She left", "Bo said no", "End", "of it", "پھر"])
@pytest.mark.parametrize("marks", [(), (TextMark(0, 3, "1"), TextMark(6, 12, "2"))])
def test_line_ends_of_two_signs_shift_nothing(qtbot: QtBot, word: str, marks: tuple[TextMark, ...]) -> None:
    view = view_of(qtbot, LINES, marks)
    shown = view.document().toRawText()
    begin = units(shown[: shown.index(word)])
    choose(view, begin, begin + units(word))
    start, end = view.selection()
    assert LINES[start:end] == word
    assert view.text() == LINES


@given(
    text=st.text("ab🫖\r\n\n", max_size=30),
    ends=st.lists(st.integers(0, 30), min_size=2, max_size=2, unique=True),
    data=st.data(),
)
def test_any_letter_between_any_line_ends_is_found_again(
    qapp: QApplication, text: str, ends: list[int], data: st.DataObject
) -> None:
    """A letter of its own is put behind some words; wherever it stands in the document, its place is told."""
    text = text + "Z" + data.draw(st.text("ab\r\n", max_size=6))
    start, end = sorted(min(x, text.index("Z")) for x in ends)
    view = StoryText(name="x")
    view.set_text(text, (TextMark(start, end, "7"),))
    at = view.document().toRawText().index("Z")
    assert view.to_text(units(view.document().toRawText()[:at])) == text.index("Z")
    view.deleteLater()
