"""Every test of the coordinator's screens starts with the plain theme, on a desk of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.coordinator.desk import Desk, open_desk
from tests.ui.coordinator.round import Round, round_of
from tests.ui.helpers import plain_theme


@pytest.fixture(autouse=True)
def plain(qapp: QApplication) -> None:
    """Set the theme back."""
    plain_theme()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk without stories."""
    with open_desk(tmp_path) as made:
        yield made


@pytest.fixture
def trip(tmp_path: Path) -> Iterator[Round]:
    """Joan's desk and a stick; others join by `trip.join`."""
    with round_of(tmp_path) as made:
        yield made
