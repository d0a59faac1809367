"""The hidden screen and the way back: a live notebook closes behind it and asks for its passphrase, a practice one just comes back.

While work goes on that needs the stores, the notebook closes as soon as that is done (CONTRACTS.md 6). A recording goes on behind the
lock: its process needs nothing of ours until it ends. A closed notebook goes on in a new process (successor.py), so that no key of it is left
in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldp_stories.services.home import Home, Machine
from ldp_stories.services.open_home import same_passphrase
from ldp_stories.ui.main_window.navigator import Place
from ldp_stories.ui.record.live import Live
from ldp_stories.ui.start.unlock import UnlockScreen
from ldp_stories.ui.tasks import Tasks
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.hide import HidePage


@dataclass(frozen=True)
class Locked:
    """A notebook that was closed behind the hidden screen: where it lies, its label, and where the person was in it."""

    folder: Path
    label: str
    place: Place


class Desk(Protocol):
    """What the lock needs of the window."""

    machine: Machine
    tasks: Tasks
    live: Live

    @property
    def home(self) -> Home | None:
        """The open home."""

    def leave_desk(self) -> Place:
        """Close the home and everything that shows it; where the person was."""


class Lock(QObject):
    """Hides, locks and opens again. `back(Home | None, Place | None)`: None when the desk is as it was; `elsewhere`: another notebook.

    `shut` when a notebook is closed behind the hidden screen. While another process gets ready to take over, waking waits for it (`woken`).
    """

    back = Signal(object, object)
    elsewhere = Signal()
    titled = Signal(str)
    shut = Signal()

    def __init__(self, desk: Desk, pages: QStackedWidget) -> None:
        super().__init__(pages)
        self.desk, self.pages = desk, pages
        self.hide_page = HidePage()
        self.page: UnlockScreen | None = None
        self.locked: Locked | None = None
        self.woken = False
        self._waits = False
        pages.addWidget(self.hide_page)
        self.hide_page.woken.connect(self.wake)
        desk.tasks.idle.connect(self._close_now)
        desk.live.changed.connect(self._show_recording)
        desk.live.heard.connect(self._show_recording)

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of ours is in sight."""
        return self.pages.currentWidget() in (self.hide_page, self.page)

    def hide(self) -> None:
        """The neutral page at once; then the notebook closes when it is a live one and nothing needs it."""
        self._drop_page()
        self.pages.setCurrentWidget(self.hide_page)
        self.hide_page.focus_start()
        self.titled.emit("")
        self.woken = False
        if self.locked is not None:
            self.shut.emit()
        self._close_now()

    def begin_locked(self, locked: Locked) -> None:
        """Hidden and locked from the start: a notebook that another process closed."""
        self.locked = locked
        self.hide()

    def wait_for_next(self) -> None:
        """Another process is about to take over: a key that wakes this one is for that one."""
        self._waits = True

    def stay(self) -> None:
        """No other process takes over."""
        self._waits = False
        if self.woken and self.pages.currentWidget() is self.hide_page:
            self.wake()
        self.woken = False

    def wake(self) -> None:
        """A key or a press on the hidden screen: a practice notebook comes back, a live one asks for its passphrase."""
        home = self.desk.home
        if home is not None and home.practice:
            self.back.emit(None, None)
            return
        if self._waits:
            self.woken = True
            return
        self._drop_page()
        self.page = self._ask()
        self.page.unlocked.connect(self._opened)
        self.page.other.connect(self._elsewhere)
        self._show_recording()
        self.pages.addWidget(self.page)
        self._to_front(self.page)

    def _ask(self) -> UnlockScreen:
        if self.locked is None:
            return UnlockScreen(self.desk.tasks, check=self._same)
        return UnlockScreen(
            self.desk.tasks,
            label=self.locked.label,
            machine=self.desk.machine,
            folder=self.locked.folder,
        )

    def _show_recording(self, *_: object) -> None:
        """Who asks for the passphrase also sees that the microphone came out, or that the recording ended by itself."""
        live = self.desk.live
        if self.page is not None:
            words = live.alarm or (tr("Still recording.") if live.running else "")
            if live.running and live.paused:
                words = tr("Paused. Nothing is recorded.")
            self.page.show_recording(words, alarm=bool(live.alarm), going_on=live.running)

    def _same(self, typed: str) -> bool:
        home = self.desk.home
        return home is not None and same_passphrase(home, typed)

    def _close_now(self) -> None:
        home = self.desk.home
        if home is None or home.practice or not self.is_hidden or self.desk.tasks.running(quiet=True):
            return
        self.locked = Locked(home.folder, home.device_label, self.desk.leave_desk())
        if (
            self.page is not None
        ):  # it was asked for already: from now on the passphrase opens the stores again
            self.page.open_from(self.desk.machine, self.locked.folder)
        self.shut.emit()

    def _opened(self, home: Home | None) -> None:
        place = self.locked.place if self.locked is not None else None
        self.locked = None
        self.back.emit(home, place)
        self._drop_page()

    def _elsewhere(self) -> None:
        self.locked = None
        self.elsewhere.emit()
        self._drop_page()

    def _to_front(self, page: UnlockScreen) -> None:
        self.pages.setCurrentWidget(page)
        self.titled.emit(page.heading.text())
        page.focus_start()

    def _drop_page(self) -> None:
        page: QWidget | None = self.page
        self.page = None
        if page is not None:
            self.pages.removeWidget(page)
            page.deleteLater()
