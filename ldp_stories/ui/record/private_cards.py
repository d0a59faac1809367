"""Private cards: who a person is and how it is safe to reach them. Opened by passphrase, and locked again after two minutes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services import contact_cards, hand_over
from ldp_stories.services.begin_cards_anew import only_before
from ldp_stories.services.contact_cards import CardRow, card_rows
from ldp_stories.services.end_of_care import take_off
from ldp_stories.services.identity_session import IdentitySession, open_session
from ldp_stories.ui.record.card_form import CardForm
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.old_cards import BeginAnew, OldCards
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, primary
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, display, heading, helper
from ldp_stories.ui.widgets.model import PagedModel, RowItem
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.widgets.side import SideLayout

TICK_MS = 1_000
_NOUNS = frozenset({"participant", "consent", "order", "card", "member"})


class PrivateCardsScreen(Screen):
    """The list of people by code, and beside it the card of the one chosen while it is open. `what` is a participant id."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context, self.title = context, tr("Private cards")
        self.session: IdentitySession | None = None
        self.person = what if isinstance(what, str) else ""
        self.heading = display(tr("Private cards"))
        self.left = Label("", role="small", weight=600, color="warn", wrap=False)
        self.close_now = Button(tr("Lock them now"), icon="lock-simple", size="field")
        self.close_now.clicked.connect(lambda: self.lock(told=False))
        self.ending = Banner("", icon="identification-card", action=tr("Take them off now"))
        self.ending.acted.connect(self._take_off)
        self.model = PagedModel(self._fetch)
        self.list = RowList(self.model, name=tr("People, by code"))
        self.list.opened.connect(self.choose)
        self.pages = QStackedWidget()
        self.form = CardForm()
        self.form.kept.connect(self._keep)
        self.form.thrown_away.connect(self._throw_away)
        self.form.handed.connect(self._hand_over)
        self.shut, self.hint = self._lock_page(), self._hint_page()
        for page in (self.shut, self.hint, Scroll(self.form)):
            self.pages.addWidget(page)
        self._lay_out()
        self.timer = QTimer(self)
        self.timer.setInterval(TICK_MS)
        self.timer.timeout.connect(self.tick)
        self.set_focus_start(self.heading)
        self.refresh(frozenset())
        self.tick()

    def _lay_out(self) -> None:
        words = helper(tr("Names and numbers stand here and nowhere else. They never go out with stories."))
        self.listing = Card(padding=(1, 6, 1, 6))
        self.listing.body.addWidget(self.list, 1)
        main = QWidget()
        box = column(self.heading, words, self.ending, self.left, 6, spacing=4)
        box.addWidget(self.listing, 1)
        box.addStretch(0)
        box.addLayout(row(self.close_now, None))
        main.setLayout(box)
        sides = SideLayout(
            main, self.pages, label=tr("The card"), width=384, gap=28, margins=(36, 26, 36, 20)
        )
        self.sides = sides
        sides.button.clicked.connect(self._make_room)
        self.box.addWidget(sides, 1)

    def _lock_page(self) -> QWidget:
        self.passphrase = TextField(name=tr("Your passphrase"), secret=True)
        self.passphrase.entered.connect(lambda _: self.unlock())
        self.field = Field(tr("Your passphrase"), self.passphrase)
        self.field.setVisible(not self.context.home.practice)
        opener = primary(tr("Open for two minutes"), icon="lock-simple-open", size="field")
        opener.clicked.connect(self.unlock)
        self.opener = opener
        card = Card(spacing=12).add(heading(tr("The cards are locked")))
        card.add(helper(tr("They lock again by themselves after two minutes.")))
        card.add(self.field)
        card.body.addLayout(row(opener, None))
        self.anew, self.old = BeginAnew(self.context.home), OldCards(self.context.home)
        self.anew.begun.connect(self._begun)
        self.anew.left.connect(lambda: self.passphrase.setFocus())
        self.old.back.connect(self._back)
        page = QWidget()
        page.setLayout(column(card, self.anew, self.old, None, spacing=12))
        return Scroll(page)

    def _begun(self, passphrase: str) -> None:
        self.old.refresh()
        self.context.tell(tr("New cards have begun. The old ones are kept locked on this laptop."))
        self.passphrase.set_text(passphrase)
        self.unlock()
        self.refresh(frozenset())

    def _back(self, count: int) -> None:
        self.context.tell(many(count, "{n} card is here again.", "{n} cards are here again."))
        self.refresh(frozenset())

    def _hint_page(self) -> QWidget:
        card = Card(spacing=8).add(heading(tr("Choose a person")))
        card.add(helper(tr("Their card opens here.")))
        card.body.addStretch(1)
        return card

    # opening and locking

    def unlock(self) -> None:
        """Open with what was typed; the words are forgotten at once."""
        typed, home = self.passphrase.text(), self.context.home
        self.passphrase.set_text("")
        try:
            self.session = open_session(home, None if home.practice else typed)
        except UserError as error:
            if error.code == "WRONG_PASSPHRASE" and only_before(home, typed):
                self.field.set_error(tr("This opens your notebook, and not these cards."))
                self.anew.ask(typed)
                return
            self.field.set_error(sentence(error))
            return
        self.field.set_error("")
        self.anew.forget()
        self.timer.start()
        self.tick()
        announce(self, tr("The cards are open for two minutes."))
        if self.person:
            self.choose(self.person)
        else:
            self.pages.setCurrentWidget(self.hint)
        self.list.setFocus()

    def lock(self, *, told: bool = True) -> None:
        """Lock them; what was typed and not kept is gone, and nothing of a card stays on the screen."""
        was_open, self.session = self.session is not None, None
        self.timer.stop()
        self.form.clear()
        self.anew.forget()
        self.pages.setCurrentWidget(self.shut)
        self.tick()
        if was_open and told:
            self.context.tell(tr("The private cards are locked again."))

    def tick(self) -> None:
        """Once a second: how long it is still open; at the end it locks."""
        open_now = self.session is not None and self.session.is_open
        if self.session is not None and not open_now:
            self.lock()
            return
        seconds = self.session.seconds_left if self.session is not None else 0
        self.left.setText(
            tr("Open. Locks in {time}", time=f"{seconds // 60}:{seconds % 60:02}") if open_now else ""
        )
        self.left.setVisible(open_now)
        self.close_now.setVisible(open_now)

    def leaving(self) -> None:
        """Going elsewhere locks them."""
        self.lock(told=False)

    # people and their cards

    def refresh(self, changes: frozenset[str]) -> None:
        """Read the list again when somebody was met, or a card was made or went."""
        if not changes or changes & _NOUNS:
            going = contact_cards.cards_to_go(self.context.home)
            self.ending.setVisible(going is not None)
            if going is not None:
                self.ending.set_text(to_go_words(going))
            self.model.start_again()

    def _take_off(self) -> None:
        """Take off the cards of people one never met; while they are locked the passphrase is asked first."""
        if self.session is None:
            self._beside()
            self.field.set_error(tr("Open the cards first. Then press Take them off now again."))
            self.passphrase.setFocus() if self.field.isVisible() else self.opener.setFocus()
            return
        self._do(self._taken_off)

    def _taken_off(self) -> None:
        if self.session is not None:
            gone = take_off(self.session)
            self.lock(told=False)
            self.person = ""
            self.context.tell(many(gone, "{n} card is off this laptop.", "{n} cards are off this laptop."))
            self.refresh(frozenset())

    def _fetch(self, _after: object, deliver: Callable[[list[RowItem], object], None]) -> None:
        home = self.context.home
        self.context.tasks.run(
            "Private cards",
            lambda _: card_rows(home),
            done=lambda rows: deliver([_item(r) for r in rows], None),
            owner=self,
            quiet=True,
        )

    def choose(self, person: str) -> None:
        """Show the card of a person; while it is locked the passphrase is asked first."""
        self.person = person
        if self.session is None:
            self.pages.setCurrentWidget(self.shut)
            self._beside()
            self.passphrase.setFocus() if self.field.isVisible() else self.opener.setFocus()
            return
        self._do(self._show)

    def _beside(self) -> None:
        """Where the card has no room beside the list, it takes the list's place."""
        if self.pages.isHidden():
            self.sides.toggle()
        self._make_room()

    def _make_room(self) -> None:
        """In a narrow window the list goes while a card is shown above it."""
        self.listing.setVisible(self.sides.button.isHidden() or self.pages.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again whether both have room."""
        super().resizeEvent(event)
        self._make_room()

    def _show(self) -> None:
        if self.session is None:
            return
        card = contact_cards.read_card(self.session, self.person)
        self.form.show_card(card, hand_over.custodians(self.context.home))
        self.pages.setCurrentIndex(2)
        self._beside()

    def _keep(self, fields: dict[str, object]) -> None:
        self._do(lambda: self._kept(fields))

    def _kept(self, fields: dict[str, object]) -> None:
        if self.session is not None:
            contact_cards.keep_card(self.session, self.person, **fields)
            self.context.tell(tr("The card is kept. It is locked on this laptop."))
            self._show()

    def _throw_away(self) -> None:
        self._do(self._thrown)

    def _thrown(self) -> None:
        if self.session is not None:
            contact_cards.throw_away(self.session, self.person)
            self.context.tell(tr("The card is taken away."))
            self._show()

    def _hand_over(self, to: str, first_word: str) -> None:
        folder = self.context.pick_folder(tr("Where should the file go?"))
        if folder is not None and self.session is not None:
            session, person = self.session, self.person

            def give() -> None:
                done = hand_over.hand_over(session, [person], to, folder, first_word=first_word)
                self.context.tell(tr("Copied as {name}. Only they can open it.", name=done.path.name))
                self._show()

            self._do(give)

    def _do(self, act: Callable[[], None]) -> None:
        """Do it; a refusal is said beside the card, and a card that has locked meanwhile asks again."""
        try:
            act()
        except UserError as error:
            if error.code == "IDENTITY_CLOSED":
                self.lock()
                return
            self.form.say(sentence(error))
            self.pages.setCurrentIndex(2)


def to_go_words(going: contact_cards.ToGo) -> str:
    """What is said to somebody who does not look after cards any more."""
    cards = many(len(going.people), "{n} card of a person", "{n} cards of people")
    return tr(
        "You do not look after private cards any more. {cards} you did not meet go from this laptop on {day}. Hand them over before.",
        cards=cards,
        day=shown_day(going.on.isoformat()),
    )


def _item(one: CardRow) -> RowItem:
    state = (
        (tr("Card"), "identification-card", "ok")
        if one.has_card
        else (tr("No card"), "minus-circle", "plain")
    )
    met = tr("Met {day}", day=shown_day(one.met_on)) if one.met_on else ""
    return RowItem(one.participant, one.code, met, "user", *state)
