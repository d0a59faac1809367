"""Typed words are found the way the index finds them, and an excerpt never loses or moves a mark it shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.typed_words import Typed, excerpt, fold, typed_words

TEXT = "They draw the curtains and it is only women. A woman at the café."


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("wom", ["women", "woman"]),
        ("WOMEN", ["women"]),
        ("wom ", []),
        ("woman ", ["woman"]),
        ("cafe", ["café"]),
        ("the wo", ["the", "women", "woman", "the"]),
        ("", []),
        (" .,", []),
    ],
)
def test_words_are_found_without_case_and_accents_the_last_as_a_beginning(
    typed: str, found: list[str]
) -> None:
    assert [TEXT[a:b] for a, b in typed_words(typed).marks(TEXT)] == found


def test_all_words_must_be_there() -> None:
    assert typed_words("curtains wom").all_in(TEXT)
    assert not typed_words("curtains boat").all_in(TEXT)
    assert not typed_words("draw the curt ").all_in(TEXT)
    assert typed_words("").all_in(TEXT)


def test_other_scripts_are_found() -> None:
    assert typed_words("چائے").marks("کہا چائے کے لیے") == ((4, 8),)


def test_vowel_signs_do_not_keep_a_word_from_being_found() -> None:
    assert typed_words("مدرسة ").all_in("في المَدينة مَدْرَسة")


@given(st.text(alphabet="abcé .’", max_size=30), st.sampled_from(["a", "ab", "é", "b c", "a ", "abc b "]))
def test_all_words_are_in_a_text_exactly_when_each_has_a_mark(text: str, typed: str) -> None:
    words = typed_words(typed)
    alone = [Typed((w,)) for w in words.whole] + ([Typed((), words.begun)] if words.begun else [])
    assert words.all_in(text) == all(one.marks(text) for one in alone)


def test_folding_takes_case_and_accents_away() -> None:
    assert fold("CAFÉ") == fold("cafe") == "cafe"


def test_a_short_text_is_shown_whole() -> None:
    marks = typed_words("women").marks(TEXT)
    assert excerpt(TEXT, marks) == (TEXT, marks)


@given(
    st.lists(st.sampled_from(["women", "tea", "and", "curtains", "a"]), min_size=1, max_size=200),
    st.sampled_from(["women", "tea"]),
)
def test_an_excerpt_shows_its_marks_on_the_same_words(words: list[str], typed: str) -> None:
    text = " ".join(words)
    marks = typed_words(typed).marks(text)
    part, inside = excerpt(text, marks, 60)
    assert [part[a:b] for a, b in inside] == [typed] * len(inside)
    assert bool(inside) == bool(marks)
    assert len(part) <= 64
    assert part.strip("… ") in text


def test_a_long_text_without_marks_is_shown_from_its_start() -> None:
    part, inside = excerpt("word " * 100, (), 40)
    assert part.startswith("word word")
    assert part.endswith(" …")
    assert inside == ()
