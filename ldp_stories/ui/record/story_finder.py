"""Finds stories by their title or words for a list that offers the newest only, so that every story can be reached."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ldp_stories.services.stories_of_search import stories_found
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Further, Show


def story_finder(context: Context, owner: QObject) -> Further:
    """For `Combo.further` and `PickMany.look_further`; what comes when `owner` is gone is not shown."""

    def look(words: str, show: Show) -> None:
        context.tasks.run(
            tr("Finding the stories"),
            lambda _: stories_found(context.home, words),
            done=lambda found: show([Option(record, title) for record, title in found]),
            owner=owner,
            quiet=True,
        )

    return look
