"""The program in a process of its own, with an ear: each line on standard input is an order, each answer is a line of JSON.

Started by `tests/ui/xvfb/program.py` on a display of software. The orders are in `Ear`; everything waits for a condition.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from ldp_stories.__main__ import main
from ldp_stories.ui.main_window.window import Window


def say(answer: object) -> None:
    """One answer on standard output."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def name_of(widget: QWidget | None) -> str:
    """What a screen reader says for a widget; a label says its words."""
    face = QAccessible.queryAccessibleInterface(widget) if widget is not None else None
    return str(face.text(QAccessible.Text.Name)) if face is not None else ""


class Ear(QObject):
    """Hears the orders on a thread of its own and carries them out on the window's, one after the other, when the window is calm."""

    heard = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.heard.connect(self._obey, Qt.ConnectionType.QueuedConnection)
        self._orders: list[str] = []
        self._calm = QTimer(self)
        self._calm.setInterval(5)
        self._calm.timeout.connect(self._next)

    def listen(self) -> None:
        """Start hearing."""
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self) -> None:
        for line in sys.stdin:
            self.heard.emit(line.rstrip("\n"))
        self.heard.emit("close")

    def _obey(self, order: str) -> None:
        self._orders.append(order)
        self._calm.start()

    @property
    def window(self) -> Window | None:
        """The program's window, once it is there."""
        return next((w for w in QApplication.topLevelWidgets() if isinstance(w, Window)), None)

    def _next(self) -> None:
        """Carry out the next order once the window is active and no task runs."""
        window = self.window
        ready = window is not None and window.isActiveWindow() and not window.tasks.running(quiet=True)
        if window is None or not ready:
            if window is not None and window.isVisible():
                window.activateWindow()
            return
        if not self._orders:
            self._calm.stop()
            return
        word, _, rest = self._orders.pop(0).partition(" ")
        orders: dict[str, Callable[[Window, str], object]] = {
            "state": self._state,
            "key": self._key,
            "type": self._type,
            "press": self._press,
            "grab": self._grab,
            "go": self._go,
            "close": self._close,
        }
        say(orders[word](window, rest))

    def _state(self, window: Window, _rest: str) -> object:
        words = [w.text() for w in window.findChildren(QLabel) if w.isVisible()]
        buttons = [w.accessibleName() for w in window.findChildren(QAbstractButton) if w.isVisible()]
        return {
            "title": window.windowTitle(),
            "focus": name_of(QApplication.focusWidget()),
            "words": words,
            "buttons": buttons,
            "size": [window.width(), window.height()],
            "platform": QApplication.platformName(),
            "overlay": window.overlay.is_open,
            "hidden": window.lock.is_hidden,
            "ring": window.ring.isVisible(),
        }

    def _key(self, window: Window, keys: str) -> object:
        combination = QKeySequence(keys)[0]  # type: ignore[index]
        target = QApplication.focusWidget() or window
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        return self._state(window, "")

    def _type(self, window: Window, words: str) -> object:
        QTest.keyClicks(QApplication.focusWidget() or window, words)
        return self._state(window, "")

    def _press(self, window: Window, name: str) -> object:
        for button in window.findChildren(QAbstractButton):
            if button.isVisible() and name in (button.text().replace("&&", "&"), button.accessibleName()):
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                return True
        return False

    def _grab(self, window: Window, path: str) -> object:
        """A picture of the display itself where the window is, not of what Qt thinks it drew."""
        window.resize(1366, 768)
        screen = window.screen()
        return screen.grabWindow(window.winId()).save(path) and Path(path).stat().st_size

    def _go(self, window: Window, key: str) -> object:
        """Begin again at a place of the rail."""
        if window.navigator is None:
            return False
        window.navigator.go(key)
        return True

    def _close(self, window: Window, _rest: str) -> object:
        window.close()
        return "closed"


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    ear = Ear()
    ear.listen()
    sys.exit(main([]))
