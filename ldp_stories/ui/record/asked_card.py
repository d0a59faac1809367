"""The questions a researcher could ask, as they were ticked: which were asked, and which were left."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ldp_stories.services.read_record import RecordView
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.labels import heading, helper


def asked_lines(view: RecordView) -> list[QWidget]:
    """A line for each question, asked ones first; none where nobody ticked any, for then nothing is known."""
    if not view.asked:
        return []
    lines: list[QWidget] = [_line(words, asked=True) for words in view.asked]
    lines += [_line(words, asked=False) for words in view.skipped if words not in view.asked]
    return lines


def _line(words: str, *, asked: bool) -> CheckLine:
    icon, tone = ("check-circle", "ok") if asked else ("minus-circle", "plain")
    return CheckLine(words, icon=icon, tone=tone, line=tr("Asked") if asked else tr("Not asked"), weight=400)


def asked_cards(view: RecordView) -> list[QWidget]:
    """The same as a card beside a story, with what it means."""
    lines = asked_lines(view)
    if not lines:
        return []
    card = Card(spacing=8).add(heading(tr("Questions")))
    card.add(helper(tr("As the researcher ticked them. Nobody has to ask them all.")))
    return [card.add(*lines)]
