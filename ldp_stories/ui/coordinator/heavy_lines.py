"""What researchers chose to tell of themselves: a heavy conversation, its day and their wish. Nothing else about them is ever shown."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.domain.roles import Role
from ldp_stories.services import own_care
from ldp_stories.services.own_care import Flag
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.banner import Banner


class HeavyLines(QWidget):
    """A line for each; it goes once the coordinator says that they have been in touch."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(10)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)  # where room is short the list gives way, never these words
        self.setSizePolicy(policy)
        self.look()

    def look(self) -> None:
        """Read them again."""
        home = self.context.home
        found = own_care.flags(home) if Role.COORDINATOR in home.roles() else ()
        refill(self.lines, *(self._line(one) for one in found))
        self.setVisible(bool(found))

    def _line(self, one: Flag) -> Banner:
        wish = (
            tr("They would like to talk about it.")
            if one.wish == "talk"
            else tr("They only want you to know.")
        )
        bold = tr("{name} had a heavy conversation, {day}.", name=one.name, day=shown_day(one.on))
        line = Banner(wish, bold=bold, tone="info", icon="heart", action=tr("I have been in touch"))
        line.acted.connect(lambda: self._seen(one))
        return line

    def _seen(self, one: Flag) -> None:
        own_care.seen_to(self.context.home, one.id)
        self.look()
        self.context.tell(tr("Thank you for looking after {name}.", name=one.name))
