"""What goes to one addressee: how much, what stays and why, the first of their six words, the way, and [Pack and copy]."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.plan_bundle import SendPlan
from ldp_stories.ui.coordinator.keys import press_on_ctrl_enter
from ldp_stories.ui.coordinator.send_back_words import how_much, stays_words, what_words
from ldp_stories.ui.record.ways import go_words, profile_of, waits_words
from ldp_stories.ui.record.who_they_are import who_they_are
from ldp_stories.ui.text import in_a_row, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, clear, put, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.facts import CheckLine, Facts
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, heading, helper, small


class SendCard(Card):
    """`send` when [Pack and copy] is pressed and nothing is missing; `way_chosen` when another way is taken."""

    send = Signal()
    way_chosen = Signal()

    def __init__(self, ways: list[Option]) -> None:
        super().__init__(padding=(28, 20, 28, 22), spacing=10)
        self.plan: SendPlan | None = None
        self.who = heading("")
        self.what = helper("")
        self.known = Facts([], role="body", first=150)
        self.much = Label("", role="lead", weight=600)
        self.only, self.packed = small(""), helper("")
        self.packed.hide()
        stays = QWidget()
        self.stays = QVBoxLayout(stays)
        self.stays.setContentsMargins(0, 0, 0, 0)
        self.stays.setSpacing(2)
        self.way_row = ChoiceRow(ways, name=tr("How do you send it?"), value=["stick"])
        self.way_row.chosen.connect(self._chosen)
        self.word = TextField(name=tr("The first of their six words"))
        self.word.entered.connect(lambda _: self.press())
        self.first = Field(
            tr("Ask for their six words. Type the first."),
            self.word,
            helper=tr("Ring them, or ask them in person. So it can only be them."),
        )
        self.go_on = Button(
            go_words(waits=False),
            kind="primary",
            size="main",
            icon="paper-plane-tilt",
            key="Ctrl+Enter",
            bind=False,
        )
        self.go_on.clicked.connect(self.press)
        press_on_ctrl_enter(self, self.go_on)
        self.answer = Banner("", tone="ok", icon="check-circle")
        self.trouble = Banner("", tone="bad", icon="warning-circle")
        self.answer.hide()
        self.trouble.hide()
        ways_field = Field(tr("How do you send it?"), self.way_row)
        put(
            self.body,
            self.who,
            self.what,
            self.known,
            self.answer,
            self.trouble,
            4,
            self.much,
            self.packed,
            self.only,
            stays,
            4,
        )
        put(self.body, ways_field, self.first, 6, row(self.go_on, None), None)

    @property
    def way(self) -> str:
        """stick, folder, mail, or a way that was set up."""
        return str((self.way_row.value() or ["stick"])[0])

    @property
    def profile(self) -> str:
        """The same for the services."""
        return profile_of(self.way)

    def show_plan(self, plan: SendPlan) -> None:
        """Show what one addressee would get."""
        if self.plan is None or self.plan.to.key != plan.to.key:
            self.word.set_text("")
            self.first.set_error("")
            self.answer.hide()
            self.trouble.hide()
        self.plan = plan
        self.who.setText(tr("Send to {name}", name=in_a_row(plan.to.name)))
        self.what.setText(what_words(plan.to))
        self.known.set_pairs(who_they_are(plan.to, first_time=plan.first_time))
        self.much.setText(how_much(plan))
        self.packed.setText(waits_words(plan.to.name))
        self.packed.setVisible(plan.waits)
        self.go_on.setText(go_words(waits=plan.waits))
        self.go_on.set_kind("secondary" if plan.waits else "primary")
        self.only.setText(tr("Only {name} can open it.", name=in_a_row(plan.to.name)))
        self.first.setVisible(plan.first_time)
        clear(self.stays)
        for words in stays_words(plan.why_stays):
            self.stays.addWidget(CheckLine(words, icon="lock-simple", tone="plain", weight=400))

    def press(self) -> None:
        """Send, when the first word stands there where it is needed."""
        self.first.set_error("")
        if self.plan is None or not self.go_on.isEnabled():
            return
        if self.plan.first_time and not self.word.text().strip():
            self._needs_word(tr("Type the first of their six words. Nothing has left this laptop."))
            return
        self.send.emit()

    def set_busy(self, busy: bool) -> None:
        """Packing goes on, or has ended."""
        self.go_on.setEnabled(not busy)
        if busy:
            self.answer.hide()
            self.trouble.hide()

    def set_done(self, words: str) -> None:
        """Say what came of it."""
        self.answer.set_text(words)
        self.answer.show()
        announce(self, words)

    def set_error(self, error: UserError) -> None:
        """Say beside the thing what is wrong; nothing counts as sent."""
        words = sentence(error)
        if error.code == "FIRST_WORD":
            self._needs_word(words)
            return
        self.trouble.set_text(words)
        self.trouble.show()
        announce(self, words, assertive=True)

    def _needs_word(self, words: str) -> None:
        self.first.set_error(words)
        self.word.edit.setFocus()
        announce(self, words, assertive=True)

    def _chosen(self, keys: list[str]) -> None:
        if not keys:
            self.way_row.set_value(["stick"])
        self.way_chosen.emit()
