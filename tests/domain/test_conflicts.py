"""Writes that did not see each other, hiding, erasing, and lines that come in any order: what every laptop shows."""

import random
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.revisions import (
    Candidate,
    Change,
    Revision,
    blanked,
    new_revision,
    view_entity,
)
from tests.domain.replicas import DEVICES, ENT, Act, Replica, acts, met, played, two, union


def test_three_who_did_not_see_each_other_are_three_candidates_and_one_choice_settles_all() -> None:
    replicas = [Replica(d) for d in DEVICES]
    replicas[0].set(title="start")
    for one in replicas[1:]:
        one.take(replicas[0].known.values())
    for number, one in enumerate(replicas):
        one.set(title=f"title {number}")
    replicas[0].take(union(*replicas).values())
    assert len(replicas[0].view.fields["title"]) == 3
    assert list(replicas[0].view.conflicts) == ["title"]
    replicas[0].set(title="title 1")
    assert list(replicas[0].view.conflicts) == []


def test_a_choice_between_two_does_not_settle_a_third_that_it_had_not_seen() -> None:
    replicas = [Replica(d) for d in DEVICES]
    replicas[0].set(title="start")
    for one in replicas[1:]:
        one.take(replicas[0].known.values())
    for number, one in enumerate(replicas):
        one.set(title=f"title {number}")
    replicas[0].take(replicas[1].known.values())
    replicas[0].set(title="title 1")
    replicas[0].take(replicas[2].known.values())
    assert {c.value for c in replicas[0].view.fields["title"]} == {"title 1", "title 2"}


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        (1, 1, False),
        (1, 1.0, True),
        (True, 1, True),
        (None, "", True),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, False),
        ([1, 2], [2, 1], True),
        ("café", "cafe\u0301", True),
        ("چائے", "چائے", False),
    ],
)
def test_values_differ_when_their_written_forms_differ(one: object, other: object, conflict: bool) -> None:
    amina, joan = two()
    amina.set(title=one)
    joan.set(title=other)
    assert met(amina, joan).conflicts == (("title",) if conflict else ())


def test_fields_in_conflict_are_named_in_order_and_others_are_not() -> None:
    amina, joan = two()
    amina.set(title="a", note="a", level="same")
    joan.set(title="b", note="b", level="same")
    assert met(amina, joan).conflicts == ("note", "title")


def test_writing_different_fields_apart_is_no_conflict() -> None:
    amina, joan = two()
    amina.set(title="a")
    joan.set(note="b")
    view = met(amina, joan)
    assert (view.get("title"), view.get("note"), view.conflicts) == ("a", "b", ())
    assert len(view.heads) == 2


def test_the_shown_value_of_a_conflict_is_the_same_on_every_device() -> None:
    amina, joan = two()
    amina.set(title="b")
    joan.set(title="a")
    assert met(amina, joan).get("title") == met(joan, amina).get("title") == "a"


def test_hiding_needs_to_have_seen_everything() -> None:
    amina, joan = two()
    joan.set(title="an edit nobody saw")
    amina.set(hidden=True)
    assert amina.view.hidden
    assert not met(amina, joan).hidden
    amina.take(joan.known.values())
    amina.set(hidden=True)
    assert met(amina, joan).hidden


def test_two_hides_apart_neither_of_which_saw_the_other_show_it_until_somebody_hides_again() -> None:
    amina, joan = two()
    amina.set(hidden=True)
    joan.set(hidden=True)
    assert not met(amina, joan).hidden
    amina.take(joan.known.values())
    amina.set(hidden=True)
    assert amina.view.hidden


def test_a_show_beside_a_hide_wins() -> None:
    amina, joan = two()
    amina.set(hidden=True)
    joan.set(hidden=False)
    assert not met(amina, joan).hidden


def test_children_of_an_erased_revision_still_stand_on_it() -> None:
    """An erased parent keeps its place in the history, so that it does not make what came after a conflict."""
    amina, _ = two()
    first = amina.set(title="Tea")
    amina.set(title="Bulbs")
    erased = [blanked(r, "order") if r.id == first.id else r for r in amina.known.values()]
    view = view_entity(erased)
    assert view.get("title") == "Bulbs"
    assert view.conflicts == ()
    assert view.erased == 1


def test_erasing_the_newest_does_not_bring_the_older_words_back_as_a_conflict() -> None:
    amina, joan = two()
    amina.set(title="old")
    joan.take(amina.known.values())
    newest = amina.set(title="new")
    joan.set(note="n")
    known = union(amina, joan)
    known[newest.id] = blanked(newest, "order")
    view = view_entity(known.values())
    assert view.conflicts == ()
    assert view.get("note") == "n"


@given(acts)
def test_erasing_everything_leaves_a_skeleton_that_says_nothing(script: Sequence[Act]) -> None:
    known = union(*played(script))
    view = view_entity(blanked(r, "order") for r in known.values())
    assert (dict(view.fields), dict(view.sets), view.hidden) == ({}, {}, False)
    assert view.erased == len(known)
    assert view.heads == view_entity(known.values()).heads
    assert view.began_by == view_entity(known.values()).began_by


@given(acts, st.data())
def test_an_erased_line_takes_only_its_own_words_along(script: Sequence[Act], data: st.DataObject) -> None:
    known = union(*played(script))
    gone = data.draw(st.sampled_from(sorted(known)))
    before = view_entity(known.values())
    known[gone] = blanked(known[gone], "order")
    after = view_entity(known.values())
    assert gone not in {c.rev for cs in after.fields.values() for c in cs}
    kept = {c.rev for cs in before.fields.values() for c in cs} - {gone}
    assert kept <= {c.rev for cs in after.fields.values() for c in cs}


# long, wide and broken histories


def chain(length: int) -> list[Revision]:
    made: list[Revision] = []
    for number in range(length):
        par = [made[-1].id] if made else []
        made.append(
            new_revision(
                "record",
                ENT,
                Change({"note": number}),
                subj=("p1",),
                par=par,
                dev="a.1.w",
                seq=number + 1,
                at_label="",
            )
        )
    return made


def test_a_story_edited_two_thousand_times_is_seen_in_a_moment() -> None:
    lines = chain(2000)
    random.Random(3).shuffle(lines)
    began = time.process_time()
    view = view_entity(lines)
    took = time.process_time() - began
    assert view.get("note") == 1999
    assert len(view.fields["note"]) == 1
    assert (
        took < 10
    )  # about a quarter of a second; a merge that grows with the square of the square takes minutes


def test_a_thousand_writes_that_saw_only_the_first_are_all_kept() -> None:
    first = chain(1)[0]
    others = [
        new_revision(
            "record", ENT, Change({"note": n}), subj=(), par=[first.id], dev=f"d{n}.1.w", seq=1, at_label=""
        )
        for n in range(1000)
    ]
    view = view_entity([first, *others])
    assert len(view.fields["note"]) == 1000
    assert len(view.heads) == 1000
    assert view.began_by == "a"


def test_a_circle_is_seen_the_same_in_any_order() -> None:
    ring = chain(5)
    ring[0] = replace(ring[0], par=(ring[-1].id,))
    seen = {view_entity(random.Random(seed).sample(ring, 5)).hash() for seed in range(10)}
    assert len(seen) == 1


def test_a_revision_that_names_itself_as_a_parent_is_seen() -> None:
    one = chain(1)[0]
    loop = replace(one, par=(one.id,))
    tail = new_revision(
        "record", ENT, Change({"title": "t"}), subj=(), par=[one.id], dev="a.1.w", seq=2, at_label=""
    )
    view = view_entity([loop, tail])
    assert (view.get("note"), view.get("title")) == (0, "t")


def test_a_missing_middle_makes_a_conflict_that_ends_when_it_comes() -> None:
    """Lines can come in several files: until the middle has come nobody knows that the last had seen the first."""
    first, middle, last = chain(3)
    assert {c.value for c in view_entity([first, last]).fields["note"]} == {0, 2}
    assert view_entity([first, middle, last]).fields["note"] == (Candidate(last.id, 2, "a.1.w", ""),)


def test_one_line_alone_is_seen_as_the_general_way_sees_it() -> None:
    alone = new_revision(
        "media",
        ENT,
        Change({"kind": "audio", "hidden": True}, {"renditions": {"x": 1}, "none": {}}),
        subj=("b", "a"),
        par=(),
        dev="a.1.w",
        seq=1,
        at_label="t",
    )
    removing = Change(dels={"renditions": {"other": ("unknown",)}})
    nothing = new_revision("media", ENT, removing, subj=(), par=[alone.id], dev="a.1.w", seq=2, at_label="")
    one, both = view_entity([alone]), view_entity([alone, nothing])
    assert (one.fields, one.sets, one.adds) == (both.fields, both.sets, both.adds)
    assert one.hidden
    assert not both.hidden  # something came after the hide
    assert one.subjects == both.subjects == ("a", "b")


def test_the_hash_tells_views_apart() -> None:
    first = chain(1)[0]
    seen = {view_entity([first]).hash()}
    for change in (
        Change({"note": 1}),
        Change({"title": 0}),
        Change({"note": "0"}),
        Change(adds={"renditions": {"x": 1}}),
        Change({"hidden": True}),
    ):
        more = new_revision("record", ENT, change, subj=(), par=[first.id], dev="a.1.w", seq=2, at_label="")
        seen.add(view_entity([first, more]).hash())
    assert len(seen) == 6


def test_the_subjects_are_everybody_any_line_is_about() -> None:
    amina, _ = two()
    other = new_revision(
        "record", ENT, Change({}), subj=("p9", "p2"), par=(), dev="z.1.w", seq=1, at_label=""
    )
    assert view_entity([*amina.known.values(), other]).subjects == ("p1", "p2", "p9")
