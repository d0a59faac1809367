"""A story that goes nowhere, because somebody in it wished to take their words back and nobody has decided: the ways on."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ldp_stories.services.withdraw import Undecided
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.labels import heading, helper


class UndecidedCard(Card):
    """`chosen(participant id)` to decide for one of those who told it; `freed(record id)` when nobody takes anything back after all."""

    chosen = Signal(str)
    freed = Signal(str)

    def __init__(self, one: Undecided) -> None:
        super().__init__(spacing=10)
        title = one.title or tr("No title yet")
        self.add(heading(tr("Not decided yet: “{title}”", title=title)))
        self.add(
            helper(tr("Somebody in it wished to take their words back. It goes nowhere until you decide."))
        )
        for ident, code in one.people:
            decide = Button(tr("Decide for {code}", code=code), size="dense", icon="user")
            decide.clicked.connect(lambda _=False, p=ident: self.chosen.emit(p))
            self.add(row(decide, None))
        free = Button(
            tr("Nobody takes anything back"),
            kind="quiet",
            size="dense",
            name=tr("Nobody takes anything back from “{title}”", title=title),
        )
        free.clicked.connect(lambda: self.freed.emit(one.record))
        self.add(row(free, None))
