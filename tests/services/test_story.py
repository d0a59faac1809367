"""Reading a story: what stands, what may be read, and that what is gone stays gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.services.place_passages import is_masked, needs_placing, place_passage, placed, unplaced
from ldp_stories.services.story import need, read_story
from tests.services.house import BULBS, WOMEN, change, erase, houses, open_house, tell


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def test_without_clearance_only_masked_words_and_passages_are_read(joan: Home) -> None:
    told = tell(joan)
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    with joan.main.read() as con:
        story = read_story(con, told.record, protected=False)
    assert [x.kind for x in story.layers] == [LayerKind.MASKED]
    assert story.words is None
    assert story.originals == ()
    assert all(is_masked(story, p) for p in story.passages)


def test_an_original_is_not_masked_and_its_twin_is(joan: Home) -> None:
    told = tell(joan)
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    with joan.main.read() as con:
        story = read_story(con, told.record)
    assert [is_masked(story, p) for p in story.originals] == [False, False]
    twin = story.copy_of(told.passages[WOMEN])
    assert twin is not None
    assert is_masked(story, twin)


def test_nothing_needs_placing_while_nothing_is_masked(joan: Home) -> None:
    told = tell(joan)
    assert needs_placing(joan, told.record) == ()
    with joan.main.read() as con:
        assert unplaced(read_story(con, told.record)) == ()


def test_passages_on_the_words_themselves_are_their_own_place(joan: Home) -> None:
    told = tell(joan)
    found = placed(joan, told.record, told.words)
    assert [(p.passage, p.copy) for p in found] == [
        (told.passages[BULBS], None),
        (told.passages[WOMEN], None),
    ]


def test_placing_needs_a_masked_copy_a_passage_and_a_span_in_the_text(joan: Home) -> None:
    told = tell(joan)
    for passage in (told.passages[WOMEN], "nowhere"):
        with pytest.raises(UserError) as caught:
            place_passage(joan, passage, 0, 4)
        assert caught.value.code == "NO_SUCH_PASSAGE"
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    with pytest.raises(ValueError, match="at least one letter"):
        place_passage(joan, told.passages[WOMEN], 5, 5)
    assert len(placed(joan, told.record, told.words)) == 2


def test_what_is_hidden_or_taken_back_is_not_read(joan: Home) -> None:
    hidden, gone = tell(joan), tell(joan)
    change(joan, "record", hidden.record, hidden=True)
    erase(joan, gone)
    for record in (hidden.record, gone.record, "nowhere"):
        with joan.main.read() as con, pytest.raises(UserError) as caught:
            read_story(con, record)
        assert caught.value.code == "NO_SUCH_STORY"


def test_a_role_that_is_not_held_is_refused(tmp_path: Path) -> None:
    with houses(tmp_path, "amina") as (amina,):
        need(amina, Role.RESEARCHER)
        with pytest.raises(Refused) as caught:
            need(amina, Role.COORDINATOR)
        assert caught.value.code == "NOT_YOUR_ROLE"
