"""What consent hides, in words: numbers, people and reasons, never a code."""

from __future__ import annotations

import pytest

from ldp_stories.domain.review import Choice
from ldp_stories.services.find import Hidden, HiddenRow
from ldp_stories.services.trace_quote import Reviewed
from ldp_stories.ui.evaluator.hidden_words import WHY, hidden_words, why_rows, why_words
from ldp_stories.ui.record.chain_card import decided_words


@pytest.mark.parametrize(
    ("hidden", "words"),
    [
        (Hidden(9, 6, 2, 1), "6 people did not agree, 2 were not asked, 1 story is closed."),
        (Hidden(1, 1), "1 person did not agree."),
        (Hidden(1, 0, 1), "1 was not asked."),
        (Hidden(3, 0, 0, 3), "3 stories are closed."),
        (Hidden(1, 0, 0, 0, 1), "1 story is hidden for another reason."),
        (Hidden(2, 0, 0, 0, 2), "2 stories are hidden for other reasons."),
        (Hidden(4, 1, 1, 1, 1), "1 person did not agree, 1 was not asked, 1 story is closed, 1 story is hidden for another reason."),
    ],
)  # fmt: skip
def test_the_numbers_become_one_sentence(hidden: Hidden, words: str) -> None:
    assert hidden_words(hidden) == words


@pytest.mark.parametrize("code", sorted(WHY))
def test_every_reason_is_a_sentence_of_its_own(code: str) -> None:
    assert why_words(code).endswith(".")
    plain_words = {"closed", "no", "changed"}
    assert code in plain_words or code not in why_words(code).split()


def test_the_reasons_do_not_repeat_each_other() -> None:
    assert len(set(WHY.values())) == len(WHY)


def test_an_unknown_reason_still_says_something_true() -> None:
    assert why_words("something new") == "It may not be used for this."


def test_each_story_is_listed_once_with_its_reason() -> None:
    rows = (HiddenRow("r1", "Tea", "no"), HiddenRow("r1", "Tea", "no"), HiddenRow("r2", "Steps", "not_asked"))
    assert why_rows(Hidden(3, rows=rows)) == [
        ("Tea", "They did not agree."),
        ("Steps", "They were not asked."),
    ]


def step(by: str, tag: str, to_tag: str = "", choice: Choice = Choice.ACCEPT) -> Reviewed:
    return Reviewed(by, "2026-05-14", choice, tag, to_tag, "", None, True)


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((), ""),
        ((step("Joan", "D1 Trusted person"),), "Joan, D1"),
        (
            (step("Joan", "D1 Trusted person"), step("Joan", "A8 Home", "B7 A space", Choice.CHANGE)),
            "Joan, D1, A8 changed to B7",
        ),
        ((step("Joan", "D1 Trusted person"), step("Theo", "D1 Trusted person")), "Joan, D1; Theo, D1"),
        ((step("Joan", "D1 Trusted person"), step("Joan", "D1 Trusted person")), "Joan, D1"),
        ((step("Joan", "D1 Trusted person", choice=Choice.NOT_THIS_TAG),), "Joan, not D1"),
        ((step("Joan", "A8 Home", choice=Choice.DIFFER),), "Joan, sees A8 differently"),
        ((step("Joan", "A8 Home", choice=Choice.ASK), step("Joan", "D1 T")), "Joan, asked about A8, D1"),
        ((step("Joan", "A8 Home", choice=Choice.LATER),), "Joan, A8 left for later"),
    ],
)
def test_who_decided_what_stands_in_one_line(steps: tuple[Reviewed, ...], words: str) -> None:
    assert decided_words(steps) == words
