"""A warning under a title that could name somebody, while it is typed. Nothing is ever changed by us."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ldp_stories.services.find_names import signs_in
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.labels import Label


class TitleWarning(Label):
    """Stands under the field it watches; seen only while there is something to say."""

    def __init__(self, field: TextField, parent: QWidget | None = None) -> None:
        super().__init__("", role="small", weight=500, color="warn", parent=parent)
        field.changed.connect(self.look)
        self.look(field.text())

    def look(self, title: str) -> None:
        """Say which words could name somebody, or nothing."""
        found = signs_in(title)
        words = ""
        if found:
            names = ", ".join(f"“{words}”" for words, _ in found)
            words = tr("{names} may name somebody. A title without names is safer. You decide.", names=names)
        if words and words != self.text() and self.isVisible():
            announce(self, words)
        self.setText(words)
        self.setVisible(bool(words))
