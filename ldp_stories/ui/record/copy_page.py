"""Somebody's own story, to be read back to them, printed or saved: their words, with other people's names hidden."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.services.give_copy import CopyStory, PersonCopy, give_copy
from ldp_stories.ui.record.consent_strip import key_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.paper import Paper, Role
from ldp_stories.ui.record.print_acts import PrintActs
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import apart, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.field import Field
from ldp_stories.ui.widgets.labels import Label, display, helper, small
from ldp_stories.ui.widgets.scroll import Scroll


class CopyPage(QWidget):
    """The copy on screen. Words that look like a name are hidden; a person may say that one of them is none. `closed` to go back."""

    closed = Signal()

    def __init__(self, context: Context, person: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.person = context, person
        self.copy: PersonCopy = give_copy(context.home, person)
        self.heading = display(tr("Their own story"))
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        lead = helper(tr("Read it to them, or give it to them. Other people’s names are hidden."))
        hidden = list(dict.fromkeys(w for s in self.copy.stories for w in s.hidden))
        self.every = tuple(hidden)
        self.hidden = ChoiceRow(
            [Option(w, w) for w in hidden], name=tr("Hidden words"), value=hidden, many=True
        )
        self.hidden.chosen.connect(self._keep)
        names = Field(
            tr("Hidden words"), self.hidden, helper=tr("Press a word that is nobody’s name, to show it.")
        )
        names.setVisible(bool(hidden))
        self.stories = column(spacing=14)
        self.close_button = Button(tr("Back to the person"), icon="arrow-left", key="Esc", size="field")
        self.close_button.clicked.connect(self.closed)
        self.acts = PrintActs(context, self.paper, "your story", self.close_button, unlocked=True)
        inside = QWidget()
        body = column(self.heading, lead, names, 4, self.stories, self.acts.trouble, None, spacing=10)
        body.setContentsMargins(36, 20, 36, 12)
        inside.setLayout(body)
        foot = row(self.acts)
        foot.setContentsMargins(36, 8, 36, 16)
        whole = column(Scroll(inside), spacing=0)
        whole.addLayout(foot)
        self.setLayout(whole)
        self._show()

    def focus_start(self) -> None:
        """Focus on the heading."""
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, chosen: list[str]) -> None:
        every = set(self.every)
        self.copy = give_copy(self.context.home, self.person, keep=every - set(chosen))
        self._show()

    def _show(self) -> None:
        cards = []
        for story in self.copy.stories:
            card = Card(padding=(28, 20, 28, 22), spacing=6)
            where = ", ".join(part for part in (shown_day(story.told_on), apart(story.place)) if part)
            card.add(
                Label(story.title, role="heading", people=True, start=True),
                small(where),
                Label(story.text, role="lead", people=True),
                *(small(words) for words in agreed_words(story)),
            )
            cards.append(card)
        refill(self.stories, *cards)

    def paper(self) -> Paper:
        """The copy as pages."""
        lines: list[tuple[Role, str]] = []
        for story in self.copy.stories:
            where = ", ".join(part for part in (shown_day(story.told_on), apart(story.place)) if part)
            lines += [("title", story.title), ("small", where)]
            lines += [("body", words) for words in story.text.splitlines() if words.strip()]
            lines += [("small", words) for words in agreed_words(story)]
        return Paper(
            tr("Your story"),
            tuple(lines),
            practice=self.context.home.practice,
            large=self.acts.wants_large,
        )


def agreed_words(story: CopyStory) -> list[str]:
    """What they said yes and no to, as two sentences, with what they may be contacted for; none where nothing was asked."""
    said = []
    for value, words in (("yes", tr("You said yes to")), ("no", tr("You said no to"))):
        keys = [key_words(key) for key, answer in story.answers if answer == value]
        if keys:
            said.append(f"{words}: {', '.join(keys)}.")
    return said
