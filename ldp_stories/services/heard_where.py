"""Who was heard where: every meeting with the people who take part today, the place a report may name, and how they were met."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ldp_stories.domain.consent import Scope, gate
from ldp_stories.domain.encounters import Encounter
from ldp_stories.domain.places import Place, reported_as
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import consent, encounters, places
from ldp_stories.store.people import same_as


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting: where it was told (a ward, or None when nobody knows), the people who take part today, and how they met."""

    id: str
    place: Place | None
    told_at: str | None
    people: frozenset[str]
    route: str
    day: str


def meetings(home: Home, con: Connection, *, mapped: bool = False) -> Iterator[Meeting]:
    """Every meeting; two codes that a person has said to be the same one are one person.

    `mapped`: under the place a person chose after boundaries changed, where somebody has; else as at the time.
    """
    today = home.today()
    book = {p.id: p for p in places.places(con)}
    chosen = encounters.places_now(con) if mapped else {}
    one_person = same_as(con)
    named: dict[str, Place | None] = {}
    for page in pages(con):
        part = taking_part(con, [m.id for m in page], today)
        for one in page:
            at = chosen.get(one.id, "")
            where = at if at in book else (one.place or "")
            if where not in named:
                named[where] = reported_as(book, where)
            told = part.get(one.id, set()).intersection(one.participants)
            people = frozenset(one_person.get(p, p) for p in told)
            yield Meeting(one.id, named[where], one.place, people, one.route, one.day)


def taking_part(con: Connection, idents: list[str], today: date) -> dict[str, set[str]]:
    """Who takes part, by encounter."""
    found: dict[str, set[str]] = {}
    for one in consent.of_encounters(con, idents, consent.narrowing(con)):
        if gate(one, Scope.TAKE_PART, today).open:
            found.setdefault(one.encounter, set()).add(one.participant)
    return found


def pages(con: Connection) -> Iterator[tuple[Encounter, ...]]:
    """All encounters, a thousand at a time."""
    after: tuple[str, str] | None = None
    while True:
        page = encounters.recent(con, after=after, limit=1_000)
        yield page.rows
        if page.next is None:
            return
        after = page.next
