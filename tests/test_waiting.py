"""Waiting for conditions: at once when they hold, and a failure that says what was awaited."""

import itertools
import time

import pytest

from tests.effort import LEVEL, LONG, effort
from tests.waiting import until


def test_a_condition_that_holds_is_not_waited_for() -> None:
    begun = time.monotonic()
    until(lambda: True, "nothing")
    assert time.monotonic() - begun < 0.5


def test_a_condition_is_asked_until_it_holds() -> None:
    counter = itertools.count()
    until(lambda: next(counter) == 3, "the third time")
    assert next(counter) == 4


def test_a_condition_that_never_holds_is_named() -> None:
    with pytest.raises(AssertionError, match="the moon"):
        until(lambda: False, "the moon", seconds=0.02)


def test_the_effort_is_the_one_of_this_run() -> None:
    assert effort(1, 2) == (2 if LONG else 1)
    assert effort(1, 3, change=2) == {"quick": 1, "change": 2, "long": 3}[LEVEL]
