"""Who may write and carry what."""

from datetime import date

import pytest

from ldp_stories.domain.roles import (
    IDENTITY_KINDS,
    PROGRAMME_KINDS,
    Role,
    RoleTerm,
    Writing,
    may_carry,
    may_write,
    roles_on,
)

R, C, E = frozenset({Role.RESEARCHER}), frozenset({Role.COORDINATOR}), frozenset({Role.EVALUATOR})


@pytest.mark.parametrize("kind", sorted(PROGRAMME_KINDS))
def test_only_a_coordinator_writes_the_programme(kind: str) -> None:
    assert may_write(C, Writing(kind))
    assert not may_write(R, Writing(kind))
    assert not may_write(E, Writing(kind))


@pytest.mark.parametrize(
    "kind",
    [
        "participant",
        "consent",
        "encounter",
        "record",
        "layer",
        "note",
        "media",
        "passage",
        "suggestion",
        "comment",
    ],
)
def test_a_researcher_writes_their_own_conversations_and_nobody_elses(kind: str) -> None:
    assert may_write(R, Writing(kind))
    assert not may_write(R, Writing(kind, own=False))


@pytest.mark.parametrize("kind", ["decision", "quote", "output", "analysis_tag", "unheard_of"])
def test_a_researcher_does_not_decide_or_publish(kind: str) -> None:
    assert not may_write(R, Writing(kind))


@pytest.mark.parametrize("kind", ["participant", "consent", "encounter", "record", "layer", "media"])
def test_an_evaluator_changes_no_story(kind: str) -> None:
    assert not may_write(E, Writing(kind))


@pytest.mark.parametrize("kind", ["quote", "output", "analysis_tag", "passage", "decision"])
def test_an_evaluator_writes_their_own_layer(kind: str) -> None:
    assert may_write(E, Writing(kind))
    assert not may_write(E, Writing(kind, own=False))


@pytest.mark.parametrize(
    "writing",
    [
        Writing("record", frozenset({"released"})),
        Writing("record", frozenset({"title", "released_by"})),
        Writing("passage", frozenset({"quote_state"})),
        Writing("layer", masks=True),
        Writing("record", opens_closed=True),
    ],
)
def test_release_masks_and_opening_a_closed_record_are_the_coordinators(writing: Writing) -> None:
    assert not may_write(R, writing)
    assert may_write(C, writing)


@pytest.mark.parametrize("kind", sorted(IDENTITY_KINDS))
def test_names_are_written_by_those_who_met_the_person(kind: str) -> None:
    assert may_write(R, Writing(kind))
    assert not may_write(R, Writing(kind, own=False))
    assert not may_write(E, Writing(kind))


def test_nobody_without_a_role_writes_anything() -> None:
    assert not may_write(frozenset(), Writing("record"))
    assert not may_write(frozenset({Role.READER}), Writing("quote"))


def test_only_a_coordinator_carries_the_words_of_others() -> None:
    assert may_carry(R, own_device=True)
    assert not may_carry(R, own_device=False)
    assert not may_carry(E, own_device=False)
    assert may_carry(C, own_device=False)


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2026, 1, 31), set()),
        (date(2026, 2, 1), {Role.RESEARCHER}),
        (date(2026, 6, 1), {Role.RESEARCHER, Role.COORDINATOR}),
        (date(2026, 7, 1), {Role.COORDINATOR}),
    ],
)
def test_roles_begin_and_end_on_their_days(day: date, held: set[Role]) -> None:
    terms = [RoleTerm(Role.RESEARCHER, "2026-02-01", "2026-06-30"), RoleTerm(Role.COORDINATOR, "2026-05-01")]
    assert roles_on(terms, day) == held
