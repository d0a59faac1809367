"""What changed in the codebook: who, when, why, how many stories, and [Undo] for thirty days."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.codebook import Change
from ldp_stories.errors import UserError
from ldp_stories.services.codebook_history import ChangeRow, history, undo
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.place_options import long
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, put, row
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import Label, display, helper, small
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

_WORDS: Final = {
    Change.ADD: str(QT_TRANSLATE_NOOP("LDP Stories", "{tag} was added")),
    Change.EDIT: str(QT_TRANSLATE_NOOP("LDP Stories", "{tag} has new words")),
    Change.MERGE: str(QT_TRANSLATE_NOOP("LDP Stories", "{tag} was put into {new}")),
    Change.SPLIT: str(QT_TRANSLATE_NOOP("LDP Stories", "{tag} was split into {new}")),
    Change.RETIRE: str(QT_TRANSLATE_NOOP("LDP Stories", "{tag} is not used any more")),
    Change.UNDO: str(QT_TRANSLATE_NOOP("LDP Stories", "A change of {tag} was undone")),
}
_ICONS: Final = {
    Change.ADD: "plus",
    Change.EDIT: "pencil-simple",
    Change.MERGE: "git-merge",
    Change.SPLIT: "git-fork",
    Change.RETIRE: "archive",
    Change.UNDO: "arrow-counter-clockwise",
}
_STEP: Final = 50


class CodebookChangesScreen(Screen):
    """The newest change first."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("What changed")
        self.buttons: dict[str, Button] = {}
        self.cards: list[Card] = []
        self.heading = display(tr("What changed in the codebook"))
        back = Button(tr("Codebook"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        self.trouble = Label("", weight=500, color="bad")
        self.trouble.hide()
        self.shown = _STEP
        self.more = Button(tr("Show older changes"), icon="caret-down")
        self.more.clicked.connect(self._show_more)
        self.rows = column(spacing=12)
        holder = QWidget()
        holder.setLayout(self.rows)
        page = ScrollPage(spacing=12)
        put(
            page.body,
            row(back, None),
            self.heading,
            helper(tr("A change can be undone for thirty days.")),
            self.trouble,
            holder,
            row(self.more, None),
            None,
        )
        self.box.addWidget(page)
        self.set_focus_start(self.heading)
        self.read()

    def read(self) -> None:
        """Read the changes again."""
        self.buttons, self.cards = {}, []
        found = history(self.context.home)
        self.more.setVisible(len(found) > self.shown)
        if not found:
            text = tr("Each change of a tag will be here, with its reason.")
            refill(self.rows, EmptyState(tr("Nothing has changed yet."), text=text, icon="clock"))
            return
        self.cards = [self._card(one) for one in found[: self.shown]]
        refill(self.rows, *self.cards)

    def _show_more(self) -> None:
        """The next older ones below; the focus goes to the first of them."""
        seen, self.shown = self.shown, self.shown + _STEP
        self.read()
        if len(self.cards) > seen:
            card = self.cards[seen]
            card.setAccessibleName(change_words(history(self.context.home)[seen]))
            card.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, one: ChangeRow) -> Card:
        change = one.change
        card = Card(padding=(22, 14, 22, 14), spacing=4)
        top = row(
            IconMark(_ICONS[change.what], "accent", 18, tile="soft"),
            Label(change_words(one), weight=600),
            spacing=12,
        )
        top.setStretch(1, 1)
        if one.can_undo:
            button = Button(
                tr("Undo"),
                icon="arrow-counter-clockwise",
                size="dense",
                name=tr("Undo: {what}", what=change_words(one)),
            )
            button.clicked.connect(lambda: self.undo(one))
            self.buttons[change.id] = button
            top.addWidget(button)
        elif one.undone:
            top.addWidget(small(tr("Undone")))
        card.add(top)
        about = [
            long(change.on),
            one.by,
            many(change.stories, "{n} story", "{n} stories") if change.stories else "",
        ]
        card.add(small(", ".join(a for a in about if a)), Label(change.reason, people=True))
        if change.example:
            card.add(Label(tr("For example: {example}", example=change.example), color="text2", people=True))
        return card

    def undo(self, one: ChangeRow) -> None:
        """Undo a change."""
        try:
            undo(self.context.home, one.change.id)
        except UserError as error:
            self.trouble.setText(sentence(error))
            self.trouble.show()
            return
        self.trouble.hide()
        self.context.tell(tr("Undone. The tags are as they were."))
        self.read()
        self.heading.setFocus()

    def refresh(self, changes: frozenset[str]) -> None:
        """A change was made or brought in."""
        if not changes or "codebook_change" in changes:
            self.read()


def change_words(one: ChangeRow) -> str:
    """One change in words: "C10 Passed around was put into G1 Working together"."""
    new = tr(" and ").join(one.became)
    if one.change.what is Change.EDIT and new:
        return tr("{tag} is called {new} now", tag=one.label, new=new)
    return tr(_WORDS[one.change.what], tag=one.label, new=new)
