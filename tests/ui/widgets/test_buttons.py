"""Buttons: their keys, their names, their sizes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.buttons import Button, Kind, Size, primary, quiet
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import cut, dressed, name_of


@pytest.mark.parametrize(
    ("size", "height"), [("main", 56), ("field", 48), ("normal", 44), ("dense", 40), ("inline", 32)]
)
def test_a_button_has_the_height_of_its_size(qtbot: QtBot, size: Size, height: int) -> None:
    button = Button("Open", size=size)
    qtbot.addWidget(button)
    assert button.sizeHint().height() == height


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_it(qtbot: QtBot, key: Qt.Key) -> None:
    button = Button("Open")
    dressed(qtbot, button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)


def test_its_key_presses_it_from_anywhere_in_the_window(qtbot: QtBot) -> None:
    page, field, button = QWidget(), QLineEdit(), Button("New", key="Ctrl+N")
    box = QVBoxLayout(page)
    box.addWidget(field)
    box.addWidget(button)
    dressed(qtbot, page)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(field, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


def test_a_single_letter_never_acts_while_a_person_types(qtbot: QtBot) -> None:
    page, field, button = QWidget(), QLineEdit(), Button("Accept", key="A")
    box = QVBoxLayout(page)
    box.addWidget(field)
    box.addWidget(button)
    dressed(qtbot, page)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.keyClicks(field, "a")
    assert field.text() == "a"


def test_single_letters_can_be_switched_off_and_then_are_not_shown(qtbot: QtBot) -> None:
    button = Button("Accept", key="A")
    dressed(qtbot, button)
    with_key = button.sizeHint().width()
    theme().set(single_keys=False)
    assert button.key_shown == ""
    assert button.sizeHint().width() < with_key
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_A)
    theme().set(single_keys=True)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_A)


def test_keys_with_ctrl_stay_when_single_letters_are_off(qtbot: QtBot) -> None:
    button = Button("New", key="Ctrl+N")
    qtbot.addWidget(button)
    theme().set(single_keys=False)
    assert button.key_shown == "Ctrl+N"


def test_a_key_that_is_only_shown_does_nothing(qtbot: QtBot) -> None:
    button = Button("Hide screen", key="F9", bind=False)
    dressed(qtbot, button)
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_F9)


def test_a_hidden_button_does_not_hear_its_key(qtbot: QtBot) -> None:
    page, button = QWidget(), Button("New", key="Ctrl+N")
    QVBoxLayout(page).addWidget(button)
    dressed(qtbot, page)
    button.hide()
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


def test_a_disabled_button_does_not_hear_its_key(qtbot: QtBot) -> None:
    page, button = QWidget(), Button("New", key="Ctrl+N")
    QVBoxLayout(page).addWidget(button)
    dressed(qtbot, page)
    button.setEnabled(False)
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


def test_its_name_is_its_words_unless_a_whole_name_is_given(qtbot: QtBot) -> None:
    plain, whole = Button("Send"), Button("Send", name="Send, 2 stories ready")
    qtbot.addWidget(plain)
    qtbot.addWidget(whole)
    assert name_of(plain) == "Send"
    assert name_of(whole) == "Send, 2 stories ready"
    whole.setText("Send 3")
    assert name_of(whole) == "Send, 2 stories ready"
    plain.setText("Send 3")
    assert name_of(plain) == "Send 3"


def test_an_ampersand_is_a_letter(qtbot: QtBot) -> None:
    button = Button("Tea & bulbs")
    qtbot.addWidget(button)
    assert button.text() == "Tea & bulbs"
    assert name_of(button) == "Tea & bulbs"


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("kind", ["primary", "secondary", "quiet", "soft", "plain", "danger"])
def test_no_words_are_cut_at_any_scale(qtbot: QtBot, kind: Kind, scale: float) -> None:
    page = QWidget()
    box = QHBoxLayout(page)
    box.addWidget(
        Button("Worried about someone?", kind=kind, icon="lifebuoy", key="F8", trailing="arrow-right")
    )
    box.addWidget(Button("Back", kind=kind))
    dressed(qtbot, page, scale=scale)
    assert cut(page) == []


def test_pictures_and_keys_make_it_wider(qtbot: QtBot) -> None:
    widths = []
    for parts in ({}, {"icon": "x"}, {"icon": "x", "key": "Ctrl+X"}):
        button = Button("Close", **parts)  # type: ignore[arg-type]
        qtbot.addWidget(button)
        widths.append(button.sizeHint().width())
    assert widths == sorted(set(widths))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_one_main_action_is_filled_with_the_accent(qtbot: QtBot, mode: str) -> None:
    button = primary("Go on")
    dressed(qtbot, button, mode=mode)  # type: ignore[arg-type]
    button.leaveEvent(None)  # type: ignore[arg-type]
    image = button.grab().toImage()
    assert image.pixelColor(12, 28) == theme().color("accent")


def test_a_disabled_button_looks_quiet(qtbot: QtBot) -> None:
    button = primary("Go on")
    dressed(qtbot, button)
    button.setEnabled(False)
    assert button.grab().toImage().pixelColor(12, 28) == theme().color("sunk")


def test_the_pointer_over_it_shows(qtbot: QtBot) -> None:
    button = quiet("See all")
    dressed(qtbot, button)
    button.leaveEvent(None)  # type: ignore[arg-type]
    before = button.grab().toImage()
    button.enterEvent(None)  # type: ignore[arg-type]
    assert button.grab().toImage() != before
    button.leaveEvent(None)  # type: ignore[arg-type]
    assert button.grab().toImage() == before


def test_another_picture_can_be_shown(qtbot: QtBot) -> None:
    button = Button("Play", icon="play")
    dressed(qtbot, button)
    before = button.grab().toImage()
    button.set_icon("pause")
    assert button.grab().toImage() != before


def test_from_right_to_left_the_picture_stands_on_the_right(qtbot: QtBot) -> None:
    images = []
    for rtl in (False, True):
        button = Button("Back", icon="arrow-left", leading=True)
        dressed(qtbot, button, rtl=rtl, size=(300, 44))
        images.append(button.grab().toImage())
    ink = [image.copy(20, 8, 18, 28) for image in images]
    assert ink[0] != ink[1]
    right = images[1].copy(262, 8, 18, 28)
    colors = {right.pixelColor(x, y).lightness() < 128 for x in range(18) for y in range(28)}
    assert True in colors
