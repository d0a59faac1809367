"""What could not be carried over is counted and said."""

import pytest

from ldp_stories.reports.refi.losses import ONE, WORDS, Losses, sentence
from ldp_stories.reports.refi.model import Loss


def test_losses_are_counted_with_their_first_example_in_a_fixed_order() -> None:
    losses = Losses()
    losses.add("twice", "Second")
    losses.add("picture", "Photo")
    losses.add("picture", "Scan", 3)
    assert losses.all() == (Loss("picture", 4, "Photo"), Loss("twice", 1, "Second"))


def test_a_loss_without_a_sentence_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        Losses().add("surprise")


@pytest.mark.parametrize("what", list(WORDS))
def test_every_loss_is_a_sentence_for_a_person(what: str) -> None:
    said = sentence(Loss(what, 3))
    assert said.endswith(".")
    assert "{" not in said
    assert "3" in said or "{n}" not in WORDS[what]


def test_one_thing_is_said_as_one_and_named_where_a_person_can_look_for_it() -> None:
    losses = Losses()
    losses.add("twice", "Running")
    losses.add("outside", "0123")
    told = [sentence(one) for one in losses.all()]
    assert "1 thing stood in the file twice; the first was kept. For example: \u201cRunning\u201d." in told
    assert "1 mark stood outside its text and was left out." in told, "an identifier helps nobody"


def test_every_sentence_that_counts_has_one_for_a_single_thing() -> None:
    assert {what for what, words in WORDS.items() if "{n}" in words} == set(ONE)
    assert not [words for words in ONE.values() if "{n}" in words]
