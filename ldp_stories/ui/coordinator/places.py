"""The coordinator's screens, in the order of the rail."""

from __future__ import annotations

from typing import Final

from ldp_stories.ui.coordinator.queue import QueueScreen
from ldp_stories.ui.coordinator.review import ReviewScreen
from ldp_stories.ui.record.directory import Entry
from ldp_stories.ui.record.record_screen import RecordScreen

ENTRIES: Final = (
    Entry("queue", QueueScreen, "Queue", "tray", rail=True),
    Entry("review", ReviewScreen),
    Entry("record", RecordScreen),
)
