"""Look across stories: a word with the words round it, tags that meet, people compared by place, group and time (US-E12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ldp_stories.services.library_filters import KeptSearch, looking_at
from ldp_stories.services.look_across import (
    By,
    Count,
    Met,
    Row,
    Table,
    WordLine,
    across_tags,
    compare_people,
    days_of,
    fewest_shown,
    tags_that_meet,
    word_in_context,
)
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.pick_many import PickMany
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.story_place import at_words
from ldp_stories.ui.text import apart, many, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import display, helper, small
from ldp_stories.ui.widgets.model import PagedModel, RowItem
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage
from ldp_stories.ui.widgets.segmented import Segmented

WORDS, MEET, COMPARE = "words", "meet", "compare"


class AcrossScreen(Screen):
    """Three looks under one heading; `what` is one of them, or a word to look for."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.title = tr("Look across")
        self._asked = 0
        self._rows: list[RowItem] = []
        self._behind: dict[str, KeptSearch] = {}
        self._lines: dict[str, WordLine] = {}
        self.heading = display(tr("Look across stories"))
        self.looks = Segmented(
            [Option(WORDS, tr("Words")), Option(MEET, tr("Tags that meet")), Option(COMPARE, tr("Compare"))],
            name=tr("How to look"),
        )
        self.word = TextField(
            name=tr("A word"),
            placeholder=tr("A word, or its beginning"),
            icon="magnifying-glass",
            key="Ctrl+F",
        )
        self.meet = Segmented(
            [Option("same", tr("On the same words")), Option("story", tr("In the same story"))],
            name=tr("Where they meet"),
        )
        self.by = Segmented(
            [
                Option(By.PLACE.value, tr("Place")),
                Option(By.GROUP.value, tr("Group")),
                Option(By.PERIOD.value, tr("Time")),
            ],
            name=tr("Compare by"),
        )
        self.tags = PickMany(tr("Add a tag"), icon="tag")
        self.note = helper("")
        self.model = PagedModel()
        self.list = RowList(self.model, name=tr("What was found"))
        self._lay_out()
        self._connect()
        self.tags.set_options([Option(tag, label) for tag, label in across_tags(context.home)])
        self.set_focus_start(self.heading)
        if isinstance(what, str) and what in (MEET, COMPARE):
            self.looks.set_value(what)
        elif isinstance(what, str) and what:
            self.word.set_text(what)
        self.show_look()

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        compare = QWidget()
        box = QVBoxLayout(compare)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self.by)
        box.addWidget(Field(tr("Which tags?"), self.tags))
        self.parts: dict[str, QWidget] = {WORDS: self.word, MEET: self.meet, COMPARE: compare}
        self.card = Card(padding=(0, 6, 0, 6), spacing=0)
        self.card.add(self.list)
        self.card.setMinimumHeight(260)
        self.empty = EmptyState(
            tr("Type a word."),
            text=tr("Every place where people said it will be here, with the words round it."),
            icon="text-align-center",
        )
        page = ScrollPage(spacing=14)
        page.body.addWidget(self.heading)
        page.body.addWidget(self.looks)
        for part in self.parts.values():
            page.body.addWidget(part)
        page.body.addWidget(self.note)
        page.body.addWidget(self.card, 1)
        page.body.addWidget(self.empty, 1)
        fewest = fewest_shown(self.context.home)
        self.counted = small(
            tr("People are counted, not mentions. Fewer than {n} are shown as few.", n=fewest)
        )
        page.body.addWidget(self.counted)
        self.box.addWidget(page)

    def _connect(self) -> None:
        self.looks.chosen.connect(lambda _: self.show_look())
        self.word.entered.connect(lambda _: self.look())
        self.word.changed.connect(lambda text: self.look() if len(text) >= 3 else None)
        self.meet.chosen.connect(lambda _: self.look())
        self.by.chosen.connect(lambda _: self.look())
        self.tags.changed.connect(self.look)
        self.list.opened.connect(self._open)

    def show_look(self) -> None:
        """Show the fields of one look and look."""
        for name, part in self.parts.items():
            part.setVisible(name == self.looks.value())
        self.counted.setVisible(self.looks.value() != WORDS)  # there each mention is a line
        self.look()

    def look(self) -> None:
        """Look with what is set now; only the newest answer is shown."""
        home, look = self.context.home, self.looks.value()
        if look == WORDS:
            word = self.word.text().strip()
            if len(word) < 2:
                self._show([], tr("Type a word."))
                return
            self._run(
                lambda: word_in_context(home, word + " " if self.word.text().endswith(" ") else word),
                self._words,
            )
        elif look == MEET:
            in_story = self.meet.value() == "story"
            self._run(lambda: tags_that_meet(home, in_story=in_story), self._meet)
        else:
            by, tags = By(self.by.value()), self.tags.value()
            self._run(lambda: compare_people(home, by, tags), self._compare)

    def _run(self, job: Callable[[], Any], show: Callable[[Any], None]) -> None:
        self._asked += 1
        now = self._asked
        self.context.tasks.run(
            tr("Looking across stories"),
            lambda _: job(),
            done=lambda found: show(found) if now == self._asked else None,
            owner=self,
            quiet=True,
        )

    def _words(self, lines: tuple[WordLine, ...]) -> None:
        self._lines = {f"{n}|{line.record}|{line.passage or ''}": line for n, line in enumerate(lines)}
        rows = [
            RowItem(
                key,
                f"{line.before}[{line.word}]{line.after}",
                ", ".join(filter(None, (apart(line.title), apart(line.place)))),
                "text-align-center",
                aside=shown_day(line.told_on),
            )
            for key, line in self._lines.items()
        ]
        self._show(rows, many(len(rows), "{n} place", "{n} places") if rows else tr("Nothing found."))

    def _meet(self, found: tuple[Met, ...]) -> None:
        rows = [
            RowItem(f"{n}", f"{m.one}  +  {m.other}", "", "git-merge", state=count_words(m.people))
            for n, m in enumerate(found)
        ]
        self._behind = {
            f"{n}": looking_at(f"{m.one} + {m.other}", tag=m.tags[0], also=m.tags[1])
            for n, m in enumerate(found)
        }
        self._show(
            rows,
            many(len(rows), "{n} pair of tags", "{n} pairs of tags") if rows else tr("No tags meet yet."),
        )

    def _compare(self, table: Table) -> None:
        """A line for each place, group or half-year; where several tags are compared, each has its own line under it, with its own stories."""
        rows: list[RowItem] = []
        self._behind = {}
        tags = self.tags.value()
        for n, one in enumerate(table.rows):
            only = tags[0] if len(tags) == 1 else ""
            cells = list(zip(tags, table.tags, one.cells, strict=True))
            said = [f"{label}: {count_words(cell)}" for _, label, cell in cells] if only else []
            self._put(rows, f"{n}", table, one, ". ".join((*said, *filter(None, (one.context,)))), only)
            for tag, label, cell in cells if len(tags) > 1 else ():
                self._put_tag(rows, f"{n}/{tag}", table, one, (tag, label), cell)
        words = tr("Who was heard, and in whose stories each tag stands.")
        self._show(rows, words if rows else tr("Bring in stories to compare."))

    def _put(self, rows: list[RowItem], key: str, table: Table, one: Row, line: str, tag: str) -> None:
        """Everybody heard there; with the stories of the one tag that is compared, when there is one."""
        if one.key:
            name = ", ".join((one.label, *table.tags)) if tag else one.label
            self._behind[key] = _stories_of(table, one, name, tag)
        rows.append(
            RowItem(
                key,
                one.label or tr("Not said"),
                line,
                "map-pin",
                state=count_words(one.heard),
                opens=bool(one.key),
            )
        )

    def _put_tag(
        self, rows: list[RowItem], key: str, table: Table, one: Row, tag: tuple[str, str], cell: Count
    ) -> None:
        """The people there in whose stories one tag stands; nobody's leads nowhere."""
        leads = bool(one.key) and cell.people != 0
        if leads:
            self._behind[key] = _stories_of(table, one, f"{apart(one.label)}, {apart(tag[1])}", tag[0])
        where = one.label or tr("Not said")
        rows.append(RowItem(key, tag[1], where, "tag", state=count_words(cell), opens=leads))

    def _show(self, rows: list[RowItem], words: str) -> None:
        if rows != self._rows:  # a row that was chosen stays chosen when one comes back to it
            self._rows = rows
            self.model.set_rows(rows)
        self.note.setText(words if rows else "")
        self.card.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        waiting = self.looks.value() == WORDS and len(self.word.text().strip()) < 2
        more = tr("Every place where people said it will be here, with the words round it.")
        self.empty.set_words(words, more if waiting else "")
        announce(self, words)

    def _open(self, key: str) -> None:
        """A word leads to its story; a pair of tags and a line of a comparison to the stories behind it, in the Library."""
        line = self._lines.get(key) if self.looks.value() == WORDS else None
        if line is not None and line.at is not None and not line.passage:
            self.go.emit("record", at_words(line.record, line.at))
        elif line is not None:
            self.go.emit("record", (line.record, line.passage) if line.passage else line.record)
        elif key in self._behind:
            self.go.emit("found", self._behind[key])

    def refresh(self, changes: frozenset[str]) -> None:
        """Stories, tags or consent have changed."""
        if not changes or changes & {"record", "layer", "coding", "decision", "consent", "order", "place"}:
            self.look()


def _stories_of(table: Table, one: Row, name: str, tag: str) -> KeptSearch:
    """The stories behind a line: those of the place, group or half-year; with a tag, those that have it."""
    if table.by is By.PERIOD:
        since, until = days_of(one.key)
        return looking_at(name, since=since, until=until, tag=tag)
    return looking_at(name, tag=tag, **{table.by.value: one.key})


def count_words(count: Count) -> str:
    """ "12 people", "1 person", "few", "nobody"."""
    if count.people is None:
        return tr("few")
    return many(count.people, "{n} person", "{n} people") if count.people else tr("nobody")
