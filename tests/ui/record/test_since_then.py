"""A story says what happened to it on an evaluator's laptop, until that was seen: words masked later, one's own marks back after a new yes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.services.put_by import CAME_BACK, CameBack, came_back
from ldp_stories.services.withhold_words import MASKED_SINCE, masked_since
from ldp_stories.store import facts
from ldp_stories.ui.record.record_screen import RecordScreen
from ldp_stories.ui.record.since_then import back_words
from tests.ui.coordinator.desk import Desk, open_desk
from tests.ui.helpers import button, words_on

SAID = "Words in this story were masked or changed since you had it."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("since")
    with open_desk(folder) as made:
        yield made


def take_words(desk: Desk, record: str) -> None:
    """As the door of an evaluator's notebook remembers it."""
    with desk.home.main.write() as con:
        facts.save(con, MASKED_SINCE, {record: "2026-11-22T10:00:00Z"})


def opened(qtbot: QtBot, desk: Desk, record: str) -> RecordScreen:
    screen = RecordScreen(desk.context, record)
    qtbot.addWidget(screen)
    screen.resize(1366, 700)
    screen.show()
    return screen


def test_nothing_is_said_of_a_story_that_stands_as_it_was(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story(more=False))
    assert SAID not in words_on(screen)


def test_it_is_said_until_it_was_seen(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story(more=False)
    take_words(desk, record)
    screen = opened(qtbot, desk, record)
    qtbot.waitUntil(lambda: SAID in words_on(screen))
    assert "Look at your own notes and at what you have given out." in words_on(screen)
    button(screen, "I have seen it").click()
    assert masked_since(desk.home, record) == ""
    qtbot.waitUntil(lambda: SAID not in words_on(screen))


def test_another_story_says_nothing_of_it(qtbot: QtBot, desk: Desk) -> None:
    first, second = desk.story(more=False), desk.story(more=False)
    take_words(desk, first)
    assert SAID not in words_on(opened(qtbot, desk, second))
    assert masked_since(desk.home, first) != ""


def brought_back(desk: Desk, record: str, stand: int, lost: int) -> None:
    """As the door of an evaluator's notebook remembers it after a new yes."""
    with desk.home.main.write() as con:
        facts.save(con, CAME_BACK, {record: [stand, lost]})


def test_marks_that_stand_again_after_a_new_yes_are_told_until_it_was_seen(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story(more=False)
    brought_back(desk, record, 3, 1)
    screen = opened(qtbot, desk, record)
    qtbot.waitUntil(lambda: "3 marks of your own stand again." in words_on(screen))
    assert "1 mark of your own lost its place" in words_on(screen)
    button(screen, "I have seen it").click()
    assert came_back(desk.home, record) is None
    qtbot.waitUntil(lambda: "stand again" not in words_on(screen))


@pytest.mark.parametrize(
    ("back", "said", "not_said"),
    [
        (CameBack(1, 0), "1 mark of your own stands again.", "lost"),
        (CameBack(0, 2), "2 marks of your own lost", "stand"),
    ],
)
def test_only_what_happened_is_said(back: CameBack, said: str, not_said: str) -> None:
    words = back_words(back)
    assert words.startswith("This story may be here again.")
    assert said in words
    assert not_said not in words
