"""The one rule about free text: what counts as somebody's words, and which lines with words may be with evaluators."""

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldp_stories.domain.free_text import (
    GROWN_UP,
    PLAIN,
    SHARED,
    Manifest,
    has_words,
    is_plain,
    masked,
    shut_lines,
    standing_words,
    unread_fields,
    words_in,
    writers,
)
from ldp_stories.domain.kinds import KINDS
from ldp_stories.domain.revisions import Change, Json, Revision, new_revision, view_entity
from ldp_stories.domain.roles import Role, Writing, may_write

numbers = itertools.count(1)


def line(
    kind: str = "record", *, over: tuple[Revision, ...] = (), dev: str = "amina.1.w", **sets: Any
) -> Revision:
    """One revision of the thing "e"."""
    par = [r.id for r in over]
    return new_revision(
        kind, "e", Change(sets), subj=(), par=par, dev=dev, seq=next(numbers), at_label="2026-11-22T10:00:00Z"
    )


def test_every_plain_field_is_a_field_of_its_kind() -> None:
    for kind, fields in PLAIN.items():
        assert [f for f in fields if not KINDS[kind].allows(f)] == []


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("record", "title"),
        ("record", "note"),
        ("record", "guide"),
        ("layer", "text"),
        ("passage", "quote"),
        ("suggestion", "reason"),
        ("suggestion", "words"),
        ("decision", "reason"),
        ("comment", "text"),
        ("note", "text"),
        ("encounter", "who_else"),
        ("encounter", "promises"),
        ("encounter", "also_raised"),
        ("encounter", "introduced_by"),
        ("participant", "self_description"),
        ("consent", "attribution"),
        ("consent", "adult_relation"),
        ("media", "original_name"),
        ("record", "a_field_of_a_newer_version"),
    ],
)
def test_these_are_words(kind: str, field: str) -> None:
    assert not is_plain(kind, field)
    assert words_in(kind, {field: "Mrs Patel"}) == {field: "Mrs Patel"}
    assert has_words(kind, Change({SHARED + field: "[her]"}))


@pytest.mark.parametrize("value", ["", "  \n", None, True, 7, [], {}, [""], {"": None}])
def test_nothing_is_no_words(value: object) -> None:
    assert words_in("record", {"title": value}) == {}


@pytest.mark.parametrize("value", ["x", ["x"], [[], "x"], {"x": None}, {"": "x"}])
def test_words_are_found_in_lists_and_tables(value: object) -> None:
    assert words_in("record", {"title": value}) == {"title": value}


def test_an_element_of_a_set_may_be_words() -> None:
    assert has_words("record", Change(adds={"people_there": {"Mrs Patel": True}}))
    assert not has_words("media", Change(adds={"renditions": {"ab": {"bytes": 1, "type": "flac"}}}))


def test_kinds_that_never_reach_evaluators_are_left_alone() -> None:
    assert words_in("contact_card", {"name": "Mrs Patel"}) == {}


def test_masks_replace_the_longest_words_first_wherever_they_stand() -> None:
    pairs = [("Patel", "[P]"), ("Mrs Patel", "[headteacher]")]
    assert masked("record", "title", "mrs  patel and Patel", pairs) == "[headteacher] and [P]"
    assert masked("record", "x", ["Patel", {"Patel": 3}, None], pairs) == ["[P]", {"[P]": 3}, None]


def test_whose_mother_said_yes_is_nobodys_name_and_the_researchers_wellbeing_is_their_own() -> None:
    assert masked("consent", "adult_relation", "Shazia, her mother", []) == GROWN_UP
    assert masked("encounter", "wellbeing", "it was hard", []) == ""


def test_only_what_was_read_as_it_stands_is_read() -> None:
    first = line(title="Tea", note="n")
    second = line(over=(first,), title="Tea with Mrs Patel")
    view = view_entity([first, second])
    assert standing_words(view) == {"title": "Tea with Mrs Patel", "note": "n"}
    assert unread_fields(view, {first.id}) == ("title",)
    assert unread_fields(view, {second.id}) == ("note",)
    assert unread_fields(view, {first.id, second.id}) == ()


def test_of_two_versions_written_apart_both_must_be_read() -> None:
    first = line(title="Tea")
    ours, theirs = line(over=(first,), title="A"), line(over=(first,), title="B", dev="theo.1.w")
    view = view_entity([first, ours, theirs])
    assert writers(view, ["title"]) == {ours.id, theirs.id}
    assert unread_fields(view, {ours.id}) == ("title",)


def test_what_was_taken_away_needs_no_reading() -> None:
    first = line(title="Tea")
    assert unread_fields(view_entity([first, line(over=(first,), hidden=True)]), ()) == ()


def test_a_line_with_words_goes_only_when_it_was_read_and_still_stands() -> None:
    first = line(title="Tea", level="locality")
    second = line(over=(first,), title="Bulbs")
    facts = line(over=(second,), level="system")
    every = [first, second, facts]
    assert shut_lines(every, ()) == {first.id, second.id}
    assert shut_lines(every, {first.id, second.id}) == {first.id}
    assert shut_lines([first], {first.id}) == frozenset()


def test_ones_own_words_stay_while_they_stand() -> None:
    first = line("comment", text="mine", dev="priya.2.w")
    second = line("comment", over=(first,), text="mine, better", dev="priya.2.w")
    assert shut_lines([first, second], (), {"priya"}) == {first.id}
    assert shut_lines([first, second], (), {"joan"}) == {first.id, second.id}


def test_what_one_coordinator_keeps_back_another_does_not_open() -> None:
    both = Manifest(frozenset("ab"), frozenset("b")) | Manifest(frozenset("bc"))
    assert both.open == {"a", "c"}


def test_two_coordinators_who_read_apart_have_read_both() -> None:
    first = line(released=True, read=["a"], kept_back=[])
    one = line(over=(first,), read=["a", "b"], kept_back=["a"])
    other = line(over=(first,), read=["a", "c"], kept_back=[], dev="theo.1.w")
    view = view_entity([first, one, other])
    assert view.get("read") == ["a", "b", "c"]
    assert view.get("kept_back") == ["a"]
    assert view.conflicts == ()


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.EVALUATOR])
@pytest.mark.parametrize("kind", sorted(PLAIN))
def test_only_coordinators_write_words_to_share(role: Role, kind: str) -> None:
    assert not may_write(frozenset({role}), Writing(kind, frozenset({SHARED + "reason"})))
    assert may_write(frozenset({Role.COORDINATOR}), Writing(kind, frozenset({SHARED + "reason"})))


@pytest.mark.parametrize("field", ["read", "kept_back", "released"])
def test_only_coordinators_say_what_was_read(field: str) -> None:
    assert not may_write(frozenset({Role.RESEARCHER}), Writing("record", frozenset({field})))


texts = st.sampled_from(["", "Tea", "Mrs Patel", "Bulbs"])
steps = st.lists(
    st.tuples(st.dictionaries(st.sampled_from(["title", "note", "level", "status"]), texts), st.booleans()),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(steps, st.sets(st.integers(0, 5)))
def test_no_words_pass_that_were_not_read(history: list[tuple[dict[str, str], bool]], read: set[int]) -> None:
    """Whatever was written in whatever order: what is left open holds only words of lines that were read."""
    lines: list[Revision] = []
    for sets, apart in history:
        over = tuple(lines[:1] if apart else lines[-1:])
        lines.append(line(over=over, **sets))
    open_lines = {lines[n].id for n in read if n < len(lines)}
    shut = shut_lines(lines, open_lines)
    for one, (sets, _) in zip(lines, history, strict=True):
        wordy = any(sets.get(n) for n in ("title", "note"))
        assert (one.id in shut) or not wordy or one.id in open_lines
        assert wordy or one.id not in shut


_FIELDS = ["title", "hidden", "language", "answer:audio", "attribution", SHARED + "title", "note", "status"]


@given(
    st.sampled_from(["record", "consent", "media", "layer", "contact_card"]),
    st.dictionaries(st.sampled_from(_FIELDS), st.sampled_from(["", "x", None, 3, [], ["x"], {"x": 1}])),
    st.dictionaries(st.sampled_from(_FIELDS), st.dictionaries(st.sampled_from(["", "x"]), st.just(True))),
)
def test_a_change_has_words_exactly_when_one_of_its_fields_has(
    kind: str, sets: dict[str, Json], adds: dict[str, dict[str, Json]]
) -> None:
    change = Change(sets, adds)
    assert has_words(kind, change) is bool(words_in(kind, sets) or words_in(kind, adds))


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("decision", "book", "08f4c3ffea50"),
        ("decision", "change", "5e0f9f0e-6b0a-4c53-9d0e-1b7d3c4a5f66"),
        ("decision", "also", ["5e0f9f0e-6b0a-4c53-9d0e-1b7d3c4a5f66"]),
        ("encounter", "place_now", "cannot say"),
    ],
)
def test_what_the_program_numbers_is_nobodys_words_to_be_read(kind: str, field: str, value: Json) -> None:
    """Nobody is asked to read the number of a codebook as if a teller had said it."""
    assert words_in(kind, {field: value}) == {}
    assert not has_words(kind, Change({field: value}))
