"""Every kind, role and ownership against the table of who writes what (CONTRACTS.md 2), and what stays true of all of them."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.kinds import KINDS
from ldp_stories.domain.roles import (
    IDENTITY_KINDS,
    LOG_KINDS,
    PROGRAMME_KINDS,
    WORK_KINDS,
    Extra,
    Role,
    RoleTerm,
    Writing,
    may_carry,
    may_write,
    roles_on,
)

R, C, E, N = Role.RESEARCHER, Role.COORDINATOR, Role.EVALUATOR, Role.READER
BY_RESEARCHER = {
    *(
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
    ),
    *("contact_card", "evidence", "file_name", "name_list", "handover", "care"),
}
ANALYSIS = {"analysis_tag", "coding", "coding_round", "round_mark", "matrix", "matrix_cell"}
BY_EVALUATOR = ANALYSIS | {"report", "quote", "output", "passage", "suggestion", "decision", "comment"}
ALL = [*KINDS, "of a later version"]
role_sets = st.frozensets(st.sampled_from(Role))
writings = st.builds(
    Writing,
    st.sampled_from(ALL),
    st.frozensets(st.sampled_from(["title", "released", "released_by", "quote_state", "text"]), max_size=2),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@pytest.mark.parametrize(("kind", "role", "own"), list(itertools.product(ALL, Role, [True, False])))
def test_the_table_of_who_writes_what(kind: str, role: Role, own: bool) -> None:
    expected = {
        R: own and kind in BY_RESEARCHER,
        C: True,
        E: own and kind in BY_EVALUATOR,
        N: False,
    }[role]
    assert may_write(frozenset({role}), Writing(kind, own=own)) is expected


@given(role_sets, writings)
def test_a_role_more_never_takes_a_right_away(roles: frozenset[Role], writing: Writing) -> None:
    if may_write(roles, writing):
        assert all(may_write(roles | {more}, writing) for more in Role)


@given(role_sets, writings)
def test_two_roles_together_may_what_one_of_them_may(roles: frozenset[Role], writing: Writing) -> None:
    assert may_write(roles, writing) is any(may_write(frozenset({one}), writing) for one in roles)


@given(role_sets, writings)
def test_what_one_may_do_with_the_things_of_others_one_may_do_with_ones_own(
    roles: frozenset[Role], writing: Writing
) -> None:
    if not writing.own and may_write(roles, writing):
        assert may_write(
            roles, Writing(writing.kind, writing.fields, True, writing.masks, writing.opens_closed)
        )


@given(st.frozensets(st.sampled_from([R, E, N])), st.sampled_from(sorted(PROGRAMME_KINDS)), st.booleans())
def test_nobody_but_a_coordinator_changes_the_programme(roles: frozenset[Role], kind: str, own: bool) -> None:
    assert not may_write(roles, Writing(kind, own=own))


@given(st.frozensets(st.sampled_from([E, N])), st.sampled_from(sorted(IDENTITY_KINDS)))
def test_names_are_never_written_by_those_who_read_stories(roles: frozenset[Role], kind: str) -> None:
    assert not may_write(roles, Writing(kind))


@pytest.mark.parametrize("field", ["released", "released_by"])
@pytest.mark.parametrize("beside", [frozenset[str](), frozenset({"title"})])
def test_nobody_slips_a_release_in_beside_a_title(field: str, beside: frozenset[str]) -> None:
    assert not may_write(frozenset({R}), Writing("record", beside | {field}))
    assert not may_write(frozenset({R, E, N}), Writing("record", beside | {field}))
    assert may_write(frozenset({C}), Writing("record", beside | {field}))


def test_a_researcher_marks_a_passage_and_does_not_clear_it_for_quoting() -> None:
    assert may_write(frozenset({R}), Writing("passage", frozenset({"note", "moved_me"})))
    assert not may_write(frozenset({R}), Writing("passage", frozenset({"quote_state"})))


def test_an_evaluator_who_also_collects_still_masks_nothing() -> None:
    assert not may_write(frozenset({R, E}), Writing("layer", masks=True))
    assert not may_write(frozenset({R, E}), Writing("record", opens_closed=True))


def test_every_kind_that_is_read_is_in_exactly_one_group() -> None:
    groups = [PROGRAMME_KINDS, WORK_KINDS, IDENTITY_KINDS]
    assert sorted(itertools.chain(*groups)) == sorted(KINDS)
    assert {kind: k.stream for kind, k in KINDS.items()} == {
        kind: stream for stream, group in zip("pwi", groups, strict=True) for kind in group
    }


def test_every_kind_can_be_written_by_somebody() -> None:
    assert all(may_write(frozenset({C}), Writing(kind)) for kind in KINDS)
    assert set(KINDS) == BY_RESEARCHER | BY_EVALUATOR | PROGRAMME_KINDS | LOG_KINDS | {"masking", "feedback"}


@pytest.mark.parametrize("kind", sorted(LOG_KINDS))
def test_only_a_coordinator_writes_the_logs(kind: str) -> None:
    assert may_write(frozenset({C}), Writing(kind))
    assert not may_write(frozenset({R, E, N}), Writing(kind))


@pytest.mark.parametrize(("role", "own"), list(itertools.product(Role, [True, False])))
def test_who_carries_whose_words(role: Role, own: bool) -> None:
    assert may_carry(frozenset({role}), own_device=own) is (own or role is C)


# terms of office

days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
terms = st.lists(
    st.builds(
        lambda role, start, length: RoleTerm(
            role,
            start.isoformat(),
            None if length is None else (start + timedelta(days=length)).isoformat(),
        ),
        st.sampled_from(Role),
        days,
        st.none() | st.integers(0, 400),
    ),
    max_size=5,
)


@given(terms, days)
def test_a_role_is_held_while_one_of_its_terms_runs(held: list[RoleTerm], day: date) -> None:
    running = {
        t.role
        for t in held
        if date.fromisoformat(t.start) <= day and (t.end is None or day <= date.fromisoformat(t.end))
    }
    assert roles_on(held, day) == running


@given(terms, days)
def test_an_open_term_is_held_for_good_once_it_began(held: list[RoleTerm], day: date) -> None:
    for_good = {t.role for t in held if t.end is None and t.start <= day.isoformat()}
    assert for_good <= roles_on(held, day + timedelta(days=3650))


def test_two_terms_with_a_gap_leave_the_gap_empty() -> None:
    held = [RoleTerm(R, "2026-01-01", "2026-01-31"), RoleTerm(R, "2026-03-01", "2026-03-31")]
    found = {
        day: bool(roles_on(held, date.fromisoformat(day)))
        for day in ("2026-01-31", "2026-02-15", "2026-03-01")
    }
    assert found == {"2026-01-31": True, "2026-02-15": False, "2026-03-01": True}


def test_nobody_holds_a_role_without_terms() -> None:
    assert roles_on((), date(2026, 5, 14)) == frozenset()


def test_extra_rights_are_no_roles() -> None:
    term = RoleTerm(E, "2026-01-01", extra=(Extra.CUSTODIAN, Extra.CLEARANCE))
    assert roles_on([term], date(2026, 5, 14)) == {E}
