"""Count in the background all that a search finds and hides, while its first hits are read; only the newest search is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject

from ldp_stories.services.count_found import tally
from ldp_stories.services.find import Tally
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.tasks import Task
from ldp_stories.ui.text import tr


class CountAll(QObject):
    """`begin` counts a search and tells `heard` once; a newer one, or `stop`, ends the one before."""

    def __init__(self, context: Context, parent: QObject, heard: Callable[[Tally], None]) -> None:
        super().__init__(parent)
        self._context = context
        self._heard = heard
        self._task: Task | None = None
        self.result: Tally | None = None
        """What came of the newest count; None while it is under way or when there is none."""

    def begin(self, words: str, how: Mapping[str, Any]) -> None:
        """Count what `find.search` finds for some words with these filters."""
        self.stop()
        home = self._context.home
        task = self._context.tasks.run(
            tr("Counting"),
            lambda report: tally(home, words, progress=report, **how),
            quiet=True,
            owner=self,
            done=lambda found: self._done(task, found),
        )
        self._task = task

    def stop(self) -> None:
        """Let go of the count under way, and of the one before."""
        self.result = None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _done(self, task: Task, found: Tally) -> None:
        if task is self._task:
            self._task, self.result = None, found
            self._heard(found)
