"""A recording in the bars of every screen: its time, a microphone that gives nothing, an end of its own, and the way back to it."""

from __future__ import annotations

import pytest

from ldp_stories.services.record_encounter import begin
from ldp_stories.services.recording import RecorderStatus
from ldp_stories.ui.record.directory import TaskScreen
from tests.ui.helpers import words_on
from tests.ui.main_window.conftest import Screen
from tests.ui.on_screen import PretendRecording, talk_with


def record(screen: Screen, talk: str, ms: int = 754_000) -> PretendRecording:
    """Make the window think that a conversation is being recorded."""
    recording = PretendRecording()
    live = screen.window.live
    live._recording, live.conversation = recording, talk  # type: ignore[assignment]
    live._hear(RecorderStatus(ms, ms, 0.4, "good", "Built-in microphone"))
    return recording


def test_a_recording_shows_its_time_in_every_bar_but_its_own(practice: Screen) -> None:
    talk = begin(practice.home).id
    recording = record(practice, talk)
    assert practice.ways.desk.rail.recording.text() == "Recording 12:34"
    assert practice.ways.task.bar.recording.text() == "Recording 12:34"
    practice.ways.desk.rail.recording.click()
    assert practice.at == "conversation"
    assert practice.ways.task.bar.recording.text() == ""
    recording.running = False
    practice.window.live.changed.emit()
    practice.ways.go("home")
    assert practice.ways.desk.rail.recording.text() == ""
    practice.window.live._recording = None


def hear(screen: Screen, state: str, *, ms: int = 754_000, device: str = "Built-in microphone") -> None:
    screen.window.live._hear(RecorderStatus(ms, ms, 0.4, state, device))


@pytest.mark.parametrize(("state", "words"), [("lost", "No microphone"), ("silent", "No sound")])
def test_a_microphone_that_gives_nothing_is_shown_in_the_bar_of_every_screen(
    practice: Screen, state: str, words: str
) -> None:
    record(practice, begin(practice.home).id)
    practice.ways.go("stories")
    hear(practice, state)
    assert practice.ways.desk.rail.recording.text() == words
    assert practice.ways.desk.rail.recording.isVisible()
    assert practice.ways.task.bar.recording.text() == words
    hear(practice, "good")
    assert practice.ways.desk.rail.recording.text() == "Recording 12:34"
    practice.window.live._recording = None


def test_lost_sound_is_announced_at_once_on_every_screen_and_the_level_never(
    practice: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldp_stories.ui.main_window import navigator

    said: list[tuple[str, bool]] = []

    def note(_: object, words: str, *, assertive: bool = False) -> None:
        said.append((words, assertive))

    record(practice, begin(practice.home).id)
    practice.ways.go("stories")
    monkeypatch.setattr(navigator, "announce", note)
    hear(practice, "good", ms=754_100)
    hear(practice, "quiet", ms=755_000)
    hear(practice, "silent", ms=756_000)
    hear(practice, "lost", ms=756_000)
    hear(practice, "good", ms=757_000, device="Headset")
    assert said == [
        ("Too quiet: move closer", False),
        ("No sound is coming in", True),
        ("The microphone came out. Looking for another one.", True),
        ("The microphone came out. Using Headset.", True),
    ]
    practice.window.live._recording = None


def test_a_recording_that_ended_by_itself_stays_in_the_bar_until_it_was_seen(practice: Screen) -> None:
    talk = talk_with(practice.home)
    recording = record(practice, talk)
    practice.ways.go("stories")
    recording.running = False
    hear(practice, "full")
    assert practice.ways.desk.rail.recording.text() == "Recording stopped"
    practice.ways.desk.rail.recording.click()
    assert practice.at == "conversation"
    assert "There is not enough room to record." in words_on(practice.ways.here.screen)
    practice.window.live.hand_over()
    practice.ways.go("home")
    assert not practice.ways.desk.rail.recording.isVisible()


def test_at_the_other_steps_of_the_conversation_the_bar_shows_it_and_leads_back(practice: Screen) -> None:
    talk = talk_with(practice.home)
    record(practice, talk)
    practice.ways.to_recording()
    task = practice.ways.here.screen
    assert isinstance(task, TaskScreen)
    assert task.step == 2
    task.go_to_step(1)
    practice.window.live._hear(RecorderStatus(755_000, 755_000, 0.4, "good", "Built-in microphone"))
    assert practice.ways.task.bar.recording.text() == "Recording 12:35"
    practice.ways.task.bar.recording.click()
    assert practice.ways.here.screen is task
    assert task.step == 2
    assert practice.ways.task.bar.recording.text() == ""
    practice.window.live._recording = None


def test_without_a_conversation_there_is_no_recording_to_return_to(practice: Screen) -> None:
    practice.ways.to_recording()
    assert practice.at == "home"


def test_a_recording_that_rests_is_said_to_be_paused_in_every_bar_but_its_own(practice: Screen) -> None:
    talk = begin(practice.home).id
    record(practice, talk)
    practice.ways.to_recording()
    bar, screen = practice.ways.task.bar.recording, practice.ways.here.screen
    assert isinstance(screen, TaskScreen)
    assert screen.shows_recording
    screen.go_to_step(0)
    practice.window.live.paused = True
    practice.window.live.changed.emit()
    assert bar.text() == "Paused 12:34"
    bar.click()
    assert practice.ways.here.screen is screen, "the same conversation, not another one on top"
    assert screen.shows_recording
    assert bar.text() == ""
