"""The window itself: start, desk and hidden screen on one stack, with "Worried about someone?" over everything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox, QStackedWidget

from ldp_stories.errors import UserError
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.wipe_practice import wipe_practice
from ldp_stories.settings import KnownHome, Settings, save
from ldp_stories.ui.main_window.endings import end
from ldp_stories.ui.main_window.guard import IdleWatch, SleepWatch
from ldp_stories.ui.main_window.housekeeping import keep_house
from ldp_stories.ui.main_window.inbox_watch import PLACE, InboxWatch
from ldp_stories.ui.main_window.lock import Lock, Locked
from ldp_stories.ui.main_window.navigator import Navigator, Place, recovered_place
from ldp_stories.ui.main_window.search_filler import SearchFiller
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.live import Live
from ldp_stories.ui.record.worried import WorriedPage
from ldp_stories.ui.start.start_screen import StartScreen
from ldp_stories.ui.tasks import Tasks
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.focus import FocusRing
from ldp_stories.ui.widgets.overlay import OverlayHost
from ldp_stories.ui.widgets.tab_order import tab_on
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
        self.pages = QStackedWidget()
        self.lock = Lock(self, self.pages)
        self.overlay = OverlayHost(self.pages)
        self.overlay.set_hide_key(settings.hide_key)
        self.setCentralWidget(self.overlay)
        self.ring = FocusRing(self)
        self.sleep = SleepWatch(self)
        self._connect()
        self.resize(1366, 768)
        self.setMinimumSize(1024, 600)
        self.setAcceptDrops(True)
        self.start: StartScreen | None = None
        self.show_start()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as it is read."""
        return tab_on(self, forward=forward)

    def _connect(self) -> None:
        self.overlay.worried.connect(self.show_worried)
        self.overlay.hide_screen.connect(self.hide_at_once)
        self.sleep.slept.connect(self.hide_at_once)
        self.sure_to_wipe = self._ask_to_wipe
        self.lock.back.connect(self._come_back)
        self.lock.elsewhere.connect(self._choose_another)
        self.lock.titled.connect(self._title)
        self.tasks.went_wrong.connect(lambda _, error: self.tell(sentence(error)))

    sure_to_wipe: Callable[[], bool]
    """Asks before practice is wiped; tests put their own answer in."""

    @property
    def home(self) -> Home | None:
        """The open home, if any."""
        return self.context.home if self.context is not None else None

    @property
    def recording(self) -> bool:
        """Whether a recording runs."""
        return self.live.running

    def show_start(self) -> None:
        """The start screen: choose a notebook, set one up, or practise."""
        self.start = StartScreen(self.machine, self.root, self.tasks, self.settings)
        self.start.opened.connect(self.open_desk)
        self.pages.addWidget(self.start)
        self.pages.setCurrentWidget(self.start)
        self._title(tr("Start"))
        self.start.focus_start()

    def stay_locked(self, locked: Locked) -> None:
        """Go on where another process locked: the hidden page, and the passphrase is asked (successor.py)."""
        self._drop_start()
        self.lock.begin_locked(locked)

    def open_desk(self, home: Home, place: Place | None = None) -> None:
        """Show the desk of an open home, at a place in it."""
        self.context = Context(home, self.tasks, self.settings, self.tell, self.live, self.change_settings)
        self.change_settings(with_home=KnownHome(str(home.folder), home.device_label))
        self.live.rejoin(home)
        self.navigator = Navigator(self.context, self.pages, place or recovered_place(home))
        self.navigator.worried.connect(self.show_worried)
        self.navigator.hide_screen.connect(self.hide_at_once)
        self.navigator.ending.connect(lambda key, what: end(self, key, what))
        self.navigator.titled.connect(self._title)
        self._title(self.navigator.here.screen.title)
        self._drop_start()
        InboxWatch(self.context, self.navigator)
        SearchFiller(self.context, self.navigator)
        self._idle = IdleWatch(self._idle_minutes(), lambda: self.live.busy, self)
        self._idle.idle.connect(self.hide_at_once)
        keep_house(self.context)
        self.opened.emit(home)

    def _drop_start(self) -> None:
        if self.start is not None:
            self.pages.removeWidget(self.start)
            self.start.deleteLater()
            self.start = None

    def show_worried(self) -> None:
        """The safeguarding steps, over everything, at once."""
        if self.context is not None and not self.overlay.is_open and not self.lock.is_hidden:
            conversation, record = self._in_front()
            page = WorriedPage(self.context, conversation, record)
            page.closed.connect(self.overlay.close_overlay)
            page.to_notes.connect(self._to_told)
            self.overlay.open(page, name=tr("Worried about someone?"), foot=page.foot)

    def wipe_practice(self) -> None:
        """Everything in practice goes, after one question; then the start screen."""
        if self.home is None or not self.home.practice or not self.sure_to_wipe():
            return
        folder = self.home.folder
        self.live.stop()
        self.leave_desk()
        wipe_practice(folder)
        self.show_start()

    def _ask_to_wipe(self) -> bool:
        box = QMessageBox(self)
        box.setWindowTitle(tr("Notes"))
        box.setText(tr("Wipe practice?"))
        box.setInformativeText(
            tr("All practice stories and sounds go. Nothing real is touched. There is no way back.")
        )
        yes = box.addButton(tr("Wipe practice"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(tr("Keep it"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is yes

    def _in_front(self) -> tuple[str | None, str]:
        """The conversation that is recorded or open, and the story in front: which of them a worry may be about."""
        if self.live.running:
            return self.live.conversation, ""
        if self.navigator is None:
            return None, ""
        screen = self.navigator.here.screen
        return getattr(screen, "conversation", None) or None, str(getattr(screen, "record", "") or "")

    def _to_told(self) -> None:
        self.overlay.close_overlay(tell=False)
        if self.navigator is not None:
            self.navigator.step("told")

    def _idle_minutes(self) -> int:
        """The person's choice, or the programme's own time where that is shorter."""
        terms = self.home.programme().terms if self.home is not None else {}
        wanted = terms.get("idle_minutes")
        mine = self.settings.idle_minutes
        return min(mine, wanted) if isinstance(wanted, int) and wanted > 0 else mine

    def hide_at_once(self) -> None:
        """A blank page of notes, nothing of ours. Coming back to a live notebook needs its passphrase."""
        if self.start is not None or self.pages.currentWidget() is self.lock.hide_page:
            return
        if self.overlay.is_open:
            self.overlay.close_overlay(tell=False)
        if self.navigator is not None:
            self.navigator.here.screen.settle_and_leave()
        self.lock.hide()

    def tell(self, words: str) -> None:
        """A sentence in the foot strip, said politely to a reader; "" when what was said before is over."""
        if self.navigator is not None and not words:
            self.navigator.stand()
        elif self.navigator is not None:
            for frame in (self.navigator.desk, self.navigator.task):
                frame.foot.set_message(words)
        if not self.lock.is_hidden:
            announce(self, words)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped wherever one is, but not into the middle of a task, nor on a hidden screen."""
        if self._drop_target() and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show what was dropped, under Bring in; nothing is added."""
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        if self.navigator is not None and self._drop_target() and paths:
            self.navigator.go(PLACE, paths)
            event.acceptProposedAction()

    def _drop_target(self) -> bool:
        return (
            self.navigator is not None
            and self.pages.currentWidget() is self.navigator.desk
            and not self.overlay.is_open
        )

    def change_settings(self, **choices: object) -> None:
        """Keep a choice and apply what shows; `with_home` lists a notebook on the start screen. Says so when it cannot be kept."""
        listed = choices.pop("with_home", None)
        changed = self.settings.changed(**choices)
        if isinstance(listed, KnownHome) and not self.machine.live:
            listed = None  # tests and demonstrations leave no trace on the start screen
        self.settings = changed.with_home(listed) if isinstance(listed, KnownHome) else changed
        try:
            save(self.settings_file, self.settings)
        except UserError as error:
            self.tell(sentence(error))
        if self.context is not None:
            self.context.settings = self.settings
        apply_settings(self.settings)
        self.overlay.set_hide_key(self.settings.hide_key)
        for frame in (self.navigator.desk, self.navigator.task) if self.navigator is not None else ():
            frame.show_hide_key(self.settings.hide_key)
        if self._idle is not None and "idle_minutes" in choices:
            self._idle.set_minutes(self._idle_minutes())

    def leave_desk(self) -> Place:
        """Close the home and everything that shows it; where the person was. A recording goes on, in its own process."""
        if self.context is None or self.navigator is None:
            raise RuntimeError("no desk is open")
        if self._idle is not None:
            self._idle.end()
            self._idle = None
        place = self.navigator.close()
        self.navigator.deleteLater()
        self.navigator = None
        self.live.ready_for_lock()
        home, self.context = self.context.home, None
        home.close()
        home.forget_keys()
        return place

    def close_home(self) -> None:
        """End what runs and close the open home."""
        self.live.stop()
        if self.context is not None:
            self.leave_desk()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing loses nothing: a recording is sealed, typing is kept, tasks are asked to stop."""
        self.tasks.shutdown()
        self.close_home()
        super().closeEvent(event)

    def _come_back(self, home: Home | None, place: Place | None) -> None:
        if home is not None:
            self.open_desk(home, place)
        elif self.navigator is not None:
            self.navigator.show_again()

    def _choose_another(self) -> None:
        self.show_start()
        if self.start is not None:
            self.start.show_welcome()

    def _title(self, title: str) -> None:
        self.setWindowTitle(f"{title}, LDP Stories" if title else tr("Notes"))


def apply_settings(settings: Settings) -> None:
    """Make the look what the settings say."""
    theme().set(
        mode=cast("Literal['light', 'dark', 'system']", settings.theme),
        scale=settings.text_scale,
        easy=settings.easy_letters,
        single_keys=settings.single_letter_keys,
    )
