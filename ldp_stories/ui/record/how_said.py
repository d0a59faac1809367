"""How the people in a record said yes, and on which day: one quiet line under what they agreed to, for coordinators and whoever asked them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ldp_stories.domain.consent import Answer, Consent, ConsentStatus, Method, Scope
from ldp_stories.domain.roles import Role
from ldp_stories.services.read_record import RecordView
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import day_and_year
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.labels import Label

_WAYS: Final = {
    Method.RECORDED: str(QT_TRANSLATE_NOOP("LDP Stories", "aloud, and it was recorded")),
    Method.PAPER: str(QT_TRANSLATE_NOOP("LDP Stories", "on a paper form")),
    Method.ON_SCREEN: str(QT_TRANSLATE_NOOP("LDP Stories", "on the screen")),
    Method.WITNESS: str(QT_TRANSLATE_NOOP("LDP Stories", "aloud, and a witness heard")),
    Method.WRITTEN: str(QT_TRANSLATE_NOOP("LDP Stories", "in a written message")),
}
_GONE: Final = (ConsentStatus.WITHDRAWN, ConsentStatus.SUPERSEDED)


def how_words(consents: Sequence[Consent]) -> str:
    """ "They said yes aloud, and it was recorded, 10 May 2026." Of several people each way once, with how many said it so."""
    said = [c for c in consents if c.status not in _GONE and c.answer(Scope.TAKE_PART) is Answer.YES]
    ways = Counter(_way(c) for c in said)
    if not ways:
        return ""
    if len(ways) == 1:
        return tr("They said yes {way}.", way=next(iter(ways)))
    parts = "; ".join(tr("{way} ({n})", way=way, n=n) for way, n in ways.items())
    return tr("They said yes {way}.", way=parts)


def said_words(given: Consent) -> str:
    """The same of one person, whatever became of their answers."""
    return tr("They said yes {way}.", way=_way(given))


def _way(given: Consent) -> str:
    way = tr(_WAYS[given.method]) if given.method is not None else tr("in a way that is not noted")
    return ", ".join(filter(None, (way, day_and_year(given.said_on) if given.said_on else "")))


class HowSaid(Label):
    """Nothing stands here for evaluators, and where nobody said yes."""

    def __init__(self, context: Context) -> None:
        super().__init__("", role="small", color="text2")
        self.context = context
        self.hide()

    def show_of(self, view: RecordView) -> None:
        """Show it of a record, to whoever may know."""
        home = self.context.home
        may = Role.COORDINATOR in home.roles() or view.record.began_by in home.own_devices()
        words = how_words(view.consents) if may else ""
        self.setText(words)
        self.setVisible(bool(words))
