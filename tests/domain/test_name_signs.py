"""Signs of a name: what a person should look at, and what is left in peace."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.name_signs import _A_DIGIT, _NEEDS, _PATTERNS, name_signs


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("Then Mrs Patel opened the door", "Mrs Patel", "title and name"),
        ("I asked Dr. Amy Stone about it", "Dr. Amy Stone", "title and name"),
        ("My name is Rosa and I walk", "My name is Rosa", "said to be a name"),
        ("a man called Tariq Aziz came", "called Tariq Aziz", "said to be a name"),
        ("I live at 12 Mill Lane now", "12 Mill Lane", "street"),
        ("She teaches at Saint Mary School", "Saint Mary School", "school"),
        ("near B37 7HG by the shop", "B37 7HG", "postcode"),
        ("write to rosa.lee@example.org today", "rosa.lee@example.org", "mail address"),
        ("ring 0121 496 0123 after ten", "0121 496 0123", "phone number"),
        ("ring +44 7700 900123", "+44 7700 900123", "phone number"),
    ],
)
def test_a_sign_is_found_with_its_reason(text: str, words: str, why: str) -> None:
    (sign,) = name_signs(text)
    assert (sign.words, sign.why) == (words, why)
    assert text[sign.start : sign.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "When we came in the spring I knew nobody.",
        "They called me over. It is only women.",
        "I walked 30 minutes to the park, 3 times, in 2026.",
        "[headteacher] knows she does. Nobody at the office asks.",
        "",
    ],
)
def test_plain_words_show_no_sign(text: str) -> None:
    assert name_signs(text) == ()


def test_signs_stand_in_the_order_of_the_text_and_do_not_overlap() -> None:
    text = "Ring 0121 496 0123. My name is Mrs Patel of 12 Mill Lane."
    found = name_signs(text)
    assert [s.why for s in found] == ["phone number", "title and name", "street"]
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


PIECES = (
    "Mr Tolland", "Cllr. Ada Stone", "my name's Rosa", "named Tariq", "called Mary", "12 Mill Lane", "Oak Tree School", "St Ann Surgery",
    "AB 12 34 56 C", "ab123456d", "B37 7HG", "sw1a 1aa", "a.b@c.org", "0121 496 0123", "+44 7700 900123", "943 476 5919", "\u0663", "I walked", ".",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=6).map(" ".join))
def test_a_pattern_that_is_not_tried_would_have_found_nothing(text: str) -> None:
    for why, pattern in _PATTERNS:
        if pattern.search(text):
            assert _NEEDS.get(why, _A_DIGIT.search)(text), why
