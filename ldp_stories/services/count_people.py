"""Count for readers: how many stories of each kind, and how many people in each ward; people, not mentions (domain/2-users.md US-E12)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from ldp_stories.domain.places import before_and_after
from ldp_stories.domain.records import RecordKind, RecordRow, Shown
from ldp_stories.services.heard_where import meetings
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import places, records

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

    Wards of before and after a change of boundaries stand on lines of their own and say so.
    """
    changed = {i: max(day for _, day in p) for i, p in before_and_after(places.places(con)).items()}
    people: dict[tuple[str, str], set[str]] = {}
    for meeting in meetings(home, con):
        ward = meeting.place
        name = ward.name if ward else "Elsewhere"
        if ward is not None and ward.id in changed:
            which = "old" if ward.ended is not None else "new"
            name += f" ({which} ward, boundaries changed {long_day(changed[ward.id])})"
        people.setdefault((name, ward.id if ward else ""), set()).update(meeting.people)
    return tuple((name, len(them)) for (name, _), them in sorted(people.items()) if them)


def long_day(iso: str) -> str:
    """ "7 May 2026"."""
    when = date.fromisoformat(iso)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _records(con: Connection) -> Iterator[RecordRow]:
    after: tuple[str, str] | None = None
    while True:
        page = records.page(con, after=after, limit=1_000)
        yield from page.rows
        if page.next is None:
            return
        after = page.next
