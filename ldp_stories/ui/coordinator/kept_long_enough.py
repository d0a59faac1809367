"""Kept long enough: what the programme's rule has run out for, or will soon. A person ticks what goes; nothing goes by a clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.identity_session import open_session
from ldp_stories.services.keep_until import Due, DueList, Kept, TakenOut, due_list, take_out
from ldp_stories.ui.coordinator.card_list import CardListScreen
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import day_and_year
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, heading, helper, small

_HEADS: Final = {
    Kept.CARDS: (str(QT_TRANSLATE_NOOP("LDP Stories", "Private cards"))),
    Kept.SOUND: (str(QT_TRANSLATE_NOOP("LDP Stories", "Recordings"))),
    Kept.WORDS: (str(QT_TRANSLATE_NOOP("LDP Stories", "Stories with all that belongs to them"))),
}
_MOST: Final = 200


def _nothing() -> str:
    return tr("Nothing is due in the next 60 days.")


class KeptLongEnoughScreen(CardListScreen):
    """A card for each kind; [Take out what is ticked] asks once more."""

    NOUNS = frozenset({"record", "media", "order", "programme", "card", "consent"})

    def __init__(self, context: Context, what: object = None) -> None:
        del what
        empty = EmptyState(
            _nothing(),
            text=tr("How long things are kept stands in Programme, under What it needs."),
            icon="check-circle",
        )
        words = tr("The time to keep these is over, or will be in 60 days. You choose what goes.")
        super().__init__(context, tr("Kept long enough"), words, empty)

    def look_up(self) -> DueList:
        """What is due."""
        return due_list(self.context.home)

    def cards_of(self, found: DueList) -> Sequence[QWidget]:
        """Kinds in their order, then what a person must read themselves."""
        cards: list[QWidget] = []
        for kind in Kept:
            rows = [one for one in found.rows if one.kind is kind]
            if rows:
                card = DueCard(self.context, kind, rows)
                card.taken_out.connect(self.read)
                cards.append(card)
        lines = _to_read(found)
        if lines and not cards:
            cards.append(Banner(_nothing(), tone="ok", icon="check-circle"))
        return [*cards, *lines]


class DueCard(Card):
    """The things of one kind. `taken_out` once some of them went."""

    taken_out = Signal()

    def __init__(self, context: Context, kind: Kept, rows: Sequence[Due]) -> None:
        super().__init__(padding=(26, 20, 26, 22), spacing=10)
        self.context, self.kind, self.working = context, kind, False
        self.rows = list(rows[:_MOST])
        self.add(heading(tr(_HEADS[kind])), helper(_why(rows[0])))
        options = [Option(one.key, due_words(one)) for one in self.rows]
        self.ticks = ChoiceRow(options, name=tr(_HEADS[kind]), many=True)
        self.ticks.chosen.connect(lambda _: self._ticked())
        self.all = quiet(tr("Tick all that are over"))
        self.all.clicked.connect(self._tick_over)
        if len(rows) > _MOST:
            self.add(
                small(
                    many(len(rows) - _MOST, "{n} more stands behind these.", "{n} more stand behind these.")
                )
            )
        self.passphrase = TextField(name=tr("Your passphrase"), secret=True)
        self.field = Field(tr("Your passphrase opens the cards"), self.passphrase)
        if kind is not Kept.CARDS or context.home.practice:
            self.field.hide()
        self.go_on = Button(tr("Take out what is ticked"), size="field", icon="trash")
        self.go_on.clicked.connect(lambda: self._open(shown=True))
        self.sure = Label("", weight=600)
        self.yes = Button(tr("Yes, take it out for good"), kind="danger", size="field")
        self.yes.clicked.connect(self.take_out)
        self.no = Button(tr("No"), size="field", name=tr("No, keep it"))
        self.no.clicked.connect(lambda: self._open(shown=False))
        self.trouble = Label("", role="small", weight=500, color="bad")
        for part in (self.sure, self.yes, self.no, self.trouble):
            part.hide()
        self.add(self.ticks, row(self.all, None), self.field, row(self.go_on, None), self.sure, self.trouble)
        self.add(row(self.yes, self.no, None))
        self._ticked()

    def _ticked(self) -> None:
        count = len(self.ticks.value())
        self.go_on.setEnabled(count > 0)
        if self.yes.isVisibleTo(self):
            self._open(shown=False)

    def _tick_over(self) -> None:
        self.ticks.set_value([one.key for one in self.rows if one.days_left < 0])
        self._ticked()
        self.go_on.setFocus()

    def _open(self, *, shown: bool) -> None:
        count = len(self.ticks.value())
        self.sure.setText(
            many(
                count,
                "{n} thing goes from here and, with the next files, from every laptop. Nothing brings it back.",
                "{n} things go from here and, with the next files, from every laptop. Nothing brings them back.",
            )
        )
        for part in (self.sure, self.yes, self.no):
            part.setVisible(shown)
        self.go_on.setVisible(not shown)
        if shown:
            announce(self, self.sure.text())
        (self.no if shown else self.go_on).setFocus()

    def take_out(self) -> None:
        """Do it."""
        home, keys, typed = self.context.home, self.ticks.value(), self.passphrase.text()
        self.passphrase.set_text("")
        cards = self.kind is Kept.CARDS
        self.yes.setEnabled(False)
        self.working = True

        def work() -> TakenOut:
            session = open_session(home, None if home.practice else typed) if cards else None
            try:
                return take_out(home, keys, session)
            finally:
                if session is not None:
                    session.close()

        self.context.tasks.run(
            tr("Taking it out"),
            lambda _: work(),
            lane="store",
            done=self._done,
            failed=self._failed,
            owner=self,
        )

    def _done(self, done: TakenOut) -> None:
        words = many(
            done.things,
            "{n} thing went. It goes everywhere with the next files.",
            "{n} things went. They go everywhere with the next files.",
        )
        self.context.tell(words)
        self.taken_out.emit()

    def _failed(self, error: UserError) -> None:
        self.yes.setEnabled(True)
        self.working = False
        self.trouble.setText(sentence(error))
        self.trouble.show()
        announce(self, sentence(error), assertive=True)


def due_words(one: Due) -> str:
    """ "Tea and bulbs, over since 3 May 2026"; "..., until 3 May 2026"."""
    day = day_and_year(one.until)
    title = one.title or tr("No words here")
    return (
        tr("{title}, over since {day}", title=title, day=day)
        if one.days_left < 0
        else tr("{title}, until {day}", title=title, day=day)
    )


def _why(one: Due) -> str:
    months = many(one.months, "{n} month", "{n} months")
    return tr("The rule: {months} {rule}.", months=months, rule=one.rule)


def _to_read(found: DueList) -> list[QWidget]:
    lines: list[QWidget] = []
    if found.no_end:
        words = tr(
            "The programme's last day is not written down, so rules that count from it say nothing yet."
        )
        lines.append(Banner(words, tone="warn", icon="calendar-blank"))
    for kind, months, rule in found.unread:
        words = tr(
            "Look at this one yourself: {kind}, {months} {rule}.",
            kind=kind,
            months=many(months, "{n} month", "{n} months"),
            rule=rule,
        )
        lines.append(Banner(words, tone="info", icon="info"))
    return lines
