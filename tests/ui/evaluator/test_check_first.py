"""The nine questions stand before every way out that holds what somebody said, and nothing is saved until each has its tick."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.report import QUESTIONS
from ldp_stories.services.check_disclosure import Found, Question
from ldp_stories.services.home import Home
from ldp_stories.services.publish import add_quote
from ldp_stories.ui.evaluator.check_first import CheckFirst
from ldp_stories.ui.evaluator.quotes import QuotesScreen
from ldp_stories.ui.evaluator.reports import ReportsScreen
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage
from tests.ui.evaluator.conftest import look_at_all, released
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk

ONCE = [("once", frozenset(QUESTIONS))]
"""What was done, and with which questions looked at."""


def asked(desk: Desk, **look: object) -> tuple[CheckFirst, list[tuple[str, frozenset[int]]], Screen]:
    """A screen that asks, what was saved so far, and the screen."""
    screen, first, saved = Screen(), CheckFirst(), list[tuple[str, frozenset[int]]]()
    page = ScrollPage()
    page.body.addWidget(first)
    page.body.addStretch(1)
    screen.box.addWidget(page)
    screen.title = "Asking"
    desk.show(screen, **look)  # type: ignore[arg-type]
    first.ask("Tables", lambda ticked: saved.append(("once", ticked)))
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
    assert saved == ONCE
    assert not first.isVisible()


def test_what_was_ticked_counts_once_and_not_for_something_else(desk: Desk) -> None:
    first, saved, _ = asked(desk)
    look_at_all(first)
    first.ask("The project", lambda ticked: saved.append(("twice", ticked)))
    assert "The project" in words_on(first)
    assert first.check.left == len(QUESTIONS)
    first.save.click()
    assert saved == ONCE
    first.leave.click()
    assert not first.isVisible()
    first._save()
    assert saved == ONCE


def test_it_is_answered_with_the_keyboard_alone(desk: Desk) -> None:
    first, saved, _ = asked(desk)
    for number in QUESTIONS:
        button = first.check.rows[number]._buttons[0]
        button.setFocus()
        desk.key(button, Qt.Key.Key_Space)
        assert first.check.rows[number]._buttons[0].hasFocus(), "the focus stays where the person was"
    first.save.setFocus()
    desk.key(first.save, Qt.Key.Key_Space)
    assert saved == ONCE


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


def test_what_there_is_to_look_at_in_the_bank_stands_under_its_questions(desk: Desk, home: Home) -> None:
    """Few people of that age in that ward: the page of quotes says so before it leaves, as a report does."""
    _, passage = released(home)
    add_quote(home, passage, "Doors")
    bank, reports = QuotesScreen(desk.context), ReportsScreen(desk.context)
    desk.show(bank)
    button(bank, "Make the page").click()
    desk.until(lambda: "Few people: Millbrook" in words_on(bank.first))
    desk.show(reports)
    button(reports, "Check and save").click()
    desk.until(lambda: "Few people: Millbrook" in words_on(reports.first))


def test_what_was_ticked_before_something_was_found_stays(desk: Desk) -> None:
    first, _, _ = asked(desk)
    first.check.rows[1]._buttons[0].click()
    first.check.rows[3].focus_start()
    first.show_found(
        [Question(3, "", (Found("Few people: {ward}, {age}.", ward="Millbrook", age="40-59"),), ticked=False)]
    )
    assert "Few people: Millbrook, 40 to 59." in words_on(first)
    assert first.check.rows[1].value() == ["yes"]
    assert first.check.rows[3].isAncestorOf(first._focused())
    first.close_it()
    first.show_found([])
    assert not first.isVisible(), "what comes late opens nothing"
