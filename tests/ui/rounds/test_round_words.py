"""A round in words: what it is called, open or over, how far one is, and what its sample is."""

from __future__ import annotations

from datetime import date

import pytest

from ldp_stories.domain.rounds import How, Round, Unit
from ldp_stories.services.code_blind import MyRound
from ldp_stories.ui.record.round_words import (
    opened_words,
    progress_words,
    round_title,
    sample_words,
    state_words,
)

TODAY = date(2026, 5, 10)


def a_round(
    *, title: str = "", unit: Unit = Unit.STORY, how: How = How.RANDOM, items: int = 2, deadline: str = ""
) -> Round:
    labels = {"t": ("D1", "Trust", ""), "u": ("B7", "Space", "")}
    sample = tuple((f"r{n}", "") for n in range(items))
    return Round(
        "r", title, unit, ("t", "u"), labels, "", sample, ("p",), deadline, how, 7, "p", "2026-05-01"
    )


def mine(found: Round, *, open_: bool = True, coder: bool = True) -> MyRound:
    return MyRound(found, coder, True, open_, 1, len(found.items))


def test_a_round_without_a_title_is_called_by_its_tags() -> None:
    assert round_title(a_round()) == "D1 Trust, B7 Space"
    assert round_title(a_round(title="Alike?")) == "Alike?"


@pytest.mark.parametrize(
    ("deadline", "open_", "words"),
    [
        ("", True, "Open"),
        ("2026-05-20", True, "Open until 20 May 2026"),
        ("some day", True, "Open until some day"),
        ("", False, "Over"),
        ("2026-05-20", False, "Over"),
    ],
)
def test_the_state_of_a_round(deadline: str, open_: bool, words: str) -> None:
    assert state_words(mine(a_round(deadline=deadline), open_=open_), TODAY) == words


def test_only_somebody_who_codes_is_told_how_far_they_are() -> None:
    assert progress_words(mine(a_round())) == "You have done 1 of 2"
    assert progress_words(mine(a_round(), coder=False)) == ""


@pytest.mark.parametrize(
    ("unit", "how", "items", "words"),
    [
        (Unit.STORY, How.RANDOM, 1, "1 story, drawn by chance (draw 7)"),
        (Unit.STORY, How.BY_PLACE, 3, "3 stories, drawn by chance and spread over places (draw 7)"),
        (Unit.PASSAGE, How.CHOSEN, 1, "1 passage, chosen by hand"),
        (Unit.PASSAGE, How.RANDOM, 30, "30 passages, drawn by chance (draw 7)"),
    ],
)
def test_the_sample_in_words(unit: Unit, how: How, items: int, words: str) -> None:
    assert sample_words(a_round(unit=unit, how=how, items=items)) == words


def test_the_day_it_was_opened() -> None:
    assert opened_words(a_round()) == "1 May 2026"
