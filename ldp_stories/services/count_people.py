"""Count for readers: how many stories of each kind, and how many people in each ward; people, not mentions (domain/2-users.md US-E12)."""

from collections import Counter
from collections.abc import Iterator

from ldp_stories.domain.consent import Scope, gate
from ldp_stories.domain.encounters import Encounter
from ldp_stories.domain.records import RecordKind, RecordRow, Shown
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import consent, encounters, places, records

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
    """(ward, people) of everybody who takes part today, by name; each person once in a ward however often they told something."""
    today = home.today()
    taking_part = {c.participant for c in consent.every(con) if gate(c, Scope.TAKE_PART, today).open}
    wards: dict[str | None, str] = {}
    people: dict[str, set[str]] = {}
    for meeting in _encounters(con):
        if meeting.place not in wards:
            ward = places.ward_of(con, meeting.place) if meeting.place else None
            wards[meeting.place] = ward.name if ward else "Elsewhere"
        people.setdefault(wards[meeting.place], set()).update(taking_part.intersection(meeting.participants))
    return tuple((name, len(them)) for name, them in sorted(people.items()) if them)


def _records(con: Connection) -> Iterator[RecordRow]:
    after: tuple[str, str] | None = None
    while True:
        page = records.page(con, after=after, limit=1_000)
        yield from page.rows
        if page.next is None:
            return
        after = page.next


def _encounters(con: Connection) -> Iterator[Encounter]:
    after: tuple[str, str] | None = None
    while True:
        page = encounters.recent(con, after=after, limit=1_000)
        yield from page.rows
        if page.next is None:
            return
        after = page.next
