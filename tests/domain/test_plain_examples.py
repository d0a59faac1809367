"""Sentences of our own kind, looked at one by one: what the checker says of each, and what it leaves in peace."""

from __future__ import annotations

import pytest

from ldp_stories.domain.plain_english import Kind, advice, measures

PAIRS = {
    "intervention": "activity or help",
    "service users": "people who use...",
    "beneficiaries": "people",
    "VCSE": "charities and community groups",
    "whole-system approach": "everyone who affects this working together",
    "capacity building": "helping people get stronger",
    "deliverables": "what we said we'd do",
    "baseline": "how things were",
    "facilitate": "help run",
    "buy-in": "support",
    "test and learn": "try it and see",
    "silo": "working apart",
}
FLAGGED = (
    ("The intervention ran in May.", "intervention"),
    ("Three interventions ran.", "interventions"),
    ("All service users were asked.", "service users"),
    ("Many beneficiaries came.", "beneficiaries"),
    ("The VCSE met on Monday.", "VCSE"),
    ("We took a whole-system approach.", "whole-system approach"),
    ("It was capacity building.", "capacity building"),
    ("Here are the deliverables.", "deliverables"),
    ("The baseline was low.", "baseline"),
    ("Two people facilitate it.", "facilitate"),
    ("We had buy-in.", "buy-in"),
    ("A test and learn way.", "test and learn"),
    ("No silos here.", "silos"),
    ("“Baseline”, they said.", "Baseline"),
    ("(baseline)", "baseline"),
)
LEFT = (
    "They ran a walk in May.",
    "People who come here were asked.",
    "We asked everyone who comes.",
    "It helped people get stronger.",
    "This is what we said we would do.",
    "That is how things were.",
    "Two people help run it.",
    "They had support.",
    "We try it and see.",
    "He facilitated it once.",
    "Base line fishing.",
    "A silobag is a bag.",
)
PASSIVES = (
    ("It was agreed that tea was served.", 2),
    ("The room was booked, the tea was poured and the cake was eaten.", 3),
    ("They were told that it had been decided and was written down.", 3),
    ("It is known that people are often forgotten.", 2),
)
ACTIVE = (
    "The room was warm.",
    "We booked the room and poured the tea.",
    "The tea was poured.",
    "She is kind, and he is tall.",
    "They were at home.",
)


@pytest.mark.parametrize(("text", "words"), FLAGGED)
def test_a_heavy_word_is_found_as_it_stands(text: str, words: str) -> None:
    found = [one for one in advice(text, PAIRS) if one.kind is Kind.WORD]
    assert [one.words for one in found] == [words]
    assert found[0].instead in PAIRS.values()
    assert text[found[0].start : found[0].start + len(words)] == words


@pytest.mark.parametrize("text", LEFT)
def test_plain_words_are_left_in_peace(text: str) -> None:
    assert advice(text, PAIRS) == ()


@pytest.mark.parametrize(("text", "count"), PASSIVES)
def test_a_chain_in_which_nobody_acts_is_named_once(text: str, count: int) -> None:
    found = [one for one in advice(text, PAIRS) if one.kind is Kind.PASSIVE]
    assert [one.count for one in found] == [count]


@pytest.mark.parametrize("text", ACTIVE)
def test_a_sentence_in_which_somebody_acts_is_not(text: str) -> None:
    assert [one for one in advice(text, PAIRS) if one.kind is Kind.PASSIVE] == []


@pytest.mark.parametrize("text", [*(t for t, _ in FLAGGED), *LEFT])
def test_saying_it_twice_says_it_of_both(text: str) -> None:
    once = [one.words for one in advice(text, PAIRS) if one.kind is Kind.WORD]
    twice = [one.words for one in advice(f"{text} {text}", PAIRS) if one.kind is Kind.WORD]
    assert twice == once * 2


def test_the_measures_do_not_depend_on_how_lines_are_broken() -> None:
    text = "We met in the hall. She had tea with us. Her son came too."
    assert measures(text.replace(". ", ".\n")) == measures(text)


def test_other_scripts_have_words_and_no_advice() -> None:
    for text in ("پھر ہم نے چائے پی", "ਅਸੀਂ ਚਾਹ ਪੀਤੀ", "Piliśmy herbatę w sali", "Waxaan cabnay shaah"):
        assert measures(text).words >= 3
        assert advice(text, PAIRS) == ()
