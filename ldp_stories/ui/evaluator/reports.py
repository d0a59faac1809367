"""Reports: those that were begun, the small page from the quote bank, and the ways to take stories to other programs."""

from __future__ import annotations

from typing import Final

from ldp_stories.services.publish import quotes, small_report
from ldp_stories.ui.evaluator.check_first import CheckFirst, look_at_bank
from ldp_stories.ui.evaluator.report_list import ReportList
from ldp_stories.ui.evaluator.ways_out import WaysOut
from ldp_stories.ui.record.bring_codes import BringCodes
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, primary
from ldp_stories.ui.widgets.card import Card, Line, row
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.labels import display, heading, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

_PARTS: Final = (
    "What people said, by theme",
    "Who was heard, with small numbers as words",
    "How the stories were told and kept",
    "What people agreed to, and how to take words back",
)
_PERMISSION: Final = frozenset({"consent", "order", "passage", "layer", "record"})
"""What changes whether a passage may still be shown."""


class ReportsScreen(Screen):
    """The list, what the small report will hold with its consent check and *Check and save*, and the other ways out."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.title = tr("Reports")
        self.context = context
        self.page = page = ScrollPage()
        top = display(tr("Reports"))
        self.parts = Card(spacing=8)
        self.parts.add(heading(tr("A small report")))
        self.parts.add(
            helper(tr("One page for a browser, with no network. It is made from your quote bank."))
        )
        self.check = CheckLine("", icon="check-circle-fill", tone="ok")
        self.gaps = CheckLine("", icon="eye-slash", tone="warn")
        for words in _PARTS:
            self.parts.add(CheckLine(tr(words), icon="file-text", tone="accent", weight=400))
        self.parts.add(Line())
        for line in (self.check, self.gaps):
            self.parts.add(line)
        self.told = Banner("", tone="ok", icon="check-circle")
        self.trouble = Banner("", tone="bad", icon="x-circle")
        self.save = primary(tr("Check and save"), icon="file-text", size="field")
        self.list = ReportList(context.home)
        self.list.opened.connect(lambda key: self.go.emit("report", key))
        self.ways = WaysOut(context)
        self.ways.said.connect(lambda words, bad: self._say(words, bad=bad))
        self.bring = BringCodes(context)
        self.bring.said.connect(lambda words, bad: self._say(words, bad=bad))
        self.bring.looked.connect(self._be_silent)
        self.first = CheckFirst()
        self.parts.add(row(None, self.save), self.first)
        self.sent_out = Button(tr("What went out"), icon="paper-plane-tilt", size="dense")
        self.sent_out.setToolTip(tr("Every copy you made, asked for permission again today."))
        self.sent_out.clicked.connect(lambda: self.go.emit("sent_out", None))
        page.body.addLayout(row(top, None, self.sent_out))
        for thing in (self.list, self.parts, self.ways, self.bring):
            page.body.addWidget(thing)
        page.body.addStretch(1)
        self.box.addWidget(page)
        for banner in (self.trouble, self.told):
            page.body.insertWidget(1, banner)
            banner.hide()
        self.save.clicked.connect(self._ask)
        self.set_focus_start(top)
        self._show()

    def refresh(self, changes: frozenset[str]) -> None:
        """Check again."""
        if not changes or changes & {"report", *_PERMISSION}:
            self.list.show_all()
        if not changes or changes & {"quote", *_PERMISSION}:
            self._show()

    def _show(self) -> None:
        bank = quotes(self.context.home)
        gaps = sum(bool(q.gap) for q in bank)
        fit = len(bank) - gaps
        self.check.set_state(
            many(fit, "{n} quote may be used", "{n} quotes may be used")
            if fit
            else tr("No quote to use yet"),
            "" if fit else tr("Add one from the Library. It is asked for permission there."),
            "check-circle-fill" if fit else "minus-circle",
            "ok" if fit else "plain",
        )
        self.save.setEnabled(bool(bank))
        self.gaps.setVisible(gaps > 0)
        self.gaps.set_state(
            many(gaps, "{n} stays a visible gap", "{n} stay visible gaps"), "", "eye-slash", "warn"
        )

    def _ask(self) -> None:
        self.first.ask(tr("A small report"), self._save)
        look_at_bank(self.context, self, self.first)

    def _save(self, looked_at: frozenset[int]) -> None:
        folder = self.context.pick_folder(tr("Where shall the report go?"))
        if folder is None:
            return
        home = self.context.home
        self.context.tasks.run(
            tr("Making the report"),
            lambda _: small_report(home, folder, looked_at=looked_at),
            done=lambda path: self._say(tr("The report is made: {name}", name=path.name)),
            failed=lambda error: self._say(sentence(error), bad=True),
            owner=self,
        )

    def _be_silent(self) -> None:
        """What was said of the file before is no word about the next one."""
        for banner in (self.trouble, self.told):
            banner.hide()

    def _say(self, words: str, *, bad: bool = False) -> None:
        self._be_silent()
        banner = self.trouble if bad else self.told
        banner.set_text(words)
        banner.show()
        self.page.into_sight(banner)  # the button that was pressed may stand far below
        self.context.tell(words)
