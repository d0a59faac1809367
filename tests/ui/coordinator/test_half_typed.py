"""A reason that is half typed when the program ends: the same story, the same tag, the same words and the tag chosen (US-C4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.review import Choice
from ldp_stories.services import queue_work
from ldp_stories.services.queue_work import HalfTyped, drop_half_typed, half_typed, keep_half_typed
from ldp_stories.services.review_tags import decide, readings
from ldp_stories.ui.coordinator.ask_line import AskLine
from ldp_stories.ui.coordinator.review import ReviewScreen
from tests.ui.coordinator.desk import Desk, open_desk
from tests.ui.coordinator.test_bring_in import settle
from tests.ui.helpers import dressed


def opened(qtbot: QtBot, desk: Desk, *records: str) -> ReviewScreen:
    screen = ReviewScreen(desk.context, records)
    desk.watch(screen)
    dressed(qtbot, screen, size=(1366, 700))
    settle(qtbot, desk)
    return screen


def line_of(screen: ReviewScreen) -> AskLine:
    line = screen.bar.line
    assert isinstance(line, AskLine)
    return line


def second_tag(desk: Desk, record: str) -> str:
    return readings(desk.home, record)[1].suggestion.id


@pytest.mark.parametrize(
    ("key", "choice"),
    [
        (Qt.Key.Key_C, Choice.CHANGE),
        (Qt.Key.Key_Q, Choice.ASK),
    ],
)
def test_what_is_typed_is_kept_and_comes_back_after_a_restart(
    qtbot: QtBot, desk: Desk, key: Qt.Key, choice: Choice
) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    screen.take_in_hand(screen.story.lines[1], focus=True)  # type: ignore[union-attr]
    qtbot.keyClick(screen, key)
    line = line_of(screen)
    qtbot.keyClicks(line.field.edit, "in passing")
    if line.combo is not None:
        line.combo.set_value(desk.tag_id("B7"))
        line.combo.chosen.emit(desk.tag_id("B7"))
    qtbot.waitUntil(lambda: (half_typed(desk.home) or HalfTyped("", "", "", "")).words == "in passing")
    kept = half_typed(desk.home)
    assert kept is not None
    assert (kept.record, kept.suggestion, kept.choice) == (record, screen.current, choice.value)
    again = opened(qtbot, desk, record)
    assert again.current == kept.suggestion
    assert line_of(again).field.text() == "in passing"
    assert line_of(again).tag() == (desk.tag_id("B7") if line.combo is not None else "")
    assert [d for r in readings(desk.home, record) for d in r.history] == [], "nothing was decided yet"


def test_leaving_the_screen_keeps_what_was_typed_a_moment_ago(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    qtbot.keyClick(screen, Qt.Key.Key_N)
    line_of(screen).field.set_text("true but not here")
    screen.leaving()
    kept = half_typed(desk.home)
    assert kept is not None
    assert kept.words == "true but not here"


def test_escape_lets_go_of_it(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    qtbot.keyClick(screen, Qt.Key.Key_N)
    line_of(screen).field.set_text("no")
    qtbot.keyClick(line_of(screen).field.edit, Qt.Key.Key_Escape)
    assert half_typed(desk.home) is None
    assert screen.bar.line is None


def test_a_decision_that_was_kept_is_not_half_typed_any_more(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    qtbot.keyClick(screen, Qt.Key.Key_N)
    line_of(screen).field.set_text("only mentioned")
    qtbot.keyClick(line_of(screen).field.edit, Qt.Key.Key_Return)
    assert half_typed(desk.home) is None
    assert any(d.reason == "only mentioned" for r in readings(desk.home, record) for d in r.current)
    assert opened(qtbot, desk, record).bar.line is None


def test_another_story_does_not_open_the_line(qtbot: QtBot, desk: Desk) -> None:
    one, other = desk.story(title="One"), desk.story(title="Two")
    keep_half_typed(desk.home, HalfTyped(one, second_tag(desk, one), "ask", "Who was there?"))
    assert opened(qtbot, desk, other).bar.line is None
    assert half_typed(desk.home) is not None
    assert line_of(opened(qtbot, desk, one)).field.text() == "Who was there?"


def test_a_tag_that_was_decided_meanwhile_is_not_asked_about_again(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    about = second_tag(desk, record)
    keep_half_typed(desk.home, HalfTyped(record, about, "ask", "Who was there?"))
    decide(desk.home, about, Choice.ACCEPT)
    assert opened(qtbot, desk, record).bar.line is None


def test_the_tag_in_hand_is_kept_in_a_sitting(qtbot: QtBot, desk: Desk) -> None:
    for title in ("One", "Two"):
        desk.story(title=title)
    records = queue_work.start_sitting(desk.home)
    screen = opened(qtbot, desk, *records)
    wanted = screen.story.lines[2].suggestion  # type: ignore[union-attr]
    screen.choose(wanted)
    again = opened(qtbot, desk, *records)
    assert again.current == wanted


@pytest.mark.parametrize("words", ["", "Who was there?", "“quoted”, and\tmore", "کون تھا"])
def test_any_words_are_kept_as_they_are(tmp_path: Path, words: str) -> None:
    with open_desk(tmp_path) as desk:
        typed = HalfTyped("r", "s", "ask", words, "t")
        keep_half_typed(desk.home, typed)
        assert half_typed(desk.home) == typed
        drop_half_typed(desk.home)
        assert half_typed(desk.home) is None


def test_whoever_comes_back_to_a_half_typed_reason_can_type_on_at_once(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    keep_half_typed(
        desk.home, HalfTyped(record, second_tag(desk, record), Choice.NOT_THIS_TAG.value, "She only")
    )
    screen = opened(qtbot, desk, record)
    screen.focus_start()
    assert line_of(screen).field.edit.hasFocus()
    screen.bar.set_line(None)
    screen.focus_start()
    assert screen.top.heading.hasFocus()
