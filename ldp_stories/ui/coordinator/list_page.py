"""The page of a screen that is one list to go through: a way back, a heading, a line about it, and the rows that are filled in later."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import column, row
from ldp_stories.ui.widgets.labels import Label, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage


def list_page(screen: Screen, heading: Label, lead: str, *, back: str) -> QVBoxLayout:
    """Lay out the page in `screen`, which starts on its heading; the rows are what is answered."""
    button = Button(back, kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
    button.clicked.connect(screen.done)
    rows = column(spacing=12)
    holder = QWidget()
    holder.setLayout(rows)
    page = ScrollPage(spacing=12)
    page.body.addLayout(row(button, None))
    for part in (heading, helper(lead), holder):
        page.body.addWidget(part)
    page.body.addStretch(1)
    screen.box.addWidget(page)
    screen.set_focus_start(heading)
    return rows
