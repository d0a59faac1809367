"""The quote bank: quotes by theme, each asked for permission again today; a quote that may no longer be used stays as a visible gap."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from ldp_stories.domain.consent import Channel
from ldp_stories.errors import UserError
from ldp_stories.services.publish import (
    QuoteRow,
    export_clip,
    possible_themes,
    quotes,
    remove_quote,
    set_theme,
)
from ldp_stories.services.publish_bank import Form, write_bank
from ldp_stories.services.renew_tags import renew_themes, theme_changes
from ldp_stories.ui.evaluator.check_first import CheckFirst, Go, look_at_bank
from ldp_stories.ui.evaluator.hidden_words import gap_words
from ldp_stories.ui.evaluator.report_names import NamesCard
from ldp_stories.ui.record.chain_card import CHAIN_KEY, ChainCard
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.press import QtPress
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import apart, sentence, tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import primary, quiet
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.chips import Chip
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.flow import line
from ldp_stories.ui.widgets.labels import Label, display, heading, small
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage
from ldp_stories.ui.widgets.tab_order import focus_kept

FORMS: Final = {
    Form.PAGE: "Page",
    Form.WORD: "Word",
    Form.PDF: "PDF",
    Form.TEXT: "Text",
    Form.SHEET: "Spreadsheet",
    Form.CSV: "CSV",
}


class QuotesScreen(Screen):
    """Cards by theme, each quote may move to another; *Make the page* writes them in the forms that are chosen, one page by default."""

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
        self.names = NamesCard()
        self.names.wanted.connect(self._renew)
        self.forms = ChoiceRow(
            [Option(form.value, tr(words)) for form, words in FORMS.items()],
            name=tr("Save it as"),
            value=[Form.PAGE.value],
            many=True,
        )
        self.new_theme = TextField(
            name=tr("A theme of your own"), placeholder=tr("Type it, then choose it beside a quote")
        )
        self.new_theme.edit.editingFinished.connect(self._show)
        self.ways = Card(spacing=12)
        self.ways.add(Field(tr("Save it as"), self.forms), Field(tr("A theme of your own"), self.new_theme))
        self.first = CheckFirst()
        for widget in (
            self.heading,
            self.trouble,
            self.done_line,
            self.first,
            self.names,
            self.empty,
            self.ways,
        ):
            self.page.body.addWidget(widget)
        self.page.body.addStretch(1)
        named = small(tr("No codes go into the page. A name goes only where the person wanted it."))
        self.page.pin(named, None, self.make)
        if self.page.pinned is not None:
            self.page.pinned.setAlignment(named, Qt.AlignmentFlag.AlignVCenter)
        self.box.addWidget(self.page)
        self.cards: list[QWidget] = []
        self.sources: dict[Card, QuoteRow] = {}
        self.chains: dict[Card, ChainCard] = {}
        self.themes: list[Option] = []
        self.empty.acted.connect(lambda: self.go.emit("library", None))
        self.make.clicked.connect(self._ask_page)
        QShortcut(QKeySequence(CHAIN_KEY), self).activated.connect(self._chain_here)
        self.set_focus_start(self.heading)
        self._show()

    def refresh(self, changes: frozenset[str]) -> None:
        """Ask every quote again."""
        if not changes or changes & {"quote", "consent", "order", "passage", "layer", "record"}:
            self._show()

    def _show(self) -> None:
        with focus_kept(self):
            self._fill()

    def _fill(self) -> None:
        for card in self.cards:
            card.hide()
            self.page.body.removeWidget(card)
            card.deleteLater()
        self.cards = []
        self.sources, self.chains = {}, {}
        bank = quotes(self.context.home)
        self.trouble.hide()
        self.done_line.setVisible(self.done_line.isVisible() and bool(bank))
        self.empty.setVisible(not bank)
        self.make.setEnabled(bool(bank))
        self.ways.setVisible(bool(bank))
        changed = [(old, new) for old, new in theme_changes(self.context.home).items()] if bank else []
        self.names.setVisible(bool(changed))
        self.names.set_changes([tr("{old} is called {new} now.", old=old, new=new) for old, new in changed])
        self.themes = self._themes() if bank else []
        theme = None
        for quote in sorted(bank, key=lambda q: (not q.theme, q.theme.casefold())):
            if quote.theme != theme:
                theme = quote.theme
                self._put(heading(quote.theme or tr("No theme yet")))
            self._put(self._card(quote))

    def _themes(self) -> list[Option]:
        own = self.new_theme.text().strip()
        known = possible_themes(self.context.home)
        return [
            Option("", tr("No theme yet")),
            *(Option(t, t) for t in dict.fromkeys((*([own] if own else []), *known))),
        ]

    def _put(self, widget: QWidget) -> None:
        self.page.body.insertWidget(self.page.body.count() - 1, widget)
        widget.show()  # at once, so that the focus can go on in it
        self.cards.append(widget)

    def _card(self, quote: QuoteRow) -> QWidget:
        card = Card(spacing=10)
        if quote.gap:
            card.add(
                row(
                    Chip(tr("Taken out"), icon="eye-slash", tone="warn"),
                    Label(gap_words(quote), color="text2"),
                    spacing=12,
                )
            )
        else:
            card.add(Label(quote.text, role="read", people=True))
        named = "" if quote.gap_on else quote.attribution or tr("no name")
        where = ", ".join(filter(None, (apart(named), apart(quote.place), shown_day(quote.told_on))))
        out = quiet(tr("Take out of the bank"), icon="x")
        out.clicked.connect(lambda: self._remove(quote.id))
        if quote.gap_on:
            out.hide()
        buttons: list[QWidget | None] = [small(where), None]
        if not quote.gap:
            theme = Combo(
                self.themes,
                name=tr("Theme of the quote {words}", words=quote.text[:40]),
                value=quote.theme,
                icon="tag",
                find=tr("Find a theme"),
            )
            theme.chosen.connect(lambda key: self._move(quote.id, key))
            card.add(theme)
        if quote.from_ms is not None and not quote.gap:
            clip = quiet(tr("Cut the sound for a report"), icon="scissors")
            clip.clicked.connect(lambda: self._ask_clip(quote))
            buttons.append(clip)
        card.add(line(*buttons, out, gap=16))
        if quote.record:
            self.sources[card] = quote
            comes = quiet(tr("Where this comes from"), icon="path")
            comes.set_name(tr("Where this comes from: {words}", words=quote.text[:40] or where))
            comes.clicked.connect(lambda: self._chain(card))
            card.add(row(comes, None, small(CHAIN_KEY.replace("+", " "))))
        return card

    def _chain(self, card: Card) -> None:
        """The chain behind one quote, under it; once more puts it away."""
        if card not in self.chains:
            self.chains[card] = ChainCard(self.context.home)
            card.add(self.chains[card])
        quote = self.sources[card]
        self.chains[card].toggle(quote.record, quote.passage, quote.text)

    def _chain_here(self) -> None:
        """The chain behind the quote in which the focus is, else behind the first."""
        at = QApplication.focusWidget()
        card = next((c for c in self.sources if at is not None and c.isAncestorOf(at)), None)
        card = card or next(iter(self.sources), None)
        if card is not None:
            self._chain(card)

    def _remove(self, quote: str) -> None:
        remove_quote(self.context.home, quote)
        self._show()

    def _move(self, quote: str, theme: str) -> None:
        set_theme(self.context.home, quote, theme)
        self._show()

    def _renew(self) -> None:
        renew_themes(self.context.home)
        self._show()
        self.context.tell(tr("The tags have today's names."))

    def _ask_page(self) -> None:
        self._look_first(tr("Make the page"), self._make)
        look_at_bank(self.context, self, self.first)

    def _look_first(self, what: str, go: Go) -> None:
        """The nine questions come before anything leaves."""
        self.first.ask(what, go)
        self.page.area.ensureWidgetVisible(self.first.head)

    def _ask_clip(self, quote: QuoteRow) -> None:
        """Where people said no there is nothing to look at first: it is refused at once."""
        if quote.may_play:
            self._look_first(
                tr("Cut the sound for a report"), lambda ticked: self._clip(quote.passage, ticked)
            )
        else:
            self._clip(quote.passage, frozenset())

    def _clip(self, passage: str, looked_at: frozenset[int]) -> None:
        folder = self.context.pick_folder(tr("Where shall the sound go?"))
        if folder is None:
            return
        try:
            path = export_clip(self.context.home, passage, Channel.REPORT, folder, looked_at=looked_at)
        except UserError as error:
            self._say(sentence(error), bad=True)
        else:
            self._say(tr("The sound is in {name}.", name=path.name))

    def _make(self, looked_at: frozenset[int]) -> None:
        folder = self.context.pick_folder(tr("Where shall the page go?"))
        if folder is None:
            return
        home, press = self.context.home, QtPress()
        forms = [Form(key) for key in self.forms.value()] or [Form.PAGE]
        self.context.tasks.run(
            tr("Making the quote page"),
            lambda _: write_bank(home, folder, forms, looked_at=looked_at, press=press),
            done=lambda made: self._say(
                tr("The page is made: {name}", name=", ".join(path.name for path in made))
            ),
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
