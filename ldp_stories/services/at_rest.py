"""Python's collector rests while very much is made that stays: going through it again and again finds nothing and takes a fifth of the time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No collecting by itself inside the block; afterwards as before. In the window it rests always (the window has a sweeper)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
