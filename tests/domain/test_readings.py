"""Many decisions on one suggestion, by several people who did or did not see each other: nothing is lost, and what stands is the same."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.review import NEEDS_REASON, REASON_CHIPS, SITTING, Choice, Decision, Reading, Why
from ldp_stories.domain.tags import Suggestion, Sure, Tag, TagStatus

TAGS = ["A8", "B7", "D1"]
SUGGESTED = Suggestion("s1", "r1", None, "A8", "amina", "", Sure.SURE)


def decision(
    ident: str, choice: Choice, to_tag: str | None = None, *supersedes: str, by: str = "joan"
) -> Decision:
    return Decision(ident, "s1", "r1", choice, "because", by, "", to_tag, supersedes)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Decision, ...]:
    """Decisions where each has seen some of those before it."""
    made: list[Decision] = []
    for number in range(draw(st.integers(0, 8))):
        choice = draw(st.sampled_from(Choice))
        to_tag = draw(st.sampled_from([None, *TAGS])) if choice in (Choice.CHANGE, Choice.DIFFER) else None
        seen = draw(st.lists(st.sampled_from([d.id for d in made]), unique=True)) if made else []
        made.append(decision(f"d{number}", choice, to_tag, *seen))
    return tuple(made)


@given(histories(), st.randoms(use_true_random=False))
def test_what_stands_does_not_depend_on_the_order_of_arrival(
    history: tuple[Decision, ...], rng: random.Random
) -> None:
    shuffled = list(history)
    rng.shuffle(shuffled)
    one, other = Reading(SUGGESTED, history), Reading(SUGGESTED, tuple(shuffled))
    assert one.tags == other.tags
    assert one.settled == other.settled
    assert set(one.current) == set(other.current)


@given(histories())
def test_something_is_current_as_soon_as_anybody_decided(history: tuple[Decision, ...]) -> None:
    reading = Reading(SUGGESTED, history)
    assert bool(reading.current) is bool(history)
    assert set(reading.current) <= set(history)


@given(histories())
def test_a_current_decision_was_seen_by_no_other(history: tuple[Decision, ...]) -> None:
    for current in Reading(SUGGESTED, history).current:
        assert not any(current.id in d.supersedes for d in history)


@given(histories())
def test_the_tags_come_from_the_suggestion_or_from_somebody_who_chose_them(
    history: tuple[Decision, ...],
) -> None:
    offered = {"A8"} | {d.to_tag for d in history if d.to_tag}
    tags = Reading(SUGGESTED, history).tags
    assert set(tags) <= offered
    assert tags == tuple(sorted(set(tags)))


@given(histories())
def test_one_who_has_seen_everything_has_the_last_word(history: tuple[Decision, ...]) -> None:
    last = decision("last", Choice.NOT_THIS_TAG, None, *(d.id for d in history))
    reading = Reading(SUGGESTED, (*history, last))
    assert reading.current == (last,)
    assert reading.tags == ()
    assert reading.settled


@given(histories())
def test_nothing_is_settled_while_anybody_still_asks(history: tuple[Decision, ...]) -> None:
    waiting = decision("waits", Choice.ASK)
    assert not Reading(SUGGESTED, (*history, waiting)).settled


@pytest.mark.parametrize(("one", "other"), list(itertools.product(Choice, repeat=2)))
def test_two_people_deciding_apart_are_both_heard(one: Choice, other: Choice) -> None:
    pair = (decision("1", one, "B7"), decision("2", other, "D1", by="sam"))
    reading = Reading(SUGGESTED, pair)
    assert reading.current == pair
    open_ones = {Choice.ASK, Choice.LATER}
    final = {Choice.ACCEPT, Choice.CHANGE, Choice.NOT_THIS_TAG}
    assert reading.parted is ({one, other} <= final and (one is not other or one is Choice.CHANGE))
    assert reading.settled is not (reading.parted or bool({one, other} & open_ones))
    alone = {t for d in pair for t in Reading(SUGGESTED, (d,)).tags}
    assert set(reading.tags) == alone


@pytest.mark.parametrize("choice", list(Choice))
def test_to_tag_counts_only_where_another_tag_is_meant(choice: Choice) -> None:
    tags = Reading(SUGGESTED, (decision("1", choice, "B7"),)).tags
    assert ("B7" in tags) is (choice in (Choice.CHANGE, Choice.DIFFER))


def test_a_chain_of_changes_of_mind_leaves_the_last() -> None:
    chain = [decision("0", Choice.ACCEPT)]
    for number in range(1, 200):
        choice = Choice.CHANGE if number % 2 else Choice.ACCEPT
        chain.append(decision(str(number), choice, "B7" if number % 2 else None, str(number - 1)))
    reading = Reading(SUGGESTED, tuple(chain))
    assert reading.current == (chain[-1],)
    assert reading.tags == ("B7",)
    assert len(reading.history) == 200


def test_both_readings_of_a_difference_stand_until_somebody_settles_it() -> None:
    differ = decision("1", Choice.DIFFER, "B7")
    assert Reading(SUGGESTED, (differ,)).tags == ("A8", "B7")
    assert Reading(SUGGESTED, (differ, decision("2", Choice.CHANGE, "B7", "1"))).tags == ("B7",)


def test_a_decision_about_one_that_never_came_stands_by_itself() -> None:
    alone = decision("2", Choice.CHANGE, "B7", "not here yet")
    assert Reading(SUGGESTED, (alone,)).current == (alone,)


@given(histories())
def test_own_words_have_a_tag_only_where_somebody_found_one(history: tuple[Decision, ...]) -> None:
    own = Suggestion("s1", "r1", None, None, "amina", "", Sure.NOT_SURE, "waiting together")
    found = {d.to_tag for d in Reading(own, history).current if d.to_tag}
    assert set(Reading(own, history).tags) == found


def test_the_words_of_the_review_are_kind_and_few() -> None:
    assert frozenset(Choice) > NEEDS_REASON
    assert Choice.ACCEPT not in NEEDS_REASON
    assert len(REASON_CHIPS) == len(set(REASON_CHIPS)) == 4
    assert not any(word in chip for chip in REASON_CHIPS for word in ("wrong", "error", "reject"))
    assert 10 <= SITTING <= 20


def test_consent_comes_first_in_the_queue_and_what_only_waits_last() -> None:
    order = list(Why)
    assert order[:2] == [Why.CONSENT, Why.TAKEN_BACK]
    assert order[-2:] == [Why.RELEASE, Why.WAITING]


def test_a_tag_is_active_until_somebody_says_otherwise() -> None:
    tag = Tag("t1", "A8", "Waiting", "A", "Starting", "waits before going in")
    assert tag.status is TagStatus.ACTIVE
    assert "deleted" not in {s.value for s in TagStatus}
