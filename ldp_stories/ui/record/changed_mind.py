""" "They changed their mind": one answer at a time, from any screen of a record. A no counts from the moment it is pressed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.consent import (
    CONTACT_KEYS,
    PUBLISH,
    Answer,
    Channel,
    Consent,
    Route,
    Scope,
    all_keys,
    answer_key,
)
from ldp_stories.errors import UserError
from ldp_stories.services.ask_again import words_to_ask
from ldp_stories.services.edit_record import RecordView, changed_mind, open_record
from ldp_stories.ui.record.consent_strip import key_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.kept_card import KeptCard
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, Line, column, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, display, helper
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.scroll import ScrollPage

_PUBLISH = tuple(answer_key(scope, channel) for scope in PUBLISH for channel in Channel)
_FIRST = tuple(key for key in all_keys() if key not in _PUBLISH and key != Scope.TAKE_PART.value)


class ChangedMindPage(ScrollPage):
    """Every answer of one person, each to be changed. `closed` to go back, `changed` after each change, `take_out` with a person's id.

    Show it instead of the record (a page of its own, not over it). Writes through `edit_record.changed_mind`.
    """

    closed = Signal()
    changed = Signal()
    take_out = Signal(str)

    def __init__(self, context: Context, view: RecordView, parent: QWidget | None = None) -> None:
        super().__init__(spacing=14, parent=parent)
        self.context, self.record = context, view.record.id
        self.rows: dict[tuple[str, str], ChoiceRow] = {}
        self._answers: dict[tuple[str, str], str] = {}
        self.ask: AskYes | None = None
        self._places: dict[tuple[str, str], QVBoxLayout] = {}
        self._words: dict[str, dict[str, tuple[str, str]]] = {}
        self.heading = display(tr("They changed their mind"))
        self.trouble = Banner("", tone="bad", icon="warning-circle")
        self.trouble.hide()
        self.body.addWidget(self.heading)
        self.body.addWidget(helper(tr("Change one answer, or take all of it back. A no counts from now on.")))
        self.body.addWidget(self.trouble)
        self.kept = KeptCard(context, self.record)
        self.kept.gone.connect(self._taken_out)
        self.body.addWidget(self.kept)
        codes = {p.id: p.code for p in view.participants}
        for consent in view.consents:
            self._add_person(consent, codes.get(consent.participant, ""), many=len(view.consents) > 1)
        if not view.consents:
            self.body.addWidget(helper(tr("Nobody gave an answer for this story.")))
        self.body.addStretch(1)
        back = Button(tr("Back to the story"), icon="arrow-left", size="field")
        back.clicked.connect(self.closed)
        self.pin(back, None)

    def focus_start(self) -> None:
        """Focus on the heading."""
        self.heading.setFocus()

    def _taken_out(self) -> None:
        self.changed.emit()
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_person(self, consent: Consent, code: str, *, many: bool) -> None:
        if many:
            self.body.addWidget(Label(code, role="heading"))
        part = consent.answers.get(Scope.TAKE_PART.value) is Answer.YES
        none = Button(tr("None of it may be used"), icon="x-circle", kind="danger", size="field")
        none.setEnabled(part)
        none.clicked.connect(lambda: self._take_all_back(none, consent.participant))
        words = helper(tr("Every use of this story stops at once. Then you can take it out for good."))
        self.body.addLayout(row(none, words, spacing=16))
        self.body.addWidget(Line())
        self._words[consent.participant] = asked = words_to_ask(self.context.home, consent)
        young = consent.age_band.under_16 or consent.route is Route.UNDER_16
        publish = [key for key in _PUBLISH if key in asked or not young]
        for key in _FIRST:
            self.body.addLayout(self._row(consent, key))
        more = quiet(tr("Playing or showing a piece"), icon="caret-down")
        holder = QWidget()
        holder.setLayout(column(*(self._row(consent, key) for key in publish), spacing=10))
        holder.setVisible(any(consent.answers.get(key) is Answer.YES for key in publish))
        more.clicked.connect(lambda: self._unfold(holder))
        more.setVisible(bool(publish))
        self.body.addLayout(row(more, None))
        self.body.addWidget(holder)

    def _unfold(self, holder: QWidget) -> None:
        holder.setVisible(not holder.isVisible())
        self.into_sight(holder)

    def _row(self, consent: Consent, key: str) -> QVBoxLayout:
        words = key_words(key)
        self._answers[consent.participant, key] = self._now(consent, key)
        options = [Option("yes", tr("Yes")), Option("no", tr("No")), Option("not asked", tr("Not asked"))]
        choice = ChoiceRow(options, name=words, value=[self._answers[consent.participant, key]])
        choice.setMinimumWidth(choice.flow.sizeHint().width())
        choice.chosen.connect(lambda keys: self._change(consent.participant, key, keys))
        self.rows[consent.participant, key] = choice
        label = Label(words)
        label.setMinimumWidth(220)
        self._places[consent.participant, key] = place = column(
            row(label, choice, None, spacing=16), spacing=8
        )
        return place

    @staticmethod
    def _now(consent: Consent, key: str) -> str:
        narrowed = key in consent.narrowed or key.partition(":")[0] in consent.narrowed
        return (Answer.NO if narrowed else consent.answers.get(key, Answer.NOT_ASKED)).value

    def _take_all_back(self, button: Button, participant: str) -> None:
        if self._write(participant, Scope.TAKE_PART.value, Answer.NO):
            button.setEnabled(False)
            self.context.tell(tr("Kept. Nothing of this story is used from now on."))
            self.take_out.emit(participant)

    def _change(self, participant: str, key: str, keys: list[str]) -> None:
        if not keys:  # pressing the chosen answer again changes nothing
            self.rows[participant, key].set_value([self._answers[participant, key]])
            return
        self._put_away()
        question, under = self._words[participant].get(key, ("", ""))
        if keys[0] == Answer.YES.value and question:
            self.rows[participant, key].set_value(
                [self._answers[participant, key]]
            )  # not before they were asked
            self._ask_first(participant, key, question, under)
        else:
            self._keep(participant, key, Answer(keys[0]))

    def _keep(self, participant: str, key: str, answer: Answer, named: str = "") -> None:
        if self._write(participant, key, answer, named):
            self.rows[participant, key].set_value([answer.value])
            self._show_contact(participant)
            self.context.tell(
                tr("{what}: {answer}. Kept.", what=key_words(key), answer=_answer_words(answer.value))
            )
        else:
            self.rows[participant, key].set_value([self._answers[participant, key]])

    def _show_contact(self, participant: str) -> None:
        """Whether one may be contacted and what for hang together: each is shown as it stands now."""
        view = open_record(self.context.home, self.record)
        for consent in (c for c in view.consents if c.participant == participant):
            for key in (Scope.RECONTACT.value, *CONTACT_KEYS):
                self._answers[participant, key] = self._now(consent, key)
                self.rows[participant, key].set_value([self._answers[participant, key]])

    def _ask_first(self, participant: str, key: str, question: str, under: str) -> None:
        """A yes is given to words: they are read out, and kept with it."""
        self.ask = ask = AskYes(question, under, named=key == Scope.QUOTE_NAMED.value)
        ask.yes.clicked.connect(lambda: self._said_yes(participant, key, ask.named.text()))
        ask.leave.clicked.connect(self._leave)
        self._places[participant, key].addWidget(ask)
        ask.show()
        ask.heading.setFocus(Qt.FocusReason.OtherFocusReason)
        self.into_sight(ask)  # wherever on the page it opened
        announce(self, question)

    def _said_yes(self, participant: str, key: str, named: str) -> None:
        self._put_away()
        self._keep(participant, key, Answer.YES, named)
        self.rows[participant, key].focus_start()

    def _leave(self) -> None:
        self._put_away()
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_away(self) -> None:
        ask, self.ask = self.ask, None
        if ask is not None:
            ask.hide()
            ask.deleteLater()

    def _write(self, participant: str, key: str, answer: Answer, named: str = "") -> bool:
        try:
            changed_mind(self.context.home, self.record, key, answer, participant, named=named)
        except UserError as error:
            self.trouble.set_text(sentence(error))
            self.trouble.show()
            announce(self, sentence(error), assertive=True)
            return False
        self.trouble.hide()
        self._answers[participant, key] = answer.value
        self.kept.look()
        self.changed.emit()
        return True


class AskYes(Card):
    """The question to read out before somebody's yes is kept: `yes`, `leave`, and how their name should read where that is asked."""

    def __init__(self, question: str, under: str, *, named: bool) -> None:
        super().__init__(padding=(24, 16, 24, 18), spacing=10, fill="sunk", edge=None)
        self.heading = Label(question, role="lead", weight=600)
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.named = TextField(name=tr("Their name or role, as they want it"))
        field = Field(tr("Their name or role, as they want it"), self.named)
        field.setVisible(named)
        self.yes = Button(tr("They said yes"), icon="check-circle", kind="primary", size="field")
        self.leave = quiet(tr("Leave it as it was"), icon="x")
        lead = Label(tr("Read this out"), weight=600, color="onsoft", wrap=False)
        top = row(IconMark("speaker-high", "accent", 20), lead, None, spacing=9)
        self.body.addLayout(top)
        self.add(self.heading, Label(under), field)
        self.body.addLayout(row(self.yes, self.leave, None, spacing=12))


def _answer_words(value: str) -> str:
    return {"yes": tr("yes"), "no": tr("no"), "not asked": tr("not asked")}[value]
