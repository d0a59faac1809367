"""The quiet line of plain words: it advises on our own text, and says nothing when there is nothing to say."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint

from ldp_stories.domain.feedback import Feedback
from ldp_stories.domain.plain_english import Advice, Kind
from ldp_stories.ui.coordinator.feedback import FeedbackScreen
from ldp_stories.ui.record.plain_line import SHOWN, PlainLine, advice_words
from tests.ui.helpers import cut, dressed, words_on
from tests.ui.on_screen import Desk


@pytest.fixture
def line(desk: Desk) -> PlainLine:
    made = PlainLine(desk.context)
    dressed(desk.qtbot, made, size=(700, 200))
    return made


def test_plain_words_are_left_in_peace(line: PlainLine) -> None:
    line.look("We had tea in the hall.")
    line.look_now()
    assert not line.isVisible()


def test_a_heavy_text_is_named_with_what_could_be_said(line: PlainLine) -> None:
    line.look("Stakeholders engage with each KPI. " * 8 + "The VCSE came.")
    line.look_now()
    said = words_on(line)
    assert "“Stakeholders”. You could say: people involved." in said
    assert "more." in said, "not all of it at once"
    assert said.count("You could say") == SHOWN
    assert cut(line) == []


def test_a_word_that_stands_there_often_is_named_once_and_leaves_room_for_the_next(line: PlainLine) -> None:
    line.look("The stakeholders met the stakeholders and the stakeholders. They had buy-in.")
    line.look_now()
    said = line.words.text().splitlines()
    assert said == [
        "“stakeholders”. You could say: people involved.",
        "“buy-in”. You could say: support.",
        "And 2 more.",
    ]


def test_typing_is_looked_at_when_it_rests(desk: Desk, line: PlainLine) -> None:
    line.hide()
    line.look("Stakeholders")
    line.look("Stakeholders came")
    assert not line.isVisible()
    desk.until(line.isVisible)
    line.look("People came")
    desk.until(lambda: not line.isVisible())


def test_typing_that_rests_after_the_notebook_was_closed_asks_it_nothing(desk: Desk, line: PlainLine) -> None:
    line.hide()
    line.look("Stakeholders came")
    desk.context.home.close()
    line.look_now()
    assert not line.isVisible()


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (
            Advice(Kind.WORD, "insight", 0, "what people told us"),
            "“insight”. You could say: what people told us.",
        ),
        (Advice(Kind.INITIALS, "VCSE", 0), "“VCSE”. Say once what the letters stand for."),
        (
            Advice(Kind.PASSIVE, "It was done and was seen.", 0, count=2),
            "“It was done and was seen.” Say who did it.",
        ),
        (
            Advice(Kind.LONG, "a " * 60, 0, count=60),
            f"“{'a ' * 29}a…” has 60 words. Two sentences read easier.",
        ),
    ],
)
def test_an_advice_is_an_offer_in_plain_words(one: Advice, words: str) -> None:
    assert advice_words(one) == words


def test_what_became_of_it_has_its_advice_under_it_and_not_at_the_foot_of_the_form(desk: Desk) -> None:
    screen = FeedbackScreen(desk.context)
    desk.show(screen)
    screen.open_form(Feedback("", (), (), "", True, ""))
    form = screen.form
    assert form is not None
    form.did.set_text("Stakeholders came")
    screen.plain.look_now()
    desk.until(screen.plain.isVisible)
    did, plain, search = (
        part.mapTo(screen, QPoint(0, 0)).y() for part in (form.did, screen.plain, form.search)
    )
    assert did < plain < search
