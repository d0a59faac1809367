"""Draw the sample of a blind round: by chance with a number that gives the same draw again, spread over places, or as chosen."""

import random
from collections.abc import Mapping, Sequence

from ldp_stories.domain.audience import Addressee, Dossier, audience
from ldp_stories.domain.roles import Role
from ldp_stories.domain.rounds import How, Item, Unit
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import dossiers, encounters, places, records


def population(home: Home, unit: Unit) -> dict[str, tuple[Item, ...]]:
    """What every evaluator may read, by ward ("" = no place): stories, or their passages, the ones on masked words only."""
    with home.main.read() as con:
        known = {d.record: d for d in dossiers.dossiers(con, None, home.today())}
        reach = audience(known.values(), Addressee(Role.EVALUATOR))
        wards = _wards(con, reach.records)
    found: dict[str, list[Item]] = {}
    for record in sorted(reach.records):
        found.setdefault(wards.get(record, ""), []).extend(_items(known[record], unit))
    return {ward: tuple(items) for ward, items in sorted(found.items()) if items}


def draw(by_ward: Mapping[str, Sequence[Item]], how: How, size: int, seed: int) -> tuple[Item, ...]:
    """A sample of `size` items. BY_PLACE gives each ward its share, and one at least while there is room; the same seed draws the same."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    every = [item for ward in sorted(by_ward) for item in by_ward[ward]]
    if size >= len(every):
        return tuple(every)
    if how is not How.BY_PLACE:
        return tuple(sorted(chance.sample(every, size)))
    chosen: list[Item] = []
    for ward, count in shares({w: len(i) for w, i in by_ward.items()}, size).items():
        chosen += chance.sample(list(by_ward[ward]), count)
    return tuple(sorted(chosen))


def shares(sizes: Mapping[str, int], wanted: int) -> dict[str, int]:
    """How many of each: in proportion (largest remainders first), but one at least of each as long as `wanted` allows."""
    total = sum(sizes.values())
    exact = {name: wanted * n / total for name, n in sizes.items()}
    given = {name: min(sizes[name], max(int(share), 1)) for name, share in exact.items()}
    while sum(given.values()) < wanted:
        given[max((n for n in sizes if given[n] < sizes[n]), key=lambda n: (exact[n] - given[n], n))] += 1
    while sum(given.values()) > wanted:
        many = [n for n in sizes if given[n] > 1] or [n for n in sizes if given[n] > 0]
        given[max(many, key=lambda n: (given[n] - exact[n], n))] -= 1
    return dict(sorted(given.items()))


def _items(dossier: Dossier, unit: Unit) -> list[Item]:
    if unit is Unit.STORY:
        return [(dossier.record, "")]
    return [(dossier.record, ident) for ident, protected in dossier.passages if not protected]


def _wards(con: Connection, wanted: Sequence[str]) -> dict[str, str]:
    """The ward each record was told in."""
    told = records.several(con, wanted)
    meetings = encounters.several(con, {r.encounter for r in told.values()})
    names: dict[str, str] = {}
    for place in {m.place for m in meetings.values() if m.place}:
        ward = places.ward_of(con, place)
        names[place] = ward.name if ward else ""
    found = {}
    for ident, record in told.items():
        meeting = meetings.get(record.encounter)
        found[ident] = names.get(meeting.place or "", "") if meeting else ""
    return found
