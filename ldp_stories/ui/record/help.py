"""Help: what do I do now? The manual's pages in the program, opened at the screen one came from (resources/help)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QTextBrowser

from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.labels import Label, display
from ldp_stories.ui.widgets.model import PagedModel, RowItem
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.side import SideLayout
from ldp_stories.ui.widgets.theme import follow, theme


def pages(folder: Path) -> dict[str, tuple[str, str]]:
    """The manual: page key -> (title, whole text in Markdown), in the order of their names."""
    found = {}
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        title = text.lstrip().splitlines()[0].lstrip("# ").strip()
        found[path.stem] = (title, text)
    return found


class HelpScreen(Screen):
    """Pages at the side, the chosen one in the middle, a search over all of them. `what` is a page key."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.title = tr("Help")
        self.pages = pages(context.home.machine.resource("help"))
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(tr("Help page"))
        self.page.anchorClicked.connect(lambda url: self.show_page(Path(url.path()).stem))
        self.search = TextField(
            name=tr("Find a page"), placeholder=tr("Find a page"), icon="magnifying-glass"
        )
        self.model = PagedModel()
        self.list = RowList(self.model, name=tr("Help pages"))
        self.none = Label(tr("No page for that word."), color="text2")
        self.none.hide()
        top = display(tr("What do I do now?"))
        self.box.setContentsMargins(36, 28, 36, 20)
        self.box.setSpacing(16)
        self.box.addWidget(top)
        self.box.addWidget(self.search)
        self.box.addWidget(self.none)
        self.box.addWidget(SideLayout(self.page, self.list, label=tr("All pages"), width=360), 1)
        self.set_focus_start(top)
        self.search.changed.connect(self.find)
        self.list.opened.connect(self.show_page)
        self.list.moved.connect(self.show_page)
        self.find("")
        follow(self._look)
        self.show_page(str(what) if what in self.pages else next(iter(self.pages), ""))

    def find(self, words: str) -> None:
        """List the pages that hold all of the words."""
        wanted = words.casefold().split()
        rows = [
            RowItem(key, title, icon="book-open")
            for key, (title, text) in self.pages.items()
            if all(w in text.casefold() for w in wanted)
        ]
        self.model.set_rows(rows)
        self.none.setVisible(not rows)

    def show_page(self, key: str) -> None:
        """Show one page."""
        if key in self.pages:
            self.page.setMarkdown(self.pages[key][1])

    def _look(self) -> None:
        self.page.setFont(theme().font("body"))
