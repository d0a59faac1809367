"""A passage read in its story goes into the quote bank from there, under its own tag as a rule; researchers are not offered it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ldp_stories.services.home import Home
from ldp_stories.services.publish import quotes
from ldp_stories.ui.record.record_screen import RecordScreen
from tests.ui.evaluator.conftest import released
from tests.ui.on_screen import CURTAINS, Desk


def test_ctrl_b_adds_the_passage_that_is_read_under_its_own_tag(desk: Desk, home: Home) -> None:
    record, passage = released(home)
    screen = RecordScreen(desk.context, (record, passage))
    desk.show(screen)
    desk.until(screen.quote.isVisible)
    assert screen.quote.theme.shown() == "B7 A space that suits us"
    desk.key(screen, Qt.Key.Key_B, ctrl=True)
    assert [(q.text, q.theme) for q in quotes(home)] == [(CURTAINS, "B7 A space that suits us")]


def test_nothing_is_offered_until_a_passage_is_chosen(desk: Desk, home: Home) -> None:
    record, passage = released(home)
    screen = RecordScreen(desk.context, record)
    desk.show(screen)
    desk.settle()
    assert not screen.quote.isVisible()
    screen.reading.passage_pressed.emit(passage)
    desk.until(screen.quote.isVisible)


def test_a_researcher_is_not_offered_the_quote_bank(
    desk: Desk, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, passage = released(home)
    roles = frozenset(r for r in home.roles() if r.value != "evaluator")
    monkeypatch.setattr(type(home), "roles", lambda _: roles)
    screen = RecordScreen(desk.context, (record, passage))
    desk.show(screen)
    desk.settle()
    assert not screen.quote.isVisible()
