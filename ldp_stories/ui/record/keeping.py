"""Keeping what is typed: every keystroke is in the desk file at most 300 ms later, and at once when the person leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

WAIT_MS: Final = 300


class Keeper(QObject):
    """Collects typing by key and hands it to `save(key, text)` 300 ms after the first keystroke that is not kept yet."""

    def __init__(self, save: Callable[[str, str], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save = save
        self._waiting: dict[str, str] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.flush)

    def keep(self, key: str, text: str) -> None:
        """Keep this text soon. The wait is not begun anew by the next keystroke, so steady typing is kept too."""
        self._waiting[key] = text
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Keep everything now."""
        self._timer.stop()
        waiting, self._waiting = self._waiting, {}
        for key, text in waiting.items():
            self._save(key, text)
