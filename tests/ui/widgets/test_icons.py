"""Pictures from the picture font."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from ldp_stories.ui.widgets.icons import draw_icon, has_icon, icon, icon_size
from ldp_stories.ui.widgets.theme import theme

NAMES = (
    "house", "chats-circle", "notebook", "paper-plane-tilt", "envelope-simple-open", "eye", "device-mobile",
    "lifebuoy", "eye-slash", "microphone", "record-fill", "star", "check-circle", "x-circle",
    "minus-circle", "shield-check", "lock-simple", "tag", "quotes", "scales", "tray",
    "git-merge", "question", "gear-six", "graduation-cap", "caret-right", "caret-down", "check-square-fill",
)  # fmt: skip


def painted(name: str, color: str = "text", *, rtl: bool = False) -> QImage:
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_icon(painter, name, QRect(0, 0, 40, 40), color, right_to_left=rtl)
    painter.end()
    return image


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_of_the_design_is_there(qapp: QApplication, name: str) -> None:
    assert has_icon(name)


def test_a_picture_leaves_ink(qapp: QApplication) -> None:
    assert painted("house") != painted("no-such-picture")


def test_an_unknown_picture_draws_nothing(qapp: QApplication) -> None:
    image = painted("no-such-picture")
    assert all(image.pixelColor(x, 20) == QColor("white") for x in range(40))


def test_the_colour_follows_the_theme(qapp: QApplication) -> None:
    light = painted("house-fill")
    theme().set(mode="dark")
    assert painted("house-fill") != light


def test_arrows_turn_round_from_right_to_left_and_others_do_not(qapp: QApplication) -> None:
    assert painted("arrow-left", rtl=True) == painted("arrow-right")
    assert painted("house", rtl=True) == painted("house")


def test_a_picture_grows_by_half_of_the_text(qapp: QApplication) -> None:
    theme().set(scale=2.0)
    assert icon_size(18) == 27


def test_a_picture_for_the_window_has_a_size(qapp: QApplication) -> None:
    assert not icon("notebook", "accent", 64).pixmap(64, 64).isNull()
