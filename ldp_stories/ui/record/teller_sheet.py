"""The page for the teller in the window: the very words of the file, to be read to them, printed, or saved as PDF."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextDocument

from ldp_stories.services.teller_page import teller_html
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.paper import Paper, Role
from ldp_stories.ui.record.print_acts import PrintActs
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.labels import Label, heading

FILE = "what we did"


def page_lines(html: str) -> tuple[tuple[Role, str], ...]:
    """The words of a page in order: headings as titles, all else as it is read."""
    document = QTextDocument()
    document.setHtml(html)
    found: list[tuple[Role, str]] = []
    block = document.begin()
    while block.isValid():
        if words := block.text().strip():
            found.append(("title" if block.blockFormat().headingLevel() else "body", words))
        block = block.next()
    return tuple(found)


class TellerSheet(Card):
    """What a person is told about their wish; nothing of theirs stands in it, and no code."""

    def __init__(self, context: Context, orders: Sequence[str]) -> None:
        super().__init__(padding=(28, 20, 28, 22), spacing=8, fill="sunk")
        self.context = context
        self.lines = page_lines(teller_html(context.home, orders))
        for role, words in self.lines:
            self.add(heading(words) if role == "title" else Label(words))
        self.acts = PrintActs(context, self.paper, FILE)
        self.add(self.acts, self.acts.trouble)

    def paper(self) -> Paper:
        """The page as paper."""
        large = self.acts.wants_large
        return Paper(
            tr("What we did with your story"), self.lines, practice=self.context.home.practice, large=large
        )
