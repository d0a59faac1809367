"""Reports by place over changed boundaries: wards as they were at the time or as a person re-mapped them, and pilot areas over both (AT-8)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ldp_stories.domain.places import Place, PlaceType, before_and_after, fewest, places_above
from ldp_stories.services.heard_where import meetings
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import places

AREAS = (PlaceType.SUB_AREA, PlaceType.PILOT, PlaceType.LOCALITY)


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One line of a report: a place (None = nobody knows where), how many people and meetings, and the day its boundaries changed.

    `least` is the fewest people a number may stand for here; `few` says that the number must not be shown.
    """

    place: Place | None
    people: int
    meetings: int
    changed: str
    least: int

    @property
    def few(self) -> bool:
        """Whether too few people spoke for the number to be shown."""
        return 0 < self.people < self.least


def by_ward(home: Home, *, mapped: bool = False) -> tuple[PlaceLine, ...]:
    """One line for each ward, old and new apart, in the pack's order. `mapped`: under today's ward where a person decided so."""
    with home.main.read() as con:
        return _lines(home, con, mapped, lambda place: (place,))


def by_area(home: Home) -> tuple[PlaceLine, ...]:
    """One line for each pilot area: wards of all times that are part of it count."""
    with home.main.read() as con:
        book = {p.id: p for p in places.places(con)}

        def areas(place: Place) -> tuple[Place, ...]:
            above = places_above(book, place.id)
            for kind in AREAS:
                found = tuple(p for p in above if p.type is kind)
                if found:
                    return found
            return ()

        return _lines(home, con, False, areas)


def _lines(
    home: Home, con: Connection, mapped: bool, group: Callable[[Place], tuple[Place, ...]]
) -> tuple[PlaceLine, ...]:
    every = places.places(con)
    order = {p.id: at for at, p in enumerate(every)}
    changed = {i: max(day for _, day in pairs) for i, pairs in before_and_after(every).items()}
    people: dict[str, set[str]] = {}
    count: dict[str, int] = {}
    known: dict[str, Place] = {}
    for one in meetings(home, con, mapped=mapped):
        if not one.people:
            continue
        for place in group(one.place) if one.place is not None else ():
            known[place.id] = place
            people.setdefault(place.id, set()).update(one.people)
            count[place.id] = count.get(place.id, 0) + 1
        if one.place is None or not group(one.place):
            people.setdefault("", set()).update(one.people)
            count[""] = count.get("", 0) + 1
    k = smallest(home)
    ordered = sorted(people, key=lambda i: order.get(i, len(order)))
    return tuple(_line(i, known, people, count, changed, k) for i in ordered)


def _line(
    ident: str,
    known: Mapping[str, Place],
    people: Mapping[str, set[str]],
    count: Mapping[str, int],
    changed: Mapping[str, str],
    k: int,
) -> PlaceLine:
    place = known.get(ident)
    least = fewest(place.people if place else None, k)
    return PlaceLine(place, len(people[ident]), count[ident], changed.get(ident, ""), least)


def smallest(home: Home) -> int:
    """The fewest people a cell may show, as the programme says (5 when it does not)."""
    k = home.programme().terms.get("disclosure_k")
    return k if isinstance(k, int) and k > 0 else 5
