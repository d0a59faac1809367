"""Circles that own windows are taken apart on the window's thread, between events, and nowhere else."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from typing import ClassVar

import pytest
import shiboken6
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.main_window.sweeper import BETWEEN_MS, Sweeper, leave_out_what_is_here

FULL_HOUSE = 20_000
"""More new objects than Python makes before it collects by itself."""


class Circle:
    """Holds itself and a window, and notes on which thread it went."""

    went: ClassVar[list[int]] = []

    def __init__(self) -> None:
        self.me = self
        self.window = QWidget()

    def __del__(self) -> None:
        Circle.went.append(threading.get_ident())


@pytest.fixture
def sweeper(qapp: QApplication) -> Iterator[Sweeper]:
    del qapp
    was_on = gc.isenabled()
    gc.enable()
    made = Sweeper()
    Circle.went.clear()
    yield made
    made.close()
    assert gc.isenabled()
    if not was_on:
        gc.disable()


def make_many() -> list[list[int]]:
    return [[n] for n in range(FULL_HOUSE)]


def on_a_worker(job: object) -> None:
    worker = threading.Thread(target=job)  # type: ignore[arg-type]
    worker.start()
    worker.join()


def drop_a_circle() -> weakref.ref[QWidget]:
    window = Circle().window
    return weakref.ref(window)


def test_without_it_a_worker_takes_a_window_apart(sweeper: Sweeper) -> None:
    """Why it is there: this is what Python does by itself."""
    sweeper.close()
    gc.collect()
    gc.disable()

    class Plain:
        def __init__(self) -> None:
            self.me = self

        def __del__(self) -> None:
            Circle.went.append(threading.get_ident())

    Plain()
    gc.enable()
    on_a_worker(make_many)
    assert Circle.went
    assert Circle.went[0] != threading.get_ident()


def test_a_worker_takes_nothing_apart_and_the_windows_thread_does(sweeper: Sweeper, qtbot: QtBot) -> None:
    del sweeper
    known = drop_a_circle()
    on_a_worker(make_many)
    kept = make_many()
    assert Circle.went == []
    assert known() is not None
    qtbot.waitUntil(lambda: bool(Circle.went), timeout=50 * BETWEEN_MS)
    assert Circle.went == [threading.get_ident()]
    assert known() is None
    assert len(kept) == FULL_HOUSE


def test_nothing_is_taken_apart_in_the_middle_of_painting(sweeper: Sweeper, qtbot: QtBot) -> None:
    del sweeper
    seen: list[int] = []
    kept: list[list[int]] = []

    class Painted(QWidget):
        def paintEvent(self, _event: QPaintEvent) -> None:
            drop_a_circle()
            kept.extend(make_many())
            seen.append(len(Circle.went))

    painted = Painted()
    qtbot.addWidget(painted)
    painted.show()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0] == 0
    qtbot.waitUntil(lambda: bool(Circle.went), timeout=50 * BETWEEN_MS)


@pytest.mark.parametrize("busy", [False, True])
def test_a_whole_sweep_waits_while_something_is_under_way(
    sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch, busy: bool
) -> None:
    swept: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda generation=2: swept.append(generation))
    monkeypatch.setattr(gc, "get_count", lambda: (900, 20, 20))
    made = Sweeper(lambda: busy)
    made.sweep()
    made.close()
    assert swept == [1 if busy else 2]
    assert shiboken6.isValid(sweeper)


@pytest.mark.parametrize(
    ("count", "swept"), [((0, 0, 0), []), ((701, 0, 0), [0]), ((701, 11, 0), [1]), ((0, 0, 11), [2])]
)
def test_as_much_is_collected_as_is_due(
    sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch, count: tuple[int, int, int], swept: list[int]
) -> None:
    done: list[int] = []
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    monkeypatch.setattr(gc, "get_count", lambda: count)
    monkeypatch.setattr(gc, "collect", lambda generation=2: done.append(generation))
    sweeper.sweep()
    assert done == swept


@pytest.mark.usefixtures("sweeper", "swept_again_after")
def test_what_is_here_at_the_start_is_left_out_later() -> None:
    before = gc.get_freeze_count()
    held = make_many()
    leave_out_what_is_here()
    assert gc.get_freeze_count() > before + FULL_HOUSE
    known = drop_a_circle()
    gc.collect()
    assert known() is None
    assert len(held) == FULL_HOUSE
