"""My stories: all of them, newest first, read page by page; a row opens the story where it was left."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from ldp_stories.domain.records import Page, RecordRow
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.rail_counts import rail_counts
from ldp_stories.services.shut_stories import put_away_by_others
from ldp_stories.services.trash import trash
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import row_item
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.buttons import primary, quiet
from ldp_stories.ui.widgets.card import Card, column
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.flow import line
from ldp_stories.ui.widgets.labels import display, helper
from ldp_stories.ui.widgets.model import Deliver, PagedModel
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.screen import Screen

_NOUNS = frozenset({"record", "layer", "receipt", "consent", "media", "order", "participant"})


class MyStoriesScreen(Screen):
    """The list. Back from a story returns to its row."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("My stories")
        self.heading = display(tr("My stories"))
        self.count = helper("")
        self.model = PagedModel(self._fetch)
        self.list = RowList(self.model, name=tr("My stories"))
        self.list.opened.connect(lambda key: self.go.emit("record", key))
        card = Card(padding=(1, 6, 1, 6))
        card.body.addWidget(self.list, 1)
        self.empty = EmptyState(
            tr("Your first story will be here."),
            text=tr("Try one in practice."),
            icon="notebook",
            action=tr("New conversation"),
        )
        self.empty.acted.connect(lambda: self.go.emit("new", None))
        self.pages = QStackedWidget()
        self.pages.addWidget(card)
        self.pages.addWidget(self.empty)
        self.send = primary(tr("Send"), icon="paper-plane-tilt", size="field")
        self.send.clicked.connect(lambda: self.go.emit("send", None))
        self.trash = quiet(tr("Trash"), icon="trash")
        self.trash.clicked.connect(lambda: self.go.emit("trash", None))
        words = QWidget()
        words.setLayout(column(self.heading, self.count, spacing=2))
        self.person = quiet(tr("Find somebody by their code"), icon="identification-card")
        self.person.clicked.connect(lambda: self.go.emit("person", None))
        body = column(line(words, None, self.trash, self.person, self.send), 10, spacing=8)
        body.setContentsMargins(36, 26, 36, 20)
        body.addWidget(self.pages, 1)
        self.box.addLayout(body)
        self.set_focus_start(self.heading)
        self._count()
        self.model.start_again()

    def refresh(self, changes: frozenset[str]) -> None:
        """Read again when a story changed; the row stays."""
        if not changes or changes & _NOUNS:
            self._keep_row = self.list.current_key()
            self._count()
            self.model.start_again()

    def _count(self) -> None:
        counts = rail_counts(self.context.home)
        away = len(trash(self.context.home)) + len(put_away_by_others(self.context.home))
        self.trash.setVisible(away > 0)
        self.trash.setText(tr("Trash ({n})", n=away))
        self.count.setText(
            many(counts.stories, "{n} story, saved on this laptop", "{n} stories, saved on this laptop")
        )
        self.pages.setCurrentIndex(0 if counts.stories else 1)
        self.send.setVisible(counts.ready > 0)
        self.send.setText(many(counts.ready, "Send {n} story", "Send {n} stories"))

    def _fetch(self, after: object, deliver: Deliver) -> None:
        key = after if isinstance(after, tuple) else None
        home = self.context.home

        def came(page: Page[RecordRow]) -> None:
            deliver([row_item(r) for r in page.rows], page.next)
            kept, self._keep_row = self._keep_row, ""
            if kept:
                self.list.set_current_key(kept)

        self.context.tasks.run(
            "My stories", lambda _: my_stories(home, key), done=came, owner=self, quiet=True
        )

    _keep_row = ""
