"""Six words shown large, numbered, to be read out and compared by voice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label


class SixWords(QWidget):
    """The words on soft plates, left to right in every language; a reader hears them in order."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.words = tuple(words)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAccessibleName(tr("Six words: {words}", words=", ".join(words)))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        flow = FlowLayout(self, gap=10)
        for number, word in enumerate(words, 1):
            plate = Card(padding=(16, 8, 18, 8), spacing=0, fill="soft", edge=None, radius=10)
            count = Label(str(number), role="small", color="onsoft", wrap=False)
            plate.add(row(count, Label(word, role="heading", color="onsoft", wrap=False), spacing=8))
            flow.addWidget(plate)
