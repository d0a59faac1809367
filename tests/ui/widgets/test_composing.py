"""Words that are underlined still, because an input method has not settled them, are kept wherever a person goes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.widgets.composing import settle_underlined
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.screen import Screen

BENGALI, PUNJABI = "আমার বাড়ি", "ਮੇਰਾ ਘਰ"


def underline(field: QLineEdit | QTextEdit, words: str) -> None:
    """What an input method does while a word is being made."""
    QApplication.sendEvent(field, QInputMethodEvent(words, []))


class _Page(Screen):
    """Two fields, and what stood in them when the screen was left."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.lines = TextField(name="Title"), Editor(name="Words")
        self.kept: list[str] = []
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.addWidget(self.line)
        box.addWidget(self.lines)
        self.box.addWidget(holder)

    def leaving(self) -> None:
        """Keep what is typed."""
        self.kept = [self.line.text(), self.lines.text()]


@pytest.fixture
def page(qtbot: QtBot) -> _Page:
    made = _Page()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_underlined_words_of_a_line_are_kept_when_the_screen_is_left(page: _Page) -> None:
    page.line.set_text("Home: ")
    page.line.edit.setFocus()
    page.line.edit.end(False)
    underline(page.line.edit, BENGALI)
    assert page.line.text() == "Home: ", "it is only underlined"
    page.settle_and_leave()
    assert page.kept == [f"Home: {BENGALI}", ""]


def test_underlined_words_of_a_page_are_kept_when_the_screen_is_left(page: _Page) -> None:
    page.lines.edit.setFocus()
    page.lines.edit.insertPlainText("She said: ")
    underline(page.lines.edit, PUNJABI)
    page.settle_and_leave()
    assert page.kept == ["", f"She said: {PUNJABI}"]


def test_what_was_settled_is_not_written_twice(page: _Page) -> None:
    page.lines.edit.setFocus()
    underline(page.lines.edit, PUNJABI)
    event = QInputMethodEvent()
    event.setCommitString(PUNJABI)
    QApplication.sendEvent(page.lines.edit, event)
    page.settle_and_leave()
    page.settle_and_leave()
    assert page.kept == ["", PUNJABI]


def test_underlined_words_are_kept_when_the_focus_goes_to_another_field(page: _Page) -> None:
    page.line.edit.setFocus()
    underline(page.line.edit, BENGALI)
    page.lines.edit.setFocus()
    assert page.line.text() == BENGALI
    underline(page.lines.edit, PUNJABI)
    page.line.edit.setFocus()
    assert page.lines.text() == PUNJABI


def test_words_that_were_thrown_away_while_underlined_are_not_kept(page: _Page) -> None:
    page.line.edit.setFocus()
    underline(page.line.edit, BENGALI)
    underline(page.line.edit, "")
    page.settle_and_leave()
    assert page.kept == ["", ""]


def test_with_nothing_in_focus_there_is_nothing_to_settle(page: _Page) -> None:
    page.line.edit.setFocus()
    page.line.edit.clearFocus()
    settle_underlined()
    page.settle_and_leave()
    assert page.kept == ["", ""]


def settle(field: QLineEdit | QTextEdit, words: str) -> None:
    """What an input method does when a word is done."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(field, event)


def test_what_a_field_says_has_changed_has_the_underlined_words_in_it_where_the_caret_stands(
    page: _Page,
) -> None:
    for field in (page.line, page.lines):
        said: list[str] = []
        field.changed.connect(said.append)
        field.edit.setFocus()
        field.set_text("😀 and then")
        if isinstance(field.edit, QLineEdit):
            field.edit.setCursorPosition(3)
        else:
            cursor = field.edit.textCursor()
            cursor.setPosition(3)
            field.edit.setTextCursor(cursor)
        underline(field.edit, BENGALI)
        assert said[-1] == f"😀 {BENGALI}and then"
        assert field.text() == "😀 and then", "it is only underlined"
        settle(field.edit, BENGALI)
        assert said[-1] == field.text() == field.typed() == f"😀 {BENGALI}and then"


def test_a_word_that_is_thrown_away_is_said_to_be_gone(page: _Page) -> None:
    said: list[str] = []
    page.lines.changed.connect(said.append)
    page.lines.edit.setFocus()
    underline(page.lines.edit, PUNJABI)
    underline(page.lines.edit, "")
    assert said[-1] == ""
    assert PUNJABI in said


def test_a_keeper_knows_a_word_that_is_only_half_made(page: _Page) -> None:
    kept, half = list[str](), list[str]()
    keeper = Keeper(lambda _, text: kept.append(text), save_half=lambda _, text: half.append(text))
    page.line.changed.connect(lambda text: keeper.keep("title", text))
    page.line.edit.setFocus()
    underline(page.line.edit, BENGALI)
    keeper.flush()
    assert (kept, half) == ([], [BENGALI])
    settle(page.line.edit, BENGALI)
    keeper.flush()
    assert (kept, half) == ([BENGALI], [BENGALI])
