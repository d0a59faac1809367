"""Work off the window's thread: lanes, results, stopping, troubles."""

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from types import TracebackType

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.errors import Cancelled, UserError
from ldp_stories.ui.tasks import Report, Tasks


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.shutdown()


def test_a_result_comes_back_on_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[tuple[int, bool]] = []
    here = threading.get_ident()
    with qtbot.waitSignal(tasks.idle):
        tasks.run(
            "Counting", lambda _p: 6 * 7, done=lambda n: seen.append((n, threading.get_ident() == here))
        )
    assert seen == [(42, True)]


def test_a_job_runs_on_another_thread(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[int] = []
    with qtbot.waitSignal(tasks.idle):
        tasks.run("Looking", lambda _p: threading.get_ident(), done=seen.append)
    assert seen[0] != threading.get_ident()


def test_the_store_lane_runs_one_job_after_the_other(qtbot: QtBot, tasks: Tasks) -> None:
    order: list[str] = []
    gate = threading.Event()

    def slow(_progress: Report) -> None:
        gate.wait(10)
        order.append("first")

    with qtbot.waitSignal(tasks.idle):
        tasks.run("First", slow, lane="store")
        tasks.run("Second", lambda _p: order.append("second"), lane="store")
        gate.set()
    assert order == ["first", "second"]


def test_the_store_lane_is_always_the_same_thread(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[int] = []
    with qtbot.waitSignal(tasks.idle):
        for _ in range(4):
            tasks.run("Look", lambda _p: seen.append(threading.get_ident()), lane="store")
    assert len(seen) == 4
    assert len(set(seen)) == 1


def test_the_free_lane_does_not_wait_for_the_store(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()
    with qtbot.waitSignal(tasks.idle):
        tasks.run("Waits", lambda _p: gate.wait(10), lane="store")
        tasks.run("Frees it", lambda _p: gate.set(), lane="free")
    assert gate.is_set()


def test_a_trouble_for_people_goes_to_the_one_who_asked(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[str] = []

    def fail(_progress: Report) -> None:
        raise UserError("NO_ROOM")

    with qtbot.waitSignal(tasks.idle), qtbot.assertNotEmitted(tasks.went_wrong):
        tasks.run("Fails", fail, failed=lambda error: told.append(error.code))
    assert told == ["NO_ROOM"]


def test_a_trouble_nobody_asked_about_is_told_to_the_window(qtbot: QtBot, tasks: Tasks) -> None:
    def fail(_progress: Report) -> None:
        raise UserError("NO_ROOM")

    with qtbot.waitSignal(tasks.went_wrong) as caught:
        tasks.run("Fails", fail)
    assert caught.args is not None
    task, error = caught.args
    assert (task.name, error.code) == ("Fails", "NO_ROOM")


def test_a_bug_in_a_job_reaches_the_exception_hook(
    qtbot: QtBot, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[type[BaseException]] = []

    def hook(kind: type[BaseException], _error: BaseException, _place: TracebackType | None) -> None:
        caught.append(kind)

    monkeypatch.setattr(sys, "excepthook", hook)
    failed: list[UserError] = []
    with qtbot.waitSignal(tasks.idle):
        tasks.run("Breaks", lambda _p: 1 // 0, failed=failed.append)
    assert caught == [ZeroDivisionError]
    assert failed == []


def test_stop_ends_a_job_at_its_next_report(qtbot: QtBot, tasks: Tasks) -> None:
    stopped: list[bool] = []
    started = threading.Event()

    def endless(progress: Report) -> None:
        while True:
            started.set()
            progress.report(0, 0)

    task = tasks.run("Endless", endless, stopped=lambda: stopped.append(True))
    started.wait(10)
    with qtbot.waitSignal(tasks.idle):
        tasks.stop(task.number)
    assert stopped == [True]


def test_stopping_something_that_is_over_does_nothing(qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.waitSignal(tasks.idle):
        task = tasks.run("Short", lambda _p: None)
    tasks.stop(task.number)
    assert tasks.running(quiet=True) == []


def test_a_job_that_was_stopped_before_it_began_never_runs(qtbot: QtBot, tasks: Tasks) -> None:
    gate, ran = threading.Event(), []
    tasks.run("Waits", lambda _p: gate.wait(10), lane="store")
    late = tasks.run("Late", lambda _p: ran.append(1), lane="store")
    late.cancel()
    with qtbot.waitSignal(tasks.idle):
        gate.set()
    assert ran == []


def test_progress_is_told_at_most_ten_times_a_second_and_the_end_always(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[float] = []
    heard = threading.Event()

    def count(progress: Report) -> None:
        assert heard.wait(10)
        for number in range(20_001):
            progress.report(number, 20_000)

    task = tasks.run("Counts", count)
    task.told.connect(lambda share, _note: told.append(share))
    with qtbot.waitSignal(tasks.idle):
        heard.set()
    assert told[-1] == 1.0
    assert len(told) < 60


def test_progress_shows_on_the_task_with_its_note(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()

    def half(progress: Report) -> None:
        progress.report(1, 2, "the second part")
        gate.wait(10)

    task = tasks.run("Half", half)
    qtbot.waitUntil(lambda: task.share == 0.5)
    assert task.note == "the second part"
    with qtbot.waitSignal(tasks.idle):
        gate.set()


def test_an_owner_that_is_gone_is_not_called(qtbot: QtBot, tasks: Tasks) -> None:
    called: list[int] = []
    owner, gate = QObject(), threading.Event()
    tasks.run("For someone", lambda _p: gate.wait(10), done=lambda _r: called.append(1), owner=owner)
    import shiboken6

    shiboken6.delete(owner)
    with qtbot.waitSignal(tasks.idle):
        gate.set()
    assert called == []


def test_quiet_tasks_do_not_show_but_are_counted(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()
    tasks.run("Quiet", lambda _p: gate.wait(10), quiet=True)
    assert tasks.running() == []
    assert [task.name for task in tasks.running(quiet=True)] == ["Quiet"]
    with qtbot.waitSignal(tasks.idle):
        gate.set()


def test_changes_are_told_when_a_task_starts_and_ends(qtbot: QtBot, tasks: Tasks) -> None:
    counts: list[int] = []
    tasks.changed.connect(lambda: counts.append(len(tasks.running())))
    with qtbot.waitSignal(tasks.idle):
        tasks.run("One", lambda _p: None)
    assert counts[0] == 1
    assert counts[-1] == 0


def test_a_trouble_in_the_answer_still_ends_the_task(
    qtbot: QtBot, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _e, _p: caught.append(kind))

    def bad(_result: object) -> None:
        raise RuntimeError

    with qtbot.captureExceptions() as raised, qtbot.waitSignal(tasks.idle):
        tasks.run("One", lambda _p: None, done=bad)
    assert tasks.running(quiet=True) == []
    assert caught or raised


def test_shutting_down_stops_what_runs_and_answers_no_more(qtbot: QtBot, qapp: QApplication) -> None:
    tasks, answers, started = Tasks(), list[int](), threading.Event()

    def endless(progress: Report) -> None:
        started.set()
        while True:
            progress(0)

    tasks.run("Endless", endless, done=lambda _r: answers.append(1), stopped=lambda: answers.append(2))
    started.wait(10)
    tasks.shutdown()
    assert answers == []
    with pytest.raises(Cancelled):
        tasks.running()[0].check()


def worked(tasks: Tasks) -> None:
    """Wait, without a turn of the window's loop, until the jobs given so far are done: their answers are on their way."""
    came = threading.Event()
    tasks._lanes["store"].submit(came.set)
    assert came.wait(10)


def test_an_answer_that_was_on_its_way_when_it_was_shut_down_is_not_told(
    qtbot: QtBot, qapp: QApplication
) -> None:
    """What it would show is closed by then."""
    tasks, answers = Tasks(), list[int]()
    tasks.run("Quick", lambda _p: 1, lane="store", done=answers.append)
    worked(tasks)
    tasks.shutdown()
    with qtbot.waitSignal(tasks.idle):
        pass
    assert answers == []


def _named(name: str) -> Callable[[Report], str]:
    return lambda _progress: name


def test_whoever_stands_in_what_goes_is_not_answered_and_others_are(qtbot: QtBot, tasks: Tasks) -> None:
    answers: list[str] = []
    root, other = QObject(), QObject()
    inside = QObject(QObject(root))
    for name, owner in (("root", root), ("inside", inside), ("other", other), ("nobody", None)):
        tasks.run(name, _named(name), lane="store", done=answers.append, owner=owner)
    worked(tasks)
    tasks.leave_unheard(root)
    with qtbot.waitSignal(tasks.idle):
        pass
    assert answers == ["other", "nobody"]


class Screen:
    """Stands for a screen that only a job still holds; notes on which thread it went."""

    def __init__(self, went: list[int]) -> None:
        self.went = went

    def __del__(self) -> None:
        self.went.append(threading.get_ident())


def test_what_only_a_job_still_holds_goes_on_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    """Else Qt takes a screen and its timers apart on a worker's thread, and the program ends without a word."""
    went: list[int] = []
    gate = threading.Event()

    def job_of(screen: Screen) -> Callable[[Report], object]:
        return lambda _progress: gate.wait(10) and len(screen.went)

    with qtbot.waitSignal(tasks.idle):
        tasks.run("Looking", job_of(Screen(went)))
        assert went == []
        gate.set()
    qtbot.waitUntil(lambda: len(went) == 1)
    assert went == [threading.get_ident()]


def test_what_a_failed_job_held_goes_there_too(qtbot: QtBot, tasks: Tasks) -> None:
    went: list[int] = []

    def job_of(screen: Screen) -> Callable[[Report], object]:
        def job(_progress: Report) -> object:
            raise UserError("NO_ROOM", left=len(screen.went))

        return job

    with qtbot.waitSignal(tasks.idle):
        tasks.run("Looking", job_of(Screen(went)), failed=lambda _error: None)
    gc.collect()  # what was raised holds its frames in a circle
    qtbot.waitUntil(lambda: len(went) == 1)
    assert went == [threading.get_ident()]


def test_a_worker_holds_nothing_of_a_task_that_is_settled(
    qtbot: QtBot, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes on a moment after it has told; what the task, the job or the answer holds must not go with it."""
    went: list[int] = []
    told, gate = threading.Event(), threading.Event()
    real = tasks._work

    def slow(number: int) -> None:
        real(number)
        told.set()
        gate.wait(10)

    monkeypatch.setattr(tasks, "_work", slow)

    def job_of(screen: Screen) -> Callable[[Report], Screen]:
        return lambda _progress: screen

    with qtbot.waitSignal(tasks.idle):
        task = tasks.run("Looking", job_of(Screen(went)), done=lambda _screen: None)
    assert told.wait(10)
    del task
    try:
        qtbot.waitUntil(lambda: went == [threading.get_ident()])
    finally:
        gate.set()
