"""Checked with the teller: whether they were shown what was written down, what came of it, and whether they may be contacted for it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal

from ldp_stories.domain.consent import ContactFor, Scope, joint_gate
from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import RecordView, set_fields
from ldp_stories.services.home import Home
from ldp_stories.services.read_pack import choices
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import checked_words, shown_day
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.labels import Label, heading, helper, small

NOT_YET: Final = "not yet"


class CheckedCard(Card):
    """For whoever wrote the story down. `changed` when an answer was kept."""

    changed = Signal()

    def __init__(self, context: Context, view: RecordView) -> None:
        super().__init__(spacing=8)
        self.context, self.record = context, view.record.id
        self.now = view.record.checked_back
        title = tr("Checked with the teller")
        ways = [Option(one.key, one.label) for one in choices(context.home, "checked_back")]
        self.ways = ChoiceRow(ways, name=title, value=[self.now])
        self.ways.chosen.connect(self._choose)
        self.trouble = Label("", role="small", color="bad", weight=500)
        self.trouble.hide()
        self.add(heading(title), helper(may_check_words(context.home, view)), self.ways)
        day = view.record.checked_back_on
        if day and self.now != NOT_YET:
            self.add(small(tr("Noted on {day}.", day=shown_day(day))))
        self.add(self.trouble)

    def _choose(self, keys: list[str]) -> None:
        chosen = keys[0] if keys else self.now
        if chosen == self.now:
            self.ways.set_value([self.now])
            return
        home = self.context.home
        day = "" if chosen == NOT_YET else home.today().isoformat()
        try:
            set_fields(home, self.record, checked_back=chosen, checked_back_on=day)
        except UserError as error:
            self.ways.set_value([self.now])
            self.trouble.setText(sentence(error))
            self.trouble.show()
            announce(self, sentence(error), assertive=True)
            return
        self.now = chosen
        self.context.tell(tr("{words} Kept.", words=checked_words(chosen)))
        self.changed.emit()


def may_check_words(home: Home, view: RecordView) -> str:
    """Whether the people in a story may be contacted again so that they can check it."""
    gate = joint_gate(view.consents, Scope.RECONTACT, home.today(), ContactFor.CHECK)
    if gate.open:
        return tr("Read it to them, or show it. They said yes to being contacted for this.")
    if gate.why == "not_asked":
        return tr("Nobody asked whether they may be contacted for this. Ask when you meet them.")
    return tr("They may not be contacted for this. Only if they come to you themselves.")
