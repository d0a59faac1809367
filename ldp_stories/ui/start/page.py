"""The plain page of the start: one card in the middle of the paper, a heading, and room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.labels import Label, display
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.widgets.theme import follow, theme


class StartPage(QWidget):
    """Heading and lead over one card; put things into `card`. Scrolls when the text is large."""

    def __init__(self, heading: str, lead: str = "", *, width: int = 640) -> None:
        super().__init__()
        self._width = width
        self.heading = display(heading)
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.heading.setProperty("starts_reading", True)
        self.card = Card(padding=32, spacing=16)
        self.column = QWidget()
        inside = QVBoxLayout(self.column)
        inside.setContentsMargins(24, 40, 24, 40)
        inside.setSpacing(20)
        name = QHBoxLayout()
        name.setSpacing(10)
        name.addWidget(IconMark("notebook", color="accent", size=24))
        name.addWidget(Label(tr("LDP Stories"), role="heading"), 1)
        inside.addLayout(name)
        inside.addSpacing(8)
        inside.addWidget(self.heading)
        if lead:
            inside.addWidget(Label(lead, role="lead", color="text2"))
        inside.addWidget(self.card)
        inside.addStretch(1)
        self.column.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.column, 100)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Scroll(middle))
        follow(self._scale)

    def _scale(self) -> None:
        self.column.setMaximumWidth(round(self._width * min(theme().scale, 1.7)))

    def focus_start(self) -> None:
        """Focus on the heading."""
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)
