"""Closed and put away: stories that are here and that nobody uses now; a coordinator opens them again, puts them back, or takes them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import open_again
from ldp_stories.services.shut_stories import Shut, put_back_for_all, shut_stories, take_out_for_all
from ldp_stories.ui.coordinator.card_list import CardListScreen
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import apart, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, heading, helper


class ShutStoriesScreen(CardListScreen):
    """A card for each: of a closed one only who closed it and when."""

    NOUNS = frozenset({"record", "order"})

    def __init__(self, context: Context, what: object = None) -> None:
        del what
        empty = EmptyState(
            tr("Nothing is closed or put away."),
            text=tr("A story that somebody closes, or puts in the trash after sending it, is here."),
            icon="check-circle",
        )
        words = tr("Nothing of these stories is shown, found, sent or quoted. Nothing is lost.")
        super().__init__(context, tr("Closed and put away"), words, empty)

    def look_up(self) -> tuple[Shut, ...]:
        """The stories, the newest first."""
        return shut_stories(self.context.home)

    def cards_of(self, found: Sequence[Shut]) -> Sequence[QWidget]:
        """Closed ones first."""
        cards = []
        for one in sorted(found, key=lambda s: not s.closed):
            card = ClosedCard(self.context, one) if one.closed else AwayCard(self.context, one)
            card.decided.connect(self.read)
            cards.append(card)
        return cards


class _ShutCard(Card):
    """One story, what can be done about it, and what is wrong above that. `decided` when something was done."""

    decided = Signal()

    def __init__(
        self, context: Context, shut: Shut, title: str, icon: str, *, again: str, words: str
    ) -> None:
        super().__init__(padding=(26, 20, 26, 22), spacing=10)
        self.context, self.shut, self.working = context, shut, False
        self.add(heading(title), CheckLine(who_did(shut), line=whose(shut), icon=icon, tone="plain"))
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        self.again = Button(
            again, size="field", icon="arrow-counter-clockwise", name=f"{again}: {whose(shut)}"
        )
        self.add(helper(words))

    def run(self, act: Callable[[], object], done: str) -> None:
        """Do it off the window's thread, and say what came of it."""
        self._busy(True)

        def after(_: object) -> None:
            self._busy(False)
            self.context.tell(done)
            self.decided.emit()

        self.context.tasks.run(
            tr("Closed and put away"),
            lambda _: act(),
            lane="store",
            done=after,
            failed=self._failed,
            owner=self,
        )

    def _busy(self, busy: bool) -> None:
        self.working = busy
        for button in self.findChildren(Button):
            button.setEnabled(not busy)
        self.trouble.hide()

    def _failed(self, error: UserError) -> None:
        self._busy(False)
        self.trouble.setText(sentence(error))
        self.trouble.show()
        announce(self, self.trouble.text(), assertive=True)


class ClosedCard(_ShutCard):
    """A closed story: it is opened again when the person who keeps people safe says so."""

    def __init__(self, context: Context, shut: Shut) -> None:
        words = tr(
            "Ask the person first who keeps people safe in your programme. Then it is used again as before."
        )
        super().__init__(context, shut, tr("Closed"), "lock-simple", again=tr("Open it again"), words=words)
        self.again.clicked.connect(self.open_again)
        self.add(self.trouble, row(self.again, None))

    def open_again(self) -> None:
        """Open it again."""
        words = tr("The story is open again. Everybody who has it hears of it with the next file.")
        self.run(lambda: open_again(self.context.home, self.shut.record), words)


class AwayCard(_ShutCard):
    """A story in the trash that others have had: put it back, or take it out for good."""

    def __init__(self, context: Context, shut: Shut) -> None:
        words = tr("It was sent before, so you decide. Until then it stays hidden on every laptop.")
        super().__init__(context, shut, tr("In the trash"), "trash", again=tr("Put it back"), words=words)
        self.code = TextField(name=tr("The person's code"))
        asked = tr("To take it out, type the person's code: {code}", code=", ".join(shut.codes))
        if shut.codes:
            helps = tr("“Take it out for good” goes to every laptop. Nothing brings it back.")
            self.add(Field(asked, self.code, helper=helps))
        self.out = Button(tr("Take it out for good"), kind="danger", size="field", icon="trash")
        self.out.set_name(tr("Take it out for good: {story}", story=whose(shut)))
        self.again.clicked.connect(self.put_back)
        self.out.clicked.connect(self.take_out)
        self.add(self.trouble, row(self.again, self.out, None))

    def put_back(self) -> None:
        """Put it back."""
        words = tr("It is back. Everybody who has it hears of it with the next file.")
        self.run(lambda: put_back_for_all(self.context.home, self.shut.record), words)

    def take_out(self) -> None:
        """Take it out for good."""
        typed = self.code.text()
        words = tr("Done. It goes to every laptop with the next file.")
        self.run(lambda: take_out_for_all(self.context.home, self.shut.record, typed), words)


def who_did(shut: Shut) -> str:
    """ "Closed by Amina, 10 May" """
    name, day = shut.by or tr("somebody"), shown_day(shut.on)
    if shut.closed:
        return tr("Closed by {name}, {day}", name=name, day=day)
    return tr("Put in the trash by {name}, {day}", name=name, day=day)


def whose(shut: Shut) -> str:
    """ "Tea and bulbs, told to Amina, 9 May"; without the title of a closed story."""
    told = tr("told to {name}, {day}", name=shut.researcher or tr("somebody"), day=shown_day(shut.told_on))
    return f"{apart(shut.title)}, {told}" if shut.title else told[:1].upper() + told[1:]
