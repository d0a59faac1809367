"""The frames: folding, regions, safety buttons, the recording in every bar; rail, steps and foot."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.tasks import Tasks
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.foot import FootStrip, ProgressLine
from ldp_stories.ui.widgets.frame import DeskFrame, TaskFrame, is_compact
from ldp_stories.ui.widgets.rail import Rail, RailItem
from ldp_stories.ui.widgets.steps import StepBar
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import button, cut, dressed, walk_names, words_on

PLACES = [
    RailItem("home", "house", "Home"),
    RailItem("stories", "notebook", "My stories", 7),
    RailItem("help", "question", "Help", gap=True),
]
STEPS = ["Where and who", "Consent", "Conversation", "Words after", "Ready"]
WIDE = (1366, 700)


def page() -> QWidget:
    widget = QWidget()
    field = QLineEdit()
    field.setAccessibleName("Search")
    QVBoxLayout(widget).addWidget(field)
    return widget


def desk() -> DeskFrame:
    frame = DeskFrame(PLACES, practice="Practice. Nothing real.")
    frame.show_page(page())
    frame.set_current("home")
    return frame


def task() -> TaskFrame:
    frame = TaskFrame()
    frame.show_page(page())
    return frame


@pytest.mark.parametrize(
    ("width", "scale", "compact"),
    [
        (1366, 1.0, False),
        (1180, 1.0, False),
        (1179, 1.0, True),
        (1366, 1.49, False),
        (1366, 1.5, True),
        (1024, 1.0, True),
    ],
)
def test_little_room_is_under_1180_or_from_150_per_cent(
    qtbot: QtBot, width: int, scale: float, compact: bool
) -> None:
    theme().set(scale=scale)
    assert is_compact(width) is compact


def test_a_wide_desk_has_its_rail_and_no_bar(qtbot: QtBot) -> None:
    frame = desk()
    dressed(qtbot, frame, size=WIDE)
    assert frame.rail.isVisible()
    assert not frame.bar.isVisible()
    assert frame.rail.width() == 260


def test_a_narrow_desk_has_a_menu_and_no_rail(qtbot: QtBot) -> None:
    frame = desk()
    dressed(qtbot, frame, size=(1024, 600))
    assert not frame.rail.isVisible()
    assert frame.menu.isVisible()
    assert "Home" in words_on(frame.bar)


def test_the_menu_shows_the_places_and_a_choice_closes_it(qtbot: QtBot) -> None:
    frame = desk()
    dressed(qtbot, frame, size=(1024, 600))
    frame.menu.click()
    assert frame.rail.isVisible()
    assert not frame.pages.isVisible()
    with qtbot.waitSignal(frame.went) as told:
        button(frame, "My stories, 7").click()
    assert told.args == ["stories"]
    assert frame.pages.isVisible()
    assert not frame.rail.isVisible()


def test_the_menu_pressed_twice_goes_back_to_the_page(qtbot: QtBot) -> None:
    frame = desk()
    dressed(qtbot, frame, size=(1024, 600))
    frame.menu.click()
    frame.menu.click()
    assert frame.pages.isVisible()


def test_a_change_of_the_text_scale_folds_and_unfolds(qtbot: QtBot) -> None:
    frame = desk()
    dressed(qtbot, frame, size=WIDE)
    with qtbot.waitSignal(frame.compact_changed):
        theme().set(scale=2.0)
    assert not frame.rail.isVisible()
    theme().set(scale=1.0)
    assert frame.rail.isVisible()
    assert frame.rail.width() == 260


def test_choosing_a_place_tells_and_marks_it(qtbot: QtBot) -> None:
    frame = desk()
    dressed(qtbot, frame, size=WIDE)
    with qtbot.waitSignal(frame.went) as told:
        button(frame, "Help").click()
    assert told.args == ["help"]
    assert button(frame, "Help").accessibleDescription() == "You are here"
    assert not button(frame, "Home").accessibleDescription()


@pytest.mark.parametrize("make", [desk, task])
def test_worried_and_hide_are_always_there(qtbot: QtBot, make: object) -> None:
    frame = make()  # type: ignore[operator]
    dressed(qtbot, frame, size=WIDE)
    with qtbot.waitSignal(frame.worried):
        button(frame, "Worried about someone?").click()
    with qtbot.waitSignal(frame.hide_screen):
        button(frame, "Hide screen").click()


@pytest.mark.parametrize("make", [desk, task])
def test_with_little_room_the_safety_words_are_short_and_their_names_whole(
    qtbot: QtBot, make: object
) -> None:
    frame = make()  # type: ignore[operator]
    dressed(qtbot, frame, scale=2.0, size=WIDE)
    assert "Worried?" in words_on(frame)
    assert "Worried about someone?" in walk_names(frame)
    assert "Hide screen" in walk_names(frame)


@pytest.mark.parametrize("make", [desk, task])
@pytest.mark.parametrize("size", [WIDE, (1024, 600)])
def test_a_running_recording_shows_in_every_bar_and_leads_back(
    qtbot: QtBot, make: object, size: tuple[int, int]
) -> None:
    frame = make()  # type: ignore[operator]
    dressed(qtbot, frame, size=size)
    frame.set_recording("Recording 12:34")
    with qtbot.waitSignal(frame.to_recording):
        button(frame, "Recording 12:34").click()
    frame.set_recording("No sound", alarm=True)
    assert vars(button(frame, "No sound"))["_icon"] == "warning-circle"
    frame.set_recording("Recording 12:35")
    assert vars(button(frame, "Recording 12:35"))["_icon"] == "record-fill"
    frame.set_recording("")
    assert "Recording" not in words_on(frame)


@pytest.mark.parametrize("make", [desk, task])
@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("rtl", [False, True])
def test_everything_in_a_frame_has_a_name_and_nothing_is_cut(
    qtbot: QtBot, make: object, scale: float, rtl: bool
) -> None:
    frame = make()  # type: ignore[operator]
    frame.foot.set_message("Joan has a copy of 5 of your 7 stories.")
    frame.foot.set_right("Saved on this laptop")
    dressed(qtbot, frame, scale=scale, rtl=rtl, size=WIDE)
    assert walk_names(frame)
    assert cut(frame) == []


def test_f6_goes_from_region_to_region_and_back(qtbot: QtBot) -> None:
    frame = desk()
    frame.foot.set_task(1, "Packing", 0.5)
    dressed(qtbot, frame, size=WIDE)
    field = frame.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClick(field, Qt.Key.Key_F6)
    assert frame.foot.stop.hasFocus()
    qtbot.keyClick(frame.foot.stop, Qt.Key.Key_F6)
    assert button(frame, "Home").hasFocus()
    qtbot.keyClick(button(frame, "Home"), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert frame.foot.stop.hasFocus()


def test_pages_are_kept_once_shown(qtbot: QtBot) -> None:
    frame = desk()
    dressed(qtbot, frame, size=WIDE)
    first, second = page(), page()
    frame.show_page(first)
    frame.show_page(second)
    frame.show_page(first)
    assert frame.pages.currentWidget() is first
    assert frame.pages.count() == 3


def test_back_is_named_by_where_it_leads(qtbot: QtBot) -> None:
    frame = task()
    frame.set_back("Queue")
    dressed(qtbot, frame, size=WIDE)
    assert "Back to Queue" in walk_names(frame)
    with qtbot.waitSignal(frame.back):
        button(frame, "Queue").click()


def test_alt_left_goes_back(qtbot: QtBot) -> None:
    frame = task()
    dressed(qtbot, frame, size=WIDE)
    with qtbot.waitSignal(frame.back):
        qtbot.keyClick(frame, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)


def test_steps_and_back_take_turns(qtbot: QtBot) -> None:
    frame = task()
    frame.set_steps(STEPS, 1)
    dressed(qtbot, frame, size=WIDE)
    assert frame.steps.isVisible()
    assert not frame.back_button.isVisible()
    frame.set_back("Queue")
    assert not frame.steps.isVisible()


def test_one_thing_can_stand_after_back_and_be_taken_away(qtbot: QtBot) -> None:
    frame = task()
    frame.set_middle(page())
    dressed(qtbot, frame, size=WIDE)
    assert frame.bar.findChild(QLineEdit) is not None
    frame.set_middle(None)
    assert "Search" not in walk_names(frame.bar)


def test_a_step_that_is_done_leads_back_to_it(qtbot: QtBot) -> None:
    frame = task()
    frame.set_steps(STEPS, 2)
    dressed(qtbot, frame, size=WIDE)
    with qtbot.waitSignal(frame.step_chosen) as told:
        button(frame, "Step 1 of 5: Where and who, done").click()
    assert told.args == [0]


def test_steps_still_to_come_cannot_be_pressed(qtbot: QtBot) -> None:
    bar = StepBar(STEPS, 1)
    dressed(qtbot, bar)
    assert not button(bar, "Step 4 of 5: Words after, still to come").isEnabled()
    assert not button(bar, "Step 2 of 5: Consent, you are here").isEnabled()


def test_with_little_room_the_steps_are_words(qtbot: QtBot) -> None:
    frame = task()
    frame.set_steps(STEPS, 1)
    dressed(qtbot, frame, scale=2.0, size=WIDE)
    assert "Step 2 of 5: Consent" in words_on(frame)


@pytest.mark.parametrize(("wide", "whole"), [(1180, False), (1240, False), (1280, True), (1366, True)])
def test_no_step_is_cut_between_the_narrowest_bar_and_a_usual_laptop(
    qtbot: QtBot, wide: int, whole: bool
) -> None:
    frame = task()
    frame.set_steps(STEPS, 1)
    dressed(qtbot, frame, size=(wide, 700))
    assert ("Step 2 of 5: Consent" not in words_on(frame)) is whole
    qtbot.waitUntil(lambda: cut(frame.bar) == [])
    frame.set_recording("Recording 12:34")
    qtbot.waitUntil(lambda: "Step 2 of 5: Consent" in words_on(frame))
    qtbot.waitUntil(lambda: cut(frame.bar) == [])


def test_steps_run_from_the_right_where_reading_does(qtbot: QtBot) -> None:
    bar = StepBar(STEPS, 1)
    dressed(qtbot, bar, rtl=True, size=(1000, 60))
    assert (
        button(bar, "Step 1 of 5: Where and who, done").x()
        > button(bar, "Step 5 of 5: Ready, still to come").x()
    )


def test_up_and_down_move_in_the_rail(qtbot: QtBot) -> None:
    rail = Rail(PLACES)
    dressed(qtbot, rail, size=(260, 700))
    home, stories = button(rail, "Home"), button(rail, "My stories, 7")
    home.setFocus()
    qtbot.waitUntil(home.hasFocus)
    qtbot.keyClick(home, Qt.Key.Key_Down)
    assert stories.hasFocus()
    qtbot.keyClick(stories, Qt.Key.Key_Up)
    assert home.hasFocus()


def test_counts_are_heard_with_their_place(qtbot: QtBot) -> None:
    rail = Rail(PLACES)
    dressed(qtbot, rail, size=(260, 700))
    rail.set_count("stories", 8)
    rail.set_count("nowhere", 3)
    assert "My stories, 8" in walk_names(rail)
    rail.set_count("stories", 0)
    assert "My stories" in walk_names(rail)


def test_several_roles_are_a_switch_and_one_is_none(qtbot: QtBot) -> None:
    rail = Rail(PLACES)
    dressed(qtbot, rail, size=(260, 700))
    roles = [Option("r", "Researcher"), Option("c", "Coordinator")]
    rail.set_roles(roles, "r")
    assert rail.roles.isVisible()
    assert rail.roles.shown() == "Researcher"
    rail.set_roles(roles[:1], "r")
    assert not rail.roles.isVisible()


def test_other_places_can_be_shown(qtbot: QtBot) -> None:
    rail = Rail(PLACES)
    dressed(qtbot, rail, size=(260, 700))
    rail.set_items([RailItem("queue", "tray", "Queue", 15)])
    qtbot.waitUntil(lambda: "Queue, 15" in walk_names(rail))
    assert "Home" not in walk_names(rail)
    assert (rail.label_of("queue"), rail.label_of("home")) == ("Queue", "")


def test_practice_is_said_and_only_in_practice(qtbot: QtBot) -> None:
    for words in ("Practice. Nothing real.", ""):
        rail = Rail(PLACES, practice=words)
        dressed(qtbot, rail, size=(260, 700))
        assert ("Practice" in words_on(rail)) is bool(words)


def test_the_foot_shows_a_task_and_stops_it(qtbot: QtBot) -> None:
    foot = FootStrip()
    foot.set_message("Joan has a copy of 5 of your 7 stories.")
    dressed(qtbot, foot, size=(1000, 40))
    foot.set_task(3, "Making the quote bank", 0.62)
    assert "62 %" in words_on(foot)
    assert "Stop, Making the quote bank" in walk_names(foot)
    with qtbot.waitSignal(foot.stopped) as told:
        foot.stop.click()
    assert told.args == [3]
    foot.set_task(None)
    assert "Joan has a copy" in words_on(foot)
    assert "%" not in words_on(foot)


def test_a_task_that_cannot_be_stopped_has_no_stop(qtbot: QtBot) -> None:
    foot = FootStrip()
    dressed(qtbot, foot, size=(1000, 40))
    foot.set_task(1, "Sealing", 0.1, can_stop=False)
    assert not foot.stop.isVisible()


def test_the_foot_follows_the_running_tasks(qtbot: QtBot) -> None:
    foot, tasks, gate = FootStrip(), Tasks(), threading.Event()
    dressed(qtbot, foot, size=(1000, 40))
    foot.follow_tasks(tasks)
    tasks.run("Packing", lambda _p: gate.wait(10), lane="store")
    tasks.run("Checking", lambda _p: gate.wait(10), lane="store")
    assert "Packing, and 1 more" in words_on(foot)
    with qtbot.waitSignal(tasks.idle):
        gate.set()
    assert "Packing" not in words_on(foot)
    tasks.shutdown()


def test_pressing_stop_in_the_foot_stops_the_task(qtbot: QtBot) -> None:
    foot, tasks, gate = FootStrip(), Tasks(), threading.Event()
    dressed(qtbot, foot, size=(1000, 40))
    foot.follow_tasks(tasks)
    task = tasks.run("Packing", lambda _p: gate.wait(10))
    foot.stop.click()
    assert task.cancelled
    with qtbot.waitSignal(tasks.idle):
        gate.set()
    tasks.shutdown()


def test_long_words_in_the_foot_give_way(qtbot: QtBot) -> None:
    foot = FootStrip()
    foot.set_message("Joan has a copy of 5 of your 7 stories. Last one 3 days ago. " * 4)
    foot.set_right("Locked and saved on this laptop")
    dressed(qtbot, foot, scale=2.0, size=(1024, 64))
    assert foot.minimumSizeHint().width() < 700
    assert foot.width() == 1024


def test_the_foot_has_room_for_a_second_piece_of_news(qtbot: QtBot) -> None:
    foot = FootStrip()
    foot.set_message("Room for 31 hours", "hard-drives")
    foot.set_more("Battery 62 %", "battery-medium")
    dressed(qtbot, foot, size=(1000, 40))
    assert "Battery 62 %" in words_on(foot)


def test_the_progress_line_fills_from_where_reading_starts(qtbot: QtBot) -> None:
    for rtl, x in ((False, 10), (True, 190)):
        line = ProgressLine(name="Question 3 of 14", value=0.5)
        dressed(qtbot, line, rtl=rtl, size=(200, 6))
        assert line.grab().toImage().pixelColor(x, 3) == theme().color("accent")


def test_the_progress_line_keeps_to_its_ends(qtbot: QtBot) -> None:
    line = ProgressLine(name="x")
    qtbot.addWidget(line)
    line.set_value(7)
    assert line.value() == 1.0
    line.set_value(-1)
    assert line.value() == 0.0
    assert line.accessibleDescription() == "0 %"


def test_a_step_one_was_at_before_can_be_gone_to_again(qtbot: QtBot) -> None:
    bar = StepBar()
    qtbot.addWidget(bar)
    bar.set_steps(["One", "Two", "Three", "Four"], 1, 2)
    steps = {b.accessibleName(): b.isEnabled() for b in bar.findChildren(QAbstractButton) if not b.isHidden()}
    assert steps == {
        "Step 1 of 4: One, done": True,
        "Step 2 of 4: Two, you are here": False,
        "Step 3 of 4: Three, you were there already": True,
        "Step 4 of 4: Four, still to come": False,
    }
