"""A locked notebook goes on in a new process: the memory of the one that was open is gone with it (CONTRACTS.md 6).

The new process makes its window, says that it is ready, is told to show itself, and then the old one ends, so that the hidden page is never
away. While a recording runs nothing is replaced; it is done once the take is sealed. If the new process does not come, the old one stays,
with its stores closed.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from queue import SimpleQueue
from typing import IO, Final

from PySide6.QtCore import QEvent, QObject, QTimer

from ldp_stories.services.laptop import start_again
from ldp_stories.ui.main_window.handover import Handover
from ldp_stories.ui.main_window.window import Window

PATIENCE_MS: Final = 30_000
"""How long a new process may take to be ready."""
TYPING_MS: Final = 60_000
"""How long somebody may leave a passphrase half typed before the process is replaced under it."""
READY, SHOW, SHOWN = "ready", "show", "shown"
_LISTEN_MS: Final = 20


class Listener(QObject):
    """Hands on each line that comes, and "" when no more will, on the thread of the window.

    Whoever reads waits on a thread of its own and knows nothing of any window: it puts what comes on a shelf, and the window looks there while
    it lives. So nothing speaks to a window that is being taken away.
    """

    def __init__(self, parent: QObject, lines: Iterable[bytes], hear: Callable[[str], object]) -> None:
        super().__init__(parent)
        self._hear = hear
        self._shelf: SimpleQueue[str] = SimpleQueue()
        self._timer = QTimer(self)
        self._timer.setInterval(_LISTEN_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        threading.Thread(target=_read, args=(lines, self._shelf), daemon=True).start()

    def stop(self) -> None:
        """Nobody wants to hear it any more."""
        self._timer.stop()

    def _look(self) -> None:
        while self._timer.isActive() and not self._shelf.empty():
            word = self._shelf.get()
            if not word:
                self._timer.stop()
            self._hear(word)


def _read(lines: Iterable[bytes], shelf: SimpleQueue[str]) -> None:
    with contextlib.suppress(OSError, ValueError):  # the pipe may be closed meanwhile
        for line in lines:
            shelf.put(line.decode(errors="replace").strip() or "?")
    shelf.put("")


class Successor(QObject):
    """Watches the lock of a window and starts the process that takes its place."""

    def __init__(self, window: Window, command: Sequence[str]) -> None:
        super().__init__(window)
        self.window, self.command = window, tuple(command)
        self.child: subprocess.Popen[bytes] | None = None
        self._listener: Listener | None = None
        self._knows = False
        self._late, self._later = QTimer(self), QTimer(self)
        for timer, act, ms in (
            (self._late, self._let_go, PATIENCE_MS),
            (self._later, self._whatever_is_typed, TYPING_MS),
        ):
            timer.setSingleShot(True)
            timer.setInterval(ms)
            timer.timeout.connect(act)
        window.opened.connect(self._opened)
        window.lock.shut.connect(self.begin)
        window.live.changed.connect(self.begin)
        window.tasks.idle.connect(self.begin)

    @property
    def _may(self) -> bool:
        window = self.window
        return (
            self._knows
            and window.lock.locked is not None
            and window.lock.is_hidden
            and not window.recording
            and not window.tasks.running(quiet=True)
        )

    def _opened(self) -> None:
        self._knows = True

    def begin(self) -> None:
        """Start the process that takes over, when the notebook is locked and nothing of ours goes on."""
        if self.child is not None or not self._may:
            return
        if self._is_typed_in():
            self._later.start()
            return
        child = start_again(self.command)
        if child is None:
            return
        locked = self.window.lock.locked
        self.child = child
        self.window.lock.wait_for_next()
        if locked is not None:
            self._tell(Handover(locked, bytes(self.window.saveGeometry().data())).to_line())
        self._late.start()
        self._listener = Listener(self, _lines_of(child), self._hear)

    def _hear(self, word: str) -> None:
        if word == READY:
            self._ready()
        elif word == SHOWN:
            self._end()
        elif not word:
            self._let_go()

    def _ready(self) -> None:
        lock = self.window.lock
        if not self._may or self._is_typed_in():
            self._let_go()
            if self._may:
                self._later.start()
            return
        _let_come_to_front(self.child.pid if self.child is not None else 0)
        awake = lock.woken or lock.page is not None
        self._tell(f"{SHOW} {int(awake)}\n".encode())

    def _end(self) -> None:
        """The next one stands there: this process ends, and all that it knew."""
        self._rest()
        self.child = None
        self.window.close()

    def _rest(self) -> None:
        """Nothing is waited for."""
        self._late.stop()
        if self._listener is not None:
            self._listener.stop()
            self._listener.deleteLater()
            self._listener = None

    def _let_go(self) -> None:
        """It did not come, or is not wanted any more: end it and stay."""
        self._rest()
        child, self.child = self.child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                _close(pipe)
        self.window.lock.stay()

    def _is_typed_in(self) -> bool:
        page = self.window.lock.page
        return page is not None and bool(page.secret.text() or page.key.text() or page.new.text())

    def _whatever_is_typed(self) -> None:
        page = self.window.lock.page
        if page is not None and self._may:
            for field in (page.secret, page.key, page.new):
                field.set_text("")
        self.begin()

    def _tell(self, line: bytes) -> None:
        pipe = self.child.stdin if self.child is not None else None
        with contextlib.suppress(OSError):  # it died: the listener hears of it
            if pipe is not None:
                pipe.write(line)
                pipe.flush()


class Heir(QObject):
    """In the new process: locked from the start, ready when its window is made, shown when it is told to."""

    def __init__(self, window: Window, handover: Handover, leave: Callable[[], object]) -> None:
        super().__init__(window)
        self.window, self._leave = window, leave
        self._waits = False
        window.stay_locked(handover.locked)
        window.restoreGeometry(handover.geometry)
        self._listener = Listener(self, _one_line(), self._hear)

    def ready(self) -> None:
        """Say that the window could be shown now."""
        _say(READY)

    def _hear(self, line: str) -> None:
        self._listener.stop()
        word, _, awake = line.partition(" ")
        if word != SHOW:
            self._leave()  # the one before stays, or is gone
            return
        if awake == "1":
            self.window.lock.wake()
        self._waits = True
        self.window.winId()
        handle = self.window.windowHandle()
        handle.installEventFilter(self)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        QTimer.singleShot(2_000, self._shown)  # a desktop that shows nothing tells nothing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first picture on the screen."""
        if event.type() == QEvent.Type.Expose and self._waits:
            QTimer.singleShot(0, self._shown)
        return super().eventFilter(watched, event)

    def _shown(self) -> None:
        if self._waits:
            self._waits = False
            _say(SHOWN)
            _let_go_of_pipes()


def _lines_of(child: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """What the next process says; who reads holds it, as nobody else may by then."""
    yield from child.stdout or ()


def _one_line() -> Iterator[bytes]:
    """The order of the process before; nothing else comes."""
    yield sys.stdin.buffer.readline()


def read_handover() -> Handover:
    """What the process before left on standard input; ValueError when it is nothing of ours."""
    return Handover.from_line(sys.stdin.buffer.readline())


def _say(word: str) -> None:
    with contextlib.suppress(OSError):
        sys.stdout.buffer.write(word.encode() + b"\n")
        sys.stdout.buffer.flush()


def _let_go_of_pipes() -> None:
    """The process before is about to end: nothing may be written into its pipes any more."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nowhere, number)
    os.close(nowhere)


def _let_come_to_front(pid: int) -> None:
    """Windows lets only the program in front put another in front."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(pid)


def _close(pipe: IO[bytes] | None) -> None:
    with contextlib.suppress(OSError):
        if pipe is not None:
            pipe.close()
