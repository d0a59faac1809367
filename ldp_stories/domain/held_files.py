"""Renaming and deleting where somebody else may be looking: a file that is held for a moment is tried again before it counts as refused.

Windows refuses to rename, replace or delete a file while any program has it open, and a virus checker, the search index or a folder that is
copied to a cloud opens each new file for a moment just after it was written. Other systems have no such refusal, so they never wait here.
"""

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

WAITS: Final = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between the tries: what a checker needs for one file, and then it is told."""
T = TypeVar("T")


def patiently(
    act: Callable[[], T], *, system: str = sys.platform, wait: Callable[[float], None] = time.sleep
) -> T:
    """Do it; on Windows again for a second and a half while it is refused. Raises what the last try raised."""
    for seconds in WAITS if system == "win32" else ():
        try:
            return act()
        except PermissionError:
            wait(seconds)
    return act()


def put_in_place(new: Path, path: Path) -> None:
    """Give a finished file (or folder) its name, in the place of a file that had it. OSError."""
    patiently(lambda: new.replace(path))


def take_away(path: Path) -> None:
    """Delete a file; one that is gone already is no error. OSError."""
    patiently(lambda: path.unlink(missing_ok=True))


def take_away_folder(folder: Path) -> None:
    """Delete a folder and all in it; one that is gone already is no error. OSError."""

    def away() -> None:
        if folder.exists():
            shutil.rmtree(folder)

    patiently(away)
