"""Somebody handed over to the person of this notebook: who, when, what they should know, and what stayed behind, until it is read (US-C12)."""

from __future__ import annotations

from ldp_stories.domain.roles import Role
from ldp_stories.services.pass_on_role import HandOver, handed_to_me, note_is_read
from ldp_stories.ui.coordinator.leaving_words import then_words
from ldp_stories.ui.coordinator.notice_lines import NoticeLines
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.banner import Banner


class HandedLines(NoticeLines):
    """A line for each hand-over to oneself; it goes once its note was read."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.look()

    def look(self) -> None:
        """Read them again."""
        home = self.context.home
        found = handed_to_me(home) if Role.COORDINATOR in home.roles() else ()
        self.show_lines(self._line(one) for one in found)

    def _line(self, one: HandOver) -> Banner:
        words = " ".join(filter(None, (one.note, then_words(one.stays))))
        giver = one.giver or tr("A coordinator")
        bold = tr("{name} handed over to you, {day}.", name=giver, day=shown_day(one.on))
        line = Banner(words, bold=bold, tone="info", icon="users", action=tr("I have read it"))
        line.acted.connect(lambda: self._read(one))
        return line

    def _read(self, one: HandOver) -> None:
        note_is_read(self.context.home, one.id)
        self.look()
        self.context.tell(tr("It stays on their page, under Programme and People."))
