"""Windows are swept up as in the program: by its sweeper, between events or between tests, never in the middle of painting."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from ldp_stories.ui.main_window.sweeper import Sweeper

HELD = pytest.StashKey[list[QWidget]]()


@pytest.fixture(scope="session")
def sweeper(qapp: QApplication) -> Iterator[Sweeper]:
    """The program's own, for the whole session; its timer ticks whenever a test lets events through."""
    made = Sweeper(parent=qapp)
    yield made
    made.close()


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """A test's windows are held until they are closed: as in the program, no window ends as a circle that the collector takes apart."""
    try:
        return (yield)
    finally:
        if QApplication.instance() is not None:
            item.stash[HELD] = QApplication.topLevelWidgets()


@pytest.fixture(autouse=True)
def swept_between_tests(request: pytest.FixtureRequest, sweeper: Sweeper) -> Iterator[None]:
    """What a test left is collected after it, as far as it is due."""
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    request.node.stash[HELD] = []
    sweeper.sweep()
