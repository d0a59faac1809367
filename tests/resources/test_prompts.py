"""The questions one can ask, the opening, the line on hopes and the ten rules of the card."""

import pytest

from ldp_stories.services.load_pack_content import StarterContent
from tests.resources.reading import longest_sentence, reading_age

SIZES = {
    "story": 10,
    "story-change": 2,
    "interview-resident": 12,
    "interview-worker": 9,
    "observation": 7,
    "observation-meeting": 4,
    "observation-reflection": 3,
}


def test_every_set_has_all_its_questions(starter: StarterContent) -> None:
    assert {s.key: len(s.items) for s in starter.prompts.sets} == SIZES


def test_every_kind_of_record_has_questions(starter: StarterContent) -> None:
    assert {s.record_kind for s in starter.prompts.sets} == {"story", "interview", "observation"}


@pytest.mark.parametrize("key", ["story", "interview-resident", "interview-worker"])
def test_conversations_begin_with_life_and_not_with_sport(starter: StarterContent, key: str) -> None:
    first = next(s.items for s in starter.prompts.sets if s.key == key)[0].lower()
    assert not any(word in first for word in ("active", "sport", "exercise", "gym"))


def test_being_active_is_asked_late_and_for_its_meaning(starter: StarterContent) -> None:
    items = next(s.items for s in starter.prompts.sets if s.key == "interview-resident")
    place = next(n for n, q in enumerate(items) if "being active" in q)
    assert place >= 5
    assert "What does it mean for you?" in items[place]


def test_a_story_may_go_badly(starter: StarterContent) -> None:
    items = next(s.items for s in starter.prompts.sets if s.key == "story")
    assert "Did anything get worse, or not work?" in items


def test_the_biggest_change_is_asked_in_its_known_form(starter: StarterContent) -> None:
    items = next(s.items for s in starter.prompts.sets if s.key == "story-change")
    assert items == (
        "Looking back over the last six months, what is the biggest change for you or people round here?",
        "Why that one?",
    )


def test_a_reflection_asks_what_so_what_now_what(starter: StarterContent) -> None:
    items = next(s.items for s in starter.prompts.sets if s.key == "observation-reflection")
    assert items == ("What happened?", "So what?", "Now what?")


def test_an_observer_keeps_seeing_hearing_and_wondering_apart(starter: StarterContent) -> None:
    items = next(s.items for s in starter.prompts.sets if s.key == "observation")
    assert "No names." in items[2]
    assert "Keep apart from 2 and 3." in items[5]


def test_the_opening_gives_a_way_out(starter: StarterContent) -> None:
    assert "You can skip anything, stop any time, or ask me to switch off." in starter.prompts.opening


def test_the_line_on_hopes_promises_only_to_pass_it_on(starter: StarterContent) -> None:
    assert starter.prompts.hopes.startswith("I can't fix things myself.")
    assert "tell you what happens" in starter.prompts.hopes


def test_there_are_ten_rules_on_the_card(starter: StarterContent) -> None:
    assert len(starter.prompts.rules) == 10
    assert "Never promise secrecy about harm." in starter.prompts.rules
    assert "No photos of faces without a yes." in starter.prompts.rules


def test_questions_are_short_and_easy(starter: StarterContent) -> None:
    for prompt_set in starter.prompts.sets:
        for question in prompt_set.items:
            assert longest_sentence(question) <= 25, question
    asked = " ".join(q for s in starter.prompts.sets for q in s.items)
    assert reading_age(asked) <= 9


def test_prompt_items_carry_opening_and_hopes(starter: StarterContent) -> None:
    items = [i for i in starter.items() if i.kind == "prompt_set"]
    assert len(items) == len(SIZES)
    assert {i.sets["opening"] for i in items} == {starter.prompts.opening}
    assert {i.sets["hopes"] for i in items} == {starter.prompts.hopes}


def test_the_programme_carries_the_card_for_researchers(starter: StarterContent) -> None:
    programme = next(i for i in starter.items() if i.kind == "programme")
    assert programme.sets["card_rules"] == list(starter.prompts.rules)
    assert programme.sets["hopes_line"] == starter.prompts.hopes
