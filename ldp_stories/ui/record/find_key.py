"""Ctrl+F goes to the line in which a screen is searched."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ldp_stories.ui.widgets.field import TextField


def bind_find(within: QWidget, field: TextField) -> None:
    """Bind Ctrl+F on a screen; what is typed there is selected, so that typing starts afresh."""
    shortcut = QShortcut(QKeySequence("Ctrl+F"), within)

    def find() -> None:
        field.edit.setFocus()
        field.edit.selectAll()

    shortcut.activated.connect(find)
