"""The person's code: the card in the side column, the card to show them, and taking up a code they have already."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services import read_pack
from ldp_stories.services.home import Home
from ldp_stories.services.record_encounter import conversation, use_code
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, column, put, row
from ldp_stories.ui.widgets.facts import CodePlate
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, heading, helper
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.scroll import Scroll


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
        self.entry.setLayout(column(self.field, row(use, None), spacing=8))
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
        try:
            talk = use_code(self.context.home, self.conversation, self.typed.text())
        except UserError as error:
            self.field.set_error(sentence(error))
            announce(self, sentence(error), assertive=True)
            self.typed.setFocus()
            return
        self.field.set_error("")
        self.entry.hide()
        self.plate.setText(talk.code)
        self.plate.setAccessibleName(" ".join(talk.code))
        self.plate.update()
        self.context.tell(tr("Welcome back. Their code is in use."))
        self.changed.emit()


def card_words(home: Home, code: str) -> str:
    """The words of the card, from the pack's consent form, with the code and the number in them."""
    return read_pack.filled(home, str(read_pack.consent_form(home).get("card", "")), code=code)


class CodePage(QWidget):
    """The card itself, large enough to read from the other side of a table. `closed` when it is put away."""

    closed = Signal()

    def __init__(self, home: Home, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("The card"))
        card = Card(padding=36, spacing=14)
        self.code = Label(code, role="timer", wrap=False, align=Qt.AlignmentFlag.AlignHCenter)
        self.code.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.code.setAccessibleName(" ".join(code))
        self.words = Label(card_words(home, code), role="lead")
        title = heading(tr("Your code"))
        self.close_button = Button(tr("Put the card away"), icon="x", key="Esc", size="field")
        self.close_button.clicked.connect(self.put_away)
        hint = helper(tr("They can take a picture of it, or copy it onto a paper card."))
        put(card.body, title, self.code, self.words, 6, hint, row(self.close_button, None))
        card.setMaximumWidth(900)
        middle = QWidget()
        middle.setLayout(row(None, card, None))
        body = column(None, middle, None)
        body.setContentsMargins(32, 24, 32, 24)
        inside = QWidget()
        inside.setLayout(body)
        self.setLayout(column(Scroll(inside)))

    def focus_start(self) -> None:
        """Focus on the button that puts it away."""
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Go back to where the person was."""
        self.closed.emit()
