"""Screens over real homes for the tests of the desks: a context, a person's hands, stories told in a few lines."""

from __future__ import annotations

import math
import sys
import wave
from array import array
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.domain.consent import Answer
from ldp_stories.services.edit_record import keep_draft, open_record, write_drafts
from ldp_stories.services.home import Home
from ldp_stories.services.read_record import RecordView
from ldp_stories.services.record_encounter import (
    add_part_from_file,
    answer,
    begin,
    finish,
    keys_of,
    mark_moment,
    purpose_key,
    questions,
    set_facts,
)
from ldp_stories.services.recording import RecorderStatus
from ldp_stories.settings import Settings
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.live import Live
from ldp_stories.ui.tasks import Tasks
from ldp_stories.ui.widgets.screen import Screen
from tests.ui.helpers import dressed

WORDS = (
    "When we came in the spring I knew nobody.\n"
    "She told me about the class. They draw the curtains and it is only women. I can walk in on my own now."
)
CURTAINS = "They draw the curtains and it is only women."


class Desk:
    """A home on screen: its context, what was told in the foot, where a screen wanted to go."""

    def __init__(self, home: Home, qtbot: QtBot) -> None:
        self.home, self.qtbot = home, qtbot
        self.told: list[str] = []
        self.went: list[tuple[str, object]] = []
        self.left = 0
        self.folder: Path | None = None
        self.tasks, self.live = Tasks(), Live()
        self.context = Context(
            home, self.tasks, Settings(), self.told.append, self.live, self._change, lambda _: self.folder
        )

    def _change(self, **choices: object) -> None:
        self.context.settings = self.context.settings.changed(**choices)

    def show(
        self,
        screen: QWidget,
        *,
        scale: float = 1.0,
        rtl: bool = False,
        size: tuple[int, int] = (1366, 660),
    ) -> QWidget:
        """Show a screen as the window would, and wait until it has read what it shows."""
        if isinstance(screen, Screen):
            screen.go.connect(lambda key, what: self.went.append((key, what)))
            screen.done.connect(self._leave)
        dressed(self.qtbot, screen, scale=scale, rtl=rtl, size=size)
        self.settle()
        screen.window().activateWindow()
        self.qtbot.waitUntil(screen.window().isActiveWindow)
        if isinstance(screen, Screen):
            screen.focus_start()
        return screen

    def _leave(self) -> None:
        self.left += 1

    def settle(self) -> None:
        """Wait until no task runs."""
        self.qtbot.waitUntil(lambda: not self.tasks.running(quiet=True), timeout=30_000)

    def until(self, condition: Callable[[], object]) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=30_000)

    def key(self, widget: QWidget, keys: str | Qt.Key, *, ctrl: bool = False, alt: bool = False) -> None:
        """Press a key where the focus is inside a widget's window."""
        held = Qt.KeyboardModifier.NoModifier
        if ctrl:
            held = Qt.KeyboardModifier.ControlModifier
        if alt:
            held = Qt.KeyboardModifier.AltModifier
        window = widget.window()
        if not window.isActiveWindow():  # a list that was open took the keyboard with it
            window.activateWindow()
            self.qtbot.waitUntil(window.isActiveWindow)
        target = window.focusWidget() or widget
        if isinstance(keys, str):
            self.qtbot.keyClicks(target, keys)
        else:
            self.qtbot.keyClick(target, keys, held)

    def type(self, widget: QWidget, text: str) -> None:
        """Type into a field or an editor."""
        edit = getattr(widget, "edit", widget)
        edit.setFocus()
        self.qtbot.keyClicks(edit, text)

    def close(self) -> None:
        """End everything."""
        self.live.stop()
        self.tasks.shutdown()


def sound_file(folder: Path, seconds: float = 2.0, name: str = "voice.wav") -> Path:
    """A WAV file with a tone in it."""
    path = folder / name
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(_tone(int(48_000 * seconds)))
    return path


@cache
def _tone(count: int) -> bytes:
    """So many samples of a tone; most tests want the same ones."""
    samples = array("h", (int(9000 * math.sin(n / 30)) for n in range(count)))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()


def say_yes(home: Home, talk: str, *, but: Iterable[str] = (), up_to: int | None = None) -> None:
    """Answer the questions of a conversation with yes, and with no for the scopes in `but`."""
    for question in questions(home, talk)[:up_to]:
        given = Answer.NO if set(question.scopes) & set(but) else Answer.YES
        answer(home, talk, keys_of(question), given)
        if question.purposes and given is Answer.YES:
            answer(home, talk, tuple(purpose_key(question, p) for p, _ in question.purposes), given)


def talk_with(
    home: Home, *, but: Iterable[str] = (), step: str = "talk", place: bool = True, **facts: object
) -> str:
    """A conversation where everything but `but` was agreed to; its id."""
    from ldp_stories.services.find_place import places_for

    talk = begin(home).id
    if place:
        facts["place"] = places_for(home)[0].id
    set_facts(home, talk, said_first=True, step=step, **facts)
    say_yes(home, talk, but=but)
    return talk


def story(
    home: Home,
    *,
    words: str = WORDS,
    title: str = "",
    sound: Path | None = None,
    marks: Iterable[int] = (),
    but: Iterable[str] = (),
    place: bool = True,
) -> str:
    """A story that was told and finished as a draft; the record's id."""
    talk = talk_with(home, but=but, place=place)
    if sound is not None:
        add_part_from_file(home, talk, sound)
    for ms in marks:
        mark_moment(home, talk, ms)
    record = finish(home, talk)
    if words:
        keep_draft(home, record, "words", words)
    if title:
        keep_draft(home, record, "title", title)
    write_drafts(home, record)
    return record


def view_of(home: Home, record: str) -> RecordView:
    """A record as it stands."""
    return open_record(home, record)


class PretendRecording:
    """A recording without a process: the screens see `running`, and the test sends statuses."""

    def __init__(self) -> None:
        self.running = True
        self.calls: list[str] = []

    def pause(self) -> None:
        """Note it."""
        self.calls.append("pause")

    def resume(self) -> None:
        """Note it."""
        self.calls.append("resume")

    def ready_for_lock(self) -> None:
        """Note it."""
        self.calls.append("ready for the lock")

    def stop(self) -> None:
        """Note it."""
        self.calls.append("stop")
        self.running = False


def pretend(desk: Desk, talk: str) -> PretendRecording:
    """Make the window think that this conversation is being recorded."""
    recording = PretendRecording()
    desk.live._recording = recording  # type: ignore[assignment]
    desk.live.conversation = talk
    desk.live.status = None
    return recording


def hear(
    desk: Desk, ms: int, state: str = "good", *, level: float = 0.4, device: str = "Built-in microphone"
) -> None:
    """A status of the recorder comes in."""
    desk.live._hear(RecorderStatus(ms, max(0, ms - 100), level, state, device))
