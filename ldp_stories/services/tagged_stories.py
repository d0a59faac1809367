"""Every story one may analyse with its people, place, time and all tags that stand on it: what the looks across stories are made from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ldp_stories.domain.codebook import standing, stands_for
from ldp_stories.domain.coding import Coding
from ldp_stories.domain.consent import Scope
from ldp_stories.domain.passages import Passage
from ldp_stories.domain.people import Participant
from ldp_stories.domain.tags import Tag
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.library_entry import Entry, book_of, read_entries
from ldp_stories.services.permission import asker
from ldp_stories.services.read_record import may_read_protected
from ldp_stories.services.story import read_stories
from ldp_stories.store import analysis, people, places, records

_STEP = 500


@dataclass(frozen=True, slots=True)
class Tagged:
    """A story with what may be counted: `tags` are reviewed tags that stand, `codings` everybody's own; `people` its tellers.

    A tag that was merged into another is that one, as everywhere today.
    """

    entry: Entry
    people: tuple[Participant, ...]
    ward: str
    ward_id: str
    tags: frozenset[str]
    codings: tuple[Coding, ...]
    book: Mapping[str, Tag] = field(default_factory=dict)

    def tags_of(self, passage: Passage) -> frozenset[str]:
        """The reviewed tags that stand on a passage today."""
        return frozenset(standing(self.book, self.entry.tags_of(passage)))

    @property
    def every_tag(self) -> frozenset[str]:
        """Reviewed and own tags together."""
        return self.tags | {c.tag for c in self.codings}


def tagged_stories(home: Home, con: Connection) -> Iterator[Tagged]:
    """All of them, newest told first; those whose people did not agree to the team reading them are left out."""
    ask, wards = asker(home), dict[str, tuple[str, str]]()
    protected, book = may_read_protected(home), book_of(con)
    for idents in _pages(con):
        entries = read_entries(con, read_stories(con, idents, protected=protected).values())
        codings: dict[str, list[Coding]] = {}
        for one in analysis.codings(con, records=entries):
            codings.setdefault(one.record, []).append(one)
        for entry in (entries[i] for i in idents if i in entries):
            if ask.gate(entry.record, entry.consents, Scope.SHARE_TEAM).open:
                yield _tagged(con, entry, _today(book, codings.get(entry.record.id, ())), wards, book)


def _today(book: Mapping[str, Tag], codings: Iterable[Coding]) -> Iterator[Coding]:
    for one in codings:
        now = stands_for(book, one.tag)
        yield one if now == one.tag else replace(one, tag=now)


def _tagged(
    con: Connection,
    entry: Entry,
    codings: Iterable[Coding],
    wards: dict[str, tuple[str, str]],
    book: Mapping[str, Tag],
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
        frozenset(standing(book, (t for s in entry.standing for t in s.tags))),
        tuple(codings),
        book,
    )


def _pages(con: Connection) -> Iterator[list[str]]:
    after: tuple[str, str] | None = None
    while True:
        page = records.page(con, after=after, limit=_STEP)
        yield [row.id for row in page.rows]
        if page.next is None:
            return
        after = page.next
