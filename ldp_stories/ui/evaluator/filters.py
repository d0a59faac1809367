"""Filters of the library: a panel beside the hits to choose from; each chosen one is a pill that can be taken off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.services.library_filters import Chosen, chosen_by
from ldp_stories.ui.evaluator.filter_lists import LISTS, day_option
from ldp_stories.ui.evaluator.low_scroll import LowScroll
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, clear, row
from ldp_stories.ui.widgets.chips import FilterChip
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import Field
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import heading


class FilterPanel(Card):
    """The lists to choose from, one under the other; `closed` on Done and Escape."""

    closed = Signal()

    def __init__(self, combos: Mapping[str, Combo]) -> None:
        super().__init__(padding=20, spacing=10)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(10)
        for one in LISTS:
            column.addWidget(Field(tr(one.words), combos[one.key]))
        column.addStretch(1)
        self.done = Button(tr("Done"), size="dense", name=tr("Close the filters"))
        self.done.clicked.connect(self.closed)
        self.add(row(heading(tr("Filters")), None, self.done, spacing=12))
        self.add(LowScroll(inside, 200))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)


class Filters(QWidget):
    """The pills in a row. `add` opens and closes `lists`, the panel; both are placed by the screen.

    `changed` when one is put on or taken off; `opened(bool)` when the panel is to be shown or put away.
    """

    changed = Signal()
    opened = Signal(bool)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        home = context.home
        self._read_late = False
        self.combos = {
            one.key: Combo(
                [] if one.late else one.rows(home), name=tr(one.words), placeholder=tr(one.any), icon=one.icon
            )
            for one in LISTS
        }
        self.add = quiet(tr("Add a filter"), icon="plus")
        for combo in self.combos.values():
            combo.chosen.connect(lambda _: self._chosen())
        self.lists = FilterPanel(self.combos)
        self.pills = self
        self._flow = FlowLayout(self, gap=8)
        self.open = False
        self.lists.hide()
        self.add.clicked.connect(lambda: self.set_open(not self.open))
        self.lists.closed.connect(lambda: self.set_open(False))
        self._show()

    def set_open(self, is_open: bool) -> None:
        """Show the panel and go into it, or put it away and go back to the button."""
        if is_open == self.open:
            return
        self.open = is_open
        self.add.setAccessibleDescription(tr("open") if is_open else tr("closed"))
        self.opened.emit(is_open)
        if is_open:
            self.read_late()
            next(iter(self.combos.values())).setFocus()
        else:
            self.add.setFocus()

    def read_late(self) -> None:
        """Read the rows that take a walk over all stories, once."""
        if self._read_late:
            return
        self._read_late = True
        late, home = [one for one in LISTS if one.late], self.context.home

        def done(found: list[list[Option]]) -> None:
            for one, rows in zip(late, found, strict=True):
                self.combos[one.key].set_options(rows)
            self._show()

        self.context.tasks.run(
            tr("Reading the filters"),
            lambda _: [one.rows(home) for one in late],
            done=done,
            owner=self,
            quiet=True,
        )

    def state(self) -> dict[str, str]:
        """The chosen key of each filter that is on."""
        return {name: combo.value() for name, combo in self.combos.items() if combo.value()}

    def set_state(self, state: Mapping[str, str]) -> None:
        """Put these on and all others off, without a signal."""
        for name, combo in self.combos.items():
            combo.set_value(state.get(name, ""))
        for name in ("since", "until"):
            self._offer_day(self.combos[name])
        if any(one.late and state.get(one.key) for one in LISTS):
            self.read_late()
        self._show()

    def _offer_day(self, combo: Combo) -> None:
        """A day that stands in no list (of a search kept last year, of a half-year compared) stands in this one."""
        try:
            day = date.fromisoformat(combo.value())
        except ValueError:
            return
        if not combo.offers(combo.value()):
            combo.add_option(day_option(day))

    def chosen(self) -> Chosen:
        """What is filtered for now."""
        return chosen_by(self.state())

    def _chosen(self) -> None:
        self._show()
        self.changed.emit()

    def _take_off(self, combo: Combo) -> None:
        combo.set_value("")
        self._chosen()

    def _show(self) -> None:
        clear(self._flow)
        for one in LISTS:
            combo = self.combos[one.key]
            if combo.value():
                text = tr(one.pill, what=combo.shown())
                pill = FilterChip(text, icon=one.icon)
                pill.setAccessibleName(tr("Take off the filter {what}", what=text))
                pill.clicked.connect(lambda _=False, c=combo: self._take_off(c))
                self._flow.addWidget(pill)
        self.setVisible(bool(self.state()))
