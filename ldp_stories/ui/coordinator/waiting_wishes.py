"""Wishes that wait: somebody asked for something to be taken out or stopped who could not decide it alone. Do it, or do not (CONTRACTS.md 7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.orders import OrderReason
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.rule_orders import (
    Ruled,
    Ruling,
    WaitingWish,
    carry_out,
    leave_it,
    rulings,
    waiting_wishes,
)
from ldp_stories.services.settle_wishes import DONE
from ldp_stories.ui.coordinator.card_list import CardListScreen
from ldp_stories.ui.coordinator.programme_joiners import ROLE_WORDS
from ldp_stories.ui.record.consent_strip import key_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import FormKeeper
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import apart, many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, Kind
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import CheckLine, Facts
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, heading, helper

_REASONS: Final = {
    OrderReason.WITHDRAWAL: str(QT_TRANSLATE_NOOP("LDP Stories", "The person took it back")),
    OrderReason.RETENTION: str(QT_TRANSLATE_NOOP("LDP Stories", "It was kept long enough")),
    OrderReason.TRASH: str(QT_TRANSLATE_NOOP("LDP Stories", "It was thrown away")),
    OrderReason.MISTAKE: str(QT_TRANSLATE_NOOP("LDP Stories", "It was a mistake")),
}
Found = tuple[tuple[WaitingWish, ...], tuple[Ruling, ...]]


class WaitingWishesScreen(CardListScreen):
    """A card for each wish that waits; under them what was decided before."""

    NOUNS = frozenset({"order", "order_ruling", "record"})

    def __init__(self, context: Context, what: object = None) -> None:
        del what
        empty = EmptyState(
            tr("No wish waits."),
            text=tr("A wish of somebody who cannot decide it alone comes here."),
            icon="check-circle",
        )
        words = tr("Somebody asked for this who cannot decide it alone. Until you decide, it is hidden.")
        super().__init__(context, tr("Wishes that wait"), words, empty)

    def look_up(self) -> Found:
        """The wishes, and what was decided."""
        return waiting_wishes(self.context.home), rulings(self.context.home)

    def cards_of(self, found: Found) -> Sequence[QWidget]:
        """The wishes first."""
        waiting, decided = found
        cards: list[QWidget] = []
        for wish in waiting:
            card = DecideCard(self.context, wish)
            card.decided.connect(self.read)
            card.settle.connect(lambda: self.go.emit("take_back", None))
            cards.append(card)
        return [*cards, *([_Decided(decided)] if decided else [])]


class DecideCard(Card):
    """One wish: who asked, why, what it is about. `decided` when a word was said; `settle` to decide about stories told with others."""

    decided = Signal()
    settle = Signal()

    def __init__(self, context: Context, wish: WaitingWish) -> None:
        super().__init__(padding=(26, 20, 26, 22), spacing=10)
        self.context, self.wish, self.working = context, wish, False
        title = tr("Take out for good") if wish.erases else tr("Stop some uses")
        self.add(heading(title), Facts(_facts(wish), first=150))
        for story in wish.stories:
            told = shown_day(story.told_on) if story.told_on else ""
            line = f"{told}, {_tellers(story.tellers)}" if told else _tellers(story.tellers)
            self.add(CheckLine(story.title or tr("No words here"), line=line, icon="book-open", tone="plain"))
        if not wish.signed:
            words = tr("Their signature could not be checked. Ring them before you decide.")
            self.add(CheckLine(words, icon="warning-circle", tone="warn"))
        self._fields()
        self._buttons(title)

    def _fields(self) -> None:
        """Why, and the person's code where words go for good."""
        wish = self.wish
        self.why = TextField(name=tr("Why you decide so"))
        self.typing = FormKeeper(self.context.home, f"wish {wish.order}", {"why": self.why}, self)
        self.add(Field(tr("Why"), self.why, helper=tr("Who asked you, or who you asked. It is kept.")))
        words = (
            tr("“Do it” goes under your name to every laptop. Nothing brings it back.")
            if wish.erases
            else tr("“Do it” goes under your name to every laptop. Nothing is deleted.")
        )
        self.code = TextField(name=tr("The person's code"))
        asked = tr("To take it out, type the person's code: {code}", code=", ".join(wish.codes))
        self.code_field = Field(asked, self.code, helper=words)
        if wish.erases and wish.codes:
            self.add(self.code_field)
        else:
            self.add(helper(words))

    def _buttons(self, title: str) -> None:
        """[Do it] and [Do not], and what is wrong above them."""
        wish = self.wish
        kind: Kind = "danger" if wish.erases else "primary"
        self.do = Button(tr("Do it"), kind=kind, size="field", icon="check")
        self.leave = Button(tr("Do not"), size="field", icon="x")
        self.do.set_name(tr("Do it: {what}, asked by {name}", what=title, name=_who(wish)))
        self.leave.set_name(tr("Do not: {what}, asked by {name}", what=title, name=_who(wish)))
        self.do.clicked.connect(self.carry_out)
        self.leave.clicked.connect(self.leave_it)
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        self.add(self.trouble, row(self.do, self.leave, None))

    def carry_out(self) -> None:
        """Do it."""
        why, typed = self.why.text(), self.code.text()
        self._run(lambda: carry_out(self.context.home, self.wish.order, why, typed), self._done)

    def leave_it(self) -> None:
        """Do not."""
        why = self.why.text()

        def done(_: object) -> None:
            self.typing.done()
            words = tr("It stays. What was hidden is back. The next programme file tells everybody.")
            self.context.tell(words)
            self.decided.emit()

        self._run(lambda: leave_it(self.context.home, self.wish.order, why), done)

    def _done(self, ruled: object) -> None:
        self.typing.done()
        held = ruled.held if isinstance(ruled, Ruled) else ()
        words = tr("Done. It goes to every laptop with the next file.")
        if held:
            words += " " + many(
                len(held),
                "{n} story was told with others and is held. Decide about it in Take back.",
                "{n} stories were told with others and are held. Decide about each in Take back.",
            )
        self.context.tell(words)
        self.decided.emit()
        if held:
            self.settle.emit()

    def _run(self, act: Callable[[], object], done: Callable[[object], None]) -> None:
        self._busy(True)
        self.context.tasks.run(
            tr("Carrying out the wish"),
            lambda _: act(),
            lane="store",
            done=done,
            failed=self._failed,
            owner=self,
        )

    def _busy(self, busy: bool) -> None:
        self.working = busy
        self.do.setEnabled(not busy)
        self.leave.setEnabled(not busy)
        self.trouble.hide()

    def _failed(self, error: UserError) -> None:
        self._busy(False)
        words = tr("Say why first. Nothing was done.") if error.code == "REASON_NEEDED" else sentence(error)
        self.trouble.setText(words)
        self.trouble.show()
        (self.why if error.code == "REASON_NEEDED" else self.code).edit.setFocus()
        announce(self, words, assertive=True)


class _Decided(Card):
    """What was decided about wishes before."""

    def __init__(self, found: Sequence[Ruling]) -> None:
        super().__init__(spacing=6)
        self.add(heading(tr("Decided before")))
        for one in found:
            done = one.ruling == DONE
            what = tr("It was done") if done else tr("It was not done")
            words = tr("{what}, {day}, by {name}", what=what, day=shown_day(one.on), name=one.by or "?")
            icon = "check-circle" if done else "x-circle"
            self.add(CheckLine(words, line=one.reason, icon=icon, tone="plain"))


def _who(wish: WaitingWish) -> str:
    return wish.name or tr("somebody nobody knows here")


def _facts(wish: WaitingWish) -> list[tuple[str, str]]:
    roles = [tr(ROLE_WORDS[Role(r)]).lower() for r in wish.role.split(", ") if r]
    who = f"{apart(_who(wish))}, {', '.join(roles)}" if roles else _who(wish)
    scopes = ", ".join(key_words(s) for s in wish.scopes)
    pairs = [
        (tr("Who asked"), who),
        (tr("Why"), tr(_REASONS[wish.reason])),
        (tr("About"), ", ".join(wish.codes) or tr("nobody who is known here")),
        (tr("Met by"), wish.began),
        (tr("Uses to stop"), scopes),
        (tr("Why it waits"), _why_it_waits(wish)),
    ]
    return [(word, meaning) for word, meaning in pairs if meaning]


def _why_it_waits(wish: WaitingWish) -> str:
    if not wish.name:
        return tr("Nobody here knows who asked.")
    if wish.role == Role.RESEARCHER.value:
        return tr("They did not meet this person themselves.")
    return tr("Their role does not decide this.")


def _tellers(count: int) -> str:
    return many(count, "told by {n} person", "told by {n} people")
