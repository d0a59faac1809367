"""The check before anything leaves: nine questions, what there is to look at, and a person's tick for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.people import AgeBand
from ldp_stories.services.check_disclosure import Found, Question
from ldp_stories.ui.record.record_words import age_words
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.card import Card, Line, column
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.labels import Label, heading, helper


class CheckCard(Card):
    """`ticked(number, yes)` when a person presses *Looked at*."""

    ticked = Signal(int, bool)

    def __init__(
        self, questions: Sequence[Question], parent: QWidget | None = None, *, alone: bool = True
    ) -> None:
        """`alone`: with its heading and how many are left; else something above says both."""
        super().__init__(spacing=10, parent=parent)
        left = sum(not q.ticked for q in questions)
        self.left = left
        if alone:
            self.add(heading(tr("Before it leaves")))
            self.add(
                helper(
                    many(left, "{n} question left to look at.", "{n} questions left to look at.")
                    if left
                    else tr("Everything is looked at.")
                )
            )
        self.rows: dict[int, ChoiceRow] = {}
        for place, question in enumerate(questions):
            if alone or place:
                self.add(Line())
            self.add(self._question(question))

    def _question(self, question: Question) -> QWidget:
        tick = ChoiceRow(
            [Option("yes", tr("Looked at"), spoken=tr("Looked at question {n}", n=question.number))],
            name=tr("Question {n}: {words}", n=question.number, words=tr(question.words)),
            value=["yes"] if question.ticked else [],
            many=True,
        )
        tick.chosen.connect(lambda keys, n=question.number: self.ticked.emit(n, bool(keys)))
        self.rows[question.number] = tick
        words = [Label(f"{question.number}. {tr(question.words)}", weight=500)]
        found = [CheckLine(_said(one), icon="eye", tone="warn", weight=400) for one in question.found]
        holder = QWidget()
        holder.setLayout(column(*words, *found, tick, spacing=8))
        return holder


def _said(found: Found) -> str:
    """What there is to look at, in the language of the window; an age as everywhere on screen."""
    facts = dict(found.facts)
    if "age" in facts:
        facts["age"] = age_words(AgeBand(str(facts["age"])))
    return tr(found.pattern, **facts)
