"""Take back: the code, all it reached, the wish; *Take it out for good* (SCREENS.md 6, AT-3). Nothing happens before the code is typed again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.confirmed import wish, wishes
from ldp_stories.services.find_person import FoundPerson, find_person, person_of
from ldp_stories.services.home import Home
from ldp_stories.services.reach_of import Reach, reach_of
from ldp_stories.services.read_record import open_record
from ldp_stories.services.rule_orders import own_left
from ldp_stories.services.withdraw import (
    Choice,
    TakenBack,
    Undecided,
    hold_shared,
    let_out,
    stop_uses,
    take_everything,
    take_voice,
    undecided,
)
from ldp_stories.ui.record.consent_strip import SCOPE_WORDS
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import FormKeeper
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.take_back_done import LeftCard, WishCard
from ldp_stories.ui.record.take_back_reach import ReachCard
from ldp_stories.ui.record.take_back_shared import SharedCard
from ldp_stories.ui.record.take_back_undecided import UndecidedCard
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, clear, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.columns import Columns
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import display, heading, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

USES, VOICE, ALL = "uses", "voice", "all"
_STOPPED = tuple(s for s in Scope if s not in (Scope.TAKE_PART, Scope.COPYRIGHT))


class Part(QWidget):
    """A part of the page that is filled and emptied; it starts empty."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(14)

        self.hide()

    def add(self, widget: QWidget) -> None:
        """One more under the others; it stands there at once, so that it can be scrolled to."""
        self.rows.addWidget(widget)
        widget.show()
        self.show()

    def clear(self) -> None:
        """Take everything out; nothing takes no room."""
        self.hide()
        clear(self.rows)


class TakeBackScreen(Screen):
    """`what` is a participant's id when somebody comes from a story; else the code is asked for."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.title = tr("Take back")
        self.person: FoundPerson | None = None
        self.reach: Reach | None = None
        self.shared: list[SharedCard] = []
        self.working = False
        self.just_done: tuple[str, ...] = ()
        self.heading = display(tr("Take back"))
        self.line = helper(tr("Type the code on their card. Nothing is taken out until you say so."))
        self.trouble = Banner("", tone="bad", icon="warning-circle")
        self.done_line = Banner("", tone="ok", icon="check-circle")
        self.code = TextField(
            name=tr("The code on their card"), placeholder="LT-4HN7-KQY", icon="magnifying-glass"
        )
        self.find_it = Button(tr("Find"), icon="magnifying-glass", size="field")
        self.page = ScrollPage(spacing=16)
        self.found, self.wish_part = Part(), Part()
        self.beside = Columns([(self.found, 0), (self.wish_part, 420)], gap=20)
        self.below, self.past = Part(), Part()
        self._lay_out()
        self.set_focus_start(self.heading)
        self._show_past()
        self.keeper = FormKeeper(context.home, "take back", {"code": self.code}, self)
        if isinstance(what, str) and what:
            self._try(lambda: self._choose(person_of(context.home, what)))

    def _lay_out(self) -> None:
        body = self.page.body
        body.addLayout(row(self.heading, None))
        for part in (self.line, self.trouble, self.done_line):
            body.addWidget(part)
        self.trouble.hide()
        self.done_line.hide()
        body.addLayout(row(self.code, self.find_it, None))
        for filled in (self.beside, self.below, self.past):
            body.addWidget(filled)
        body.addStretch(1)
        self.go_button = Button(tr("Take it out for good"), kind="primary", icon="trash", size="main")
        self.go_button.clicked.connect(self.carry_out)
        self.page.pin(self.go_button, None)
        self.page.show_pinned(False)
        self.go_button.setEnabled(False)
        self.find_it.clicked.connect(self.look)
        self.code.entered.connect(lambda _: self.look())
        self.box.addWidget(self.page)

    def about(self) -> object:
        """Who was found by their code: one comes back to them after a lock."""
        return self.person.people[0] if self.person is not None else None

    def focus_start(self) -> None:
        """Who comes from a story has found the person already: what they wish is asked next."""
        if self.person is None:
            super().focus_start()
            return
        self.what.focus_start()
        self.page.into_sight(self.meaning)

    # finding

    def look(self) -> None:
        """Find who has the typed code; two people under one code are both offered."""
        self._clear()
        try:
            people = find_person(self.context.home, self.code.text())
        except UserError as error:
            self._say(sentence(error))
            return
        if len(people) == 1:
            self._choose(people[0])
            return
        self.found.add(heading(tr("Two people have this code. Which one is it?")))
        for one in people:
            stories = many(one.stories, "{n} story", "{n} stories")
            met = tr("Met on {day} by {name}", day=shown_day(one.met_on), name=one.researcher or "?")
            this = Button(f"{met}, {stories}", icon="user", size="field")
            this.clicked.connect(lambda _=False, p=one: self._choose(p))
            self.found.add(this)

    def _choose(self, person: FoundPerson) -> None:
        self._clear()
        self.person = person
        self.reach = reach_of(self.context.home, person.people)
        self.code.set_text(person.code)
        self.keeper.done()
        self.found.add(ReachCard(person, self.reach))
        self.page.show_pinned(True)
        self._ask_wish()
        self.page.into_sight(self.meaning)
        announce(self, tr("Found {code}. Choose what they wish.", code=person.code))

    def _clear(self) -> None:
        self.leaving()
        self.person = self.reach = None
        self.shared = []
        for box in (self.found, self.wish_part, self.below):
            box.clear()
        self.trouble.hide()
        self.done_line.hide()
        self.page.show_pinned(False)
        self.go_button.setEnabled(False)
        if self.just_done:  # it stands among the others from now on
            self.just_done = ()
            self._show_past()

    # the wish

    def _ask_wish(self) -> None:
        card = Card(spacing=14)
        card.add(heading(tr("What do they wish?")))
        self.what = ChoiceRow(
            [
                Option(USES, tr("Only stop some uses")),
                Option(VOICE, tr("Only my voice")),
                Option(ALL, tr("Everything")),
            ],
            name=tr("What do they wish?"),
        )
        self.meaning = helper("")
        self.uses = ChoiceRow(
            [Option(s.value, tr(SCOPE_WORDS[s])) for s in _STOPPED if s in SCOPE_WORDS],
            name=tr("Which uses are to stop?"),
            many=True,
        )
        self.again = TextField(
            name=tr("The code once more"), placeholder=self.person.code if self.person else ""
        )
        words = tr("There is no way back. Type the code so that it is the right person.")
        self.again_part = Field(tr("Type their code to take it out"), self.again, helper=words)
        self.holder = Part()
        card.add(self.what, self.meaning, self.uses)
        card.add(None)
        self.wish_part.add(card)
        self.below.add(self.holder)
        self.below.add(self.again_part)
        self.what.chosen.connect(lambda _: self._wish_changed())
        self.uses.chosen.connect(lambda _: self._fit())
        self.again.changed.connect(lambda _: self._fit())
        self._wish_chosen()

    def _wish_changed(self) -> None:
        """What is asked next comes into sight: which uses, what is shared with others, the code once more."""
        self._wish_chosen()
        self.page.into_sight(self.uses if self._chosen() == USES else self.below)

    def _wish_chosen(self) -> None:
        chosen = self._chosen()
        self.uses.setVisible(chosen == USES)
        self.again_part.setVisible(chosen in (VOICE, ALL))
        self.meaning.setText(
            {
                USES: tr("These uses stop for good. Nothing is deleted."),
                VOICE: tr("Recordings, pictures and pieces of sound go. The written words stay."),
                ALL: tr("All of it goes, at every laptop. Old copies bring nothing back."),
                "": tr("Stopping some uses is often enough. Ask them first."),
            }[chosen]
        )
        self._show_shared(chosen)
        self.go_button.setText(tr("Stop these uses") if chosen == USES else tr("Take it out for good"))
        self._fit()

    def _show_shared(self, chosen: str) -> None:
        self.leaving()
        self.holder.clear()
        self.shared = []
        if chosen not in (VOICE, ALL) or self.person is None or self.reach is None or not self.reach.shared:
            return
        self._try(lambda: hold_shared(self.context.home, self.person) if self.person else ())
        for story in self.reach.shared:
            card = SharedCard(
                self.context,
                open_record(self.context.home, story.id, closed=True),
                self.person.people,
                voice_only=chosen == VOICE,
            )
            card.changed.connect(self._fit)
            self.shared.append(card)
            self.holder.add(card)

    def _chosen(self) -> str:
        value = self.what.value()
        return value[0] if value else ""

    def _fit(self) -> None:
        chosen = self._chosen()
        decided = all(card.choice() is not None for card in self.shared)
        ready = {
            USES: bool(self.uses.value()),
            VOICE: decided and bool(self.again.text().strip()),
            ALL: decided and bool(self.again.text().strip()),
        }
        self.go_button.setEnabled(ready.get(chosen, False) and not self.working)

    def leaving(self) -> None:
        """What was typed about a story that others told too stands there again, and half a code."""
        self.keeper.flush()
        for card in self.shared:
            card.leave()

    # carrying out

    def carry_out(self) -> None:
        """Do it, as a task: a wish is never half carried out."""
        person, home = self.person, self.context.home
        if person is None or self.working or not self.go_button.isEnabled():
            return
        chosen, typed = self._chosen(), self.again.text()
        uses = list(self.uses.value())
        choices = {card.record: choice for card in self.shared if (choice := card.choice()) is not None}
        self.leaving()
        self._work(working=True)

        def act(report: object) -> TakenBack:
            del report
            return _act(home, person, chosen, typed, uses, choices)

        self.context.tasks.run(
            tr("Taking it out"), act, lane="store", done=self._done, failed=self._failed, owner=self
        )

    def _work(self, *, working: bool) -> None:
        """Nothing is typed into what is being taken out."""
        self.working = working
        for card in self.shared:
            card.setEnabled(not working)
        self._fit()

    def _done(self, done: TakenBack) -> None:
        self.working = False
        for card in self.shared:
            card.typing.done()
        self._clear()
        self.code.set_text("")
        words = tr("Done. It goes to everybody with the next bundle.")
        if done.waiting:
            words = tr("Your coordinator has to agree. It is hidden here until then.")
        elif done.swept.names_wait:
            words = tr("Done. Their contact card goes when you next type your passphrase.")
        self.done_line.set_text(words)
        self.done_line.show()
        self.just_done = () if done.waiting else done.orders
        self.context.tell(words)
        self._show_past()
        self.heading.setFocus()

    def _failed(self, error: UserError) -> None:
        self._work(working=False)
        self._say(sentence(error))

    def _show_past(self) -> None:
        self.past.clear()
        if self.just_done:
            self.found.clear()
            self.found.add(WishCard(self.context, wish(self.context.home, self.just_done)))
        found = wishes(self.context.home) if Role.COORDINATOR in self.context.home.roles() else ()
        # what was just done stands on top already: each wish once
        found = tuple(one for one in found if not set(one.orders) & set(self.just_done))
        left = own_left(self.context.home)
        for story in undecided(self.context.home):
            self.past.add(self._undecided(story))
        if found or left:
            self.past.add(heading(tr("Other wishes so far") if self.just_done else tr("Wishes so far")))
        for card in (*map(LeftCard, left), *(WishCard(self.context, one) for one in found)):
            self.past.add(card)

    def _undecided(self, story: Undecided) -> UndecidedCard:
        card = UndecidedCard(story)
        card.chosen.connect(
            lambda ident: self._try(lambda: self._choose(person_of(self.context.home, ident)))
        )
        card.freed.connect(lambda record: self._try(lambda: self._let_out(record)))
        return card

    def _let_out(self, record: str) -> None:
        let_out(self.context.home, record)
        self._show_past()
        self.context.tell(tr("It may go again where it might go before."))
        self.heading.setFocus()

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except UserError as error:
            self._say(sentence(error))

    def _say(self, words: str) -> None:
        self.trouble.set_text(words)
        self.trouble.show()
        announce(self, words, assertive=True)

    def refresh(self, changes: frozenset[str]) -> None:
        """Receipts came, or another wish: the counts are read again; a wish under way is left alone."""
        if self.person is None and changes & {"receipt", "order", "device"}:
            self._show_past()


def _act(
    home: Home,
    person: FoundPerson,
    chosen: str,
    typed: str,
    uses: list[str],
    choices: dict[str, Choice],
) -> TakenBack:
    if chosen == USES:
        return stop_uses(home, person, uses)
    take = take_voice if chosen == VOICE else take_everything
    return take(home, person, typed, choices)
