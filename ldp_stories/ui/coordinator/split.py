"""After a split: one story after the other, which of the new tags, or both; what is left stays on the old tag (AT-7)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.split_tag import Split, SplitItem, decide_split, open_split, open_splits
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, column, put, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import Label, display, heading, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

BOTH = "both"
SHOWN = 15
"""Stories shown at once; the next come when these are decided."""


class SplitScreen(Screen):
    """The stories of one split tag (`what` is its id), or of every split with stories left."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context, self.tag = context, str(what or "")
        self.title = tr("Sort after a split")
        self.choices: dict[str, ChoiceRow] = {}
        self.heading = display(tr("Which tag is it now?"))
        back = Button(tr("Codebook"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        line = helper(
            tr("Read the words, then choose. Both is an answer too. What you leave keeps the old tag.")
        )
        self.trouble = Label("", weight=500, color="bad")
        self.trouble.hide()
        self.rows = column(spacing=14)
        holder = QWidget()
        holder.setLayout(self.rows)
        page = ScrollPage(spacing=12)
        put(page.body, row(back, None), self.heading, line, self.trouble, holder, None)
        self.box.addWidget(page)
        self.set_focus_start(self.heading)
        self.read()

    def read(self) -> None:
        """Read what is still to decide."""
        self.choices = {}
        home = self.context.home
        try:
            splits = (open_split(home, self.tag),) if self.tag else open_splits(home)
        except UserError:
            splits = ()
        parts: list[QWidget] = []
        for one in splits:
            left = many(len(one.items), "{n} story left", "{n} stories left")
            parts.append(
                heading(tr("{tag}: {left}", tag=one.old.label, left=left)) if one.items else QWidget()
            )
            parts += [self._card(one, item) for item in one.items[:SHOWN]]
        if not self.choices:
            parts = [
                EmptyState(
                    tr("All stories are sorted."), icon="check-circle", text=tr("Nothing is left to decide.")
                )
            ]
        refill(self.rows, *parts)

    def _card(self, split: Split, item: SplitItem) -> Card:
        card = Card(padding=(22, 14, 22, 16), spacing=8)
        see = quiet(tr("Read the story"), name=tr("Read the story {title}", title=item.title))
        see.clicked.connect(lambda: self.go.emit("record", item.record))
        card.add(row(Label(item.title or tr("No title yet"), weight=600, people=True, start=True), None, see))
        if item.words:
            card.add(Label(f"“{item.words}”", people=True))
        if item.reason:
            card.add(helper(tr("Why {tag}: {reason}", tag=split.old.code, reason=item.reason), "small"))
        options = [Option(t.id, t.label, t.meaning) for t in split.into] + [Option(BOTH, tr("Both"))]
        choice = ChoiceRow(options, name=tr("The tag for {title}", title=item.title))
        choice.chosen.connect(lambda keys: self.decide(split, item, keys[0] if keys else ""))
        self.choices[item.suggestion] = choice
        return card.add(choice)

    def decide(self, split: Split, item: SplitItem, key: str) -> None:
        """Keep one decision; the story leaves the list and the focus goes to the next."""
        into = [t.id for t in split.into] if key == BOTH else [key]
        at = list(self.choices).index(item.suggestion)
        try:
            decide_split(self.context.home, item.suggestion, into)
        except UserError as error:
            self.trouble.setText(sentence(error))
            self.trouble.show()
            return
        self.trouble.hide()
        names = tr("Both") if key == BOTH else next(t.label for t in split.into if t.id == key)
        self.read()
        self.context.tell(tr("{title}: {tag}.", title=item.title, tag=names))
        left = list(self.choices.values())
        if left:
            left[min(at, len(left) - 1)].focus_start()
        else:
            self.heading.setFocus()

    def refresh(self, changes: frozenset[str]) -> None:
        """Something was undone or brought in; one's own decisions have been shown already."""
        if not changes or changes & {"tag", "codebook_change"}:
            self.read()
