"""Home: start a conversation, go on, hear back; whether this laptop is ready (SCREENS.md 5.2)."""

from __future__ import annotations

import math
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ldp_stories.services.conversation import Conversation
from ldp_stories.services.drop_untouched import is_untouched
from ldp_stories.services.my_stories import HomeSummary, home_summary
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.destroy_screen import DestroyLines
from ldp_stories.ui.record.record_words import row_item
from ldp_stories.ui.researcher.care_lines import CareLines
from ldp_stories.ui.researcher.clock_line import ClockLine
from ldp_stories.ui.researcher.home_cards import HeardCard, LaptopCard, StartCard
from ldp_stories.ui.text import long_day, tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.frame import is_compact
from ldp_stories.ui.widgets.labels import Label, display, heading, helper
from ldp_stories.ui.widgets.model import PagedModel, RowItem
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.widgets.theme import follow, theme

_ROWS = 3
_SIDE = 300
_MARGIN = 36
_HIGH = 728
"""How high the page is that shows three rows and no line above them: that of a laptop of 1366 x 768."""


class HomeScreen(Screen):
    """The first screen of a researcher."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("Home")
        self.summary: HomeSummary | None = None
        self._compact: bool | None = None
        self._rows: list[RowItem] = []
        now = context.home.now().astimezone()
        self.heading = display(greeting(now, first_name(context.home.name)))
        self.day = helper(long_day(now.date()))
        self.resume = Banner("", tone="info", icon="arrow-counter-clockwise", action=tr("Go on"))
        self.resume.acted.connect(self._resume)
        self.resume.hide()
        self.below_resume = QWidget()
        self.below_resume.setFixedHeight(16)
        self.below_resume.hide()
        self.clock = ClockLine(context)
        self.unwanted = DestroyLines(context)
        self.unwanted.go.connect(lambda: self.go.emit("destroy", None))
        self.care = CareLines(context)
        self.care.go.connect(lambda: self.go.emit("care", None))
        self.myself = quiet(tr("Looking after yourself"), icon="heart")
        self.myself.clicked.connect(lambda: self.go.emit("care", None))
        self.start = StartCard()
        self.start.new.clicked.connect(lambda: self.go.emit("new", None))
        self.start.write.clicked.connect(lambda: self.go.emit("write_saw", None))
        self.start.phone.clicked.connect(lambda: self.go.emit("from_phone", None))
        self.laptop = LaptopCard(context)
        self.laptop.check.clicked.connect(lambda: self.go.emit("sound_check", None))
        self.heard = HeardCard(context)
        self.heard.answer.clicked.connect(lambda: self.go.emit("heard", None))
        self.stories = self._stories()
        self._page()
        self.set_focus_start(self.heading)
        follow(self._fold)
        self.refresh(frozenset())

    def _page(self) -> None:
        page = QWidget()
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(20)
        self.grid.setVerticalSpacing(20)
        greet = column(self.heading, self.day, spacing=0)
        top = row(greet, self.myself, spacing=12)
        top.setStretch(0, 1)
        top.setAlignment(self.myself, Qt.AlignmentFlag.AlignTop)
        beside = (self.unwanted, self.clock, self.care)
        body = column(top, 14, self.resume, self.below_resume, *beside, self.grid, spacing=0)
        body.setContentsMargins(_MARGIN, 26, _MARGIN, 20)
        body.setStretchFactor(self.grid, 1)
        page.setLayout(body)
        self.page_box = body
        self.area = Scroll(page)
        self.box.addWidget(self.area)

    def _stories(self) -> Card:
        card = Card(padding=(1, 14, 1, 6), spacing=0)
        self.all = quiet(tr("See all"), trailing="arrow-right")
        self.all.clicked.connect(lambda: self.go.emit("stories", None))
        self.model = PagedModel()
        self.list = RowList(self.model, name=tr("Your stories"), fit=True)
        self.list.opened.connect(lambda key: self.go.emit("record", key))
        self.empty = QWidget()
        words = column(
            Label(tr("Your first story will be here. Try one in practice."), color="text2"), None, spacing=0
        )
        words.setContentsMargins(28, 18, 28, 18)
        self.empty.setLayout(words)
        top = row(28, heading(tr("Your stories")), None, self.all, 6, spacing=0)
        top.setContentsMargins(0, 4, 0, 8)
        return card.add(top, self.list, self.empty, None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold for the room there is."""
        super().resizeEvent(event)
        self._fold()
        room = self.width() - self.area.verticalScrollBar().sizeHint().width()  # the bar may come
        self.start.set_width(room - 2 * _MARGIN - self.grid.horizontalSpacing() - _SIDE)
        self._show_rows()

    def _fold(self) -> None:
        compact = is_compact(self.window().width())
        if compact == self._compact:
            return
        self._compact = compact
        self.day.setVisible(not compact)
        self.start.set_compact(compact)
        self.laptop.set_compact(compact)
        places = ((0, 0), (1, 0), (2, 0), (3, 0)) if compact else ((0, 0), (0, 1), (1, 0), (1, 1))
        for card, place in zip((self.start, self.laptop, self.stories, self.heard), places, strict=True):
            self.grid.removeWidget(card)
            self.grid.addWidget(card, *place)
            card.setMaximumWidth(16_777_215)
        self.grid.setColumnMinimumWidth(1, 0 if compact else _SIDE)
        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 0)
        for card in (self.laptop, self.heard):
            if not compact:
                card.setFixedWidth(_SIDE)
            else:
                card.setMinimumWidth(0)
        self.grid.setRowStretch(1, 0 if compact else 1)
        self.grid.setRowStretch(3, 1 if compact else 0)

    def refresh(self, changes: frozenset[str]) -> None:
        """Read everything anew, off the window's thread."""
        del changes
        home = self.context.home
        self.context.tasks.run(
            "Home",
            lambda _: home_summary(home),
            done=self._show,
            failed=lambda _: None,
            owner=self,
            quiet=True,
        )
        self.laptop.look()
        self.heard.look()
        self.care.look()
        self.clock.look()
        self.unwanted.look()

    def _show(self, summary: HomeSummary) -> None:
        self.summary = summary
        self.list.setVisible(bool(summary.stories))
        self.empty.setVisible(not summary.stories)
        self.all.setVisible(summary.total > 0)
        self.all.setText(tr("See all {n}", n=summary.total))
        self.laptop.show_summary(summary)
        self._show_open(summary.conversations)
        self._show_rows()

    def _show_rows(self) -> None:
        """Three rows, or fewer where lines above them take their room: the list gives way, never a button."""
        if self.summary is None:
            return
        lines = (self.resume, self.below_resume, self.unwanted, self.clock, self.care)
        taken = sum(
            max(part.sizeHint().height(), part.minimumHeight()) for part in lines if not part.isHidden()
        )
        room = max(0, self.height() - theme().grow(_HIGH))
        fewer = 0 if self._compact else math.ceil(max(0, taken - room) / theme().grow(76))
        rows = [row_item(r) for r in self.summary.stories[: max(1, _ROWS - fewer)]]
        if rows != self._rows:
            self._rows = rows
            self.model.set_rows(rows)

    def _show_open(self, talks: tuple[Conversation, ...]) -> None:
        live = self.context.live
        running = live.conversation if live.running else None
        self.open = [t for t in talks if not is_untouched(t) and t.id != running]
        for part in (self.resume, self.below_resume):
            part.setVisible(bool(self.open))
        if self.open:
            began = datetime.fromisoformat(self.open[0].began_at.replace("Z", "+00:00")).astimezone()
            words = tr(
                "{day}, {time}. Everything is kept.", day=long_day(began.date()), time=f"{began:%H:%M}"
            )
            self.resume.set_text(words, tr("You were in a conversation."))

    def _resume(self) -> None:
        if self.open:
            self.go.emit("recovered", self.open[0].id)


def greeting(now: datetime, name: str) -> str:
    """ "Good morning, Amina"."""
    if now.hour < 12:
        return tr("Good morning, {name}", name=name)
    if now.hour < 18:
        return tr("Good afternoon, {name}", name=name)
    return tr("Good evening, {name}", name=name)


def first_name(name: str) -> str:
    """What a person is called on Home."""
    return name.split(" ")[0] if name else tr("friend")
