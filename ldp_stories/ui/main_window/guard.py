"""Keeps eyes away: the hide key shows a neutral page at once, an idle notebook locks, and only the passphrase opens it again."""

from __future__ import annotations

from collections.abc import Callable

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


class IdleWatch(QObject):
    """Fires `idle` after so many minutes without a key or a touch, unless `busy()` says that a recording runs."""

    idle = Signal()

    def __init__(self, minutes: int, busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._busy = busy
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(max(1, minutes) * 60_000)
        self._timer.timeout.connect(self._due)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key or touch starts the time again."""
        if event.type() in _ACTIVITY:
            self._timer.start()
        return super().eventFilter(watched, event)

    def end(self) -> None:
        """Stop watching."""
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def _due(self) -> None:
        if self._busy():
            self._timer.start()
        else:
            self.idle.emit()
