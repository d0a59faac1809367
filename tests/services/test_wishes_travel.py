"""Wishes travel in every bundle, are worth a bundle of their own, and keep out what an old stick would bring back."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import OrderKind
from ldp_stories.errors import Refused
from ldp_stories.services.confirmed import CONFIRMED, wish
from ldp_stories.services.find_person import find_person
from ldp_stories.services.give_orders import Wanted, give
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import accept, inbox, leave, look, take_in
from ldp_stories.services.read_record import open_record
from ldp_stories.services.withdraw import stop_uses, take_everything
from ldp_stories.store import orders
from ldp_stories.ui.record.bring_in_words import accepted_words
from tests.services.cast import Cast, a_sound, bring_in, cast, send, tell


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as people:
        yield people


def clear(made: Cast) -> None:
    for path in made.stick.iterdir():
        path.unlink()


def bundles(folder: Path) -> list[Path]:
    return [p for p in inbox(folder) if p.suffix != ".ldp-pack"]


def orders_of(home: Home) -> set[str]:
    with home.main.read() as con:
        return {o.id for o in orders.all_orders(con)}


def test_a_wish_alone_is_worth_a_bundle_until_it_was_sent(made: Cast) -> None:
    record = tell(made.amina)
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    clear(made)
    person = find_person(made.joan, open_record(made.joan, record).participants[0].code)[0]
    done = stop_uses(made.joan, person, ["audio"])
    send(made.joan, "evaluators", made.stick)
    assert len(bundles(made.stick)) == 1
    with pytest.raises(Refused) as caught:
        send(made.joan, "evaluators", made.stick)
    assert caught.value.code == "NOTHING_TO_SEND"
    bring_in(made.priya, made.stick)
    assert set(done.orders) <= orders_of(made.priya)


def test_every_bundle_carries_every_wish_also_those_that_were_confirmed(made: Cast) -> None:
    tell(made.amina)
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    clear(made)
    (given,) = give(made.joan, [Wanted(kind=OrderKind.ERASE, targets=(new_id(),))])
    send(made.joan, "evaluators", made.stick)
    bring_in(made.priya, made.stick)
    clear(made)
    send(made.priya, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    clear(made)
    row = next(r for r in wish(made.joan, [given.id]).laptops if r.name == "Priya")
    assert row.state == CONFIRMED
    tell(made.amina, title="Another")
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    clear(made)
    (second,) = give(made.joan, [Wanted(kind=OrderKind.ERASE, targets=(new_id(),))])
    send(made.joan, "evaluators", made.stick)
    found = look(made.priya, bundles(made.stick)[0])
    assert {o.id for o in found.verified.orders()} == {given.id, second.id}
    leave(made.priya, found)


def test_an_old_stick_brings_nothing_back_and_says_so(made: Cast) -> None:
    record = tell(made.amina, sound=a_sound(made.folder))
    send(made.amina, "coordinators", made.stick)
    old = made.folder / "old-stick"
    shutil.copytree(made.stick, old)
    bring_in(made.joan, made.stick)
    person = find_person(made.joan, open_record(made.joan, record).participants[0].code)[0]
    take_everything(made.joan, person, person.code, {})
    again = take_in(made.joan, bundles(old)[0])
    assert again.again
    assert again.new == 0
    assert again.taken_back > 3
    assert "left out: their teller took them back" in accepted_words(again)
    assert made.joan.vault.items() == []


def test_a_bundle_that_was_never_here_brings_nothing_either(made: Cast) -> None:
    record = tell(made.amina, sound=a_sound(made.folder))
    code = open_record(made.amina, record).participants[0].code
    send(made.amina, "coordinators", made.stick)
    late = made.folder / "late-stick"
    shutil.copytree(made.stick, late)
    clear(made)
    take_everything(made.amina, find_person(made.amina, code)[0], code, {})
    tell(made.amina, title="Another")
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    taken = take_in(made.joan, bundles(late)[0])
    assert not taken.again
    assert record not in taken.stories
    assert taken.taken_back > 3
    assert made.joan.vault.items() == []
    with made.joan.main.read() as con:
        words = con.exec_driver_sql("SELECT count(*) FROM words WHERE record = ?", (record,)).scalar()
    assert words == 0


def test_a_wish_counts_as_carried_out_once_and_is_confirmed_each_time(made: Cast) -> None:
    tell(made.amina)
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    clear(made)
    give(made.joan, [Wanted(kind=OrderKind.ERASE, targets=(new_id(),))])
    send(made.joan, "evaluators", made.stick)
    first = take_in(made.priya, bundles(made.stick)[0])
    clear(made)
    give(made.joan, [Wanted(kind=OrderKind.ERASE, targets=(new_id(),))])
    send(made.joan, "evaluators", made.stick)
    second = accept(made.priya, look(made.priya, bundles(made.stick)[0]))
    assert (first.orders, second.orders) == (1, 1)


def test_what_came_of_it_says_left_out_only_where_something_was(made: Cast) -> None:
    tell(made.amina)
    send(made.amina, "coordinators", made.stick)
    taken = take_in(made.joan, bundles(made.stick)[0])
    assert "took" not in accepted_words(taken)
    assert "1 thing was left out: its teller took it back." in accepted_words(replace(taken, taken_back=1))
