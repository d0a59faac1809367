"""Tags that got another name since something was saved: it keeps the old ones, and a person may choose the new."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.labels import Label, helper


class NamesCard(Card):
    """`wanted()` when a person chooses today's names."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=8, parent=parent)
        self.renew = Button(tr("Use the new names"), icon="tag", size="dense")
        self.renew.clicked.connect(self.wanted)
        self.lines: list[QWidget] = []
        self.add(Label(tr("Tags have new names since this was saved"), weight=600))
        self.add(helper(tr("It keeps the old ones until you choose.")))
        self.add(row(self.renew, None))
        self.hide()

    def set_changes(self, changes: Sequence[str]) -> None:
        """Say what is called otherwise now, a line each."""
        for line in self.lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [CheckLine(words, icon="tag", tone="accent", weight=400) for words in changes]
        for at, line in enumerate(self.lines):
            self.body.insertWidget(2 + at, line)
