"""To settle: two people changed the same thing; both versions side by side with names, and [Keep this one] (SCREENS.md 6, US-C5)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.settle_versions import Unsettled, Version, settle_conflict, unsettled
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, clear, put, row
from ldp_stories.ui.widgets.columns import Columns
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import Label, display, heading, helper, small
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

_FIELDS: Final = {
    "title": str(QT_TRANSLATE_NOOP("LDP Stories", "The title")),
    "note": str(QT_TRANSLATE_NOOP("LDP Stories", "The note")),
    "text": str(QT_TRANSLATE_NOOP("LDP Stories", "The words")),
    "place": str(QT_TRANSLATE_NOOP("LDP Stories", "The place")),
    "status": str(QT_TRANSLATE_NOOP("LDP Stories", "Draft or ready")),
    "name": str(QT_TRANSLATE_NOOP("LDP Stories", "The name")),
}


class SettleScreen(Screen):
    """Every field with two versions, or those of one story (`what` is a record id). Nothing is lost: the other stays in the history."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.record = str(what) if what else None
        self.title = tr("To settle")
        self.buttons: dict[tuple[str, str, str], Button] = {}
        self.heading = display(tr("To settle"))
        self.line = helper(
            tr("Two people changed the same thing. Choose one. The other stays in the history.")
        )
        self.trouble = Label("", weight=500, color="bad")
        self.trouble.hide()
        self.empty = EmptyState(
            tr("Nothing to settle."), text=tr("Two versions of the same thing come here."), icon="git-merge"
        )
        page = ScrollPage(spacing=16)
        holder = QWidget()
        self.rows = QVBoxLayout(holder)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(20)
        put(page.body, row(self.heading, None), self.line, self.trouble, holder, self.empty, None)
        self.box.addWidget(page)
        self.set_focus_start(self.heading)
        self.show_all(unsettled(context.home, self.record))

    def show_all(self, found: tuple[Unsettled, ...]) -> None:
        """Show what is to settle."""
        clear(self.rows)
        self.buttons = {}
        for one in found:
            self.rows.addWidget(self._one(one))
        self.line.setVisible(bool(found))
        self.empty.setVisible(not found)

    def _one(self, one: Unsettled) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        what = tr(_FIELDS[one.field]) if one.field in _FIELDS else one.field.replace("_", " ").capitalize()
        words = tr("{what} of “{title}”", what=what, title=one.title) if one.title else what
        read = Button(tr("Read the story"), kind="quiet", icon="book-open")
        if not one.record:
            read.hide()
        read.clicked.connect(lambda: self.go.emit("record", one.record))
        box.addLayout(row(heading(words), None, read))
        box.addWidget(Columns([(self._version(one, v, words), 0) for v in one.versions], gap=20))
        return holder

    def _version(self, one: Unsettled, version: Version, words: str) -> Card:
        who = version.by or tr("Somebody")
        card = Card(padding=(22, 16, 22, 18), spacing=8)
        keep = Button(
            tr("Keep this one"),
            icon="check",
            name=tr("Keep the version of {name}: {words}", name=who, words=words),
        )
        keep.clicked.connect(lambda: self.keep(one, version))
        self.buttons[one.entity, one.field, version.rev] = keep
        card.add(Label(who, weight=600), small(shown_day(version.at)))
        card.add(Label(version.value or tr("(left empty)"), people=True), None, row(keep, None))
        return card

    def keep(self, one: Unsettled, version: Version) -> None:
        """Keep one version; the focus goes to the next thing to settle."""
        try:
            settle_conflict(self.context.home, one.entity, one.field, version.rev)
        except UserError as error:
            self.trouble.setText(sentence(error))
            self.trouble.show()
            announce(self, sentence(error), assertive=True)
            return
        self.trouble.hide()
        left = unsettled(self.context.home, self.record)
        self.show_all(left)
        first = next(iter(self.buttons.values()), None)
        (first or self.heading).setFocus()
        more = (
            many(len(left), "{n} more to settle.", "{n} more to settle.")
            if left
            else tr("Nothing to settle.")
        )
        self.context.tell(tr("Kept the version of {name}.", name=version.by or tr("Somebody")) + " " + more)

    def refresh(self, changes: frozenset[str]) -> None:
        """Something changed: read again, without moving the focus when nothing here did."""
        del changes
        found = unsettled(self.context.home, self.record)
        if {(u.entity, u.field, v.rev) for u in found for v in u.versions} != set(self.buttons):
            self.show_all(found)


def to_settle(home: Home) -> int:
    """How many things have two versions, for the rail."""
    return len(unsettled(home))
