"""Dated places with many parents: wards change, old records keep the place that was valid on their day (domain/3-model.md 3.2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class PlaceType(StrEnum):
    """The levels of place, largest first."""

    PROGRAMME_AREA = "programme area"
    PILOT = "pilot"
    SUB_AREA = "pilot sub-area"
    AUTHORITY = "authority"
    LOCALITY = "locality"
    WARD = "ward"
    LSOA = "LSOA"
    NEIGHBOURHOOD = "neighbourhood"
    VENUE = "venue"


@dataclass(frozen=True, slots=True)
class Place:
    """One place; `valid_from` and `valid_to` are ISO dates, both inclusive; `parents` are (place id, relation).

    `successors` are (place id, what is known of the share): a hint for a person, never a rule. `people` is its newest published population.
    """

    id: str
    key: str
    type: PlaceType
    name: str
    aliases: tuple[str, ...] = ()
    code: str = ""
    parents: tuple[tuple[str, str], ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    note: str = ""
    successors: tuple[tuple[str, str], ...] = ()
    people: int | None = None

    @property
    def ended(self) -> str | None:
        """The first day on which it was no place any more (its last day is the one before)."""
        return None if self.valid_to is None else next_day(self.valid_to)

    def valid_on(self, day: str) -> bool:
        """Whether the place exists on an ISO date."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def named(self, text: str) -> bool:
        """Whether a typed text begins one of its names or a word in them, whatever the case."""
        wanted = text.casefold().strip()
        names = (self.name, *self.aliases)
        return any(n.casefold().startswith(wanted) or f" {wanted}" in f" {n.casefold()}" for n in names)


SMALL_PLACE = 10_000
"""Fewer people than this, and ten must have spoken before a number is shown (domain/5-ethics-law.md 5.4)."""
CANNOT_SAY = "cannot say"
"""What a person answers when nobody knows on which side of a new boundary a story belongs."""


def next_day(iso: str) -> str | None:
    """The day after an ISO date; None when it is none."""
    try:
        return (date.fromisoformat(iso) + timedelta(days=1)).isoformat()
    except ValueError:
        return None


def before_and_after(places: Iterable[Place]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Place id -> (place id, day of the change) of the places on the other side of a change of boundaries, in both directions.

    They are named as successors, or bear the same name and begin when the other ends. Nothing says which story belongs where.
    """
    known = {p.id: p for p in places}
    found: dict[str, list[tuple[str, str]]] = {}
    for old in known.values():
        if old.ended is None:
            continue
        named = {s for s, _ in old.successors}
        for new in known.values():
            begins = new.id != old.id and new.valid_from is not None and new.valid_from >= old.ended
            same = new.type is old.type and new.name == old.name and new.valid_from == old.ended
            if begins and (new.id in named or same):
                found.setdefault(old.id, []).append((new.id, old.ended))
                found.setdefault(new.id, []).append((old.id, old.ended))
    return {i: tuple(pairs) for i, pairs in found.items()}


Sides = Mapping[str, tuple[tuple[str, str], ...]]
"""What `before_and_after` answers."""


def through_time(known: Mapping[str, Place], sides: Sides, ident: str, *, forward: bool) -> dict[str, str]:
    """Place id -> day of the last change on the way, of every place that came after one (or stood before it), over any number of changes."""
    found: dict[str, str] = {}
    waiting = [ident]
    while waiting:
        at = waiting.pop(0)
        for other, day in sides.get(at, ()):
            if other in found or other == ident:
                continue
            if day == known[at if forward else other].ended:
                found[other] = day
                waiting.append(other)
    return found


def today_instead(known: Mapping[str, Place], sides: Sides, ident: str, day: str) -> tuple[str, ...]:
    """The places that exist on a day in the stead of one, however often boundaries changed between."""
    return tuple(i for i in through_time(known, sides, ident, forward=True) if known[i].valid_on(day))


def fewest(people: int | None, k: int) -> int:
    """The fewest people a number about a place may stand for: the programme's k, ten where few live."""
    return max(k, 10) if people is not None and people < SMALL_PLACE else k


def level_of(count: int, least: int) -> str:
    """How well a group is heard in a place, in words only: none, few (too few to say), thin, full. Never a number, never a target."""
    if count <= 0:
        return "none"
    if count < least:
        return "few"
    return "thin" if count < 2 * least else "full"


def places_above(book: Mapping[str, Place], ident: str) -> tuple[Place, ...]:
    """A place with everything it lies in or is part of, nearest first; circles do no harm."""
    found: dict[str, Place] = {}
    waiting = [ident]
    while waiting:
        at = waiting.pop(0)
        if at in book and at not in found:
            found[at] = book[at]
            waiting += [parent for parent, _ in book[at].parents]
    return tuple(found.values())


def reported_as(book: Mapping[str, Place], ident: str) -> Place | None:
    """The place a report may name: the ward, else the small statistical area when no ward is known above it (it need have no code)."""
    above = places_above(book, ident)
    for kind in (PlaceType.WARD, PlaceType.LSOA):
        for place in above:
            if place.type is kind:
                return place
    return None
