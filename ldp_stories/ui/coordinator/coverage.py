"""Coverage: who is missing? Places by group or by way of meeting, in words only; never a number, a target or an order of merit (US-C9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.place_again import to_place_again
from ldp_stories.services.see_coverage import By, Coverage, CoverageRow, Level, coverage, save_table
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.fit_scroll import FitScroll
from ldp_stories.ui.record.place_options import dated
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import apart, many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import quiet
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.columns import Columns
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.labels import Label, display, heading, helper, small
from ldp_stories.ui.widgets.model import PagedModel, RowItem
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage
from ldp_stories.ui.widgets.segmented import Segmented

LEVELS: Final[dict[Level, tuple[str, str]]] = {
    "none": (str(QT_TRANSLATE_NOOP("LDP Stories", "none yet")), "circle"),
    "few": (str(QT_TRANSLATE_NOOP("LDP Stories", "few")), "circle-dashed"),
    "thin": (str(QT_TRANSLATE_NOOP("LDP Stories", "thin")), "circle-half"),
    "full": (str(QT_TRANSLATE_NOOP("LDP Stories", "full")), "circle-fill"),
}
"""Each level is a word and a shape, so that it reads without colour."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of groups, who are heard, or of ways, in which people are met."""

    missing: str
    all_somewhere: str
    all_here: str
    nobody_here: str
    unnamed: str


_SAID: Final[dict[By, _Said]] = {
    "target_group": _Said(
        str(QT_TRANSLATE_NOOP("LDP Stories", "Nobody yet anywhere: {groups}.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "Every one of these has been heard somewhere.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "Every one of these groups has been heard here.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "Nobody has been heard here yet.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "People heard here named none of these groups.")),
    ),
    "route": _Said(
        str(QT_TRANSLATE_NOOP("LDP Stories", "Nobody was met yet in these ways: {groups}.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "Somebody was met in every one of these ways.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "Somebody was met here in every one of these ways.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "Nobody has been met here yet.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "It is not written down how people were met here.")),
    ),
}
_NAMED = 2
_LETTERS: Final = 46
"""Letters of names that stand in one row of a small laptop."""
_LEAST = 320


class CoverageScreen(Screen):
    """Places at the left with whom nobody has heard there; the groups of the one chosen at the right."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("Coverage")
        self.seen = Coverage("target_group", (), (), False)
        self._asked = 0
        self.heading = display(tr("Who is missing?"))
        options = [Option("target_group", tr("By group")), Option("route", tr("By way of meeting"))]
        self.by = Segmented(options, name=tr("What to look at"), value="target_group")
        self.by.chosen.connect(lambda _: self.read())
        self.missing = Label("", weight=500)
        self.moved = quiet("", icon="map-pin")
        self.moved.hide()
        self.moved.clicked.connect(lambda: self.go.emit("moved_places", None))
        self.save = quiet(tr("Save as a table"), icon="table")
        self.save.clicked.connect(self.save_table)
        self.model = PagedModel()
        self.list = RowList(self.model, name=tr("Places"))
        self.list.moved.connect(self.show_place)
        self.list.opened.connect(self.show_place)
        self.side = Card(padding=(24, 18, 20, 16), spacing=0)
        self.empty = EmptyState(
            tr("Bring in stories to see."),
            text=tr("Then this page says whom you have not heard yet, and where."),
            icon="map-trifold",
            action=tr("Bring in"),
        )
        self.empty.acted.connect(lambda: self.go.emit("bring_in", None))
        self._lay_out()
        self.set_focus_start(self.heading)
        self.read()

    def _lay_out(self) -> None:
        inner = QWidget()
        self.groups = QVBoxLayout(inner)
        self.groups.setContentsMargins(0, 0, 6, 0)
        self.groups.setSpacing(6)
        self.side.body.addWidget(FitScroll(inner), 1)
        card = Card(padding=(0, 4, 0, 4), spacing=0)
        card.add(self.list)
        card.setMinimumHeight(_LEAST)
        page = ScrollPage(spacing=14)
        lead = helper(tr("It is there to find people, not to count them. Few means too few to say."))
        page.body.addLayout(row(self.heading, None))
        page.body.addWidget(lead)
        page.body.addLayout(row(self.by, None))
        page.body.addWidget(self.missing)
        page.body.addWidget(Columns([(card, 0), (self.side, 400)], gap=20), 1)
        page.body.addLayout(row(self.moved, self.save, None))
        self.pages = QStackedWidget()
        self.pages.addWidget(page)
        self.pages.addWidget(self.empty)
        self.box.addWidget(self.pages)

    def read(self) -> None:
        """Read who was heard where, off the window's thread."""
        self._asked += 1
        now, home, by = self._asked, self.context.home, cast("By", self.by.value())

        def done(both: tuple[Coverage, int]) -> None:
            if now == self._asked:
                self.show_coverage(*both)

        def job(_: object) -> tuple[Coverage, int]:
            return coverage(home, by), sum(1 for one in to_place_again(home) if one.open)

        self.context.tasks.run(tr("Looking who was heard"), job, done=done, owner=self, quiet=True)

    def show_coverage(self, seen: Coverage, moved: int) -> None:
        """Show the places, with whom nobody has heard in each."""
        self.seen = seen
        self.pages.setCurrentIndex(0 if seen.stories else 1)
        gone = seen.missing_everywhere
        said = _SAID[seen.by]
        self.missing.setText(tr(said.missing, groups=short(gone)) if gone else tr(said.all_somewhere))
        self.moved.setText(
            many(moved, "{n} story from a ward that changed", "{n} stories from wards that changed")
        )
        self.moved.setVisible(bool(moved))
        keep = self.list.current_key()
        self.model.set_rows([_row(r, seen) for r in seen.rows])
        first = seen.rows[0].place.id if seen.rows else ""
        self.list.set_current_key(keep if self.model.place_of(keep) >= 0 else first)
        self.show_place(self.list.current_key())
        announce(self, self.missing.text())

    def show_place(self, ident: str) -> None:
        """Show the groups of one place, those nobody has heard first."""
        found = next((r for r in self.seen.rows if r.place.id == ident), None)
        if found is None:
            refill(self.groups)
            return
        parts: list[QWidget | int] = [heading(dated(found.place))]
        if found.small:
            parts.append(
                small(tr("Few people live here, so ten must have spoken before it says more than few."))
            )
        for level, (words, icon) in LEVELS.items():
            for label in found.of(level, self.seen.columns):
                parts.append(CheckLine(label, icon=icon, tone="plain", end=tr(words), weight=500))
        refill(self.groups, *parts, None)

    def save_table(self) -> None:
        """Save the whole grid as a table of words."""
        folder = self.context.pick_folder(tr("Where to save the table"))
        if folder is None:
            return
        try:
            path = save_table(self.context.home, cast("By", self.by.value()), folder)
        except UserError as error:
            self.context.tell(sentence(error))
            return
        self.context.tell(tr("Saved as {name}.", name=path.name))

    def refresh(self, changes: frozenset[str]) -> None:
        """Stories, answers or places came in."""
        if not changes or changes & {"encounter", "participant", "consent", "place", "order"}:
            self.read()


def _row(found: CoverageRow, seen: Coverage) -> RowItem:
    gone, said = found.of("none", seen.columns), _SAID[seen.by]
    line = tr("None yet: {groups}", groups=short(gone)) if gone else tr(said.all_here)
    words, icon = (tr("Nobody yet"), "circle") if found.silent else ("", "")
    if found.silent or found.unnamed:
        line = tr(said.nobody_here if found.silent else said.unnamed)
    return RowItem(found.place.id, dated(found.place), line, "map-pin", words, icon, "plain")


def short(groups: tuple[str, ...]) -> str:
    """ "carers, disabled people and 9 more": so many names as fit in a row."""
    if len(groups) <= _NAMED + 1 and len(", ".join(groups)) <= _LETTERS:
        return ", ".join(map(apart, groups))
    named = groups[:_NAMED]
    while len(named) > 1 and len(", ".join(named)) > _LETTERS:
        named = named[:-1]
    shown = ", ".join(map(apart, named))
    if len(named) == len(groups):
        return shown
    return tr("{groups} and {n} more", groups=shown, n=len(groups) - len(named))
