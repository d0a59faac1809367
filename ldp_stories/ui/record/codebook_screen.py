"""The codebook to read: a tree by group, each tag with its entry and how often it is used (SCREENS.md 6). Evaluators have it too."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.records import RecordRow
from ldp_stories.domain.tags import Tag, TagStatus
from ldp_stories.services import read_codebook
from ldp_stories.services.codebook_history import ChangeRow, why_gone
from ldp_stories.services.look_beside import with_the_same_tag
from ldp_stories.services.read_codebook import Group
from ldp_stories.ui.record.codebook_entry import CodebookEntry, status_words, use_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.find_key import bind_find
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.columns import Columns
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.labels import Label, display
from ldp_stories.ui.widgets.model import PagedModel, RowItem
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

_LEAST = 320
"""The list keeps this height where it stands above the entry."""
_SHOWS = frozenset({"tag", "suggestion", "decision"})


class CodebookScreen(Screen):
    """Tags by group at the left, the one chosen at the right, a line to find one by any of its words. `what` is a tag id."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.title = tr("Codebook")
        self.groups: tuple[Group, ...] = ()
        self._asked = 0
        self.heading = display(tr("Codebook"))
        self.search = TextField(
            name=tr("Find a tag"), placeholder=tr("Find a tag"), icon="magnifying-glass", key="Ctrl+F"
        )
        self.search.changed.connect(self.look_for)
        self.none = Label(tr("No tag by that name."), color="text2")
        self.none.hide()
        self.retired = False
        self.model = PagedModel()
        self.list = RowList(self.model, name=tr("Tags"), wrap=True)
        self.list.moved.connect(self.show_tag)
        self.list.opened.connect(self.show_tag)
        self.entry = CodebookEntry()
        self.entry.opened.connect(lambda record: self.go.emit("record", record))
        card = Card(padding=(0, 4, 0, 4), spacing=0)
        card.add(self.list)
        card.setMinimumHeight(_LEAST)
        page = ScrollPage(spacing=16)
        page.body.addLayout(row(self.heading, None))
        self._more(page.body)
        page.body.addWidget(self.search)
        page.body.addWidget(self.none)
        page.body.addWidget(Columns([(card, 0), (self._beside(), 400)], gap=20), 1)
        self.box.addWidget(page)
        self.set_focus_start(self.heading)
        bind_find(self, self.search)
        self._read(str(what or ""))

    def _more(self, body: QVBoxLayout) -> None:
        """What else stands under the heading; a coordinator has more here."""

    def _beside(self) -> QWidget:
        """What stands beside the list."""
        return self.entry

    def look_for(self, words: str) -> None:
        """List the tags that hold all the words."""
        self._read(self.list.current_key(), words)

    def _read(self, keep: str, words: str | None = None) -> None:
        self._asked += 1
        now, text = self._asked, self.search.text() if words is None else words

        def done(groups: tuple[Group, ...]) -> None:
            if now == self._asked:
                self._show(groups, keep, told=bool(text))

        self.context.tasks.run(
            tr("Reading the codebook"),
            lambda _: read_codebook.groups(self.context.home, text, retired=self.retired),
            done=done,
            owner=self,
            quiet=True,
        )

    def _show(self, groups: tuple[Group, ...], keep: str, *, told: bool) -> None:
        before, self.groups = self.groups, groups
        rows: list[RowItem] = []
        for group in groups:
            rows.append(RowItem(f"group:{group.letter}", f"{group.letter}  {group.name}", header=True))
            rows += [_row(tag, uses) for tag, uses in group.tags]
        self.model.set_rows(rows)
        self.none.setVisible(not rows)
        self.list.set_current_key(_at(groups, keep, () if told else before))
        self.show_tag(self.list.current_key())
        if told:
            count = sum(len(g.tags) for g in groups)
            announce(self, many(count, "{n} tag", "{n} tags") if rows else self.none.text())

    def show_tag(self, ident: str) -> None:
        """Show the entry of a tag; its stories come a moment later."""
        found = next(((t, n) for g in self.groups for t, n in g.tags if t.id == ident), None)
        if found is None:
            self.entry.show_tag(None)
            return
        tag, uses = found
        if self.entry.tag == tag and not uses:
            return
        self.entry.show_tag(tag, uses)
        home, old = self.context.home, not tag.in_use

        def done(found: tuple[tuple[RecordRow, ...], ChangeRow | None]) -> None:
            if self.entry.tag == tag:
                self.entry.show_tag(tag, uses, *found)

        if uses or old:
            self.context.tasks.run(
                tr("Looking for stories"),
                lambda _: (with_the_same_tag(home, ident), why_gone(home, ident) if old else None),
                done=done,
                owner=self,
                quiet=True,
            )

    def refresh(self, changes: frozenset[str]) -> None:
        """A programme file or a decision changed it."""
        if not changes or changes & _SHOWS:
            self._read(self.list.current_key())


def _at(groups: tuple[Group, ...], keep: str, before: tuple[Group, ...]) -> str:
    """The tag that was chosen; where it is gone, what stood after it or else before it, not the top; else the first."""
    now, old = ([t.id for g in some for t, _ in g.tags] for some in (groups, before))
    at = old.index(keep) if keep in old else 0
    nearest = (*old[at:], *reversed(old[:at])) if keep in old else (keep, *now)
    return next((ident for ident in (*nearest, *now) if ident in now), "")


def _row(tag: Tag, uses: int) -> RowItem:
    state = status_words(tag.status)
    words = state or use_words(uses)
    return RowItem(
        tag.id, f"{tag.code}  {tag.name}", tag.meaning, "tag", words, _ICONS.get(tag.status, ""), "plain"
    )


_ICONS: Final = {
    TagStatus.PROPOSED: "lightbulb",
    TagStatus.MERGED: "git-merge",
    TagStatus.SPLIT: "git-fork",
    TagStatus.RETIRED: "archive",
}
