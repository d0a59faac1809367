"""The monthly tag chat: what is on the list, in which order, and what leaves it again (domain/6-methods.md 6.2)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.review import Choice
from ldp_stories.errors import Refused
from ldp_stories.services.change_codebook import NewTag, Why, add_tag, edit_tag, merge
from ldp_stories.services.codebook_history import history, undo
from ldp_stories.services.find import codebook
from ldp_stories.services.hear_back import reply_to_decision
from ldp_stories.services.home import Home
from ldp_stories.services.review_tags import decide, readings
from ldp_stories.services.tag_chat import Chat, make_tag, tag_chat
from tests.services.homes import code_of
from tests.services.house import BULBS, WOMEN, Told, change, houses, name_id, pass_on, tell

WHY = Why("it keeps coming up", "Tea afterwards")


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        yield amina, joan


def own_words(home: Home, told: Told, words: str) -> str:
    ident = new_id()
    change(home, "suggestion", ident, record=told.record, by=home.member, words=words, sure="not sure")
    return ident


def codes(chat: Chat) -> list[tuple[str, int]]:
    return [(one.tag.code, one.otherwise) for one in chat.disputed]


@pytest.mark.parametrize(
    ("choice", "listed"),
    [
        (Choice.ACCEPT, False),
        (Choice.LATER, False),
        (Choice.ASK, False),
        (Choice.CHANGE, True),
        (Choice.NOT_THIS_TAG, True),
        (Choice.DIFFER, True),
    ],
)
def test_only_tags_read_otherwise_are_disputed(two: tuple[Home, Home], choice: Choice, listed: bool) -> None:
    amina, joan = two
    story = tell(amina, tags={WOMEN: "D1"})
    pass_on(amina, joan)
    to = name_id("B7") if choice in (Choice.CHANGE, Choice.DIFFER) else None
    decide(joan, story.suggestions["D1"], choice, reason="why?", to_tag=to)
    assert codes(tag_chat(joan)) == ([("D1", 1)] if listed else [])
    assert tag_chat(joan).empty is not listed


def test_the_most_disputed_stands_first_and_what_was_put_right_leaves(two: tuple[Home, Home]) -> None:
    amina, joan = two
    stories = [tell(amina, tags={WOMEN: "D1", BULBS: "A8"}, code=f"LT-{n}") for n in range(3)]
    pass_on(amina, joan)
    for story in stories:
        decide(joan, story.suggestions["D1"], Choice.NOT_THIS_TAG, reason="in passing")
    decide(joan, stories[0].suggestions["A8"], Choice.DIFFER, reason="both")
    assert codes(tag_chat(joan)) == [("D1", 3), ("A8", 1)]
    for story in stories[:2]:
        decide(joan, story.suggestions["D1"], Choice.ACCEPT)
    decide(joan, stories[2].suggestions["D1"], Choice.ACCEPT)
    assert codes(tag_chat(joan)) == [("A8", 1)]


def test_each_reason_is_said_once_and_three_at_most(two: tuple[Home, Home]) -> None:
    amina, joan = two
    reasons = ["in passing", "in passing", "not here", "our words", "a fourth"]
    for at, reason in enumerate(reasons):
        story = tell(amina, tags={WOMEN: "D1"}, code=f"LT-{at}")
        pass_on(amina, joan, n=at + 1)
        decide(joan, story.suggestions["D1"], Choice.NOT_THIS_TAG, reason=reason)
    (one,) = tag_chat(joan).disputed
    assert one.reasons == ("in passing", "not here", "our words")
    assert one.decided == 5


def test_an_answer_that_came_back_puts_the_tag_on_the_list(two: tuple[Home, Home]) -> None:
    amina, joan = two
    story = tell(amina, tags={WOMEN: "D1"})
    pass_on(amina, joan)
    made = decide(joan, story.suggestions["D1"], Choice.NOT_THIS_TAG, reason="in passing")
    decide(joan, story.suggestions["D1"], Choice.ACCEPT)
    assert tag_chat(joan).disputed == ()
    pass_on(joan, amina, n=2)
    reply_to_decision(amina, made.id, "She said it twice.")
    pass_on(amina, joan, n=3)
    (one,) = tag_chat(joan).disputed
    assert (one.tag.code, one.otherwise, one.replies) == ("D1", 0, 1)


def test_decisions_that_a_split_or_a_new_tag_asked_for_are_no_dispute(two: tuple[Home, Home]) -> None:
    amina, joan = two
    story = tell(amina, tags={WOMEN: "D1"})
    own_words(amina, story, "Tea afterwards")
    pass_on(amina, joan)
    (words,) = tag_chat(joan).no_fit
    make_tag(joan, words, NewTag("Tea afterwards", "B", proposed=True), WHY)
    assert codes(tag_chat(joan)) == []


def test_undoing_the_new_tag_brings_the_words_back(two: tuple[Home, Home]) -> None:
    amina, joan = two
    story = tell(amina, tags={WOMEN: "D1"})
    ident = own_words(amina, story, "Tea afterwards")
    pass_on(amina, joan)
    (words,) = tag_chat(joan).no_fit
    make_tag(joan, words, NewTag("Tea afterwards", "B"), WHY)
    undo(joan, history(joan)[0].change.id)
    assert [w.words for w in tag_chat(joan).no_fit] == ["Tea afterwards"]
    (reading,) = [r for r in readings(joan, story.record) if r.suggestion.id == ident]
    assert reading.tags == ()


def test_words_somebody_chose_a_tag_for_leave_the_list(two: tuple[Home, Home]) -> None:
    amina, joan = two
    story = tell(amina)
    ident = own_words(amina, story, "Tea afterwards")
    own_words(amina, story, "   ")
    pass_on(amina, joan)
    assert len(tag_chat(joan).no_fit) == 1
    decide(joan, ident, Choice.CHANGE, reason="that is B7", to_tag=name_id("B7"))
    assert tag_chat(joan).no_fit == ()


def test_proposed_tags_wait_until_they_are_taken_into_use(two: tuple[Home, Home]) -> None:
    _, joan = two
    tag = add_tag(joan, NewTag("Hope", "D", proposed=True), WHY)
    assert [t.id for t in tag_chat(joan).proposed] == [tag]
    assert tag in {t.id for t in codebook(joan)}, "a tag to try may be used"
    edit_tag(joan, tag, {"status": "active"}, WHY)
    assert tag_chat(joan).proposed == ()
    merge(joan, tag, name_id("D1"), WHY)
    assert tag_chat(joan).empty


def test_a_researcher_makes_no_tags(two: tuple[Home, Home]) -> None:
    amina, _ = two
    story = tell(amina)
    own_words(amina, story, "Tea afterwards")
    (words,) = tag_chat(amina).no_fit
    with pytest.raises(Refused) as caught:
        make_tag(amina, words, NewTag("Tea afterwards"), WHY)
    assert code_of(caught) == "NOT_YOUR_ROLE"
