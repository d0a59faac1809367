"""Words that are underlined still, because an input method has not settled them, are kept wherever a person goes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

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
