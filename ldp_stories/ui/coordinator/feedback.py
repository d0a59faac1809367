""" "You said, we did": what was heard, what became of it, and the stories behind it; slips for researchers and a poster (US-C10)."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from ldp_stories.domain.feedback import Feedback
from ldp_stories.errors import UserError
from ldp_stories.services import feed_back
from ldp_stories.services.feed_back import Entry
from ldp_stories.ui.coordinator.feedback_form import FeedbackForm
from ldp_stories.ui.coordinator.poster import save_poster, save_slips
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.place_options import long
from ldp_stories.ui.record.plain_line import PlainLine
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import apart, many, sentence, tr
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.chips import Chip
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import Label, display, helper, small
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage


class FeedbackScreen(Screen):
    """The entries, newest first, and the form of one."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("You said, we did")
        self.form: FeedbackForm | None = None
        self.heading = display(tr("You said, we did"))
        self.new = Button(tr("Write one"), kind="primary", icon="plus", size="main", key="Ctrl+N")
        self.new.clicked.connect(lambda: self.open_form(Feedback("", (), (), "", True, "")))
        self.paper = quiet(tr("Save slips and poster"), icon="printer")
        self.paper.clicked.connect(self.save_paper)
        self.rows = column(spacing=12)
        holder = QWidget()
        holder.setLayout(self.rows)
        page = ScrollPage(spacing=14)
        page.body.addWidget(self.heading)
        page.body.addWidget(helper(tr("People who told you something want to know what came of it.")))
        page.body.addLayout(row(self.new, self.paper, None))
        page.body.addWidget(holder)
        page.body.addStretch(1)
        self.pages = QStackedWidget()
        self.pages.addWidget(page)
        self.box.addWidget(self.pages)
        self.set_focus_start(self.heading)
        self.read()

    def read(self) -> None:
        """Read the entries."""
        found = feed_back.entries(self.context.home)
        self.paper.setVisible(any(one.feedback.sent for one in found))
        if not found:
            text = tr("Write down what people said, and what became of it.")
            refill(self.rows, EmptyState(tr("Nothing yet."), text=text, icon="megaphone-simple"))
            return
        refill(self.rows, *[self._card(one) for one in found])

    def _card(self, one: Entry) -> Card:
        feedback, card = one.feedback, Card(padding=(22, 14, 22, 14), spacing=6)
        icon, tone = ("check-circle", "ok") if feedback.done else ("minus-circle", "warn")
        state = tr("Done") if feedback.done else tr("Not done, because:")
        edit = quiet(tr("Change"), icon="pencil-simple", name=tr("Change: {words}", words=feedback.heard))
        edit.clicked.connect(lambda: self.open_form(feedback))
        top = row(Label(feedback.heard, weight=600, people=True, start=True), edit)
        top.setStretch(0, 1)
        card.add(top)
        chip = Chip(state, icon=icon, tone=tone)  # type: ignore[arg-type]
        said = row(chip, Label(feedback.did, people=True, start=True), spacing=10)
        said.setStretch(1, 1)
        card.add(said)
        to = tr("Goes to {names} with the next answer", names=", ".join(map(apart, one.researchers)))
        parts = [
            long(feedback.at_label),
            to if feedback.sent and one.researchers else "",
            "" if feedback.sent else tr("Draft"),
        ]
        if one.gone:
            parts.append(many(one.gone, "{n} story was taken back", "{n} stories were taken back"))
        return card.add(small(". ".join(p for p in parts if p)))

    def open_form(self, entry: Feedback) -> None:
        """Open the form of an entry."""
        self.close_form()
        form = FeedbackForm(entry, feed_back.stories_to_link(self.context.home))
        form.remember(self.context.home)
        form.leave.clicked.connect(self._let_go)
        form.send.clicked.connect(lambda: self.keep(sent=True))
        form.draft.clicked.connect(lambda: self.keep(sent=False))
        self.form = form
        self.plain = PlainLine(self.context)
        form.plain.addWidget(self.plain)
        for editor in (form.heard, form.did):
            editor.changed.connect(lambda _: self.plain.look(f"{form.heard.text()}\n{form.did.text()}"))
        self.pages.addWidget(form)
        self.pages.setCurrentWidget(form)
        form.heard.setFocus()

    def _let_go(self) -> None:
        """[Cancel]: what was typed is let go of."""
        if self.form is not None:
            self.form.typing.done()
        self.close_form()

    def leaving(self) -> None:
        """What is half typed stands there again when the form is opened."""
        if self.form is not None:
            self.form.typing.flush()

    def close_form(self) -> None:
        """Back to the list; what was typed and not kept stands there again when the form is opened."""
        self.leaving()
        form, self.form = self.form, None
        if form is not None:
            self.pages.removeWidget(form)
            form.hide()
            form.deleteLater()
            self.new.setFocus()

    def keep(self, *, sent: bool) -> None:
        """Keep the entry; what is missing is said in the form."""
        form = self.form
        if form is None:
            return
        entry = form.made(sent=sent)
        if sent and not entry.records:
            form.say(tr("Choose the stories that said it first. Their researchers hear of it."))
            return
        try:
            feed_back.keep(self.context.home, entry)
        except UserError as error:
            form.say(sentence(error))
            return
        form.typing.done()
        self.close_form()
        self.context.tell(tr("Kept. It goes with your next answer.") if sent else tr("Kept as a draft."))
        self.read()

    def save_paper(self) -> None:
        """Save a slip for each researcher, and the poster: as PDF to print, and as pages for a browser."""
        folder = self.context.pick_folder(tr("Where to save slips and poster"))
        if folder is None:
            return
        try:
            made = feed_back.write_slips(self.context.home, folder)
            poster = feed_back.poster(self.context.home)
            save_slips(feed_back.slips(self.context.home), poster, folder)
            save_poster(poster, folder)
        except UserError as error:
            self.context.tell(sentence(error))
            return
        self.context.tell(
            many(len(made) - 1, "Saved {n} slip and the poster.", "Saved {n} slips and the poster.")
        )

    def refresh(self, changes: frozenset[str]) -> None:
        """Something came in; a form that is open stays as it is."""
        if not changes or changes & {"feedback", "record", "order"}:
            self.read()
