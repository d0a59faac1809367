"""The small report: what people said by theme, who was heard, how it was captured; checked against consent on the way out."""

from __future__ import annotations

from ldp_stories.services.publish import quotes, small_report
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import primary
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.labels import display, heading, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage


class ReportsScreen(Screen):
    """What the report will hold, the consent check, and *Check and save*."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.title = tr("Reports")
        self.context = context
        page = ScrollPage()
        top = display(tr("Reports"))
        self.parts = Card(spacing=8)
        self.parts.add(heading(tr("A small report")))
        self.parts.add(
            helper(tr("One page for a browser, with no network. It is made from your quote bank."))
        )
        self.check = CheckLine("", icon="check-circle-fill", tone="ok")
        self.gaps = CheckLine("", icon="eye-slash", tone="warn")
        for line in (self.check, self.gaps):
            self.parts.add(line)
        self.told = Banner("", tone="ok", icon="check-circle")
        self.save = primary(tr("Check and save"), icon="file-text", size="field")
        page.body.addWidget(top)
        page.body.addWidget(self.parts)
        page.body.addWidget(self.told)
        page.body.addStretch(1)
        page.pin(None, self.save)
        self.box.addWidget(page)
        self.told.hide()
        self.save.clicked.connect(self._save)
        self.set_focus_start(top)
        self._show()

    def refresh(self, changes: frozenset[str]) -> None:
        """Check again."""
        if not changes or changes & {"quote", "consent", "order", "passage", "record"}:
            self._show()

    def _show(self) -> None:
        bank = quotes(self.context.home)
        gaps = sum(bool(q.gap) for q in bank)
        self.check.set_state(
            many(len(bank) - gaps, "{n} quote may be used", "{n} quotes may be used"),
            "",
            "check-circle-fill",
            "ok",
        )
        self.gaps.setVisible(gaps > 0)
        self.gaps.set_state(
            many(gaps, "{n} stays a visible gap", "{n} stay visible gaps"), "", "eye-slash", "warn"
        )

    def _save(self) -> None:
        folder = self.context.pick_folder(tr("Where shall the report go?"))
        if folder is None:
            return
        home = self.context.home
        self.context.tasks.run(
            tr("Making the report"),
            lambda _: small_report(home, folder),
            done=lambda path: self._say(tr("The report is made: {name}", name=path.name), "ok"),
            failed=lambda error: self._say(sentence(error), "bad"),
            owner=self,
        )

    def _say(self, words: str, tone: str) -> None:
        del tone
        self.told.set_text(words)
        self.told.show()
        self.context.tell(words)
