"""A drawing painted on the screen shows the same shapes as its SVG, in any theme, at any width, and as PNG."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from ldp_stories.reports.charts import bars, grid, over_time
from ldp_stories.reports.drawing import INK, SHADES, Box, Drawing, Path, Words
from ldp_stories.ui.widgets.drawn import _NIGHT, Drawn, at_night, png
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import dressed

SMALL = Drawing(
    200,
    100,
    "Bars",
    "One bar.",
    (
        Box(20, 20, 60, 40, SHADES[4], INK),
        Path(((10, 80), (190, 80)), INK, 4, dots=True),
        Path(((10, 90), (190, 90)), INK, 2, "8 5"),
        Words(150, 30, "12", 20, "middle", INK, bold=True),
    ),
    (("Bars", "People"), ("One", "12")),
)


def read(data: bytes) -> QImage:
    image = QImage()
    assert image.loadFromData(data, "PNG")
    return image


def near(image: QImage, x: float, y: float, color: str) -> bool:
    found, wanted = image.pixelColor(round(x), round(y)), QColor(color)
    pairs = ((found.red(), wanted.red()), (found.green(), wanted.green()), (found.blue(), wanted.blue()))
    return max(abs(a - b) for a, b in pairs) < 12


def inked(image: QImage, left: int, top: int, right: int, bottom: int) -> int:
    return sum(
        image.pixelColor(x, y).lightness() < 128 for x in range(left, right) for y in range(top, bottom)
    )


def test_the_png_has_the_shapes_at_twice_their_size(qtbot: QtBot) -> None:
    del qtbot
    image = read(png(SMALL))
    assert (image.width(), image.height()) == (400, 200)
    assert near(image, 100, 80, SHADES[4])
    assert near(image, 300, 160, INK)
    assert near(image, 10, 10, "#ffffff")
    assert inked(image, 270, 20, 330, 62) > 40
    dashes = {near(image, x, 180, INK) for x in range(20, 380)}
    assert dashes == {True, False}
    assert (image.text("Title"), image.text("Description")) == ("Bars", "One bar.")


def test_turned_words_and_every_chart_are_painted(qtbot: QtBot) -> None:
    del qtbot
    drawings = (
        grid("G", "a", ["r"], ["a long column"], {("r", "a long column"): "7"}, {"7": 4}),
        over_time("T", "a", ["1", "2"], {"one": [1, 7]}, {}),
        bars("B", "a", [("x", 3, "few")]),
    )
    for drawing in drawings:
        image = read(png(drawing, 1.0))
        assert inked(image, 0, 0, image.width(), image.height()) > 100


def test_it_is_as_wide_as_there_is_room_and_white_in_the_dark(qtbot: QtBot) -> None:
    widget = Drawn()
    assert widget.heightForWidth(100) == 0
    widget.set_drawing(SMALL)
    dressed(qtbot, widget, size=(400, 300))
    assert (widget.heightForWidth(100), widget.heightForWidth(200), widget.heightForWidth(800)) == (
        50,
        100,
        100,
    )
    assert (widget.accessibleName(), widget.accessibleDescription()) == ("Bars", "One bar.")
    image = widget.grab().toImage()
    assert near(image, 3, 3, "#ffffff")
    assert near(image, 50, 40, SHADES[4])


def test_in_the_dark_nothing_glares_and_the_file_is_white_all_the_same(qtbot: QtBot) -> None:
    widget = Drawn()
    widget.set_drawing(SMALL)
    dressed(qtbot, widget, size=(400, 300), mode="dark")
    image = widget.grab().toImage()
    assert near(image, 3, 3, theme().color("surface").name())
    assert near(image, 50, 40, at_night(SMALL).shapes[0].fill)  # type: ignore[union-attr]
    assert near(read(png(SMALL)), 10, 10, "#ffffff")
    lights = [QColor(c).lightness() for c in (theme().color("surface").name(), *_NIGHT)]
    assert lights == sorted(lights), "more is lighter, as more is darker by day"
    words = [shape for shape in at_night(SMALL).shapes if isinstance(shape, Words)]
    assert [w.color for w in words] == [theme().color("text").name()]
