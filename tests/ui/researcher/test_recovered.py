"""Recovered: nothing was lost. Carry on, listen to the end, or finish here."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.consent import Answer
from ldp_stories.errors import UserError
from ldp_stories.services.conversation import Recovered
from ldp_stories.services.record_encounter import (
    add_note,
    add_part_from_file,
    answer,
    conversation,
    open_conversations,
)
from ldp_stories.ui.researcher.recovered import RecoveredScreen, recovered_words
from ldp_stories.ui.text import time_of_day
from tests.services.homes import Clock
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, talk_with, view_of


@pytest.fixture
def talk(desk: Desk, voice: Path) -> str:
    ident = talk_with(desk.home)
    add_note(desk.home, ident, "knew nobody", 500)
    add_part_from_file(desk.home, ident, voice)
    return ident


@pytest.fixture
def screen(desk: Desk, talk: str) -> RecoveredScreen:
    made = RecoveredScreen(desk.context, talk)
    desk.show(made)
    return made


def test_it_says_when_and_how_much_is_there(desk: Desk, screen: RecoveredScreen) -> None:
    said = words_on(screen)
    assert "You were in a conversation" in said
    assert "Today" in said
    assert "We have 2 s of sound and all your notes. A little may be missing at the end." in said


def test_a_long_sound_is_said_in_minutes_and_seconds(desk: Desk, talk: str) -> None:
    found = Recovered(conversation(desk.home, talk), 41 * 60_000 + 5_000, 3, "item")
    assert "We have 41 min 5 s of sound and all your notes." in recovered_words(found, desk.home.now())


@pytest.mark.parametrize(
    ("notes", "words"),
    [(0, "We have all that you wrote down."), (1, "We have your note."), (4, "We have all your 4 notes.")],
)
def test_without_sound_the_notes_are_named(desk: Desk, talk: str, notes: int, words: str) -> None:
    found = Recovered(conversation(desk.home, talk), 0, notes, None)
    assert recovered_words(found, desk.home.now()).endswith(words)


def test_where_the_sound_was_cut_off_is_said_with_its_time(desk: Desk, talk: str) -> None:
    at = datetime(2026, 5, 10, 9, 41, tzinfo=UTC)
    found = Recovered(conversation(desk.home, talk), 41_000, 1, "item", at.timestamp())
    said = recovered_words(found, desk.home.now())
    assert f"The sound stopped at {time_of_day(at.astimezone())}. If you carry on, the gap is marked." in said
    stopped = Recovered(conversation(desk.home, talk), 41_000, 1, "item")
    assert "The sound stopped" not in recovered_words(stopped, desk.home.now())


def test_another_day_is_named(desk: Desk, talk: str, clock: Clock) -> None:
    clock.forward(days=3)
    found = Recovered(conversation(desk.home, talk), 1000, 0, "item")
    assert recovered_words(found, desk.home.now()).startswith("Sunday 10 May")


def test_carry_on_goes_back_into_the_conversation_by_key(
    desk: Desk, screen: RecoveredScreen, talk: str
) -> None:
    desk.key(screen, Qt.Key.Key_Return, ctrl=True)
    assert desk.went == [("conversation", talk)]


def test_finishing_here_writes_it_down_and_the_words_come(desk: Desk, screen: RecoveredScreen) -> None:
    button(screen, "Finish it here").click()
    desk.until(lambda: bool(desk.went))
    key, what = desk.went[0]
    assert key == "conversation"
    assert isinstance(what, tuple)
    assert what[0] == "words"
    view = view_of(desk.home, what[1])
    assert [n.text for n in view.notes] == ["knew nobody"]
    assert view.media[0].duration_ms == 2000
    assert open_conversations(desk.home) == ()
    desk.settle()


def test_finishing_without_a_yes_says_what_to_do(desk: Desk, talk: str) -> None:
    answer(desk.home, talk, ("take_part",), Answer.NOT_ASKED)
    made = RecoveredScreen(desk.context, talk)
    desk.show(made)
    button(made, "Finish it here").click()
    desk.until(lambda: made.trouble.isVisible())
    assert "Carry on to ask them" in made.trouble.label.text()
    assert made.finish.isEnabled()


def test_the_end_can_be_listened_to(
    desk: Desk, screen: RecoveredScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(screen.link, "play", lambda: calls.append("play"))
    button(screen, "Listen to the end").click()
    assert screen.player.isVisible()
    assert [p.ms for p in screen.link.parts] == [2000]
    assert [len(p.peaks()) for p in screen.link.parts] == [20], "the waves of what is safe are drawn"
    assert screen.link.position == 0
    assert calls == ["play"]


def test_what_cannot_be_played_is_said(screen: RecoveredScreen) -> None:
    screen.link.failed.emit(UserError("MEDIA_DAMAGED"))
    assert screen.trouble.isVisible()
    assert "damaged" in screen.trouble.label.text()


def test_without_a_wish_the_newest_is_shown(desk: Desk, talk: str) -> None:
    made = RecoveredScreen(desk.context)
    desk.show(made)
    assert made.found is not None
    assert made.found.conversation.id == talk


def test_a_conversation_that_is_gone_leaves_nothing_open(desk: Desk) -> None:
    made = RecoveredScreen(desk.context, "gone")
    desk.show(made)
    assert "Nothing was left open" in words_on(made)
    button(made, "Home").click()
    assert desk.went == [("home", None)]


def test_notes_alone_have_no_end_to_listen_to(desk: Desk) -> None:
    made = RecoveredScreen(desk.context, talk_with(desk.home))
    desk.show(made)
    assert not made.listen.isVisible()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_control_has_a_name_and_nothing_is_cut(desk: Desk, talk: str, scale: float) -> None:
    made = RecoveredScreen(desk.context, talk)
    desk.show(made, scale=scale, size=(1106, 690))
    walk_names(made)
    desk.until(lambda: not cut(made))
