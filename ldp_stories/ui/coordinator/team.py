"""Your researchers: the last file, questions that wait, a heavy conversation they chose to tell of, files that never came. Nothing else (US-C11)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services import own_care
from ldp_stories.services.look_after import Looked, ask_for_missing, researchers
from ldp_stories.services.odd_files import OddFile
from ldp_stories.services.own_care import Flag
from ldp_stories.ui.coordinator.card_list import CardListScreen
from ldp_stories.ui.coordinator.odd_words import what_happened
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import Facts
from ldp_stories.ui.widgets.labels import Label, small
from ldp_stories.ui.widgets.rail import IconMark


class TeamScreen(CardListScreen):
    """A card for each researcher, in the order of their codes."""

    NOUNS = frozenset({"received", "comment", "care", "member", "device", "request", "receipt"})

    def __init__(self, context: Context, what: object = None) -> None:
        del what
        empty = EmptyState(
            tr("No researchers yet."),
            text=tr("Give people the programme file. When you let them in, they stand here."),
            icon="users",
        )
        words = tr("What helps you look after them, and what they chose to tell. Nothing else is counted.")
        super().__init__(context, tr("Your researchers"), words, empty)

    def look_up(self) -> tuple[Looked, ...]:
        """All of them."""
        return researchers(self.context.home)

    def cards_of(self, found: tuple[Looked, ...]) -> Sequence[QWidget]:
        """One card each."""
        cards = []
        for one in found:
            card = ResearcherCard(self.context, one)
            card.changed.connect(self.read)
            card.write.connect(lambda: self.go.emit("queue", None))
            card.more.connect(lambda member: self.go.emit("member", member))
            cards.append(card)
        return cards


class ResearcherCard(Card):
    """One researcher. `changed` when something was asked or seen to, `more(member id)` for their page."""

    changed = Signal()
    write = Signal()
    more = Signal(str)

    def __init__(self, context: Context, one: Looked) -> None:
        super().__init__(padding=(22, 16, 22, 16), spacing=10)
        self.context = context
        name = one.name if one.name == one.code else f"{one.code}  {one.name}"
        page = Button(
            tr("Their page"),
            kind="quiet",
            size="dense",
            trailing="arrow-right",
            name=tr("The page of {name}", name=one.name),
        )
        page.clicked.connect(lambda: self.more.emit(one.member))
        last = (
            tr("Last file: {day}", day=shown_day(one.last_file))
            if one.last_file
            else tr("No file has come yet")
        )
        words = column(Label(name, weight=600), small(last), spacing=1)
        top = row(IconMark("user", "onsoft", 20, tile="soft"), words, page, spacing=16)
        top.setStretch(1, 1)
        self.add(top, Facts(_questions(one), role="body", first=230))
        for flag in one.heavy:
            self.add(self._heavy(one, flag))
        for odd in one.missing:
            self.add(self._missing(odd))

    def _heavy(self, one: Looked, flag: Flag) -> Banner:
        wish = (
            tr("They would like to talk about it.")
            if flag.wish == "talk"
            else tr("They only want you to know.")
        )
        bold = tr("A heavy conversation, {day}.", day=shown_day(flag.on))
        line = Banner(wish, bold=bold, tone="info", icon="heart", action=tr("I have been in touch"))
        line.button.set_name(tr("I have been in touch with {name}", name=one.name))

        def seen() -> None:
            own_care.seen_to(self.context.home, flag.id)
            self.changed.emit()

        line.acted.connect(seen)
        return line

    def _missing(self, odd: OddFile) -> Banner:
        asked = tr("Asked for. It goes with the next file to them.") if odd.asked else ""
        action = "" if odd.asked or not odd.active else tr("Ask for it")
        line = Banner(asked, bold=what_happened(odd), tone="warn", icon="hourglass", action=action)
        if action:
            line.button.set_name(f"{action}: {what_happened(odd)}")
        line.acted.connect(lambda: self._ask(odd))
        return line

    def _ask(self, odd: OddFile) -> None:
        try:
            wish = ask_for_missing(self.context.home, odd)
        except UserError as error:
            self.context.tell(sentence(error))
            return
        self.context.tell(tr("Asked. It goes with the next file to {name}.", name=wish.name or "?"))
        self.changed.emit()


def _questions(one: Looked) -> list[tuple[str, str]]:
    return [
        (tr("For them to answer"), many(one.for_them, "{n} question", "{n} questions")),
        (tr("For you to answer"), many(one.for_us, "{n} question", "{n} questions")),
    ]
