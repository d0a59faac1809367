"""The whole window over a real notebook: a practice one, or a live one with its passphrase."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.services.home import Home, Machine
from ldp_stories.services.open_home import open_home
from ldp_stories.services.set_up_programme import ALL_ROLES, found_programme
from ldp_stories.settings import Settings
from ldp_stories.ui.main_window.navigator import Navigator
from ldp_stories.ui.main_window.window import Window, apply_settings
from tests.services.homes import PASSPHRASE, Clock, cheap_machine, found
from tests.services.templates import copy_closed, may_copy, template
from tests.ui.helpers import plain_theme


@pytest.fixture
def swept_again_after() -> Iterator[None]:
    """What this test left out is rubbish of later sweeps again: a window of an earlier test kept for good slows each change of theme."""
    gc.collect()
    yield
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def plain(qapp: QApplication) -> Iterator[None]:
    """Every test starts in light, at 100 %, and leaves nothing to be deleted."""
    plain_theme()
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    plain_theme()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def machine(tmp_path: Path, clock: Clock) -> Machine:
    return cheap_machine(tmp_path, clock)


class Screen:
    """The window and a person's hands on it."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    @property
    def ways(self) -> Navigator:
        assert self.window.navigator is not None
        return self.window.navigator

    @property
    def at(self) -> str:
        """The key of the screen in front."""
        return self.ways.here.entry.key

    @property
    def home(self) -> Home:
        assert self.window.home is not None
        return self.window.home

    def settle(self) -> None:
        """Until no task runs."""
        self.qtbot.waitUntil(lambda: not self.window.tasks.running(quiet=True), timeout=30_000)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, wherever the focus is."""
        self.qtbot.keyClick(self.window.focusWidget() or self.window, key, held)

    def ctrl(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=30_000)


@pytest.fixture
def make(qtbot: QtBot, machine: Machine, tmp_path: Path) -> Iterator[Callable[..., Screen]]:
    """Make a window; at the end it is closed and everything with it."""
    made: list[Window] = []

    def maker(settings: Settings | None = None, size: tuple[int, int] = (1366, 700)) -> Screen:
        chosen = settings or Settings().changed(theme="light")
        apply_settings(chosen)
        window = Window(machine, tmp_path / "homes", chosen, tmp_path / "settings.json")
        window.resize(*size)
        made.append(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return Screen(window, qtbot)

    yield maker
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def practice(make: Callable[..., Screen], machine: Machine, tmp_path: Path) -> Screen:
    """A practice notebook with all three roles and no stories, open."""
    screen = make()
    screen.window.open_desk(
        found(tmp_path / "homes" / "practice", machine, roles=ALL_ROLES, name="Amina Khan")
    )
    screen.settle()
    return screen


@pytest.fixture
def live_folder(machine: Machine, tmp_path: Path) -> Path:
    """A live notebook with all three roles, closed."""
    folder = tmp_path / "homes" / "live"
    if may_copy("live"):
        place = template(
            "live", lambda empty: _found_live(empty / "home", replace(machine, state_folder=empty / "states"))
        )
        copy_closed(place / "home", place / "states", folder, machine)
    else:
        _found_live(folder, machine)
    return folder


def _found_live(folder: Path, machine: Machine) -> None:
    found_programme(
        folder,
        machine,
        content="starter",
        name="Joan",
        programme_name="Hillside",
        passphrase=PASSPHRASE,
        practice=False,
        roles=ALL_ROLES,
    ).close()


@pytest.fixture
def live(make: Callable[..., Screen], machine: Machine, live_folder: Path) -> Screen:
    """The live notebook, open."""
    screen = make()
    screen.window.open_desk(open_home(live_folder, PASSPHRASE, machine))
    screen.settle()
    return screen
