"""The person's code: the card in the side column, and taking up a code they have already (the card itself: `ui/record/card_page.py`)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.find_code import people_with
from ldp_stories.services.record_encounter import conversation, use_code
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, column, put, row
from ldp_stories.ui.widgets.facts import CodePlate
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import heading, helper
from ldp_stories.ui.widgets.rail import IconMark


class CodeCard(Card):
    """ "No name needed": the code, [Show the card], [They have a code already].

    `changed` when another code was taken up, `card_wanted(code)` to show the card.
    """

    changed = Signal()
    card_wanted = Signal(str)

    def __init__(self, context: Context, conversation_id: str) -> None:
        super().__init__(padding=(24, 22, 24, 16), spacing=8)
        self.context, self.conversation = context, conversation_id
        talk = conversation(context.home, conversation_id)
        self.plate = CodePlate(talk.code)
        show = quiet(tr("Show the card"), icon="identification-card")
        self.have = quiet(tr("They have a code already"), icon="arrow-counter-clockwise")
        self.typed = TextField(name=tr("Their code"), placeholder=talk.code[:3])
        self.typed.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.field = Field(tr("Their code"), self.typed, helper=tr("It is on the card they were given."))
        use = Button(tr("Use this code"), icon="check")
        self.entry = QWidget()
        self.choices = column(spacing=8)
        self.entry.setLayout(column(self.field, row(use, None), self.choices, spacing=8))
        self.entry.hide()
        top = row(
            IconMark("identification-card", "accent", 20, tile="soft"), heading(tr("No name needed")), None
        )
        words = helper(tr("This person will be known by a code. Give them the card at the end."))
        put(self.body, top, words, 4, self.plate, row(show, None), row(self.have, None), self.entry)
        show.clicked.connect(self.show_card)
        self.have.clicked.connect(self._ask)
        use.clicked.connect(self._use)
        self.typed.entered.connect(self._use)

    def show_card(self) -> None:
        """Ask for the card, large."""
        self.card_wanted.emit(conversation(self.context.home, self.conversation).code)

    def _ask(self) -> None:
        self.entry.setVisible(not self.entry.isVisible())
        if self.entry.isVisible():
            self.typed.setFocus()

    def _use(self, *_: object) -> None:
        self._take(self.typed.text(), "")

    def _take(self, typed: str, person: str) -> None:
        try:
            talk = use_code(self.context.home, self.conversation, typed, person)
        except UserError as error:
            self._offer(typed if error.code == "TWO_WITH_CODE" else "")
            self.field.set_error(sentence(error))
            announce(self, sentence(error), assertive=True)
            self.typed.setFocus()
            return
        self.field.set_error("")
        self._offer("")
        self.entry.hide()
        self.plate.setText(talk.code)
        self.plate.setAccessibleName(" ".join(talk.code))
        self.plate.update()
        self.context.tell(tr("Welcome back. Their code is in use."))
        self.changed.emit()

    def _offer(self, typed: str) -> None:
        """Two people have this code: both stand there with the day and who met them, and a person says which of them it is."""
        found = people_with(self.context.home, typed) if typed else ()
        buttons = []
        for one in found:
            words = tr("Met {day} by {who}", day=shown_day(one.since), who=one.by or tr("somebody else"))
            button = Button(words, icon="user")
            button.clicked.connect(partial(self._take, typed, one.person.id))
            buttons.append(button)
        refill(self.choices, *buttons)
