"""Passages are found again or say that they need placing; they never shift onto other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.passages import CONTEXT, anchor, place_again

TEXT = "She told me about the class. They draw the curtains and it is only women. I went the one time."
URDU = "وہ تین بار آئی۔ تیسری بار میں نے کہا چائے کے لیے اندر آ جاؤ۔"


def test_an_anchor_holds_the_words_and_some_text_either_side() -> None:
    found = anchor("l1", TEXT, 29, 73)
    assert found.quote == "They draw the curtains and it is only women."
    assert TEXT[29 - CONTEXT : 29] == found.before
    assert found.after.startswith(" I went")


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4), (0, len(TEXT) + 1)])
def test_an_empty_or_outside_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="at least one letter"):
        anchor("l1", TEXT, start, end)


def test_a_passage_moves_with_its_words_when_text_is_added_before() -> None:
    old = anchor("l1", TEXT, 29, 73)
    new = place_again(old, "A sentence more. " + TEXT)
    assert new is not None
    assert new.quote == old.quote
    assert new.start == old.start + 17


def test_a_passage_whose_words_changed_needs_placing() -> None:
    assert place_again(anchor("l1", TEXT, 29, 73), TEXT.replace("curtains", "blinds")) is None


def test_a_passage_that_could_be_in_two_places_needs_placing() -> None:
    old = anchor("l1", "tea. ", 0, 3)
    assert place_again(old, "x tea and tea") is None


def test_surroundings_tell_two_equal_passages_apart() -> None:
    text = "first tea here, then much later on another day we had second tea there"
    old = anchor("l1", text, text.rindex("tea"), text.rindex("tea") + 3)
    new = place_again(old, "Now: " + text)
    assert new is not None
    assert new.start == old.start + 5


def test_right_to_left_text_is_counted_in_code_points() -> None:
    found = anchor("l1", URDU, 4, 11)
    assert found.quote == URDU[4:11]
    again = place_again(found, "۔ " + URDU)
    assert again is not None
    assert again.start == 6


@given(st.text(min_size=1, max_size=60), st.text(max_size=20), st.data())
def test_whatever_is_put_in_front_the_quote_found_is_the_quote_kept(
    text: str, front: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    old = anchor("l1", text, start, end)
    new = place_again(old, front + text)
    assert new is None or (new.quote == old.quote and (front + text)[new.start : new.end] == old.quote)
