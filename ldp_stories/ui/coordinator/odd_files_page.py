"""Files that do not fit: each in words, with what to do next. Nothing of it did any harm: it was noticed when the file came in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.look_after import ask_for_missing
from ldp_stories.services.odd_files import Odd, OddFile, dealt_with, let_in_all_the_same, odd_files, try_again
from ldp_stories.services.set_aside import let_go
from ldp_stories.ui.coordinator.card_list import CardListScreen
from ldp_stories.ui.coordinator.odd_words import what_happened, what_next
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import Label, helper
from ldp_stories.ui.widgets.rail import IconMark

_PICTURES: Final = {
    Odd.MISSING: ("hourglass", "warn"),
    Odd.TWICE: ("warning-circle", "bad"),
    Odd.TWO_COPIES: ("warning-circle", "bad"),
    Odd.WENT_BACK: ("arrow-counter-clockwise", "warn"),
    Odd.NOT_ALLOWED: ("lock-simple", "warn"),
    Odd.SPOILT: ("warning-circle", "warn"),
    Odd.LOST_LAPTOP: ("laptop", "warn"),
    Odd.STRANGER: ("question", "warn"),
    Odd.AGAIN: ("check-circle", "text2"),
}


class OddFilesScreen(CardListScreen):
    """A card for each thing that does not fit."""

    NOUNS = frozenset({"received", "receipt", "request", "quarantine", "device", "order"})

    def __init__(self, context: Context, what: object = None) -> None:
        del what
        empty = EmptyState(
            tr("Every file fits."),
            text=tr("When one never comes, or comes in a way it should not, it stands here."),
            icon="check-circle",
        )
        words = tr("Nothing here did any harm. Each was noticed when the file came.")
        super().__init__(context, tr("Files that do not fit"), words, empty)

    def look_up(self) -> tuple[OddFile, ...]:
        """All of them."""
        return odd_files(self.context.home)

    def cards_of(self, found: tuple[OddFile, ...]) -> Sequence[QWidget]:
        """One card each."""
        cards = []
        for one in found:
            card = OddCard(self.context, one)
            card.changed.connect(self.read)
            cards.append(card)
        return cards


class OddCard(Card):
    """One thing: what happened, what to do next, and the buttons for it. `changed` when something was done."""

    changed = Signal()

    def __init__(self, context: Context, odd: OddFile) -> None:
        super().__init__(padding=(22, 16, 22, 18), spacing=8)
        self.context, self.odd, self.working = context, odd, False
        words = what_happened(odd)
        icon, color = _PICTURES[odd.odd]
        top = row(IconMark(icon, color, 20), Label(words, weight=600), spacing=14)
        top.setStretch(1, 1)
        self.add(top, helper(what_next(odd)))
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        self.buttons = self._buttons(words)
        self.add(self.trouble, row(*self.buttons, None))

    def _buttons(self, words: str) -> list[Button]:
        found = []
        if self.odd.odd is Odd.MISSING and self.odd.active and not self.odd.asked:
            ask = Button(
                tr("Ask for it"), icon="paper-plane-tilt", size="field", name=tr("Ask for it: {w}", w=words)
            )
            ask.clicked.connect(self.ask)
            found.append(ask)
        if self.odd.bundle:
            lost = self.odd.odd is Odd.LOST_LAPTOP
            add = Button(
                tr("Add it all the same") if lost else tr("Try again"),
                size="field",
                name=tr("Add it all the same: {w}", w=words) if lost else tr("Try again: {w}", w=words),
            )
            add.clicked.connect(self.let_in)
            away = Button(tr("Throw it away"), size="field", name=tr("Throw it away: {w}", w=words))
            away.clicked.connect(self.throw_away)
            found += [add, away]
        else:
            dealt = quiet(tr("It is dealt with"), icon="check")
            dealt.set_name(tr("It is dealt with: {w}", w=words))
            dealt.clicked.connect(self.dealt_with)
            found.append(dealt)
        return found

    def ask(self) -> None:
        """Ask for what never came."""

        def act() -> str:
            wish = ask_for_missing(self.context.home, self.odd)
            return tr("Asked. It goes with the next file to {name}.", name=wish.name or "?")

        self._try(act)

    def dealt_with(self) -> None:
        """Take it off the list."""

        def act() -> str:
            dealt_with(self.context.home, self.odd.key)
            return tr("Off the list. It comes back if it happens again.")

        self._try(act)

    def throw_away(self) -> None:
        """Delete the file that waits."""

        def act() -> str:
            let_go(self.context.home, self.odd.bundle)
            return tr("The file is thrown away. Nothing of it was added.")

        self._try(act)

    def let_in(self) -> None:
        """Add a lost laptop's older file, or a stranger's that may be known by now."""
        self._busy(True)
        lost = self.odd.odd is Odd.LOST_LAPTOP
        add, said = let_in_all_the_same, tr("Added. Later files of that laptop stay outside.")
        if not lost:
            add, said = try_again, tr("Added.")
        self.context.tasks.run(
            tr("Adding the file"),
            lambda report: add(self.context.home, self.odd.bundle, report),
            lane="store",
            done=lambda _: self._said(said),
            failed=self._failed,
            owner=self,
        )

    def _try(self, act: Callable[[], str]) -> None:
        try:
            words = act()
        except UserError as error:
            self._failed(error)
            return
        self._said(words)

    def _said(self, words: str) -> None:
        self.context.tell(words)
        self.changed.emit()

    def _busy(self, busy: bool) -> None:
        self.working = busy
        for button in self.buttons:
            button.setEnabled(not busy)

    def _failed(self, error: UserError) -> None:
        self._busy(False)
        self.trouble.setText(sentence(error))
        self.trouble.show()
        announce(self, sentence(error), assertive=True)
