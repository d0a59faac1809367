"""Two or three people and one story, drawn by lot: every version is kept and shown with a name, one is chosen by a person, all see the same."""

import random
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from ldp_stories.domain.revisions import Revision, parse_body
from ldp_stories.services.home import Home
from ldp_stories.services.settle_versions import settle_conflict, unsettled
from ldp_stories.store import ledger
from tests.effort import SEED, effort, tried
from tests.services.house import Told, change, houses, pass_on, tell
from tests.storm.truths import standing

NAMES = {"amina": "R-07", "joan": "Joan", "theo": "Theo"}
TURNS = list(permutations(range(3)))


@pytest.fixture
def three(tmp_path: Path) -> Iterator[tuple[Home, ...]]:
    with houses(tmp_path, *NAMES) as homes:
        yield homes


def fields(told: Told) -> dict[str, tuple[str, str]]:
    """Where several people write: (kind, thing) by field."""
    return {"title": ("record", told.record), "note": ("record", told.record), "text": ("layer", told.words)}


def hear_all(homes: tuple[Home, ...], dice: random.Random) -> None:
    """Everybody gets everything of everybody, each in an order of their own."""
    for _ in range(2):
        for to, order in zip(homes, dice.sample(TURNS, 3), strict=True):
            for at in order:
                if homes[at] is not to:
                    pass_on(homes[at], to)


def lines(home: Home, ent: str) -> list[Revision]:
    with home.main.read() as con:
        return list(ledger.revisions(con, ents=[ent]))


def same(homes: tuple[Home, ...], told: Told) -> bool:
    found = set()
    for home in homes:
        with home.main.read() as con:
            found.add((ledger.entity_hash(con, told.record), ledger.entity_hash(con, told.words)))
    return len(found) == 1


def quarrel(homes: tuple[Home, ...], told: Told, dice: random.Random) -> dict[str, tuple[str, str]]:
    """Some write, some pass on what they have, in any order; every value that was written, with its field and who wrote it."""
    written = {}
    for number in range(dice.randrange(2, 7)):
        who = dice.randrange(3)
        field, (kind, ent) = dice.choice(list(fields(told).items()))
        value = f"{field} {number} of {told.record[:8]}"
        change(homes[who], kind, ent, **{field: value})
        written[value] = (field, list(NAMES.values())[who])
        if dice.random() < 0.4:
            start, to = dice.sample(homes, 2)
            pass_on(start, to)
    return written


def test_every_version_is_kept_and_shown_with_a_name_until_a_person_chooses(three: tuple[Home, ...]) -> None:
    rounds = effort(6, 150)
    conflicts = 0
    for seed in range(SEED, SEED + rounds):
        dice = random.Random(seed)
        told = tell(three[0], marked=(), code=f"LT-{seed}")
        hear_all(three, dice)
        written = quarrel(three, told, dice)
        hear_all(three, dice)
        assert same(three, told), f"seed {seed}"
        for home in three:
            said = {v for e in (told.record, told.words) for r in lines(home, e) for v in parse_body(r.body or b"{}").sets.values()
                    if isinstance(v, str)}  # fmt: skip
            assert written.keys() <= said, f"seed {seed}"
            shown = {u.field: {(v.value, v.by) for v in u.versions} for u in unsettled(home, told.record)}
            for field, (_, ent) in fields(told).items():
                stands = {str(v) for v in standing(lines(home, ent), field).values()}
                named = {(v, written[v][1]) for v in stands} if len(stands) > 1 else set()
                assert shown.get(field, set()) == named, f"seed {seed}"
        conflicts += len(shown)
        choose(three, told, dice)
        hear_all(three, dice)
        assert same(three, told), f"seed {seed}"
        assert [unsettled(home, told.record) for home in three] == [()] * 3, f"seed {seed}"
    assert conflicts, "nobody wrote at the same time"
    tried("stories on which several people wrote at once", rounds)


def choose(homes: tuple[Home, ...], told: Told, dice: random.Random) -> None:
    """Somebody chooses one version of each field; that one stands with them."""
    for one in unsettled(home := dice.choice(homes), told.record):
        version = dice.choice(one.versions)
        settle_conflict(home, one.entity, one.field, version.rev)
        assert list(standing(lines(home, one.entity), one.field).values()) == [version.value]
