"""The pictures put together from the parts stand without a cut word or an unnamed control, in every look."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.theme import Mode, theme
from tests.ui.gallery import SHOWN, VARIANTS, stand, write
from tests.ui.helpers import cut, unnamed


@pytest.mark.parametrize("name", sorted(SHOWN))
@pytest.mark.parametrize(("variant", "mode", "scale", "rtl"), VARIANTS)
def test_a_picture_is_whole_and_named(
    qtbot: QtBot, name: str, variant: str, mode: Mode, scale: float, rtl: bool
) -> None:
    theme().set(mode=mode, scale=scale)
    window = stand(SHOWN[name](), mode=mode, scale=scale, rtl=rtl)
    qtbot.addWidget(window)
    assert unnamed(window) == []
    assert cut(window) == []


@pytest.mark.parametrize("name", sorted(SHOWN))
@pytest.mark.parametrize("size", [(1366, 696), (1024, 600)])
def test_a_picture_fits_small_laptops(qtbot: QtBot, name: str, size: tuple[int, int]) -> None:
    window = stand(SHOWN[name](), mode="light", scale=1.0, rtl=False, size=size)
    qtbot.addWidget(window)
    assert (window.width(), window.height()) == size
    assert cut(window) == []


def test_pictures_are_written_to_a_folder(qapp: QApplication, tmp_path: Path) -> None:
    written = write(tmp_path, "worried-light")
    assert [path.name for path in written] == ["worried-light.png", "worried-light-200.png"]
    assert all(path.stat().st_size > 10_000 for path in written)
