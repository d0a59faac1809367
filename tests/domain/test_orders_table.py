"""Every order beside every line: what it reaches, and what it must leave alone."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.orders import Order, OrderKind, OrderReason, covers, covers_media, may_order
from ldp_stories.domain.revisions import Change, blanked, new_revision
from ldp_stories.domain.roles import Role

people = st.frozensets(st.sampled_from(["p1", "p2", "p3"]), max_size=3)
ids = st.sampled_from(["e1", "e2", "e3"])
SHA = "ab" * 32


def order(
    kind: OrderKind = OrderKind.ERASE, subject: str | None = None, targets: tuple[str, ...] = ()
) -> Order:
    return Order("o1", kind, OrderReason.WITHDRAWAL, subject, targets, (), "dev.3", 1, "")


def line(ent: str, subj: frozenset[str]) -> object:
    return new_revision(
        "note", ent, Change({"text": "x"}), subj=tuple(subj), par=(), dev="d.1.w", seq=1, at_label=""
    )


@given(ids, people, st.sampled_from(["p1", "p2", None]), st.frozensets(ids))
def test_an_erasure_reaches_its_targets_and_what_is_about_this_person_alone(
    ent: str, subj: frozenset[str], subject: str | None, targets: frozenset[str]
) -> None:
    one = line(ent, subj)
    reached = ent in targets or (subject is not None and subj == frozenset({subject}))
    assert covers(order(subject=subject, targets=tuple(targets)), one) is reached  # type: ignore[arg-type]


@given(ids, people, st.sampled_from(["p1", None]), st.frozensets(ids))
def test_a_narrowing_erases_nothing(
    ent: str, subj: frozenset[str], subject: str | None, targets: frozenset[str]
) -> None:
    one = order(OrderKind.NARROW, subject, (*targets, SHA))
    assert not covers(one, line(ent, subj))  # type: ignore[arg-type]
    assert not covers_media(one, SHA)


def test_what_two_people_told_together_is_not_erased_by_one_of_them() -> None:
    both = line("e1", frozenset({"p1", "p2"}))
    assert not covers(order(subject="p1"), both)  # type: ignore[arg-type]
    assert covers(order(subject="p1", targets=("e1",)), both)  # type: ignore[arg-type]


def test_what_is_about_nobody_is_not_erased_by_an_order_without_a_subject() -> None:
    assert not covers(order(), line("e1", frozenset()))  # type: ignore[arg-type]


def test_an_erased_line_is_still_covered_so_that_a_second_copy_is_refused_too() -> None:
    one = new_revision(
        "note", "e1", Change({"text": "x"}), subj=("p1",), par=(), dev="d.1.w", seq=1, at_label=""
    )
    assert covers(order(subject="p1"), blanked(one, "o1"))


@pytest.mark.parametrize("sha", [SHA, SHA.upper(), SHA[:-1], "", "p1"])
def test_media_are_named_by_their_whole_hash(sha: str) -> None:
    one = order(targets=(SHA,), subject="p1")
    assert covers_media(one, sha) is (sha == SHA)


def test_the_device_of_an_order_is_read_from_who_signed_it() -> None:
    assert order().device == "dev"
    assert replace(order(), by="a-b-c.12").device == "a-b-c"


@pytest.mark.parametrize(
    ("roles", "began"),
    list(
        itertools.product(
            itertools.chain(*(itertools.combinations(Role, n) for n in range(3))), [True, False]
        )
    ),
)
def test_who_may_order(roles: tuple[Role, ...], began: bool) -> None:
    expected = Role.COORDINATOR in roles or (Role.RESEARCHER in roles and began)
    assert may_order(frozenset(roles), began_subject=began) is expected
