"""Beside the tags: what the tag in hand means, what it means to the teller, the researcher's notes, the history, and more to look at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.records import RecordRow
from ldp_stories.ui.coordinator import review_notes as notes
from ldp_stories.ui.coordinator.review_names import names_tab
from ldp_stories.ui.coordinator.review_story import ReviewStory, TagLine
from ldp_stories.ui.coordinator.review_tag_tab import tag_tab
from ldp_stories.ui.record.asked_card import asked_lines
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.fit_scroll import FitScroll
from ldp_stories.ui.record.story_link import StoryLink
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, clear
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.labels import heading, helper
from ldp_stories.ui.widgets.segmented import Tabs

Parts = list[QWidget | int]


class SideCard(Card):
    """The five tabs. `change_to(tag id)` from the codebook's own advice; `open_story(record id)`; `wanted(action)` from More; `hide_words(words,
    what to put)` and `leave_words(words)` from Note."""

    change_to = Signal(str)
    open_story = Signal(str)
    wanted = Signal(str)
    hide_words = Signal(str, str)
    leave_words = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(padding=(16, 8, 12, 14), spacing=6, parent=parent)
        self.context = context
        self.story: ReviewStory | None = None
        self.line: TagLine | None = None
        options = [
            Option("tag", tr("Tag")),
            Option("teller", tr("Teller")),
            Option("note", tr("Note")),
            Option("history", tr("History")),
            Option("more", tr("More")),
        ]
        self.tabs = Tabs(options, name=tr("About this story"), value="tag")
        self.tabs.chosen.connect(self._put_in)
        self._inner = QWidget()
        self._rows = QVBoxLayout(self._inner)
        self._rows.setContentsMargins(0, 4, 4, 0)
        self._rows.setSpacing(4)
        self.area = FitScroll(self._inner)
        self.add(self.tabs)
        self.body.addWidget(self.area, 1)

    def show_story(self, story: ReviewStory, line: TagLine | None) -> None:
        """Show a story with the tag in hand."""
        self.story, self.line = story, line
        self._put_in(self.tabs.value())

    def show_tab(self, key: str) -> None:
        """Turn to a tab."""
        self.tabs.set_value(key)
        self._put_in(key)

    def _put_in(self, key: str) -> None:
        clear(self._rows)
        if self.story is not None:
            for part in self._parts(key, self.story):
                if isinstance(part, int):
                    self._rows.addSpacing(part)
                else:
                    self._rows.addWidget(part)
        self._rows.addStretch(1)
        self.area.verticalScrollBar().setValue(0)

    def _parts(self, key: str, story: ReviewStory) -> Parts:
        if key == "tag":
            return tag_tab(story, self.line, self.change_to.emit)
        if key == "teller":
            return notes.teller_tab(self.context.home, story)
        if key == "note":
            names = names_tab(self.context.home, story, self.hide_words.emit, self.leave_words.emit)
            asked = asked_lines(story.view)
            questions: Parts = [10, heading(tr("Questions")), *asked] if asked else []
            return [*names, 10, *notes.note_tab(self.context.home, story), *questions]
        if key == "history":
            return notes.history_tab(self.context.home, story)
        return self._more(story)

    def _more(self, story: ReviewStory) -> Parts:
        parts: Parts = [
            self._action("thank", "heart", tr("Thank {name}", name=story.researcher)),
            self._action("add", "plus", tr("Add a tag I see")),
            self._action("read", "book-open", tr("Read the whole story")),
            self._action("mind", "arrow-counter-clockwise", tr("They changed their mind")),
        ]
        if story.view.record.released:
            parts.append(self._action("hold", "pause", tr("Stop sending it to evaluators")))
        parts += [8, heading(tr("Told by the same person"))]
        same, tagged = (
            notes.same_person(self.context.home, story),
            notes.same_tag(self.context.home, story, self.line),
        )
        parts += self._stories(same, tr("No other story by this person."))
        if self.line is not None and self.line.code:
            parts += [8, heading(tr("Also tagged {tag}", tag=self.line.code))]
            parts += self._stories(tagged, tr("No other story with this tag."))
        return parts

    def _action(self, key: str, icon: str, words: str) -> QWidget:
        button = Button(words, kind="quiet", icon=icon, leading=True)
        button.clicked.connect(lambda: self.wanted.emit(key))
        return button

    def _stories(self, rows: Sequence[RecordRow], none: str) -> Parts:
        if not rows:
            return [helper(none)]
        links = [StoryLink(row) for row in rows]
        for link in links:
            link.clicked.connect(lambda _=False, record=link.record: self.open_story.emit(record))
        return [*links]
