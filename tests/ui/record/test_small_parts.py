"""The small parts that all screens share: filling a layout again, Ctrl+F, a list that gives way, steps of a task."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.record.directory import Entry, TaskScreen
from ldp_stories.ui.record.find_key import bind_find
from ldp_stories.ui.record.fit_scroll import FitScroll
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import clear
from ldp_stories.ui.widgets.field import TextField
from tests.ui.helpers import dressed, words_on


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.setLayout(QVBoxLayout())
    dressed(qtbot, made, size=(400, 300))
    return made


def box_of(page: QWidget) -> QVBoxLayout:
    box = page.layout()
    assert isinstance(box, QVBoxLayout)
    return box


def test_what_was_in_a_layout_goes_at_once_and_what_comes_shows_at_once(page: QWidget) -> None:
    refill(box_of(page), QLabel("old"))
    refill(box_of(page), QLabel("new"), QLabel("newer"))
    assert words_on(page) == "new\nnewer"
    assert box_of(page).count() == 2


def test_layouts_inside_are_emptied_too(page: QWidget) -> None:
    inner, deeper = QHBoxLayout(), QVBoxLayout()
    inner.addWidget(QLabel("inner"))
    deeper.addWidget(QLabel("deeper"))
    inner.addLayout(deeper)
    refill(box_of(page), inner)
    clear(box_of(page))
    assert words_on(page) == ""
    assert box_of(page).count() == 0
    assert inner.count() == deeper.count() == 0


def test_what_was_let_go_of_never_becomes_a_window_of_its_own(page: QWidget, qtbot: QtBot) -> None:
    old = QLabel("old")
    refill(box_of(page), old)
    with qtbot.waitSignal(old.destroyed):
        clear(box_of(page))
        assert not old.isVisible()
        assert not old.isWindow()


def test_a_stretch_can_be_put_between(page: QWidget) -> None:
    refill(box_of(page), QLabel("top"), None, QLabel("foot"))
    assert box_of(page).count() == 3
    between = box_of(page).itemAt(1)
    assert between is not None
    assert between.spacerItem() is not None


def test_clearing_an_empty_layout_is_nothing(page: QWidget) -> None:
    clear(box_of(page))
    assert box_of(page).count() == 0


def test_ctrl_f_goes_to_the_search_and_selects_what_is_there(page: QWidget, qtbot: QtBot) -> None:
    other, search = Button("Other"), TextField(name="Find", value="curtains")
    refill(box_of(page), other, search)
    bind_find(page, search)
    other.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(search.edit.hasFocus)
    assert search.edit.selectedText() == "curtains"
    qtbot.keyClicks(search.edit, "bench")
    assert search.text() == "bench"


@pytest.mark.parametrize(("width", "whole"), [(700, True), (1366, False)])
def test_a_list_scrolls_beside_others_and_is_whole_where_columns_are_stacked(
    qtbot: QtBot, width: int, whole: bool
) -> None:
    tall = QLabel("\n".join(f"line {n}" for n in range(60)))
    scroll = FitScroll(tall)
    dressed(qtbot, scroll, size=(width, 400))
    assert (scroll.sizeHint().height() >= tall.sizeHint().height()) is whole


def test_a_task_without_steps_of_its_own_is_left_by_going_back(qtbot: QtBot) -> None:
    task = TaskScreen()
    qtbot.addWidget(task)
    assert not task.step_back()
    assert (task.steps, task.step, task.back_label) == ((), 0, "")
    task.go_to_step(3)
    assert task.step == 0


def test_an_entry_is_out_of_the_rail_until_it_says_so() -> None:
    entry = Entry("home", lambda context, what: TaskScreen())
    assert (entry.rail, entry.gap, entry.count, entry.label) == (False, False, None, "")
