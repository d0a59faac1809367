"""Count for readers: how many stories of each kind, and how many people in each ward; people, not mentions (domain/2-users.md US-E12)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from ldp_stories.domain.consent import Scope, gate
from ldp_stories.domain.encounters import Encounter
from ldp_stories.domain.records import RecordKind, RecordRow, Shown
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import consent, encounters, places, records
from ldp_stories.store.people import same_as

_NOT_COUNTED = frozenset({Shown.DRAFT, Shown.HELD, Shown.CLOSED, Shown.TAKEN_BACK})
_WORDS = (
    (RecordKind.INTERVIEW, "interview", "interviews"),
    (RecordKind.STORY, "story", "stories"),
    (RecordKind.OBSERVATION, "observation", "observations"),
)


def captured(con: Connection) -> tuple[tuple[str, int], ...]:
    """How many records of each kind there are, without drafts, closed and taken-back ones: (("stories", 12), ...), kinds with none left out."""
    counts = Counter(row.kind for row in _records(con) if row.shown not in _NOT_COUNTED)
    return tuple((one if counts[k] == 1 else more, counts[k]) for k, one, more in _WORDS if counts[k])


def heard(home: Home, con: Connection) -> tuple[tuple[str, int], ...]:
    """(ward, people) of everybody who takes part today, by name; each person once in a ward however often they told something.

    Two codes that a person has said to be the same one count once.
    """
    today = home.today()
    one_person = same_as(con)
    wards: dict[str | None, str] = {}
    people: dict[str, set[str]] = {}
    for meetings in _encounters(con):
        taking_part = _taking_part(con, [m.id for m in meetings], today)
        for meeting in meetings:
            if meeting.place not in wards:
                ward = places.ward_of(con, meeting.place) if meeting.place else None
                wards[meeting.place] = ward.name if ward else "Elsewhere"
            told = taking_part.get(meeting.id, set()).intersection(meeting.participants)
            people.setdefault(wards[meeting.place], set()).update(one_person.get(p, p) for p in told)
    return tuple((name, len(them)) for name, them in sorted(people.items()) if them)


def _taking_part(con: Connection, meetings: list[str], today: date) -> dict[str, set[str]]:
    """Who takes part, by encounter."""
    found: dict[str, set[str]] = {}
    for one in consent.of_encounters(con, meetings, consent.narrowing(con)):
        if gate(one, Scope.TAKE_PART, today).open:
            found.setdefault(one.encounter, set()).add(one.participant)
    return found


def _records(con: Connection) -> Iterator[RecordRow]:
    after: tuple[str, str] | None = None
    while True:
        page = records.page(con, after=after, limit=1_000)
        yield from page.rows
        if page.next is None:
            return
        after = page.next


def _encounters(con: Connection) -> Iterator[tuple[Encounter, ...]]:
    after: tuple[str, str] | None = None
    while True:
        page = encounters.recent(con, after=after, limit=1_000)
        yield page.rows
        if page.next is None:
            return
        after = page.next
