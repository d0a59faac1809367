"""A wish about a story that never left one laptop: every other laptop confirms that there is nothing, and no coordinator is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.services.confirmed import wish
from ldp_stories.services.find_person import FoundPerson, find_person
from ldp_stories.services.home import Home
from ldp_stories.services.rule_orders import waiting_wishes
from ldp_stories.services.withdraw import take_everything
from ldp_stories.store import media, orders, people, records
from tests.services.cast import Cast, bring_in, cast, post, send, tell
from tests.services.house import houses, pass_on
from tests.services.house import tell as house_tell
from tests.services.test_rule_orders import shown, waits


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as people:
        yield people


def teller(home: Home, record: str) -> FoundPerson:
    with home.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        person = people.participant(con, found.participants[0])
    assert person is not None
    return find_person(home, person.code)[0]


def take(home: Home, record: str) -> tuple[str, ...]:
    """The teller takes everything back; the orders."""
    who = teller(home, record)
    return take_everything(home, who, who.code, {}).orders


def test_every_laptop_confirms_and_no_coordinator_is_asked(made: Cast) -> None:
    ids = take(made.amina, tell(made.amina, ready=False))
    tell(made.amina, title="Another one")
    before = wish(made.amina, ids)
    assert (before.confirmed, before.total) == (1, 3)
    post(made, made.amina, "coordinators", made.joan)
    assert waiting_wishes(made.joan) == ()
    with made.joan.main.read() as con:
        assert set(ids) <= {o.id for o in orders.all_orders(con)}, "it is kept and carried on"
    post(made, made.joan, "evaluators", made.priya)
    post(made, made.priya, "coordinators", made.joan)
    post(made, made.joan, made.amina.member, made.amina)
    after = wish(made.amina, ids)
    assert (after.confirmed, after.total) == (3, 3)


def test_should_the_story_come_after_all_it_goes_at_once(made: Cast) -> None:
    """Packed onto a stick, taken back, and the stick comes later than the wish."""
    record = tell(made.amina)
    send(made.amina, "coordinators", made.stick)
    old = {p: p.read_bytes() for p in made.stick.iterdir()}
    for path in old:
        path.unlink()
    take(made.amina, record)
    tell(made.amina, title="Another one")
    post(made, made.amina, "coordinators", made.joan)
    for path, data in old.items():
        path.write_bytes(data)
    bring_in(made.joan, made.stick)
    with made.joan.main.read() as con:
        found = records.record(con, record)
    assert found is None or found.erased
    assert waiting_wishes(made.joan) == ()


def test_a_wish_without_the_right_about_what_comes_later_is_asked_about_then(tmp_path: Path) -> None:
    """Nobody takes out another researcher's story by being first."""
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        told = house_tell(amina)
        ident = waits(joan, told, by="priya")
        assert waiting_wishes(joan) == (), "nothing of it is here, so nobody needs to decide"
        pass_on(amina, joan)
        assert [one.order for one in waiting_wishes(joan)] == [ident]
        assert shown(joan, told.record) == "hidden"


@pytest.mark.parametrize("here", ["nothing", "a line", "the person", "bytes"])
def test_what_counts_as_here(tmp_path: Path, here: str) -> None:
    with houses(tmp_path, "joan") as (joan,):
        told = house_tell(joan, sound=True)
        with joan.main.read() as con:
            (sound,) = media.of_record(con, told.record)
            hashes = sorted(media.hashes_here(con, [sound.id]))
            subject = told.participant if here == "the person" else None
            targets = {"a line": [told.record], "bytes": hashes}.get(here, ["not-here"])
            wanted = Order(
                "o", OrderKind.ERASE, OrderReason.MISTAKE, subject, tuple(targets), (), "d.1", 1, ""
            )
            assert orders.touches_nothing(con, wanted) is (here == "nothing")
