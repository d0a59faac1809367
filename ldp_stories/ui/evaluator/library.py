"""The library: find what may be used. One switch says what one is about to do; what consent hides is counted, with the reasons."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ldp_stories.domain.consent import Channel
from ldp_stories.services.find import Found, FoundPage, Hidden, Purpose, Tally, search
from ldp_stories.services.library_filters import KeptSearch
from ldp_stories.services.make_searchable import ALL_IN
from ldp_stories.ui.evaluator.count_all import CountAll
from ldp_stories.ui.evaluator.filters import Filters
from ldp_stories.ui.evaluator.found_list import FoundList
from ldp_stories.ui.evaluator.found_side import FoundSide
from ldp_stories.ui.evaluator.hidden_words import hidden_words, why_rows
from ldp_stories.ui.evaluator.kept import KeptSearches
from ldp_stories.ui.evaluator.low_scroll import LowScroll
from ldp_stories.ui.evaluator.report_words import WAYS
from ldp_stories.ui.record.chain_card import CHAIN_KEY
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.destroy_screen import DestroyLines
from ldp_stories.ui.record.story_place import at_words
from ldp_stories.ui.tasks import Report
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import Facts
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage
from ldp_stories.ui.widgets.segmented import Segmented
from ldp_stories.ui.widgets.side import SideLayout
from ldp_stories.ui.widgets.theme import theme

_PURPOSES: Final = (
    (Purpose.ANALYSE, "Analyse"),
    (Purpose.QUOTE, "Quote in a report"),
    (Purpose.PUBLISH, "Publish a clip"),
    (Purpose.DEPOSIT, "Deposit"),
)
_REST_MS: Final = 120
_SOUGHT: Final = frozenset({"record", "layer", "passage", "consent", "decision", "order", "quote"})
_FURTHER: Final = 10
"""Pages that are looked at by itself while all on them is hidden."""
_WHY_SHOWN: Final = 100


class LibraryScreen(Screen):
    """Search as you type, the switch, the hits, and the chosen one beside.

    `what` may be words to search for, or a search with its filters that another screen leads to: then Back returns there.
    """

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.title = tr("Library")
        self.context = context
        self.page: FoundPage | None = None
        self._withheld = Hidden()
        self._asked = self._further = 0
        self.count = CountAll(context, self, self._counted)
        heading = Label(tr("Library"), role="display", wrap=False)
        self.search = TextField(
            name=tr("Search"),
            placeholder=tr("Words people said"),
            icon="magnifying-glass",
            key="Ctrl+F",
            value=what if isinstance(what, str) else "",
            role="lead",
        )
        self.clear = Button(
            "", icon="x", kind="plain", size="inline", name=tr("Clear the search"), role="small"
        )
        self.search.add_end(self.clear)
        self.purpose = Segmented(
            [Option(p.value, tr(words)) for p, words in _PURPOSES],
            name=tr("I am going to"),
            value=Purpose.ANALYSE.value,
        )
        self.hidden = Banner("", tone="warn", icon="eye-slash", action=tr("See why"))
        self.why = Facts([])
        self.channel = Segmented(
            [Option(c.value, tr(words)) for c, words in WAYS.items()],
            name=tr("Where it will be shown"),
            value=Channel.REPORT.value,
        )
        self.filters = Filters(context)
        self.kept = KeptSearches(context.home, self._now)
        self.list = FoundList()
        self.empty = EmptyState(
            tr("Nothing found"),
            text=tr("Try fewer letters, or take off a filter."),
            icon="magnifying-glass",
        )
        self.side = FoundSide(context)
        self.back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        self.unwanted = DestroyLines(context)
        self.unwanted.go.connect(lambda: self.go.emit("destroy", None))
        self._lay_out(heading)
        self._connect()
        self.set_focus_start(heading)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.look)
        self.back.setVisible(isinstance(what, KeptSearch))
        if isinstance(what, KeptSearch):
            self.title = tr("Library: {what}", what=what.name)
            self._reopen(what)
        else:
            self.look()

    def _lay_out(self, heading: Label) -> None:
        top = QHBoxLayout()
        top.setSpacing(24)
        top.addWidget(heading, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.search, 1)
        main, self.beside = QWidget(), QWidget()
        for place, widgets in (
            (main, (self.list, self.empty)),
            (self.beside, (self.side, self.filters.lists)),
        ):
            column = QVBoxLayout(place)
            column.setContentsMargins(0, 0, 0, 0)
            for one in widgets:
                column.addWidget(one)
        self.columns = SideLayout(
            main, self.beside, label=tr("The chosen passage"), width=346, gap=20, button_apart=True
        )
        self.why_scroll = LowScroll(self.why, 110)
        page = ScrollPage(margins=(32, 18, 32, 14), spacing=12)
        page.body.addWidget(self.unwanted)
        page.body.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeading)
        page.body.addLayout(top)
        page.body.addWidget(self._tools())
        for widget in (self.channel, self.hidden, self.why_scroll, self.filters):
            page.body.addWidget(widget)
        page.body.addWidget(self.columns, 1)
        self.box.addWidget(page)
        self.clear.setVisible(bool(self.search.text()))
        for part in (self.channel, self.why_scroll, self.hidden, self.empty):
            part.hide()

    def _tools(self) -> QWidget:
        """One row that goes on in the next line where there is no room: the switch, the filters, the kept searches, the side's button."""
        tools = QWidget()
        flow = FlowLayout(tools, gap=8 if theme().large else 14)
        for widget in (
            Label(tr("I am going to"), weight=600, wrap=False),
            self.purpose,
            self.filters.add,
            self.kept,
            self.columns.button,
        ):
            flow.addWidget(widget)
        return tools

    def _connect(self) -> None:
        self.search.changed.connect(self._typed)
        self.clear.clicked.connect(self._clear)
        self.search.entered.connect(lambda _: self.list.focus_first())
        for switch in (self.purpose, self.channel):
            switch.chosen.connect(lambda _: self._changed())
        self.filters.changed.connect(self._changed)
        self.kept.opened.connect(self._reopen)
        self.hidden.acted.connect(lambda: self.why_scroll.setVisible(not self.why_scroll.isVisible()))
        self.filters.opened.connect(self._panel)
        self.list.chosen.connect(self.side.show_found)
        self.list.opened.connect(self._open)
        self.list.wanted_more.connect(self._more)
        self.side.opened.connect(self._open)
        self.back.clicked.connect(self.done)
        for key, act in (("Ctrl+F", self.search.edit.setFocus), (CHAIN_KEY, self._to_chain)):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _to_chain(self) -> None:
        """Where the chosen passage comes from, in one key, from the search line and from any hit."""
        if self.list.found:
            self.filters.set_open(False)
            self.columns.open_side()
            self.side.to_chain()

    def _typed(self, words: str) -> None:
        self.clear.setVisible(bool(words))
        self.kept.let_go()
        self._rest.start()

    def _changed(self) -> None:
        self.kept.let_go()
        self._show_channel()
        self.look()

    def _panel(self, is_open: bool) -> None:
        self._show_beside()
        if is_open:
            self.columns.open_side()
        else:
            self.columns.fold()

    def _show_beside(self) -> None:
        """Beside the hits stands the chosen passage, or the filters while they are open, or nothing."""
        found = bool(self.list.found)
        self.side.setVisible(found and not self.filters.open)
        self.filters.lists.setVisible(self.filters.open)
        self.columns.set_wanted(found or self.filters.open)

    def _show_channel(self) -> None:
        self.channel.setVisible(self.purpose.value() == Purpose.PUBLISH.value)

    def _now(self) -> tuple[str, str, dict[str, str]]:
        """The search on screen, to be kept: "publish:website" says where it would be shown."""
        purpose = self.purpose.value()
        if purpose == Purpose.PUBLISH.value:
            purpose += f":{self.channel.value()}"
        return self.search.text().strip(), purpose, self.filters.state()

    def _reopen(self, kept: KeptSearch) -> None:
        purpose, _, channel = kept.purpose.partition(":")
        self.purpose.set_value(purpose or Purpose.ANALYSE.value)
        self.channel.set_value(channel or Channel.REPORT.value)
        self.filters.set_state(kept.filters)
        self.search.edit.blockSignals(True)
        self.search.set_text(kept.words)
        self.search.edit.blockSignals(False)
        self.clear.setVisible(bool(kept.words))
        self._show_channel()
        self.look()

    def _clear(self) -> None:
        self.search.set_text("")
        self.search.edit.setFocus()

    def look(self) -> None:
        """Search with what is set now; only the newest answer is shown."""
        self._ask(None)

    def refresh(self, changes: frozenset[str]) -> None:
        """Search again when what could be found has changed."""
        if not changes or changes & {"quote", "tag"}:
            self.side.quote.forget()
        if not changes or "request" in changes:
            self.unwanted.look()
        words_in = ALL_IN in changes and bool(self.search.text().strip())
        if not changes or changes & _SOUGHT or words_in:
            self.look()

    def leaving(self) -> None:
        """Stop the sound and the counting."""
        self.side.close_sound()
        self.count.stop()

    def _ask(self, after: str | None) -> None:
        self._asked += 1
        asked, words = self._asked, self.search.text().strip()
        purpose, home = Purpose(self.purpose.value()), self.context.home
        chosen = self.filters.chosen()
        how: dict[str, Any] = {
            "purpose": purpose,
            "channel": Channel(self.channel.value()) if purpose is Purpose.PUBLISH else None,
            "place": chosen.place,
            "since": chosen.since,
            "teller": chosen.teller,
            "tags": chosen.tags,
            "having": chosen.having,
            "may": chosen.may,
        }
        if after is None:
            self.count.stop()

        def job(_: Report) -> FoundPage:
            return search(home, words, after=after, limit=20, **how)

        def done(page: FoundPage) -> None:
            if asked != self._asked:
                return
            self._show(page, add=after is not None)
            if after is None and page.next is not None:
                self.count.begin(words, how)

        self.context.tasks.run(
            tr("Searching"),
            job,
            quiet=True,
            owner=self,
            done=done,
        )

    def _more(self) -> None:
        if self.page is not None and self.page.next is not None:
            self._ask(self.page.next)

    def _show(self, page: FoundPage, *, add: bool) -> None:
        """Show a page; when all that was looked at for it is hidden, look further by itself."""
        self.page = page
        words = self.search.text().split()
        self.list.set_found(page.rows, words, add=add, more=page.next is not None)
        self._further = self._further + 1 if add else 0
        further = not self.list.found and page.next is not None and self._further < _FURTHER
        self.list.setVisible(bool(self.list.found))
        self.empty.setVisible(not self.list.found and not further)
        self._show_beside()
        self.search.set_after(self._count(page))
        self._withheld = self._withheld.and_then(page.hidden) if add else page.hidden
        if self.count.result is None:
            self._show_hidden(self._withheld, self._withheld.stories)
        if further:
            self._ask(page.next)
        elif not add or not self.list.found:
            hidden = many(self._withheld.stories, "{n} story is hidden", "{n} stories are hidden")
            announce(self, f"{self._count(page)}, {hidden}")

    def _counted(self, found: Tally) -> None:
        """The numbers over all pages have come: they stand in place of those of the pages looked at."""
        self._show_hidden(found.hidden, found.hidden.total)
        announce(self, many(found.hidden.total, "{n} story is hidden", "{n} stories are hidden"))

    def _show_hidden(self, hidden: Hidden, stories: int) -> None:
        """What is hidden is told in stories, whether one page was looked at or all of them."""
        self.hidden.setVisible(stories > 0)
        if not stories:
            self.why_scroll.hide()  # the reasons of a search before would stand over stories that may be used
        else:
            more = many(stories, "{n} more story is hidden.", "{n} more stories are hidden.")
            self.hidden.set_text(hidden_words(hidden), more)
            self.why.set_pairs(why_rows(hidden)[:_WHY_SHOWN])

    def _count(self, page: FoundPage) -> str:
        found = many(page.total or 0, "{n} passage", "{n} passages")
        if page.many or page.total is None:
            found = tr("Many found. Add a word.")
        return f"{found.rstrip('.')}. {tr('More in a moment.')}" if page.later else found

    def _open(self, found: Found) -> None:
        """At the passage, or at the words that were found, in the copy in which they stand."""
        what: object = (found.record, found.passage) if found.passage else found.record
        if not found.passage and found.at is not None:
            what = at_words(found.record, found.at)
        self.go.emit("record", what)
