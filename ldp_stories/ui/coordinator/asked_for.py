"""What people asked for: a copy, a correction, a no, a complaint - each with its clock, and what came of it (domain/5-ethics-law.md 5.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.answer_rights import begin_request, codes_of
from ldp_stories.services.rights_log import RightsRow, acknowledge, finish_request, requests
from ldp_stories.ui.coordinator.card_list import CardListScreen
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import FormKeeper
from ldp_stories.ui.record.record_words import day_and_year, shown_day
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.chips import Chip, Tone
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.columns import Columns
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, heading, helper, small

Found = tuple[tuple[RightsRow, ...], Mapping[str, str]]
_SHOWN: Final = 40
_SOON: Final = 7
_WHAT: Final = {
    "copy": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "A copy of what they told")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "Open their story, then Give a copy. Other people's names are hidden in it.")),
    ),
    "correction": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "Something is to be put right")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "Open their story, then Put right. What stood before stays in the history.")),
    ),
    "objection": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "They do not want a use")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "Go to Take back and stop that use. Nothing is taken out by that.")),
    ),
    "complaint": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "They are not happy")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "Tell them soon that it came. Then answer as your programme says.")),
    ),
    "withdrawal": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "They take something back")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "Go to Take back and type their code.")),
    ),
}  # fmt: skip
_OUTCOMES: Final = {
    "done": str(QT_TRANSLATE_NOOP("LDP Stories", "Done, {day}")),
    "part": str(QT_TRANSLATE_NOOP("LDP Stories", "Done in part, {day}")),
    "refused": str(QT_TRANSLATE_NOOP("LDP Stories", "Not done, {day}")),
}


def what_words(what: str) -> str:
    """What was asked, in words; the word itself when a newer version wrote it."""
    return tr(_WHAT[what][0]) if what in _WHAT else what


class AskedForScreen(CardListScreen):
    """The card to write one down; then the open ones by their last day; then those that were answered."""

    NOUNS = frozenset({"rights_request", "participant", "order"})

    def __init__(self, context: Context, what: object = None) -> None:
        del what
        self.new = NewRequest(context)
        empty = EmptyState(
            tr("Nobody has asked for anything yet."),
            text=tr("When somebody phones or writes, put it down above. The clock is kept for you."),
            icon="check-circle",
        )
        words = tr("You have one month to answer, and 30 days for somebody who is not happy.")
        super().__init__(context, tr("What people asked for"), words, empty)
        self.new.begun.connect(self.read)

    def above(self) -> tuple[QWidget, ...]:
        """The way to begin one."""
        return (self.new,)

    def look_up(self) -> Found:
        """Every request, and the codes of those who asked."""
        found = requests(self.context.home)
        return found, codes_of(self.context.home, found)

    def cards_of(self, found: Found) -> Sequence[QWidget]:
        """A card for each."""
        rows, codes = found
        cards = []
        for one in rows[:_SHOWN]:
            card = RequestCard(self.context, one, codes.get(one.participant, ""))
            card.changed.connect(self.read)
            card.go.connect(self.go.emit)
            cards.append(card)
        return cards


class NewRequest(Card):
    """What somebody asks, when they asked, their code when they have it. `begun` once it is written down."""

    begun = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(spacing=16)
        self.context = context
        options = [Option(key, tr(words)) for key, (words, _) in _WHAT.items() if key != "withdrawal"]
        self.what = ChoiceRow(options, name=tr("What do they ask for?"))
        self.code = TextField(name=tr("The code on their card, if they have it"))
        self.day = TextField(name=tr("The day they asked"))
        self.keep = Button(tr("Write it down"), kind="primary", size="field", icon="pencil-simple")
        self.keep.setEnabled(False)
        self.what.chosen.connect(lambda _: self.keep.setEnabled(True))
        self.keep.clicked.connect(self.begin)
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        self.add(heading(tr("Somebody asks for something")), self.what)
        code = Field(
            tr("The code on their card, if they have it"), self.code, helper=tr("Such as BS-7Q2K-9TD.")
        )
        day = Field(tr("The day they asked"), self.day, helper=tr("Such as 14/5/2026. Blank means today."))
        self.add(Columns([(code, 0), (day, 0)], gap=24))
        self.add(
            row(self.keep, None), helper(tr("Write no names here, and not what they said.")), self.trouble
        )

    def begin(self) -> None:
        """Write it down, or say why not."""
        try:
            begin_request(self.context.home, self.what.value()[0], self.day.text(), self.code.text())
        except UserError as error:
            self.trouble.setText(sentence(error))
            self.trouble.show()
            announce(self, sentence(error), assertive=True)
            return
        self.trouble.hide()
        self.code.set_text("")
        self.day.set_text("")
        self.what.set_value([])
        self.keep.setEnabled(False)
        self.context.tell(tr("Written down. The clock runs."))
        self.begun.emit()


class RequestCard(Card):
    """One request. `changed` after a step was written down; `go` to where it is carried out."""

    changed = Signal()
    go = Signal(str, object)

    def __init__(self, context: Context, one: RightsRow, code: str) -> None:
        super().__init__(spacing=10)
        self.context, self.one = context, one
        words, tone = clock_words(one)
        self.about = f"{what_words(one.what)}, {code}" if code else what_words(one.what)
        self.add(row(heading(self.about), Chip(words, icon="clock", tone=tone), None))
        self.add(small(tr("Asked on {day}", day=day_and_year(one.received))))
        if one.acknowledged:
            told = tr("They were told that it came, {day}", day=shown_day(one.acknowledged))
            self.add(CheckLine(told, icon="check", tone="ok"))
        if one.done:
            self._answered()
        else:
            self._open()

    def _answered(self) -> None:
        line = tr(_OUTCOMES.get(self.one.outcome, _OUTCOMES["done"]), day=shown_day(self.one.done))
        self.add(CheckLine(line, line=self.one.reason, icon="scales", tone="accent"))

    def _open(self) -> None:
        home, one = self.context.home, self.one
        if one.what in _WHAT:
            self.add(helper(tr(_WHAT[one.what][1])))
        ways = []
        if not one.acknowledged:
            told = Button(tr("They know it came"), size="field", icon="check")
            told.set_name(tr("They know it came: {what}", what=self.about))
            told.clicked.connect(lambda: self._try(lambda: acknowledge(home, one.id)))
            ways.append(told)
        if one.what in ("objection", "withdrawal"):
            way = Button(tr("Go to Take back"), size="field", icon="arrow-counter-clockwise")
            way.set_name(tr("Go to Take back: {what}", what=self.about))
            way.clicked.connect(lambda: self.go.emit("take_back", one.participant or None))
            ways.append(way)
        self.why = TextField(name=tr("What was done, or why not: {what}", what=self.about))
        self.typing = FormKeeper(home, f"rights {one.id}", {"why": self.why}, self)
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        ends = []
        for outcome, words in (
            ("done", tr("Done")),
            ("part", tr("Done in part")),
            ("refused", tr("Not done")),
        ):
            end = Button(words, size="field", name=f"{words}: {self.about}")
            end.clicked.connect(lambda _=False, o=outcome: self._finish(o))
            ends.append(end)
        if ways:
            self.add(row(*ways, None))
        self.add(4, Field(tr("What was done, or why not"), self.why), row(*ends, None), self.trouble)

    def _finish(self, outcome: str) -> None:
        home, ident, why = self.context.home, self.one.id, self.why.text()
        if outcome != "done" and not why.strip():
            self._say(tr("Say why in a few words. Nothing is written down yet."))
            return

        def finish() -> None:
            finish_request(home, ident, outcome, why)
            self.typing.done()

        self._try(finish)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except UserError as error:
            self._say(sentence(error))
            return
        self.context.tell(tr("Written down."))
        self.changed.emit()

    def _say(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.show()
        announce(self, words, assertive=True)


def clock_words(one: RightsRow) -> tuple[str, Tone]:
    """The chip of the clock: how many days there are still to answer, or that it was answered."""
    if one.done:
        return tr("Answered"), "ok"
    if one.days_left < 0:
        return tr("The time to answer is over"), "bad"
    if one.days_left == 0:
        return tr("Answer today"), "bad"
    words = many(one.days_left, "{n} day left to answer", "{n} days left to answer")
    return words, "bad" if one.days_left < _SOON else "warn"
