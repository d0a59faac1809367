"""Which tags stand on a suggestion, as a table: every decision alone, and what a later one replaces; both tags of a split are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.review import Choice, Decision, Reading
from ldp_stories.domain.tags import Suggestion, Sure


def suggestion(tag: str | None = "old", words: str = "") -> Suggestion:
    return Suggestion("s", "r", None, tag, "amina", "she says so", Sure.SURE, words)


def decision(
    ident: str, choice: Choice, to: str | None = None, also: tuple[str, ...] = (), sees: tuple[str, ...] = ()
) -> Decision:
    return Decision(ident, "s", "r", choice, "why", "joan", "2026-05-01T10:00:00Z", to, sees, also)


@pytest.mark.parametrize(
    ("choice", "to", "also", "tags", "settled"),
    [
        (Choice.ACCEPT, None, (), ("old",), True),
        (Choice.CHANGE, "new", (), ("new",), True),
        (Choice.CHANGE, "new", ("other",), ("new", "other"), True),
        (Choice.CHANGE, None, (), (), True),
        (Choice.CHANGE, None, ("other",), (), True),
        (Choice.NOT_THIS_TAG, None, (), (), True),
        (Choice.ASK, None, (), ("old",), False),
        (Choice.LATER, None, (), ("old",), False),
        (Choice.DIFFER, None, (), ("old",), True),
        (Choice.DIFFER, "new", (), ("new", "old"), True),
    ],
)
def test_one_decision_says_which_tags_stand(
    choice: Choice, to: str | None, also: tuple[str, ...], tags: tuple[str, ...], settled: bool
) -> None:
    reading = Reading(suggestion(), (decision("1", choice, to, also),))
    assert reading.tags == tags
    assert reading.settled is settled


@pytest.mark.parametrize(
    ("choice", "to", "tags"),
    [
        (Choice.ACCEPT, None, ()),
        (Choice.CHANGE, "new", ("new",)),
        (Choice.NOT_THIS_TAG, None, ()),
        (Choice.DIFFER, "new", ("new",)),
        (Choice.LATER, None, ()),
    ],
)
def test_own_words_have_no_tag_until_somebody_chooses_one(
    choice: Choice, to: str | None, tags: tuple[str, ...]
) -> None:
    assert Reading(suggestion(None, "tea"), ()).tags == ()
    assert Reading(suggestion(None, "tea"), (decision("1", choice, to),)).tags == tags


def test_a_later_decision_replaces_what_its_author_saw() -> None:
    first = decision("1", Choice.CHANGE, "new", ("other",))
    later = decision("2", Choice.CHANGE, "third", sees=("1",))
    reading = Reading(suggestion(), (first, later))
    assert reading.current == (later,)
    assert reading.tags == ("third",)


def test_two_people_who_did_not_see_each_other_are_both_kept() -> None:
    one = decision("1", Choice.CHANGE, "new", ("other",))
    two = decision("2", Choice.NOT_THIS_TAG)
    reading = Reading(suggestion(), (one, two))
    assert reading.current == (one, two)
    assert reading.tags == ("new", "other")


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Choice)), st.sampled_from(["a", "b"]), st.booleans(), st.booleans()),
        max_size=6,
    )
)
def test_no_decision_is_ever_lost_and_the_newest_of_a_chain_stands(
    steps: list[tuple[Choice, str, bool, bool]],
) -> None:
    made: list[Decision] = []
    for at, (choice, to, both, chained) in enumerate(steps):
        sees = (made[-1].id,) if chained and made else ()
        made.append(decision(str(at), choice, to, ("c",) if both else (), sees))
    reading = Reading(suggestion(), tuple(made))
    assert reading.history == tuple(made)
    if made:
        assert made[-1] in reading.current
    replaced = {s for d in made for s in d.supersedes}
    assert {d.id for d in reading.current} == {d.id for d in made} - replaced
    assert set(reading.tags) <= {"old", "a", "b", "c"}
