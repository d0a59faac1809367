"""The flowing layout: for any sizes, nothing overlaps, nothing is outside, and the order is the order of reading."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label
from tests.ui.helpers import dressed

sizes = st.lists(st.tuples(st.integers(1, 300), st.integers(1, 60)), min_size=0, max_size=14)


class Brick(QWidget):
    """A thing of a fixed size."""

    def __init__(self, wide: int, high: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._size = QSize(wide, high)

    def sizeHint(self) -> QSize:
        return self._size

    def minimumSizeHint(self) -> QSize:
        return self._size


def wall(
    bricks: list[tuple[int, int]], *, gap: int = 10, margin: int = 0, rtl: bool = False
) -> tuple[QWidget, FlowLayout, list[Brick]]:
    page = QWidget()
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    flow = FlowLayout(page, gap=gap)
    flow.setContentsMargins(margin, margin, margin, margin)
    made = [Brick(wide, high, page) for wide, high in bricks]
    for brick in made:
        flow.addWidget(brick)
    return page, flow, made


@given(bricks=sizes, width=st.integers(320, 900), gap=st.integers(0, 20), rtl=st.booleans())
def test_nothing_overlaps_and_nothing_is_outside(
    qapp: QApplication, bricks: list[tuple[int, int]], width: int, gap: int, rtl: bool
) -> None:
    page, flow, made = wall(bricks, gap=gap, rtl=rtl)
    high = flow.heightForWidth(width)
    flow.setGeometry(QRect(0, 0, width, high))
    boxes = [brick.geometry() for brick in made]
    for at, box in enumerate(boxes):
        assert QRect(0, 0, width, high).contains(box)
        assert not any(box.intersects(other) for other in boxes[:at])
    page.deleteLater()


@given(bricks=sizes, width=st.integers(320, 900), rtl=st.booleans())
def test_things_keep_the_order_of_reading(
    qapp: QApplication, bricks: list[tuple[int, int]], width: int, rtl: bool
) -> None:
    page, flow, made = wall(bricks, rtl=rtl)
    flow.setGeometry(QRect(0, 0, width, flow.heightForWidth(width)))
    for one, other in pairwise(made):
        line = QRect(0, other.y(), width, other.height())
        same_line = one.geometry().intersects(line)
        if same_line:
            assert (one.x() > other.x()) == rtl
        else:
            assert one.y() < other.y()
    page.deleteLater()


@given(bricks=sizes, width=st.integers(320, 900))
def test_a_wider_place_is_never_higher(qapp: QApplication, bricks: list[tuple[int, int]], width: int) -> None:
    page, flow, _ = wall([(wide, 40) for wide, _ in bricks])
    assert flow.heightForWidth(width + 200) <= flow.heightForWidth(width)
    page.deleteLater()


@given(bricks=sizes)
def test_one_line_is_enough_where_there_is_room_for_all(
    qapp: QApplication, bricks: list[tuple[int, int]]
) -> None:
    page, flow, _ = wall(bricks)
    hint = flow.sizeHint()
    assert flow.heightForWidth(hint.width()) == hint.height()
    page.deleteLater()


def test_a_mirrored_line_is_the_mirror_of_the_other(qapp: QApplication) -> None:
    bricks = [(80, 30), (120, 40), (60, 30), (200, 30)]
    lefts = []
    for rtl in (False, True):
        page, flow, made = wall(bricks, rtl=rtl)
        flow.setGeometry(QRect(0, 0, 300, 300))
        lefts.append([brick.geometry() for brick in made])
        page.deleteLater()
    for left, right in zip(*lefts, strict=True):
        assert right.x() == 300 - left.x() - left.width()
        assert right.y() == left.y()


@pytest.mark.parametrize("margin", [0, 4, 30])
def test_margins_stay_free(qapp: QApplication, margin: int) -> None:
    page, flow, made = wall([(80, 30)] * 9, margin=margin)
    high = flow.heightForWidth(400)
    flow.setGeometry(QRect(0, 0, 400, high))
    assert min(brick.x() for brick in made) == margin
    assert min(brick.y() for brick in made) == margin
    assert max(brick.geometry().bottom() for brick in made) == high - margin - 1
    page.deleteLater()


def test_one_thing_wider_than_the_place_keeps_its_least_width(qapp: QApplication) -> None:
    page, flow, made = wall([(500, 30), (50, 30)])
    flow.setGeometry(QRect(0, 0, 300, 200))
    assert made[0].width() == 500
    assert made[1].y() > made[0].y()
    assert flow.minimumSize().width() == 500
    page.deleteLater()


def test_an_empty_flow_takes_no_room(qapp: QApplication) -> None:
    page, flow, _ = wall([])
    assert flow.sizeHint() == QSize(0, 0)
    assert flow.heightForWidth(300) == 0
    assert flow.count() == 0
    assert flow.itemAt(0) is None
    assert flow.takeAt(3) is None
    page.deleteLater()


def test_what_is_hidden_leaves_no_gap(qtbot: QtBot) -> None:
    page, _, made = wall([(80, 30)] * 3)
    dressed(qtbot, page, size=(400, 60))
    before = made[2].x()
    made[1].hide()
    qtbot.waitUntil(lambda: made[2].x() < before)
    assert made[2].x() == made[0].x() + 90
    made[1].show()
    qtbot.waitUntil(lambda: made[2].x() == before)


def test_words_that_wrap_get_the_height_they_need_in_a_flow(qtbot: QtBot) -> None:
    page = QWidget()
    flow = FlowLayout(page)
    label = Label("Which bit matters most to you, and why that bit? " * 6)
    flow.addWidget(label)
    flow.addWidget(QPushButton("Next"))
    dressed(qtbot, page, size=(360, 600))
    assert label.width() <= 360
    assert label.height() >= label.heightForWidth(label.width())


def test_a_page_that_gets_narrower_wraps_again(qtbot: QtBot) -> None:
    page, _, made = wall([(150, 30)] * 4)
    dressed(qtbot, page, size=(700, 300))
    assert len({brick.y() for brick in made}) == 1
    page.resize(340, 300)
    qtbot.waitUntil(lambda: len({brick.y() for brick in made}) == 2)
    page.resize(700, 300)
    qtbot.waitUntil(lambda: len({brick.y() for brick in made}) == 1)
