"""Beside the consent questions: the answers so far, what comes next, and the way to stop kindly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.programme import Question
from ldp_stories.services.conversation import Conversation
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.researcher.consent_flow import given, so_far
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, Line, put
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.labels import Label, heading, helper
from ldp_stories.ui.widgets.scroll import Scroll, bring_into_sight

_LOOK: Final = {
    Answer.YES: ("check-circle-fill", "ok"),
    Answer.NO: ("x-circle", "bad"),
    Answer.NOT_ASKED: ("minus-circle", "plain"),
}
_NEXT: Final = 5
_ROWS: Final = 11


def _coming(known: int) -> int:
    """How many of the questions to come are named: fewer, the more answers stand above them."""
    return max(1, min(_NEXT, _ROWS - known))


def answer_words(answer: Answer) -> str:
    """ "Yes", "No", "Not asked"."""
    return {Answer.YES: tr("Yes"), Answer.NO: tr("No"), Answer.NOT_ASKED: tr("Not asked")}[answer]


class ConsentSide(Card):
    """A card for the side column. `stop` is [Stop and thank them]."""

    def __init__(self) -> None:
        super().__init__(padding=(26, 22, 26, 24), spacing=6)
        self.stop = Button(tr("Stop and thank them"), icon="x")
        self._rows = Card(padding=0, spacing=2, fill="surface", edge=None)
        self.add(heading(tr("Answers so far")))
        self.list = Scroll(self._rows)
        self.body.addWidget(self.list, 1)
        kindly = helper(tr("If they are not sure, stop kindly. A no to any question is fine."))
        put(self.body, Line(), kindly, 6, self.stop)

    def show_answers(self, talk: Conversation, questions: Sequence[Question], now: Question | None) -> None:
        """Show the answers, the question of now, and what comes after it."""
        lines: list[QWidget | int] = []
        known = so_far(talk, questions)
        for question, answer in known:
            if question is not now:
                icon, tone = _LOOK[answer]
                end = answer_words(answer)
                lines.append(CheckLine(question.short, icon=icon, tone=tone, end=end, weight=400))
        if now is not None:
            lines.append(CheckLine(now.short, icon="caret-right", tone="accent", end=tr("Now"), weight=400))
        left = [q.short for q in questions if given(talk, q) is None and q is not now]
        if left:
            words = ", ".join([left[0], *(w[:1].lower() + w[1:] for w in left[1 : _coming(len(known))])])
            lines += [6, Line(), 6, Label(tr("Coming next"), weight=600, color="text2"), helper(words)]
        refill(self._rows.body, *lines, None)
        newest = next((line for line in reversed(lines) if isinstance(line, CheckLine)), None)
        if newest is not None:
            bring_into_sight(newest)
