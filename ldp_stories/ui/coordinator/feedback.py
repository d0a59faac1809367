""" "You said, we did": what was heard, what became of it, and the stories behind it; slips for researchers and a poster (US-C10)."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from ldp_stories.domain.feedback import Feedback
from ldp_stories.errors import UserError
from ldp_stories.services import feed_back
from ldp_stories.services.feed_back import Entry, Heard
from ldp_stories.ui.coordinator.keys import press_on_ctrl_enter
from ldp_stories.ui.coordinator.poster import save_poster, save_slips
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import FormKeeper
from ldp_stories.ui.record.place_options import long
from ldp_stories.ui.record.plain_line import PlainLine
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.chips import Chip
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, display, helper, small
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

OFFERED = 12
"""Stories to link that are shown; [Find] narrows them."""


class FeedbackForm(Card):
    """One entry. `kept` is called with it when [Send it back] or [Keep as a draft] is pressed."""

    def __init__(self, entry: Feedback, stories: tuple[Heard, ...]) -> None:
        super().__init__(padding=(24, 18, 24, 20), spacing=10)
        self.entry, self.stories = entry, stories
        self.chosen = list(entry.records)
        self.heard = Editor(name=tr("You said"), value=entry.heard, rows=2)
        self.did = Editor(name=tr("What became of it"), value=entry.did, rows=2)
        yes, no = Option("yes", tr("Done")), Option("no", tr("Not done, and why"))
        self.done = ChoiceRow([yes, no], name=tr("Was it done?"), value=["yes" if entry.done else "no"])
        self.back = TextField(name=tr("How do the tellers hear of it?"), value=entry.back_to)
        self.search = TextField(
            name=tr("Find a story"), placeholder=tr("Find a story"), icon="magnifying-glass"
        )
        self.search.changed.connect(lambda _: self._offer())
        self.links = ChoiceRow([], name=tr("Which stories said it?"), many=True)
        self.links.chosen.connect(self._choose)
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        self.send = Button(
            tr("Send it back"),
            kind="primary",
            icon="paper-plane-tilt",
            size="field",
            key="Ctrl+Enter",
            bind=False,
        )
        press_on_ctrl_enter(self, self.send)
        self.draft = Button(tr("Keep as a draft"), size="field")
        self.leave = quiet(tr("Cancel"))
        self.add(
            Field(tr("You said"), self.heard, helper=tr("Your words, with no names.")),
            Field(tr("Was it done?"), self.done),
            Field(
                tr("What became of it"),
                self.did,
                helper=tr("What was done, or why not. Small changes count."),
            ),
            Field(
                tr("Which stories said it?"),
                column_of(self.search, self.links),
                helper=tr("Their researchers hear of it."),
            ),
            Field(
                tr("How do the tellers hear of it?"),
                self.back,
                helper=tr("For example: tell them at the herb bed."),
            ),
            self.trouble,
            row(self.send, self.draft, self.leave, None),
        )
        self._offer()

    def _offer(self) -> None:
        wanted = self.search.text().casefold().split()
        fit = [h for h in self.stories if all(w in f"{h.title} {h.researcher}".casefold() for w in wanted)]
        picked = [h for h in self.stories if h.record in self.chosen]
        shown = [*picked, *(h for h in fit if h not in picked)][: OFFERED + len(picked)]
        options = [Option(h.record, h.title or tr("No title yet"), h.researcher) for h in shown]
        self.links.set_options(options)
        self.links.set_value(self.chosen)

    def _choose(self, keys: list[str]) -> None:
        shown = {h.record for h in self.stories}
        self.chosen = [r for r in self.chosen if r not in shown or r in keys]
        self.chosen += [k for k in keys if k not in self.chosen]

    def made(self, *, sent: bool) -> Feedback:
        """The entry as it stands in the form."""
        old = self.entry
        return Feedback(
            old.id,
            tuple(self.chosen),
            old.passages,
            self.heard.text(),
            self.done.value() == ["yes"],
            self.did.text(),
            old.when,
            back_to=self.back.text(),
            sent=sent or old.sent,
        )

    def say(self, words: str) -> None:
        """Say what is still needed."""
        self.trouble.setText(words)
        self.trouble.show()
        announce(self, words, assertive=True)


def column_of(*things: QWidget) -> QWidget:
    """Some parts one under the other, as one part."""
    holder = QWidget()
    holder.setLayout(column(*things, spacing=6))
    return holder


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
        self.place = ScrollPage(spacing=14)
        self.place.body.addStretch(1)
        self.pages = QStackedWidget()
        self.pages.addWidget(page)
        self.pages.addWidget(self.place)
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
        to = tr("Goes to {names} with the next answer", names=", ".join(one.researchers))
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
        form.leave.clicked.connect(self._let_go)
        form.send.clicked.connect(lambda: self.keep(sent=True))
        form.draft.clicked.connect(lambda: self.keep(sent=False))
        self.form = form
        fields: dict[str, TextField | Editor] = {"heard": form.heard, "did": form.did, "back": form.back}
        self.typing = FormKeeper(self.context.home, f"feedback {entry.id or 'new'}", fields, form)
        self.plain = PlainLine(self.context)
        form.body.insertWidget(form.body.count() - 1, self.plain)
        for editor in (form.heard, form.did):
            editor.changed.connect(lambda _: self.plain.look(f"{form.heard.text()}\n{form.did.text()}"))
        self.place.body.insertWidget(0, form)
        self.pages.setCurrentIndex(1)
        form.heard.setFocus()

    def _let_go(self) -> None:
        """[Cancel]: what was typed is let go of."""
        if self.form is not None:
            self.typing.done()
        self.close_form()

    def leaving(self) -> None:
        """What is half typed stands there again when the form is opened."""
        if self.form is not None:
            self.typing.flush()

    def close_form(self) -> None:
        """Back to the list; what was typed and not kept stands there again when the form is opened."""
        self.leaving()
        form, self.form = self.form, None
        if form is not None:
            self.place.body.removeWidget(form)
            form.hide()
            form.deleteLater()
            self.pages.setCurrentIndex(0)
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
        self.typing.done()
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
