"""The program as it is; it takes the keyboard, which nobody gives it here, and closes by itself when its standard input ends."""

from __future__ import annotations

import sys
import threading

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ldp_stories.__main__ import main


class Rope(QObject):
    """Closes every window when standard input ends, so that the program ends by itself."""

    pulled = Signal()

    def hold(self) -> None:
        """Wait for the end on a thread of its own."""
        self.pulled.connect(QApplication.closeAllWindows, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._wait, daemon=True).start()

        self._keyboard = QTimer(self)
        self._keyboard.timeout.connect(self._take_keyboard)
        self._keyboard.start(50)

    def _take_keyboard(self) -> None:
        """There is no window manager on the display that would give it to a new window."""
        shown = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()]
        if shown and QApplication.activeWindow() is None:
            shown[0].activateWindow()

    def _wait(self) -> None:
        sys.stdin.read()
        self.pulled.emit()


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    rope = Rope()
    rope.hold()
    sys.exit(main([]))
