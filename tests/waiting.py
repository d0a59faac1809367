"""Waiting for a condition instead of a time."""

import threading
import time
from collections.abc import Callable


def until(condition: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Return as soon as the condition holds; fail and say `what` was awaited when it never does."""
    pause = threading.Event()
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"Waited {seconds} s in vain for: {what}"
        pause.wait(0.005)
