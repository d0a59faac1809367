"""A locked notebook goes on in a new process; whatever happens to that process, somebody can always open the notebook again."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from ldp_stories.services.laptop import locked_command, start_again
from ldp_stories.ui.main_window.successor import Listener, Successor
from tests.services.homes import PASSPHRASE
from tests.ui.main_window.conftest import Screen
from tests.ui.main_window.test_lock import hide, page_of, unlock
from tests.ui.on_screen import PretendRecording

COMES = """
import sys
line = sys.stdin.readline()
print("ready", flush=True)
told = sys.stdin.readline()
open({note!r}, "w").write(line + told)
if told.startswith("show"):
    print("shown", flush=True)
sys.stdin.read()
"""
NEVER_READY = "import sys; sys.stdin.read()"
DIES = "raise SystemExit(3)"
MakeNext = Callable[..., Successor]


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """Where a pretended next process writes down what it was told."""
    return tmp_path / "told"


@pytest.fixture
def following(note: Path) -> Iterator[MakeNext]:
    """Give a window a next process that runs this script; the notebook was open in the window."""
    made: list[Successor] = []

    def make(screen: Screen, script: str = COMES) -> Successor:
        successor = Successor(
            screen.window, (sys.executable, "-I", "-S", "-c", script.format(note=str(note)))
        )
        screen.window.opened.emit(screen.home)
        made.append(successor)
        return successor

    yield make
    for successor in made:
        if successor.child is not None:
            successor._let_go()


def test_the_next_process_is_told_where_the_person_was_and_this_one_ends(
    live: Screen, following: MakeNext, note: Path, live_folder: Path
) -> None:
    following(live)
    live.ways.go("stories")
    hide(live)
    live.until(lambda: not live.window.isVisible())
    line, told = note.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["folder"] == str(live_folder)
    assert json.loads(line)["way"] == [["stories", None]]
    assert told == "show 0"
    assert PASSPHRASE not in line
    assert live.window.home is None


def test_a_key_that_came_meanwhile_is_answered_by_the_next_one(
    live: Screen, following: MakeNext, note: Path
) -> None:
    following(live)
    hide(live)
    live.qtbot.keyClick(live.window.lock.hide_page, Qt.Key.Key_Space)
    assert live.window.lock.page is None, "nothing is asked for that would be lost"
    live.until(lambda: not live.window.isVisible())
    assert note.read_text(encoding="utf-8").splitlines()[1] == "show 1"


@pytest.mark.parametrize("script", [DIES, "print('rubbish', flush=True)"])
def test_when_it_does_not_come_this_one_asks_for_the_passphrase(
    live: Screen, following: MakeNext, script: str
) -> None:
    successor = following(live, script)
    hide(live)
    live.until(lambda: successor.child is None)
    live.window.lock.wake()
    unlock(live)
    live.until(lambda: not live.window.lock.is_hidden)
    assert live.window.isVisible()


def test_when_it_takes_too_long_it_is_ended_and_a_key_that_came_is_answered_here(
    live: Screen, following: MakeNext
) -> None:
    successor = following(live, NEVER_READY)
    hide(live)
    child = successor.child
    assert child is not None
    live.window.lock.wake()
    successor._late.timeout.emit()
    assert child.returncode is not None
    assert page_of(live).isVisible()
    unlock(live)
    live.until(lambda: not live.window.lock.is_hidden)


def test_when_it_cannot_be_started_this_one_stays(live: Screen) -> None:
    successor = Successor(live.window, ("/there/is/no/such/program",))
    live.window.opened.emit(live.home)
    hide(live)
    assert successor.child is None
    live.window.lock.wake()
    unlock(live)
    live.until(lambda: not live.window.lock.is_hidden)


def test_a_half_typed_passphrase_is_not_taken_away_at_once(live: Screen, following: MakeNext) -> None:
    successor = following(live)
    gate = threading.Event()
    live.window.tasks.run("Working", lambda _: gate.wait(30), lane="store")
    hide(live)
    live.window.lock.wake()
    live.qtbot.keyClicks(page_of(live).secret.edit, "four pl")
    gate.set()
    live.until(lambda: live.window.home is None)
    live.settle()
    assert successor.child is None
    successor._later.timeout.emit()
    live.until(lambda: not live.window.isVisible())


def test_a_recording_goes_on_in_this_process_and_the_next_one_comes_when_it_is_sealed(
    live: Screen, following: MakeNext
) -> None:
    successor = following(live)
    live.window.live._recording = PretendRecording()  # type: ignore[assignment]
    home = live.home
    live.window.hide_at_once()
    live.until(lambda: home.closed)
    live.settle()
    assert successor.child is None
    assert (home.root_key, home.keys.sign_seed, home.keys.age_secret) == (b"", b"", "")
    live.window.live._let_go("ended")
    live.until(lambda: not live.window.isVisible())


def test_a_window_in_which_nothing_was_open_has_nothing_to_forget(live: Screen) -> None:
    successor = Successor(live.window, (sys.executable, "-c", COMES))
    hide(live)
    live.until(lambda: live.window.lock.locked is not None)
    assert successor.child is None


def test_practice_is_never_replaced(practice: Screen, following: MakeNext) -> None:
    successor = following(practice)
    hide(practice)
    assert successor.child is None
    practice.window.lock.wake()
    assert not practice.window.lock.is_hidden


def test_the_program_is_started_again_with_one_hidden_word_and_nothing_secret() -> None:
    assert locked_command()[-1] == "--locked"
    assert len(locked_command()) <= 3
    assert start_again(("/there/is/no/such/program",)) is None


def test_nobody_speaks_to_a_window_that_is_taken_away(qtbot: QtBot) -> None:
    """A line that comes when the window is gone is read and left; one that comes in time is heard on the window's thread."""
    heard: list[tuple[str, bool]] = []
    door, gone = threading.Event(), threading.Event()

    def lines() -> Iterator[bytes]:
        yield b"ready\n"
        assert door.wait(30)
        yield b"shown\n"
        gone.set()

    def hear(word: str) -> None:
        heard.append((word, threading.current_thread() is threading.main_thread()))

    window = QObject()
    Listener(window, lines(), hear)
    qtbot.waitUntil(lambda: bool(heard))
    shiboken6.delete(window)
    door.set()
    assert gone.wait(30)
    later: list[str] = []
    another = QObject()
    Listener(another, [b"later\n"], later.append)
    qtbot.waitUntil(lambda: later == ["later", ""])
    assert heard == [("ready", True)]


def test_the_end_of_what_is_said_is_heard_once(qtbot: QtBot) -> None:
    heard: list[str] = []
    parent = QObject()
    Listener(parent, [b"ready\n", b"\n"], heard.append)
    qtbot.waitUntil(lambda: heard[-1:] == [""])
    assert heard[0] == "ready"
    assert heard.count("") == 1
