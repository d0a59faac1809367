"""Every test of a part starts with the plain theme: light, 100 %, single-letter keys on."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.helpers import plain_theme


@pytest.fixture(autouse=True)
def plain(qapp: QApplication) -> None:
    """Set the theme back."""
    plain_theme()
