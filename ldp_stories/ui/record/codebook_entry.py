"""One tag of the codebook to read: meaning, use for, not for, an example, and the stories that have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.codebook import stands_for
from ldp_stories.domain.records import RecordRow
from ldp_stories.domain.tags import Tag, TagStatus
from ldp_stories.services.codebook_history import ChangeRow
from ldp_stories.ui.record.fit_scroll import FitScroll
from ldp_stories.ui.record.place_options import long
from ldp_stories.ui.record.story_link import StoryLink
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.card import Card, clear
from ldp_stories.ui.widgets.labels import Label, heading, helper, small

_STORIES = 8


class CodebookEntry(Card):
    """Shows a tag; `opened(record id)` when a story that has it is pressed."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__(padding=(24, 18, 20, 16), spacing=0)
        self.tag: Tag | None = None
        inner = QWidget()
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(0, 0, 6, 0)
        self._rows.setSpacing(4)
        self.body.addWidget(FitScroll(inner), 1)

    def show_tag(
        self,
        tag: Tag | None,
        uses: int = 0,
        stories: Sequence[RecordRow] = (),
        gone: ChangeRow | None = None,
    ) -> None:
        """Show one tag, how often it is used, some stories that have it, and the change after which it is not used; None clears."""
        self.tag = tag
        clear(self._rows)
        if tag is None:
            self._rows.addWidget(helper(tr("Choose a tag to read what it means.")))
            self._rows.addStretch(1)
            return
        self._rows.addWidget(heading(f"{tag.code} {tag.name}"))
        state = status_words(tag.status)
        self._rows.addWidget(small(f"{state}. {use_words(uses)}" if state else use_words(uses)))
        if gone is not None:
            self._rows.addWidget(Label(gone_words(gone), role="small", people=True))
        for title, words in entry_pairs(tag):
            self._rows.addSpacing(6)
            self._rows.addWidget(Label(title, role="small", weight=600, color="text2"))
            self._rows.addWidget(Label(words))
        self._add_stories(stories)
        self._rows.addStretch(1)

    def _add_stories(self, stories: Sequence[RecordRow]) -> None:
        if not stories:
            return
        self._rows.addSpacing(10)
        self._rows.addWidget(Label(tr("Stories that have it"), weight=600))
        for row in stories[:_STORIES]:
            link = StoryLink(row)
            link.clicked.connect(lambda _=False, record=row.id: self.opened.emit(record))
            self._rows.addWidget(link)


def entry_pairs(tag: Tag) -> list[tuple[str, str]]:
    """A codebook entry as headings with words; empty ones are left out."""
    pairs = (
        (tr("What it means"), tag.meaning),
        (tr("Use it for"), tag.use_for),
        (tr("Not for"), tag.not_for),
        (tr("For example"), tag.example),
    )
    return [(title, words) for title, words in pairs if words]


def status_words(status: TagStatus) -> str:
    """How a tag stands, "" while it is simply in use."""
    return {
        TagStatus.ACTIVE: "",
        TagStatus.PROPOSED: tr("Proposed"),
        TagStatus.MERGED: tr("Part of another tag now"),
        TagStatus.SPLIT: tr("Split into others"),
        TagStatus.RETIRED: tr("Not used any more"),
    }[status]


def gone_words(gone: ChangeRow) -> str:
    """Since when and why a tag is not used: "Since 30 November 2026 it is G1 Working together. They looked alike"."""
    day, became = long(gone.change.on), tr(" and ").join(gone.became)
    since = tr("Since {day} it is {tags}.", day=day, tags=became) if became else tr("Since {day}.", day=day)
    return f"{since} {gone.change.reason}".strip()


def tag_note(tag: Tag, book: Mapping[str, Tag]) -> str:
    """What became of a tag that a story has: "C10 is part of G1 Working together now", "" while it is in use."""
    if tag.status is TagStatus.MERGED:
        into = book.get(stands_for(book, tag.id))
        if into is not None and into.id != tag.id:
            return tr("{old} is part of {new} now. It counts there.", old=tag.code, new=into.label)
    if tag.status is TagStatus.SPLIT:
        names = tr(" and ").join(book[t].label for t in tag.split_into if t in book)
        return tr("{old} was split into {new}. Your coordinator decides which.", old=tag.code, new=names)
    return tr("{old} is not used any more.", old=tag.code) if tag.status is TagStatus.RETIRED else ""


def use_words(uses: int) -> str:
    """ "Used 3 times"."""
    return many(uses, "Used {n} time", "Used {n} times") if uses else tr("Not used yet")
