"""The quote bank: quotes by theme, each asked for permission again today; a quote that may no longer be used stays as a visible gap."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.consent import Channel
from ldp_stories.errors import UserError
from ldp_stories.services.publish import QuoteRow, export_clip, quote_page, quotes, remove_quote
from ldp_stories.ui.evaluator.hidden_words import why_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import primary, quiet
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.chips import Chip
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import Label, display, heading, small
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage


class QuotesScreen(Screen):
    """Cards by theme; *Make the page* writes them as one HTML page."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.title = tr("Quote bank")
        self.context = context
        self.page = ScrollPage()
        self.heading = display(tr("Quote bank"))
        self.trouble = Banner("", tone="bad", icon="x-circle")
        self.done_line = Banner("", tone="ok", icon="check-circle")
        self.empty = EmptyState(
            tr("No quotes yet"),
            text=tr("Add a quote from the Library."),
            icon="quotes",
            action=tr("Go to the Library"),
        )
        self.make = primary(tr("Make the page"), icon="file-text", size="field")
        for widget in (self.heading, self.trouble, self.done_line, self.empty):
            self.page.body.addWidget(widget)
        self.page.body.addStretch(1)
        nobody = small(tr("No names and no codes go into the page."))
        self.page.pin(nobody, None, self.make)
        if self.page.pinned is not None:
            self.page.pinned.setAlignment(nobody, Qt.AlignmentFlag.AlignVCenter)
        self.box.addWidget(self.page)
        self.cards: list[QWidget] = []
        self.empty.acted.connect(lambda: self.go.emit("library", None))
        self.make.clicked.connect(self._make)
        self.set_focus_start(self.heading)
        self._show()

    def refresh(self, changes: frozenset[str]) -> None:
        """Ask every quote again."""
        if not changes or changes & {"quote", "consent", "order", "passage", "layer", "record"}:
            self._show()

    def _show(self) -> None:
        for card in self.cards:
            self.page.body.removeWidget(card)
            card.deleteLater()
        self.cards = []
        bank = quotes(self.context.home)
        self.trouble.hide()
        self.done_line.setVisible(self.done_line.isVisible() and bool(bank))
        self.empty.setVisible(not bank)
        self.make.setEnabled(bool(bank))
        theme = None
        for quote in sorted(bank, key=lambda q: (not q.theme, q.theme.casefold())):
            if quote.theme != theme:
                theme = quote.theme
                self._put(heading(quote.theme or tr("No theme yet")))
            self._put(self._card(quote))

    def _put(self, widget: QWidget) -> None:
        self.page.body.insertWidget(self.page.body.count() - 1, widget)
        self.cards.append(widget)

    def _card(self, quote: QuoteRow) -> QWidget:
        card = Card(spacing=10)
        if quote.gap:
            card.add(
                row(
                    Chip(tr("Taken out"), icon="eye-slash", tone="warn"),
                    Label(_why(quote), color="text2"),
                    spacing=12,
                )
            )
        else:
            card.add(Label(quote.text, role="read", people=True))
        named = "" if quote.gap_on else quote.attribution or tr("no name")
        where = ", ".join(filter(None, (named, quote.place, shown_day(quote.told_on))))
        out = quiet(tr("Take out of the bank"), icon="x")
        out.clicked.connect(lambda: self._remove(quote.id))
        out.setVisible(not quote.gap_on)
        buttons: list[QWidget | None] = [small(where), None]
        if quote.from_ms is not None and not quote.gap:
            clip = quiet(tr("Cut the sound for a report"), icon="scissors")
            clip.clicked.connect(lambda: self._clip(quote.passage))
            buttons.append(clip)
        card.add(row(*buttons, out, spacing=16))
        return card

    def _remove(self, quote: str) -> None:
        remove_quote(self.context.home, quote)
        self._show()

    def _clip(self, passage: str) -> None:
        folder = self.context.pick_folder(tr("Where shall the sound go?"))
        if folder is None:
            return
        try:
            path = export_clip(self.context.home, passage, Channel.REPORT, folder)
        except UserError as error:
            self._say(sentence(error), bad=True)
        else:
            self._say(tr("The sound is in {name}.", name=path.name))

    def _make(self) -> None:
        folder = self.context.pick_folder(tr("Where shall the page go?"))
        if folder is None:
            return
        home = self.context.home
        self.context.tasks.run(
            tr("Making the quote page"),
            lambda _: quote_page(home, folder),
            done=lambda path: self._say(tr("The page is made: {name}", name=path.name)),
            failed=lambda error: self._say(sentence(error), bad=True),
            owner=self,
        )

    def _say(self, words: str, *, bad: bool = False) -> None:
        for banner in (self.trouble, self.done_line):
            banner.hide()
        banner = self.trouble if bad else self.done_line
        banner.set_text(words)
        banner.show()
        self.context.tell(words)


def _why(quote: QuoteRow) -> str:
    """Why there is a gap; one that was taken back says when it went."""
    if quote.gap == "erased" and quote.gap_on:
        return tr("Taken out at the teller's request, {day}", day=shown_day(quote.gap_on))
    return why_words(quote.gap)
