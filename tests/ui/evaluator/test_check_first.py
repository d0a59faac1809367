"""The nine questions stand before every way out that holds what somebody said, and nothing is saved until each has its tick."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.report import QUESTIONS
from ldp_stories.services.home import Home
from ldp_stories.services.publish import add_quote
from ldp_stories.ui.evaluator.check_first import CheckFirst
from ldp_stories.ui.evaluator.quotes import QuotesScreen
from ldp_stories.ui.evaluator.reports import ReportsScreen
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage
from tests.ui.evaluator.conftest import look_at_all, released
from tests.ui.helpers import cut, walk_names, words_on
from tests.ui.on_screen import Desk


def asked(desk: Desk, **look: object) -> tuple[CheckFirst, list[str], Screen]:
    """A screen that asks, what was saved so far, and the screen."""
    screen, first, saved = Screen(), CheckFirst(), list[str]()
    page = ScrollPage()
    page.body.addWidget(first)
    page.body.addStretch(1)
    screen.box.addWidget(page)
    screen.title = "Asking"
    desk.show(screen, **look)  # type: ignore[arg-type]
    first.ask("Tables", lambda: saved.append("once"))
    return first, saved, screen


def test_nothing_is_saved_until_every_question_is_looked_at(desk: Desk) -> None:
    first, saved, _ = asked(desk)
    assert "Tables" in words_on(first)
    assert words_on(first).count("left to look at") == 1
    assert first.what.hasFocus()
    for number in list(QUESTIONS)[:-1]:
        first.check.rows[number]._buttons[0].click()
        assert not first.save.isEnabled()
    assert "1 question left to look at, then it is saved." in words_on(first)
    last = max(QUESTIONS)
    first.check.rows[last]._buttons[0].click()
    assert "Everything is looked at." in words_on(first)
    first.check.rows[last]._buttons[0].click()
    assert not first.save.isEnabled(), "a tick can be taken back"
    first.check.rows[last]._buttons[0].click()
    first.save.click()
    assert saved == ["once"]
    assert not first.isVisible()


def test_what_was_ticked_counts_once_and_not_for_something_else(desk: Desk) -> None:
    first, saved, _ = asked(desk)
    look_at_all(first)
    first.ask("The project", lambda: saved.append("twice"))
    assert "The project" in words_on(first)
    assert first.check.left == len(QUESTIONS)
    first.save.click()
    assert saved == ["once"]
    first.leave.click()
    assert not first.isVisible()
    first._save()
    assert saved == ["once"]


def test_it_is_answered_with_the_keyboard_alone(desk: Desk) -> None:
    first, saved, _ = asked(desk)
    for number in QUESTIONS:
        button = first.check.rows[number]._buttons[0]
        button.setFocus()
        desk.key(button, Qt.Key.Key_Space)
        assert first.check.rows[number]._buttons[0].hasFocus(), "the focus stays where the person was"
    first.save.setFocus()
    desk.key(first.save, Qt.Key.Key_Space)
    assert saved == ["once"]


@pytest.mark.parametrize("look", [{"scale": 2.0}, {"rtl": True}])
def test_each_question_has_its_name(desk: Desk, look: dict[str, object]) -> None:
    first, _, screen = asked(desk, **look)
    names = walk_names(screen)
    assert "" not in names
    assert {"Save it", "Not now"} <= set(names)
    desk.until(lambda: cut(first) == [])


@pytest.mark.parametrize("which", ["small report", "tables", "project", "words", "page"])
def test_no_way_out_writes_before_it_is_looked_at(desk: Desk, home: Home, tmp_path: Path, which: str) -> None:
    add_quote(home, released(home)[1])
    desk.folder = tmp_path / "out"
    if which == "page":
        bank = QuotesScreen(desk.context)
        desk.show(bank)
        bank.make.click()
        first = bank.first
    else:
        screen = ReportsScreen(desk.context)
        desk.show(screen)
        (screen.save if which == "small report" else screen.ways.buttons[which]).click()
        first = screen.first if which == "small report" else screen.ways.first
    desk.settle()
    assert first.isVisible()
    assert not desk.folder.exists()
    assert not desk.tasks.running(quiet=True)
