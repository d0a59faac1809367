"""A place to sign: strokes and initials become a picture that is the same in every look of the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from ldp_stories.ui.researcher.signature import SignaturePad
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import dressed, plain_theme


@pytest.fixture
def pad(qtbot: QtBot) -> Iterator[SignaturePad]:
    plain_theme()
    made = SignaturePad()
    dressed(qtbot, made, size=(560, 150))
    yield made
    plain_theme()


def stroke(qtbot: QtBot, pad: SignaturePad, *points: tuple[int, int]) -> None:
    first, *others = [QPoint(x, y) for x, y in points]
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=first)
    for point in others:
        qtbot.mouseMove(pad, point)
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=(others or [first])[-1])


def dark(png: bytes) -> int:
    """How many points of the picture are ink."""
    image = QImage.fromData(png)
    assert not image.isNull()
    return sum(
        image.pixelColor(x, y).lightness() < 128
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )


def test_an_empty_place_is_no_signature(pad: SignaturePad) -> None:
    assert pad.empty
    assert pad.png() == b""


def test_a_stroke_tells_and_leaves_ink(qtbot: QtBot, pad: SignaturePad) -> None:
    with qtbot.waitSignal(pad.drawn):
        stroke(qtbot, pad, (30, 40), (200, 100), (400, 40))
    assert not pad.empty
    assert len(pad.strokes) == 1
    assert len(pad.strokes[0]) >= 2
    assert dark(pad.png()) > 50


def test_two_strokes_are_more_ink_than_one(qtbot: QtBot, pad: SignaturePad) -> None:
    stroke(qtbot, pad, (30, 40), (500, 40))
    one = dark(pad.png())
    stroke(qtbot, pad, (30, 90), (500, 90))
    assert dark(pad.png()) > one


def test_a_dot_is_a_stroke_too(qtbot: QtBot, pad: SignaturePad) -> None:
    stroke(qtbot, pad, (100, 60))
    assert pad.png() != b""


def test_moving_without_pressing_draws_nothing(qtbot: QtBot, pad: SignaturePad) -> None:
    qtbot.mouseMove(pad, QPoint(100, 60))
    assert pad.empty


def test_initials_stand_in_for_a_hand_that_cannot(qtbot: QtBot, pad: SignaturePad) -> None:
    with qtbot.waitSignal(pad.drawn):
        pad.set_typed("ZC")
    assert dark(pad.png()) > 10
    pad.set_typed("   ")
    assert pad.empty, "blanks are no initials"


def test_beginning_again_takes_everything_away(qtbot: QtBot, pad: SignaturePad) -> None:
    stroke(qtbot, pad, (30, 40), (300, 90))
    pad.set_typed("ZC")
    pad.clear()
    assert pad.empty
    assert pad.png() == b""


def test_the_picture_is_black_on_white_in_the_dark_too(qtbot: QtBot, pad: SignaturePad) -> None:
    stroke(qtbot, pad, (30, 40), (300, 90))
    light = pad.png()
    theme().set(mode="dark")
    assert QImage.fromData(pad.png()).pixelColor(2, 2).lightness() == 255
    assert dark(pad.png()) == dark(light)


def test_it_says_what_it_is_and_how_to_do_without(pad: SignaturePad) -> None:
    assert "With the keyboard, type initials" in pad.accessibleName()


def test_the_field_can_be_seen_while_it_is_empty(qtbot: QtBot, pad: SignaturePad) -> None:
    seen = pad.grab().toImage()
    assert len({seen.pixelColor(x, y).name() for x in range(0, 500, 25) for y in range(0, 140, 7)}) > 1
