"""The reports that were begun, and the way to begin another: four types, one press."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.report import QUESTIONS, Report, ReportType
from ldp_stories.services.home import Home
from ldp_stories.services.write_report import begin_report, gaps_of, reports
from ldp_stories.ui.evaluator.report_words import FOR, TYPES, type_words
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import heading, helper
from ldp_stories.ui.widgets.model import PagedModel, RowItem
from ldp_stories.ui.widgets.rows import RowList


class ReportList(Card):
    """`opened(id)` when a report is opened or begun."""

    opened = Signal(str)

    def __init__(self, home: Home, parent: QWidget | None = None) -> None:
        super().__init__(spacing=10, parent=parent)
        self.home = home
        self.add(heading(tr("Your reports")))
        self.none = helper(tr("A report is made of your own words and of passages. Begin one here."))
        self.model = PagedModel()
        self.list = RowList(self.model, name=tr("Your reports"), fit=True)
        self.list.opened.connect(self.opened)
        self.add(self.none, self.list)
        holder = QWidget()
        flow = FlowLayout(holder, gap=10)
        self.begin: dict[ReportType, Button] = {}
        for type_, (label, line, icon) in TYPES.items():
            button = Button(
                tr(label), icon=icon, name=tr("Begin: {what}. {line}", what=tr(label), line=tr(line))
            )
            button.setToolTip(tr(line))
            button.clicked.connect(
                lambda _=False, type_=type_: self.opened.emit(begin_report(self.home, type_, ""))
            )
            self.begin[type_] = button
            flow.addWidget(button)
        self.add(helper(tr("Begin a new one:")), holder)
        self.show_all()

    def show_all(self) -> None:
        """Read them again."""
        today = self.home.today().isoformat()
        found = reports(self.home)
        gaps = gaps_of(self.home, found)
        rows = [_row(report, gaps[report.id], today) for report in found]
        self.model.set_rows(rows)
        self.none.setVisible(not rows)
        self.list.setVisible(bool(rows))


def _row(report: Report, gaps: int, today: str) -> RowItem:
    number = len(list(report.passages())) - gaps
    told = (
        f"{type_words(report.type)}, {tr(FOR[report.channel])}, {many(number, '{n} passage', '{n} passages')}"
    )
    told += f", {many(gaps, '{n} gap', '{n} gaps')}" if gaps else ""
    checked = len(report.ticks_of(today)) == len(QUESTIONS)
    return RowItem(
        report.id,
        report.title or type_words(report.type),
        told,
        icon=TYPES[report.type][2],
        state=tr("Checked") if checked else "",
        state_icon="check-circle" if checked else "",
        tone="ok",
    )
