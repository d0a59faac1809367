"""Masking: every copy goes, the words as they were said stay, and no name travels in an older copy (US-C6)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.records import Layer, LayerKind
from ldp_stories.errors import Refused
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import count_copies, make_layer, mask, undo_mask
from ldp_stories.services.place_passages import needs_placing, place_passage, placed
from ldp_stories.services.story import Story, read_story
from ldp_stories.store import layers
from tests.services.house import BULBS, STORY, WOMEN, Told, change, houses, mark, pass_on, tell
from tests.services.released import release_read

MASKED = STORY.replace("Mrs Patel", "[headteacher]")


@pytest.fixture
def told(tmp_path: Path) -> Iterator[tuple[Home, Home, Told]]:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        story = tell(amina)
        pass_on(amina, joan)
        yield amina, joan, story


def story_of(home: Home, told: Told) -> Story:
    with home.main.read() as con:
        return read_story(con, told.record)


def masked(home: Home, told: Told) -> Layer:
    found = story_of(home, told).masked
    assert found is not None
    return found


def test_all_copies_in_the_story_go_and_the_words_stay(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    assert count_copies(joan, story.record, "mrs patel") == 2
    done = mask(joan, story.record, "mrs patel", "[headteacher]")
    assert (done.copies, done.needs_placing, done.also_in) == (2, (), ())
    assert masked(joan, story).text == MASKED
    words = story_of(joan, story).words
    assert words is not None
    assert words.text == STORY
    assert count_copies(joan, story.record, "mrs patel") == 0


def test_passages_stand_on_the_masked_words_and_keep_their_sound(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    layer = mask(joan, story.record, "Mrs Patel", "[headteacher]").layer
    assert layer is not None
    found = {p.passage: MASKED[p.start : p.end] for p in placed(joan, story.record, layer)}
    assert found == {
        story.passages[WOMEN]: WOMEN,
        story.passages[BULBS]: "[headteacher] came to the door with the bulbs.",
    }
    twin = story_of(joan, story).copy_of(story.passages[WOMEN])
    assert twin is not None
    assert twin.note == "it moved me"


def test_each_masking_is_a_new_copy_with_one_revision_so_no_name_travels_in_an_older_one(
    told: tuple[Home, Home, Told],
) -> None:
    _, joan, story = told
    first = mask(joan, story.record, "Mrs Patel", "[headteacher]").layer
    second = mask(joan, story.record, "spring", "[season]").layer
    assert second != first
    now = masked(joan, story)
    assert (now.id, now.made_from) == (second, first)
    assert now.text == MASKED.replace("spring", "[season]")
    assert len(story_of(joan, story).passages) == 4


def test_a_passage_with_a_mask_across_its_end_needs_placing_and_is_placed_by_hand(
    told: tuple[Home, Home, Told],
) -> None:
    amina, joan, story = told
    cut = mark(amina, story, STORY, "nobody. Mrs")
    pass_on(amina, joan)
    done = mask(joan, story.record, "Mrs Patel", "[headteacher]")
    assert done.needs_placing == (cut,) == needs_placing(joan, story.record)
    start = MASKED.index("nobody. [headteacher]")
    place_passage(joan, cut, start, start + len("nobody. [headteacher]"))
    assert needs_placing(joan, story.record) == ()
    assert done.layer is not None
    spans = [(p.start, p.end) for p in placed(joan, story.record, done.layer) if p.passage == cut]
    assert [MASKED[a:b] for a, b in spans] == ["nobody. [headteacher]"]


def test_placing_a_passage_again_leaves_one_of_it(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    layer = mask(joan, story.record, "Mrs Patel", "[headteacher]").layer
    assert layer is not None
    place_passage(joan, story.passages[WOMEN], 0, 4)
    found = [p for p in placed(joan, story.record, layer) if p.passage == story.passages[WOMEN]]
    assert [(p.start, p.end) for p in found] == [(0, 4)]


def test_a_word_that_is_not_there_changes_nothing(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    done = mask(joan, story.record, "Mr Stone", "[neighbour]")
    assert (done.copies, done.layer) == (0, None)
    assert story_of(joan, story).masked is None


@pytest.mark.parametrize(
    ("find", "put"), [("", "[x]"), ("  ", "[x]"), ("Mrs Patel", ""), ("Mrs Patel", "  ")]
)
def test_empty_words_are_refused(told: tuple[Home, Home, Told], find: str, put: str) -> None:
    _, joan, story = told
    with pytest.raises(Refused) as caught:
        mask(joan, story.record, find, put)
    assert caught.value.code == "MASK_EMPTY"


def test_where_else_the_words_stand_is_said(told: tuple[Home, Home, Told]) -> None:
    amina, joan, story = told
    change(
        amina, "record", story.record, title="Mrs Patel's bulbs", note="see Mrs Patel", saw="mrs patel again"
    )
    change(amina, "encounter", story.encounter, promises="A card for Mrs Patel")
    pass_on(amina, joan)
    done = mask(joan, story.record, "Mrs Patel", "[headteacher]")
    assert done.also_in == ("title", "note", "saw", "promises")


def test_a_name_in_the_note_of_a_passage_is_masked_in_its_twin(told: tuple[Home, Home, Told]) -> None:
    amina, joan, story = told
    change(amina, "passage", story.passages[WOMEN], note="Mrs Patel says so too")
    pass_on(amina, joan)
    mask(joan, story.record, "Mrs Patel", "[headteacher]")
    twin = story_of(joan, story).copy_of(story.passages[WOMEN])
    assert twin is not None
    assert twin.note == "[headteacher] says so too"


def test_reading_and_translated_copies_are_masked_as_well(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    make_layer(joan, story.record, LayerKind.READING, "Mrs Patel came.")
    make_layer(joan, story.record, LayerKind.TRANSLATION, "Przyszła Mrs Patel.", language="pl")
    assert count_copies(joan, story.record, "Mrs Patel") == 4
    assert mask(joan, story.record, "Mrs Patel", "[headteacher]").copies == 4
    texts = {x.kind: x.text for x in story_of(joan, story).layers}
    assert texts == {
        LayerKind.VERBATIM: STORY,
        LayerKind.MASKED: MASKED,
        LayerKind.READING: "[headteacher] came.",
        LayerKind.TRANSLATION: "Przyszła [headteacher].",
    }


def test_undo_goes_back_to_the_copy_before_and_keeps_every_copy(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    assert not undo_mask(joan, story.record)
    mask(joan, story.record, "Mrs Patel", "[headteacher]")
    mask(joan, story.record, "spring", "[season]")
    assert undo_mask(joan, story.record)
    assert masked(joan, story).text == MASKED
    assert needs_placing(joan, story.record) == ()
    with joan.main.read() as con:
        assert len(layers.of_record(con, story.record)) == 4


def test_undoing_the_first_mask_shows_the_words_again(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    mask(joan, story.record, "Mrs Patel", "[headteacher]")
    assert undo_mask(joan, story.record)
    assert masked(joan, story).text == STORY
    layer = masked(joan, story).id
    assert {STORY[p.start : p.end] for p in placed(joan, story.record, layer)} == {WOMEN, BULBS}


def test_what_evaluators_have_cannot_be_unmasked(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    mask(joan, story.record, "Mrs Patel", "[headteacher]")
    release_read(joan, story.record)
    with pytest.raises(Refused) as caught:
        undo_mask(joan, story.record)
    assert caught.value.code == "RELEASED_ALREADY"
    assert mask(joan, story.record, "spring", "[season]").copies == 1


def test_a_masked_copy_by_hand_carries_the_passages_it_still_holds(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    text = STORY.replace("Mrs Patel came to the door with the bulbs.", "Someone came.")
    layer = make_layer(joan, story.record, LayerKind.MASKED, text)
    assert [text[p.start : p.end] for p in placed(joan, story.record, layer)] == ["Someone came.", WOMEN]
    assert needs_placing(joan, story.record) == ()


def test_a_passage_that_a_copy_by_hand_dropped_needs_placing(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    text = STORY.replace(BULBS + " ", "")
    layer = make_layer(joan, story.record, LayerKind.MASKED, text)
    assert [text[p.start : p.end] for p in placed(joan, story.record, layer)] == [WOMEN]
    assert needs_placing(joan, story.record) == (story.passages[BULBS],)


def test_a_newer_reading_copy_replaces_the_one_before(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    make_layer(joan, story.record, LayerKind.READING, "One.")
    make_layer(joan, story.record, LayerKind.READING, "Two.")
    assert [x.text for x in story_of(joan, story).layers if x.kind is LayerKind.READING] == ["Two."]


def test_words_as_they_were_said_are_not_made_here(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    with pytest.raises(ValueError, match="researcher"):
        make_layer(joan, story.record, LayerKind.VERBATIM, "Other words")


def test_only_a_coordinator_masks(told: tuple[Home, Home, Told]) -> None:
    amina, _, story = told
    for attempt in (
        lambda: mask(amina, story.record, "Mrs Patel", "[x]"),
        lambda: undo_mask(amina, story.record),
        lambda: make_layer(amina, story.record, LayerKind.MASKED, "x"),
        lambda: place_passage(amina, story.passages[WOMEN], 0, 4),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        assert caught.value.code == "NOT_YOUR_ROLE"


def test_words_in_urdu_are_masked_and_their_passages_stand(tmp_path: Path) -> None:
    text = "زینب تین بار آئی۔ میں نے کہا چائے کے لیے اندر آ جاؤ۔ زینب ہنسی۔"
    tea = "میں نے کہا چائے کے لیے اندر آ جاؤ۔"
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        story = tell(amina, text, marked=(tea,), language="ur")
        pass_on(amina, joan)
        layer = mask(joan, story.record, "زینب", "[پڑوسن]").layer
        assert layer is not None
        now = masked(joan, story)
        assert "زینب" not in now.text
        assert [now.text[p.start : p.end] for p in placed(joan, story.record, layer)] == [tea]


def test_an_edit_of_the_words_and_a_mask_made_apart_are_both_there_and_nothing_shifts(
    told: tuple[Home, Home, Told],
) -> None:
    amina, joan, story = told
    mask(joan, story.record, "Mrs Patel", "[headteacher]")
    change(amina, "layer", story.words, text="One sentence more. " + STORY)
    pass_on(amina, joan)
    now = story_of(joan, story)
    assert now.words is not None
    assert now.words.text.startswith("One sentence more.")
    assert masked(joan, story).text == MASKED
    layer = masked(joan, story).id
    assert {MASKED[p.start : p.end] for p in placed(joan, story.record, layer)} >= {WOMEN}
