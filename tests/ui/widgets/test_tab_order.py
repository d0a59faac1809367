"""Tab goes through parts as they are read, also when one of them was made later."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.tab_order import tab_in_order
from tests.ui.helpers import dressed


def part(*names: str) -> QWidget:
    made = QWidget()
    box = QVBoxLayout(made)
    for name in names:
        box.addWidget(Button(name))
    return made


def tabbed(qtbot: QtBot, window: QWidget, times: int) -> list[str]:
    """Where the focus stands after each Tab."""
    found = []
    for _ in range(times):
        here = window.focusWidget()
        assert here is not None
        found.append(here.accessibleName() or getattr(here, "text", str)())
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    return found


def test_what_was_made_later_comes_where_it_is_read(qtbot: QtBot) -> None:
    window = QWidget()
    box = QVBoxLayout(window)
    foot, bar = part("back", "on"), part("help")
    page = part("yes", "no")
    field = TextField(name="why")
    inside = page.layout()
    assert inside is not None
    inside.addWidget(Field("Why?", field))
    for one in (bar, foot):
        box.addWidget(one)
    box.insertWidget(1, page)
    tab_in_order(page, None, foot)
    dressed(qtbot, window)
    page.findChildren(Button)[0].setFocus()
    assert tabbed(qtbot, window, 7) == ["yes", "no", "why", "back", "on", "help", "yes"]


def test_the_list_that_a_field_opens_is_another_window_and_left_out(qtbot: QtBot) -> None:
    window = QWidget()
    box = QVBoxLayout(window)
    field = Combo([Option(str(n), f"Row {n}") for n in range(12)], name="Which tag")
    for one in (field, part("on")):
        box.addWidget(one)
    dressed(qtbot, window)
    field.open()
    assert field.popup is not None
    field.popup.close()
    tab_in_order(window)  # says nothing: a complaint of the toolkit fails the test
    field.setFocus()
    assert tabbed(qtbot, window, 3) == ["Which tag", "on", "Which tag"]


def test_a_part_with_nothing_to_stop_at_is_passed_over(qtbot: QtBot) -> None:
    window = QWidget()
    box = QVBoxLayout(window)
    last, first = part("last"), part("first")
    for one in (first, last):
        box.addWidget(one)
    tab_in_order(first, QWidget(window), last)
    dressed(qtbot, window)
    first.findChildren(Button)[0].setFocus()
    assert tabbed(qtbot, window, 3) == ["first", "last", "first"]
