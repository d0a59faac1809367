"""The queue: what needs a coordinator, grouped by why, and the way into a sitting of fifteen (SCREENS.md 6, US-C2, US-C4)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ldp_stories.domain.review import SITTING
from ldp_stories.services import queue_work
from ldp_stories.services.home import Home
from ldp_stories.services.queue_work import QueuePage, QueueRow, Sitting
from ldp_stories.ui.coordinator.handed_lines import HandedLines
from ldp_stories.ui.coordinator.heavy_lines import HeavyLines
from ldp_stories.ui.coordinator.home_lines import NOUNS, HomeLines
from ldp_stories.ui.coordinator.keys import press_on_ctrl_enter
from ldp_stories.ui.coordinator.queue_words import rows_by_why
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import display, helper
from ldp_stories.ui.widgets.model import PagedModel
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import Scroll

_SHOWS = frozenset(
    {
        "record",
        "suggestion",
        "decision",
        "comment",
        "consent",
        "media",
        "layer",
        "order",
        "received",
        "encounter",
    }
)


class QueueScreen(Screen):
    """Rows by reason; [Start, 15 stories] begins a sitting, Enter opens one story. The list is read off the window's thread."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("Queue")
        self.found: tuple[QueueRow, ...] = ()
        self.total: int | None = None
        """How many stories are in the whole queue; None until they are counted."""
        self.waiting = 0
        """How many of them only wait for their sound."""
        self.counted = 0
        self._asked = 0
        self.heading = display(tr("Queue"))
        self.line = helper("")
        self.start = Button(
            tr("Start"), kind="primary", icon="play", size="main", key="Ctrl+Enter", bind=False
        )
        self.start.clicked.connect(self.begin)
        self.again = Button(tr("Start afresh"), kind="quiet")
        self.again.clicked.connect(self.begin_afresh)
        self.practise = Button("", icon="graduation-cap")
        self.practise.clicked.connect(self.begin_practice)
        self.heavy = HeavyLines(context)
        self.handed = HandedLines(context)
        self.beside = HomeLines(context)
        self.beside.go.connect(lambda place: self.go.emit(place, None))
        self.model = PagedModel()
        self.list = RowList(self.model, name=tr("Stories that need you"))
        self.list.opened.connect(lambda key: self.go.emit("review", (key,)))
        card = Card(padding=(0, 4, 0, 4), spacing=0)
        card.add(self.list)
        self.empty = EmptyState(
            tr("All clear. Nothing needs you today."),
            text=tr("Stories come here when you bring in what researchers send."),
            icon="check-circle",
            action=tr("Bring in"),
        )
        self.empty.acted.connect(lambda: self.go.emit("bring_in", None))
        self.pages = QStackedWidget()
        self.pages.addWidget(card)
        self.pages.addWidget(self.empty)
        self._lay_out()
        self.set_focus_start(self.heading)
        press_on_ctrl_enter(self, self.start)
        self.read()

    def _lay_out(self) -> None:
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(36, 28, 36, 20)
        box.setSpacing(18)
        box.addLayout(column(self.heading, self.line, spacing=2))
        box.addWidget(self.handed)
        box.addWidget(self.heavy)
        ways = FlowLayout(gap=12)
        for way in (self.start, self.again, self.practise):
            ways.addWidget(way)
        box.addLayout(ways)
        box.addWidget(self.beside)
        box.addWidget(self.pages, 1)
        self.pages.setMinimumHeight(220)
        self.box.addWidget(Scroll(inner))
        self._sitting_words(None)

    def read(self) -> None:
        """Read the queue again, off the window's thread."""
        self._asked += 1
        now, home = self._asked, self.context.home
        if not self.found:  # something to begin with, at once; the whole queue is counted after it
            self.context.tasks.run(
                tr("Reading the queue"),
                lambda _: (queue_work.first_rows(home), queue_work.sitting(home)),
                done=lambda both: self._show_first(now, *both),
                owner=self,
                quiet=True,
            )
        self.context.tasks.run(
            tr("Reading the queue"),
            lambda _: (queue_work.queue_page(home), queue_work.sitting(home)),
            done=lambda both: self._show(now, *both),
            owner=self,
            quiet=True,
        )

    def _show_first(self, asked: int, rows: tuple[QueueRow, ...], sitting: Sitting | None) -> None:
        """The first rows, unless the whole queue was quicker; with none of them the whole queue has the word."""
        if asked == self._asked and rows and self.counted != asked:
            self.total = None
            self._put(rows, sitting)

    def _show(self, asked: int, page: QueuePage, sitting: Sitting | None) -> None:
        if asked != self._asked:
            return
        self.counted, self.total, self.waiting = asked, page.total, page.waiting
        self._put(page.rows, sitting)

    def _put(self, rows: tuple[QueueRow, ...], sitting: Sitting | None) -> None:
        current = self.list.current_key()
        self.found = rows
        self.model.set_rows(rows_by_why(rows))
        self.list.set_current_key(current if current and self.model.place_of(current) >= 0 else self._first())
        self.pages.setCurrentIndex(0 if rows else 1)
        self._sitting_words(sitting)

    def _first(self) -> str:
        return self.found[0].record if self.found else ""

    def _sitting_words(self, sitting: Sitting | None) -> None:
        self.sitting = sitting if sitting is not None and not sitting.done else None
        to_do = [row for row in self.found if row.to_do]
        count = min(SITTING, len(to_do))
        if self.sitting is not None:
            at, of = self.sitting.at + 1, len(self.sitting.records)
            self.start.setText(tr("Carry on, story {at} of {of}", at=at, of=of))
        else:
            self.start.setText(many(count, "Start, {n} story", "Start, {n} stories"))
        self.start.setVisible(bool(to_do) or self.sitting is not None)
        self.again.setVisible(self.sitting is not None and bool(to_do))
        more = min(SITTING, len(self.found))
        self.practise.setText(many(more, "Practise with {n} story", "Practise with {n} stories"))
        self.practise.setVisible(self._may_practise(len(to_do), more))
        self.line.setText(self._how_many())
        self.line.setVisible(bool(self.found))

    def _may_practise(self, to_do: int, more: int) -> bool:
        """In practice, where few stories need anybody: those that only wait for their sound can be gone through again."""
        return self.context.home.practice and self.sitting is None and to_do < more

    def _how_many(self) -> str:
        if self.total is None:
            return tr("Counting what needs you.")
        need = self.total - self.waiting
        words = [
            many(need, "{n} story needs you.", "{n} stories need you. The most pressing stands first.")
            if need
            else tr("Nothing needs you today.")
        ]
        if self.waiting:
            words.append(many(self.waiting, "{n} waits for its sound.", "{n} wait for their sound."))
        return " ".join(words)

    def begin(self) -> None:
        """Carry on with the sitting under way, or begin one."""
        if self.sitting is not None:
            self.go.emit("review", self.sitting.records)
        elif any(row.to_do for row in self.found):
            self.begin_afresh()

    def begin_afresh(self) -> None:
        """Begin a new sitting with the first fifteen; decisions of the old one stand."""
        self._begin(queue_work.start_sitting)

    def begin_practice(self) -> None:
        """Begin a sitting with what is here, for practice."""
        self._begin(queue_work.practise_sitting)

    def _begin(self, choose: Callable[[Home], tuple[str, ...]]) -> None:
        self.start.setEnabled(False)
        self.context.tasks.run(
            tr("Getting the stories ready"),
            lambda _: choose(self.context.home),
            lane="store",
            done=self._began,
            owner=self,
            quiet=True,
        )

    def _began(self, records: tuple[str, ...]) -> None:
        self.start.setEnabled(True)
        if records:
            self.go.emit("review", records)

    def refresh(self, changes: frozenset[str]) -> None:
        """Something was brought in or decided."""
        if not changes or "care" in changes:
            self.heavy.look()
        if not changes or "hand_over" in changes:
            self.handed.look()
        if not changes or changes & NOUNS:
            self.beside.look()
        if not changes or changes & _SHOWS:
            self.read()
