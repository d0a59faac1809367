"""Two quiet lines on Home: who knows where you are while you are out, and to talk to somebody after a heavy conversation."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.services import own_care
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.researcher.care_cards import out_words
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.banner import Banner


class CareLines(QWidget):
    """Nothing at all stands here when there is nothing to remind of. `go` when the person wants the page."""

    go = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.out = Banner("", tone="info", icon="map-pin", action=tr("I am back"))
        self.out.acted.connect(self._back)
        self.heavy = Banner("", tone="info", icon="heart", action=tr("See"))
        self.heavy.acted.connect(self.go)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 16)
        box.setSpacing(10)
        box.addWidget(self.out)
        box.addWidget(self.heavy)
        self.look()

    def look(self) -> None:
        """Read what stands now."""
        home = self.context.home
        out, heavy = own_care.out_now(home), own_care.debrief_due(home)
        if out is not None:
            self.out.set_text(tr("Let them know that you are well.") if out.late else "", out_words(out))
        if heavy is not None:
            day = shown_day(heavy.on)
            self.heavy.set_text(
                tr("Talk to somebody about it, when you can."),
                tr("A conversation was heavy, {day}.", day=day),
            )
        self.out.setVisible(out is not None)
        self.heavy.setVisible(heavy is not None)
        self.setVisible(out is not None or heavy is not None)

    def _back(self) -> None:
        own_care.come_back(self.context.home)
        self.look()
        self.context.tell(tr("Good that you are back."))
