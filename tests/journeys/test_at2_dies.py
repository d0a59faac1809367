"""AT-2 in the window: the laptop dies in the middle of an interview; at the next start nothing is lost, and the person carries on.

Dev's window is another process, killed together with its recorder. Then a real window opens the same notebook.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.services import desk_talk
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.joined_take import missing
from ldp_stories.services.record_encounter import add_note, begin, conversation, set_facts
from ldp_stories.services.recorder_part import since_cut
from ldp_stories.services.recording import Recording, start_recording
from ldp_stories.services.start_home import open_home
from ldp_stories.ui.researcher.recovered import recovered_words
from tests.faults.test_kill_conversation import end_recorder, found_again, number
from tests.faults.victims import Forker
from tests.journeys.people import Person, joined, person
from tests.services.homes import cheap_machine, everything_yes

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals"),
    pytest.mark.qt_log_ignore("pipewire", "PulseAudio", "audio device", "ALSA", extend=True),
]
CTRL = Qt.KeyboardModifier.ControlModifier
NOTES = " ".join(["word"] * 60)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return cheap_machine(tmp_path)


@pytest.fixture
def died(machine: Machine, tmp_path: Path) -> tuple[Path, str, int]:
    """The folder of a notebook whose laptop died in a conversation, the conversation, and the milliseconds that were called saved."""
    home = joined(tmp_path, machine, name="Dev")
    talk = begin(home).id
    everything_yes(home, talk)
    set_facts(home, talk, step="talk", said_first=True)
    add_note(home, talk, NOTES, 200)
    home.close()
    produced = tmp_path / "produced"
    produced.write_bytes(bytes(8))
    forker = Forker(tmp_path)
    try:
        said, killed = forker.victim("talk", home.folder, machine, 2.6, talk=talk, produced=produced)
    finally:
        forker.close()
    assert killed
    end_recorder(said)
    saved = number(said, "saved")
    assert saved > 0
    return home.folder, talk, saved


@pytest.fixture
def dev(qtbot: QtBot, machine: Machine, died: tuple[Path, str, int], tmp_path: Path) -> Iterator[Person]:
    """Dev, in front of his window again."""
    home = open_home(died[0], None, machine)
    with person(qtbot, machine, tmp_path / "l2", tmp_path) as made:
        made.window.live.opener = calculated
        made.window.open_desk(home)
        yield made
        made.window.live.stop()


def calculated(home: Home, talk: str, on_status: object, _source: object) -> Recording:
    """The recorder on calculated sound in place of a microphone, in real time."""
    source = {"kind": "voice", "ms": 60_000, "seed": 3}
    return start_recording(home, talk, on_status, source)  # type: ignore[arg-type]


def test_nothing_is_lost_the_gap_is_shown_and_stated_and_the_parts_are_in_order(
    dev: Person, died: tuple[Path, str, int]
) -> None:
    _, talk, saved = died
    dev.bring_to_front()
    assert dev.window.windowTitle() == "You were in a conversation, LDP Stories", "that is where it opens"
    dev.sees("We have")
    back = dev.screen.found
    assert back.ms >= saved
    assert recovered_words(back, dev.home.now()) in dev.words
    assert back.conversation.notes[0].text == NOTES
    dev.press("Carry on")
    dev.sees("Stopped. What was recorded is kept.")
    last = since_cut(desk_talk.load(dev.home, talk))
    assert last is not None
    dev.until(lambda: time.monotonic() - last > 1.2, "a gap that is long enough to be said at once")
    dev.key(Qt.Key.Key_R, CTRL)
    dev.until(lambda: dev.window.live.status.saved_ms > back.ms + 600, "more sound")  # type: ignore[union-attr]
    dev.sees("are missing")
    gap = conversation(dev.home, talk).takes[1].gap_before_ms
    assert gap > 0
    dev.key(Qt.Key.Key_Return, CTRL)
    dev.until(lambda: dev.screen.step == 3, "the words after")
    dev.sees("Sound is missing")
    dev.rest()
    view = open_record(dev.home, dev.screen.record)
    assert [(m.position, m.gap_before_ms) for m in view.media] == [(0, 0), (1, gap)]
    assert [(g.at_ms, g.ms) for g in missing(view.media)] == [(back.ms, gap)]
    assert dev.screen.now.player._gaps == [(back.ms, back.ms + gap)]
    assert all(m.master is not None for m in view.media), "the lasting copies are made"


def test_finishing_here_keeps_all_of_it(dev: Person, died: tuple[Path, str, int]) -> None:
    dev.bring_to_front()
    dev.sees("We have")
    ms = dev.screen.found.ms
    dev.press("Finish it here")
    dev.until(lambda: dev.screen.step == 3, "the words after")
    dev.rest()
    view = open_record(dev.home, dev.screen.record)
    assert [m.duration_ms for m in view.media] == [ms]
    assert ms >= died[2]
    assert NOTES in [n.text for n in view.notes]


def test_the_end_can_be_listened_to_before_anything_is_decided(
    dev: Person, died: tuple[Path, str, int]
) -> None:
    dev.bring_to_front()
    dev.sees("We have")
    found_again(dev.home)
    dev.press("Listen to the end")
    dev.until(lambda: dev.screen.link.parts, "the sound")
    dev.until(lambda: dev.screen.link._player is not None and dev.screen.link._player.playing, "it plays")
    assert conversation(dev.home, died[1]).takes, "and it is still there to carry on"
