"""Every story one may analyse with its people, place, time and all tags that stand on it: what the looks across stories are made from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ldp_stories.domain.coding import Coding
from ldp_stories.domain.consent import Scope
from ldp_stories.domain.people import Participant
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.library_entry import Entry, read_entries
from ldp_stories.services.permission import asker
from ldp_stories.services.read_record import may_read_protected
from ldp_stories.services.story import read_stories
from ldp_stories.store import analysis, people, places, records

_STEP = 500


@dataclass(frozen=True, slots=True)
class Tagged:
    """A story with what may be counted: `tags` are reviewed tags that stand, `codings` everybody's own; `people` its tellers."""

    entry: Entry
    people: tuple[Participant, ...]
    ward: str
    ward_id: str
    tags: frozenset[str]
    codings: tuple[Coding, ...]

    @property
    def every_tag(self) -> frozenset[str]:
        """Reviewed and own tags together."""
        return self.tags | {c.tag for c in self.codings}


def tagged_stories(home: Home, con: Connection) -> Iterator[Tagged]:
    """All of them, newest told first; those whose people did not agree to the team reading them are left out."""
    ask, wards = asker(home), dict[str, tuple[str, str]]()
    protected = may_read_protected(home)
    for idents in _pages(con):
        entries = read_entries(con, read_stories(con, idents, protected=protected).values())
        codings: dict[str, list[Coding]] = {}
        for one in analysis.codings(con, records=entries):
            codings.setdefault(one.record, []).append(one)
        for entry in (entries[i] for i in idents if i in entries):
            if ask.gate(entry.record, entry.consents, Scope.SHARE_TEAM).open:
                yield _tagged(con, entry, codings.get(entry.record.id, ()), wards)


def _tagged(
    con: Connection, entry: Entry, codings: Iterable[Coding], wards: dict[str, tuple[str, str]]
) -> Tagged:
    place = entry.place_id or ""
    if place not in wards:
        ward = places.ward_of(con, place) if place else None
        wards[place] = (ward.id, ward.name) if ward else ("", "")
    ward_id, name = wards[place]
    tellers = (people.participant(con, p) for p in entry.record.participants)
    return Tagged(
        entry,
        tuple(t for t in tellers if t is not None),
        name,
        ward_id,
        frozenset(t for s in entry.standing for t in s.tags),
        tuple(codings),
    )


def _pages(con: Connection) -> Iterator[list[str]]:
    after: tuple[str, str] | None = None
    while True:
        page = records.page(con, after=after, limit=_STEP)
        yield [row.id for row in page.rows]
        if page.next is None:
            return
        after = page.next
