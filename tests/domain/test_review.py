"""Readings: every decision is kept, and what stands now is computed."""

import pytest

from ldp_stories.domain.comments import Comment, CommentKind
from ldp_stories.domain.review import (
    NEEDS_REASON,
    Choice,
    Decision,
    Reading,
    is_answered,
    said_back,
    waits_for_answer,
)
from ldp_stories.domain.tags import Suggestion, Sure

A8 = Suggestion("s1", "r1", "ps1", "A8", "amina", "She needs the curtains drawn", Sure.THINK_SO)


def decision(
    ident: str, choice: Choice, to_tag: str | None = None, supersedes: tuple[str, ...] = ()
) -> Decision:
    return Decision(ident, "s1", "r1", choice, "because", "joan", "", to_tag, supersedes)


def reading(*history: Decision) -> Reading:
    return Reading(A8, history)


@pytest.mark.parametrize(
    ("history", "tags", "settled"),
    [
        ((), ("A8",), False),
        ((decision("1", Choice.ACCEPT),), ("A8",), True),
        ((decision("1", Choice.CHANGE, "B7"),), ("B7",), True),
        ((decision("1", Choice.CHANGE),), (), True),
        ((decision("1", Choice.NOT_THIS_TAG),), (), True),
        ((decision("1", Choice.ASK),), ("A8",), False),
        ((decision("1", Choice.LATER),), ("A8",), False),
        ((decision("1", Choice.DIFFER, "B7"),), ("A8", "B7"), True),
        ((decision("1", Choice.DIFFER),), ("A8",), True),
    ],
)
def test_what_each_decision_leaves_standing(
    history: tuple[Decision, ...], tags: tuple[str, ...], settled: bool
) -> None:
    assert reading(*history).tags == tags
    assert reading(*history).settled is settled


def test_a_later_decision_replaces_the_one_it_saw_and_both_are_kept() -> None:
    first, second = decision("1", Choice.ACCEPT), decision("2", Choice.CHANGE, "B7", ("1",))
    both = reading(first, second)
    assert both.current == (second,)
    assert both.history == (first, second)
    assert both.tags == ("B7",)


def test_two_decisions_that_did_not_see_each_other_are_two_readings() -> None:
    both = reading(decision("1", Choice.ACCEPT), decision("2", Choice.CHANGE, "B7"))
    assert len(both.current) == 2
    assert both.tags == ("A8", "B7")


def test_a_suggestion_in_own_words_stands_for_no_tag_until_somebody_finds_one() -> None:
    own = Suggestion("s2", "r1", None, None, "amina", "", Sure.NOT_SURE, "waiting together")
    assert Reading(own, ()).tags == ()
    assert Reading(own, (decision("1", Choice.CHANGE, "D1"),)).tags == ("D1",)


def test_a_reason_is_needed_where_somebody_is_contradicted() -> None:
    assert {Choice.CHANGE, Choice.NOT_THIS_TAG, Choice.DIFFER} == NEEDS_REASON


@pytest.mark.parametrize(
    ("history", "parted"),
    [
        ((decision("1", Choice.ACCEPT), decision("2", Choice.NOT_THIS_TAG)), True),
        ((decision("1", Choice.ACCEPT), decision("2", Choice.CHANGE, "B7")), True),
        ((decision("1", Choice.CHANGE, "B7"), decision("2", Choice.CHANGE, "B7")), False),
        ((decision("1", Choice.ACCEPT), decision("2", Choice.ACCEPT)), False),
        ((decision("1", Choice.ACCEPT), decision("2", Choice.DIFFER, "B7")), False),
        ((decision("1", Choice.ACCEPT), decision("2", Choice.LATER)), False),
        ((decision("1", Choice.ACCEPT), decision("2", Choice.NOT_THIS_TAG, None, ("1",))), False),
    ],
)
def test_two_coordinators_who_decided_apart_have_something_to_settle(
    history: tuple[Decision, ...], parted: bool
) -> None:
    assert reading(*history).parted is parted
    if parted:
        assert not reading(*history).settled
        agreed = decision("3", Choice.DIFFER, "B7", tuple(d.id for d in history))
        assert reading(*history, agreed).settled


def said(ident: str, kind: CommentKind, text: str, to: str | None = None, passage: str = "ps1") -> Comment:
    return Comment(ident, "r1", passage, kind, text, "amina", "", to)


def test_an_asked_tag_waits_until_its_own_question_has_an_answer() -> None:
    asked = reading(decision("1", Choice.ASK))
    question = said("q", CommentKind.QUESTION, "because")
    elsewhere = said("e", CommentKind.QUESTION, "because", passage="ps2")
    other = said("a0", CommentKind.ANSWER, "Not this one", "e")
    answer = said("a", CommentKind.ANSWER, "Her sister", "q")
    assert waits_for_answer(asked, [question, elsewhere, other])
    assert not is_answered(asked, [question, elsewhere, other])
    assert not waits_for_answer(asked, [question, answer])
    assert is_answered(asked, [question, answer])
    assert said_back(asked, [elsewhere, other, question, answer]) == (answer,)


def test_what_is_written_back_about_a_decision_belongs_to_it_while_it_stands() -> None:
    back = said("b", CommentKind.ANSWER, "I still hear her idea", "1")
    first = decision("1", Choice.DIFFER, "B7")
    assert said_back(reading(first), [back]) == (back,)
    assert said_back(reading(first, decision("2", Choice.ACCEPT, None, ("1",))), [back]) == ()
    assert not is_answered(reading(first), [back])
    assert not waits_for_answer(reading(), [back])
