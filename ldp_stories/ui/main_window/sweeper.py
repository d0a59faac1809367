"""Python's collector works on the window's thread only, between events: never in a worker's job, never in the middle of painting.

A circle of parts that nobody holds any more may own a window. Left to itself, Python takes such circles apart wherever the next object is made:
on a worker's thread, or inside a paint event. Qt then deletes widgets on the wrong thread or under the painter, and the program ends without a
word. So the collector is switched off, and a timer of the window's thread does its work.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

BETWEEN_MS: Final = 100


def never() -> bool:
    """Nothing is under way."""
    return False


class Sweeper(QObject):
    """Sweeps while it lives; `close` gives the collector back. `busy` says when a whole sweep has to wait, because it takes a while."""

    def __init__(self, busy: Callable[[], bool] = never, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._busy = busy
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(BETWEEN_MS)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    def sweep(self) -> None:
        """Collect as much as Python itself would have by now; everything only while nothing is under way."""
        due = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if due[2] and not self._busy():
            gc.collect()
        elif due[1]:
            gc.collect(1)
        elif due[0]:
            gc.collect(0)

    def close(self) -> None:
        """Stop; Python collects by itself again if it did before."""
        self._timer.stop()
        if self._was_on:
            gc.enable()


def leave_out_what_is_here() -> None:
    """Later sweeps pass over what is there now and stays: modules, tables, the window's own parts. A whole sweep is then short."""
    gc.freeze()
