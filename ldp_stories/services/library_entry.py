"""One story as the library reads it: record, place, tellers, standing tags and what may be shown of its words; and the filters over it."""

from collections.abc import Iterable
from dataclasses import dataclass

from ldp_stories.domain import codebook
from ldp_stories.domain.consent import Consent
from ldp_stories.domain.passages import Passage
from ldp_stories.domain.people import TellerKind
from ldp_stories.domain.records import Layer, Record
from ldp_stories.domain.tags import Tag
from ldp_stories.services.home import Connection
from ldp_stories.services.permission import consents_of_all
from ldp_stories.services.story import Story
from ldp_stories.store import encounters, people, places, review, tags
from ldp_stories.store.review import Standing


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters: `places` are place ids or None for all; `since` an ISO date; of each of `tags` one must stand on the record,
    or the record is among those in `coded`, where somebody's own layer has it; `only` these."""

    places: frozenset[str] | None = None
    since: str | None = None
    teller: TellerKind | None = None
    tags: tuple[frozenset[str], ...] = ()
    coded: tuple[frozenset[str], ...] = ()
    only: frozenset[str] | None = None

    def fit(self, record: str, standing: Iterable[Standing]) -> bool:
        """Whether a story has each of the tags: reviewed or suggested, or in somebody's own layer."""
        here = {t for s in standing for t in s.tags}
        coded = self.coded or (frozenset[str](),) * len(self.tags)
        return all(group & here or record in own for group, own in zip(self.tags, coded, strict=True))


@dataclass(frozen=True, slots=True)
class Entry:
    """A story in the library. `place_id` is where it was told, `place` the name; `told_on` an ISO date."""

    story: Story
    place_id: str | None
    place: str
    told_on: str
    standing: tuple[Standing, ...]
    consents: tuple[Consent, ...]

    @property
    def record(self) -> Record:
        """The record itself."""
        return self.story.record

    @property
    def title(self) -> str:
        """The title, or the first words that a person wrote."""
        return self.story.title

    @property
    def reading_order(self) -> tuple[Layer, ...]:
        """The layers in the order they are read."""
        return self.story.reading_order

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Passages to show, each once."""
        return self.story.shown_passages

    def tags_of(self, passage: Passage | None) -> tuple[str, ...]:
        """The tag ids that stand on a passage (or on the whole record), each once."""
        about = {None} if passage is None else {passage.id, passage.copy_of or passage.id}
        return tuple(dict.fromkeys(t for s in self.standing if s.passage in about for t in s.tags))

    def fits(self, wanted: Wanted, tellers: Iterable[TellerKind]) -> bool:
        """Whether it passes the filters; `tellers` are the kinds of its people."""
        if wanted.places is not None and self.place_id not in wanted.places:
            return False
        if wanted.since is not None and self.told_on < wanted.since:
            return False
        if wanted.teller is not None and wanted.teller not in tellers:
            return False
        return wanted.fit(self.record.id, self.standing)


def read_entry(con: Connection, story: Story) -> Entry:
    """Read what the library needs of a story."""
    return read_entries(con, [story])[story.record.id]


def read_entries(con: Connection, stories: Iterable[Story]) -> dict[str, Entry]:
    """The same for many stories, by record id, with a handful of questions for all of them."""
    known = {s.record.id: s for s in stories}
    meetings = encounters.several(con, {s.record.encounter for s in known.values()})
    places_told = {m.place for m in meetings.values() if m.place}
    where = places.several(con, places_told)
    standing = review.standing_of(con, known)
    consents = consents_of_all(con, [s.record for s in known.values()])
    found = {}
    for ident, story in known.items():
        meeting = meetings.get(story.record.encounter)
        place = where.get(meeting.place or "") if meeting else None
        found[ident] = Entry(
            story=story,
            place_id=place.id if place else None,
            place=place.name if place else "",
            told_on=meeting.day if meeting else "",
            standing=standing.get(ident, ()),
            consents=consents[ident],
        )
    return found


def tellers_of(con: Connection, records: Iterable[Record]) -> dict[str, tuple[TellerKind, ...]]:
    """Who the people in each record are to the programme, by record id, in one question."""
    wanted = {r.id: r.participants for r in records}
    kinds = people.teller_kinds(con, {p for those in wanted.values() for p in those})
    return {i: tuple(kinds[p] for p in those if p in kinds) for i, those in wanted.items()}


def inside(con: Connection, place: str) -> frozenset[str]:
    """A place with everything that lies in it, at any time."""
    below: dict[str, list[str]] = {}
    for one in places.places(con):
        for parent, _ in one.parents:
            below.setdefault(parent, []).append(one.id)
    found, waiting = {place}, [place]
    while waiting:
        new = [p for p in below.get(waiting.pop(), []) if p not in found]
        found.update(new)
        waiting += new
    return frozenset(found)


def names_of(book: dict[str, Tag], idents: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """(code, name) of tags, in codebook order; a merged one by the name of the tag that stands for it."""
    known = sorted(
        (book[t] for t in codebook.standing(book, idents) if t in book),
        key=lambda t: (t.group, t.position, t.code),
    )
    return tuple((t.code, t.name) for t in known)


def book_of(con: Connection) -> dict[str, Tag]:
    """The codebook by id."""
    return {t.id: t for t in tags.codebook(con)}
