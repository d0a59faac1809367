"""Work that takes longer than 15 ms, off the window's thread, in two lanes.

`store` runs one job after the other (the store has one writer); `free` runs a few at once (hashing, sealing,
decoding). A job is a plain function `job(progress) -> result` that knows no Qt. Results settle on the window's thread.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Literal

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from ldp_stories.errors import Cancelled, UserError

Lane = Literal["store", "free"]
_BETWEEN_REPORTS_S: Final = 0.1
_FREE_AT_ONCE: Final = 2


class Report:
    """What a job is given: call `report(done, total, note)` often; it raises Cancelled once the person pressed Stop."""

    def __init__(self, task: Task) -> None:
        self._task, self._last = task, 0.0

    def report(self, done: int, total: int, note: str = "") -> None:
        """Say how far the job is; passed on at most ten times a second, and always the last one."""
        self._task.check()
        now = time.monotonic()
        if now - self._last >= _BETWEEN_REPORTS_S or (total and done >= total):
            self._last = now
            self._task.told.emit(done / total if total else 0.0, note)

    def __call__(self, done: int, total: int = 0) -> None:
        """The short form for jobs that only count."""
        self.report(done, total)


class Task(QObject):
    """One piece of work: `number`, `name`, `share` (0.0 to 1.0), `note`. `cancel()` asks it to stop."""

    told = Signal(float, str)

    def __init__(self, number: int, name: str, *, quiet: bool, owner: QObject | None) -> None:
        super().__init__()
        self.number, self.name, self.quiet, self.owner = number, name, quiet, owner
        self.share, self.note = 0.0, ""
        self.settled = False
        self.unheard = False
        self._stop = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether the person pressed Stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the job to stop at its next report."""
        self._stop.set()

    def check(self) -> None:
        """Raise Cancelled if Stop was pressed."""
        if self._stop.is_set():
            raise Cancelled

    def wanted(self) -> bool:
        """Whether the one who asked is still there to hear the answer."""
        return not self.unheard and (self.owner is None or shiboken6.isValid(self.owner))

    def asked_in(self, root: QObject) -> bool:
        """Whether the one who asked is this object or stands anywhere in it."""
        at = self.owner if self.owner is not None and shiboken6.isValid(self.owner) else None
        while at is not None and at is not root:
            at = at.parent()
        return at is root


Job = Callable[[Report], Any]
Heard = Callable[[Any], object]


class Tasks(QObject):
    """Runs jobs and settles them. `changed` fires when a task starts, tells or ends; `idle` when none is left.

    `went_wrong` carries (task, UserError) when a task failed and nobody gave a `failed` of their own.
    """

    changed = Signal()
    idle = Signal()
    went_wrong = Signal(object, object)
    _came_back = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {
            "store": ThreadPoolExecutor(1, thread_name_prefix="store"),
            "free": ThreadPoolExecutor(_FREE_AT_ONCE, thread_name_prefix="free"),
        }
        self._running: dict[int, Task] = {}
        # What a job holds or made is let go of on this thread only: it may be the last to hold a screen.
        self._jobs: dict[int, Job] = {}
        self._came: dict[int, tuple[Any, BaseException | None]] = {}
        self._heard: dict[int, tuple[Heard | None, Heard | None, Callable[[], object] | None]] = {}
        self._count = 0
        self._closed = False
        self._came_back.connect(self._settle, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        name: str,
        job: Job,
        *,
        lane: Lane = "free",
        done: Heard | None = None,
        failed: Callable[[UserError], object] | None = None,
        stopped: Callable[[], object] | None = None,
        owner: QObject | None = None,
        quiet: bool = False,
    ) -> Task:
        """Start a job. `done(result)`, `failed(UserError)` or `stopped()` is called on the window's thread.

        With an `owner` that is gone by then nothing is called. `quiet` tasks do not show in the foot strip.
        Anything else a job raises is a bug and goes to the exception hook.
        """
        self._count += 1
        task = Task(self._count, name, quiet=quiet, owner=owner)
        task.setParent(self)
        task.told.connect(
            lambda share, note: self._tell(task, share, note), Qt.ConnectionType.QueuedConnection
        )
        self._running[task.number] = task
        self._heard[task.number] = (done, failed, stopped)
        self._jobs[task.number] = job
        self._lanes[lane].submit(self._work, task.number)
        self.changed.emit()
        return task

    def _work(self, number: int) -> None:
        """On the worker's thread, which holds nothing of the task any more once it is settled."""
        self._do(number)
        if not self._closed:
            self._came_back.emit(number)

    def _do(self, number: int) -> None:
        task = self._running[number]
        try:
            task.check()
            self._came[number] = (self._jobs[number](Report(task)), None)
        except BaseException as raised:  # noqa: BLE001 - a border: whatever a job raises is settled on the window's thread
            self._came[number] = (None, raised)

    def _tell(self, task: Task, share: float, note: str) -> None:
        if not task.settled:
            task.share, task.note = share, note
            self.changed.emit()

    def _settle(self, number: int) -> None:
        task, (result, error) = self._running.pop(number), self._came.pop(number)
        task.settled = True
        self._jobs.pop(number)
        done, failed, stopped = self._heard.pop(number)
        try:
            self._answer(task, result, error, done, failed, stopped)
        finally:
            task.told.disconnect()  # what hears it holds us: it must not be let go of while the task is taken down
            task.deleteLater()
            self.changed.emit()
            if not self._running:
                self.idle.emit()

    def _answer(
        self,
        task: Task,
        result: Any,
        error: BaseException | None,
        done: Heard | None,
        failed: Heard | None,
        stopped: Callable[[], object] | None,
    ) -> None:
        if error is not None and not isinstance(error, Cancelled | UserError):
            sys.excepthook(type(error), error, error.__traceback__)
        elif self._closed or not task.wanted():
            return
        elif isinstance(error, UserError):
            failed(error) if failed is not None else self.went_wrong.emit(task, error)
        elif isinstance(error, Cancelled):
            stopped() if stopped is not None else None
        elif done is not None:
            done(result)

    def running(self, *, quiet: bool = False) -> list[Task]:
        """The tasks now running or waiting, oldest first; with `quiet` also those that do not show."""
        return [task for task in self._running.values() if quiet or not task.quiet]

    def stop(self, number: int) -> None:
        """Ask the task with this number to stop."""
        if number in self._running:
            self._running[number].cancel()

    def leave_unheard(self, root: QObject) -> None:
        """Answer nothing that was asked anywhere in `root`: it goes in a moment, and what it shows may be closed before that."""
        for task in self._running.values():
            task.unheard = task.unheard or task.asked_in(root)

    def shutdown(self) -> None:
        """Ask every task to stop and wait until the lanes are empty; nothing is answered any more."""
        self._closed = True
        for task in self._running.values():
            task.cancel()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
