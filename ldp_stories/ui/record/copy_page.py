"""Somebody's own story, to be read back to them, printed or saved: their words, with other people's names hidden."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.give_copy import PersonCopy, give_copy
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.paper import Paper, Printing, Role, print_paper, save_pdf
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.field import Field
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label, display, helper, small
from ldp_stories.ui.widgets.scroll import Scroll


class CopyPage(QWidget):
    """The copy on screen. Words that look like a name are hidden; a person may say that one of them is none. `closed` to go back."""

    closed = Signal()

    def __init__(self, context: Context, person: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.person = context, person
        self.printing: Printing = print_paper
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
        self.large = ChoiceRow([Option("large", tr("Large print"))], name=tr("Large print"), many=True)
        self.close_button = Button(tr("Back to the person"), icon="arrow-left", key="Esc", size="field")
        self.close_button.clicked.connect(self.closed)
        self.print = Button(tr("Print"), icon="printer", size="field")
        self.print.clicked.connect(self._print)
        self.save = Button(tr("Save as PDF"), icon="file-pdf", size="field")
        self.save.clicked.connect(self._save)
        self.trouble = Label("", role="small", color="bad", weight=500)
        self.trouble.hide()
        inside = QWidget()
        body = column(self.heading, lead, names, 4, self.stories, self.trouble, None, spacing=10)
        body.setContentsMargins(36, 20, 36, 12)
        inside.setLayout(body)
        acts = QWidget()
        flow = FlowLayout(acts, gap=12)
        for thing in (self.close_button, self.print, self.save, self.large):
            flow.addWidget(thing)
        foot = row(acts)
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
            where = ", ".join(part for part in (shown_day(story.told_on), story.place) if part)
            card.add(
                Label(story.title, role="heading", people=True),
                small(where),
                Label(story.text, role="lead", people=True),
            )
            cards.append(card)
        refill(self.stories, *cards)

    def paper(self) -> Paper:
        """The copy as pages."""
        lines: list[tuple[Role, str]] = []
        for story in self.copy.stories:
            where = ", ".join(part for part in (shown_day(story.told_on), story.place) if part)
            lines += [("title", story.title), ("small", where)]
            lines += [("body", words) for words in story.text.splitlines() if words.strip()]
        return Paper(
            tr("Your story"),
            tuple(lines),
            practice=self.context.home.practice,
            large=bool(self.large.value()),
        )

    def _print(self) -> None:
        if self.printing(self.paper(), self):
            self.context.tell(tr("Printed."))

    def _save(self) -> None:
        folder = self.context.pick_folder(tr("Where should it be saved?"))
        if folder is None:
            return
        try:
            path = save_pdf(self.paper(), folder, "your story")
        except UserError as error:
            self.trouble.setText(sentence(error))
            self.trouble.show()
            announce(self, sentence(error), assertive=True)
            return
        self.trouble.hide()
        self.context.tell(tr("Saved as {name}. What is saved there is not locked.", name=path.name))
