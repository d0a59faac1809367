"""Which keys may hide the screen: never one that a person types with, and none that does something else."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from ldp_stories.ui.text import tr

_TAKEN: Final = (
    # Two of the same cancel each other: with one of these the screen would stay in sight just where the other works.
    *(f"F{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 10)),
    *("Shift+F2", "Shift+F3", "Shift+F6", "Alt+Left", "Alt+Up", "Alt+Down", "Ctrl+Return", "Ctrl+Enter", "Ctrl+,"),
    *(f"Ctrl+{letter}" for letter in "ABCFILMNOPRSTVXYZ"),
    # What the systems keep for themselves: close, switch, menus; on a Mac, Ctrl is its command key.
    *("Alt+F4", "Ctrl+F4", "Shift+F10", "Alt+Tab", "Alt+Esc", "Alt+Space", "Ctrl+Esc", "Ctrl+Shift+Esc", "Ctrl+Tab"),
    *("Ctrl+H", "Ctrl+Q", "Ctrl+W", "Ctrl+Space"),
)  # fmt: skip
_HELD: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def key_words(typed: str) -> str:
    """The key as it stands on the button: "f12" becomes "F12"; "" for what is no key."""
    return QKeySequence(typed.strip()).toString()


def key_trouble(typed: str) -> str:
    """Why this key cannot hide the screen, as a sentence; "" when it can."""
    keys = QKeySequence(typed.strip())
    if keys.count() != 1 or not keys.toString():
        return tr("That is no key. Try F9 or F12.")
    if keys in [QKeySequence(key) for key in _TAKEN]:
        return tr("That key does something else here. Try F9 or F12.")
    combination: QKeyCombination = keys[0]  # type: ignore[index]
    held = combination.keyboardModifiers() & _HELD
    function = Qt.Key.Key_F1 <= combination.key() <= Qt.Key.Key_F24
    if held == _HELD or (not held and not function):
        return tr("You type with that key. Try F9 or F12.")
    return ""
