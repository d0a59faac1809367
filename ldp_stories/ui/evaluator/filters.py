"""Filters of the library: place, since when, told by whom; each chosen one a pill that can be taken off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ldp_stories.domain.people import TellerKind
from ldp_stories.domain.records import RecordKind
from ldp_stories.services.code_own import own_tags
from ldp_stories.services.find import codebook
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.place_options import all_places
from ldp_stories.ui.record.record_words import KIND_WORDS, TELLER_WORDS
from ldp_stories.ui.text import day, tr
from ldp_stories.ui.widgets.buttons import quiet
from ldp_stories.ui.widgets.chips import FilterChip
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import Field
from ldp_stories.ui.widgets.flow import FlowLayout

_MONTHS: Final = (1, 3, 6, 12)


@dataclass(frozen=True)
class Chosen:
    """What is filtered for; None takes everything."""

    place: str | None
    since: str | None
    teller: TellerKind | None
    tag: str | None = None
    having: Mapping[str, str] = field(default_factory=dict)


class Filters(QWidget):
    """The pills in a row, and under *Add a filter* the lists to choose from. `changed` when one is put on or taken off."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.place = Combo(self._places(), name=tr("Place"), placeholder=tr("Any place"), icon="map-pin")
        self.since = Combo(
            self._times(), name=tr("Told since"), placeholder=tr("Any time"), icon="calendar-blank"
        )
        tellers = [Option(k.value, tr(TELLER_WORDS[k])) for k in TellerKind]
        self.teller = Combo(tellers, name=tr("Told by"), placeholder=tr("Anybody"), icon="user")
        self.tag = Combo(self._tags(), name=tr("Tag"), placeholder=tr("Any tag"), icon="tag")
        self.kind = Combo(
            [Option(k.value, tr(KIND_WORDS[k])) for k in RecordKind],
            name=tr("Kind"),
            placeholder=tr("Any kind"),
            icon="notebook",
        )
        self.more = Combo(
            [Option("sound", tr("Has sound")), Option("reviewed", tr("Looked at by a coordinator"))],
            name=tr("And"),
            placeholder=tr("Anything"),
            icon="check",
        )
        self.add = quiet(tr("Add a filter"), icon="plus")
        self.lists = QWidget()
        rows = QVBoxLayout(self.lists)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        for pairs in (
            ((tr("Place"), self.place), (tr("Told since"), self.since), (tr("Told by"), self.teller)),
            ((tr("Tag"), self.tag), (tr("Kind"), self.kind), (tr("And"), self.more)),
        ):
            line = QHBoxLayout()
            line.setSpacing(12)
            rows.addLayout(line)
            for words, combo in pairs:
                line.addWidget(Field(words, combo), 1)
                combo.chosen.connect(lambda _: self._chosen())
        self.pills = QWidget()
        self._flow = FlowLayout(gap=8)
        self.pills.setLayout(self._flow)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.pills)
        box.addWidget(self.lists)
        self.lists.hide()
        self.add.clicked.connect(lambda: self.lists.setVisible(not self.lists.isVisible()))
        self._show()

    def chosen(self) -> Chosen:
        """What is filtered for now."""
        teller = self.teller.value()
        return Chosen(
            self.place.value() or None,
            self.since.value() or None,
            TellerKind(teller) if teller else None,
            None if self._own(self.tag.value()) else self.tag.value() or None,
            self._having(),
        )

    def _having(self) -> dict[str, str]:
        found = {"own_tag": self.tag.value()} if self._own(self.tag.value()) else {}
        found |= {"kind": self.kind.value()} if self.kind.value() else {}
        return found | ({self.more.value(): "yes"} if self.more.value() else {})

    def _own(self, tag: str) -> bool:
        return bool(tag) and tag in self._own_tags

    def _tags(self) -> list[Option]:
        own = own_tags(self.context.home)
        self._own_tags = frozenset(n.tag.id for n in own)
        book = [Option(t.id, f"{t.code} {t.name}", t.meaning) for t in codebook(self.context.home)]
        return [*(Option(n.tag.id, n.tag.name, n.tag.meaning) for n in own), *book]

    def _places(self) -> list[Option]:
        return all_places(self.context.home)

    def _times(self) -> list[Option]:
        today = self.context.home.today()
        made = []
        for months in _MONTHS:
            year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
            since = today.replace(year=year, month=month + 1, day=1)
            made.append(Option(since.isoformat(), f"{day(since)} {since.year}"))
        return made

    def _chosen(self) -> None:
        self._show()
        self.changed.emit()

    def _take_off(self, combo: Combo) -> None:
        combo.set_value("")
        self._chosen()

    def _show(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.add:
                widget.deleteLater()
        for combo, icon, words in (
            (self.place, "map-pin", "{what}"),
            (self.since, "calendar-blank", "Told since {what}"),
            (self.teller, "user", "Told by {what}"),
            (self.tag, "tag", "{what}"),
            (self.kind, "notebook", "{what}"),
            (self.more, "check", "{what}"),
        ):
            label = combo.shown()
            if combo.value():
                text = tr(words, what=label)
                pill = FilterChip(text, icon=icon)
                pill.setAccessibleName(tr("Take off the filter {what}", what=text))
                pill.clicked.connect(lambda _=False, c=combo: self._take_off(c))
                self._flow.addWidget(pill)
        self._flow.addWidget(self.add)
