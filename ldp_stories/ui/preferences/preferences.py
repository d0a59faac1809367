"""Preferences, built from the settings themselves: each says what it does, and a choice takes effect at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import Field as SettingField
from dataclasses import fields
from typing import Final

from PySide6.QtWidgets import QWidget

from ldp_stories.services.recording import microphones
from ldp_stories.settings import Settings
from ldp_stories.ui.preferences.hide_key import key_trouble, key_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import display, heading, helper
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
        self.fields: dict[str, Field] = {}
        page = ScrollPage(margins=(36, 16, 36, 20))
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        top = display(tr("Preferences"))
        page.body.addLayout(row(back, None))
        page.body.addWidget(top)
        ways = Button(tr("Ways to send"), icon="share-network")
        ways.clicked.connect(lambda: self.go.emit("ways", None))
        room = Button(tr("Make room"), icon="hard-drive")
        room.clicked.connect(lambda: self.go.emit("make_room", None))
        page.body.addLayout(row(ways, room, None, spacing=12))
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
            field = Field(tr(_NAMES[setting.name]), control, helper=tr(setting.metadata["about"]))
            self.controls[setting.name], self.fields[setting.name] = control, field
            groups[group].add(field)
        page.body.addWidget(self._safety())
        if context.home.practice:
            page.body.addWidget(self._practice())
        page.body.addStretch(1)
        self.box.addWidget(page)
        self.set_focus_start(top)
        self._look_for_microphones()

    def _safety(self) -> Card:
        """The ways to the pages with the copies and the keys."""
        self.copies = Button(tr("Copies"), icon="stack", size="field")
        self.copies.clicked.connect(lambda: self.go.emit("copies", None))
        self.keys = Button(tr("Passphrase and keys"), icon="key", size="field")
        self.keys.clicked.connect(lambda: self.go.emit("keys", None))
        words = helper(tr("Safe copies of this notebook, and who can open it."))
        return Card(spacing=10).add(heading(tr("Keeping it safe")), words, row(self.copies, self.keys, None))

    def _practice(self) -> Card:
        """Practice goes in one press, after one question."""
        card = Card(spacing=10)
        self.wipe = Button(tr("Wipe practice"), icon="trash", kind="danger", size="field")
        self.wipe.clicked.connect(lambda: self.go.emit("wipe practice", None))
        words = helper(tr("All practice stories and sounds go. Nothing real is touched."))
        return card.add(heading(tr("Practice")), words, row(self.wipe, None))

    def _control(self, setting: SettingField[object]) -> QWidget:
        name, value = setting.name, getattr(self.context.settings, setting.name)
        label = tr(_NAMES[name])
        if name == "microphone":
            combo = Combo(_sources([], value), name=label, value=value, icon="microphone")
            combo.chosen.connect(lambda key: self._choose(name, key))
            return combo
        if name == "hide_key":
            return self._key_field(label, value)
        choices = self._choices(setting)
        current = next((str(n) for n, (v, _) in enumerate(choices) if v == value), "")
        buttons = ChoiceRow(
            [Option(str(n), w) for n, (_, w) in enumerate(choices)],
            name=label,
            value=[current] if current else [],
        )
        buttons.chosen.connect(lambda keys: self._chosen(name, buttons, choices, keys))
        return buttons

    def _key_field(self, label: str, value: str) -> TextField:
        text = TextField(name=label, value=value)
        text.edit.editingFinished.connect(lambda: self._typed_key(text))
        return text

    def _choices(self, setting: SettingField[object]) -> tuple[tuple[object, str], ...]:
        if setting.name in _STEPS:
            return tuple((value, tr(words)) for value, words in _STEPS[setting.name])
        if isinstance(setting.default, bool):
            return ((True, tr("On")), (False, tr("Off")))
        allowed = setting.metadata["allowed"]
        return tuple((value, tr(_WORDS[str(value)])) for value in allowed)

    def _look_for_microphones(self) -> None:
        """Asking the sound system takes a moment, so it is asked beside."""
        command = self.context.home.machine.recorder_command
        self.context.tasks.run(
            tr("Looking for microphones"),
            lambda _: microphones(command),
            quiet=True,
            owner=self,
            done=self._found_microphones,
            failed=lambda _: None,
        )

    def _found_microphones(self, found: Sequence[str]) -> None:
        combo = self.controls["microphone"]
        if isinstance(combo, Combo):
            combo.set_options(_sources(found, combo.value()))

    def _chosen(
        self, name: str, buttons: ChoiceRow, choices: Sequence[tuple[object, str]], keys: Sequence[str]
    ) -> None:
        if keys:
            self._choose(name, choices[int(keys[0])][0])
        else:  # one of them always holds: pressing the chosen one again lets nothing go
            now = getattr(self.context.settings, name)
            buttons.set_value([str(n) for n, (v, _) in enumerate(choices) if v == now])

    def _typed_key(self, text: TextField) -> None:
        trouble = key_trouble(text.text())
        self.fields["hide_key"].set_error(trouble)
        key = key_words(text.text())
        if not trouble and key != self.context.settings.hide_key:
            text.set_text(key)
            self._choose("hide_key", key)

    def _choose(self, name: str, value: object) -> None:
        self.context.change_settings(**{name: value})
        self.context.tell(tr("Kept"))


def _sources(found: Sequence[str], chosen: str) -> list[Option]:
    """What to choose from: the laptop's own, those that are there, and the chosen one also while it is not plugged in."""
    names = list(dict.fromkeys([*found, chosen]))
    return [Option("", tr("The one this laptop uses")), *(Option(n, n) for n in names if n)]
