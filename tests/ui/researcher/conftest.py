"""A practice home on screen, with no stories in it, for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.services.home import Home
from ldp_stories.services.set_up_programme import ALL_ROLES
from tests.services.homes import Clock, cheap_machine, found
from tests.ui.helpers import plain_theme
from tests.ui.on_screen import Desk, sound_file


@pytest.fixture(autouse=True)
def plain(qapp: QApplication) -> None:
    """Every test starts in light, at 100 %."""
    del qapp
    plain_theme()


@pytest.fixture
def clock() -> Clock:
    """The clock of the home, to be set forward."""
    return Clock()


@pytest.fixture
def home(tmp_path: Path, clock: Clock) -> Iterator[Home]:
    """A practice programme on one laptop and no stories."""
    opened = found(tmp_path / "home", cheap_machine(tmp_path, clock), roles=ALL_ROLES, name="Amina Khan")
    yield opened
    opened.close()


@pytest.fixture
def desk(home: Home, qtbot: QtBot) -> Iterator[Desk]:
    """The home on screen."""
    made = Desk(home, qtbot)
    yield made
    made.close()


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    """Two seconds of sound in a file."""
    return sound_file(tmp_path)
