"""The inbox folder is watched wherever a person is: what has come stands beside "Bring in" in the rail, and is said once. Nothing is added."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from ldp_stories.services.fetch_files import InboxLook, look_at_inbox
from ldp_stories.services.routes import INBOX, saved_routes
from ldp_stories.ui.main_window.navigator import Navigator
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.found_set import WATCH_MS
from ldp_stories.ui.text import many, tr

PLACE = "bring_in"


class InboxWatch(QObject):
    """Looks every few seconds, off the window's thread; the folder may lie on a slow share. Only where somebody chose an inbox folder."""

    def __init__(self, context: Context, navigator: Navigator) -> None:
        super().__init__(navigator)
        self.context, self.navigator = context, navigator
        self._before: Mapping[Path, int] = {}
        self._known: frozenset[Path] = frozenset()
        self._busy = False
        self.timer = QTimer(self)
        self.timer.setInterval(WATCH_MS)
        self.timer.timeout.connect(self.look)
        self.timer.start()

    def look(self) -> None:
        """Look once, unless the last look is still under way."""
        home = self.context.home
        if self._busy or home.closed or not saved_routes(home, INBOX):
            return
        self._busy = True
        before = self._before
        self.context.tasks.run(
            tr("Looking for files"),
            lambda _: look_at_inbox(home, before),
            done=self._seen,
            failed=lambda _: self._rest(),
            stopped=self._rest,
            owner=self,
            quiet=True,
        )

    def _rest(self) -> None:
        self._busy = False

    def _seen(self, found: InboxLook) -> None:
        self._rest()
        self._before = found.sizes
        fresh = frozenset(found.new) - self._known
        self._known = frozenset(found.new)
        self.navigator.desk.rail.set_count(PLACE, len(found.new))
        if fresh and self.navigator.here.entry.key != PLACE:
            n = len(fresh)
            self.context.tell(
                many(
                    n,
                    "{n} new file has come. Look under Bring in.",
                    "{n} new files have come. Look under Bring in.",
                )
            )
