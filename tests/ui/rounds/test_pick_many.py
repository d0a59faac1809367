"""Picking several things: each once, in the order picked, taken off by pressing its pill."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.ui.record.pick_many import PickMany
from ldp_stories.ui.widgets.choices import Option
from tests.ui.helpers import button, dressed, walk_names, words_on

OPTIONS = [Option("a", "Apples"), Option("b", "Bread"), Option("c", "Chai & cake")]


@pytest.fixture
def picks(qtbot: QtBot) -> PickMany:
    made = PickMany("Add a thing")
    made.set_options(OPTIONS)
    dressed(qtbot, made, size=(500, 200))
    return made


def test_picked_things_are_pills_and_leave_the_list(picks: PickMany, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picks.changed):
        picks.pick("b")
    picks.pick("a")
    picks.pick("b")
    assert picks.value() == ["b", "a"]
    assert [o.key for o in picks.list._options] == ["c"]
    assert "Bread" in words_on(picks)
    assert picks.list.shown() == "Add a thing"


def test_pressing_a_pill_takes_it_off_and_its_name_says_so(picks: PickMany, qtbot: QtBot) -> None:
    picks.pick("c")
    assert "Take off Chai & cake" in walk_names(picks)
    with qtbot.waitSignal(picks.changed):
        button(picks, "Take off Chai & cake").click()
    assert picks.value() == []
    assert not picks.pills.isVisible()


def test_what_is_not_offered_any_more_is_let_go(picks: PickMany) -> None:
    picks.set_value(["a", "c", "a", "unknown"])
    assert picks.value() == ["a", "c"]
    picks.set_options(OPTIONS[:2])
    assert picks.value() == ["a"]


def test_nothing_is_dropped_that_was_not_picked(picks: PickMany) -> None:
    picks.drop("a")
    picks.pick("")
    assert picks.value() == []
