"""Preferences: every choice has words, takes effect at once, and the key that hides the screen is never one a person types with."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from ldp_stories.settings import Settings
from ldp_stories.ui.preferences import preferences
from ldp_stories.ui.preferences.hide_key import key_trouble, key_words
from ldp_stories.ui.preferences.preferences import PreferencesScreen
from ldp_stories.ui.widgets.choices import ChoiceRow
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import TextField
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk


@pytest.fixture(autouse=True)
def two_microphones(monkeypatch: pytest.MonkeyPatch) -> None:
    """This laptop has two microphones."""
    monkeypatch.setattr(preferences, "microphones", lambda _: ("Built-in", "Headset"))


def opened(desk: Desk, **look: object) -> PreferencesScreen:
    screen = PreferencesScreen(desk.context)
    desk.show(screen, **look)  # type: ignore[arg-type]
    return screen


def press(screen: PreferencesScreen, setting: str, words: str) -> None:
    """Press one of the choices of a setting."""
    row = screen.controls[setting]
    next(b for b in row.findChildren(QAbstractButton) if b.accessibleName() == words).click()


def typed_key(desk: Desk, screen: PreferencesScreen, words: str) -> TextField:
    field = screen.controls["hide_key"]
    assert isinstance(field, TextField)
    field.set_text("")
    desk.type(field, words)
    desk.key(screen, Qt.Key.Key_Return)
    return field


def test_the_groups_are_those_of_the_settings(desk: Desk) -> None:
    text = words_on(opened(desk))
    for group in ("Reading", "Sound", "Locking", "Keys"):
        assert group in text
    assert "Start" not in text.splitlines()


def test_every_setting_says_what_it_does(desk: Desk) -> None:
    screen = opened(desk)
    about = {f.name: f.metadata["about"] for f in fields(Settings)}
    for name in screen.controls:
        assert about[name] in words_on(screen)


def test_nothing_is_offered_that_changes_nothing(desk: Desk) -> None:
    screen = opened(desk)
    assert set(screen.controls) == {
        "theme", "text_scale", "easy_letters", "microphone", "playing_speed", "idle_minutes", "hide_key", "single_letter_keys",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "words", "value"),
    [
        ("theme", "Dark", "dark"),
        ("theme", "As this laptop", "system"),
        ("text_scale", "200 %", 2.0),
        ("text_scale", "125 %", 1.25),
        ("easy_letters", "On", True),
        ("playing_speed", "1.5x", 1.5),
        ("playing_speed", "0.75x", 0.75),
        ("idle_minutes", "2 minutes", 2),
        ("idle_minutes", "20 minutes", 20),
        ("single_letter_keys", "Off", False),
    ],
)
def test_a_press_is_kept_at_once(desk: Desk, setting: str, words: str, value: object) -> None:
    desk.context.settings = Settings().changed(theme="light")
    screen = opened(desk)
    press(screen, setting, words)
    assert getattr(desk.context.settings, setting) == value
    assert desk.told == ["Kept"]


def test_what_is_chosen_now_is_shown_as_chosen(desk: Desk) -> None:
    desk.context.settings = Settings().changed(theme="dark", text_scale=1.5, easy_letters=True)
    screen = opened(desk)
    for name, words in (("theme", "Dark"), ("text_scale", "150 %"), ("easy_letters", "On")):
        row = screen.controls[name]
        chosen = [b.accessibleName() for b in row.findChildren(QAbstractButton) if b.isChecked()]
        assert chosen == [words]


def test_a_value_between_the_offered_ones_shows_none_as_chosen(desk: Desk) -> None:
    desk.context.settings = Settings().changed(text_scale=1.1)
    row = opened(desk).controls["text_scale"]
    assert isinstance(row, ChoiceRow)
    assert row.value() == []


def test_pressing_the_chosen_one_again_lets_nothing_go(desk: Desk) -> None:
    desk.context.settings = Settings().changed(theme="dark")
    screen = opened(desk)
    press(screen, "theme", "Dark")
    row = screen.controls["theme"]
    assert isinstance(row, ChoiceRow)
    assert len(row.value()) == 1
    assert desk.context.settings.theme == "dark"
    assert desk.told == []


def test_the_microphones_are_looked_for_beside(desk: Desk) -> None:
    screen = opened(desk)
    combo = screen.controls["microphone"]
    assert isinstance(combo, Combo)
    desk.settle()
    assert [o.label for o in combo._options] == ["The one this laptop uses", "Built-in", "Headset"]


def test_a_chosen_microphone_is_kept(desk: Desk) -> None:
    screen = opened(desk)
    combo = screen.controls["microphone"]
    assert isinstance(combo, Combo)
    combo._picked("Headset")
    assert desk.context.settings.microphone == "Headset"


def test_a_microphone_that_is_not_plugged_in_stays_chosen(desk: Desk) -> None:
    desk.context.settings = Settings().changed(microphone="The good one")
    combo = opened(desk).controls["microphone"]
    assert isinstance(combo, Combo)
    assert combo.shown() == "The good one"
    assert [o.key for o in combo._options] == ["", "Built-in", "Headset", "The good one"]


def test_a_sound_system_in_trouble_leaves_the_rest_of_the_page_working(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldp_stories.errors import UserError

    def broken(_: object) -> tuple[str, ...]:
        raise UserError("RECORDER_SILENT")

    monkeypatch.setattr(preferences, "microphones", broken)
    screen = opened(desk)
    press(screen, "theme", "Dark")
    assert desk.context.settings.theme == "dark"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("F12", "F12"), ("f11", "F11"), (" F12 ", "F12"), ("Ctrl+J", "Ctrl+J"), ("alt+h", "Alt+H")],
)
def test_another_key_that_hides_is_kept(desk: Desk, typed: str, kept: str) -> None:
    screen = opened(desk)
    field = typed_key(desk, screen, typed)
    assert desk.context.settings.hide_key == kept
    assert field.text() == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "That is no key. Try F9 or F12."),
        ("banana", "That is no key. Try F9 or F12."),
        ("Ctrl+K, Ctrl+L", "That is no key. Try F9 or F12."),
        ("a", "You type with that key. Try F9 or F12."),
        ("Space", "You type with that key. Try F9 or F12."),
        ("Return", "You type with that key. Try F9 or F12."),
        ("Shift+A", "You type with that key. Try F9 or F12."),
        ("Ctrl+Alt+H", "You type with that key. Try F9 or F12."),
        ("F8", "That key does something else here. Try F9 or F12."),
        ("F1", "That key does something else here. Try F9 or F12."),
        ("Ctrl+N", "That key does something else here. Try F9 or F12."),
        ("ctrl+v", "That key does something else here. Try F9 or F12."),
        ("Alt+Left", "That key does something else here. Try F9 or F12."),
        ("Alt+F4", "That key does something else here. Try F9 or F12."),
        ("Ctrl+Q", "That key does something else here. Try F9 or F12."),
    ],
)
def test_a_key_that_would_be_in_the_way_is_refused_with_the_reason(desk: Desk, typed: str, why: str) -> None:
    assert key_trouble(typed) == why
    screen = opened(desk)
    typed_key(desk, screen, typed)
    assert why in words_on(screen.fields["hide_key"])
    assert desk.context.settings.hide_key == "F9"


def test_a_better_key_takes_the_trouble_away(desk: Desk) -> None:
    screen = opened(desk)
    typed_key(desk, screen, "a")
    typed_key(desk, screen, "F12")
    assert "You type with that key" not in words_on(screen)
    assert desk.context.settings.hide_key == "F12"


def test_the_same_key_again_keeps_nothing_new(desk: Desk) -> None:
    screen = opened(desk)
    typed_key(desk, screen, "F9")
    assert desk.told == []


def test_the_key_is_kept_also_when_the_field_is_only_left(desk: Desk) -> None:
    screen = opened(desk)
    field = screen.controls["hide_key"]
    assert isinstance(field, TextField)
    field.set_text("")
    desk.type(field, "F12")
    desk.key(screen, Qt.Key.Key_Tab)
    assert desk.context.settings.hide_key == "F12"


@pytest.mark.parametrize(("typed", "words"), [("f9", "F9"), ("ctrl+j", "Ctrl+J"), ("", ""), ("banana", "")])
def test_a_key_is_written_as_on_the_button(typed: str, words: str) -> None:
    assert key_words(typed) == words


def test_back_leads_out(desk: Desk) -> None:
    button(opened(desk), "Back").click()
    assert desk.left == 1


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("rtl", [False, True])
def test_everything_has_a_name_and_nothing_is_cut(desk: Desk, scale: float, rtl: bool) -> None:
    screen = opened(desk, scale=scale, rtl=rtl)
    names = walk_names(screen)
    assert any(n.startswith("Microphone") for n in names)
    assert "Key that hides the screen" in names
    desk.until(lambda: cut(screen) == [])


def test_every_key_that_a_screen_uses_is_refused_because_two_of_the_same_do_nothing() -> None:
    source = Path(preferences.__file__).parents[1]
    used = {
        key
        for path in source.rglob("*.py")
        for key in re.findall(
            r'"((?:Ctrl|Alt|Shift)\+[A-Za-z0-9,]+|F[0-9]{1,2})"', path.read_text(encoding="utf-8")
        )
    }
    assert {"Ctrl+S", "Ctrl+I", "Alt+Left"} <= used
    free = {"F9", "F12"}  # the keys that hide the screen, and the one that is proposed
    assert [key for key in sorted(used - free) if not key_trouble(key)] == []
