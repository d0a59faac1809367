"""A story named in a side column: its title in its own direction and a small line; pressing it opens the story."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ldp_stories.domain.records import RecordRow
from ldp_stories.ui.record.record_words import shown_day, state_words
from ldp_stories.ui.text import apart, tr
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.pressable import PressCard


class StoryLink(PressCard):
    """`clicked` when pressed; `record` is the story's id."""

    def __init__(self, row: RecordRow, parent: QWidget | None = None) -> None:
        self.record = row.id
        title = row.title or tr("No title yet")
        state, _, _ = state_words(row)
        line = ", ".join(part for part in (shown_day(row.told_on), apart(row.place), state) if part)
        super().__init__(name=f"{title}, {line}", padding=(14, 8, 14, 8), spacing=1, parent=parent)
        self.add(Label(title, weight=600, color="accent", people=True, start=True))
        self.add(Label(line, role="small", color="text2"))
