"""The chosen passage: its sound, what one may do with it, and where it comes from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import RecordView, open_record
from ldp_stories.services.find import Found, Purpose
from ldp_stories.services.trace_quote import Chain, chain
from ldp_stories.ui.evaluator.hidden_words import why_words
from ldp_stories.ui.evaluator.low_scroll import LowScroll
from ldp_stories.ui.record.chain_card import CHAIN_KEY, chain_rows, spoken
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.player_link import SoundLink, parts_of
from ldp_stories.ui.record.quote_line import QuoteLine
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, Line, row
from ldp_stories.ui.widgets.facts import CheckLine, Facts
from ldp_stories.ui.widgets.labels import Label, heading
from ldp_stories.ui.widgets.player import PlayerBar

_MAY = {
    Purpose.QUOTE: ("You may quote this, with no name", "You may not quote this"),
    Purpose.PUBLISH: ("You may publish the sound", "You may not publish the sound"),
}


class FoundSide(Card):
    """`opened(Found)` to read the whole story; the passage can be heard, traced, and put into the quote bank under a theme."""

    opened = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(padding=24, spacing=12)
        self.context = context
        self.found: Found | None = None
        self._rows: list[tuple[str, str]] = []
        self.heading = heading("")
        self.open = Button(tr("Open"), icon="arrow-square-out", size="dense", name=tr("Open the story"))
        self.player = PlayerBar(name=tr("The sound of this passage"), speeds=False, short=True)
        self.no_sound = Label(tr("No sound here."), role="small", color="text2")
        self.link = SoundLink(context, self)
        self.link.bind(self.player)
        self.may = [CheckLine("", icon="check-circle-fill", tone="ok") for _ in _MAY]
        self.how = Label(tr("To quote, open the story and select the words."), role="small", color="text2")
        self.facts = Facts([])
        self.quote = QuoteLine(context)
        self._lay_out()
        self.open.clicked.connect(lambda: self.opened.emit(self.found))

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.player, self.no_sound, Line(), *self.may, self.how, Line()):
            column.addWidget(widget)
        self.comes_from = Label(tr("Where this comes from"), weight=600)
        self.comes_from.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key = Label(CHAIN_KEY.replace("+", " "), role="small", color="text2", wrap=False)
        column.addLayout(row(self.comes_from, None, key, spacing=8))
        column.addWidget(self.facts)
        column.addStretch(1)
        self.add(row(self.heading, None, self.open, spacing=12))
        self.add(LowScroll(inside, 160))
        self.add(self.quote)

    def show_found(self, found: Found) -> None:
        """Show one hit."""
        self.found = found
        self.heading.setText(found.title)
        self.quote.show_for(found.passage or "", tuple(f"{code} {name}" for code, name in found.tags))
        try:
            view = open_record(self.context.home, found.record)
            comes_from = chain(self.context.home, found.record, found.passage)
        except UserError:  # taken back in this moment: the list is about to be made again
            return
        self._show_sound(view)
        for line, purpose in zip(self.may, _MAY, strict=True):
            self._show_gate(line, purpose, comes_from)
        self.how.setVisible(found.passage is None and dict(comes_from.may)[Purpose.QUOTE].open)
        self._rows = chain_rows(self.context.home, comes_from)
        self.facts.set_pairs(self._rows)

    def to_chain(self) -> None:
        """Go to where the words come from: in sight, with the focus there, and said to a reader."""
        self.comes_from.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.found is not None:
            announce(self, f"{self.comes_from.text()}. {spoken(self._rows)}")

    def close_sound(self) -> None:
        """Give the sound back."""
        self.link.close()

    def _show_sound(self, view: RecordView) -> None:
        parts = parts_of(self.context.home, view.media)
        self.player.setVisible(bool(parts))
        self.no_sound.setVisible(not parts)
        if not parts:
            return
        self.link.show_parts(parts)
        passage = next((p for p in view.passages if self.found and p.id == self.found.passage), None)
        if passage is not None and passage.sound is not None:
            base = self.link.base_of(passage.sound.media)
            span = (base + passage.sound.from_ms, base + passage.sound.to_ms)
            self.player.set_passages([span])
            self.player.go_to(span[0])

    def _show_gate(self, line: CheckLine, purpose: Purpose, comes_from: Chain) -> None:
        gate = dict(comes_from.may)[purpose]
        yes, no = (tr(words) for words in _MAY[purpose])
        if purpose is Purpose.QUOTE and comes_from.named:
            yes = tr("You may quote this, with the name {name}", name=comes_from.named)
        if gate.open:
            line.set_state(yes, "", "check-circle-fill", "ok")
        else:
            line.set_state(no, why_words(gate.why), "x-circle", "bad")
