"""Nobody there, or asleep: the watches fire when they must, start anew with each touch, and never while a recording runs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.main_window.guard import IdleWatch, SleepWatch


@pytest.fixture
def field(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def heard(signal: object) -> list[int]:
    times: list[int] = []
    signal.connect(lambda: times.append(1))  # type: ignore[attr-defined]
    return times


def test_the_watch_waits_as_many_minutes_as_it_was_told(qapp: QApplication) -> None:
    watch = IdleWatch(7, lambda: False)
    assert watch.minutes == 7
    watch.end()


@pytest.mark.parametrize("minutes", [0, -3])
def test_a_watch_never_waits_less_than_a_minute(qapp: QApplication, minutes: int) -> None:
    watch = IdleWatch(minutes, lambda: False)
    assert watch.minutes == 1
    watch.end()


def test_another_time_takes_effect_at_once(qapp: QApplication) -> None:
    watch = IdleWatch(10, lambda: False)
    watch.set_minutes(2)
    assert watch.minutes == 2
    watch.end()


def test_it_fires_when_the_time_is_over(qapp: QApplication) -> None:
    watch = IdleWatch(1, lambda: False)
    times = heard(watch.idle)
    watch.due()
    assert times == [1]
    watch.end()


def test_it_never_fires_while_a_recording_runs_and_asks_again_later(qapp: QApplication) -> None:
    busy = [True]
    watch = IdleWatch(1, lambda: busy[0])
    times = heard(watch.idle)
    watch.due()
    assert times == []
    assert watch._timer.isActive()
    busy[0] = False
    watch.due()
    assert times == [1]
    watch.end()


@pytest.mark.parametrize(
    "touch",
    [
        lambda bot, w: bot.keyClick(w, Qt.Key.Key_A),
        lambda bot, w: bot.mouseClick(w, Qt.MouseButton.LeftButton),
        lambda bot, w: bot.mouseMove(w),
    ],
    ids=["a key", "a press", "a move"],
)
def test_a_touch_starts_the_time_again(qtbot: QtBot, field: QWidget, touch: object) -> None:
    watch = IdleWatch(1, lambda: False)
    watch._timer.stop()
    touch(qtbot, field)  # type: ignore[operator]
    qtbot.waitUntil(watch._timer.isActive)
    watch.end()


def test_painting_is_no_touch(qtbot: QtBot, field: QWidget) -> None:
    watch = IdleWatch(1, lambda: False)
    watch._timer.stop()
    QApplication.sendEvent(field, QEvent(QEvent.Type.UpdateRequest))
    assert not watch._timer.isActive()
    watch.end()


def test_an_ended_watch_hears_nothing(qtbot: QtBot, field: QWidget) -> None:
    watch = IdleWatch(1, lambda: False)
    watch.end()
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert not watch._timer.isActive()


class WallClock:
    """A clock on the wall that a test sets."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("seconds", "slept"), [(5, False), (6, False), (20, False), (34.9, False), (36, True), (3600, True)]
)
def test_a_tick_that_comes_far_too_late_means_that_the_laptop_slept(
    qapp: QApplication, seconds: float, slept: bool
) -> None:
    clock = WallClock()
    watch = SleepWatch(clock=clock)
    times = heard(watch.slept)
    clock.now += seconds
    watch.tick()
    assert bool(times) is slept


def test_a_clock_set_back_is_no_sleep(qapp: QApplication) -> None:
    clock = WallClock()
    watch = SleepWatch(clock=clock)
    times = heard(watch.slept)
    clock.now -= 7200
    watch.tick()
    assert times == []


def test_sleeping_twice_is_told_twice(qapp: QApplication) -> None:
    clock = WallClock()
    watch = SleepWatch(clock=clock)
    times = heard(watch.slept)
    for _ in range(2):
        clock.now += 600
        watch.tick()
        clock.now += 5
        watch.tick()
    assert times == [1, 1]
