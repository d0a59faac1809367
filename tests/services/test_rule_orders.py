"""Wishes that wait for a coordinator: who asked and why, "do it" and "do not", and what becomes of both on other laptops."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.bring_back import bring_back
from ldp_stories.services.clean_up import clean_up
from ldp_stories.services.confirmed import wishes
from ldp_stories.services.find_person import person_of
from ldp_stories.services.give_orders import Wanted, give
from ldp_stories.services.hear_back import hearing_back
from ldp_stories.services.home import Home
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.order_rights import grant_waiting
from ldp_stories.services.queue_work import queue, reasons_for
from ldp_stories.services.read_record import open_record
from ldp_stories.services.rule_orders import (
    carry_out,
    leave_it,
    needs_code,
    own_left,
    rulings,
    waiting_wishes,
)
from ldp_stories.services.settle_wishes import DONE, LEFT, settle_rulings
from ldp_stories.store import ledger, order_book, orders, people, records, verify
from tests.services.cast import Cast, bring_in, cast, send
from tests.services.cast import tell as tell_really
from tests.services.house import Told, houses, name_id, pass_on, tell
from tests.services.released import release_read
from tests.services.test_withdraw import empty

CODE = "LT-4HN7-KQY"


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        yield amina, joan


@pytest.fixture
def joan(both: tuple[Home, Home]) -> Home:
    return both[1]


def waits(home: Home, told: Told, *, by: str = "priya", kind: OrderKind = OrderKind.ERASE) -> str:
    """A wish of `by` about a person waits here; its id."""
    scopes = ("audio",) if kind is OrderKind.NARROW else ()
    wish = Order(
        f"wish-{by}",
        kind,
        OrderReason.WITHDRAWAL,
        told.participant,
        (),
        scopes,
        f"{name_id(f'{by} laptop')}.1",
        1,
        "",
    )
    order_book.obey(home.main, home.stores.orders, [wish], without_right=[wish.id])
    return wish.id


def shown(home: Home, record: str) -> str:
    with home.main.read() as con:
        found = records.record(con, record)
    if found is None or found.erased:
        return "erased"
    return "hidden" if found.hidden else "shown"


def still_waits(home: Home) -> tuple[str, ...]:
    with home.main.read() as con:
        return tuple(o.id for o in orders.waiting_orders(con))


def test_a_wish_says_who_asked_and_about_whom(both: tuple[Home, Home]) -> None:
    amina, joan = both
    told = tell(amina)
    pass_on(amina, joan)
    waits(joan, told)
    (one,) = waiting_wishes(joan)
    assert (one.name, one.role, one.signed) == ("Priya", "evaluator", False)
    assert (one.kind, one.reason, one.erases) == (OrderKind.ERASE, OrderReason.WITHDRAWAL, True)
    assert (one.codes, one.began) == ((CODE,), "R-07")
    assert [(s.title, s.tellers, s.hidden) for s in one.stories] == [("Tea and bulbs", 1, True)]
    assert one.shared == ()


def test_a_stranger_is_nobody_by_name(joan: Home) -> None:
    told = tell(joan)
    waits(joan, told, by="mallory")
    (one,) = waiting_wishes(joan)
    assert (one.name, one.role, one.signed) == ("", "", False)


def test_do_not_shows_again_what_it_hid(joan: Home) -> None:
    told = tell(joan)
    ident = waits(joan, told)
    assert shown(joan, told.record) == "hidden"
    leave_it(joan, ident, "She never asked for it.")
    assert shown(joan, told.record) == "shown"
    assert waiting_wishes(joan) == ()
    (one,) = rulings(joan)
    assert (one.order, one.ruling, one.reason, one.on) == (
        ident,
        LEFT,
        "She never asked for it.",
        "2026-11-22",
    )


def test_a_wish_that_was_left_is_no_wish_that_was_carried_out(joan: Home) -> None:
    told = tell(joan)
    leave_it(joan, waits(joan, told), "no")
    assert wishes(joan) == ()
    with joan.main.read() as con:
        assert orders.granted_orders(con) == ()
        assert [o.id for o in orders.set_aside_orders(con)] == ["wish-priya"]
        assert [o.id for o in orders.all_orders(con)] == ["wish-priya"]


def test_what_was_left_is_not_swept_with_something_else(joan: Home) -> None:
    told, other = tell(joan), tell(joan, code="BS-7Q2K-9TD")
    leave_it(joan, waits(joan, told), "no")
    give(joan, [Wanted(kind=OrderKind.ERASE, subject=other.participant)])
    clean_up(joan)
    assert shown(joan, told.record) == "shown"
    assert shown(joan, other.record) == "erased"


def test_do_it_gives_the_same_order_under_ones_own_hand(joan: Home) -> None:
    told = tell(joan)
    ident = waits(joan, told)
    assert needs_code(joan, ident) == CODE
    done = carry_out(joan, ident, "She rang me.", CODE.lower())
    assert shown(joan, told.record) == "erased"
    assert waiting_wishes(joan) == ()
    assert rulings(joan)[0].ruling == DONE
    with joan.main.read() as con:
        (given,) = orders.granted_orders(con)
    assert (given.id,) == done.orders
    assert given.device == joan.author.device
    assert given.subject == told.participant


def test_erasing_needs_the_persons_code_and_a_reason(joan: Home) -> None:
    told = tell(joan)
    ident = waits(joan, told)
    for typed, code in (("", "CODE_SLIP"), ("LT-4HN7-KQZ", "CODE_SLIP"), ("BS-7Q2K-9TD", "CODE_DIFFERS")):
        with pytest.raises(Refused) as caught:
            carry_out(joan, ident, "She rang me.", typed)
        assert caught.value.code == code
    with pytest.raises(UserError) as without:
        carry_out(joan, ident, " ", CODE)
    assert without.value.code == "REASON_NEEDED"
    assert shown(joan, told.record) == "hidden"
    assert still_waits(joan) == (ident,)


def test_narrowing_needs_no_code(joan: Home) -> None:
    told = tell(joan)
    ident = waits(joan, told, kind=OrderKind.NARROW)
    assert needs_code(joan, ident) == ""
    assert shown(joan, told.record) == "shown"
    carry_out(joan, ident, "She said so at the café.")
    with joan.main.read() as con:
        (given,) = orders.granted_orders(con)
    assert given.scopes == ("audio",)
    assert shown(joan, told.record) == "shown"


def test_a_story_of_two_people_is_held_and_not_erased(joan: Home) -> None:
    told = tell(joan)
    other = tell(joan, code="BS-7Q2K-9TD")
    with joan.main.write() as con:
        both_of_them = (told.participant, other.participant)
        sets = {"encounter": told.encounter, "title": "Together", "status": "ready", "kind": "story"}
        joan.put(con, "record", name_id("shared"), sets={**sets, "participants": list(both_of_them)}, subj=both_of_them)  # fmt: skip
    ident = waits(joan, told)
    (one,) = waiting_wishes(joan)
    assert [s.id for s in one.shared] == [name_id("shared")]
    done = carry_out(joan, ident, "She rang me.", CODE)
    assert done.held == (name_id("shared"),)
    assert shown(joan, told.record) == "erased"
    with joan.main.read() as con:
        held = records.record(con, name_id("shared"))
    assert held is not None
    assert (held.erased, held.status.value) == (False, "held")


@pytest.mark.parametrize("act", [carry_out, leave_it])
def test_only_a_coordinator_decides(both: tuple[Home, Home], act: object) -> None:
    amina, _ = both
    told = tell(amina)
    ident = waits(amina, told)
    with pytest.raises(Refused) as caught:
        act(amina, ident, "because")  # type: ignore[operator]
    assert caught.value.code == "NOT_YOUR_ROLE"


def test_a_wish_that_is_not_there_cannot_be_decided(joan: Home) -> None:
    for act in (lambda: leave_it(joan, "x", "no"), lambda: carry_out(joan, "x", "yes")):
        with pytest.raises(UserError) as caught:
            act()
        assert caught.value.code == "NO_SUCH_WISH"


def test_the_same_wish_coming_again_waits_no_more(joan: Home) -> None:
    told = tell(joan)
    ident = waits(joan, told)
    leave_it(joan, ident, "no")
    waits(joan, told)
    assert waiting_wishes(joan) == ()
    assert shown(joan, told.record) == "shown"


def test_the_right_of_its_author_beats_what_a_coordinator_left(both: tuple[Home, Home]) -> None:
    """It came before the person was known here; then it turns out that the researcher met them."""
    amina, joan = both
    told = tell(amina)
    ident = waits(joan, told, by="amina")
    leave_it(joan, ident, "I know nobody of that code.")
    pass_on(amina, joan)
    assert grant_waiting(joan) == ()
    with joan.main.read() as con:
        wish = orders.order(con, ident)
    assert wish is not None
    order_book.obey(joan.main, joan.stores.orders, [wish])
    assert shown(joan, told.record) == "erased"


def test_building_the_projection_anew_changes_nothing(joan: Home) -> None:
    first, second = tell(joan), tell(joan, code="BS-7Q2K-9TD")
    leave_it(joan, waits(joan, first, by="priya"), "no")
    waits(joan, second, by="mallory")
    with joan.main.read() as con:
        before = verify.projection_hashes(con)
    with joan.main.write() as con:
        ledger.rebuild(con)
        assert verify.projection_hashes(con) == before
    assert (shown(joan, first.record), shown(joan, second.record)) == ("shown", "hidden")


def test_a_word_that_comes_before_the_wish_holds_too(joan: Home) -> None:
    told = tell(joan)
    with joan.main.write() as con:
        sets = {"order": "wish-priya", "ruling": LEFT, "reason": "no", "by": name_id("theo")}
        joan.put(con, "order_ruling", name_id("ruling"), sets=sets)
    waits(joan, told)
    assert shown(joan, told.record) == "hidden"
    assert settle_rulings(joan) == ("wish-priya",)
    assert shown(joan, told.record) == "shown"
    assert settle_rulings(joan) == ()


def test_a_copy_on_a_new_laptop_remembers_what_waits_and_what_was_decided(tmp_path: Path) -> None:
    """Orders in a copy keep their standing: one without the right is not carried out by bringing the copy back."""
    with cast(tmp_path) as made:
        kept, left = tell_really(made.amina), tell_really(made.amina, title="Another")
        with made.amina.main.read() as con:
            ids = [records.record(con, r).participants[0] for r in (kept, left)]  # type: ignore[union-attr]
        device = made.priya.author.device
        given = [
            Order(f"w{n}", OrderKind.ERASE, OrderReason.WITHDRAWAL, p, (), (), f"{device}.1", n, "")
            for n, p in enumerate(ids)
        ]
        order_book.obey(made.amina.main, made.amina.stores.orders, given, without_right=["w0", "w1"])
        order_book.set_aside(made.amina.main, made.amina.stores.orders, ["w1"])
        copy = make_copy(made.amina, made.stick)
        machine = made.amina.machine
        new = bring_back(tmp_path / "new laptop", copy.folder, None, machine)
        try:
            assert still_waits(new) == ("w0",)
            assert (shown(new, kept), shown(new, left)) == ("hidden", "shown")
            assert order_book.decided(new.stores.orders) == {"w1"}
        finally:
            new.close()


# --- through bundles ---------------------------------------------------------


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[tuple[Cast, str]]:
    """Priya has a released story of Amina's; without the right she asks that everything of its teller goes. Joan has the wish."""
    with cast(tmp_path) as made:
        told = tell_really(made.amina)
        send(made.amina, "coordinators", made.stick)
        bring_in(made.joan, made.stick)
        empty(made.stick)
        release_read(made.joan, told)
        send(made.joan, "evaluators", made.stick)
        bring_in(made.priya, made.stick)
        empty(made.stick)
        assert shown(made.priya, told) == "shown"
        with made.priya.main.read() as con:
            found = records.record(con, told)
        assert found is not None
        give(made.priya, [Wanted(kind=OrderKind.ERASE, subject=found.participants[0])])
        assert shown(made.priya, told) == "hidden"
        send(made.priya, "coordinators", made.stick)
        bring_in(made.joan, made.stick)
        empty(made.stick)
        yield made, told


def test_a_wish_from_elsewhere_hides_and_waits_with_its_author(stage: tuple[Cast, str]) -> None:
    made, told = stage
    (one,) = waiting_wishes(made.joan)
    assert (one.name, one.role, one.signed) == ("Priya", "evaluator", True)
    assert shown(made.joan, told) == "hidden"
    assert queue(made.joan) == ()
    assert reasons_for(made.joan, told) == ()
    leave_it(made.joan, one.order, "no")
    assert open_record(made.joan, told).record.released


def test_do_not_reaches_the_one_who_asked_in_the_signed_programme_file(stage: tuple[Cast, str]) -> None:
    made, told = stage
    (one,) = waiting_wishes(made.joan)
    leave_it(made.joan, one.order, "The person never asked.")
    send(made.joan, "evaluators", made.stick)
    bring_in(made.priya, made.stick)
    assert shown(made.joan, told) == shown(made.priya, told) == "shown"
    assert still_waits(made.priya) == ()
    assert [(r.ruling, r.reason, r.by) for r in rulings(made.priya)] == [
        (LEFT, "The person never asked.", "Joan")
    ]
    assert own_left(made.priya) == rulings(made.priya), "who asked hears why"
    assert own_left(made.joan) == ()
    assert [(h.kind, h.by, h.reason, h.record) for h in hearing_back(made.priya)] == [
        ("wish left", "Joan", "The person never asked.", "")
    ]
    empty(made.stick)
    made.clock.forward(days=1)
    tell_really(made.amina, title="More")
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    assert shown(made.joan, told) == "shown"


def test_do_it_goes_to_everybody_under_the_coordinators_hand(stage: tuple[Cast, str]) -> None:
    made, told = stage
    (one,) = waiting_wishes(made.joan)
    person = person_of(made.joan, _teller(made.joan, told))
    carry_out(made.joan, one.order, "She rang me.", person.code)
    assert shown(made.joan, told) == "erased"
    for home, to in ((made.priya, "evaluators"), (made.amina, made.amina.member)):
        send(made.joan, to, made.stick)
        bring_in(home, made.stick)
        empty(made.stick)
        assert shown(home, told) == "erased"
        assert still_waits(home) == ()
        assert own_left(home) == (), "what was done is no news of this kind"


def _teller(home: Home, record: str) -> str:
    with home.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        assert people.participant(con, found.participants[0]) is not None
        return found.participants[0]
