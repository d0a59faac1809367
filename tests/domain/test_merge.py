"""Replicas that exchange revisions in any order, in any pieces and as often as they like come to one view."""

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.revisions import (
    Change,
    view_entity,
)
from tests.domain.replicas import Act, Replica, acts, met, played, two, union


@given(acts)
def test_bringing_in_is_associative_and_commutative(script: Sequence[Act]) -> None:
    a, b, c = played(script)
    left, right, back = Replica("x"), Replica("y"), Replica("z")
    left.take(union(a, b).values())
    left.take(c.known.values())
    right.take(a.known.values())
    right.take(union(b, c).values())
    back.take(c.known.values())
    back.take(b.known.values())
    back.take(a.known.values())
    assert left.view == right.view == back.view
    assert left.view.hash() == right.view.hash()


@given(acts)
def test_bringing_the_same_in_twice_changes_nothing(script: Sequence[Act]) -> None:
    a, b, _ = played(script)
    a.take(b.known.values())
    once = a.view
    a.take(b.known.values())
    assert a.view == once


@given(acts)
def test_after_a_full_exchange_everybody_sees_the_same(script: Sequence[Act]) -> None:
    replicas = played(script)
    for one in replicas:
        for other in replicas:
            one.take(other.known.values())
    for other in replicas:
        other.take(replicas[-1].known.values())
    assert len({one.view.hash() for one in replicas}) == 1
    assert len({one.view.heads for one in replicas}) == 1


@given(acts)
def test_a_write_after_a_full_exchange_leaves_one_value_and_one_head(script: Sequence[Act]) -> None:
    replicas = played(script)
    everything = Replica("joan2")
    everything.take(union(*replicas).values())
    made = everything.set(title="settled")
    view = everything.view
    assert view.get("title") == "settled"
    assert view.conflicts == ()
    assert view.heads == (made.id,)


@given(acts, st.randoms(use_true_random=False))
def test_the_order_of_lines_in_a_file_plays_no_part(script: Sequence[Act], rng: random.Random) -> None:
    lines = list(union(*played(script)).values())
    before = view_entity(lines)
    rng.shuffle(lines)
    assert view_entity(lines) == before


@given(acts)
def test_every_candidate_was_written_by_somebody_and_not_replaced(script: Sequence[Act]) -> None:
    known = union(*played(script))
    view = view_entity(known.values())
    for candidates in view.fields.values():
        assert candidates
        assert len({c.rev for c in candidates}) == len(candidates)
        for one in candidates:
            assert (known[one.rev].dev, known[one.rev].at_label) == (one.dev, one.at)


@given(acts)
def test_an_element_is_there_exactly_while_an_addition_of_it_is_unremoved(script: Sequence[Act]) -> None:
    view = view_entity(union(*played(script)).values())
    assert set(view.elements("renditions")) == {
        e for e, revs in view.adds.get("renditions", {}).items() if revs
    }


@given(acts)
def test_heads_are_the_revisions_nobody_has_seen_yet(script: Sequence[Act]) -> None:
    known = union(*played(script))
    seen = {p for r in known.values() for p in r.par}
    assert view_entity(known.values()).heads == tuple(sorted(set(known) - seen))


# observed-remove sets, case by case


def test_a_removal_takes_out_what_it_has_seen() -> None:
    one, other = two(["master"])
    other.remove("master")
    assert met(one, other).elements("renditions") == {}


def test_a_removal_leaves_an_addition_that_it_has_not_seen() -> None:
    one, other = two(["master"])
    again = one.add("master", "again")
    other.remove("master")
    view = met(one, other)
    assert view.elements("renditions") == {"master": "again"}
    assert view.adds["renditions"]["master"] == (again.id,)


def test_a_removal_of_nothing_removes_nothing_later() -> None:
    one, other = two()
    other.remove("master")
    one.add("master")
    assert set(met(one, other).elements("renditions")) == {"master"}


def test_two_removals_of_the_same_are_one() -> None:
    one, other = two(["master", "opus"])
    one.remove("master")
    other.remove("master")
    assert set(met(one, other).elements("renditions")) == {"opus"}


def test_an_element_can_come_back_after_it_was_removed() -> None:
    one, _ = two(["master"])
    one.remove("master")
    one.add("master", 2)
    assert one.view.elements("renditions") == {"master": 2}


def test_two_additions_apart_are_one_element_with_the_same_value_everywhere() -> None:
    one, other = two()
    one.add("master", {"bytes": 2})
    other.add("master", {"bytes": 1})
    assert met(one, other).elements("renditions") == met(other, one).elements("renditions")
    assert met(one, other).elements("renditions") == {"master": {"bytes": 1}}
    assert len(met(one, other).adds["renditions"]["master"]) == 2


def test_removing_both_additions_takes_both_to_be_seen() -> None:
    one, other = two()
    one.add("master")
    other.add("master")
    one.remove("master")
    assert set(met(one, other).elements("renditions")) == {"master"}
    one.take(other.known.values())
    one.remove("master")
    assert met(one, other).elements("renditions") == {}


def test_elements_of_one_set_do_not_touch_another() -> None:
    one, _ = two(["master"])
    first = one.view.adds["renditions"]["master"]
    one.write(Change(dels={"peaks": {"master": first}}), "media")
    assert set(one.view.elements("renditions")) == {"master"}
    assert one.view.elements("never heard of") == {}
