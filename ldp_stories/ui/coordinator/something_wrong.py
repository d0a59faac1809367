"""Something went wrong: a lost laptop, a file sent to the wrong person. The entries with their clocks, and the way to begin one (AT-6)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.ask_destroy import Sending, sendings, went_to_wrong_person
from ldp_stories.services.incidents import Incident, incidents
from ldp_stories.ui.coordinator.card_list import CardListScreen
from ldp_stories.ui.coordinator.programme_incidents import IncidentCard
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import Label, heading, helper, small

Found = tuple[tuple[Incident, ...], tuple[Sending, ...]]
_SHOWN = 12


class SomethingWrongScreen(CardListScreen):
    """The entries; under them what was sent, each with "This went to the wrong person"."""

    NOUNS = frozenset({"incident", "sent", "received"})

    def __init__(self, context: Context, what: object = None) -> None:
        del what
        empty = EmptyState(
            tr("Nothing is written down."),
            text=tr("A lost laptop, or a file that went to the wrong person, stands here."),
            icon="check-circle",
        )
        words = tr("You have 72 hours from when somebody noticed. A person decides if it is reported.")
        super().__init__(context, tr("Something went wrong"), words, empty)

    def look_up(self) -> Found:
        """The log, and what was sent."""
        return incidents(self.context.home), sendings(self.context.home)[:_SHOWN]

    def cards_of(self, found: Found) -> Sequence[QWidget]:
        """Entries first."""
        entries, sent = found
        cards: list[QWidget] = []
        for one in entries:
            card = IncidentCard(self.context, one)
            card.changed.connect(self.read)
            cards.append(card)
        left = [s for s in sent if not s.wrong]
        if left:
            choose = SentCard(self.context, left)
            choose.changed.connect(self.read)
            cards.append(choose)
        return cards


class SentCard(Card):
    """The newest files that went from here. `changed` when one was said to have gone to the wrong person."""

    changed = Signal()

    def __init__(self, context: Context, sent: Sequence[Sending]) -> None:
        super().__init__(spacing=10)
        self.context = context
        words = tr(
            "Whom did a file go to that was not meant for them? Choose it. They are asked to destroy it."
        )
        self.add(heading(tr("A file went to the wrong person")), helper(words))
        for one in sent:
            self.add(self._line(one))

    def _line(self, one: Sending) -> QWidget:
        holder = QWidget()
        title = tr("To {name}, {day}", name=one.names, day=shown_day(one.on[:10]))
        stories = many(one.stories, "{n} story", "{n} stories")
        parts = many(one.parts, "{n} file", "{n} files")
        wrong = Button(
            tr("Wrong person"),
            size="dense",
            name=tr("This went to the wrong person: {what}", what=f"{title}, {stories}"),
        )
        yes = Button(
            tr("Yes, ask them to destroy it"),
            kind="danger",
            size="dense",
            name=tr("Yes, ask {name} to destroy it", name=one.names),
        )
        no = Button(tr("No"), size="dense", name=tr("No, {what} was right", what=title))
        line = row(column(Label(title, weight=600), small(f"{stories}, {parts}"), spacing=0), wrong, yes, no)
        line.setStretch(0, 1)
        holder.setLayout(line)

        def open_(shown: bool) -> None:
            wrong.setVisible(not shown)
            yes.setVisible(shown)
            no.setVisible(shown)
            (no if shown else wrong).setFocus()

        yes.hide()
        no.hide()
        wrong.clicked.connect(lambda: open_(True))
        no.clicked.connect(lambda: open_(False))
        yes.clicked.connect(lambda: self._begin(one))
        return holder

    def _begin(self, one: Sending) -> None:
        try:
            went_to_wrong_person(self.context.home, one.bundle)
        except UserError as error:
            self.context.tell(sentence(error))
            announce(self, sentence(error), assertive=True)
            return
        words = tr(
            "Written down. The clock runs. Send {name} a file now: it asks them to destroy this one.",
            name=one.names,
        )
        self.context.tell(words)
        self.changed.emit()
