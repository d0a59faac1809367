"""From Home to recording: three actions besides the answers, within eight seconds, and a recording that nothing of the window stops.

Seconds are those of the processor (window and recorder together): a busy machine makes nobody slower than they are.
"""

import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.services.home import Home
from ldp_stories.services.recording import Recording, start_recording
from tests.journeys.acts import AT_1, answers
from tests.journeys.people import Person, joined, person
from tests.services.homes import cheap_machine

CTRL = Qt.KeyboardModifier.ControlModifier
MOST_ACTIONS, MOST_SECONDS = 3, 8.0
pytestmark = pytest.mark.qt_log_ignore("pipewire", "PulseAudio", "audio device", "ALSA", extend=True)


@pytest.fixture
def amina(qtbot: QtBot, tmp_path: Path) -> Iterator[Person]:
    """Amina at her Home, with calculated sound in place of a microphone."""
    machine = cheap_machine(tmp_path)
    home = joined(tmp_path, machine, name="Amina")
    with person(qtbot, machine, tmp_path / "l1", tmp_path) as made:
        made.window.live.opener = calculated
        made.window.open_desk(home)
        made.bring_to_front()
        made.rest()
        yield made
        made.window.live.stop()


def calculated(home: Home, talk: str, on_status: Callable[..., None], _source: object) -> Recording:
    return start_recording(home, talk, on_status, {"kind": "voice", "ms": 600_000, "seed": 3})


def used() -> float:
    """Processor seconds of this process and of the children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def saved(amina: Person) -> int:
    status = amina.window.live.status
    return status.saved_ms if status is not None else 0


class Hands:
    """Counts what a person does besides answering."""

    def __init__(self, amina: Person) -> None:
        self.amina, self.actions = amina, 0

    def key(self, key: Qt.Key) -> None:
        self.actions += 1
        self.amina.key(key, CTRL)

    def start_recording(self) -> None:
        """From Home to the first saved sound, all by keys."""
        self.key(Qt.Key.Key_N)
        self.amina.until(lambda: self.amina.screen.step == 0, "where and who")
        self.key(Qt.Key.Key_Return)
        self.amina.until(lambda: self.amina.screen.step == 1, "consent")
        answers(self.amina, AT_1)
        self.amina.press("I recorded them")
        self.amina.until(lambda: self.amina.screen.step == 2, "the conversation")
        self.key(Qt.Key.Key_R)
        self.amina.until(lambda: saved(self.amina) > 0, "the first saved sound")


@pytest.fixture
def hands(amina: Person) -> Hands:
    return Hands(amina)


def test_three_actions_and_eight_seconds_from_home_to_recording(amina: Person, hands: Hands) -> None:
    begin = used()
    hands.start_recording()
    spent = used() - begin
    assert hands.actions <= MOST_ACTIONS
    assert spent <= MOST_SECONDS, f"{spent:.1f} s"
    amina.window.live.stop()


def test_the_recording_goes_on_whatever_the_person_looks_at(amina: Person, hands: Hands) -> None:
    hands.start_recording()
    for place in ("home", "stories", "send", "heard", "bring_in", "sound_check", "preferences", "help"):
        before = saved(amina)
        amina.go(place)
        amina.until(lambda b=before: saved(amina) >= b + 150, f"sound while at {place}")
        assert amina.window.live.running
        amina.until(lambda: "Recording 0" in amina.words, f"the recording in the bar at {place}")
    talk = amina.window.live.conversation
    amina.press(next(w for w in amina.words.split("\n") if w.startswith("Recording 0")))
    amina.until(lambda: amina.screen.about() == talk, "back at the conversation")
    assert len(amina.home.vault.items()) == 1, "one part, and nothing else was recorded"


def test_hiding_the_screen_and_making_the_window_small_stop_nothing(amina: Person, hands: Hands) -> None:
    hands.start_recording()
    amina.window.hide_at_once()
    before = saved(amina)
    amina.until(lambda: saved(amina) >= before + 300, "sound behind the hidden page")
    amina.window.showMinimized()
    before = saved(amina)
    amina.until(lambda: saved(amina) >= before + 300, "sound while it is small")
    amina.window.showNormal()
    amina.window.hide()
    before = saved(amina)
    amina.until(lambda: saved(amina) >= before + 300, "sound while it is gone")
    amina.window.show()
    take = amina.window.live.stop()
    assert take is not None
    assert take.ms >= before + 300
    assert take.gaps == ()
