"""Keeping what is typed: every keystroke is in the desk file at most 300 ms later, and at once when the person leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from ldp_stories.services.home import Home
from ldp_stories.services.keep_answers import form_done, form_typed, keep_form
from ldp_stories.ui.widgets.choices import ChoiceRow
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.composing import is_underlined
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import TextField

WAIT_MS: Final = 300


class Keeper(QObject):
    """Collects typing by key and hands it to `save(key, text)` 300 ms after the first keystroke that is not kept yet.

    `save_half(key, text)` keeps a text in which a word is being made still by an input method, where undo must not come back to it.
    """

    def __init__(
        self,
        save: Callable[[str, str], object],
        parent: QObject | None = None,
        *,
        save_half: Callable[[str, str], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._save, self._save_half = save, save_half or save
        self._waiting: dict[str, tuple[str, bool]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.flush)

    def keep(self, key: str, text: str) -> None:
        """Keep this text soon. The wait is not begun anew by the next keystroke, so steady typing is kept too."""
        self._waiting[key] = text, is_underlined()
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Keep everything now."""
        self._timer.stop()
        waiting, self._waiting = self._waiting, {}
        for key, (text, half) in waiting.items():
            (self._save_half if half else self._save)(key, text)


class FormKeeper(Keeper):
    """Keeps the fields of a form from the first keystroke until it is done, and fills them with what was typed before.

    `fields` are typed into, `choices` are chosen in. A field that was emptied stays empty.
    """

    def __init__(
        self,
        home: Home,
        form: str,
        fields: Mapping[str, TextField | Editor],
        parent: QObject | None = None,
        *,
        choices: Mapping[str, Combo | ChoiceRow] | None = None,
    ) -> None:
        stood = {name: bool(field.text()) for name, field in fields.items()}

        def save(name: str, text: str) -> None:
            keep_form(home, form, name, text, emptied=stood.get(name, True))

        super().__init__(save, parent)
        self._home, self._form = home, form
        self.before = form_typed(home, form)
        """What was typed and chosen before, by the names of the fields."""
        self.found = any(self.before.values())
        for name, field in fields.items():
            if name in self.before:
                field.set_text(self.before[name])
            field.changed.connect(partial(self.keep, name))
        for name, choice in (choices or {}).items():
            self._choose(name, choice)

    def _choose(self, name: str, choice: Combo | ChoiceRow) -> None:
        if isinstance(choice, Combo):
            if choice.offers(self.before.get(name, "")):
                choice.set_value(self.before[name])
            choice.chosen.connect(partial(self.keep, name))
            return
        if name in self.before:
            choice.set_value(self.before[name].split())
        choice.chosen.connect(lambda keys: self.keep(name, " ".join(keys)))

    def forget(self, field: str) -> None:
        """One field was written down, the others are typed still."""
        self.keep(field, "")
        self.flush()

    def done(self) -> None:
        """It was written down, or let go of: what was typed is forgotten."""
        self.flush()
        form_done(self._home, self._form)
