"""The trash: stories put away in the last thirty days, each with a way back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.shut_stories import Shut, put_away_by_others
from ldp_stories.services.trash import Trashed, put_back, trash
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import Label, display, helper, small
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import Scroll


class TrashScreen(Screen):
    """The list, newest first; [Put it back] at each."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("Trash")
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        self.heading = display(tr("Trash"))
        lead = helper(tr("You can put a story back for 30 days. After that it is gone for good."))
        self.list = column(spacing=12)
        page = QWidget()
        body = column(row(back, None), self.heading, lead, 8, self.list, None, spacing=8)
        body.setContentsMargins(36, 16, 36, 20)
        page.setLayout(body)
        self.box.addWidget(Scroll(page))
        self.set_focus_start(self.heading)
        self.refresh(frozenset())

    def refresh(self, changes: frozenset[str]) -> None:
        """Read the list again."""
        if changes and not changes & {"record", "desk", "order"}:
            return
        cards: list[QWidget] = [_by_another(one) for one in put_away_by_others(self.context.home)]
        cards += [self._card(one) for one in trash(self.context.home)]
        empty = EmptyState(
            tr("Nothing in the trash."), text=tr("A story that you put away is here."), icon="trash"
        )
        refill(self.list, *(cards or [empty]))

    def _card(self, one: Trashed) -> Card:
        card = Card(padding=(24, 14, 18, 14), spacing=4)
        name = one.title or tr("No title yet")
        again = Button(
            tr("Put it back"),
            icon="arrow-counter-clockwise",
            size="field",
            name=tr("Put it back: {title}", title=name),
        )
        again.clicked.connect(lambda: self._back(one))
        words = column(Label(name, weight=600, people=True, start=True), small(left_words(one)), spacing=0)
        box = row(IconMark("trash", "text2", 20, tile="sunk"), words, again, spacing=14)
        box.setStretch(1, 1)
        return card.add(box)

    def _back(self, one: Trashed) -> None:
        try:
            put_back(self.context.home, one.id)
        except UserError as error:
            self.context.tell(sentence(error))
        else:
            self.context.tell(tr("It is back with your stories."))
        self.refresh(frozenset())
        self.heading.setFocus()


def _by_another(one: Shut) -> Card:
    """Somebody else put it away: said plainly, so that nobody loses a story without being told."""
    name = one.title or tr("No title yet")
    words = tr(
        "{name} put this story in the trash, {day}.",
        name=one.by or tr("Somebody"),
        day=shown_day(one.on),
    )
    more = tr("Nothing of it is lost. Ask them if you do not know why.")
    said = column(Label(name, weight=600, people=True, start=True), small(f"{words} {more}"), spacing=0)
    box = row(IconMark("trash", "text2", 20, tile="sunk"), said, spacing=14)
    box.setStretch(1, 1)
    return Card(padding=(24, 14, 18, 14), spacing=4).add(box)


def left_words(one: Trashed) -> str:
    """ "Put away 10 May. 12 days left." """
    put = tr("Put away {day}.", day=shown_day(one.on))
    if one.sent:
        return f"{put} {tr('Your coordinator has it. It stays hidden here.')}"
    return f"{put} {many(max(0, one.days_left), '{n} day left.', '{n} days left.')}"
