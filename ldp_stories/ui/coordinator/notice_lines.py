"""Lines above a list that a person should read: a line each, with an action; without any they take no room."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.widgets.banner import Banner


class NoticeLines(QWidget):
    """What one kind of line has in common: `show_lines` puts them there anew."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(10)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)  # where room is short the list gives way, never these words
        self.setSizePolicy(policy)

    def show_lines(self, lines: Iterable[Banner]) -> None:
        """These stand here now; without any the whole part goes."""
        found = tuple(lines)
        refill(self.lines, *found)
        self.setVisible(bool(found))
