"""Choices as pressable words, and the lines in which they wrap."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.flow import FlowLayout
from tests.ui.helpers import button, cut, dressed, walk_names

PRIVATE = [Option("y", "Yes"), Option("p", "Partly", "Someone could come in"), Option("n", "No")]


def row(**more: object) -> ChoiceRow:
    return ChoiceRow(PRIVATE, name="Is it private?", **more)  # type: ignore[arg-type]


def test_pressing_chooses_one_and_tells(qtbot: QtBot) -> None:
    choices = row()
    dressed(qtbot, choices)
    with qtbot.waitSignal(choices.chosen) as told:
        button(choices, "Partly").click()
    assert told.args == [["p"]]
    assert choices.value() == ["p"]


def test_choosing_another_lets_go_of_the_first(qtbot: QtBot) -> None:
    choices = row(value=["p"])
    dressed(qtbot, choices)
    button(choices, "No").click()
    assert choices.value() == ["n"]


def test_pressing_the_chosen_one_lets_go_of_it(qtbot: QtBot) -> None:
    choices = row(value=["p"])
    dressed(qtbot, choices)
    button(choices, "Partly").click()
    assert choices.value() == []


def test_several_may_be_chosen_where_that_is_asked(qtbot: QtBot) -> None:
    choices = row(many=True)
    dressed(qtbot, choices)
    button(choices, "Yes").click()
    button(choices, "No").click()
    assert choices.value() == ["y", "n"]


def test_setting_a_value_tells_nobody(qtbot: QtBot) -> None:
    choices = row()
    qtbot.addWidget(choices)
    with qtbot.assertNotEmitted(choices.chosen):
        choices.set_value(["n"])
    assert choices.value() == ["n"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_space_and_enter_choose(qtbot: QtBot, key: Qt.Key) -> None:
    choices = row()
    dressed(qtbot, choices)
    choices.focus_start()
    with qtbot.waitSignal(choices.chosen):
        qtbot.keyClick(button(choices, "Yes"), key)
    assert choices.value() == ["y"]


@pytest.mark.parametrize(
    ("rtl", "key", "expected"),
    [
        (False, Qt.Key.Key_Right, "Partly"),
        (False, Qt.Key.Key_Left, "No"),
        (True, Qt.Key.Key_Left, "Partly"),
        (True, Qt.Key.Key_Right, "No"),
        (False, Qt.Key.Key_Down, "Partly"),
        (True, Qt.Key.Key_Down, "Partly"),
    ],
)
def test_arrows_move_along_the_row_in_reading_order(
    qtbot: QtBot, rtl: bool, key: Qt.Key, expected: str
) -> None:
    choices = row()
    dressed(qtbot, choices, rtl=rtl)
    choices.focus_start()
    qtbot.waitUntil(button(choices, "Yes").hasFocus)
    qtbot.keyClick(button(choices, "Yes"), key)
    assert button(choices, expected).hasFocus()


def test_arrows_do_not_choose(qtbot: QtBot) -> None:
    choices = row(value=["y"])
    dressed(qtbot, choices)
    choices.focus_start()
    qtbot.keyClick(button(choices, "Yes"), Qt.Key.Key_Right)
    assert choices.value() == ["y"]


def test_the_focus_starts_on_the_chosen_one(qtbot: QtBot) -> None:
    choices = row(value=["n"])
    dressed(qtbot, choices)
    choices.focus_start()
    qtbot.waitUntil(button(choices, "No").hasFocus)


def test_choosing_moves_nothing(qtbot: QtBot) -> None:
    choices = row()
    dressed(qtbot, choices, size=(500, 60))
    before = [found.geometry() for found in choices.findChildren(QAbstractButton)]
    button(choices, "Partly").click()
    assert [found.geometry() for found in choices.findChildren(QAbstractButton)] == before


def test_other_choices_keep_what_is_still_offered(qtbot: QtBot) -> None:
    choices = row(value=["n"])
    dressed(qtbot, choices)
    choices.set_options([Option("n", "No"), Option("x", "Ask later")])
    assert choices.value() == ["n"]
    assert walk_names(choices) == ["No", "Ask later"]


def test_readers_hear_one_of_several_or_any_of_several(qtbot: QtBot) -> None:
    for many, role in ((False, QAccessible.Role.RadioButton), (True, QAccessible.Role.CheckBox)):
        choices = row(many=many)
        dressed(qtbot, choices)
        face = QAccessible.queryAccessibleInterface(button(choices, "Yes"))
        assert face is not None
        assert face.role() == role


def test_a_helper_is_heard_with_its_choice(qtbot: QtBot) -> None:
    choices = row()
    qtbot.addWidget(choices)
    assert button(dressed(qtbot, choices), "Partly").accessibleDescription() == "Someone could come in"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_choices_wrap_and_are_not_cut(qtbot: QtBot, scale: float) -> None:
    many = [
        Option(str(n), words)
        for n, words in enumerate(("We don’t", "By sight", "Neighbour", "I run the group"))
    ]
    choices = ChoiceRow(many, name="How do you know each other?")
    dressed(qtbot, choices, scale=scale, size=(360, 400))
    tops = {found.y() for found in choices.findChildren(QAbstractButton)}
    assert len(tops) > 1
    assert cut(choices) == []


def test_lines_start_on_the_side_where_reading_starts(qtbot: QtBot) -> None:
    for rtl in (False, True):
        page = QWidget()
        flow = FlowLayout(page, gap=10)
        things = [QPushButton(str(n)) for n in range(3)]
        for thing in things:
            flow.addWidget(thing)
        dressed(qtbot, page, rtl=rtl, size=(600, 60))
        places = [thing.x() for thing in things]
        assert places == sorted(places, reverse=rtl)
        assert (places[0] == 0) is not rtl


def test_things_of_a_line_stand_in_its_middle(qtbot: QtBot) -> None:
    page = QWidget()
    flow = FlowLayout(page)
    low, high = QPushButton("a"), QPushButton("b")
    low.setFixedHeight(20)
    high.setFixedHeight(60)
    flow.addWidget(low)
    flow.addWidget(high)
    dressed(qtbot, page, size=(400, 80))
    assert low.geometry().center().y() == high.geometry().center().y()


def test_the_layout_counts_gives_and_takes(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    flow = FlowLayout(page)
    flow.addWidget(QPushButton("a"))
    assert flow.count() == 1
    assert flow.itemAt(0) is not None
    assert flow.itemAt(3) is None
    assert flow.takeAt(9) is None
    assert flow.takeAt(0) is not None
    assert flow.heightForWidth(100) == 0


def test_hidden_things_take_no_room(qtbot: QtBot) -> None:
    page = QWidget()
    flow = FlowLayout(page)
    first, second = QPushButton("a"), QPushButton("b")
    flow.addWidget(first)
    flow.addWidget(second)
    dressed(qtbot, page, size=(400, 60))
    first.hide()
    qtbot.waitUntil(lambda: second.x() == 0)
