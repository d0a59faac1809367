"""Dated places with many parents: wards change, old records keep the place that was valid on their day (domain/3-model.md 3.2)."""

from dataclasses import dataclass
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
    """One place; `valid_from` and `valid_to` are ISO dates, both inclusive; `parents` are (place id, relation)."""

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
