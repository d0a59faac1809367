"""What consent hides is counted over all stories a search finds, while its first hits are read."""

from __future__ import annotations

import pytest

from ldp_stories.services import find, look_up
from ldp_stories.services.find import Purpose
from ldp_stories.services.home import Home
from tests.ui.evaluator.conftest import released
from tests.ui.evaluator.test_library import NO_QUOTING, choose, library
from tests.ui.helpers import words_on
from tests.ui.on_screen import Desk


def test_where_all_is_hidden_it_looks_further_by_itself_and_adds_up_what_is_hidden(
    desk: Desk, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "AT_ONCE", 1)
    monkeypatch.setattr(look_up, "STEP", 1)
    for number in range(3):
        released(home, title=f"Kept {number}", no=NO_QUOTING)
    screen = library(desk)
    choose(desk, screen, Purpose.QUOTE)
    desk.until(lambda: screen.page is not None and screen.page.next is None)
    assert screen.empty.isVisible()
    desk.until(lambda: screen.count.result is not None)
    assert "3 more stories are hidden. 3 people did not agree." in words_on(screen.hidden)
    assert screen._withheld.not_agreed == 3


def test_what_is_hidden_is_counted_over_all_stories_not_over_the_page(
    desk: Desk, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "AT_ONCE", 1)
    monkeypatch.setattr(look_up, "STEP", 1)
    for number in range(3):
        released(home, title=f"Kept {number}", no=NO_QUOTING)
    released(home, title="Free")
    screen = library(desk)
    choose(desk, screen, Purpose.QUOTE)
    said = "3 more stories are hidden. 3 people did not agree."
    desk.until(lambda: said in words_on(screen.hidden))
    screen._more()
    desk.settle()
    assert "3 more stories are hidden." in words_on(screen.hidden)
    choose(desk, screen, Purpose.ANALYSE)
    desk.until(lambda: screen.count.result is not None)
    assert not screen.hidden.isVisible()


def test_only_the_newest_search_is_counted(desk: Desk, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "AT_ONCE", 1)
    monkeypatch.setattr(look_up, "STEP", 1)
    for _ in range(2):
        released(home, no=NO_QUOTING)
    screen = library(desk)
    how = {"purpose": Purpose.QUOTE}
    desk.until(lambda: screen.count.result is not None)
    heard: list[int] = []
    monkeypatch.setattr(screen.count, "_heard", lambda found: heard.append(found.hidden.total))
    screen.count.begin("nothing at all", how)
    screen.count.begin("", how)
    assert screen.count.result is None
    desk.until(lambda: bool(heard))
    desk.settle()
    assert heard == [2]
    screen.count.begin("", how)
    screen.leaving()
    desk.settle()
    assert (heard, screen.count.result) == ([2], None)
