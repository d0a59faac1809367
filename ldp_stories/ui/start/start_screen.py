"""The first thing a person sees: their notebooks to open, or setting one up, or trying with practice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.start_home import HomeCard, homes, open_home, practice_home
from ldp_stories.settings import Settings
from ldp_stories.ui.start.found import FoundScreen
from ldp_stories.ui.start.from_copy import FromCopyScreen
from ldp_stories.ui.start.set_up import SetUpScreen
from ldp_stories.ui.start.unlock import UnlockScreen
from ldp_stories.ui.start.welcome import WelcomeScreen, names_of
from ldp_stories.ui.tasks import Report, Tasks
from ldp_stories.ui.text import sentence, tr


class StartScreen(QWidget):
    """Start, set-up and unlock on one stack; `opened(Home)` when a notebook is open."""

    opened = Signal(object)

    def __init__(self, machine: Machine, root: Path, tasks: Tasks, settings: Settings) -> None:
        super().__init__()
        self.machine, self.root, self.tasks, self.settings = machine, root, tasks, settings
        self.stack = QStackedWidget(self)
        self.unlock: UnlockScreen | None = None
        self._busy = False
        self.cards = homes(root)
        self.welcome = WelcomeScreen(self.cards)
        self.welcome.chosen.connect(self.choose)
        self.welcome.set_up.connect(self.show_set_up)
        self.welcome.practise.connect(self.practise)
        self.welcome.found.connect(self.show_found)
        self.welcome.bring_back.connect(self.show_from_copy)
        self.stack.addWidget(self.welcome)
        last = next((c for c in self.cards if str(c.folder) == settings.last_home and not c.practice), None)
        if last is not None:
            self.choose(str(last.folder))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The stack fills the screen."""
        super().resizeEvent(event)
        self.stack.setGeometry(self.rect())

    def focus_start(self) -> None:
        """Focus on what is in front."""
        front = self.stack.currentWidget()
        if isinstance(front, WelcomeScreen | UnlockScreen | SetUpScreen | FoundScreen | FromCopyScreen):
            front.focus_start()

    def choose(self, folder: str) -> None:
        """Open the notebook in this folder: a practice one at once, a live one with its passphrase."""
        card = next((c for c in self.cards if str(c.folder) == folder), None)
        if card is None or self._busy:
            return
        if card.practice:
            self._run(tr("Opening"), lambda _: open_home(card.folder, None, self.machine))
            return
        self.unlock = UnlockScreen(
            self.tasks, label=self._label(card), machine=self.machine, folder=card.folder
        )
        self.unlock.unlocked.connect(self.opened)
        self.unlock.other.connect(self.show_welcome)
        self._show(self.unlock)

    def show_welcome(self) -> None:
        """Back to the list."""
        self.cards = homes(self.root)
        self.welcome.set_homes(self.cards)
        self._show(self.welcome)

    def show_set_up(self) -> None:
        """Four small steps."""
        page = SetUpScreen(self.machine, self.root, self.tasks)
        page.opened.connect(self.opened)
        page.practise.connect(self.practise)
        page.left.connect(self.show_welcome)
        self._show(page)

    def show_found(self) -> None:
        """A coordinator sets up a programme."""
        page = FoundScreen(self.machine, self.root, self.tasks)
        page.opened.connect(self.opened)
        page.left.connect(self.show_welcome)
        self._show(page)

    def show_from_copy(self) -> None:
        """Bring a notebook back from a safe copy of another laptop."""
        page = FromCopyScreen(self.machine, self.root, self.tasks)
        page.opened.connect(self.opened)
        page.left.connect(self.show_welcome)
        self._show(page)

    def practise(self) -> None:
        """Open the practice notebook; make it the first time."""
        if self._busy:
            return
        mine = next((c for c in self.cards if c.practice), None)
        if mine is not None:
            self.choose(str(mine.folder))
            return

        def make(progress: Report) -> Home:
            return practice_home(self.root / "practice", self.machine, name=tr("Amina"), progress=progress)

        self._run(tr("Making the practice notebook"), make)

    def _run(self, name: str, job: Callable[[Report], Home]) -> None:
        self._busy = True
        self._show(self.welcome)
        self.welcome.say(tr("{what} ...", what=name))
        self.tasks.run(name, job, lane="store", done=self._opened, failed=self._failed, owner=self)

    def _opened(self, home: Home) -> None:
        self._busy = False
        self.welcome.say("")
        self.opened.emit(home)

    def _failed(self, error: UserError) -> None:
        self._busy = False
        self.welcome.say(sentence(error), bad=True)

    def _show(self, page: QWidget) -> None:
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.focus_start()

    def _label(self, card: HomeCard) -> str:
        return dict(zip(self.cards, names_of(self.cards), strict=True))[card]
