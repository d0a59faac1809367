"""Ctrl+Z in the fields of one story goes on where this sitting began: the versions that the desk file keeps, put behind each field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ldp_stories.services.home import Home
from ldp_stories.services.undo_words import begin_undo, earlier, later
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import TextField


class Undoing:
    """For the fields of `record`; `flush` keeps what is typed at this moment, so that redo comes back to it."""

    def __init__(self, home: Home, record: str, flush: Callable[[], None]) -> None:
        self._home, self._record, self._flush = home, record, flush

    def watch(self, field: str, control: Editor | TextField) -> None:
        """From now on undo and redo in this control reach the versions of a field."""
        self.begin(field, control.text())
        control.versions = partial(self.version, field)

    def begin(self, field: str, text: str) -> None:
        """Note what stands in a field as it is opened."""
        begin_undo(self._home, self._record, field, text)

    def version(self, field: str, step: int, text: str) -> str | None:
        """The version before (-1) or after (1) what stands in a field; None at the end."""
        self._flush()
        find = earlier if step < 0 else later
        return find(self._home, self._record, field, text)
