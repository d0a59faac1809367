"""Windows are swept up as in the program: by its sweeper, between events or between tests, never in the middle of painting."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ldp_stories.ui.main_window.sweeper import Sweeper


@pytest.fixture(scope="session")
def sweeper(qapp: QApplication) -> Iterator[Sweeper]:
    """The program's own, for the whole session; its timer ticks whenever a test lets events through."""
    made = Sweeper(parent=qapp)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def swept_between_tests(sweeper: Sweeper) -> Iterator[None]:
    """What a test left is collected after it, as far as it is due."""
    yield
    sweeper.sweep()
