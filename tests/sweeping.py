"""Windows are swept up between tests, never in the middle of painting or by a worker: a circle of parts that nobody holds may own one.

`tests/ui` and `tests/journeys` take the fixture into their conftest.
"""

import gc
import itertools
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QWidget

_TESTS = itertools.count(1)
_EVERY = 25


@pytest.fixture(autouse=True)
def swept_between_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Collect only here: every few tests, and after each journey (a few windows at once)."""
    gc.disable()
    there = _windows()
    yield
    for one in _windows() if "main_window" not in request.path.parts else ():
        if one not in there and shiboken6.isValid(one):
            shiboken6.delete(one)
    if next(_TESTS) % _EVERY == 0 or "journeys" in request.path.parts:
        gc.collect()


def _windows() -> list[QWidget]:
    """What stands in no other part. A screen that no window took holds itself by what hears its signals, and no sweep finds it.

    Each would be dressed anew with every change of text size, for all the tests that come after. Whole windows are left to the sweeps of
    `tests/ui/main_window`: in the one run that took them away at once, a player of a much later test ended the process.
    """
    return [one for one in QApplication.topLevelWidgets() if one.parent() is None]
