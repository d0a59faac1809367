"""Every copy of a name is found, however it was typed; no letter and no picture is ever cut in two."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.masking import copies, replace_copies
from ldp_stories.domain.spelling import places_of

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
BROWN = "\U0001f44d\U0001f3fd"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Then Ren\u00e9e came", "Rene\u0301e"),
        ("Then Rene\u0301e came", "Ren\u00e9e"),
        ("l\u1ebf came", "le\u0302\u0301"),
        ("l\u00ea\u0301 came", "l\u1ebf"),
        ("a\u0323\u0301 x", "a\u0301\u0323"),
        ("Mrs O\u2019Neill came", "O'Neill"),
        ("Mrs O'Neill came", "O\u02bcNeill"),
        ("Anne\u2011Marie came", "Anne-Marie"),
        ("Pa\u00adtel came", "Patel"),
        ("Mrs\u00a0Patel came", "Mrs Patel"),
        ("Mrs\r\nPatel came", "Mrs Patel"),
        ("Mrs\u200bPatel came", "Mrs Patel"),
        ("\u200fMrs Pa\u200etel came", "Mrs Patel"),
        ("STRASSE 5 \u00e9", "stra\u00dfe 5"),
        ("Gri\ufb03th \u00e9", "Griffith"),
        ("\uff30\uff41\uff54\uff45\uff4c came", "Patel"),
        ("\u0642\u0627\u0644\u062a \u0632\u064e\u064a\u0652\u0646\u064e\u0628", "\u0632\u064a\u0646\u0628"),
        (
            "\u0642\u0627\u0644\u062a \u0632\u064a\u0640\u0640\u0646\u0628",
            "\u0632\u064e\u064a\u0652\u0646\u0628",
        ),
        ("\u05d0\u05de\u05e8 \u05d3\u05b8\u05bc\u05d5\u05b4\u05d3", "\u05d3\u05d5\u05d3"),
        (
            "\u0e04\u0e38\u0e13\u0e2a\u0e21\u0e0a\u0e32\u0e22\u0e21\u0e32",
            "\u0e2a\u0e21\u0e0a\u0e32\u0e22",
        ),
        ("\uae40\ucca0\uc218\uac00 \uc654\ub2e4", "\uae40\ucca0\uc218"),
        ("\u5f20\u4f1f\u6765\u4e86", "\u5f20\u4f1f"),
        ("\u09b0\u09b9\u09bf\u09ae\u09c7\u09b0 \u09ac\u09be\u09dc\u09bf", "\u09b0\u09b9\u09bf\u09ae"),
        ("\u09b0\u09b9\u09bf\u09ae\u0995\u09c7", "\u09b0\u09b9\u09bf\u09ae"),
        ("love \u2764\ufe0f", "\u2764"),
    ],
)
def test_a_name_is_found_however_it_was_typed(text: str, words: str) -> None:
    spans = places_of(text, words)
    assert len(spans) == 1
    left = text[: spans[0][0]] + text[spans[0][1] :]
    assert copies(left, words) == ()
    assert not left[spans[0][0] : spans[0][0] + 1] or not unicodedata.combining(left[spans[0][0]])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ana\u0301 came", "Ana"),
        ("Jose came \u00e9", "Jos\u00e9"),
        ("\u0930\u093e\u092e\u0942 \u0906\u092f\u093e", "\u0930\u093e\u092e"),
        (f"we are {FAMILY} now", "\U0001f469"),
        (f"we are {FAMILY} now", "\U0001f469\U0001f469"),
        (f"good {BROWN}", "\U0001f44d"),
        ("\u00e9 Patelson", "Patel"),
        ("Gri\ufb03th", "Grif"),
        ("\u062e\u0632\u064a\u0646\u0628\u0629", "\u0632\u064a\u0646\u0628"),
        ("\u09b8\u09c1\u09b0\u09ae\u09be", "\u09b0\u09ae\u09be"),
    ],
)
def test_what_only_begins_alike_is_no_copy(text: str, words: str) -> None:
    assert places_of(text, words) == ()


def test_a_whole_picture_is_masked_whole() -> None:
    for picture in (FAMILY, BROWN, "\U0001f1f5\U0001f1f1", "1\ufe0f\u20e3"):
        assert replace_copies(f"\u00e9 {picture} {picture}", picture, "[x]")[0] == "\u00e9 [x] [x]"


def test_right_to_left_names_between_left_to_right_words_are_masked_where_they_stand() -> None:
    name = "\u0632\u064a\u0646\u0628"
    text = f"She said \u2067{name}\u2069, then {name}. OK"
    masked, edits = replace_copies(text, name, "[friend]")
    assert name not in masked
    assert masked.startswith("She said \u2067[friend]")
    assert masked.endswith("then [friend]. OK")
    assert len(edits) == 2


def test_masks_at_the_beginning_at_the_end_and_side_by_side() -> None:
    assert replace_copies("\u00c9va \u00c9va\u00b7\u00c9va", "e\u0301va", "[x]")[0] == "[x] [x]\u00b7[x]"
    assert replace_copies("Eva Eva", "eva", "[x]")[0] == "[x] [x]"
    assert places_of("", "Eva") == ()
    assert places_of("\u00e9", " \u200b ") == ()


LETTERS = "ab\u00e9e\u0301\u200d\u00ad \n\r-'\u2019\u0632\u064e\u0640\U0001f469\U0001f3fd\u4f1f"


@given(
    st.text(LETTERS, max_size=30), st.text(LETTERS, min_size=1, max_size=4), st.sampled_from(["[x]", "[]"])
)
def test_after_masking_no_copy_is_left_and_what_is_masked_is_the_words(
    text: str, words: str, put: str
) -> None:
    spans = places_of(text, words)
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    for start, end in spans:
        assert places_of(text[start:end], words) == ((0, end - start),)
    assert copies(replace_copies(text, words, put)[0], words) == ()


@given(st.text("abAB cd\n'", max_size=40), st.text("abc '", min_size=1, max_size=3))
def test_plain_text_and_text_with_one_other_letter_find_the_same(text: str, words: str) -> None:
    assert places_of(text + " \u00f8", words) == places_of(text + " ", words)
