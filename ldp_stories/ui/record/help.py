"""Help: what do I do now? The manual's pages in the program, opened at the screen one came from (resources/help)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QWidget

from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.labels import Label, display
from ldp_stories.ui.widgets.model import PagedModel, RowItem
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.widgets.side import SideLayout
from ldp_stories.ui.widgets.sided import gap_beside_bar
from ldp_stories.ui.widgets.theme import follow, theme

FIRST: Final = "index"
LINE_PERCENT: Final = 145.0
_LEAST: Final = 220
_PAGES: Final = {
    "stories": "ready",
    "heard": "hearing-back",
    "record": "a-story",
    "write_saw": "write-what-i-saw",
    "new": "where-and-who",
    "quotes": "quote-bank",
    "transcribe": "write-down-the-sound",
    "reports": "report",
    "programme": "programme-set-up",
    "preview": "bring-in",
    "preview_all": "bring-in",
    "settle": "review",
    "blind": "blind-round",
    "across": "look-across",
    "found": "library",
    "codebook_changes": "codebook",
    "split": "codebook",
    "tag_chat": "codebook",
    "moved_places": "coverage",
    "send_back": "send",
    "ways": "ways-to-send",
    "told": "worried",
    "person": "people",
    "preferences": "keys-and-copies",
    "copies": "keys-and-copies",
    "keys": "keys-and-copies",
    "closing": "keys-and-copies",
    "cards": "private-cards",
    "care": "looking-after-yourself",
    "kept": "kept-long-enough",
    "asked_for": "what-people-asked-for",
    "team": "your-researchers",
    "member": "taking-over",
    "people_log": "taking-over",
    "destroy": "something-wrong",
    "odd_files": "files-that-do-not-fit",
    "waiting_wishes": "wishes-that-wait",
    "shut": "closed-and-put-away",
}
"""Screens whose page is called otherwise than they are."""


def page_for(key: str, title: str) -> str:
    """The page for a screen: a step of a conversation by its title ("Where and who" -> where-and-who), else by the screen's key."""
    if key in ("conversation", "new", "review"):
        return title.strip().casefold().replace(" ", "-") if key != "review" else key
    return _PAGES.get(key, key.replace("_", "-"))


def pages(folder: Path) -> dict[str, tuple[str, str]]:
    """The manual: page key -> (title, whole text in Markdown), the first page first, then in the order of their titles."""
    found = {}
    for path in folder.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        title = text.lstrip().splitlines()[0].lstrip("# ").strip()
        found[path.stem] = (title, text)
    return dict(sorted(found.items(), key=lambda page: (page[0] != FIRST, page[1][0].casefold())))


class HelpScreen(Screen):
    """Pages at the side, the chosen one in the middle, a search over all of them. `what` is a page key."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.title = tr("Help")
        self.pages = pages(context.home.machine.resource("help"))
        self.shown = ""
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.page.viewport().setAutoFillBackground(False)
        self.page.verticalScrollBar().rangeChanged.connect(self._keep_gap)
        card = Card(padding=(28, 22, 16, 22))
        card.body.addWidget(self.page, 1)
        self.page.setAccessibleName(tr("Help page"))
        self.page.anchorClicked.connect(lambda url: self.show_page(Path(url.path()).stem))
        self.search = TextField(
            name=tr("Find a page"), placeholder=tr("Find a page"), icon="magnifying-glass"
        )
        self.model = PagedModel()
        self.list = RowList(self.model, name=tr("Help pages"))
        self.none = Label(tr("No page for that word."), color="text2")
        self.none.hide()
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        top = display(tr("What do I do now?"))
        inner = QWidget()
        box = column(row(back, None), top, self.search, self.none, spacing=12)
        box.setContentsMargins(36, 16, 36, 20)
        box.addWidget(SideLayout(card, self.list, label=tr("All pages"), width=336), 1)
        inner.setLayout(box)
        self.box.addWidget(Scroll(inner))
        self.set_focus_start(top)
        self.search.changed.connect(self.look_for)
        self.search.entered.connect(lambda _: self._open_first())
        self.list.opened.connect(self.show_page)
        self.list.moved.connect(self.show_page)
        self.look_for("")
        follow(self._look)
        self.show_page(str(what) if what in self.pages else FIRST)

    def changeEvent(self, event: QEvent) -> None:
        """The page's bar changes sides with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._keep_gap()

    def _keep_gap(self) -> None:
        gap_beside_bar(self.page)

    def look_for(self, words: str) -> None:
        """List the pages that hold all of the words, those with them in the title first."""
        wanted = words.casefold().split()
        found = [
            (key, title)
            for key, (title, text) in self.pages.items()
            if all(w in text.casefold() for w in wanted)
        ]
        if wanted:
            found.sort(key=lambda page: not all(w in page[1].casefold() for w in wanted))
        self.model.set_rows([RowItem(key, title, icon="book-open") for key, title in found])
        self.none.setVisible(not found)

    def show_page(self, key: str) -> None:
        """Show one page."""
        if key in self.pages and key != self.shown:
            self.shown = key
            self._fill()
            self.list.set_current_key(key)

    def _open_first(self) -> None:
        first = self.model.row(0)
        if first is not None:
            self.show_page(first.key)
            self.page.setFocus()

    def _look(self) -> None:
        self.page.setFont(theme().font("body"))
        self.page.setMinimumHeight(theme().grow(_LEAST))
        if self.shown:
            self._fill()

    def _fill(self) -> None:
        """The page in our own letters: headings as on every screen, lines with room."""
        self.page.setMarkdown(self.pages[self.shown][1])
        document = self.page.document()
        document.setDocumentMargin(0)
        block = document.firstBlock()
        while block.isValid():
            cursor = QTextCursor(block)
            form = block.blockFormat()
            level = form.headingLevel()
            form.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            form.setTopMargin((20 if level > 1 else 0) * theme().scale)
            form.setBottomMargin((10 if level else 4) * theme().scale)
            cursor.setBlockFormat(form)
            if level:
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                letters = QTextCharFormat()
                letters.setFont(theme().font("title" if level == 1 else "heading"))
                letters.setForeground(theme().color("text"))
                cursor.setCharFormat(letters)
            block = block.next()
