"""What the codebook says about the tag in hand: meaning, use for, not for, an example, and the tag it points to instead."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ldp_stories.domain.tags import Tag
from ldp_stories.ui.coordinator.review_story import ReviewStory, TagLine
from ldp_stories.ui.record.codebook_entry import entry_pairs
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import row
from ldp_stories.ui.widgets.labels import Label, heading, helper

_CODE = re.compile(r"\b([A-Z]\d{1,2})\b")


def tag_tab(
    story: ReviewStory, line: TagLine | None, change_to: Callable[[str], object]
) -> list[QWidget | int]:
    """The parts of the tab; `change_to(tag id)` is called by [Change to B7]."""
    if line is None:
        return [helper(tr("Choose a tag to read what it means."))]
    tag = story.book.get(line.reading.suggestion.tag or "")
    if tag is None:
        words = tr("{name} found no tag that fits, and said it in other words.", name=line.by)
        return [
            heading(line.name),
            helper(words),
            8,
            helper(tr("Change it to a tag, or leave it for the tag chat.")),
        ]
    parts: list[QWidget | int] = [heading(f"{tag.code} {tag.name}"), *_entry(tag)]
    for other in named_in(tag.not_for, story.book):
        if other.id != tag.id and line.waits:
            button = Button(
                tr("Change to {code}", code=other.code),
                kind="soft",
                icon="arrow-right",
                name=tr("Change to {code} {name}", code=other.code, name=other.name),
            )
            button.clicked.connect(lambda _=False, t=other.id: change_to(t))
            holder = QWidget()
            holder.setLayout(row(button, None))
            parts += [10, holder]
    return parts


def _entry(tag: Tag) -> list[QWidget | int]:
    parts: list[QWidget | int] = []
    for title, words in entry_pairs(tag)[:4]:
        parts += [6, Label(title, role="small", weight=600, color="text2"), Label(words)]
    return parts


def named_in(words: str, book: dict[str, Tag]) -> list[Tag]:
    """The tags whose codes stand in some words ("Use B7"), in that order."""
    by_code = {tag.code: tag for tag in book.values()}
    return [by_code[code] for code in dict.fromkeys(_CODE.findall(words)) if code in by_code]
