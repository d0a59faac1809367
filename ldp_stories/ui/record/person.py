"""One person by their code: what they told, their card, a copy of their story; and putting right who is who, each step to be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.people import AgeBand
from ldp_stories.errors import UserError
from ldp_stories.services.ask_again import asked_again, lapsed, shut_by_age_of
from ldp_stories.services.correct_records import link_participants, unlink_participants
from ldp_stories.services.edit_record import correct_person
from ldp_stories.services.find_code import Met, new_card, people_with
from ldp_stories.ui.record.card_page import CodePage
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.copy_page import CopyPage
from ldp_stories.ui.record.keeping import FormKeeper
from ldp_stories.ui.record.record_words import age_words, shown_day, young_words
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner, UndoLine
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.facts import Facts
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import display
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import Scroll


class PersonScreen(Screen):
    """`what` is a code, or None to type one."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.title = tr("A person by their code")
        self.page: CodePage | CopyPage | None = None
        self.met: tuple[Met, ...] = ()
        self._undo: Callable[[], object] = lambda: None
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        self.heading = display(tr("A person by their code"))
        self.typed = TextField(name=tr("Their code"), value=str(what or ""))
        self.typed.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.field = Field(tr("Their code"), self.typed, helper=tr("It is on the card they were given."))
        self.field.setMaximumWidth(560)
        find = Button(tr("Look"), icon="magnifying-glass", size="field")
        find.clicked.connect(self.look)
        self.typed.entered.connect(lambda _: self.look())
        self.two = Banner(
            tr(
                "Two people have this code. Look at the day and who met them. The newer one can have a new card."
            ),
            tone="warn",
            icon="info",
        )
        self.undo = UndoLine()
        self.undo.undone.connect(self._undone)
        self.cards = column(spacing=14)
        self.inside = QWidget()
        body = column(
            row(back, None),
            self.heading,
            self.field,
            row(find, None),
            self.two,
            self.undo,
            4,
            self.cards,
            None,
            spacing=10,
        )
        body.setContentsMargins(36, 16, 36, 20)
        self.inside.setLayout(body)
        self.inside.setMaximumWidth(1000)
        self.whole = Scroll(self.inside)
        self.box.addWidget(self.whole, 1)
        self.set_focus_start(self.heading)
        self.others: dict[str, TextField] = {}
        self.two.hide()
        self.keeper = FormKeeper(context.home, "find person", {} if what else {"code": self.typed}, self)
        if what:
            self.look()

    def leaving(self) -> None:
        """Half a code is kept: the notebook may lock while somebody reads it out."""
        self.keeper.flush()

    def about(self) -> object:
        """The code that was typed."""
        return self.typed.text().strip() or None

    def refresh(self, changes: frozenset[str]) -> None:
        """Read again when people or their stories changed."""
        if self.met and (not changes or changes & {"participant", "record", "consent", "encounter"}):
            self.look()

    def look(self) -> None:
        """Show everybody with the code."""
        try:
            self.met = people_with(self.context.home, self.typed.text())
        except UserError as error:
            self.met = ()
            self.field.set_error(sentence(error))
            announce(self, sentence(error), assertive=True)
        else:
            self.field.set_error("")
            self.keeper.done()
        self.two.setVisible(len(self.met) > 1)
        self.others = {}
        refill(self.cards, *(self._card(one) for one in self.met))

    def _card(self, one: Met) -> Card:
        card = Card(padding=(26, 18, 26, 20), spacing=10)
        told = many(one.stories, "{n} story", "{n} stories")
        pairs = [
            (tr("Code"), one.person.code),
            (tr("Met"), shown_day(one.since) if one.since else tr("not yet")),
            (tr("By"), one.by),
            (tr("Told"), told),
            (tr("Same person as"), ", ".join(one.linked)),
        ]
        card.add(Facts([pair for pair in pairs if pair[1]]))
        for old in lapsed(self.context.home, one.person.id):
            card.add(self._ask_again(old.consent, old.since))
        card.add(self._age(one))
        if one.stories and (words := young_words(shut_by_age_of(self.context.home, one.person.id))):
            go_on = tr("Open their story and press Put it right. If it went out before, send again.")
            card.add(Banner(f"{words} {go_on}", tone="warn", icon="info"))
        card.add(self._acts(one), self._same(one))
        return card

    def _ask_again(self, consent: str, since: str) -> QWidget:
        holder = QWidget()
        words = tr(
            "Their answers ran out on {day}. Showing and contacting rest until you ask again.",
            day=shown_day(since),
        )
        same = Button(tr("They say the same"), icon="check")
        same.clicked.connect(lambda: self._say_same(consent))
        holder.setLayout(column(Banner(words, tone="warn", icon="clock"), row(same, None), spacing=8))
        return holder

    def _say_same(self, consent: str) -> None:
        self._try(lambda: asked_again(self.context.home, consent), tr("Asked again. Their answers stand."))

    def _age(self, one: Met) -> Field:
        bands = [b for b in AgeBand if b is not AgeBand.NOT_GIVEN]
        options = [Option(b.value, age_words(b)) for b in (*bands, AgeBand.NOT_GIVEN)]
        age = Combo(options, name=tr("How old are they?"), value=one.person.age_band.value)
        before = one.person.age_band.value
        age.chosen.connect(lambda value: self._set_age(one.person.id, before, value))
        return Field(
            tr("How old are they?"),
            age,
            helper=tr(
                "Under 16, nothing of theirs is used until a grown-up and they themselves have said yes."
            ),
        )

    def _set_age(self, person: str, before: str, value: str) -> None:
        home = self.context.home
        self._undo = lambda: correct_person(home, person, age_band=before)
        self._try(lambda: correct_person(home, person, age_band=value), tr("Age put right"), undo=True)

    def _acts(self, one: Met) -> QWidget:
        holder = QWidget()
        show = Button(tr("Show the card"), icon="identification-card")
        show.clicked.connect(lambda: self._open(CodePage(self.context, one.person.code)))
        copy = Button(tr("Read their story back"), icon="book-open")
        copy.clicked.connect(lambda: self._open(CopyPage(self.context, one.person.id)))
        copy.setVisible(one.stories > 0)
        fresh = Button(tr("Give this one a new card"), icon="plus")
        fresh.clicked.connect(partial(self._new_card, one.person.id))
        fresh.setVisible(one.newer)
        holder.setLayout(row(show, copy, fresh, None, spacing=12))
        return holder

    def _new_card(self, person: str) -> None:
        try:
            code = new_card(self.context.home, person)
        except UserError as error:
            self._trouble(error)
            return
        self.typed.set_text(code)
        self.look()
        self.context.tell(tr("Their new code is {code}. Give them the card.", code=code))
        self._open(CodePage(self.context, code))

    def _same(self, one: Met) -> QWidget:
        holder = QWidget()
        more = quiet(tr("They have another code too"), icon="link")
        other = TextField(name=tr("Their other code"))
        other.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.others[one.person.id] = other
        field = Field(
            tr("Their other code"), other, helper=tr("Only if they told you so. The program never guesses.")
        )
        join = Button(tr("It is the same person"), icon="check")
        join.clicked.connect(partial(self._link, one.person.id, field))
        inside = QWidget()
        inside.setLayout(column(field, row(join, None), spacing=8))
        inside.hide()
        more.clicked.connect(lambda: inside.setVisible(not inside.isVisibleTo(holder)))
        holder.setLayout(column(row(more, None), inside, spacing=6))
        return holder

    def _link(self, person: str, field: Field) -> None:
        home = self.context.home
        try:
            found = people_with(home, self.others[person].text())
            if len(found) > 1:
                raise UserError("TWO_WITH_CODE", typed=found[0].person.code)
            link_participants(home, person, found[0].person.id)
        except UserError as error:
            field.set_error(sentence(error))
            announce(self, sentence(error), assertive=True)
            return
        other = found[0].person.id
        self._undo = lambda: unlink_participants(home, person, other)
        self.look()
        self.context.tell("")
        self.undo.show_undo(tr("Two codes, one person"))

    def _undone(self) -> None:
        try:
            self._undo()
        except UserError as error:
            self._trouble(error)
        self.look()
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self, act: Callable[[], object], words: str, *, undo: bool = False) -> None:
        try:
            act()
        except UserError as error:
            self._trouble(error)
            return
        self.look()
        self.undo.show_undo(words) if undo else self.undo.clear()
        self.context.tell(words)

    def _trouble(self, error: UserError) -> None:
        self.field.set_error(sentence(error))
        announce(self, sentence(error), assertive=True)

    def _open(self, page: CodePage | CopyPage) -> None:
        self._put_away()
        self.page = page
        page.closed.connect(self._put_away)
        self.whole.hide()
        self.box.addWidget(page, 1)
        page.show()
        page.focus_start()

    def _put_away(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            self.box.removeWidget(page)
            page.hide()
            page.deleteLater()
            self.whole.show()
            self.heading.setFocus(Qt.FocusReason.OtherFocusReason)
