"""What researchers chose to tell of themselves: a heavy conversation, its day and their wish. Nothing else about them is ever shown."""

from __future__ import annotations

from ldp_stories.domain.roles import Role
from ldp_stories.services import own_care
from ldp_stories.services.own_care import Flag
from ldp_stories.ui.coordinator.notice_lines import NoticeLines
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.banner import Banner


class HeavyLines(NoticeLines):
    """A line for each; it goes once the coordinator says that they have been in touch."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.look()

    def look(self) -> None:
        """Read them again."""
        home = self.context.home
        found = own_care.flags(home) if Role.COORDINATOR in home.roles() else ()
        self.show_lines(self._line(one) for one in found)

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
