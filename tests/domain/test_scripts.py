"""Passages, masks and searches in Urdu, Bengali, emoji and letters written in two ways: counted in code points, never shifted."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.masking import apply, carry, copies, edits_between, replace_copies
from ldp_stories.domain.passages import CONTEXT, anchor, place_again
from ldp_stories.domain.typed_words import excerpt, fold, typed_words

TEXTS = {
    "Urdu": ("وہ تین بار آئی۔ تیسری بار میں نے زینب سے کہا چائے کے لیے اندر آ جاؤ۔", "زینب", "چائے کے لیے"),
    "Bengali": ("আমি একা হাঁটতাম। পরে রহিম আমাকে ক্লাসের কথা বলল, এখন আমি নিজেই যাই।", "রহিম", "ক্লাসের কথা"),
    "emoji": (
        "We walked 🚶🏽‍♀️ round the lake 🏞️ and then Rosa 🎉 bought tea 🫖 for us.",
        "Rosa",
        "tea 🫖 for us",
    ),
    "beyond": ("𐐀𐐁 said 𠜎 to Amy Lee and 👩‍👩‍👧 went home by the canal.", "Amy Lee", "by the canal"),
    "Arabic": ("ذَهَبْتُ إِلَى المَدْرَسَةِ مَعَ ليلى وَشَرِبْنا الشّاي.", "ليلى", "الشّاي"),
    "Welsh": ("Es i i’r dosbarth gyda Siân, ac mae’r llenni ar gau.", "Siân", "llenni ar gau"),
}
scripts = pytest.mark.parametrize("name", list(TEXTS))
MASK = "[a neighbour]"
mixed = st.text(alphabet="ab é🎉𐐀چائےকি۔ \n’", min_size=1, max_size=60)


@scripts
def test_a_passage_is_counted_in_code_points(name: str) -> None:
    text, _, quote = TEXTS[name]
    at = text.index(quote)
    found = anchor("l", text, at, at + len(quote))
    assert (found.quote, found.end - found.start) == (quote, len(quote))
    assert text.startswith(found.before + found.quote + found.after, max(0, at - CONTEXT))


@scripts
def test_a_name_is_masked_and_the_passage_after_it_keeps_its_words(name: str) -> None:
    text, who, quote = TEXTS[name]
    at = text.index(quote)
    masked, edits = replace_copies(text, who, MASK)
    span = carry(at, at + len(quote), edits)
    assert who not in masked
    assert span is not None
    assert masked[slice(*span)] == quote
    assert span[0] - at == sum(len(MASK) - len(who) for e in edits if e.end <= at)


@scripts
def test_the_masks_are_found_again_between_the_two_texts(name: str) -> None:
    text, who, _ = TEXTS[name]
    masked, _ = replace_copies(text, who, MASK)
    assert apply(text, edits_between(text, masked)) == masked


@scripts
@pytest.mark.parametrize("front", ["", "🎉🎉 ", "پہلے۔ ", "one\n\n", "e\u0301 "])
def test_a_passage_moves_with_its_words_whatever_comes_before(name: str, front: str) -> None:
    text, _, quote = TEXTS[name]
    at = text.index(quote)
    moved = place_again(anchor("l", text, at, at + len(quote)), front + text)
    assert moved is not None
    assert (moved.start, moved.quote) == (at + len(front), quote)


@scripts
def test_a_passage_whose_words_were_masked_needs_placing(name: str) -> None:
    text, who, _ = TEXTS[name]
    at = text.index(who)
    masked, _ = replace_copies(text, who, MASK)
    assert place_again(anchor("l", text, at, at + len(who)), masked) is None


@scripts
def test_a_name_that_was_typed_is_found(name: str) -> None:
    text, who, _ = TEXTS[name]
    marks = typed_words(who + " ").marks(text)
    assert marks
    assert fold(text[marks[0][0] : marks[0][1]]) in fold(who)
    assert typed_words(who).all_in(text)


@scripts
def test_an_excerpt_of_a_long_text_keeps_the_mark_on_its_word(name: str) -> None:
    text, who, _ = TEXTS[name]
    long = "before " * 60 + text + " after" * 60
    marks = typed_words(who + " ").marks(long)
    part, inside = excerpt(long, marks, 120)
    assert [part[a:b] for a, b in inside][:1] == [long[marks[0][0] : marks[0][1]]]


# the same words, elsewhere


def test_surroundings_count_for_more_than_the_old_offset() -> None:
    """The same word stands by chance where the passage was: it is another one."""
    text = "tea at hers. Then she said no. tea at mine."
    at = text.rindex("tea")
    old = anchor("l", text, at, at + 3)
    shifted = "x" * (at - 5) + " tea, tea, tea. " + text
    found = place_again(old, shifted)
    assert found is not None
    assert shifted[found.start :].startswith("tea at mine")


def test_words_that_stand_where_they_stood_are_kept_when_the_text_around_them_changes() -> None:
    text = "One. The tea. Three."
    old = anchor("l", text, 9, 12)
    found = place_again(old, "Uno. The tea. Tres. Another tea.")
    assert found is not None
    assert (found.start, found.after) == (9, ". Tres. Another tea.")


def test_two_places_that_overlap_are_two_places() -> None:
    old = anchor("l", "xx haha yy", 3, 7)
    assert place_again(old, "zzzz hahaha zzzz") is None


@given(mixed, mixed, st.data())
def test_a_passage_never_lands_on_other_words(text: str, other: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    old = anchor("l", text, start, data.draw(st.integers(start + 1, len(text))))
    found = place_again(old, other)
    assert found is None or other[found.start : found.end] == old.quote == found.quote


@given(mixed, st.data())
def test_a_passage_in_an_unchanged_text_stays_where_it_is(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    old = anchor("l", text, start, data.draw(st.integers(start + 1, len(text))))
    assert place_again(old, text) == old


@given(mixed, st.text(alphabet="é چ🎉", max_size=10), st.data())
def test_words_added_at_the_end_move_nothing(text: str, more: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = place_again(anchor("l", text, start, end), text + more)
    if end + CONTEXT <= len(text) or not more:
        assert found is not None
    assert found is None or (text + more)[found.start : found.end] == text[start:end]


# one name, written in several ways


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("then Zoë came", unicodedata.normalize("NFD", "Zoë")),
        (unicodedata.normalize("NFD", "then Zoë came"), "Zoë"),
        ("then O’Brien came", "O'Brien"),
        ("then O'Brien came", "O’Brien"),
        ("then Mary-Ann came", "Mary\u2011Ann"),
        ("then Mary\u2010Ann came", "Mary-Ann"),
        ("then MRS  PATEL came", "Mrs Patel"),
        ("then Mrs\nPatel came", "Mrs Patel"),
        ("then Mrs\u00a0Patel came", "Mrs Patel"),
        ("then ÅSE came", "åse"),
    ],
)
def test_every_way_of_writing_a_name_is_masked(text: str, typed: str) -> None:
    masked, edits = replace_copies(text, typed, "[x]")
    assert masked == "then [x] came"
    assert len(edits) == 1


@pytest.mark.parametrize("text", ["Roses are red", "Rosalind came", "prose", "a_Rosa", "Rosa2"])
def test_other_words_that_hold_a_name_are_left_alone(text: str) -> None:
    assert copies(text, "Rosa") == ()


@pytest.mark.parametrize("text", ["রহিমের বাড়ি", "রহিমকে বলো", "রহিম, রহিম"])
def test_a_bengali_name_is_masked_with_an_ending_joined_to_it(text: str) -> None:
    """Endings begin with a vowel sign; to leave the name standing would be the worse mistake."""
    assert "রহিম" not in replace_copies(text, "রহিম", "[x]")[0]


@pytest.mark.parametrize("signs", [".", "(", "[a]", "a.b", "x*", "\\", "^", "$5"])
def test_signs_in_a_name_mean_themselves(signs: str) -> None:
    text = f"one {signs} two"
    assert [text[a:b] for a, b in copies(text, signs)] == [signs]


@given(mixed, st.sampled_from(["a", "é", "🎉", "چائے", "’", "a b"]))
def test_masking_twice_is_masking_once(text: str, words: str) -> None:
    once, _ = replace_copies(text, words, "[]")
    assert replace_copies(once, words, "[]") == (once, ())


@given(mixed)
def test_masking_what_is_not_there_changes_nothing(text: str) -> None:
    assert replace_copies(text, "Zebedee", "[x]") == (text, ())


@given(mixed, mixed)
def test_edits_between_texts_of_any_script_turn_one_into_the_other(old: str, new: str) -> None:
    assert apply(old, edits_between(old, new)) == new


# searching


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("cafe", "the CAFÉ", True),
        ("café", "the cafe", True),
        ("sian", "Siân", True),
        ("STRASSE", "Straße", True),
        ("مدرسه ", "مدرسة", False),
        ("مَدْرَسَة ", "مدرسة", True),
        ("ক্লাস", "ক্লাসের কথা", True),
        ("🎉", "🎉", True),
    ],
)
def test_what_is_found_with_and_without_marks(typed: str, text: str, found: bool) -> None:
    """A sign that is no word is not looked for: it leaves nothing out."""
    assert typed_words(typed).all_in(text) is found


@given(mixed)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(mixed, mixed)
def test_marks_lie_inside_the_text_and_in_order(text: str, typed: str) -> None:
    marks = typed_words(typed).marks(text)
    assert all(0 <= a < b <= len(text) for a, b in marks)
    assert list(marks) == sorted(marks)


@given(mixed, st.integers(10, 80), st.sampled_from(["a", "b", "é", "চ"]))
def test_an_excerpt_is_never_much_longer_than_it_may_be(text: str, size: int, typed: str) -> None:
    marks = typed_words(typed).marks(text)
    part, inside = excerpt(text, marks, size)
    assert len(part) <= size + 4
    assert all(part[a:b] in text for a, b in inside)
