"""A clock that is behind: what it says, and the one thing to press when it is right (it had run ahead before)."""

from __future__ import annotations

from datetime import date

from ldp_stories.errors import UserError
from ldp_stories.services.right_clock import believe_clock, doubt
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import day_year, sentence, tr
from ldp_stories.ui.widgets.banner import Banner


class ClockLine(Banner):
    """The strip; hidden while there is no doubt."""

    def __init__(self, context: Context) -> None:
        super().__init__("", tone="warn", icon="clock", action=tr("The clock is right"))
        self.context = context
        self.acted.connect(self._right)
        self.look()

    def look(self) -> None:
        """See whether there is doubt, and say what it is about."""
        found = doubt(self.context.home)
        self.setVisible(found is not None)
        if found is not None:
            words = tr(
                "This laptop’s clock says {day}. Before, it said {later}. Put the clock right if it is wrong, or go on.",
                day=day_year(date.fromisoformat(found.says[:10])),
                later=day_year(date.fromisoformat(found.seen[:10])),
            )
            self.set_text(words)

    def _right(self) -> None:
        try:
            believe_clock(self.context.home)
        except UserError as error:
            self.context.tell(sentence(error))
        else:
            self.context.tell(tr("Thank you. The dates follow the clock again."))
        self.look()
