"""What an order covers, and who may give one."""

import pytest

from ldp_stories.domain.orders import Order, OrderKind, OrderReason, covers, covers_media, may_order, wishes
from ldp_stories.domain.revisions import Change, Revision, new_revision
from ldp_stories.domain.roles import Role


def revision(*subjects: str, ent: str = "e1") -> Revision:
    return new_revision(
        "record", ent, Change({"title": "x"}), subj=subjects, par=(), dev="d.1.w", seq=1, at_label=""
    )


def order(
    kind: OrderKind = OrderKind.ERASE,
    subject: str | None = None,
    targets: tuple[str, ...] = (),
    *,
    reason: OrderReason = OrderReason.WITHDRAWAL,
    by: str = "d9.2",
    seq: int = 1,
) -> Order:
    return Order("o1", kind, reason, subject, targets, (), by, seq, "")


@pytest.mark.parametrize(
    ("subjects", "subject", "targets", "covered"),
    [
        (("p1",), "p1", (), True),
        (("p1", "p2"), "p1", (), False),
        (("p2",), "p1", (), False),
        ((), "p1", (), False),
        ((), None, (), False),
        (("p1", "p2"), None, ("e1",), True),
        (("p2",), "p1", ("e2",), False),
    ],
)
def test_an_erase_order_covers_what_it_names_and_what_is_about_its_subject_alone(
    subjects: tuple[str, ...], subject: str | None, targets: tuple[str, ...], covered: bool
) -> None:
    assert covers(order(subject=subject, targets=targets), revision(*subjects)) is covered


def test_a_narrowing_order_erases_nothing() -> None:
    assert not covers(order(OrderKind.NARROW, "p1", ("e1", "aa")), revision("p1"))
    assert not covers_media(order(OrderKind.NARROW, "p1", ("aa",)), "aa")


def test_media_are_named_by_their_hash() -> None:
    assert covers_media(order(targets=("aa",)), "aa")
    assert not covers_media(order(targets=("aa",)), "bb")


@pytest.mark.parametrize(
    ("roles", "began", "may"),
    [
        ({Role.COORDINATOR}, False, True),
        ({Role.RESEARCHER}, True, True),
        ({Role.RESEARCHER}, False, False),
        ({Role.EVALUATOR}, True, False),
        (set(), True, False),
    ],
)
def test_a_coordinator_orders_anything_and_a_researcher_only_for_their_own_people(
    roles: set[Role], began: bool, may: bool
) -> None:
    assert may_order(frozenset(roles), began_subject=began) is may


def test_an_order_knows_the_device_that_signed_it() -> None:
    assert order().device == "d9"


NARROW, ERASE = OrderKind.NARROW, OrderKind.ERASE


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ([], 0),
        ([order(ERASE, "p1", ("r1",))], 1),
        ([order(NARROW, "p1"), order(ERASE, None, ("m1",), seq=2)], 1),  # a voice: its uses, and its files
        ([order(ERASE, None, ("m1",), seq=2), order(NARROW, "p1")], 1),
        ([order(NARROW, "p1"), order(ERASE, None, ("m1",), seq=3)], 2),
        ([order(NARROW, "p1"), order(ERASE, None, ("m1",), by="d8.1", seq=2)], 2),
        ([order(NARROW, "p1"), order(ERASE, "p2", ("r2",), seq=2)], 2),
        ([order(ERASE, "p1", ("r1",)), order(ERASE, "p1b", seq=2)], 1),  # a further code of the same person
        ([order(ERASE, "p1", ("r1",)), order(ERASE, "p2", ("r2",), seq=2)], 2),
        ([order(NARROW, "p1"), order(NARROW, "p2", seq=2)], 2),
        ([order(ERASE, None, ("r1",), reason=OrderReason.TRASH)], 0),
        ([order(ERASE, None, ("r1",), reason=OrderReason.RETENTION), order(ERASE, "p1", ("r2",), seq=2)], 1),
    ],
)
def test_a_wish_of_several_orders_is_one_wish_and_clearing_is_none(given: list[Order], asked: int) -> None:
    assert wishes(given) == asked
