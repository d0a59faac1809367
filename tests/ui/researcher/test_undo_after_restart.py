"""Ctrl+Z in the words goes on where this sitting began, and what it brings back is kept like anything typed."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ldp_stories.services.edit_record import drafts
from ldp_stories.ui.researcher.words_after import WordsAfterStep
from ldp_stories.ui.widgets.editor import Editor
from tests.ui.helpers import dressed
from tests.ui.on_screen import Desk, story, view_of


def opened(desk: Desk, record: str) -> WordsAfterStep:
    made = WordsAfterStep(desk.context, record)
    desk.show(made)
    made.words.setFocus()
    return made


def test_yesterdays_words_come_back_letter_for_letter_and_go_forward_again(desk: Desk) -> None:
    record = story(desk.home, words="First line.")
    first = opened(desk, record)
    first.words.set_text("First line. They draw the curtains.")
    first.keeper.flush()
    first.words.set_text("x")
    first.leaving()
    first.close()
    again = opened(desk, record)
    assert again.words.text() == "x"
    desk.key(again.words, Qt.Key.Key_Z, ctrl=True)
    assert again.words.text() == "First line. They draw the curtains."
    desk.key(again.words, Qt.Key.Key_Z, ctrl=True)
    assert again.words.text() == "First line."
    desk.key(again.words, Qt.Key.Key_Z, ctrl=True)
    assert again.words.text() == "First line.", "before that there is nothing, and nothing is lost"
    again.words.edit.beyond.emit(1)
    assert again.words.text() == "First line. They draw the curtains."
    again.keeper.flush()
    assert drafts(desk.home, record)["words"] == "First line. They draw the curtains."
    again.leaving()
    kept = view_of(desk.home, record).words
    assert kept is not None
    assert kept.text == "First line. They draw the curtains."


def test_within_a_sitting_ctrl_z_undoes_letter_by_letter_as_ever(desk: Desk) -> None:
    record = story(desk.home, words="Tea.")
    made = opened(desk, record)
    made.words.edit.moveCursor(made.words.edit.textCursor().MoveOperation.End)
    desk.key(made.words, " And bulbs")
    desk.key(made.words, Qt.Key.Key_Z, ctrl=True)
    assert made.words.text() == "Tea."
    made.leaving()


def test_an_editor_that_keeps_no_versions_changes_nothing(desk: Desk) -> None:
    editor = Editor(name="Words", value="Kept")
    dressed(desk.qtbot, editor)
    editor.setFocus()
    desk.qtbot.keyClick(editor.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    editor.edit.beyond.emit(1)
    assert editor.text() == "Kept"
