""" "They changed their mind": one answer at a time, from any screen of a record. A no counts from the moment it is pressed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ldp_stories.domain.consent import Answer, Consent, Scope, all_keys
from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import RecordView, changed_mind
from ldp_stories.ui.record.consent_strip import key_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Line, column, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.labels import Label, display, helper
from ldp_stories.ui.widgets.scroll import ScrollPage

_FIRST = tuple(key for key in all_keys() if ":" not in key and key != Scope.TAKE_PART.value)
_PUBLISH = tuple(key for key in all_keys() if ":" in key)


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
        self.heading = display(tr("They changed their mind"))
        self.trouble = Banner("", tone="bad", icon="warning-circle")
        self.trouble.hide()
        self.body.addWidget(self.heading)
        self.body.addWidget(helper(tr("Change one answer, or take all of it back. A no counts from now on.")))
        self.body.addWidget(self.trouble)
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
        for key in _FIRST:
            self._add_key(consent, key)
        more = quiet(tr("Playing or showing a piece"), icon="caret-down")
        holder = QWidget()
        holder.setLayout(column(*(self._row(consent, key) for key in _PUBLISH), spacing=10))
        holder.setVisible(any(consent.answers.get(key) is Answer.YES for key in _PUBLISH))
        more.clicked.connect(lambda: holder.setVisible(not holder.isVisible()))
        self.body.addLayout(row(more, None))
        self.body.addWidget(holder)

    def _add_key(self, consent: Consent, key: str) -> None:
        self.body.addLayout(self._row(consent, key))

    def _row(self, consent: Consent, key: str) -> QHBoxLayout:
        words = key_words(key)
        self._answers[consent.participant, key] = self._now(consent, key)
        options = [Option("yes", tr("Yes")), Option("no", tr("No")), Option("not asked", tr("Not asked"))]
        choice = ChoiceRow(options, name=words, value=[self._answers[consent.participant, key]])
        choice.setMinimumWidth(choice.flow.sizeHint().width())
        choice.chosen.connect(lambda keys: self._change(consent.participant, key, keys))
        self.rows[consent.participant, key] = choice
        label = Label(words)
        label.setMinimumWidth(220)
        return row(label, choice, None, spacing=16)

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
        if self._write(participant, key, Answer(keys[0])):
            self.context.tell(
                tr("{what}: {answer}. Kept.", what=key_words(key), answer=_answer_words(keys[0]))
            )

    def _write(self, participant: str, key: str, answer: Answer) -> bool:
        try:
            changed_mind(self.context.home, self.record, key, answer, participant)
        except UserError as error:
            self.trouble.set_text(sentence(error))
            self.trouble.show()
            announce(self, sentence(error), assertive=True)
            return False
        self.trouble.hide()
        self._answers[participant, key] = answer.value
        self.changed.emit()
        return True


def _answer_words(value: str) -> str:
    return {"yes": tr("yes"), "no": tr("no"), "not asked": tr("not asked")}[value]
