"""Three people with three real windows and one stick between them; what each does is done as they would, by keyboard where they could."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.record_yes import SpokenYes
from ldp_stories.services.recording import Recording, start_recording
from ldp_stories.services.start_home import join_programme
from ldp_stories.settings import Settings
from ldp_stories.ui.main_window.window import Window
from ldp_stories.ui.widgets.theme import theme
from tests.services.homes import cheap_machine, found, pack_of
from tests.ui.helpers import button, words_on

LONG = 120_000
"""Milliseconds a journey waits for something before it fails."""


class Person:
    """One person in front of one window."""

    def __init__(self, qtbot: QtBot, machine: Machine, folder: Path, stick: Path) -> None:
        self.qtbot, self.stick = qtbot, stick
        root = folder / "homes"
        root.mkdir(parents=True, exist_ok=True)
        self.window = Window(machine, root, Settings().changed(theme="light"), folder / "settings.json")
        self.window.opened.connect(self._take_stick)
        qtbot.addWidget(self.window)
        self.window.show()

    def _take_stick(self, _home: object) -> None:
        context = self.window.context
        assert context is not None
        context.pick_folder = lambda _title: self.stick

    @property
    def home(self) -> Home:
        assert self.window.home is not None
        return self.window.home

    @property
    def screen(self) -> Any:
        """The screen in front."""
        assert self.window.navigator is not None
        return self.window.navigator.here.screen

    @property
    def words(self) -> str:
        """Everything that can be read on the window now."""
        return words_on(self.front)

    @property
    def front(self) -> QWidget:
        front = self.window.pages.currentWidget()
        assert front is not None
        return front

    def bring_to_front(self) -> None:
        """This window takes the keyboard."""
        self.window.raise_()
        self.window.activateWindow()
        self.until(self.window.isActiveWindow, "the window to take the keyboard")

    def go(self, key: str, what: object = None) -> None:
        """Go to a place of the rail, as pressing it would."""
        assert self.window.navigator is not None
        self.window.navigator.go(key, what)

    def press(self, words: str) -> None:
        """Go to the button with these words, once it is there and may be pressed, and press Space."""
        self.until(lambda: button(self.front, words).isEnabled(), f"button {words!r}")
        self.space(button(self.front, words))

    def space(self, control: QWidget) -> None:
        """Go to a control and press Space: no journey needs a mouse."""
        control.setFocus(Qt.FocusReason.TabFocusReason)
        self.qtbot.keyClick(control, Qt.Key.Key_Space)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        if not self.window.isActiveWindow():
            self.bring_to_front()
        self.qtbot.keyClick(self.window.focusWidget() or self.window, key, modifier)

    def type(self, field: QWidget, text: str) -> None:
        """Type into a field, as after going to it."""
        edit = getattr(field, "edit", field)
        edit.setFocus()
        self.qtbot.keyClicks(edit, text)

    def until(self, truth: Callable[..., object], what: str = "") -> None:
        """Wait until something is so; a button or word that is not there yet counts as not so."""

        def look() -> bool:
            try:
                return bool(truth())
            except (AssertionError, AttributeError, RuntimeError):
                return False

        try:
            self.qtbot.waitUntil(look, timeout=LONG)
        except Exception as error:
            raise AssertionError(f"waited for {what}; the window says:\n{self.words}") from error

    def sees(self, words: str) -> None:
        """Wait until these words can be read."""
        self.until(lambda: words in self.words, f"the words {words!r}")

    def rest(self) -> None:
        """Wait until every task of this window has ended."""
        self.until(lambda: not self.window.tasks.running(quiet=True), "the tasks to end")

    def record_from(self, sound: Path) -> None:
        """Let the recorder take this file, at full speed, in place of a microphone."""

        def open_file(home: Home, talk: str, on_status: Callable[..., None], _source: object) -> Recording:
            return start_recording(home, talk, on_status, sound, fast=True)

        self.window.live.opener = open_file

    def say_yes_from(self, sound: Path) -> None:
        """Let the recorder of a spoken yes take this file, at full speed, in place of a microphone."""

        def open_file(home: Home, talk: str, **options: Any) -> SpokenYes:
            return SpokenYes(home, talk, **{**options, "source": sound, "fast": True})

        self.window.live.yes_opener = open_file


def joined(folder: Path, machine: Machine, *, name: str) -> Home:
    """A researcher's own notebook in a practice programme that somebody else founded."""
    joan = found(folder / "joan", cheap_machine(folder))
    pack_file = pack_of(joan, folder)
    joan.close()
    return join_programme(
        folder / name.casefold(),
        pack_file,
        machine,
        name=name,
        passphrase=None,
        role=Role.RESEARCHER,
        words=None,
    )


@contextmanager
def person(qtbot: QtBot, machine: Machine, folder: Path, stick: Path) -> Iterator[Person]:
    """A person whose window is closed at the end."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme().set(mode="light", scale=1.0, easy=False, single_keys=True, tint="")
    theme().apply(app)
    made = Person(qtbot, machine, folder, stick)
    try:
        yield made
    finally:
        made.window.close()
