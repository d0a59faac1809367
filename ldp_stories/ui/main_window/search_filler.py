"""After very much came in, its words are made searchable while people go on: seen in the foot strip, and begun again at the next opening."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from ldp_stories.errors import UserError
from ldp_stories.services.make_searchable import MUCH, is_left, make_searchable
from ldp_stories.ui.main_window.navigator import Navigator
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import sentence, tr


class SearchFiller(QObject):
    """Looks when a notebook opens and whenever much has come in; one task at a time, which a person may stop."""

    def __init__(self, context: Context, navigator: Navigator) -> None:
        super().__init__(navigator)
        self.context = context
        self._busy = False
        navigator.changed.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self.look()

    def _hear(self, nouns: frozenset[str]) -> None:
        if MUCH in nouns:
            self.look()

    def look(self) -> None:
        """Begin, if anything is left and nothing is under way."""
        home = self.context.home
        if self._busy or home.closed:
            return
        self._busy = True
        self.context.tasks.run(
            tr("Looking at the search"),
            lambda _: is_left(home),
            done=self._begin,
            failed=lambda _: self._rest(),
            stopped=self._rest,
            owner=self,
            quiet=True,
        )

    def _begin(self, left: bool) -> None:
        if not left:
            self._rest()
            return
        home = self.context.home
        self.context.tasks.run(
            tr("Making new stories searchable"),
            lambda report: make_searchable(home, report),
            done=lambda _: self._done(),
            failed=self._failed,
            stopped=self._rest,
            owner=self,
        )

    def _rest(self) -> None:
        self._busy = False

    def _done(self) -> None:
        self._rest()
        self.look()  # more may have come meanwhile

    def _failed(self, error: UserError) -> None:
        self._rest()
        self.context.tell(tr("New stories cannot be searched yet. {why}", why=sentence(error)))
