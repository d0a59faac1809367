"""Put right whose story it is, which meeting it belongs to, and who said yes for a child. Each step can be undone at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.consent import Answer, Consent
from ldp_stories.errors import UserError
from ldp_stories.services.correct_records import move_back, move_record, put_together, split_encounter
from ldp_stories.services.edit_record import RecordView, complete_route, open_record
from ldp_stories.services.find_code import people_with
from ldp_stories.services.meeting_of import others_of_meeting
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import UndoLine
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, display, heading, helper
from ldp_stories.ui.widgets.scroll import ScrollPage


class PutRightPage(ScrollPage):
    """`closed` to go back to the story."""

    closed = Signal()

    def __init__(self, context: Context, view: RecordView) -> None:
        super().__init__(spacing=14)
        self.context, self.home, self.record = context, context.home, view.record.id
        self._undo: Callable[[], object] = lambda: None
        self.heading = display(tr("Put it right"))
        self.undo = UndoLine()
        self.undo.undone.connect(self._undone)
        self.undo.hide()
        self.trouble = Label("", role="small", color="bad", weight=500)
        self.trouble.hide()
        self.cards = column(spacing=14)
        lead = helper(tr("Nothing is guessed: you say how it was. You can undo each step."))
        for thing in (self.heading, lead, self.undo, self.trouble):
            self.body.addWidget(thing)
        self.body.addLayout(self.cards)
        self.body.addStretch(1)
        back = Button(tr("Back to the story"), icon="arrow-left", size="field")
        back.clicked.connect(self.closed)
        self.pin(back, None)
        self.codes: dict[str, TextField] = {}
        self._fill(view)

    def focus_start(self) -> None:
        """Focus on the heading."""
        self.heading.setFocus()

    def _fill(self, view: RecordView) -> None:
        self.codes = {}
        cards: list[QWidget] = [self._whose(p.id, p.code) for p in view.participants]
        others = others_of_meeting(self.home, self.record)
        if others:
            cards.append(self._split(view, others))
        ages = {p.id: p for p in view.participants}
        for consent in view.consents:
            person = ages.get(consent.participant)
            if person is not None and person.age_band.under_16:
                cards.append(self._child(consent, person.code))
        if not cards:
            cards.append(helper(tr("Nobody told this story, so there is nothing to put right here.")))
        refill(self.cards, *cards)

    def _whose(self, person: str, code: str) -> Card:
        card = Card(padding=(26, 18, 26, 20), spacing=10).add(heading(tr("Somebody else told this")))
        card.add(Label(tr("It stands under the code {code}.", code=code)))
        typed = TextField(name=tr("The right code, instead of {code}", code=code))
        self.codes[person] = typed
        field = Field(tr("The right code"), typed, helper=tr("It is on the card they were given."))
        move = Button(
            tr("Move it to them"),
            icon="arrow-right",
            name=tr("Move it from {code} to them", code=code),
        )
        move.clicked.connect(lambda: self._move(person, field))
        return card.add(field, row(move, None))

    def _move(self, person: str, field: Field) -> None:
        try:
            found = people_with(self.home, self.codes[person].text())
            if len(found) > 1:
                raise UserError("TWO_WITH_CODE", typed=found[0].person.code)
            moved = move_record(self.home, self.record, person, found[0].person.id)
        except UserError as error:
            field.set_error(sentence(error))
            announce(self, sentence(error), assertive=True)
            return
        self._done(tr("Moved."), lambda: move_back(self.home, moved))

    def _split(self, view: RecordView, others: tuple[str, ...]) -> Card:
        card = Card(padding=(26, 18, 26, 20), spacing=10).add(heading(tr("Two meetings, not one")))
        told = many(
            len(others),
            "One other story stands under the same meeting.",
            "{n} other stories stand under the same meeting.",
        )
        card.add(Label(told), helper(tr("If this one was told another time, it can have its own meeting.")))
        split = Button(tr("Give this story its own meeting"), icon="git-fork")
        meeting = view.record.encounter
        split.clicked.connect(lambda: self._part(meeting))
        return card.add(row(split, None))

    def _part(self, meeting: str) -> None:
        try:
            made = split_encounter(self.home, meeting, [self.record])
        except UserError as error:
            self._trouble(error)
            return
        self._done(tr("It has its own meeting now."), lambda: put_together(self.home, made))

    def _child(self, consent: Consent, code: str) -> Card:
        card = Card(padding=(26, 18, 26, 20), spacing=10)
        card.add(heading(tr("Under 16: who said yes")), Label(code))
        who = TextField(name=tr("The grown-up is their"), value=consent.adult_relation)
        options = [Option(a.value, w) for a, w in _answers()]
        child = ChoiceRow(options, name=tr("And they themselves?"), value=[consent.child_assent.value])
        asking = Field(tr("The grown-up is their"), who, helper=tr("Such as mother. Never a name."))
        keep = Button(tr("Keep this"), icon="check")
        keep.clicked.connect(lambda: self._complete(consent, who.text(), child.value(), asking))
        return card.add(asking, Field(tr("And they themselves?"), child), row(keep, None))

    def _complete(self, before: Consent, who: str, child: list[str], asking: Field) -> None:
        if not who.strip():
            asking.set_error(tr("Write who said yes for them first."))
            return
        assent = Answer(child[0]) if child else Answer.NOT_ASKED
        try:
            complete_route(self.home, before.id, adult_relation=who.strip(), child_assent=assent)
        except UserError as error:
            self._trouble(error)
            return
        who_before, child_before, way = before.adult_relation, before.child_assent, before.route
        self._done(
            tr("Kept."),
            lambda: complete_route(
                self.home, before.id, adult_relation=who_before, child_assent=child_before, route=way
            ),
        )

    def _done(self, words: str, undo: Callable[[], object]) -> None:
        self._undo = undo
        self.trouble.hide()
        self._fill(open_record(self.home, self.record))
        self.undo.show_undo(words)
        self.undo.button.setFocus()
        self.context.tell(words)

    def _undone(self) -> None:
        try:
            self._undo()
        except UserError as error:
            self._trouble(error)
            return
        self._undo = lambda: None
        self.undo.clear()
        self._fill(open_record(self.home, self.record))
        self.heading.setFocus()

    def _trouble(self, error: UserError) -> None:
        self.trouble.setText(sentence(error))
        self.trouble.show()
        announce(self, sentence(error), assertive=True)


def _answers() -> tuple[tuple[Answer, str], ...]:
    return ((Answer.YES, tr("Yes")), (Answer.NO, tr("No")), (Answer.NOT_ASKED, tr("Not asked")))
