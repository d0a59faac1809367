"""A group is read by its name and takes no room of its own."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QPushButton
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.group import Group
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import dressed, name_of


def role_of(widget: Group) -> QAccessible.Role:
    face = QAccessible.queryAccessibleInterface(widget)
    assert face is not None
    return face.role()


def filled(name: str = "May I record your voice?") -> tuple[Group, QPushButton]:
    group, inside = Group(name), QPushButton("Yes")
    box = QHBoxLayout(group)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(inside)
    return group, inside


def test_a_reader_takes_it_for_a_group_with_its_name(qtbot: QtBot) -> None:
    group, _ = filled()
    qtbot.addWidget(group)
    assert role_of(group) is QAccessible.Role.Grouping
    assert name_of(group) == "May I record your voice?"


def test_what_is_in_it_fills_it_at_every_size_of_text(qtbot: QtBot) -> None:
    group, inside = filled()
    for scale in (1.0, 2.0):
        dressed(qtbot, group, scale=scale, size=(300, 60))
        group.setFont(theme().font("title"))
        assert (inside.x(), inside.width()) == (0, group.width())
        assert group.minimumSizeHint() == inside.minimumSizeHint()


def test_a_row_of_choices_is_such_a_group(qtbot: QtBot) -> None:
    row = ChoiceRow([Option("a", "Alone"), Option("b", "Together")], name="Who is here?")
    qtbot.addWidget(row)
    assert role_of(row) is QAccessible.Role.Grouping
    assert name_of(row) == "Who is here?"
