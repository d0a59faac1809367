"""Which lines close, put away or take back and say nothing else, and which of them somebody who holds the thing must hear."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.notices import (
    FIELDS,
    TAKES_AWAY,
    is_notice,
    needs_saying_again,
    notices,
    said_alone,
    taken_from_evaluators,
)
from ldp_stories.domain.revisions import Change, Revision, blanked, new_revision, view_entity

DEVICE = "11111111-1111-4111-8111-111111111111"


class Thing:
    """The lines of one record, written one after the other or beside each other."""

    def __init__(self, kind: str = "record") -> None:
        self.kind = kind
        self.lines: list[Revision] = []

    def say(self, *par: Revision, adds: bool = False, **sets: object) -> Revision:
        change = Change(sets, {"about_places": {"p": 1}} if adds else {})
        made = new_revision(
            self.kind, "thing", change, subj=(), par=[r.id for r in par], dev=f"{DEVICE}.1.w",
            seq=len(self.lines) + 1, at_label="",
        )  # fmt: skip
        self.lines.append(made)
        return made


@pytest.mark.parametrize(("kind", "field"), [(k, f) for k, fields in FIELDS.items() for f in sorted(fields)])
def test_a_line_that_sets_one_such_field_says_it_alone(kind: str, field: str) -> None:
    for value in (TAKES_AWAY[field], "anything"):
        assert said_alone(kind, Change({field: value})) == field


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("record", Change()),
        ("record", Change({"sensitivity": "closed", "note": "he hit her"})),
        ("record", Change({"title": "closed"})),
        ("record", Change({"hidden": True}, {"about_places": {"p": 1}})),
        ("record", Change({"hidden": True}, {}, {"about_places": {"p": ("r",)}})),
        ("passage", Change({"sensitivity": "closed"})),
        ("consent", Change({"hidden": True})),
        ("care", Change({"hidden": True})),
    ],
)
def test_a_line_that_says_more_or_something_else_is_none(kind: str, change: Change) -> None:
    assert said_alone(kind, change) == ""


def test_nothing_is_told_of_a_field_before_it_was_taken_away() -> None:
    story = Thing()
    first = story.say(sensitivity="normal", title="Tea")
    careful = story.say(first, sensitivity="careful")
    shut = story.say(careful, sensitivity="closed")
    story.say(shut, title="Tea and bulbs")
    opened = story.say(shut, sensitivity="careful")
    again = story.say(opened, sensitivity="closed")
    assert notices(story.lines, {"sensitivity"}) == (shut.id, opened.id, again.id)
    assert notices(story.lines, {"hidden", "released"}) == ()


def test_what_follows_a_closing_by_way_of_another_line_is_told() -> None:
    story = Thing()
    shut = story.say(story.say(title="Tea"), sensitivity="closed")
    mixed = story.say(shut, sensitivity="careful", title="Bulbs")
    last = story.say(mixed, sensitivity="normal")
    assert notices(list(reversed(story.lines)), {"sensitivity"}) == (last.id, shut.id)


def test_an_erased_line_is_no_notice_and_breaks_nothing() -> None:
    story = Thing()
    shut = story.say(sensitivity="closed")
    opened = story.say(shut, sensitivity="careful")
    assert not is_notice(blanked(shut, "order"))
    assert notices([blanked(shut, "order"), opened], {"sensitivity"}) == ()
    assert is_notice(opened)


def test_a_record_that_nobody_has_released_yet_was_not_taken_back() -> None:
    story = Thing()
    first = story.say(title="Tea", released=False)
    assert not taken_from_evaluators(story.lines)
    out = story.say(first, released=True, released_by="joan")
    back = story.say(out, released=False)
    assert taken_from_evaluators(story.lines)
    story.say(back, released=True)
    assert not taken_from_evaluators(story.lines)


def test_a_release_by_another_coordinator_beside_the_taking_back_settles_to_taken_back() -> None:
    story = Thing()
    out = story.say(released=True)
    story.say(out, released=False)
    story.say(out, released=True)
    assert taken_from_evaluators(story.lines)


def test_only_a_closing_that_says_more_needs_saying_again() -> None:
    story = Thing()
    first = story.say(sensitivity="normal")
    assert needs_saying_again(story.lines) == ""
    mixed = story.say(first, sensitivity="closed", note="x")
    assert needs_saying_again(story.lines) == mixed.id
    story.say(first, sensitivity="closed")
    assert needs_saying_again(story.lines) == ""


steps = st.lists(
    st.tuples(
        st.sampled_from(["closed", "careful", "normal", None]),
        st.sampled_from([True, False, None]),
        st.sampled_from(["title", None]),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=9,
)


@given(steps, st.integers(0, 9), st.integers(0, 2**16))
def test_whoever_held_it_and_hears_the_notices_sees_what_the_others_see(
    drawn: list[tuple[str | None, bool | None, str | None, int]], had: int, seed: int
) -> None:
    """A holder with any beginning of the story, sent the notices and the rest without words, agrees on closed and hidden."""
    story = Thing()
    first = story.say(sensitivity="normal", title="Tea")
    for closed, hidden, title, back in drawn:
        parents = story.lines[-1 - back % len(story.lines) :]
        sets = (
            {"sensitivity": closed}
            if closed
            else {"hidden": hidden}
            if hidden is not None
            else {"title": title or "x"}
        )
        story.say(*parents, **sets)
    whole = view_entity(story.lines)
    told = set(notices(story.lines, {"sensitivity", "hidden"}))
    here = [r for i, r in enumerate(story.lines) if i <= had or r.id in told]
    here += [blanked(r, "withheld") for i, r in enumerate(story.lines) if i > had and r.id not in told]
    random.Random(seed).shuffle(here)
    seen = view_entity(here)
    assert seen.hidden is whole.hidden
    if whole.get("sensitivity") == "closed":
        assert seen.get("sensitivity") == "closed"
    assert first.id in {r.id for r in here}


def test_of_what_nothing_is_known_nobody_took_anything_back() -> None:
    assert not taken_from_evaluators([])
