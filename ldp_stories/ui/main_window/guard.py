"""Keeps eyes away: notices that nobody is there, and that the laptop slept, so that the window can hide and lock."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

_ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)
_TICK_MS: Final = 5_000
_ASLEEP_S: Final = 30.0
"""A tick that comes so much too late means that the laptop slept meanwhile."""


class IdleWatch(QObject):
    """Fires `idle` after so many minutes without a key or a touch, unless `busy()` says that a recording runs."""

    idle = Signal()

    def __init__(self, minutes: int, busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._busy = busy
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.due)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self.set_minutes(minutes)

    @property
    def minutes(self) -> int:
        """How long nobody may be there."""
        return self._timer.interval() // 60_000

    def set_minutes(self, minutes: int) -> None:
        """Another time; it begins anew."""
        self._timer.start(max(1, minutes) * 60_000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's shape
        """Any key or touch starts the time again; nothing is kept from anybody. Every event of the program passes here."""
        if event.type() in _ACTIVITY:
            self._timer.start()
        return False

    def due(self) -> None:
        """The time is over."""
        if self._busy():
            self._timer.start()
        else:
            self.idle.emit()

    def end(self) -> None:
        """Stop watching."""
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)


class SleepWatch(QObject):
    """Fires `slept` when the laptop was suspended: the first tick afterwards comes far too late by the clock on the wall.

    It works alike on every system and needs no service of any; the screen is hidden within a tick of waking up.
    """

    slept = Signal()

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last = clock()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._timer.start(_TICK_MS)

    def tick(self) -> None:
        """Look at the clock."""
        now = self._clock()
        late, self._last = now - self._last - _TICK_MS / 1000, now
        if late > _ASLEEP_S:
            self.slept.emit()
