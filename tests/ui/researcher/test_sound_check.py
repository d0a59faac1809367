"""Sound check: the level, the device, three seconds listened to, and what the laptop has room for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from ldp_stories.errors import SENTENCES
from ldp_stories.services.check_sound import Verdict
from ldp_stories.services.conversation import RoomLeft
from ldp_stories.services.recording import RecorderStatus
from ldp_stories.ui.researcher import sound_check
from ldp_stories.ui.researcher.laptop_lines import battery_line, room_line
from ldp_stories.ui.researcher.sound_check import SoundCheckScreen, verdict_words
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, hear, pretend, talk_with

QUIET_ROOM: dict[str, object] = {"kind": "voice", "ms": 60_000, "seed": 4}


@pytest.fixture
def screen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundCheckScreen]:
    """The screen with a calculated voice in the place of a microphone."""
    monkeypatch.setattr(SoundCheckScreen, "source", lambda _: QUIET_ROOM)
    made = SoundCheckScreen(desk.context)
    desk.show(made)
    yield made
    made.leaving()


def test_the_level_moves_while_it_is_in_sight_and_the_microphone_is_let_go_outside(
    desk: Desk, screen: SoundCheckScreen
) -> None:
    desk.until(lambda: screen.meter.lit() > 0)
    desk.until(lambda: screen.device.text() == "voice")
    assert screen.word.text() == "Good sound"
    screen.hide()
    assert screen.listening is None
    screen.show()
    assert screen.listening is not None


def test_three_seconds_are_kept_judged_and_played_by_one_key(desk: Desk, screen: SoundCheckScreen) -> None:
    played: list[float] = []
    screen.link.play = lambda: played.append(1)  # type: ignore[method-assign]
    desk.key(screen, Qt.Key.Key_Return, ctrl=True)
    assert not screen.try_it.isEnabled()
    assert "Speak now. We listen for 3 seconds." in words_on(screen)
    desk.until(lambda: played)
    assert screen.result.text() == "Good sound. This is how it will be kept."
    assert screen.player.isVisible()
    assert [p.ms for p in screen.link.parts] == [3_000]
    assert max(screen.link.parts[0].peaks()) > 10, "one's own three seconds are drawn"
    screen.link.ended.emit()
    assert screen.listening is not None, "afterwards the level is shown again"
    screen.leaving()
    assert desk.home.vault.items() == []


def test_nothing_heard_says_what_to_do(desk: Desk, screen: SoundCheckScreen) -> None:
    screen._judged(Verdict.NOTHING)
    assert (
        screen.result.text()
        == "We heard nothing. Try another microphone, or allow this one in the privacy settings."
    )
    assert not screen.player.isVisible()
    assert screen.try_it.isEnabled()


@pytest.mark.parametrize("verdict", list(Verdict))
def test_each_verdict_has_words_a_picture_and_a_tone(verdict: Verdict) -> None:
    words, icon, tone = verdict_words(verdict)
    assert words.endswith(".")
    assert icon
    assert tone in ("ok", "warn", "bad")


def test_without_any_microphone_it_says_so(desk: Desk) -> None:
    says = """print('{"end": "no_microphone", "code": "NO_MICROPHONE", "saved_ms": 0}')"""
    desk.home.machine = replace(desk.home.machine, recorder_command=(sys.executable, "-c", says))
    made = SoundCheckScreen(desk.context)
    desk.show(made)
    desk.until(lambda: "No microphone was found." in made.result.text())
    assert made.word.text() == "No microphone"
    assert made.device.text() == ""
    assert made.try_it.isEnabled()
    made.leaving()


def test_another_microphone_is_chosen_and_kept(desk: Desk, screen: SoundCheckScreen) -> None:
    screen._found_microphones(("Built-in", "Blue"))
    assert [o.label for o in screen.chooser._options] == ["The one this laptop uses", "Built-in", "Blue"]
    before = screen.listening
    screen.chooser._picked("Blue")
    assert desk.context.settings.microphone == "Blue"
    assert screen.listening is not before
    assert desk.told[-1] == "Kept"


def test_the_chosen_one_is_what_is_listened_to(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SoundCheckScreen, "listen", lambda _: None)
    made = SoundCheckScreen(desk.context)
    assert made.source() == "microphone"
    desk.context.change_settings(microphone="Blue")
    assert made.source() == "microphone:Blue"


def test_a_recording_that_runs_is_shown_and_never_disturbed(desk: Desk, screen: SoundCheckScreen) -> None:
    screen.leaving()
    pretend(desk, talk_with(desk.home))
    hear(desk, 5_000, level=0.9, device="Built-in microphone")
    assert screen.meter.lit() > 0
    assert screen.device.text() == "Built-in microphone"
    screen.try_it.click()
    assert screen.trial is None
    assert "It is not disturbed" in screen.result.text()
    screen.listen()
    assert screen.listening is None


def test_too_little_room_is_said_before_anybody_is_asked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_check, "room_left", lambda _: RoomLeft(9, 9))
    monkeypatch.setattr(SoundCheckScreen, "listen", lambda _: None)
    made = SoundCheckScreen(desk.context)
    desk.show(made)
    said = words_on(made)
    assert "Not enough room to record" in said
    assert SENTENCES["NO_ROOM_TO_RECORD"] in said
    assert "Battery 9 %" in said


@pytest.mark.parametrize(
    ("minutes", "words"), [(9, "Not enough room to record"), (10, "Room for 10 minutes of sound"), (1_900, "Room for 31 hours of sound")]
)  # fmt: skip
def test_room_is_said_in_hours_or_minutes(minutes: int, words: str) -> None:
    assert room_line(minutes)[0] == words


@pytest.mark.parametrize(("level", "tone"), [(None, "ok"), (80, "ok"), (14, "warn")])
def test_the_battery_warns_when_it_is_low(level: int | None, tone: str) -> None:
    assert battery_line(level)[3] == tone


def test_back_leaves_the_page_as_on_every_other(desk: Desk, screen: SoundCheckScreen) -> None:
    button(screen, "Back").click()
    assert desk.left == 1


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_every_control_has_a_name_and_nothing_is_cut(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, scale: float, rtl: bool
) -> None:
    monkeypatch.setattr(SoundCheckScreen, "listen", lambda _: None)
    made = SoundCheckScreen(desk.context)
    made._say(*verdict_words(Verdict.GOOD))
    made.player.show()
    desk.show(made, scale=scale, rtl=rtl, size=(1106, 690))
    walk_names(made)
    assert cut(made) == []


def test_with_large_text_the_main_action_stays_in_sight_and_goes_back_into_the_card(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SoundCheckScreen, "listen", lambda _: None)
    made = SoundCheckScreen(desk.context)
    desk.show(made, scale=2.0, size=(1106, 690))
    assert made.pinned.indexOf(made.try_it) >= 0
    assert not made.try_it.visibleRegion().isEmpty()
    wide = SoundCheckScreen(desk.context)
    desk.show(wide, size=(1366, 690))
    assert wide.in_card.indexOf(wide.try_it) >= 0
    assert not wide.try_it.visibleRegion().isEmpty()


def test_good_is_never_said_beside_an_empty_meter(desk: Desk, screen: SoundCheckScreen) -> None:
    """Before anything was heard it listens; while the three seconds are played it hears nothing and says so."""
    screen.leaving()
    screen.meter.set_level(0.0)
    quiet = RecorderStatus(500, 500, 0.0, "listening", "LabMic")
    screen._hear(quiet)
    assert screen.meter.lit() == 0
    assert screen.word.text() == "Listening. Say something."
    screen._hear(replace(quiet, level=0.6, state="good"))
    assert screen.word.text() == "Good sound"
    screen._hear(replace(quiet, state="good"))
    assert screen.word.text() == "Good sound", "a pause between words"
    screen.link.play = lambda: None  # type: ignore[method-assign]
    desk.key(screen, Qt.Key.Key_Return, ctrl=True)
    desk.until(screen.player.isVisible)
    assert screen.meter.lit() == 0
    assert screen.word.text() == "This is what we heard"
