"""Private cards after a recovery: what is lost is said, new ones begin after a typed yes, and old ones come back with their passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ldp_stories.errors import UserError
from ldp_stories.services.begin_cards_anew import begin_anew, lost, put_old_back, set_by
from ldp_stories.services.home import Home
from ldp_stories.services.identity_session import open_session
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import heading, helper


class BeginAnew(Card):
    """The passphrase of today opens the notebook and not the cards: begin new ones. Signals: `begun` with the passphrase, `left`."""

    begun = Signal(str)
    left = Signal()

    def __init__(self, home: Home) -> None:
        super().__init__(spacing=12)
        self.home, self._passphrase = home, ""
        self.words = helper("")
        self.typed = TextField(name=tr("Type yes to begin with no cards"))
        self.typed.entered.connect(lambda _: self.begin())
        self.field = Field(tr("Type yes to begin with no cards"), self.typed)
        self.yes = Button(tr("Begin new cards"), icon="identification-card", size="field")
        self.yes.clicked.connect(self.begin)
        self.no = Button(tr("Leave them"), icon="x", size="field")
        self.no.clicked.connect(self.leave)
        self.add(heading(tr("Begin new cards?")), self.words, self.field)
        self.body.addLayout(row(self.yes, None))
        self.body.addLayout(row(self.no, None))
        self.hide()

    def ask(self, passphrase: str) -> None:
        """Say what is lost, and ask."""
        self._passphrase = passphrase
        count = lost(self.home)
        cards = many(count, "the card of {n} person", "the cards of {n} people")
        what = (
            tr("You cannot read {cards} here, or the proof of a yes that is kept with them.", cards=cards)
            if count
            else tr("You cannot read the proof of a yes that is kept with them.")
        )
        self.words.setText(
            tr(
                "Only the old passphrase opens these cards. If it is lost, you can begin new ones. {what} Nothing is thrown away: the old cards "
                "stay locked on this laptop, and come back when you know the old passphrase again.",
                what=what,
            )
        )
        self.field.set_error("")
        self.typed.set_text("")
        self.show()
        self.typed.edit.setFocus()

    def begin(self) -> None:
        """Begin new ones when the person typed yes."""
        passphrase = self._passphrase
        try:
            begin_anew(self.home, passphrase, self.typed.text())
        except UserError as error:
            self.field.set_error(sentence(error))
            self.typed.edit.setFocus()
            return
        self.forget()
        self.begun.emit(passphrase)

    def leave(self) -> None:
        """Change nothing."""
        self.forget()
        self.left.emit()

    def forget(self) -> None:
        """Keep nothing of what was typed."""
        self._passphrase = ""
        self.typed.set_text("")
        self.hide()


class OldCards(Card):
    """Sealed cards from before, for which the old passphrase may be typed. Signal `back` with how many people have a card again."""

    back = Signal(int)

    def __init__(self, home: Home) -> None:
        super().__init__(spacing=12)
        self.home = home
        self.today = TextField(name=tr("Your passphrase of today"), secret=True)
        self.old = TextField(name=tr("The old passphrase"), secret=True)
        self.today_field = Field(tr("Your passphrase of today"), self.today)
        self.old_field = Field(tr("The old passphrase"), self.old)
        self.old.entered.connect(lambda _: self.put_back())
        self.act = Button(tr("Bring the old cards back"), icon="arrow-counter-clockwise", size="field")
        self.act.clicked.connect(self.put_back)
        self.add(heading(tr("Old cards are kept locked")))
        self.add(
            helper(tr("They are from before this laptop was recovered. Only the old passphrase opens them."))
        )
        self.add(self.today_field, self.old_field)
        self.body.addLayout(row(self.act, None))
        self.refresh()

    def refresh(self) -> None:
        """Stand there while such cards wait."""
        self.setVisible(set_by(self.home) > 0)

    def put_back(self) -> None:
        """Bring them back with what was typed, which is forgotten at once."""
        today, old = self.today.text(), self.old.text()
        self.today.set_text("")
        self.old.set_text("")
        self.today_field.set_error("")
        self.old_field.set_error("")
        try:
            session = open_session(self.home, today)
        except UserError as error:
            self.today_field.set_error(sentence(error))
            return
        try:
            count = put_old_back(session, old)
        except UserError as error:
            self.old_field.set_error(sentence(error))
            return
        finally:
            session.close()
        self.refresh()
        self.back.emit(count)
