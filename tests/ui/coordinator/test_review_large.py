"""With text twice as large a review gives the words what is in sight of the page, and each tag stands under the words it is about."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.theme import theme
from tests.ui.coordinator.desk import Desk
from tests.ui.coordinator.test_review import opened
from tests.ui.helpers import cut, words_on


def test_the_words_fill_what_is_in_sight_and_give_it_back(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    screen.resize(1366, 620)
    theme().set(scale=2.0)
    seen = screen.page.area.viewport().height()
    qtbot.waitUntil(lambda: screen.pane.text.height() >= seen * 3 // 4)
    theme().set(scale=1.0)
    qtbot.waitUntil(lambda: screen.pane.text.minimumHeight() == 0)


def test_stacked_tags_have_the_words_of_their_passage_over_them(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    screen.resize(1366, 620)
    story = screen.story
    assert story is not None
    quotes = [f"\u201c{p.text.quote}\u201d" for p in story.view.passages if p.text is not None]
    assert quotes
    assert not any(quote in words_on(screen.tags) for quote in quotes), "the words stand beside them"
    theme().set(scale=2.0)
    qtbot.waitUntil(lambda: all(quote in words_on(screen.tags) for quote in quotes))
    theme().set(scale=1.0)
    qtbot.waitUntil(lambda: not any(quote in words_on(screen.tags) for quote in quotes))


def test_what_a_banner_says_is_not_said_twice(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    assert bool(screen.top.banners) != screen.top.why.isVisible()


def test_how_they_said_yes_stands_under_what_they_agreed_to(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    assert screen.top.how.text().startswith("They said yes ")
    assert screen.top.how.isVisible()
    assert screen.top.strip.y() < screen.top.how.y()
    theme().set(scale=2.0)
    qtbot.waitUntil(lambda: cut(screen.top) == [])
