"""The window itself: start, desk, hide page and lock page on one stack, with "Worried about someone?" over everything."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from ldp_stories.services.home import Home, Machine
from ldp_stories.services.open_home import same_passphrase
from ldp_stories.settings import KnownHome, Settings, save
from ldp_stories.ui.main_window.guard import IdleWatch
from ldp_stories.ui.main_window.navigator import Navigator
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.live import Live
from ldp_stories.ui.record.worried import WorriedPage
from ldp_stories.ui.start.start_screen import StartScreen
from ldp_stories.ui.start.unlock import UnlockScreen
from ldp_stories.ui.tasks import Tasks
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.hide import HidePage
from ldp_stories.ui.widgets.overlay import OverlayHost
from ldp_stories.ui.widgets.theme import theme


class Window(QMainWindow):
    """One window for one person. `root` is the folder of homes; `settings_file` where choices are kept."""

    opened = Signal(object)

    def __init__(self, machine: Machine, root: Path, settings: Settings, settings_file: Path) -> None:
        super().__init__()
        self.machine, self.root, self.settings, self.settings_file = machine, root, settings, settings_file
        self.tasks = Tasks(self)
        self.live = Live(self)
        self.context: Context | None = None
        self.navigator: Navigator | None = None
        self._idle: IdleWatch | None = None
        self._lock_page: UnlockScreen | None = None
        self.pages = QStackedWidget()
        self.hide_page = HidePage()
        self.pages.addWidget(self.hide_page)
        self.overlay = OverlayHost(self.pages)
        self.setCentralWidget(self.overlay)
        self.overlay.worried.connect(self.show_worried)
        self.overlay.hide_screen.connect(self.hide_at_once)
        self.hide_page.woken.connect(self._wake)
        self.tasks.went_wrong.connect(lambda _, error: self.tell(sentence(error)))
        self.resize(1366, 768)
        self.setMinimumSize(1024, 600)
        self.start: StartScreen | None = None
        self.show_start()

    @property
    def home(self) -> Home | None:
        """The open home, if any."""
        return self.context.home if self.context is not None else None

    def show_start(self) -> None:
        """The start screen: choose a notebook, set one up, or practise."""
        self.start = StartScreen(self.machine, self.root, self.tasks, self.settings)
        self.start.opened.connect(self.open_desk)
        self.pages.addWidget(self.start)
        self.pages.setCurrentWidget(self.start)
        self._title(tr("Start"))
        self.start.focus_start()

    def open_desk(self, home: Home, at: tuple[str, object] | None = None) -> None:
        """Show the desk of an open home."""
        self.context = Context(home, self.tasks, self.settings, self.tell, self.live, self.change_settings)
        self.change_settings(with_home=KnownHome(str(home.folder), home.name))
        self.navigator = Navigator(self.context, self.pages, at)
        self.navigator.worried.connect(self.show_worried)
        self.navigator.hide_screen.connect(self.hide_at_once)
        self.navigator.titled.connect(self._title)
        self._title(self.navigator.here.screen.title)
        if self.start is not None:
            self.pages.removeWidget(self.start)
            self.start.deleteLater()
            self.start = None
        self._idle = IdleWatch(self.settings.idle_minutes, lambda: self.live.running, self)
        self._idle.idle.connect(self.hide_at_once)
        self.opened.emit(home)

    def show_worried(self) -> None:
        """The safeguarding steps, over everything, at once."""
        if self.context is not None and not self.overlay.is_open and not self._is_hidden():
            conversation = self.live.conversation if self.live.running else None
            page = WorriedPage(self.context, conversation)
            page.closed.connect(self.overlay.close_overlay)
            self.overlay.open(page, name=tr("Worried about someone?"))

    def hide_at_once(self) -> None:
        """A blank page of notes, nothing of ours. Coming back needs the passphrase."""
        if self.context is None or self._is_hidden():
            return
        if self.overlay.is_open:
            self.overlay.close_overlay()
        if self.navigator is not None:
            self.navigator.here.screen.leaving()
        self.pages.setCurrentWidget(self.hide_page)
        self.setWindowTitle("Notes")

    def tell(self, words: str) -> None:
        """A sentence in the foot strip, said politely to a reader."""
        if self.navigator is not None:
            for frame in (self.navigator.desk, self.navigator.task):
                frame.foot.set_message(words)
        announce(self, words)

    def change_settings(self, **choices: object) -> None:
        """Keep a choice and apply what shows; `with_home` lists a notebook on the start screen."""
        listed = choices.pop("with_home", None)
        changed = self.settings.changed(**choices)
        if isinstance(listed, KnownHome) and not self.machine.live:
            listed = None  # tests and demonstrations leave no trace on the start screen
        self.settings = changed.with_home(listed) if isinstance(listed, KnownHome) else changed
        save(self.settings_file, self.settings)
        if self.context is not None:
            self.context.settings = self.settings
        apply_settings(self.settings)

    def close_home(self) -> None:
        """Close the open home and everything that shows it."""
        if self.context is None:
            return
        self.live.stop()
        if self._idle is not None:
            self._idle.end()
            self._idle = None
        if self.navigator is not None:
            self.navigator.close()
            self.navigator.deleteLater()
            self.navigator = None
        home, self.context = self.context.home, None
        home.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing loses nothing: a recording is sealed, typing is kept, tasks are asked to stop."""
        self.tasks.shutdown()
        self.close_home()
        super().closeEvent(event)

    def _wake(self) -> None:
        if self.context is None:
            return
        if self.context.home.practice:
            self._come_back()
            return
        self._lock_page = UnlockScreen(
            self.tasks,
            still_recording=self.live.running,
            check=lambda typed: same_passphrase(self.context.home, typed) if self.context else False,
        )
        self._lock_page.unlocked.connect(self._come_back)
        self.pages.addWidget(self._lock_page)
        self.pages.setCurrentWidget(self._lock_page)
        self._lock_page.focus_start()

    def _come_back(self, *_: object) -> None:
        if self.navigator is None:
            return
        if self._lock_page is not None:
            self.pages.removeWidget(self._lock_page)
            self._lock_page.deleteLater()
            self._lock_page = None
        self.navigator.show_again()

    def _is_hidden(self) -> bool:
        return self.pages.currentWidget() in (self.hide_page, self._lock_page)

    def _title(self, title: str) -> None:
        self.setWindowTitle(f"{title}, LDP Stories")


def apply_settings(settings: Settings) -> None:
    """Make the look what the settings say."""
    theme().set(
        mode=cast("Literal['light', 'dark', 'system']", settings.theme),
        scale=settings.text_scale,
        easy=settings.easy_letters,
        single_keys=settings.single_letter_keys,
    )
