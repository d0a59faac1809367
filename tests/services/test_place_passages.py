"""Placing by hand: what needs it, what it means for evaluators, and taking it away again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.passages import Passage
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.services.place_passages import (
    needs_placing,
    place_on_words,
    place_passage,
    take_off,
    to_place,
)
from ldp_stories.services.release_words import changed_since
from ldp_stories.services.story import Story, read_story
from tests.services.house import STORY, WOMEN, Told, change, houses, mark, pass_on, send_to_evaluator, tell
from tests.services.released import release_read

CUT = "nobody. Mrs"
FITS = "nobody. [headteacher]"


@pytest.fixture
def three(tmp_path: Path) -> Iterator[tuple[Home, Home, Home, Told, str]]:
    """Amina's story at Joan's, with a passage that ends inside a name, and the name masked; and Priya, who evaluates."""
    with houses(tmp_path, "amina", "joan", "priya") as (amina, joan, priya):
        story = tell(amina)
        cut = mark(amina, story, STORY, CUT)
        pass_on(amina, joan)
        mask(joan, story.record, "Mrs Patel", "[headteacher]")
        yield amina, joan, priya, story, cut


def story_of(home: Home, told: Told) -> Story:
    with home.main.read() as con:
        return read_story(con, told.record)


def twin_of(home: Home, told: Told, passage: str) -> Passage:
    """The one copy of a passage that stands in the masked words."""
    (found,) = [p for p in story_of(home, told).passages if p.copy_of == passage and p.text]
    return found


def quotes(home: Home, told: Told) -> set[str]:
    """The words of all passages of a story at somebody's."""
    return {p.text.quote for p in story_of(home, told).passages if p.text}


def code(attempt: object) -> str:
    with pytest.raises(UserError) as caught:
        attempt()  # type: ignore[operator]
    return caught.value.code


def test_a_passage_that_was_lost_is_offered_before_the_release_and_after(
    three: tuple[Home, Home, Home, Told, str],
) -> None:
    _, joan, _, told, cut = three
    assert to_place(joan, told.record) == (cut,)
    done = release_read(joan, told.record)
    assert done.needs_placing == to_place(joan, told.record) == (cut,)


def test_a_passage_that_the_release_will_copy_by_itself_is_not_offered(
    three: tuple[Home, Home, Home, Told, str],
) -> None:
    amina, joan, _, told, cut = three
    late = mark(amina, told, STORY, "I can walk in on my own now.")
    pass_on(amina, joan, n=2)
    assert late in needs_placing(joan, told.record)
    assert to_place(joan, told.record) == (cut,)
    assert release_read(joan, told.record).copied == 1


def test_nothing_is_offered_while_there_is_no_masked_copy(tmp_path: Path) -> None:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        told = tell(amina)
        pass_on(amina, joan)
        assert to_place(joan, told.record) == ()
        assert code(lambda: place_on_words(joan, told.passages[WOMEN], WOMEN)) == "NO_SUCH_PASSAGE"


def test_a_passage_is_placed_on_words_and_taken_off_again(three: tuple[Home, Home, Home, Told, str]) -> None:
    _, joan, _, told, cut = three
    twin = place_on_words(joan, cut, FITS)
    assert to_place(joan, told.record) == ()
    found = twin_of(joan, told, cut)
    assert found.text is not None
    assert (found.id, found.text.quote) == (twin, FITS)
    take_off(joan, twin)
    assert to_place(joan, told.record) == (cut,)
    again = place_on_words(joan, cut, "nobody.")
    assert twin_of(joan, told, cut).id == again


def test_what_was_taken_off_does_not_come_back_with_the_next_mask(
    three: tuple[Home, Home, Home, Told, str],
) -> None:
    _, joan, _, told, cut = three
    take_off(joan, place_on_words(joan, cut, FITS))
    mask(joan, told.record, "spring", "[season]")
    assert to_place(joan, told.record) == (cut,)
    assert FITS not in quotes(joan, told)


def test_words_that_do_not_stand_exactly_once_are_refused_and_nothing_is_placed(
    three: tuple[Home, Home, Home, Told, str],
) -> None:
    _, joan, _, told, cut = three
    for words in ("[headteacher]", "Mrs Patel", ""):
        assert code(lambda w=words: place_on_words(joan, cut, w)) == "WORDS_NOT_ONCE"
    assert to_place(joan, told.record) == (cut,)


def test_words_chosen_in_another_copy_are_refused(three: tuple[Home, Home, Home, Told, str]) -> None:
    _, joan, _, told, cut = three
    old = story_of(joan, told).masked
    assert old is not None
    mask(joan, told.record, "spring", "[season]")
    for layer in (old.id, told.words):
        assert code(lambda x=layer: place_passage(joan, cut, 0, 4, layer=x)) == "NOT_IN_MASKED_COPY"
    assert to_place(joan, told.record) == (cut,)


def test_the_note_of_a_passage_placed_by_hand_is_masked_as_well(
    three: tuple[Home, Home, Home, Told, str],
) -> None:
    amina, joan, _, told, cut = three
    change(amina, "passage", cut, note="Mrs Patel again")
    pass_on(amina, joan, n=2)
    place_on_words(joan, cut, FITS)
    assert twin_of(joan, told, cut).note == "[headteacher] again"


def test_evaluators_get_it_only_when_it_is_placed_and_without_another_reading(
    three: tuple[Home, Home, Home, Told, str],
) -> None:
    _, joan, priya, told, cut = three
    release_read(joan, told.record)
    send_to_evaluator(joan, priya)
    assert quotes(priya, told) == {WOMEN, "[headteacher] came to the door with the bulbs."}
    take_off(joan, place_on_words(joan, cut, FITS))
    send_to_evaluator(joan, priya)
    assert FITS not in quotes(priya, told), "it was taken off before the sending"
    place_on_words(joan, cut, FITS)
    assert changed_since(joan, told.record) == ()
    send_to_evaluator(joan, priya)
    assert FITS in quotes(priya, told)


def test_a_passage_with_sound_is_placed_once_and_keeps_its_sound(tmp_path: Path) -> None:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        told = tell(amina, sound=True)
        cut = mark(amina, told, STORY, CUT)
        pass_on(amina, joan)
        mask(joan, told.record, "Mrs Patel", "[headteacher]")
        assert to_place(joan, told.record) == (cut,)
        twin = place_on_words(joan, cut, FITS)
        copies = [p for p in story_of(joan, told).passages if p.copy_of == cut]
        assert [(p.id, p.sound is not None) for p in copies] == [(twin, True)]
        take_off(joan, twin)
        (left,) = [p for p in story_of(joan, told).passages if p.copy_of == cut]
        assert (left.text, left.sound is not None) == (None, True)


def test_only_a_copy_with_words_is_taken_off_and_only_by_a_coordinator(
    three: tuple[Home, Home, Home, Told, str],
) -> None:
    amina, joan, _, _, cut = three
    for ident in (cut, new_id()):
        assert code(lambda i=ident: take_off(joan, i)) == "NO_SUCH_PASSAGE"
    with pytest.raises(Refused) as caught:
        take_off(amina, cut)
    assert caught.value.code == "NOT_YOUR_ROLE"
