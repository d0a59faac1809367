"""Sorting stories after a split: what is asked, in which words, and what happens to other decisions (AT-7)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.review import Choice
from ldp_stories.domain.tags import TagStatus
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import change_codebook as book
from ldp_stories.services.change_codebook import NewTag, Why
from ldp_stories.services.find import codebook
from ldp_stories.services.hear_back import hearing_back
from ldp_stories.services.home import Home
from ldp_stories.services.look_beside import with_the_same_tag
from ldp_stories.services.review_tags import decide, readings
from ldp_stories.services.split_tag import decide_split, open_split, open_splits
from tests.services.homes import code_of
from tests.services.house import BULBS, WOMEN, Told, change, erase, houses, name_id, pass_on, tell

WHY = Why("two things")
OLD = name_id("A8")


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        yield amina, joan


def told(amina: Home, joan: Home, *titles: str) -> list[Told]:
    made = [tell(amina, tags={BULBS: "A8"}, code=f"LT-{t}", title=t) for t in titles]
    pass_on(amina, joan)
    return made


def split(joan: Home, tag: str = OLD) -> tuple[str, str]:
    book.split(joan, tag, (NewTag("Room"), NewTag("Quiet")), WHY)
    one, two = open_split(joan, tag).into
    return one.id, two.id


def test_each_story_is_asked_about_with_its_words(two: tuple[Home, Home]) -> None:
    amina, joan = two
    told(amina, joan, "One", "")
    split(joan)
    first, second = open_split(joan, OLD).items
    assert (first.title, first.words, first.reason) == ("One", BULBS, "she says so")
    assert second.title.startswith("When we came in the spring"), "the first words stand for a title"


def test_a_tag_that_was_taken_off_or_changed_before_is_not_asked_about(two: tuple[Home, Home]) -> None:
    amina, joan = two
    one, other, kept = told(amina, joan, "One", "Two", "Three")
    decide(joan, one.suggestions["A8"], Choice.NOT_THIS_TAG, reason="no")
    decide(joan, other.suggestions["A8"], Choice.CHANGE, reason="better", to_tag=name_id("D1"))
    split(joan)
    assert [i.record for i in open_split(joan, OLD).items] == [kept.record]


def test_a_tag_that_something_was_changed_to_is_asked_about(two: tuple[Home, Home]) -> None:
    amina, joan = two
    story = tell(amina, tags={WOMEN: "D1"})
    pass_on(amina, joan)
    decide(joan, story.suggestions["D1"], Choice.CHANGE, reason="better", to_tag=OLD)
    room, _ = split(joan)
    (item,) = open_split(joan, OLD).items
    decide_split(joan, item.suggestion, [room])
    (reading,) = readings(joan, story.record)
    assert reading.tags == (room,)
    assert [d.reason for d in reading.history] == [
        "better",
        "A8 Home and space was split into A9 Room, A10 Quiet.",
    ]


def test_stories_taken_back_are_not_asked_about(two: tuple[Home, Home]) -> None:
    amina, joan = two
    gone, kept = told(amina, joan, "Gone", "Kept")
    erase(joan, gone)
    split(joan)
    assert [i.record for i in open_split(joan, OLD).items] == [kept.record]


def test_stories_that_come_later_with_the_old_tag_are_asked_about_too(two: tuple[Home, Home]) -> None:
    amina, joan = two
    told(amina, joan, "One")
    split(joan)
    tell(amina, tags={BULBS: "A8"}, code="LT-late", title="Late")
    pass_on(amina, joan, n=2)
    assert [i.title for i in open_split(joan, OLD).items] == ["One", "Late"]


def test_the_researcher_hears_both_tags_with_the_reason(two: tuple[Home, Home]) -> None:
    amina, joan = two
    (story,) = told(amina, joan, "One")
    room, quiet = split(joan)
    decide_split(joan, story.suggestions["A8"], [room, quiet])
    pass_on(joan, amina, n=2)
    (heard,) = [h for h in hearing_back(amina) if h.kind == "changed"]
    assert heard.tag_from == "A8 Home and space"
    assert heard.reason == "A8 Home and space was split into A9 Room, A10 Quiet."


def test_a_story_with_both_is_found_under_each(two: tuple[Home, Home]) -> None:
    amina, joan = two
    (story,) = told(amina, joan, "One")
    room, quiet = split(joan)
    decide_split(joan, story.suggestions["A8"], [quiet, room])
    for tag in (room, quiet):
        assert [r.id for r in with_the_same_tag(joan, tag)] == [story.record]
    assert with_the_same_tag(joan, OLD) == ()


def test_a_new_tag_of_a_split_may_be_split_again(two: tuple[Home, Home]) -> None:
    amina, joan = two
    (story,) = told(amina, joan, "One")
    room, quiet = split(joan)
    decide_split(joan, story.suggestions["A8"], [room, quiet])
    book.split(joan, room, (NewTag("Own room"), NewTag("Shared room")), WHY)
    found = open_split(joan, room)
    assert [i.record for i in found.items] == [story.record]
    decide_split(joan, story.suggestions["A8"], [found.into[0].id])
    (reading,) = [r for r in readings(joan, story.record) if r.suggestion.id == story.suggestions["A8"]]
    assert found.into[0].id in reading.tags
    assert room not in reading.tags
    assert open_splits(joan) == ()


def test_words_are_refused_plainly(two: tuple[Home, Home]) -> None:
    amina, joan = two
    (story,) = told(amina, joan, "One")
    with pytest.raises(UserError) as caught:
        decide_split(joan, story.suggestions["A8"], [name_id("D1")])
    assert code_of(caught) == "NO_SUCH_TAG"
    room, _ = split(joan)
    with pytest.raises(UserError) as missing:
        decide_split(joan, "no such suggestion", [room])
    assert code_of(missing) == "NO_SUCH_STORY"
    with pytest.raises(Refused) as refused:
        decide_split(amina, story.suggestions["A8"], [room])
    assert code_of(refused) == "NOT_YOUR_ROLE"


def test_a_split_that_another_laptop_does_not_know_yet_changes_nothing_there(two: tuple[Home, Home]) -> None:
    amina, joan = two
    (story,) = told(amina, joan, "One")
    room, _ = split(joan)
    decide_split(joan, story.suggestions["A8"], [room])
    pass_on(joan, amina, n=2)
    (reading,) = [r for r in readings(amina, story.record) if r.suggestion.id == story.suggestions["A8"]]
    assert reading.tags == (room,)
    assert room not in {t.id for t in codebook(amina, retired=True)}
    assert next(t for t in codebook(amina) if t.id == OLD).status is TagStatus.ACTIVE
    assert hearing_back(amina)[0].tag_to == ""


def test_a_newer_decision_of_another_kind_stands(two: tuple[Home, Home]) -> None:
    amina, joan = two
    (story,) = told(amina, joan, "One")
    room, _ = split(joan)
    decide_split(joan, story.suggestions["A8"], [room])
    decide(joan, story.suggestions["A8"], Choice.NOT_THIS_TAG, reason="looked again")
    assert open_split(joan, OLD).items == ()
    assert with_the_same_tag(joan, room) == ()
    change(joan, "tag", OLD, status="retired")
    with pytest.raises(UserError):
        open_split(joan, OLD)
