"""Windows are swept up between tests, never in the middle of painting: a circle of parts that nobody holds any more may own a window."""

import gc
import itertools
from collections.abc import Iterator

import pytest

_TESTS = itertools.count(1)
_EVERY = 25


@pytest.fixture(autouse=True)
def swept_between_tests() -> Iterator[None]:
    """Collect only here, every few tests."""
    gc.disable()
    yield
    if next(_TESTS) % _EVERY == 0:
        gc.collect()
