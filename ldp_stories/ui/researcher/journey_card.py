"""Your own journey: training, practice, what you did and learnt, by day; only for yourself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services import own_journey
from ldp_stories.services.keep_answers import keep_own, own_typed
from ldp_stories.services.own_journey import Practised, Step
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import many, minutes, sentence, tr
from ldp_stories.ui.widgets.banner import UndoLine
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, heading, helper, small
from ldp_stories.ui.widgets.rail import IconMark

_KINDS: Final = {
    "training": (str(QT_TRANSLATE_NOOP("LDP Stories", "Training")), "student"),
    "practice": (str(QT_TRANSLATE_NOOP("LDP Stories", "Practice")), "repeat"),
    "did": (str(QT_TRANSLATE_NOOP("LDP Stories", "I did it")), "footprints"),
    "learnt": (str(QT_TRANSLATE_NOOP("LDP Stories", "I learnt")), "lightbulb"),
}


def result_words(done: Practised) -> str:
    """ "A practice conversation: 14 of 14 questions asked, 2 minutes of sound, 1 moment marked, 2 tags." """
    parts = [tr("{n} of {all} questions asked", n=done.asked, all=done.questions)]
    if done.sound_ms:
        parts.append(tr("{time} of sound", time=minutes(done.sound_ms)))
    if done.words:
        parts.append(many(done.words, "{n} word written", "{n} words written"))
    if done.marked:
        parts.append(many(done.marked, "{n} moment marked", "{n} moments marked"))
    if done.tags:
        parts.append(many(done.tags, "{n} tag", "{n} tags"))
    return tr("A practice conversation: {what}.", what=", ".join(parts))


class JourneyCard(Card):
    """The steps, newest first, and a line to add one. A step that is taken away can be put back at once."""

    took_away = Signal()
    """Something was taken away and can be put back here: an older offer to undo elsewhere ends."""

    def __init__(self, context: Context) -> None:
        super().__init__(padding=(26, 20, 26, 22), spacing=10)
        self.context = context
        self.add(heading(tr("My journey")))
        lead = tr("What you were trained in, what you did and learnt. It is yours: nothing of it is sent.")
        self.add(helper(lead))
        self.keeper = Keeper(lambda field, text: keep_own(context.home, field, text), self)
        typed = own_typed(context.home)
        options = [Option(kind, tr(words)) for kind, (words, _) in _KINDS.items()]
        self.kind = ChoiceRow(options, name=tr("What kind of step?"), value=["training"])
        self.words = TextField(
            name=tr("What was it?"), value=typed.get("step", ""), placeholder=tr("Listening well, half a day")
        )
        self.words.changed.connect(lambda text: self.keeper.keep("step", text))
        self.words.entered.connect(lambda _: self._add())
        self.day = TextField(
            name=tr("When was it?"), value=typed.get("step day", ""), placeholder=tr("today")
        )
        self.day.changed.connect(lambda text: self.keeper.keep("step day", text))
        self.asking = Field(tr("What was it?"), self.words)
        self.when = Field(tr("When was it?"), self.day, helper=tr("Such as 14/5/2026. Blank means today."))
        self.more = Button(tr("Add it"), icon="plus", size="field")
        self.more.clicked.connect(self._add)
        self.undo = UndoLine()
        self.undo.hide()
        self.undo.undone.connect(self._put_back)
        self.gone: Step | None = None
        self.list = column(spacing=10)
        self.add(self.kind, self.asking, self.when, row(self.more, None), self.undo)
        self.body.addLayout(self.list)
        self.look()

    def look(self) -> None:
        """Show the steps."""
        found = own_journey.steps(self.context.home)
        refill(self.list, *(self._line(step) for step in found))

    def _line(self, step: Step) -> QWidget:
        words, icon = _KINDS[step.kind]
        text = result_words(step.result) if step.result is not None else step.words
        about = column(
            small(f"{tr(words)}, {shown_day(step.on)}"), Label(text, people=True, start=True), spacing=0
        )
        away = Button(
            tr("Take away"), kind="quiet", size="dense", name=tr("Take this step away: {words}", words=text)
        )
        away.clicked.connect(lambda: self._remove(step))
        line = QWidget()
        box = row(IconMark(icon, "onsoft", 18, tile="soft"), about, away, spacing=14)
        box.setStretch(1, 1)
        line.setLayout(box)
        return line

    def _add(self) -> None:
        kind = (self.kind.value() or ["did"])[0]
        try:
            own_journey.add_step(self.context.home, kind, self.words.text(), self.day.text())
        except UserError as error:
            field, control = (
                (self.asking, self.words) if error.code == "STEP_EMPTY" else (self.when, self.day)
            )
            field.set_error(sentence(error))
            control.setFocus()
            return
        for shown in (self.asking, self.when):
            shown.set_error("")
        for part, control in (("step", self.words), ("step day", self.day)):
            control.set_text("")
            self.keeper.keep(part, "")
        self.keeper.flush()
        self.undo.clear()
        self.look()
        self.words.setFocus()

    def _remove(self, step: Step) -> None:
        self.gone = own_journey.remove_step(self.context.home, step.id)
        self.undo.show_undo(tr("Taken away."))
        self.took_away.emit()
        self.look()

    def _put_back(self) -> None:
        if self.gone is not None:
            own_journey.put_back(self.context.home, self.gone)
            self.gone = None
        self.undo.clear()
        self.look()
