"""The chosen passage: its sound, what one may do with it, and where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import RecordView, open_record
from ldp_stories.services.find import Found, Purpose
from ldp_stories.services.trace_quote import Chain, Reviewed, chain
from ldp_stories.ui.evaluator.hidden_words import why_words
from ldp_stories.ui.evaluator.low_scroll import LowScroll
from ldp_stories.ui.record.consent_strip import key_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.player_link import SoundLink, parts_of
from ldp_stories.ui.record.record_words import KIND_WORDS, TELLER_WORDS, pack_word, shown_day
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button, primary
from ldp_stories.ui.widgets.card import Card, Line, row
from ldp_stories.ui.widgets.facts import CheckLine, Facts
from ldp_stories.ui.widgets.labels import Label, heading
from ldp_stories.ui.widgets.player import PlayerBar

_MAY = {
    Purpose.QUOTE: ("You may quote this, with no name", "You may not quote this"),
    Purpose.PUBLISH: ("You may publish the sound", "You may not publish the sound"),
}


STRANGER: Final = "stranger"
"""The key of the pack's list *How do you know each other?* whose words make no sense without the question."""


class FoundSide(Card):
    """`opened(Found)` to read the whole story, `quoted(passage id)` for the quote bank."""

    opened = Signal(object)
    quoted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(padding=24, spacing=12)
        self.context = context
        self.found: Found | None = None
        self.heading = heading("")
        self.open = Button(tr("Open"), icon="arrow-square-out", size="dense", name=tr("Open the story"))
        self.player = PlayerBar(name=tr("The sound of this passage"), speeds=False, short=True)
        self.no_sound = Label(tr("No sound here."), role="small", color="text2")
        self.link = SoundLink(context, self)
        self.link.bind(self.player)
        self.may = [CheckLine("", icon="check-circle-fill", tone="ok") for _ in _MAY]
        self.facts = Facts([])
        self.add_quote = primary(tr("Add to quote bank"), icon="quotes", size="field", key="Ctrl+B")
        self.trouble = Label("", role="small", color="bad")
        self._lay_out()
        self.open.clicked.connect(lambda: self.opened.emit(self.found))
        self.add_quote.clicked.connect(self._quote)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.player, self.no_sound, Line(), *self.may, Line()):
            column.addWidget(widget)
        column.addWidget(Label(tr("Where this comes from"), weight=600))
        column.addWidget(self.facts)
        column.addStretch(1)
        self.add(row(self.heading, None, self.open, spacing=12))
        self.add(LowScroll(inside, 160))
        self.add(self.trouble)
        self.add(self.add_quote)
        self.trouble.hide()

    def show_found(self, found: Found) -> None:
        """Show one hit."""
        self.found = found
        self.heading.setText(found.title)
        self.trouble.hide()
        self.add_quote.setVisible(found.passage is not None)
        try:
            view = open_record(self.context.home, found.record)
            comes_from = chain(self.context.home, found.record, found.passage)
        except UserError:  # taken back in this moment: the list is about to be made again
            return
        self._show_sound(view)
        for line, purpose in zip(self.may, _MAY, strict=True):
            self._show_gate(line, purpose, comes_from)
        self.facts.set_pairs(self._rows(comes_from))

    def refuse(self, words: str) -> None:
        """Say beside the button why not."""
        self.trouble.setText(words)
        self.trouble.show()

    def close_sound(self) -> None:
        """Give the sound back."""
        self.link.close()

    def _quote(self) -> None:
        if self.found is not None and self.found.passage is not None:
            self.quoted.emit(self.found.passage)

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
        yes, no = _MAY[purpose]
        if gate.open:
            line.set_state(tr(yes), "", "check-circle-fill", "ok")
        else:
            line.set_state(tr(no), why_words(gate.why), "x-circle", "bad")

    def _rows(self, comes_from: Chain) -> list[tuple[str, str]]:
        teller = ", ".join(comes_from.teller_codes) or tr("nobody in particular")
        if comes_from.teller_kind is not None:
            teller += f", {tr(TELLER_WORDS.get(comes_from.teller_kind, '')).lower()}"
        relation = pack_word(self.context.home, "relation", comes_from.relation)
        known = (
            tr("did not know them")
            if comes_from.relation == STRANGER
            else relation[:1].lower() + relation[1:]
        )
        if relation.startswith("I "):
            known = relation
        researcher = ", ".join(filter(None, (comes_from.researcher, known)))
        decided = [r for r in comes_from.reviewed if r.choice is not None and r.current]
        reviewed = decided_words(decided) or tr("not yet")
        return [
            (tr("Teller"), teller),
            (tr("Kind"), tr(KIND_WORDS[comes_from.kind])),
            (tr("Told"), ", ".join(filter(None, (shown_day(comes_from.told_on), comes_from.place)))),
            (tr("Researcher"), researcher),
            (tr("Came with"), came_words(comes_from)),
            (tr("Reviewed"), reviewed),
            (tr("Consent"), consent_words(comes_from)),
        ]


def came_words(comes_from: Chain) -> str:
    """ "Bundle 3, passed on by Joan", "Made here"."""
    if not comes_from.bundle:
        return tr("Made here")
    words = tr("Bundle {n}", n=comes_from.bundle)
    by = comes_from.passed_on_by
    return tr("{bundle}, passed on by {who}", bundle=words, who=by) if by else words


def consent_words(comes_from: Chain) -> str:
    """ "Same then and now", or each answer that has changed, as it was and as it is."""
    if comes_from.same_consent:
        return tr("Same then and now")
    then, now = dict(comes_from.consent_then), dict(comes_from.consent_now)
    changed = [
        tr(
            "{what}: {then} then, {now} now",
            what=key_words(key),
            then=tr(then.get(key, "not asked")),
            now=tr(answer),
        )
        for key, answer in now.items()
        if then.get(key, "not asked") != answer
    ]
    return tr("Changed since. {what}", what="; ".join(changed)).strip()


def decided_words(steps: Sequence[Reviewed]) -> str:
    """ "Joan, D1, A8 changed to B7": who decided, and the codes."""
    by_name: dict[str, list[str]] = {}
    for step in steps:
        code, to = step.tag.split(" ")[0], step.to_tag.split(" ")[0]
        words = tr("{tag} changed to {to}", tag=code, to=to) if to else code
        by_name.setdefault(step.by, []).append(words)
    return "; ".join(f"{name}, {', '.join(dict.fromkeys(codes))}" for name, codes in by_name.items())
