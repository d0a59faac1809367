"""The questions that were asked and those that were left, as the coordinator sees them."""

from __future__ import annotations

import pytest

from ldp_stories.services.order_prompts import my_prompt_sets, skip_prompt
from ldp_stories.services.record_encounter import finish, set_facts, tick_prompt
from ldp_stories.ui.record.asked_card import asked_cards, asked_lines
from ldp_stories.ui.record.record_screen import RecordScreen
from ldp_stories.ui.widgets.facts import CheckLine
from tests.ui.helpers import words_on
from tests.ui.on_screen import Desk, talk_with, view_of


@pytest.fixture
def record(desk: Desk) -> str:
    """Two of the questions were ticked, one was skipped on purpose."""
    talk = talk_with(desk.home)
    first = my_prompt_sets(desk.home)[0]
    set_facts(desk.home, talk, prompt_set=first.key)
    tick_prompt(desk.home, talk, first.items[0], True)
    tick_prompt(desk.home, talk, first.items[2], True)
    skip_prompt(desk.home, talk, first.items[1], True)
    return finish(desk.home, talk)


def test_every_question_says_whether_it_was_asked(desk: Desk, record: str) -> None:
    items = my_prompt_sets(desk.home)[0].items
    lines = [one for one in asked_lines(view_of(desk.home, record)) if isinstance(one, CheckLine)]
    said = {line.title.text(): line.line.text() for line in lines}
    assert list(said)[:2] == [items[0], items[2]], "the asked ones first"
    assert set(said) == set(items)
    assert {said[items[0]], said[items[2]]} == {"Asked"}
    assert {said[one] for one in (items[1], *items[3:])} == {"Not asked"}


def test_they_stand_beside_the_story(desk: Desk, record: str) -> None:
    screen = RecordScreen(desk.context, record)
    desk.show(screen)
    assert "Nobody has to ask them all." in words_on(screen)
    assert my_prompt_sets(desk.home)[0].items[1] in words_on(screen)


def test_where_nobody_ticked_anything_nothing_is_claimed(desk: Desk) -> None:
    talk = talk_with(desk.home)
    set_facts(desk.home, talk, prompt_set=my_prompt_sets(desk.home)[0].key)
    told = view_of(desk.home, finish(desk.home, talk))
    assert told.skipped, "the set has questions"
    assert asked_cards(told) == []
