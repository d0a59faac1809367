"""Pictures where people would rather look than read: coverage, tags over time, tags that meet, places and tags; the table beside each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.draw_pictures import TITLES, Kind, Shown, picture, save_csv, save_png, save_svg
from ldp_stories.services.home import Home
from ldp_stories.services.look_across import across_tags
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.pick_many import PickMany
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.drawn import Drawn, png
from ldp_stories.ui.widgets.field import Field
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import display, small
from ldp_stories.ui.widgets.model import PagedModel, RowItem
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage
from ldp_stories.ui.widgets.segmented import Segmented
from ldp_stories.ui.widgets.theme import theme

_DRAWN, _TABLE = "drawn", "table"
_WITH_TAGS = (Kind.TIME, Kind.PLACE)
_SHOWS = frozenset(
    {"record", "layer", "coding", "decision", "consent", "order", "place", "encounter", "participant"}
    | {"tag", "analysis_tag"}
)


class PicturesScreen(Screen):
    """Which picture, for which tags; the picture, its table, and three ways to save. `what` is the key of a picture."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.title = tr("Pictures")
        self.shown: Shown | None = None
        self._asked = 0
        self.heading = display(tr("Pictures"))
        self.kind = Combo(
            [Option(k.value, tr(words)) for k, words in TITLES.items()],
            name=tr("Which picture?"),
            value=what if isinstance(what, str) and what in {k.value for k in Kind} else Kind.PLACE.value,
            icon="chart-bar",
        )
        self.tags = PickMany(tr("Add a tag"), icon="tag")
        self.tags_field = Field(tr("Which tags? Leave it empty for those in most stories"), self.tags)
        self.way = Segmented(
            [Option(_DRAWN, tr("Picture")), Option(_TABLE, tr("The same as a table"))],
            name=tr("How to look at it"),
            value=_DRAWN,
        )
        self.drawn = Drawn()
        self.note = small("")
        self.alt = small("")
        self.model = PagedModel()
        self.table = RowList(self.model, name=tr("The same as a table"), fit=True)
        self.svg = Button(tr("Save as SVG"), icon="download-simple", size="dense")
        self.png = Button(tr("Save as PNG"), icon="download-simple", size="dense")
        self.csv = Button(tr("Save the table"), icon="table", size="dense")
        self.told = Banner("", tone="ok", icon="check-circle")
        self.trouble = Banner("", tone="bad", icon="x-circle")
        self._lay_out()
        self._connect()
        self.set_focus_start(self.heading)
        self.look()

    def _lay_out(self) -> None:
        top, choices = QWidget(), QWidget()
        flow = FlowLayout(top, gap=24)
        flow.addWidget(self.heading)
        flow.addWidget(self.way)
        side_by_side = QBoxLayout(
            QBoxLayout.Direction.TopToBottom if theme().large else QBoxLayout.Direction.LeftToRight, choices
        )
        side_by_side.setContentsMargins(0, 0, 0, 0)
        side_by_side.setSpacing(16)
        for field in (Field(tr("Which picture?"), self.kind), self.tags_field):
            side_by_side.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        paper = Card(spacing=10)
        paper.add(self.drawn, self.table, self.alt, self.note, row(self.svg, self.png, self.csv, None))
        page = ScrollPage(margins=(36, 24, 36, 20), spacing=14)
        page.body.addWidget(top)
        for banner in (self.trouble, self.told):
            page.body.addWidget(banner)
            banner.hide()
        page.body.addWidget(choices)
        page.body.addWidget(paper)
        page.body.addStretch(1)
        self.box.addWidget(page)
        self.look_as(_DRAWN)

    def look_as(self, way: str) -> None:
        """The drawing, or the same as a table."""
        self.drawn.setVisible(way == _DRAWN)
        self.table.setVisible(way == _TABLE)

    def _connect(self) -> None:
        self._offer()
        self.table.opened.connect(self._open)
        self.way.chosen.connect(self.look_as)
        self.kind.chosen.connect(lambda _: self.look())
        self.tags.changed.connect(self.look)
        self.svg.clicked.connect(lambda: self._save(save_svg))
        self.csv.clicked.connect(lambda: self._save(save_csv))
        self.png.clicked.connect(self._save_png)

    def _offer(self) -> None:
        """The tags that can be drawn today."""
        self.tags.set_options([Option(tag, label) for tag, label in across_tags(self.context.home)])

    def _open(self, key: str) -> None:
        """A line of the table leads to the stories behind it, in the Library."""
        line, _, cell = key.partition("/")
        behind = self.shown.behind.get((int(line), int(cell))) if self.shown is not None else None
        if behind is not None:
            self.go.emit("found", behind)

    def look(self) -> None:
        """Draw what is chosen now; only the newest answer is shown."""
        self._asked += 1
        now, kind, tags, home = self._asked, Kind(self.kind.value()), self.tags.value(), self.context.home
        self.tags_field.setVisible(kind in _WITH_TAGS)
        self.context.tasks.run(
            tr("Drawing"),
            lambda _: picture(home, kind, tags if kind in _WITH_TAGS else (), say=tr),
            done=lambda shown: self._show(shown) if now == self._asked else None,
            owner=self,
            quiet=True,
        )

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        self.drawn.set_drawing(shown.drawing if theme().scale <= 1 else shown.larger(theme().scale))
        self.alt.setText(shown.drawing.alt)
        self.note.setText(shown.note)
        self.model.set_rows(_lines(shown))
        announce(self, shown.drawing.alt)

    def _save_png(self) -> None:
        if self.shown is not None:
            data = png(self.shown.drawing)
            self._save(lambda home, shown, folder: save_png(home, shown, folder, data))

    def _save(self, save: Callable[[Home, Shown, Path], Path]) -> None:
        shown, home = self.shown, self.context.home
        folder = self.context.pick_folder(tr("Where shall the picture go?")) if shown else None
        if shown is None or folder is None:
            return
        self.context.tasks.run(
            tr("Saving the picture"),
            lambda _: save(home, shown, folder),
            done=lambda path: self._say(tr("Saved: {name}", name=path.name)),
            failed=self._failed,
            owner=self,
        )

    def _failed(self, error: UserError) -> None:
        self._say(sentence(error), bad=True)

    def _say(self, words: str, *, bad: bool = False) -> None:
        self.told.setVisible(not bad)
        self.trouble.setVisible(bad)
        (self.trouble if bad else self.told).set_text(words)
        self.context.tell(words)

    def refresh(self, changes: frozenset[str]) -> None:
        """Stories, tags or consent have changed."""
        if not changes or changes & {"tag", "analysis_tag"}:
            self._offer()
        if not changes or changes & _SHOWS:
            self.look()


def _beside(shown: Shown, at: int) -> str:
    """Everybody heard in the place of a line, and its starting context."""
    if not shown.aside:
        return ""
    heard, context = shown.aside[at + 1]
    told = tr("Everybody heard there: {people}.", people=heard) if heard else ""
    return " ".join(filter(None, (told, context)))


def _lines(shown: Shown) -> list[RowItem]:
    """The table to read: a line for each of its lines, and under it one for each number in it, with the stories it counts."""
    head, *rows = shown.drawing.table
    found: list[RowItem] = []
    for at, (name, *cells) in enumerate(rows):
        alone = len(head) == 2 and shown.kind is Kind.MEET
        told = any(cells)
        found.append(
            RowItem(
                f"{at}/-1",
                name,
                _beside(shown, at) if told else tr("nobody"),
                "table",
                state=cells[0] if alone else "",
                opens=told and (at, -1) in shown.behind,
            )
        )
        for to, (column, cell) in enumerate(zip(head[1:], cells, strict=True)):
            if cell and cell != "0" and not alone:
                leads = (at, to) in shown.behind
                found.append(RowItem(f"{at}/{to}", column, name, "tag", state=cell, opens=leads))
    return found
