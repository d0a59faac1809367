"""Make a framework matrix, or change one: its name, its stories, its columns."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.fill_matrix import MatrixView, change_matrix, make_matrix, possible_columns
from ldp_stories.services.library_filters import KeptSearch, kept_searches
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.stories_of_search import stories_of_search
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.pick_many import PickMany
from ldp_stories.ui.record.story_finder import story_finder
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, primary
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.flow import line
from ldp_stories.ui.widgets.labels import display, small
from ldp_stories.ui.widgets.scroll import ScrollPage

_STORIES = 500


class NewMatrixPage(QWidget):
    """`made(matrix id)` when it is made or changed, `left` when the person goes back without."""

    made = Signal(str)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.back = Button(
            tr("Back"), kind="quiet", icon="arrow-left", size="dense", name=tr("Back to the matrix")
        )
        self.name = TextField(name=tr("What is it about?"), placeholder=tr("Reducing hierarchies"))
        self.stories = PickMany(tr("Add a story"), icon="notebook")
        self.stories.look_further(story_finder(context, self))
        self.every = Button(tr("All stories"), icon="check-square", size="dense")
        self.search = Combo(
            [],
            name=tr("Stories of a kept search"),
            placeholder=tr("Stories of a kept search"),
            icon="bookmark-simple",
        )
        self.search.setMinimumWidth(260)
        self.more = small("")
        self.columns = PickMany(tr("Add a column"), icon="tag")
        self.trouble = Banner("", tone="bad", icon="x-circle")
        self.title = display(tr("New matrix"))
        self.change: MatrixView | None = None
        self.go_on = primary(tr("Make the matrix"), icon="grid-four", size="field")
        card = Card(spacing=16)
        card.add(Field(tr("What is it about?"), self.name))
        card.add(Field(tr("Stories, down"), self.stories), line(self.every, self.search), self.more)
        card.add(Field(tr("Tags or framework, across"), self.columns))
        page = ScrollPage(spacing=16)
        page.body.addLayout(row(self.back, None))
        page.body.addWidget(self.title)
        page.body.addWidget(card)
        page.body.addStretch(1)
        self.trouble.hide()
        page.pin(self.trouble, None, self.go_on)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)
        self.back.clicked.connect(self.left)
        self.every.clicked.connect(lambda: self.stories.set_value([*self._all, *self.stories.value()]))
        self.search.chosen.connect(self._add_search)
        self.go_on.clicked.connect(self._make)
        self._all: list[str] = []
        self._offered: dict[str, str] = {}
        self._kept: dict[str, KeptSearch] = {}

    def start(self, change: MatrixView | None = None) -> None:
        """Offer what there is today: for a new matrix, or filled in with the one to `change`, whatever became of its stories and tags."""
        home, self.change = self.context.home, change
        newest = my_stories(home, limit=_STORIES)
        stories = {r.id: r.title for r in newest.rows}
        self._say_more(
            tr("Keep a search in the Library, and its stories can be taken from here.") if newest.next else ""
        )
        self.every.setText(
            tr("The newest {n} stories", n=_STORIES) if newest.next is not None else tr("All stories")
        )
        self._kept = {one.id: one for one in kept_searches(home)}
        self.search.set_options([Option(one.id, one.name) for one in self._kept.values()])
        self.search.set_value("")
        self.search.setVisible(bool(self._kept))
        tags = {c.key: c.label for c in possible_columns(home, merged=False)}
        self._all = list(stories)
        if change is not None:
            stories |= {r.record: r.title or tr("Taken out") for r in change.rows if r.record not in stories}
            tags |= {c.key: c.label for c in change.matrix.columns}
            self._all += [r for r in stories if r not in self._all]
        self.trouble.hide()
        self.title.setText(tr("Change the matrix") if change else tr("New matrix"))
        self.go_on.setText(tr("Save change") if change else tr("Make the matrix"))
        self.name.set_text(change.matrix.title if change else "")
        self._offer(stories)
        self.stories.set_value(change.matrix.rows if change else ())
        self.columns.set_options([Option(key, label) for key, label in tags.items()])
        self.columns.set_value([c.key for c in change.matrix.columns] if change else ())

    def _offer(self, stories: Mapping[str, str]) -> None:
        self._offered = dict(stories)
        self.stories.set_options([Option(key, title) for key, title in stories.items()])

    def _say_more(self, words: str) -> None:
        self.more.setText(words)
        self.more.setVisible(bool(words))

    def _add_search(self, ident: str) -> None:
        """Pick every story that a kept search finds, the newest or not."""
        kept, home = self._kept[ident], self.context.home

        def done(found: tuple[tuple[tuple[str, str], ...], bool]) -> None:
            rows, more = found
            before = self.stories.value()
            self._offer({**self._offered, **dict(rows)})
            self.stories.set_value([*before, *(record for record, _ in rows)])
            told = tr(
                "{stories} from {name}.", stories=many(len(rows), "{n} story", "{n} stories"), name=kept.name
            )
            self._say_more(f"{told} {tr('There are more; these are the first.')}" if more else told)
            self.search.set_value("")

        self.context.tasks.run(
            tr("Finding the stories"),
            lambda progress: stories_of_search(home, kept, progress=progress),
            done=done,
            owner=self,
        )

    def focus_start(self) -> None:
        """Begin with the name."""
        self.name.edit.setFocus()

    def _make(self) -> None:
        home, name = self.context.home, self.name.text()
        rows, columns = self.stories.value(), self.columns.value()
        try:
            if self.change is None:
                made = make_matrix(home, name, rows, columns)
            else:
                made = self.change.matrix.id
                change_matrix(home, made, title=name, rows=rows, columns=columns)
        except UserError as error:
            self.trouble.set_text(sentence(error))
            self.trouble.show()
            return
        self.made.emit(made)
