"""Masking: every copy goes, and a passage stands on its own words or on none."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ldp_stories.domain.masking import (
    Edit,
    apply,
    carry,
    copies,
    edits_between,
    join_masks,
    mask_again,
    masked_apart,
    masked_layer,
    replace_copies,
    standing,
    standing_passages,
    words_layer,
)
from ldp_stories.domain.passages import MediaAnchor, Passage, TextAnchor
from ldp_stories.domain.records import Layer, LayerKind

STORY = "Mrs Patel came. mrs  patel's door was red. Patel Street, Mrs Patelson and MRS PATEL."


def layer(name: str, kind: LayerKind, made_from: str | None = None, language: str = "en") -> Layer:
    return Layer(name, "r", kind, language, name, made_from)


def test_every_copy_goes_whatever_its_case_and_spaces() -> None:
    text, edits = replace_copies(STORY, "Mrs Patel", "[headteacher]")
    assert (
        text
        == "[headteacher] came. [headteacher]'s door was red. Patel Street, Mrs Patelson and [headteacher]."
    )
    assert len(edits) == 3


def test_a_longer_word_that_begins_alike_is_left_alone() -> None:
    assert copies("Ann, Annual, Joann", "ann") == ((0, 3),)


def test_words_of_another_script_are_found() -> None:
    assert copies("میں زینب سے ملی۔ زینب آئی", "زینب") == ((4, 8), (17, 21))


def test_a_masking_of_signs_needs_no_word_ends() -> None:
    assert copies("call 0121-4960 now", "0121-4960") == ((5, 14),)
    assert copies("(x)(x)", "(x)") == ((0, 3), (3, 6))


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_blank_words_mask_nothing(words: str) -> None:
    assert copies(STORY, words) == ()
    assert replace_copies(STORY, words, "[x]") == (STORY, ())


def test_a_passage_after_a_mask_moves_with_its_words() -> None:
    text, edits = replace_copies(STORY, "Mrs Patel", "[headteacher]")
    start = STORY.index("door was red")
    span = carry(start, start + len("door was red"), edits)
    assert span is not None
    assert text[slice(*span)] == "door was red"


def test_a_passage_around_a_mask_keeps_its_ends() -> None:
    text, edits = replace_copies(STORY, "patel's", "[x]")
    span = carry(0, STORY.index(" Patel Street"), edits)
    assert span is not None
    assert text[slice(*span)] == "Mrs Patel came. mrs  [x] door was red."


def test_a_passage_whose_end_is_in_a_mask_needs_placing() -> None:
    _, edits = replace_copies(STORY, "Mrs Patel", "[headteacher]")
    assert carry(4, 15, edits) is None
    assert carry(20, 30, edits) is None


def test_a_passage_inside_a_mask_needs_placing() -> None:
    assert carry(2, 4, (Edit(0, 9, "[x]"),)) is None


def test_a_passage_that_is_masked_away_whole_needs_placing() -> None:
    assert carry(0, 4, (Edit(0, 4, ""),)) is None


def test_a_passage_that_is_masked_whole_stands_on_the_mask() -> None:
    assert carry(4, 8, (Edit(4, 8, "[x]"),)) == (4, 7)


@given(
    st.text(alphabet="ab c.é", min_size=1, max_size=60),
    st.sampled_from(["a", "b c", "ab", "é"]),
    st.text(alphabet="[x]", max_size=6),
    st.data(),
)
def test_a_carried_passage_is_its_own_words_with_the_masks_put_in(
    text: str, words: str, put: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    masked, edits = replace_copies(text, words, put)
    span = carry(start, end, edits)
    assume(span is not None)
    assert span is not None
    own = tuple(
        Edit(e.start - start, e.end - start, e.text) for e in edits if start <= e.start and e.end <= end
    )
    assert masked[slice(*span)] == apply(text[start:end], own)


@given(st.text(alphabet="ab c", max_size=60), st.sampled_from(["a", "b c", "ab"]))
def test_no_copy_is_left_behind(text: str, words: str) -> None:
    masked, _ = replace_copies(text, words, "[]")
    assert copies(masked, words) == ()


def test_only_the_newest_masked_copy_stands() -> None:
    layers = (
        layer("v", LayerKind.VERBATIM),
        layer("m1", LayerKind.MASKED, "v"),
        layer("m2", LayerKind.MASKED, "m1"),
        layer("read", LayerKind.READING, "m1"),
    )
    assert [x.id for x in standing(layers)] == ["v", "m2", "read"]
    found = masked_layer(layers)
    assert found is not None
    assert found.id == "m2"


def test_a_translation_does_not_replace_what_it_was_made_from() -> None:
    layers = (layer("t1", LayerKind.TRANSLATION, "v", "en"), layer("t2", LayerKind.TRANSLATION, "t1", "pl"))
    assert standing(layers) == layers


def test_two_masked_copies_made_apart_both_stand_and_one_is_shown_the_same_everywhere() -> None:
    layers = (
        layer("m3", LayerKind.MASKED, "m1"),
        layer("m2", LayerKind.MASKED, "m1"),
        layer("m1", LayerKind.MASKED, "v"),
    )
    assert {x.id for x in standing(layers)} == {"m2", "m3"}
    assert masked_layer(layers) == masked_layer(tuple(reversed(layers)))


def test_the_words_are_verbatim_before_transcript_before_nothing() -> None:
    both = (layer("t", LayerKind.TRANSCRIPT), layer("v", LayerKind.VERBATIM))
    found = words_layer(both)
    assert found is not None
    assert found.id == "v"
    only = words_layer(both[:1])
    assert only is not None
    assert only.id == "t"
    assert words_layer((layer("m", LayerKind.MASKED),)) is None


def test_edits_between_two_texts_turn_one_into_the_other() -> None:
    masked, _ = replace_copies(STORY, "Mrs Patel", "[headteacher]")
    assert apply(STORY, edits_between(STORY, masked)) == masked


@given(st.text(alphabet="ab c.", max_size=40), st.text(alphabet="ab c.", max_size=40))
def test_any_two_texts_have_edits_between_them(old: str, new: str) -> None:
    assert apply(old, edits_between(old, new)) == new


def test_equal_texts_have_no_edits_between_them() -> None:
    assert edits_between(STORY, STORY) == ()


def passage(name: str, on: str | None, copy_of: str | None = None) -> Passage:
    text = TextAnchor(on, 0, 1, "x") if on else None
    return Passage(name, "r", text, MediaAnchor("m", 0, 1), copy_of=copy_of)


def test_a_copy_on_a_replaced_masked_layer_is_history() -> None:
    layers = (
        layer("v", LayerKind.VERBATIM),
        layer("m1", LayerKind.MASKED, "v"),
        layer("m2", LayerKind.MASKED, "m1"),
    )
    original, old, new = passage("p", "v"), passage("c1", "m1", "p"), passage("c2", "m2", "p")
    assert standing_passages((original, old, new), layers) == (original, new)


def test_a_copy_of_the_sound_stands_only_while_no_words_do() -> None:
    layers = (layer("m", LayerKind.MASKED, "v"),)
    sound, words = passage("c1", None, "p"), passage("c2", "m", "p")
    assert standing_passages((sound, words), layers) == (words,)
    assert standing_passages((sound,), layers) == (sound,)


def test_of_two_copies_of_the_sound_one_stands_the_same_everywhere() -> None:
    one, two = passage("c1", None, "p"), passage("c2", None, "p")
    assert standing_passages((one, two), ()) == standing_passages((two, one), ()) == (one,)


def test_an_evaluator_who_has_no_original_still_sees_the_copy() -> None:
    copy = passage("c", "m", "p")
    assert standing_passages((copy,), (layer("m", LayerKind.MASKED, "v"),)) == (copy,)


OLD = "Mrs Patel came. The door was green. Then Mrs Patel left."
HIDDEN = "[head] came. The door was green. Then [head] left."


@pytest.mark.parametrize(
    ("new", "masked", "lost"),
    [
        (OLD, HIDDEN, ()),
        (OLD.replace("green", "blue"), HIDDEN.replace("green", "blue"), ()),
        (f"Well. {OLD} Bye.", f"Well. {HIDDEN} Bye.", ()),
        (OLD.replace(" The door was green.", ""), "[head] came. Then [head] left.", ()),
        (OLD.replace("Patel left", "Patil left"), HIDDEN, ("Mrs Patel",)),
        (OLD.replace("Mrs Patel came", "Mrs Anne Patel came"), HIDDEN, ("Mrs Patel",)),
    ],
)
def test_masks_stand_again_on_changed_words_or_hide_all_that_was_changed(
    new: str, masked: str, lost: tuple[str, ...]
) -> None:
    assert mask_again(OLD, new, HIDDEN) == (masked, lost)


names = st.sampled_from(["Mrs Patel", "Karim", "the door", "a key", "green", "left", "and", "came"])


@given(st.lists(names, min_size=1, max_size=8), st.lists(names, max_size=8))
def test_a_masked_name_never_comes_back_where_it_stood(before: list[str], after: list[str]) -> None:
    """Whatever was changed: of the masked words that stood in the old text none is seen that the old masked copy hid."""
    old, new = " ".join(before), " ".join([*before[: len(before) // 2], *after])
    hidden = replace_copies(old, "Karim", "[son]")[0]
    made, lost = mask_again(old, new, hidden)
    kept = before[: len(before) // 2].count("Karim")
    assert ("Karim" in made) <= ("Karim" not in before)
    assert made.count("[son]") >= min(kept, 1)
    assert set(lost) <= {old[e.start : e.end] for e in edits_between(old, hidden)}


def test_what_is_put_in_right_behind_a_passage_is_not_part_of_it() -> None:
    assert carry(4, 8, (Edit(8, 8, " and more"),)) == (4, 8)
    assert carry(4, 8, (Edit(4, 4, "so "),)) == (7, 11)
    assert carry(4, 8, (Edit(6, 6, "!"),)) == (4, 9)


@pytest.mark.parametrize(
    ("new", "masked", "lost"),
    [
        ("Ana Smith came. Ana left.", "[x] came. [x] left.", ("Ana",)),
        ("One day Ana came. Ana left.", "One day [x] came. [x] left.", ()),
        ("Ana, Ana came. Ana left.", "[x], [x] came. [x] left.", ()),
        ("Ana came. Ana left. I saw Ana.", "[x] came. [x] left. I saw [x].", ()),
        ("Ana came.\r\nAna left.", "[x] came.\r\n[x] left.", ()),
        ("A\u0301na came. Ana left.", "[x] came. [x] left.", ("Ana",)),
        ("Ana \U0001f469\u200d\U0001f467 came. Ana left.", "[x] came. [x] left.", ("Ana",)),
    ],
)
def test_words_written_around_a_mask_never_show_what_it_hides(
    new: str, masked: str, lost: tuple[str, ...]
) -> None:
    old = "Ana came. Ana left."
    hidden = replace_copies(old, "Ana", "[x]")[0]
    assert mask_again(old, new, hidden) == (masked, lost)


@pytest.mark.parametrize("new", ["Ana left.", "Ana left. Ana came.", "left Ana", "", "Ana", "came. left."])
def test_a_sentence_taken_out_around_a_mask_is_flagged_and_shows_no_name(new: str) -> None:
    old = "Ana came. Ana left."
    made, lost = mask_again(old, new, replace_copies(old, "Ana", "[x]")[0])
    assert copies(made, "Ana") == ()
    assert "Ana" in lost


def test_words_that_a_copy_left_open_on_purpose_stay_open() -> None:
    made, lost = mask_again("Ana and Ana", "Ana and Ana went", "Ana and [x]")
    assert (made, lost) == ("Ana and [x]", ("Ana",))


def apart(*texts: str, language: str = "en") -> tuple[Layer, ...]:
    masked = (Layer(f"m{n}", "r", LayerKind.MASKED, language, t, "v") for n, t in enumerate(texts))
    return (Layer("v", "r", LayerKind.VERBATIM, language, "Ana met Bo."), *masked)


def test_masked_copies_made_apart_are_known_and_one_may_stand_for_all() -> None:
    assert [x.id for x in masked_apart(apart("[x] met Bo.", "Ana met [y]."))] == ["m0", "m1"]
    assert masked_apart(apart("[x] met Bo.")) == ()
    assert masked_apart(apart()) == ()
    assert masked_apart(apart("[x] met Bo.", "[x] met Bo.")) == ()
    joined = Layer("n", "r", LayerKind.MASKED, "en", "[x] met [y].", "m0", also_from=("m1",))
    known = (*apart("[x] met Bo.", "Ana met [y]."), joined)
    assert [x.id for x in standing(known)] == ["v", "n"]
    assert masked_layer(known) == joined
    assert masked_apart(known) == ()


def test_a_masked_copy_in_another_language_is_not_one_made_apart() -> None:
    other = Layer("p", "r", LayerKind.MASKED, "pl", "Ana i Bo.", "v")
    assert masked_apart((*apart("[x] met Bo."), other)) == ()


def test_what_either_copy_hides_is_hidden_in_both_put_together() -> None:
    words = "Ana met Bo. Ana left with Bo Smith."
    one = replace_copies(words, "Ana", "[x]")[0]
    other = replace_copies(words, "Bo Smith", "[y]")[0]
    assert join_masks(words, [(words, one), (words, other)]) == ("[x] met Bo. [x] left with [y].", ())


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ("[x] Bo came", "Ana [y] came", "[x] [y] came"),
        ("[x] came", "Ana [y] came", "[x] came"),
        ("[x] came", "[z] came", "[x] came"),
        ("Ana [x]", "[y] came", "[y] [x]"),
        ("Ana Bo came", "[y] came", "[y] came"),
    ],
)
def test_masks_side_by_side_and_one_over_the_other_are_put_together(
    one: str, other: str, joined: str
) -> None:
    words = "Ana Bo came"
    made = [(words, one), (words, other)]
    assert join_masks(words, made) == join_masks(words, made[::-1]) == (joined, ())


def test_a_copy_of_words_that_were_changed_since_is_put_on_the_words_of_now() -> None:
    new = "Ana met Bo today. Zoe too."
    made = [("Ana met Bo.", "[x] met Bo."), (new, "Ana met Bo today. [z] too.")]
    assert join_masks(new, made) == ("[x] met Bo today. [z] too.", ())


def test_where_it_is_not_known_what_a_copy_was_made_from_all_that_differs_is_hidden() -> None:
    made = [(None, "[x] met Bo."), (None, "Ana met [y].")]
    assert join_masks(None, made) == join_masks(None, made[::-1])
    text, lost = join_masks(None, made)
    assert (text.count("[…]"), lost) == (2, ())
    assert copies(text, "Ana") == copies(text, "Bo") == ()
    half = join_masks("Ana met Bo.", [("Ana met Bo.", "[x] met Bo."), (None, "Ana met [y].")])[0]
    assert copies(half, "Ana") == copies(half, "Bo") == ()


NAMES = ("Ana", "Bo Lee", "Zoë", "\U0001f469\u200d\U0001f467", "زينب")


@given(
    st.lists(st.sampled_from([*NAMES, "met", "and", "left."]), min_size=1, max_size=9),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
)
def test_put_together_no_name_is_left_that_one_of_them_hid(parts: list[str], one: str, other: str) -> None:
    words = " ".join(parts)
    first, second = replace_copies(words, one, "[x]")[0], replace_copies(words, other, "[y]")[0]
    joined, lost = join_masks(words, [(words, first), (words, second)])
    assert joined == join_masks(words, [(words, second), (words, first)])[0]
    assert copies(joined, one) == copies(joined, other) == ()
    assert lost == ()
    seen = joined.replace("[x]", "").replace("[y]", "").split()
    assert " ".join(seen) == " ".join(p for p in parts if p not in (one, other))
