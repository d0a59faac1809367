"""Undo across restarts against a model: a person types, undoes, redoes and restarts in any order, and no version is ever made up."""

from __future__ import annotations

import pytest

from ldp_stories.services.edit_record import keep_draft
from ldp_stories.services.home import Home
from ldp_stories.services.undo_words import begin_undo, earlier, later
from tests.services.homes import told

STORY = (
    "When we came in the spring I knew nobody.",
    "She told me about the class.",
    "They draw the curtains.",
    "It is only women.",
    "I can walk in on my own now.",
    "Mrs Patel came with bulbs.",
)


class Model:
    """A field as a person sees it: its text, and every text that ever stood in it."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.record = told(home)
        self.text = ""
        self.ever = {""}
        begin_undo(home, self.record, "words", "")

    def type(self, text: str) -> None:
        """Type a whole other text."""
        self.text = text
        self.ever.add(text)
        keep_draft(self.home, self.record, "words", text)

    def back(self) -> bool:
        """Press undo; whether anything came."""
        found = earlier(self.home, self.record, "words", self.text)
        if found is not None:
            self.text = found
        return found is not None

    def forth(self) -> bool:
        """Press redo; whether anything came."""
        found = later(self.home, self.record, "words", self.text)
        if found is not None:
            self.text = found
        return found is not None

    def open_again(self) -> None:
        """The screen is opened anew with the text that stands."""
        begin_undo(self.home, self.record, "words", self.text)


@pytest.fixture
def model(home: Home) -> Model:
    return Model(home)


def test_as_many_steps_forward_as_back_come_to_the_same_words(model: Model) -> None:
    for number in range(1, len(STORY) + 1):
        model.type(" ".join(STORY[:number]))
    last = model.text
    steps = 0
    while model.back():
        steps += 1
        assert model.text in model.ever
    assert model.text == ""
    assert steps == len(STORY)
    for _ in range(steps):
        assert model.forth()
        assert model.text in model.ever
    assert model.text == last
    assert not model.forth()


def test_opening_the_screen_again_makes_no_step_of_its_own(model: Model) -> None:
    model.type(STORY[0])
    model.type(STORY[1])
    for _ in range(5):
        model.open_again()
    assert model.back()
    assert model.text == STORY[0]
    assert model.back()
    assert model.text == ""
    assert not model.back()


def test_opening_it_in_the_middle_of_an_undo_keeps_the_way_forward(model: Model) -> None:
    model.type(STORY[0])
    model.type(STORY[1])
    assert model.back()
    model.open_again()
    assert model.forth()
    assert model.text == STORY[1]


def test_a_text_that_came_from_elsewhere_is_one_more_step(model: Model) -> None:
    model.type(STORY[0])
    model.text = "Changed on another laptop and brought in."
    model.open_again()
    assert model.back()
    assert model.text == STORY[0]
    assert model.forth()
    assert model.text == "Changed on another laptop and brought in."


@pytest.mark.parametrize("moves", ["bbff", "bfbf", "bbbfff", "bfbbff", "bbbbffff"])
def test_any_row_of_presses_stays_among_what_was_typed(model: Model, moves: str) -> None:
    for sentence in STORY:
        model.type(sentence)
    for move in moves:
        assert model.back() if move == "b" else model.forth()
        assert model.text in model.ever
    assert model.text == STORY[-1], "as many back as forth"


def test_taking_everything_out_is_a_step_that_can_be_undone(model: Model) -> None:
    model.type(" ".join(STORY))
    model.type("")
    assert model.back()
    assert model.text == " ".join(STORY)
