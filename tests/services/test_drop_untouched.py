"""A conversation with nothing in it leaves no trace; one with anything in it stays."""

import pytest

from ldp_stories.domain.consent import Answer
from ldp_stories.services.drop_untouched import drop_untouched, is_untouched
from ldp_stories.services.home import Home
from ldp_stories.services.record_encounter import (
    add_note,
    answer,
    begin,
    conversation,
    open_conversations,
    set_facts,
    tick_prompt,
)


def test_an_untouched_conversation_is_dropped(home: Home) -> None:
    begin(home)
    begin(home)
    assert drop_untouched(home) == 2
    assert open_conversations(home) == ()
    assert drop_untouched(home) == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"setting": "cafe"},
        {"who_else": "a dog"},
        {"private_enough": "no"},
        {"said_first": True},
        {"adult_relation": "mother"},
    ],
)
def test_one_fact_is_enough_to_stay(home: Home, facts: dict[str, object]) -> None:
    talk = begin(home).id
    set_facts(home, talk, **facts)
    assert drop_untouched(home) == 0
    assert not is_untouched(conversation(home, talk))


def test_an_answer_a_note_or_a_tick_is_enough_to_stay(home: Home) -> None:
    answered, noted, ticked = (begin(home).id for _ in range(3))
    answer(home, answered, ("take_part",), Answer.NO)
    add_note(home, noted, "hello", None)
    tick_prompt(home, ticked, "What happened?", True)
    assert drop_untouched(home) == 0
    assert {t.id for t in open_conversations(home)} == {answered, noted, ticked}
