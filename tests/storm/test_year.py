"""A year of a programme in seconds: a dozen real laptops, wrong clocks, lost and spoilt post, people who change their minds; seed by seed."""

from datetime import timedelta

import pytest

from ldp_stories.domain.roles import Role
from ldp_stories.services.check import check
from tests.effort import LONG, SEED, effort, tried
from tests.storm import truths
from tests.storm.acts import CALAMITIES, CHANGES, IMAGES, do, draw, put_aside, set_back_whole, tell_one
from tests.storm.world import World, world


def live(made: World, days: int, acts: int) -> None:
    """That many days, on each of which some people do something and some post arrives; looked at now and then."""
    for one in made.of(Role.RESEARCHER):
        do(made, tell_one, one)
        made.send(one, "coordinators")
    for name in IMAGES:
        do(made, put_aside, made.laptops[name])
    for day in range(days):
        made.now += timedelta(days=365 / days)
        for one in made.rng.sample(made.working, min(acts, len(made.working))):
            draw(made, one)
            if one.working:
                truths.acknowledge(one)
        made.deliver()
        for one in made.working:
            truths.acknowledge(one)
        befall(made, day, days)
        if day % max(1, days // 3) == 1:
            one = made.rng.choice(made.working)
            truths.look_at(made, one)


def befall(made: World, day: int, days: int) -> None:
    """What happens to a laptop in any year, whatever the lot draws."""
    if day == days // 2:
        for name, act in (CALAMITIES | CHANGES).items():
            do(made, act, made.laptops[name])
    if day in (days // 3, days * 2 // 3):
        for name in IMAGES:
            do(made, set_back_whole, made.laptops[name])


def settle(made: World) -> None:
    """The post works again: everybody sends to everybody until nobody has news."""
    made.deliver(everything=True)
    for one in made.working:
        one.clock.wrong *= 0
    for _ in range(12):
        before = {one.name: truths.numbers_of(one.home) for one in made.working}
        for one in sorted(made.working, key=lambda o: o.role is Role.COORDINATOR):
            made.send(one, "coordinators", safely=True)
            made.deliver(everything=True)
        made.swap_packs()
        for one in made.of(Role.COORDINATOR)[: effort(1, 2)]:
            made.send(one, "evaluators", safely=True)
            for other in made.of(Role.RESEARCHER):
                made.send(one, other.home.member, safely=True)
        made.deliver(everything=True)
        if all(before[o.name] == truths.numbers_of(o.home) for o in made.working):
            return
    raise AssertionError("after so many rounds somebody still has news")


YEARS = range(SEED, SEED + 200) if LONG else range(1, 1 + effort(1, 0, change=10))


@pytest.mark.parametrize("seed", YEARS)
def test_a_year_loses_nothing_and_lets_nothing_out(seed: int) -> None:
    print(f"seed {seed}")
    with world(seed) as made:
        live(made, days=effort(9, 52), acts=effort(6, 8))
        settle(made)
        for one in made.working:
            truths.acknowledge(one)
            truths.look_at(made, one)
        homes = {one.name: truths.lines_of(one.home) for one in made.working}
        truths.who_was_set_back_noticed(made, homes)
        truths.nothing_waits_for_a_number(made, homes)
        truths.same_bytes(made, homes)
        truths.same_view(homes)
        truths.orders_reached_all(made)
        truths.all_is_there(made, homes)
        truths.all_came_back(made, homes)
        truths.a_no_reached_all(made, homes)
        truths.a_closing_reached_all(made, homes)
        truths.receipts_are_true(made, homes)
        truths.what_was_taken_away_reached_all(made, homes)
        truths.gone_everywhere(made)
        truths.nothing_stands_in_the_open(made)
        for one in made.working[:: effort(4, 1)]:
            assert [(x.what, x.trouble) for x in check(one.home).lines if not x.ok] == []
        print(sorted(made.acts.items()), sorted(made.refusals.items()))
    tried("years", 1)


@pytest.mark.skipif(not LONG, reason="two more years: packaging/dev long")
def test_the_same_seed_is_the_same_year() -> None:
    told = []
    for _ in range(2):
        with world(7) as made:
            live(made, days=9, acts=6)
            told.append((made.acts, made.refusals, [s.told.record for s in made.stories]))
    assert told[0] == told[1]
