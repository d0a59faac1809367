"""The library at a glance: hits and search stay in sight beside the filters, and where words come from is one key away."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from ldp_stories.services.home import Home
from tests.ui.evaluator.conftest import released
from tests.ui.evaluator.test_library import library, search_for, stand
from tests.ui.helpers import words_on
from tests.ui.on_screen import Desk


def test_search_and_hits_stay_in_sight_while_the_filters_are_open(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    screen.filters.add.click()
    assert screen.filters.lists.isVisible()
    assert not screen.side.isVisible()
    for part in (screen.search, screen.list.cards[0]):
        at = part.mapTo(screen, QPoint(0, 0)).y()
        assert at >= 0
        assert at + part.height() <= 696
    assert screen.filters.combos["place"].hasFocus()
    screen.filters.lists.done.click()
    assert screen.side.isVisible()
    assert screen.filters.add.hasFocus()


def test_escape_puts_the_filters_away_and_goes_back_to_the_button(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    screen.filters.add.click()
    desk.key(screen.filters.combos["place"], Qt.Key.Key_Escape)
    assert not screen.filters.lists.isVisible()
    assert screen.filters.add.hasFocus()


def test_the_filters_stay_open_when_nothing_is_found(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    screen.filters.add.click()
    search_for(desk, screen, "zeppelin")
    assert screen.empty.isVisible()
    assert screen.filters.lists.isVisible()
    assert not screen.side.isVisible()


def test_no_row_stands_there_for_pills_while_no_filter_is_on(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    assert not screen.filters.isVisible()
    screen.filters.combos["kind"].set_value("story")
    screen.filters.combos["kind"].chosen.emit("story")
    stand(desk, screen)
    assert screen.filters.isVisible()


def test_one_key_goes_to_where_the_passage_comes_from(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    screen.search.edit.setFocus()
    desk.key(screen, Qt.Key.Key_I, ctrl=True)
    assert screen.side.comes_from.hasFocus()
    said = words_on(screen.side)
    for words in ("Teller", "Kind", "Told", "Researcher", "Came with", "Reviewed", "Consent"):
        assert words in said


def test_the_same_key_opens_the_side_where_there_is_little_room(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk, scale=2.0)
    desk.key(screen, Qt.Key.Key_I, ctrl=True)
    assert screen.side.isVisible()
    assert screen.side.comes_from.hasFocus()


def test_the_key_does_nothing_when_nothing_is_found(desk: Desk) -> None:
    screen = library(desk)
    desk.key(screen, Qt.Key.Key_I, ctrl=True)
    assert not screen.side.isVisible()
