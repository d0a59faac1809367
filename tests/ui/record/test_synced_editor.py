"""Words with their moments: what is drawn beside, how points live through typing, pasting, undoing and taking out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from ldp_stories.domain.sync import SyncPoint
from ldp_stories.ui.record.synced_editor import SyncedEditor
from tests.ui.on_screen import Desk

P = SyncPoint
THREE = "one two\nthree four\nfive six"
POINTS = (P(0, 1_000), P(8, 2_500), P(19, 61_000))


@pytest.fixture
def editor(desk: Desk) -> SyncedEditor:
    made = SyncedEditor(name="The words")
    made.set_words(THREE, POINTS)
    desk.show(made, size=(700, 320))
    made.words.edit.setFocus()
    return made


def caret(editor: SyncedEditor, at: int, to: int | None = None) -> None:
    cursor = editor.words.edit.textCursor()
    cursor.setPosition(at)
    if to is not None:
        cursor.setPosition(to, QTextCursor.MoveMode.KeepAnchor)
    editor.words.edit.setTextCursor(cursor)


def inked(editor: SyncedEditor) -> list[int]:
    """The rows of the time column in which something is drawn, in groups."""
    image: QImage = editor.times.grab().toImage()
    ground = image.pixelColor(0, image.height() - 1)
    rows = [
        y
        for y in range(image.height())
        if any(_far(image.pixelColor(x, y), ground) for x in range(image.width()))
    ]
    return [y for n, y in enumerate(rows) if n == 0 or y - rows[n - 1] > 3]


def _far(one: QColor, other: QColor) -> bool:
    return abs(one.lightness() - other.lightness()) > 60


def test_each_line_with_a_point_has_its_time_beside_it_and_never_in_the_words(editor: SyncedEditor) -> None:
    assert editor.text() == THREE
    assert len(inked(editor)) == 3
    editor.set_words(THREE, POINTS[:1])
    assert len(inked(editor)) == 1
    editor.set_words(THREE, ())
    assert inked(editor) == []


def test_two_points_on_one_line_show_the_first(editor: SyncedEditor) -> None:
    editor.set_words(THREE, (P(0, 1_000), P(4, 1_800)))
    assert len(inked(editor)) == 1


def test_the_times_scroll_with_their_lines(editor: SyncedEditor) -> None:
    text = "\n".join(f"line {n}" for n in range(80))
    editor.set_words(text, (P(0, 1_000),))
    assert inked(editor)
    editor.words.edit.verticalScrollBar().setValue(editor.words.edit.verticalScrollBar().maximum())
    assert inked(editor) == []


def test_a_line_put_in_before_moves_what_follows_and_its_time(editor: SyncedEditor) -> None:
    before = inked(editor)
    caret(editor, 7)
    editor.words.edit.insertPlainText("\nand more")
    assert editor.points() == (P(0, 1_000), P(17, 2_500), P(28, 61_000))
    assert inked(editor)[0] == before[0]
    assert inked(editor)[1] > before[1]


def test_taking_out_a_line_with_its_words_leaves_one_time_where_it_was(editor: SyncedEditor) -> None:
    caret(editor, 8, 19)
    editor.words.edit.textCursor().removeSelectedText()
    assert editor.text() == "one two\nfive six"
    assert [p.position for p in editor.points()] == [0, 8]


def test_undo_brings_words_and_places_back(editor: SyncedEditor) -> None:
    caret(editor, 0)
    editor.words.edit.insertPlainText("Well, ")
    assert editor.points()[1] == P(14, 2_500)
    editor.words.edit.undo()
    assert editor.text() == THREE
    assert editor.points() == POINTS


def test_typing_at_a_point_keeps_the_time_before_the_new_words(editor: SyncedEditor) -> None:
    caret(editor, 8)
    editor.words.edit.insertPlainText("so ")
    assert P(8, 2_500) in editor.points()


def test_a_time_put_twice_on_one_word_is_the_later_one(editor: SyncedEditor) -> None:
    caret(editor, 12)
    editor.put_point(2_700)
    assert P(8, 2_700) in editor.points()
    assert len(editor.points()) == 3


def test_letters_outside_the_usual_plane_are_counted_as_one(editor: SyncedEditor) -> None:
    words = "\U0001f600\U0001f600 hello"
    editor.set_words(words, (P(3, 900),))
    assert editor.points() == (P(3, 900),)
    caret(editor, 9)
    assert editor.caret == 7
    editor.put_point(1_000)
    assert editor.points() == (P(3, 1_000),)


def test_points_beyond_the_words_are_brought_inside(editor: SyncedEditor) -> None:
    editor.set_words("short", (P(99, 4_000),))
    assert editor.points() == (P(5, 4_000),)


def test_pasted_words_are_plain_and_told_once(editor: SyncedEditor, desk: Desk) -> None:
    told: list[int] = []
    editor.changed.connect(lambda: told.append(1))
    caret(editor, len(THREE))
    editor.words.edit.insertPlainText("\nseven")
    assert told == [1]
    editor.set_words("new", ())
    assert told == [1], "showing words is not typing"
    desk.settle()


def test_a_speaker_in_the_middle_of_a_line_gets_a_line_of_their_own(editor: SyncedEditor) -> None:
    caret(editor, 3)
    editor.new_speaker("Gran", 5_000)
    assert editor.text() == "one two\nGran: \nthree four\nfive six"
    assert P(8, 5_000) in editor.points()
    assert editor.caret == len("one two\nGran: ")


def test_a_speaker_on_an_empty_page_needs_no_line_break_and_no_sound(editor: SyncedEditor) -> None:
    editor.set_words("", ())
    editor.new_speaker("Gran", None)
    assert editor.text() == "Gran: "
    assert editor.points() == ()
    assert editor.line_before() == ("Gran: ",)


def test_shift_enter_and_a_silent_player_put_no_time(editor: SyncedEditor, desk: Desk) -> None:
    caret(editor, len(THREE))
    editor.moment = lambda: None
    desk.key(editor, Qt.Key.Key_Return)
    assert editor.points() == POINTS
    editor.moment = lambda: 70_000
    desk.key(editor, Qt.Key.Key_Return, ctrl=True)
    assert editor.points() == POINTS
    desk.key(editor, Qt.Key.Key_Return)
    assert editor.points()[-1].ms == 70_000


@pytest.mark.parametrize("rtl", [False, True])
def test_times_run_left_to_right_whatever_the_window_does(desk: Desk, rtl: bool) -> None:
    made = SyncedEditor(name="The words")
    made.set_words("میں آئی", (P(0, 754_000),))
    desk.show(made, rtl=rtl, size=(700, 320))
    assert made.times.layoutDirection() is Qt.LayoutDirection.LeftToRight
    assert len(inked(made)) == 1
    assert (made.times.x() > made.words.x()) is rtl
    image: QImage = made.times.grab().toImage()
    ground = image.pixelColor(0, image.height() - 1)
    drawn = [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y) != ground for y in range(image.height()))
    ]
    beside = drawn[0] if rtl else image.width() - 1 - drawn[-1]
    assert beside >= 8, "there is room between the time and the words"


def test_a_word_being_made_is_among_what_is_typed_and_moves_the_moments_after_it(
    editor: SyncedEditor,
) -> None:
    caret(editor, 4)
    QApplication.sendEvent(editor.words.edit, QInputMethodEvent("আম", []))
    text, points = editor.typed()
    assert text == "one আমtwo\nthree four\nfive six"
    assert points == (P(0, 1_000), P(10, 2_500), P(21, 61_000))
    assert editor.points() == POINTS
    QApplication.sendEvent(editor.words.edit, QInputMethodEvent("", []))
    assert editor.typed() == (THREE, POINTS)
