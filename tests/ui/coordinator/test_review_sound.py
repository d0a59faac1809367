"""With text twice as large the player of a review stays in sight while words and tags scroll, and goes back under the words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.ui.coordinator.review import ReviewScreen
from ldp_stories.ui.widgets.theme import theme
from tests.ui.coordinator.desk import Desk
from tests.ui.coordinator.test_review import opened
from tests.ui.helpers import cut, name_of
from tests.ui.tab_walk import stops

pytestmark = pytest.mark.qt_log_ignore("pipewire", "PulseAudio", "audio device", "ALSA", extend=True)


def in_sight(screen: ReviewScreen) -> bool:
    """Whether all of the player can be seen."""
    player = screen.pane.player
    return player.visibleRegion().boundingRect().height() >= player.height() - 1


def test_the_player_stays_in_sight_beside_every_tag_and_goes_back(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    screen.resize(1366, 620)
    assert screen.pane.isAncestorOf(screen.pane.player)
    theme().set(scale=2.0)
    story = screen.story
    assert story is not None
    for line in story.lines:
        screen.take_in_hand(line, focus=True)
        qtbot.waitUntil(lambda: in_sight(screen))
    screen.page.area.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: in_sight(screen))
    qtbot.keyClick(screen, Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: in_sight(screen))
    theme().set(scale=1.0)
    assert screen.pane.isAncestorOf(screen.pane.player), "back under the words"


@pytest.mark.parametrize("rtl", [False, True])
def test_with_large_text_tab_goes_past_the_player_before_the_answers_and_nothing_is_cut(
    qtbot: QtBot, desk: Desk, rtl: bool
) -> None:
    screen = opened(qtbot, desk, desk.story(), scale=2.0, rtl=rtl)
    screen.resize(1366, 620)
    qtbot.waitUntil(lambda: not cut(screen))
    screen.side.show_tab("note")
    next(iter(screen.tags.cards.values())).setFocus()
    names = [name_of(one) for one in stops(screen)]
    wanted = ["Note", "Play", "Accept"]
    assert [name for name in names if name in wanted] == wanted


def test_tab_goes_from_the_words_past_the_player_to_the_tags_wherever_the_player_was_before(
    qtbot: QtBot, desk: Desk
) -> None:
    screen = opened(qtbot, desk, desk.story())
    screen.resize(1366, 768)
    theme().set(scale=2.0)
    qtbot.waitUntil(lambda: screen.listen.holds is True)
    theme().set(scale=1.0)
    qtbot.waitUntil(lambda: screen.listen.holds is False)
    screen.top.heading.setFocus()
    names = [name_of(one) for one in stops(screen)]
    first = name_of(next(iter(screen.tags.cards.values())))
    wanted = ["The words", "Play", first, "Accept"]
    assert [name for name in names if name in wanted] == wanted
