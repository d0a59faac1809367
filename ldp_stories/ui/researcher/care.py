"""Looking after yourself: who knows where you are, what weighed on you, and your own journey. Calm, private, one page."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ldp_stories.ui.record.context import Context
from ldp_stories.ui.researcher.care_cards import HeavyCard, WhereCard
from ldp_stories.ui.researcher.journey_card import JourneyCard
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import column, row
from ldp_stories.ui.widgets.frame import is_compact
from ldp_stories.ui.widgets.labels import display, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import Scroll


class CareScreen(Screen):
    """Three cards. Nothing on this page is sent but what a person presses to send."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("Looking after yourself")
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        self.heading = display(tr("Looking after yourself"))
        lead = helper(
            tr(
                "What you write here stays on this laptop. Only a wish to your coordinator can leave, if you press for it."
            )
        )
        self.where = WhereCard(context)
        self.heavy = HeavyCard(context)
        self.journey = JourneyCard(context)
        self.heavy.took_away.connect(self.journey.undo.clear)
        self.journey.took_away.connect(self.heavy.undo.clear)
        self.left = column(self.where, self.heavy, None, spacing=20)
        self.right = column(self.journey, None, spacing=20)
        self.sides = row(self.left, self.right, spacing=20)
        self.sides.setStretch(0, 1)
        self.sides.setStretch(1, 1)
        page = QWidget()
        body = column(row(back, None), self.heading, lead, 8, self.sides, None, spacing=8)
        body.setContentsMargins(36, 16, 36, 24)
        page.setLayout(body)
        self.box.addWidget(Scroll(page))
        self.set_focus_start(self.heading)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where there is little room."""
        super().resizeEvent(event)
        way = self.sides.Direction.TopToBottom if is_compact(self.window().width()) else None
        self.sides.setDirection(way or self.sides.Direction.LeftToRight)

    def leaving(self) -> None:
        """Half-typed words are kept."""
        for card in (self.where, self.heavy, self.journey):
            card.keeper.flush()
