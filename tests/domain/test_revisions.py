"""Revisions, their bodies and commitments, and the view of one entity."""

import hashlib
import json
import random
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.ids import is_id, new_id
from ldp_stories.domain.revisions import (
    Change,
    EntityView,
    Revision,
    blanked,
    commitment,
    is_whole,
    make_body,
    new_revision,
    parents_first,
    parse_body,
    view_entity,
    whole_revision,
)

ENT = new_id()
names = st.sampled_from(["title", "note", "level"])
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
changes = st.builds(
    Change,
    st.dictionaries(names, values, max_size=3),
    st.dictionaries(names, st.dictionaries(st.text(max_size=4), values, max_size=2), max_size=2),
    st.dictionaries(
        names, st.dictionaries(st.text(max_size=4), st.tuples(st.text(max_size=4)), max_size=2), max_size=2
    ),
)


def rev(
    sets: dict[str, object], *par: Revision, dev: str = "d1.1.w", seq: int = 1, **more: object
) -> Revision:
    change = Change(sets, more.get("adds", {}), more.get("dels", {}))  # type: ignore[arg-type]
    kind = str(more.get("kind", "record"))
    return new_revision(
        kind,
        ENT,
        change,
        subj=("p1",),
        par=[p.id for p in par],
        dev=dev,
        seq=seq,
        at_label=str(more.get("at", "")),
    )


def titles(view: EntityView) -> set[object]:
    return {c.value for c in view.fields["title"]}


@given(changes)
def test_a_body_comes_back_as_it_went(change: Change) -> None:
    parsed = parse_body(make_body(change))
    assert (parsed.sets, parsed.adds, parsed.dels) == (change.sets, change.adds, change.dels)


def test_a_body_is_canonical_and_unicode_is_kept() -> None:
    assert make_body(Change({"b": "چائے", "a": 1})) == '{"set":{"a":1,"b":"چائے"}}'.encode()


@pytest.mark.parametrize(
    "body",
    [b"[]", b"3", b'{"set":[1]}', b'{"add":{"x":3},"del":{"y":{"z":"no list"}}}', b'{"later":{"x":1}}'],
)
def test_parts_of_a_body_that_are_not_understood_are_left_out_of_the_view(body: bytes) -> None:
    parsed = parse_body(body)
    assert not parsed.sets
    assert not parsed.adds
    assert not any(parsed.dels.values())


def test_the_commitment_is_over_the_salt_bytes_and_the_exact_body() -> None:
    assert commitment("00" * 16, b"{}") == hashlib.sha256(bytes(16) + b"{}").hexdigest()
    revision = rev({"title": "Tea"})
    assert is_whole(revision)
    assert not is_whole(replace(revision, body=b'{"set":{"title":"Coffee"}}'))


def test_the_quick_way_makes_the_same_shut_revision() -> None:
    made = rev({"title": "Tea"}, seq=3)
    assert made.salt is not None
    assert made.body is not None
    same = (made.id, made.kind, made.ent, made.subj, made.par, made.dev, made.seq, made.commit)
    quick = whole_revision(*same, made.salt, made.body, made.at_label)
    assert type(quick) is Revision
    assert (quick, hash(quick), repr(quick)) == (made, hash(made), repr(made))
    with pytest.raises(FrozenInstanceError):
        quick.seq = 4  # type: ignore[misc]


def test_an_erased_revision_keeps_its_skeleton_and_no_words() -> None:
    revision = rev({"title": "Tea and bulbs"}, at="2026-05-14T10:00:00Z")
    bare = blanked(revision, "order-1")
    assert (bare.body, bare.salt, bare.at_label, bare.erased_by) == (None, None, "", "order-1")
    assert (bare.id, bare.subj, bare.commit, bare.seq) == (
        revision.id,
        revision.subj,
        revision.commit,
        revision.seq,
    )
    assert not is_whole(bare)


def test_device_and_stream_are_read_from_the_stream_name() -> None:
    revision = rev({}, dev="abc.7.p")
    assert (revision.device, revision.stream) == ("abc", "p")


def test_identifiers_are_random_and_well_formed() -> None:
    assert is_id(new_id())
    assert new_id() != new_id()
    assert not is_id("1")


def test_an_entity_without_revisions_has_no_view() -> None:
    with pytest.raises(ValueError, match="at least one"):
        view_entity([])


def test_a_later_write_replaces_what_its_author_saw() -> None:
    first = rev({"title": "Tea"})
    second = rev({"title": "Tea and bulbs"}, first, seq=2)
    view = view_entity([second, first])
    assert view.get("title") == "Tea and bulbs"
    assert view.conflicts == ()
    assert view.heads == (second.id,)


def test_two_writes_that_did_not_see_each_other_are_a_conflict_and_both_are_kept() -> None:
    first = rev({"title": "Tea"})
    amina = rev({"title": "Tea and bulbs"}, first, dev="amina.1.w")
    joan = rev({"title": "Planting together"}, first, dev="joan.1.w")
    view = view_entity([first, amina, joan])
    assert titles(view) == {"Tea and bulbs", "Planting together"}
    assert view.conflicts == ("title",)
    assert view.get("title") in titles(view)
    settled = rev({"title": "Tea and bulbs"}, amina, joan, dev="joan.1.w", seq=2)
    assert view_entity([first, amina, joan, settled]).conflicts == ()


def test_the_same_value_written_twice_is_no_conflict() -> None:
    first = rev({"title": "Tea"})
    view = view_entity(
        [first, rev({"title": "Bulbs"}, first, dev="a.1.w"), rev({"title": "Bulbs"}, first, dev="b.1.w")]
    )
    assert view.conflicts == ()
    assert view.get("title") == "Bulbs"


def test_a_write_replaces_even_through_a_revision_that_touched_another_field() -> None:
    first = rev({"title": "Tea"})
    between = rev({"note": "n"}, first, seq=2)
    last = rev({"title": "Bulbs"}, between, seq=3)
    assert titles(view_entity([first, between, last])) == {"Bulbs"}


def test_consent_settles_to_the_narrower_answer_and_needs_a_later_yes_to_widen() -> None:
    first = rev({"answer:audio": "yes"}, kind="consent")
    no = rev({"answer:audio": "no"}, first, dev="a.1.w", kind="consent")
    yes = rev({"answer:audio": "yes"}, first, dev="b.1.w", kind="consent")
    view = view_entity([first, no, yes])
    assert view.get("answer:audio") == "no"
    assert view.conflicts == ()
    again = rev({"answer:audio": "yes"}, no, yes, dev="a.1.w", seq=2, kind="consent")
    assert view_entity([first, no, yes, again]).get("answer:audio") == "yes"


def test_the_most_protective_sensitivity_wins() -> None:
    first = rev({"sensitivity": "normal"})
    closed = rev({"sensitivity": "closed"}, first, dev="a.1.w")
    careful = rev({"sensitivity": "careful"}, first, dev="b.1.w")
    assert view_entity([first, closed, careful]).get("sensitivity") == "closed"


def test_an_element_added_again_survives_a_removal_that_did_not_see_it() -> None:
    first = rev({}, adds={"tags": {"F2": 1}})
    removed = rev({}, first, dels={"tags": {"F2": (first.id,)}}, dev="a.1.w")
    added = rev({}, first, adds={"tags": {"F2": 1}}, dev="b.1.w")
    assert view_entity([first, removed]).elements("tags") == {}
    view = view_entity([first, removed, added])
    assert view.elements("tags") == {"F2": 1}
    assert view.adds["tags"]["F2"] == (added.id,)


def test_hiding_holds_until_somebody_edits() -> None:
    first = rev({"title": "Tea"})
    hide = rev({"hidden": True}, first, seq=2)
    assert view_entity([first, hide]).hidden
    concurrent = rev({"note": "still needed"}, first, dev="b.1.w")
    assert not view_entity([first, hide, concurrent]).hidden
    shown = rev({"hidden": False}, hide, seq=3)
    assert not view_entity([first, hide, shown]).hidden


def test_the_device_that_began_an_entity_is_the_one_without_parents() -> None:
    first = rev({"title": "Tea"}, dev="zzz.1.w")
    later = rev({"title": "Bulbs"}, first, dev="aaa.1.w")
    view = view_entity([later, first])
    assert view.began_by == "zzz"
    assert view.subjects == ("p1",)


def test_a_line_whose_parents_are_not_here_began_nothing() -> None:
    """A coordinator who was set back lost what stood between."""
    first = rev({"title": "Tea"}, dev="zzz.1.w")
    lost = rev({"title": "Bulbs"}, first, dev="zzz.1.w", seq=2)
    later = rev({"released": True}, lost, dev="aaa.1.w")
    assert view_entity([later, first]).began_by == "zzz"
    assert view_entity([first, lost, later]).began_by == "zzz"


def test_erased_revisions_are_counted_and_say_nothing() -> None:
    first = rev({"title": "Tea"})
    view = view_entity([blanked(first, "o")])
    assert view.erased == 1
    assert view.get("title") is None
    assert view.get("title", "x") == "x"


def test_a_circle_of_parents_does_not_hang_the_view() -> None:
    one, two = rev({"title": "a"}), rev({"title": "b"}, dev="b.1.w")
    one, two = replace(one, par=(two.id,)), replace(two, par=(one.id,))
    assert view_entity([one, two]).ent == ENT


def test_unknown_parents_are_waited_for() -> None:
    orphan = replace(rev({"title": "a"}), par=(new_id(),))
    assert view_entity([orphan]).get("title") == "a"


def history(seed: int, size: int = 12) -> list[Revision]:
    """A random history on three devices, each write seeing a random part of what was there."""
    rng = random.Random(seed)
    made: list[Revision] = []
    for n in range(size):
        seen = rng.sample(made, min(len(made), rng.randint(0, 3)))
        field = rng.choice(["title", "note", "hidden"])
        value = rng.random() < 0.5 if field == "hidden" else rng.randint(0, 3)
        made.append(
            rev({field: value}, *seen, dev=f"d{rng.randint(1, 3)}.1.w", seq=n + 1, at=str(rng.random()))
        )
    return made


@pytest.mark.parametrize("seed", range(40))
def test_the_view_is_the_same_in_any_order_with_repeats_and_whatever_the_clock_said(seed: int) -> None:
    made = history(seed)
    shuffled = made + made[: len(made) // 2]
    random.Random(seed + 1).shuffle(shuffled)
    relabelled = [replace(r, at_label="1970-01-01T00:00:00Z") for r in shuffled]
    assert view_entity(made).hash() == view_entity(shuffled).hash() == view_entity(relabelled).hash()


@pytest.mark.parametrize("seed", range(20))
def test_no_write_is_lost_unless_a_later_one_saw_it(seed: int) -> None:
    made = history(seed)
    view = view_entity(made)
    by_id = {r.id: r for r in made}

    def ancestors(revision: Revision) -> set[str]:
        return {a for p in revision.par for a in (p, *ancestors(by_id[p]))}

    for revision in made:
        for field in json.loads(revision.body or b"{}").get("set", {}):
            shown = revision.id in {c.rev for c in view.fields[field]}
            replaced = any(
                revision.id in ancestors(o) and field in json.loads(o.body or b"{}").get("set", {})
                for o in made
            )
            assert shown is not replaced


@given(st.lists(st.lists(st.integers(0, 20), max_size=3), max_size=12), st.randoms(use_true_random=False))
def test_lines_are_put_behind_their_parents_and_else_left_as_they_are(
    parents: list[list[int]], dice: random.Random
) -> None:
    made: list[Revision] = []
    for above in parents:
        par = sorted({made[n % len(made)].id for n in above}) if made else []
        made.append(
            new_revision("record", ENT, Change(), subj=[], par=par, dev=f"{new_id()}.1.w", seq=1, at_label="")
        )
    assert parents_first(made) == made
    mixed = dice.sample(made, len(made))
    found = parents_first(mixed)
    assert sorted(r.id for r in found) == sorted(r.id for r in made)
    place = {r.id: at for at, r in enumerate(found)}
    assert all(place[p] < place[r.id] for r in made for p in r.par)


def test_lines_that_go_in_a_circle_are_all_there() -> None:
    one, two = (
        new_revision("record", ENT, Change(), subj=[], par=[], dev=f"{new_id()}.1.w", seq=1, at_label="")
        for _ in "12"
    )
    assert len(parents_first([replace(one, par=(two.id, one.id)), replace(two, par=(one.id,))])) == 2
