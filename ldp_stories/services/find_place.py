"""Find a place as people name it: by any of its names, valid on the day (domain/3-model.md 3.2)."""

from ldp_stories.domain.places import Place, PlaceType
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.store import places


def places_for(home: Home, text: str = "", day: str | None = None) -> tuple[Place, ...]:
    """Places to choose from on a day (today when left out), those whose names fit `text`; the small ones one tells a story about."""
    wanted = (PlaceType.WARD, PlaceType.LSOA, PlaceType.NEIGHBOURHOOD, PlaceType.LOCALITY)
    with home.main.read() as con:
        return places.places(con, on=day or home.today().isoformat(), types=wanted, text=text)


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
