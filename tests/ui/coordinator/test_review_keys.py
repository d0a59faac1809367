"""The review by keys alone: on to the next story and back, names one after the other, all answers also where they are folded away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.review import Choice
from ldp_stories.services import edit_record
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find_names import find_names
from ldp_stories.ui.coordinator.ask_line import AskLine
from ldp_stories.ui.coordinator.review import ReviewScreen
from ldp_stories.ui.coordinator.review_bar import DecisionRow
from ldp_stories.ui.widgets.theme import theme
from tests.ui.coordinator.desk import Desk, open_desk
from tests.ui.coordinator.test_review import ctrl, decided, line, opened, press
from tests.ui.helpers import cut, dressed, name_of, walk_names
from tests.ui.tab_walk import stops


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("keys")
    with open_desk(folder) as made:
        yield made


@pytest.fixture
def named(desk: Desk) -> str:
    """A story that may name somebody twice: in its title, and in a note."""
    made = desk.story(title="For Mrs Okonkwo", more=False)
    edit_record.set_fields(desk.home, made, note="Ring on 01632 960 001.")
    return made


# on and back


def test_one_key_goes_to_the_next_story_and_ctrl_z_back_to_the_one_that_is_not_finished(
    qtbot: QtBot, desk: Desk
) -> None:
    one, two = desk.story(title="One"), desk.story(title="Two")
    screen = opened(qtbot, desk, one, two)
    assert screen.bar.decisions.next.key_shown == "S"
    press(qtbot, screen, Qt.Key.Key_S)
    assert screen.record == two
    assert screen.tags.undo.label.text() == "Left “One” unfinished"
    ctrl(qtbot, screen, Qt.Key.Key_Z)
    assert screen.record == one
    assert not screen.tags.undo.isVisible()


def test_a_decision_after_going_on_is_what_ctrl_z_takes_back(qtbot: QtBot, desk: Desk) -> None:
    one, two = desk.story(title="One"), desk.story(title="Two")
    screen = opened(qtbot, desk, one, two)
    press(qtbot, screen, Qt.Key.Key_S)
    press(qtbot, screen, Qt.Key.Key_A)
    ctrl(qtbot, screen, Qt.Key.Key_Z)
    assert screen.record == two
    assert decided(desk, two)["D1"] == [Choice.LATER]


def test_a_finished_story_is_left_without_a_word_and_released_or_not_by_the_same_key(
    qtbot: QtBot, desk: Desk
) -> None:
    stories = [desk.story(title=title) for title in ("One", "Two", "Three")]
    screen = opened(qtbot, desk, *stories)
    ctrl(qtbot, screen, Qt.Key.Key_Return)
    assert (screen.bar.release.later.key_shown, screen.bar.release.next.key_shown) == ("S", "S")
    press(qtbot, screen, Qt.Key.Key_S)
    assert (screen.record, screen.tags.undo.isVisible()) == (stories[1], False)
    ctrl(qtbot, screen, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_R, Qt.Key.Key_S):
        press(qtbot, screen, key)
    assert open_record(desk.home, stories[1]).record.released
    assert not open_record(desk.home, stories[0]).record.released
    assert screen.record == stories[2]


# names


def test_m_takes_the_names_one_after_the_other_each_hidden_or_left(
    qtbot: QtBot, desk: Desk, named: str
) -> None:
    screen = opened(qtbot, desk, named)
    assert screen.top.banners[0].button.key_shown == "M"
    press(qtbot, screen, Qt.Key.Key_M)
    assert "Mrs Okonkwo" in line(screen).question.text()
    qtbot.keyClicks(line(screen).field.edit, "[neighbour]")
    press(qtbot, screen, Qt.Key.Key_Return)
    assert "01632 960 001" in line(screen).question.text(), "the next one comes by itself"
    ctrl(qtbot, screen, Qt.Key.Key_L)
    assert screen.bar.line is None
    assert find_names(desk.home, named) == ()
    assert screen.top.banners == []
    assert screen.tags.undo.label.text() == "Left “01632 960 001” as it is"
    ctrl(qtbot, screen, Qt.Key.Key_Z)
    assert [one.words for one in find_names(desk.home, named)] == ["01632 960 001"]


def test_without_a_name_m_says_so_and_words_one_selects_can_only_be_hidden(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    press(qtbot, screen, Qt.Key.Key_M)
    assert screen.bar.line is None
    screen.acts.hide_words("daughter")
    assert line(screen).leave_button is None


def test_nothing_is_released_before_each_name_was_decided_about(qtbot: QtBot, desk: Desk, named: str) -> None:
    screen = opened(qtbot, desk, named)
    ctrl(qtbot, screen, Qt.Key.Key_Return)
    press(qtbot, screen, Qt.Key.Key_Space)
    press(qtbot, screen, Qt.Key.Key_R)
    assert "Mrs Okonkwo" in line(screen).question.text()
    ctrl(qtbot, screen, Qt.Key.Key_L)
    ctrl(qtbot, screen, Qt.Key.Key_L)
    assert not open_record(desk.home, named).record.released
    assert QApplication.focusWidget() is screen.bar.release.release, "the box is ticked, so it waits there"
    press(qtbot, screen, Qt.Key.Key_R)
    assert open_record(desk.home, named).record.released
    masked = [x.text for x in open_record(desk.home, named).layers if x.kind is LayerKind.MASKED]
    assert len(masked) == 1


def test_escape_from_a_name_leaves_it_undecided(qtbot: QtBot, desk: Desk, named: str) -> None:
    screen = opened(qtbot, desk, named)
    press(qtbot, screen, Qt.Key.Key_M)
    press(qtbot, screen, Qt.Key.Key_Escape)
    assert screen.bar.line is None
    assert len(find_names(desk.home, named)) == 2


# little room


@pytest.mark.parametrize(("scale", "size", "folded"), [(1.0, (1366, 700), False), (2.0, (1024, 632), True)])
def test_where_the_answers_would_take_too_much_room_all_but_accept_fold_away(
    qtbot: QtBot, desk: Desk, scale: float, size: tuple[int, int], folded: bool
) -> None:
    record = desk.story()
    screen = ReviewScreen(desk.context, (record, desk.story()))
    dressed(qtbot, screen, scale=scale, size=size)
    row = screen.bar.decisions
    qtbot.waitUntil(lambda: row.folded is folded)
    qtbot.waitUntil(lambda: row.height() * 5 <= screen.height())
    shown = [choice for choice, button in row.buttons.items() if button.isVisible()]
    assert shown == ([Choice.ACCEPT] if folded else list(Choice))
    assert row.others.isVisible() is folded
    assert cut(row) == []
    press(qtbot, screen, Qt.Key.Key_L)
    assert Choice.LATER in next(iter(decided(desk, record).values())), "its key works all the same"


def test_the_folded_answers_open_and_close_with_one_key(qtbot: QtBot, desk: Desk) -> None:
    screen = ReviewScreen(desk.context, (desk.story(),))
    dressed(qtbot, screen, scale=2.0, size=(1024, 632))
    row = screen.bar.decisions
    qtbot.waitUntil(lambda: row.folded)
    press(qtbot, screen, Qt.Key.Key_O)
    assert all(button.isVisible() for button in row.buttons.values())
    assert QApplication.focusWidget() is row.buttons[Choice.CHANGE]
    assert row.others.text() == "Fewer answers"
    press(qtbot, screen, Qt.Key.Key_O)
    assert not row.buttons[Choice.CHANGE].isVisible()
    assert QApplication.focusWidget() is row.others


def test_letters_do_nothing_where_they_are_switched_off(qtbot: QtBot) -> None:
    row = DecisionRow()
    row.set_state("Amina", has_tag=True, in_words=False, last=False)
    dressed(qtbot, row, size=(1366, 400))
    theme().set(single_keys=False)
    with qtbot.assertNotEmitted(row.decided), qtbot.assertNotEmitted(row.next_story):
        for key in (Qt.Key.Key_A, Qt.Key.Key_D, Qt.Key.Key_S):
            qtbot.keyClick(row, key)
    theme().set(single_keys=True)
    with qtbot.waitSignal(row.decided) as heard:
        qtbot.keyClick(row, Qt.Key.Key_D)
    assert heard.args == [Choice.DIFFER]


def test_a_long_question_leaves_room_to_type_where_letters_are_large(qtbot: QtBot) -> None:
    theme().set(scale=2.0)
    asked = AskLine("Why?", field="Why", keep="Hide it", leave="Leave it as it is", chips=("[name]",))
    dressed(qtbot, asked, scale=2.0, size=(1024, 400))
    assert asked.field.width() > 800
    assert cut(asked) == []
    assert asked.leave_button is not None
    with qtbot.waitSignal(asked.left):
        ctrl(qtbot, asked, Qt.Key.Key_L)


# the order of Tab


def test_tab_goes_as_the_story_is_read_also_through_parts_that_came_later(
    qtbot: QtBot, desk: Desk, named: str
) -> None:
    screen = opened(qtbot, desk, named)
    screen.side.show_tab("note")
    qtbot.waitUntil(lambda: "Hide Mrs Okonkwo" in walk_names(screen.side))
    last = list(screen.tags.cards.values())[-1]
    last.setFocus()
    qtbot.waitUntil(lambda: "Hide Mrs Okonkwo" in walk_names(screen.side))
    names = [name_of(one) for one in stops(screen)]
    wanted = [
        "Note",
        "Hide Mrs Okonkwo",
        "Leave Mrs Okonkwo as it is",
        "Accept",
        "Hide the name",
        "The words",
    ]
    assert [name for name in names if name in wanted] == wanted
