"""Keeping what is typed: every keystroke is in the desk file at most 300 ms later, and at once when the person leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from ldp_stories.services.home import Home
from ldp_stories.services.keep_answers import form_done, form_typed, keep_form
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import TextField

WAIT_MS: Final = 300


class Keeper(QObject):
    """Collects typing by key and hands it to `save(key, text)` 300 ms after the first keystroke that is not kept yet."""

    def __init__(self, save: Callable[[str, str], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save = save
        self._waiting: dict[str, str] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.flush)

    def keep(self, key: str, text: str) -> None:
        """Keep this text soon. The wait is not begun anew by the next keystroke, so steady typing is kept too."""
        self._waiting[key] = text
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Keep everything now."""
        self._timer.stop()
        waiting, self._waiting = self._waiting, {}
        for key, text in waiting.items():
            self._save(key, text)


class FormKeeper(Keeper):
    """Keeps the fields of a form from the first keystroke until it is done, and fills them with what was typed before."""

    def __init__(
        self, home: Home, form: str, fields: Mapping[str, TextField | Editor], parent: QObject | None = None
    ) -> None:
        super().__init__(lambda field, text: keep_form(home, form, field, text), parent)
        self._home, self._form = home, form
        before = form_typed(home, form)
        self.found = bool(before)
        for name, field in fields.items():
            if name in before:
                field.set_text(before[name])
            field.changed.connect(partial(self.keep, name))

    def done(self) -> None:
        """It was written down, or let go of: what was typed is forgotten."""
        self.flush()
        form_done(self._home, self._form)
