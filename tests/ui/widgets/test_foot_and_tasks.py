"""The foot strip with real tasks: what it shows, in which order, how one stops them, and what comes back afterwards."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.errors import UserError
from ldp_stories.ui.tasks import Report, Tasks
from ldp_stories.ui.widgets.foot import FootStrip, ProgressLine
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import button, cut, dressed, name_of, walk_names, words_on


class Work:
    """A job that goes on as far as the test lets it."""

    def __init__(self) -> None:
        self.go, self.told = threading.Event(), threading.Event()

    def __call__(self, progress: Report) -> str:
        progress.report(1, 4, "first part")
        self.told.set()
        while not self.go.wait(0.01):
            progress.report(1, 4)
        progress.report(4, 4)
        return "done"


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.shutdown()


@pytest.fixture
def foot(qtbot: QtBot, tasks: Tasks) -> FootStrip:
    made = FootStrip()
    made.set_message("Joan has a copy of 5 of your 7 stories.")
    made.set_right("Saved on this laptop")
    made.follow_tasks(tasks)
    dressed(qtbot, made, size=(1100, 40))
    return made


def test_a_running_task_takes_the_place_of_the_message_and_gives_it_back(
    qtbot: QtBot, tasks: Tasks, foot: FootStrip
) -> None:
    work = Work()
    tasks.run("Packing for Joan", work)
    qtbot.waitUntil(lambda: "Packing for Joan" in words_on(foot))
    assert "Joan has a copy" not in words_on(foot)
    assert "Saved on this laptop" in words_on(foot)
    work.go.set()
    qtbot.waitUntil(lambda: "Joan has a copy of 5 of your 7 stories." in words_on(foot))
    assert not foot.stop.isVisible()
    assert not foot.bar.isVisible()


def test_the_share_that_is_done_is_shown_and_heard(qtbot: QtBot, tasks: Tasks, foot: FootStrip) -> None:
    work = Work()
    tasks.run("Packing for Joan", work)
    qtbot.waitUntil(lambda: "25 %" in words_on(foot))
    assert foot.bar.accessibleDescription() == "25 %"
    assert name_of(foot.bar) == "Packing for Joan"
    work.go.set()
    qtbot.waitUntil(lambda: not tasks.running())


def test_stop_says_what_it_stops_and_stops_it(qtbot: QtBot, tasks: Tasks, foot: FootStrip) -> None:
    work, ended = Work(), []
    tasks.run("Packing for Joan", work, stopped=lambda: ended.append("stopped"))
    qtbot.waitUntil(foot.stop.isVisible)
    assert "Stop, Packing for Joan" in walk_names(foot)
    button(foot, "Stop, Packing for Joan").click()
    qtbot.waitUntil(lambda: ended == ["stopped"])
    qtbot.waitUntil(lambda: "Joan has a copy of 5 of your 7 stories." in words_on(foot))


def test_the_oldest_of_several_is_shown_with_their_number(
    qtbot: QtBot, tasks: Tasks, foot: FootStrip
) -> None:
    works = [Work(), Work()]
    tasks.run("Packing", works[0])
    tasks.run("Making the sound small", works[1])
    qtbot.waitUntil(lambda: "Packing, and 1 more" in words_on(foot))
    works[0].go.set()
    qtbot.waitUntil(lambda: "Making the sound small" in words_on(foot))
    assert "more" not in words_on(foot)
    works[1].go.set()
    qtbot.waitUntil(lambda: not tasks.running())


def test_stopping_with_several_stops_the_one_shown(qtbot: QtBot, tasks: Tasks, foot: FootStrip) -> None:
    works, ended = [Work(), Work()], []
    tasks.run("Packing", works[0], stopped=lambda: ended.append("Packing"))
    tasks.run("Sealing", works[1], done=lambda _: ended.append("Sealing"))
    qtbot.waitUntil(lambda: "Packing, and 1 more" in words_on(foot))
    foot.stop.click()
    qtbot.waitUntil(lambda: ended == ["Packing"])
    qtbot.waitUntil(lambda: "Sealing" in words_on(foot))
    works[1].go.set()
    qtbot.waitUntil(lambda: ended == ["Packing", "Sealing"])


def test_quiet_tasks_do_not_show(qtbot: QtBot, tasks: Tasks, foot: FootStrip) -> None:
    work = Work()
    tasks.run("Reading the list", work, quiet=True)
    qtbot.waitUntil(work.told.is_set)
    assert "Reading the list" not in words_on(foot)
    assert "Joan has a copy of 5 of your 7 stories." in words_on(foot)
    work.go.set()
    qtbot.waitUntil(lambda: not tasks.running(quiet=True))


def test_a_task_that_fails_gives_the_foot_back(qtbot: QtBot, tasks: Tasks, foot: FootStrip) -> None:
    def fail(_: Report) -> None:
        raise UserError("DAMAGED")

    with qtbot.waitSignal(tasks.went_wrong) as told:
        tasks.run("Bringing in", fail)
    assert told.args is not None
    assert told.args[1].code == "DAMAGED"
    assert "Joan has a copy of 5 of your 7 stories." in words_on(foot)


def test_a_message_said_during_a_task_shows_after_it(qtbot: QtBot, tasks: Tasks, foot: FootStrip) -> None:
    work = Work()
    tasks.run("Packing", work)
    qtbot.waitUntil(lambda: "Packing" in words_on(foot))
    foot.set_message("Copied and checked. You can take the stick out.")
    assert "Copied and checked" not in words_on(foot)
    work.go.set()
    qtbot.waitUntil(lambda: "Copied and checked. You can take the stick out." in words_on(foot))


def test_a_second_foot_shows_the_same_tasks(qtbot: QtBot, tasks: Tasks, foot: FootStrip) -> None:
    work = Work()
    tasks.run("Packing", work)
    other = FootStrip()
    other.follow_tasks(tasks)
    dressed(qtbot, other, size=(900, 40))
    assert "Packing" in words_on(other)
    work.go.set()
    qtbot.waitUntil(lambda: "Packing" not in words_on(other))


def test_stop_cannot_be_pressed_when_nothing_runs(qtbot: QtBot, foot: FootStrip) -> None:
    assert not foot.stop.isVisible()
    foot.set_task(3, "Sealing", 0.5, can_stop=False)
    assert not foot.stop.isVisible()
    assert "50 %" in words_on(foot)
    foot.set_task(None)
    assert "50 %" not in words_on(foot)


@pytest.mark.parametrize("share", [-0.5, 0.0, 0.004, 0.5, 1.0, 1.5])
def test_the_line_stays_between_nothing_and_all(qtbot: QtBot, share: float) -> None:
    line = ProgressLine(name="Packing")
    dressed(qtbot, line, size=(220, 6))
    line.set_value(share)
    assert 0.0 <= line.value() <= 1.0
    image = line.grab().toImage()
    filled = sum(image.pixelColor(x, 3) == theme().color("accent") for x in range(220))
    assert abs(filled - line.value() * 220) <= 8


def test_the_line_fills_from_the_right_where_reading_starts_there(qtbot: QtBot) -> None:
    line = ProgressLine(name="Packing")
    line.set_value(0.25)
    dressed(qtbot, line, rtl=True, size=(220, 6))
    image = line.grab().toImage()
    assert image.pixelColor(200, 3) == theme().color("accent")
    assert image.pixelColor(20, 3) == theme().color("line")


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("wide", [764, 1366])
def test_long_names_give_way_and_stop_stays(qtbot: QtBot, scale: float, wide: int) -> None:
    foot = FootStrip()
    foot.set_right("Saved on this laptop")
    foot.set_task(1, "Packing the stories of everybody in Millbrook and Oddmere for Joan " * 4, 0.3)
    dressed(qtbot, foot, scale=scale, size=(wide, theme().grow(40)))
    assert cut(foot) == []
    assert foot.width() == wide
    assert foot.rect().contains(foot.stop.geometry())


def test_empty_messages_take_no_room(qtbot: QtBot) -> None:
    foot = FootStrip()
    dressed(qtbot, foot, size=(900, 40))
    assert words_on(foot) == ""
    foot.set_more("Battery 9 %", "battery-low")
    assert words_on(foot) == "Battery 9 %"
    foot.set_more("", "")
    assert words_on(foot) == ""


LONG = "Saved and checked: the-programme-of-larkside-together.ldp, version 12. Give it to everybody, also to those who have an older one."


@pytest.mark.parametrize(
    ("wide", "scale", "lines"),
    [(1366, 1.0, 1), (1106, 1.0, 2), (764, 1.0, 2), (1024, 2.0, 3), (1366, 2.0, 2)],
)
def test_a_long_message_is_read_whole_and_a_short_one_stays_on_one_line(
    qtbot: QtBot, wide: int, scale: float, lines: int
) -> None:
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.addStretch(1)
    foot = FootStrip()
    box.addWidget(foot)
    foot.set_right("Saved on this laptop")
    foot.set_message(LONG)
    dressed(qtbot, holder, scale=scale, size=(wide, 600))
    assert foot.whole.isVisible() is (lines > 1)
    assert cut(holder) == []
    if lines > 1:
        qtbot.waitUntil(lambda: foot.height() >= foot.whole.height())
        assert foot.whole.height() <= lines * foot.left.sizeHint().height() * 1.3
        assert not foot.right.isVisible() or foot.right.x() >= foot.whole.geometry().right()
    foot.set_message("Kept.")
    qtbot.waitUntil(lambda: foot.height() == theme().grow(40))
    assert foot.left.isVisible()
    assert foot.right.isVisible()
    assert not foot.whole.isVisible()


def test_a_task_shows_its_name_while_a_long_message_waits(qtbot: QtBot) -> None:
    foot = FootStrip()
    dressed(qtbot, foot, size=(600, 40))
    foot.set_message(LONG)
    assert foot.whole.isVisible()
    foot.set_task(3, "Packing", 0.5)
    assert not foot.whole.isVisible()
    assert foot.left.text() == "Packing"
    foot.set_task(None)
    assert foot.whole.isVisible()
    assert foot.whole.text() == LONG
