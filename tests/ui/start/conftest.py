"""Every test of the start screens begins with the plain theme."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.helpers import plain_theme


@pytest.fixture(autouse=True)
def plain(qapp: QApplication) -> None:
    """Every test starts in light, at 100 %."""
    del qapp
    plain_theme()
