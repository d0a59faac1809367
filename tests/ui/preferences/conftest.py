"""A notebook on screen for the preferences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.services.home import Home
from tests.services.homes import Clock, cheap_machine, found
from tests.ui.helpers import plain_theme
from tests.ui.on_screen import Desk


@pytest.fixture(autouse=True)
def plain(qapp: QApplication) -> None:
    """Every test starts in light, at 100 %."""
    del qapp
    plain_theme()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    opened = found(tmp_path / "home", cheap_machine(tmp_path, Clock()))
    yield opened
    opened.close()


@pytest.fixture
def desk(home: Home, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(home, qtbot)
    yield made
    made.close()
