"""Windows are swept up between tests, never in the middle of painting or by a worker: a circle of parts that nobody holds may own one.

`tests/ui` and `tests/journeys` take the fixture into their conftest.
"""

import gc
import itertools
from collections.abc import Iterator

import pytest

_TESTS = itertools.count(1)
_EVERY = 25


@pytest.fixture(autouse=True)
def swept_between_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Collect only here: every few tests, and after each journey (a few windows at once)."""
    gc.disable()
    yield
    if next(_TESTS) % _EVERY == 0 or "journeys" in request.path.parts:
        gc.collect()
