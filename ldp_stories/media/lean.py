"""Loading a library without the large one it would like to have: the recorder process stays small and starts in a moment."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def without(name: str) -> Iterator[None]:
    """Inside, importing `name` fails as if it were not installed, unless it is loaded already."""
    modules: dict[str, Any] = sys.modules
    absent = name not in modules
    if absent:
        modules[name] = None
    try:
        yield
    finally:
        if absent:
            del modules[name]
