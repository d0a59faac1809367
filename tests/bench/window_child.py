"""The process that `window.py` measures: the program's own window on one home; says its times (seconds since it was started) as JSON.

Started with the facts on standard input: the home's folder, the laptop it is on, perhaps a bundle to bring in, and the time it was started.
"""

import json
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ldp_stories.app import resource
from ldp_stories.crypto.slots import KdfCost
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.laptop import recorder_command
from ldp_stories.services.open_home import same_passphrase
from ldp_stories.settings import KnownHome, Settings
from ldp_stories.ui.main_window.sweeper import Sweeper, leave_out_what_is_here
from ldp_stories.ui.main_window.window import Window, apply_settings
from ldp_stories.ui.widgets.theme import theme

BEAT_MS = 5
LOOK_MS = 5
"""So often it is asked whether everything stands: each question costs the window as much as it would cost to paint a line."""
IN_THE_BACKGROUND = "Making a safe copy"
"""Once a day; nobody waits for it, and on a large notebook it takes minutes."""


class Measured(QObject):
    """Steps through unlock, Home and perhaps an import, each when the one before stands still."""

    def __init__(self, app: QApplication, window: Window, facts: dict[str, str]) -> None:
        super().__init__()
        self.app, self.window, self.facts = app, window, facts
        self.began = float(facts["began"])
        self.said: dict[str, Any] = {}
        self.last = self.longest = 0.0
        self.stood = self.own = 0.0
        window.opened.connect(self._opened)
        window.tasks.went_wrong.connect(self._wrong)
        window.installEventFilter(self)
        self.beat = QTimer(self)
        self.beat.timeout.connect(self._beat)

    def now(self) -> float:
        """Seconds since this process was asked for."""
        return time.time() - self.began

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first paint of the unlock screen: go on once everything it asked for is done."""
        if event.type() == QEvent.Type.Paint and "unlock" not in self.said:
            self.said["unlock"] = self.now()
            QTimer.singleShot(0, self._type)
        return False

    def _type(self) -> None:
        start = self.window.start
        assert start is not None
        assert start.unlock is not None
        edit = start.unlock.secret.edit
        QTest.keyClicks(edit, self.facts["passphrase"])
        self.said["enter"] = self.now()
        QTest.keyClick(edit, Qt.Key.Key_Return)

    def _opened(self, home: Home) -> None:
        self._when_still(lambda: self._at_home(home))

    def _when_still(self, then: Any) -> None:
        """Call `then` when no task is under way but the copy of the day, and everything is painted."""

        def look() -> None:
            if any(task.name != IN_THE_BACKGROUND for task in self.window.tasks.running(quiet=True)):
                QTimer.singleShot(LOOK_MS, look)
            else:
                QTimer.singleShot(0, then)

        QTimer.singleShot(0, look)

    def _at_home(self, home: Home) -> None:
        self.window.repaint()
        self.said["home"] = self.now()
        self.said["worked"] = time.process_time()
        self.said["memory"] = memory()
        begin, worked = time.perf_counter(), time.process_time()
        same_passphrase(home, self.facts["passphrase"])
        self.said["key"] = time.perf_counter() - begin
        self.said["worked"] -= time.process_time() - worked
        if self.facts["bundle"]:
            self._bring(home, Path(self.facts["bundle"]))
        else:
            self._end()

    def _bring(self, home: Home, path: Path) -> None:
        from ldp_stories.services.import_bundle import take_in

        begin = time.perf_counter()

        def done(taken: Any) -> None:
            self.said["taken"] = time.perf_counter() - begin
            self.said["stories"] = len(taken.stories)
            self._when_still(self._end)

        self.last, self.stood = time.perf_counter(), waited()
        self.beat.start(BEAT_MS)
        self.window.tasks.run("Bringing in", lambda p: take_in(home, path, p), lane="store", done=done)

    def _wrong(self, _name: object, error: object) -> None:
        self.said["trouble"] = repr(error)
        self._end()

    def _beat(self) -> None:
        at, stood = time.perf_counter(), waited()
        gap = at - self.last - BEAT_MS / 1000
        self.longest, self.own = max(self.longest, gap), max(self.own, gap - (stood - self.stood))
        self.last, self.stood = at, stood

    def _end(self) -> None:
        if self.beat.isActive():
            self._beat()
        self.said["stall"], self.said["own"] = self.longest, self.own
        self.window.close()
        self.app.quit()


def waited() -> float:
    """Seconds in which this thread could have run but other programs had the processors (Linux; elsewhere nothing is known of it)."""
    told = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
    return int(told.read_text(encoding="ascii").split()[1]) / 1e9 if told.exists() else 0.0


def memory() -> float:
    """Memory of this process now, in MB, where the system tells; else at its highest."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
        return int(line.split()[1]) / 1e3
    import resource as limits

    return limits.getrusage(limits.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def main() -> int:
    """Run until everything was measured."""
    facts = json.loads(sys.stdin.read())
    app = QApplication(sys.argv[:1])
    folder = Path(facts["folder"])
    settings = Settings().with_home(KnownHome(str(folder), folder.name))
    settings = settings.changed(last_home=str(folder))
    apply_settings(settings)
    theme().apply(app)
    laptop = Machine(
        Path(facts["state"]), facts["machine"], KdfCost.test(), lambda: datetime(2026, 11, 22, tzinfo=UTC),
        resource, recorder_command(), live=False,
    )  # fmt: skip
    window = Window(laptop, folder.parent, settings, folder.parent.parent / "settings.json")
    sweeper = Sweeper(lambda: bool(window.tasks.running(quiet=True)))
    measured = Measured(app, window, facts)
    QTimer.singleShot(0, leave_out_what_is_here)
    QTimer.singleShot(0, window.show)
    QTimer.singleShot(280_000, app.quit)
    app.exec()
    sweeper.close()
    print(json.dumps(measured.said))
    return 0 if "home" in measured.said else 1


if __name__ == "__main__":
    sys.exit(main())
