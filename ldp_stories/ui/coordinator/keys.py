"""Ctrl+Enter presses the main action of a coordinator's screen, with either Enter key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget


def press_on_ctrl_enter(within: QWidget, button: QPushButton) -> None:
    """Bind both Enter keys to a button of a screen; nothing happens while it is hidden or cannot be pressed."""

    def press() -> None:
        if button.isVisible() and button.isEnabled():
            button.click()

    for key in ("Ctrl+Return", "Ctrl+Enter"):
        shortcut = QShortcut(QKeySequence(key), within)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(press)
