"""The nine questions on screen: what there is to look at is said in the language of the window, and people's own words stay theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from ldp_stories.domain.consent import Channel
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.services.check_disclosure import Found, Question
from ldp_stories.ui.evaluator.report_check import CheckCard
from ldp_stories.ui.evaluator.report_words import FOR, WAYS
from ldp_stories.ui.text import CONTEXT
from tests.ui.helpers import words_on
from tests.ui.on_screen import Desk

TRANSLATED = {
    "Look at “{start}”: it may hold a name.": "Sieh dir „{start}“ an: da kann ein Name stehen.",
    "Few people: {ward}, {age}.": "Wenige Leute: {ward}, {age}.",
    "{first} to {last}": "{first} bis {last}",
    "One person is quoted {n} times.": "Eine Person wird {n}-mal zitiert.",
    "Looked at": "Angesehen",
}


class _German(QTranslator):
    def translate(self, context: str, source: str, *_rest: object) -> str:
        return TRANSLATED.get(source, "") if context == CONTEXT else ""

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def german(qapp: QCoreApplication) -> Iterator[None]:
    """A window in another language."""
    words = _German()
    QCoreApplication.installTranslator(words)
    yield
    QCoreApplication.removeTranslator(words)


def card(number: int, *found: Found) -> CheckCard:
    return CheckCard([Question(number, QUESTIONS[number], found, ticked=False)])


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Found("Few people: {ward}, {age}.", ward="Millbrook", age="40-59"),
            "Wenige Leute: Millbrook, 40 bis 59.",
        ),
        (Found("One person is quoted {n} times.", n=3), "Eine Person wird 3-mal zitiert."),
        (
            Found("Look at “{start}”: it may hold a name.", start="Looked at {n} and {ward}"),
            "Sieh dir „Looked at {n} and {ward}“ an: da kann ein Name stehen.",
        ),
    ],
    ids=["few", "often", "own words with braces"],
)
def test_what_there_is_to_look_at_is_said_in_the_language_of_the_window(
    desk: Desk, german: None, found: Found, said: str
) -> None:
    shown = card(2, found)
    desk.show(shown)
    assert said in words_on(shown)
    assert found not in words_on(shown), "no English is left beside it"


def test_an_age_is_said_as_everywhere_on_screen(desk: Desk) -> None:
    shown = card(3, Found("Few people: {ward}, {age}.", ward="Holly Head", age="75+"))
    desk.show(shown)
    assert "Few people: Holly Head, 75 or older." in words_on(shown)


def test_what_is_found_is_plain_english_where_there_is_no_window() -> None:
    found = Found("Few people: {ward}, {age}.", ward="Holly Head", age="75+")
    assert found == "Few people: Holly Head, 75+."
    assert found.pattern.format(**found.facts) == found


def test_every_way_out_can_stand_in_the_middle_of_a_line() -> None:
    assert set(FOR) == set(Channel) == set(WAYS)
    assert all(words.startswith("for ") for words in FOR.values())
    assert len(set(FOR.values())) == len(FOR)
