"""Picking several things: each once, in the order picked, taken off by pressing its pill."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ldp_stories.ui.record.pick_many import PickMany
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Show
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


def test_what_the_list_does_not_hold_is_found_by_typing_and_picked(picks: PickMany) -> None:
    asked: list[str] = []

    def further(words: str, show: Show) -> None:
        asked.append(words)
        show([Option("z", "Zucchini"), Option("a", "Apples")])

    picks.look_further(further)
    picks.pick("a")
    picks.list.open()
    popup = picks.list.popup
    assert popup is not None
    assert popup.search.isVisible(), "a short list is searched too when there is more behind it"
    QTest.keyClicks(popup.search, "green")
    popup._rest.timeout.emit()  # the list itself closes here once events run: there is no real screen
    assert asked == ["green"]
    shown = [popup._found.index(n, 0).data() for n in range(popup._found.rowCount())]
    assert shown == ["Zucchini"], "what is picked already is not offered again"
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert picks.value() == ["a", "z"]
    assert "Zucchini" in words_on(picks)


def test_an_answer_that_comes_after_more_was_typed_is_not_shown(picks: PickMany, qtbot: QtBot) -> None:
    late: list[Show] = []
    picks.look_further(lambda _words, show: late.append(show))
    picks.list.open()
    popup = picks.list.popup
    assert popup is not None
    QTest.keyClicks(popup.search, "gr")
    popup._rest.timeout.emit()
    QTest.keyClicks(popup.search, "een")
    late[0]([Option("z", "Grapes")])
    assert popup._found.rowCount() == 0
    popup.close()
    qtbot.waitUntil(lambda: not shiboken6.isValid(popup))
    late[0]([Option("z", "Grapes")])
