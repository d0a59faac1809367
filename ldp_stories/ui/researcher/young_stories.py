"""The stories that are not sent because somebody is under 16 and a yes is missing: what to do, and the way to each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.services.my_stories import story_row
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.record.story_link import StoryLink
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.card import column
from ldp_stories.ui.widgets.labels import heading, helper

SHOWN: Final = 3


class YoungStories(QWidget):
    """`opened(record)` when one is pressed. Nothing stands here while there is none."""

    opened = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.lines = column(spacing=8)
        self.setLayout(self.lines)
        self.hide()

    def show_stories(self, records: Sequence[str]) -> None:
        """Name the first of them; the next follow once these are put right."""
        rows = [row for row in (story_row(self.context.home, r) for r in records[:SHOWN]) if row is not None]
        links = [StoryLink(row) for row in rows]
        for link in links:
            link.clicked.connect(lambda _=False, link=link: self.opened.emit(link.record))
        parts: list[QWidget] = [
            heading(tr("Under 16: a yes is missing")),
            helper(tr("Open the story and press Put it right. There you say who said yes.")),
            *links,
        ]
        more = len(records) - len(rows)
        if more > 0:
            parts.append(helper(many(more, "And {n} more story.", "And {n} more stories.")))
        refill(self.lines, *(parts if links else []))
        self.setVisible(bool(links))
