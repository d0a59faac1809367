"""Who may do what, and since when: each role that was given or lost, each laptop let in or closed, each hand-over, with who did it (US-C12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.roles import Role
from ldp_stories.services.close_member import Left, leavers
from ldp_stories.services.people_log import Changed, What, people_log
from ldp_stories.ui.coordinator.card_list import CardListScreen
from ldp_stories.ui.coordinator.leaving_words import missing_lines
from ldp_stories.ui.coordinator.programme_joiners import ROLE_WORDS
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import day_and_year
from ldp_stories.ui.text import apart, tr
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.labels import heading

_WORDS: Final = {
    What.GIVEN: (str(QT_TRANSLATE_NOOP("LDP Stories", "{name} became {role}")), "user-plus"),
    What.LOST_ROLE: (str(QT_TRANSLATE_NOOP("LDP Stories", "{name} is no longer {role}")), "x-circle"),
    What.LET_IN: (str(QT_TRANSLATE_NOOP("LDP Stories", "{laptop} of {name} was let in")), "laptop"),
    What.LAPTOP_LOST: (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{laptop} of {name} was marked lost")),
        "warning-circle",
    ),
    What.LAPTOP_CLOSED: (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{laptop} of {name} was closed")),
        "lock-simple",
    ),
    What.HANDED_OVER: (str(QT_TRANSLATE_NOOP("LDP Stories", "{name} handed over to {to}")), "users"),
    What.HAND_OVER_UNDONE: (
        str(QT_TRANSLATE_NOOP("LDP Stories", "The hand-over from {name} to {to} was taken back")),
        "arrow-counter-clockwise",
    ),
}
Found = tuple[tuple[Changed, ...], tuple[Left, ...]]


class PeopleLogScreen(CardListScreen):
    """The log, newest first; under it the lists of those who left."""

    NOUNS = frozenset({"member", "device", "hand_over", "leaving"})

    def __init__(self, context: Context, what: object = None) -> None:
        del what
        empty = EmptyState(tr("Nothing has changed yet."), icon="users")
        words = tr("Read from the programme itself. Nobody can take a line out.")
        super().__init__(context, tr("Who may do what, and since when"), words, empty)

    def look_up(self) -> Found:
        """The log and the leavers."""
        return people_log(self.context.home), leavers(self.context.home)

    def cards_of(self, found: Found) -> Sequence[QWidget]:
        """A card of lines, and a card for each who left."""
        log, left = found
        cards: list[QWidget] = []
        if log:
            card = Card(padding=(22, 14, 22, 14), spacing=4)
            for one in log:
                card.add(_line(one))
            cards.append(card)
        return [*cards, *(_left(one) for one in left)]


def change_words(one: Changed) -> str:
    """One change in a sentence."""
    roles = {r.value: words for r, words in ROLE_WORDS.items()}
    role = tr(roles[one.role]).lower() if one.role in {r.value for r in Role} else one.role
    pattern, _ = _WORDS[one.what]
    return tr(pattern, name=one.name or "?", role=role, laptop=one.laptop or tr("A laptop"), to=one.to or "?")


def _line(one: Changed) -> CheckLine:
    words = change_words(one)
    extra = {
        "clearance": tr("May read words before they are masked"),
        "custodian": tr("Looks after private cards"),
    }
    more = [extra.get(e, e) for e in one.extra] + ([one.note] if one.note else [])
    day = day_and_year(one.on)
    by = tr("{day}, by {name}", day=day, name=one.by) if one.by else day
    return CheckLine(words, line=". ".join([by, *map(apart, more)]), icon=_WORDS[one.what][1], tone="plain")


def _left(one: Left) -> Card:
    card = Card(spacing=6)
    card.add(heading(tr("{name} left, {day}", name=one.name or "?", day=day_and_year(one.on))))
    for words, fine in missing_lines(one.numbers, one.parts, one.stays, 0, one.unconfirmed, one.wishes):
        card.add(
            CheckLine(words, icon="check-circle" if fine else "warning-circle", tone="ok" if fine else "warn")
        )
    if one.note:
        card.add(CheckLine(one.note, icon="pencil-simple", tone="plain"))
    return card
