"""Who may give an order, who carries it, and what becomes of one without the right to it (CONTRACTS.md 7)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.bundles.orders import check_order
from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.services.give_orders import Wanted, give
from ldp_stories.services.home import Home
from ldp_stories.services.order_rights import grant_waiting, has_right, signed_by_its_author
from ldp_stories.services.read_record import open_record
from ldp_stories.store import order_book, orders, records
from tests.services.house import Told, houses, name_id, pass_on, tell


@pytest.fixture
def all_of_them(tmp_path: Path) -> Iterator[tuple[Home, Home, Home]]:
    with houses(tmp_path, "amina", "joan", "priya") as (amina, joan, priya):
        yield amina, joan, priya


def order(who: str, *, subject: str | None = None, targets: tuple[str, ...] = (), epoch: int = 1) -> Order:
    device = name_id(f"{who} laptop")
    return Order(
        "o1", OrderKind.ERASE, OrderReason.WITHDRAWAL, subject, targets, (), f"{device}.{epoch}", 1, ""
    )


def may(home: Home, given: Order) -> bool:
    with home.main.read() as con:
        return has_right(con, given)


def erased(home: Home, told: Told) -> bool:
    with home.main.read() as con:
        found = records.record(con, told.record)
    return found is not None and found.erased


def hidden(home: Home, told: Told) -> bool:
    with home.main.read() as con:
        found = records.record(con, told.record)
    return found is not None and found.hidden


def test_a_coordinator_may_order_anything(all_of_them: tuple[Home, Home, Home]) -> None:
    amina, joan, _ = all_of_them
    told = tell(amina)
    pass_on(amina, joan)
    for given in (
        order("joan", subject=told.participant),
        order("theo", subject=told.participant),
        order("joan", targets=(told.record,)),
        order("joan", subject="nobody known"),
    ):
        assert may(joan, given)


def test_a_researcher_may_for_people_begun_on_their_own_laptop(all_of_them: tuple[Home, Home, Home]) -> None:
    amina, joan, _ = all_of_them
    told = tell(amina)
    pass_on(amina, joan)
    assert may(joan, order("amina", subject=told.participant))
    assert may(joan, order("amina", targets=(told.record, told.words)))
    assert may(amina, order("amina", subject=told.participant, epoch=3))


def test_a_researcher_may_not_for_anybody_else(all_of_them: tuple[Home, Home, Home]) -> None:
    _, joan, _ = all_of_them
    told = tell(joan)
    assert not may(joan, order("amina", subject=told.participant))
    assert not may(joan, order("amina", targets=(told.record,)))


def test_one_foreign_thing_among_the_named_ones_spoils_the_right(
    all_of_them: tuple[Home, Home, Home],
) -> None:
    amina, joan, _ = all_of_them
    own, foreign = tell(amina), tell(joan)
    pass_on(amina, joan)
    assert not may(joan, order("amina", targets=(own.record, foreign.record)))
    assert not may(joan, order("amina", subject=own.participant, targets=(foreign.record,)))


def test_what_a_coordinator_hung_on_ones_own_persons_story_may_be_named_too(
    all_of_them: tuple[Home, Home, Home],
) -> None:
    """Masked words and a question are about that person alone: an order about them covers both, named or not."""
    amina, joan, _ = all_of_them
    told = tell(amina)
    pass_on(amina, joan)
    masked = hang_on(
        joan, "layer", told.record, told.participant, kind="masked", text="She draws the [blinds]."
    )
    asked = hang_on(joan, "comment", told.record, told.participant, kind="question", text="Who was there?")
    named = (told.record, told.words, masked, asked)
    assert may(joan, order("amina", subject=told.participant, targets=named))
    assert may(joan, order("amina", targets=(asked, told.record)))
    assert may(joan, order("amina", targets=(masked,)))
    assert not may(joan, order("priya", targets=named))


@pytest.mark.parametrize("also", [True, False])
def test_what_others_hung_there_and_is_about_somebody_else_too_or_about_nobody_spoils_the_right(
    all_of_them: tuple[Home, Home, Home], also: bool
) -> None:
    amina, joan, _ = all_of_them
    own, foreign = tell(amina), tell(joan)
    pass_on(amina, joan)
    people = (own.participant, foreign.participant) if also else ()
    thing = hang_on(joan, "comment", own.record, *people, kind="question", text="Who was there?")
    assert not may(joan, order("amina", subject=own.participant, targets=(own.record, thing)))


def test_a_thing_that_came_to_be_about_somebody_else_as_well_spoils_the_right(
    all_of_them: tuple[Home, Home, Home],
) -> None:
    amina, joan, _ = all_of_them
    own, foreign = tell(amina), tell(joan)
    pass_on(amina, joan)
    thing = hang_on(joan, "comment", own.record, own.participant, kind="question", text="Who was there?")
    assert may(joan, order("amina", subject=own.participant, targets=(thing,)))
    with joan.main.write() as con:
        joan.put(
            con, "comment", thing, sets={"text": "Were both?"}, subj=(own.participant, foreign.participant)
        )
    assert not may(joan, order("amina", subject=own.participant, targets=(thing,)))


def hang_on(home: Home, what: str, record: str, *people: str, **sets: str) -> str:
    """Something that this person hung on a story, about these people; its id."""
    ident = new_id()
    with home.main.write() as con:
        home.put(con, what, ident, sets={"record": record, **sets}, subj=people)
    return ident


def test_an_evaluator_may_order_nothing(all_of_them: tuple[Home, Home, Home]) -> None:
    amina, joan, _ = all_of_them
    told = tell(amina)
    pass_on(amina, joan)
    assert not may(joan, order("priya", subject=told.participant))


def test_a_stranger_and_nobody_known_have_no_right(all_of_them: tuple[Home, Home, Home]) -> None:
    amina, joan, _ = all_of_them
    told = tell(amina)
    pass_on(amina, joan)
    assert not may(joan, order("mallory", subject=told.participant))
    assert not may(joan, order("amina", subject="nobody known"))
    assert not may(joan, order("amina", targets=("0" * 64,)))


def test_given_orders_are_signed_and_numbered_on(all_of_them: tuple[Home, Home, Home]) -> None:
    _, joan, _ = all_of_them
    told, other = tell(joan), tell(joan, code="BS-7Q2K-9TD")
    first, second = give(
        joan,
        [
            Wanted(kind=OrderKind.NARROW, subject=told.participant, scopes=("audio",)),
            Wanted(kind=OrderKind.ERASE, subject=other.participant, targets=("b", "a", "b")),
        ],
    )
    assert (first.seq, second.seq) == (1, 2)
    (third,) = give(joan, [Wanted(kind=OrderKind.NARROW, subject=told.participant, scopes=("video",))])
    assert third.seq == 3
    assert second.targets == ("a", "b")
    assert first.by == f"{joan.author.device}.1"
    for one in (first, second, third):
        assert check_order(one, joan.keys.sign_public)
        assert not check_order(one, DeviceKeys.new().sign_public)
        assert not check_order(replace(one, subject=told.record), joan.keys.sign_public)


def test_every_given_order_stands_in_the_book_beside_the_copies(all_of_them: tuple[Home, Home, Home]) -> None:
    _, joan, _ = all_of_them
    told = tell(joan)
    given = give(joan, [Wanted(kind=OrderKind.ERASE, subject=told.participant)])
    kept, without = order_book.kept(joan.stores.orders)
    assert kept == given
    assert without == frozenset()


def test_without_the_right_it_hides_and_waits(all_of_them: tuple[Home, Home, Home]) -> None:
    amina, _, priya = all_of_them
    told = tell(amina)
    pass_on(amina, priya)
    (given,) = give(priya, [Wanted(kind=OrderKind.ERASE, subject=told.participant)])
    assert hidden(priya, told)
    assert not erased(priya, told)
    with priya.main.read() as con:
        assert orders.waiting_orders(con) == (given,)
    assert order_book.kept(priya.stores.orders)[1] == {given.id}


def test_what_waits_is_carried_out_once_the_person_is_known_here(
    all_of_them: tuple[Home, Home, Home],
) -> None:
    """The researcher's wish came before anything about that person did, so nobody could tell whose they are."""
    amina, joan, _ = all_of_them
    told = tell(amina)
    early = replace(order("amina", subject=told.participant), sig="x")
    order_book.obey(joan.main, joan.stores.orders, [early], without_right=["o1"])
    assert grant_waiting(joan) == ()
    pass_on(amina, joan)
    assert hidden(joan, told)
    assert grant_waiting(joan) == ("o1",)
    assert erased(joan, told)
    assert grant_waiting(joan) == ()


def test_somebody_elses_wish_goes_on_waiting(all_of_them: tuple[Home, Home, Home]) -> None:
    _, joan, _ = all_of_them
    told = tell(joan)
    order_book.obey(
        joan.main, joan.stores.orders, [order("priya", subject=told.participant)], without_right=["o1"]
    )
    assert grant_waiting(joan) == ()
    assert not erased(joan, told)
    assert hidden(joan, told)


def test_a_signature_is_asked_of_the_laptop_that_is_named(all_of_them: tuple[Home, Home, Home]) -> None:
    _, joan, _ = all_of_them
    told = tell(joan)
    with joan.main.write() as con:
        joan.put(con, "device", joan.author.device, sets={"sign_key": joan.keys.sign_public})
    (given,) = give(joan, [Wanted(kind=OrderKind.NARROW, subject=told.participant, scopes=("audio",))])
    with joan.main.read() as con:
        assert signed_by_its_author(con, given)
        assert not signed_by_its_author(con, replace(given, scopes=("video",)))
        assert not signed_by_its_author(con, replace(given, by=f"{name_id('amina laptop')}.1"))
        assert not signed_by_its_author(con, replace(given, by="nobody.1"))
    assert open_record(joan, told.record).record.id == told.record
