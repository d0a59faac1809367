"""Find a place as people name it: by any of its names, valid on the day (domain/3-model.md 3.2)."""

from dataclasses import dataclass, replace
from typing import Final

from ldp_stories.domain.places import Place, PlaceType, Sides, before_and_after, through_time
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.store import places

SMALL: Final = (PlaceType.WARD, PlaceType.LSOA, PlaceType.NEIGHBOURHOOD, PlaceType.LOCALITY)
"""The places one tells a story about."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A place to choose on a day. `changed` is the day its boundaries changed ("" = never), `was` the places on the other side of that day,
    `names` everything it may be found by: its own names, and theirs."""

    place: Place
    changed: str
    was: tuple[str, ...]
    names: tuple[str, ...]

    def named(self, text: str) -> bool:
        """Whether a typed text begins one of the names or a word in them."""
        return replace(self.place, name="", aliases=self.names).named(text)


def places_for(home: Home, text: str = "", day: str | None = None) -> tuple[Place, ...]:
    """Places to choose from on a day (today when left out), those whose names fit `text`; the small ones one tells a story about."""
    with home.main.read() as con:
        return places.places(con, on=day or home.today().isoformat(), types=SMALL, text=text)


def offers(home: Home, text: str = "", day: str | None = None) -> tuple[Offer, ...]:
    """The places to choose from on a day; an old name finds what has come in its place, with the day it changed (AT-8)."""
    on = day or home.today().isoformat()
    with home.main.read() as con:
        every = places.places(con, types=SMALL)
    book = {p.id: p for p in every}
    sides = before_and_after(every)
    found = [_offer(p, sides, book) for p in every if p.valid_on(on)]
    return tuple(o for o in found if not text.strip() or o.named(text))


def _offer(place: Place, sides: Sides, book: dict[str, Place]) -> Offer:
    """A place with the names of all it came from and all that came after it: an old name is found after a second change too."""
    ways = [through_time(book, sides, place.id, forward=onward) for onward in (False, True)]
    others = [book[i] for way in ways for i in way]
    names = [n for p in (place, *others) for n in (p.name, *p.aliases)]
    changed = max((day for _, day in sides.get(place.id, ())), default="")
    return Offer(place, changed, tuple(dict.fromkeys(p.name for p in others)), tuple(dict.fromkeys(names)))


def every_place(home: Home) -> tuple[Place, ...]:
    """All the small places of all times, for looking things up."""
    with home.main.read() as con:
        return places.places(con, types=SMALL)


def place_named(home: Home, name: str, day: str | None = None) -> Place:
    """The one place meant by a typed name, with or without its type's word ("Millbrook ward"). UserError NO_SUCH_PLACE."""
    plain = name.strip()
    for kind in PlaceType:
        plain = plain.removesuffix(f" {kind.value}")
    found = places_for(home, plain, day)
    exact = [p for p in found if plain.casefold() in (p.name.casefold(), *(a.casefold() for a in p.aliases))]
    if len(exact or found) != 1:
        raise UserError("NO_SUCH_PLACE", name=name)
    return (exact or list(found))[0]
