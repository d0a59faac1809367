"""A page of cards about things that wait for a coordinator: read off the window's thread, drawn anew when something changed, the focus kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import row
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import display, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage


class CardListScreen(Screen):
    """Override `look_up` (off the window's thread: what to show), `cards_of` (a widget for each) and `NOUNS` (what makes it read again).

    A card whose task runs has `working` true until it has said what came of it.
    """

    NOUNS: frozenset[str] = frozenset()

    def __init__(self, context: Context, title: str, line: str, empty: EmptyState) -> None:
        super().__init__()
        self.context, self.title = context, title
        self.cards: Sequence[QWidget] = ()
        self._asked = 0
        self.heading = display(title)
        self.line = helper(line)
        self.empty = empty
        self.empty.hide()
        self.back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        self.back.clicked.connect(self.done)
        self.page = ScrollPage(spacing=14)
        holder = QWidget()
        self.rows = QVBoxLayout(holder)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(12)
        self.page.body.addLayout(row(self.back, None))
        for part in (self.heading, self.line, *self.above(), holder, self.empty):
            self.page.body.addWidget(part)
        self.page.body.addStretch(1)
        self.box.addWidget(self.page)
        self.set_focus_start(self.heading)
        self.read()

    def above(self) -> tuple[QWidget, ...]:
        """What stands between the heading and the cards."""
        return ()

    def look_up(self) -> Any:
        """What to show; runs off the window's thread."""
        raise NotImplementedError

    def cards_of(self, found: Any) -> Sequence[QWidget]:
        """The cards for what was found; none shows the empty page."""
        raise NotImplementedError

    def read(self) -> None:
        """Read again."""
        self._asked += 1
        now = self._asked

        def done(found: Any) -> None:
            if now == self._asked:
                self._show(found)

        self.context.tasks.run(self.title, lambda _: self.look_up(), done=done, owner=self, quiet=True)

    def leaving(self) -> None:
        """What is half typed on a card stands there again."""
        for keeper in self.findChildren(Keeper):
            keeper.flush()

    def _show(self, found: Any) -> None:
        self.leaving()
        held = any(card.isAncestorOf(w) for card in self.cards if (w := self.focusWidget()) is not None)
        self.cards = list(self.cards_of(found))
        refill(self.rows, *self.cards)
        self.empty.setVisible(not self.cards)
        self.line.setVisible(bool(self.cards) and bool(self.line.text()))
        if held:
            self.heading.setFocus()

    def refresh(self, changes: frozenset[str]) -> None:
        """One of the nouns shown here was written. A card at work says itself when it is done, so it is not taken away meanwhile."""
        working = any(getattr(card, "working", False) for card in self.cards)
        if not working and (not changes or changes & self.NOUNS):
            self.read()
