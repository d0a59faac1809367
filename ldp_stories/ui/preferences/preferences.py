"""Preferences, built from the settings themselves: each says what it does, and a choice takes effect at once."""

from __future__ import annotations

from dataclasses import Field as SettingField
from dataclasses import fields
from typing import Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from ldp_stories.services.recording import microphones
from ldp_stories.settings import Settings
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import display, heading
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

_NAMES: Final = {
    "theme": "Light or dark",
    "text_scale": "Text size",
    "easy_letters": "Easy-reading letters",
    "microphone": "Microphone",
    "playing_speed": "Playing speed",
    "idle_minutes": "Lock after",
    "hide_key": "Key that hides the screen",
    "copies_folder": "Folder for copies",
    "single_letter_keys": "Single-letter keys",
}
_STEPS: Final = {
    "text_scale": ((1.0, "100 %"), (1.25, "125 %"), (1.5, "150 %"), (1.75, "175 %"), (2.0, "200 %")),
    "playing_speed": ((0.75, "0.75x"), (1.0, "1x"), (1.25, "1.25x"), (1.5, "1.5x"), (2.0, "2x")),
    "idle_minutes": ((2, "2 minutes"), (5, "5 minutes"), (10, "10 minutes"), (20, "20 minutes")),
}
_WORDS: Final = {"system": "As this laptop", "light": "Light", "dark": "Dark"}


class PreferencesScreen(Screen):
    """One card for each group of settings. `Ctrl+,` comes here from everywhere."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.title = tr("Preferences")
        self.context = context
        self.controls: dict[str, QWidget] = {}
        page = ScrollPage()
        top = display(tr("Preferences"))
        page.body.addWidget(top)
        groups: dict[str, Card] = {}
        for setting in fields(Settings):
            if setting.name not in _NAMES:
                continue
            group = setting.metadata["group"]
            if group not in groups:
                groups[group] = Card(spacing=16)
                groups[group].add(heading(tr(group)))
                page.body.addWidget(groups[group])
            control = self._control(setting)
            self.controls[setting.name] = control
            groups[group].add(Field(tr(_NAMES[setting.name]), control, helper=tr(setting.metadata["about"])))
        page.body.addStretch(1)
        self.box.addWidget(page)
        self.set_focus_start(top)

    def _control(self, setting: SettingField[object]) -> QWidget:
        name, value = setting.name, getattr(self.context.settings, setting.name)
        label = tr(_NAMES[name])
        if name == "microphone":
            options = [Option("", tr("The one this laptop uses")), *(Option(m, m) for m in microphones())]
            combo = Combo(options, name=label, value=value, icon="microphone")
            combo.chosen.connect(lambda key: self._choose(name, key))
            return combo
        choices = self._choices(setting)
        if choices:
            current = next((str(n) for n, (v, _) in enumerate(choices) if v == value), "")
            buttons = ChoiceRow(
                [Option(str(n), w) for n, (_, w) in enumerate(choices)],
                name=label,
                value=[current] if current else [],
            )
            buttons.chosen.connect(
                lambda keys: self._choose(name, choices[int(keys[0])][0]) if keys else None
            )
            return buttons
        text = TextField(name=label, value=str(value))
        text.entered.connect(lambda typed: self._typed(name, typed, text))
        return text

    def _choices(self, setting: SettingField[object]) -> tuple[tuple[object, str], ...]:
        if setting.name in _STEPS:
            return tuple((value, tr(words)) for value, words in _STEPS[setting.name])
        if isinstance(setting.default, bool):
            return ((True, tr("On")), (False, tr("Off")))
        allowed = setting.metadata["allowed"]
        return tuple((value, tr(_WORDS.get(str(value), str(value)))) for value in allowed)

    def _typed(self, name: str, typed: str, field: TextField) -> None:
        holder = field.parentWidget()
        if name == "hide_key" and QKeySequence(typed).isEmpty():
            if isinstance(holder, Field):
                holder.set_error(tr("That is no key. Try F9 or F12."))
            return
        if isinstance(holder, Field):
            holder.set_error("")
        self._choose(name, typed)

    def _choose(self, name: str, value: object) -> None:
        self.context.change_settings(**{name: value})
        self.context.tell(tr("Kept"))
