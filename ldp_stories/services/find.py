"""Find words in the stories a person may read, and hide what consent does not allow for what they are about to do (US-E3).

What is hidden is counted with the reasons, never silently left out.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ldp_stories.domain.codebook import found_under
from ldp_stories.domain.consent import OPEN, Channel, Consent, Gate, Scope
from ldp_stories.domain.passages import WordsAt
from ldp_stories.domain.people import TellerKind
from ldp_stories.domain.records import PROTECTED_LAYERS, Layer, Record, RecordKind
from ldp_stories.domain.tags import Tag, TagStatus
from ldp_stories.domain.typed_words import Typed, typed_words
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.library_entry import (
    Entry,
    Wanted,
    book_of,
    inside,
    names_of,
    read_entries,
    tellers_of,
)
from ldp_stories.services.look_up import Batch, Spot, batches, spots
from ldp_stories.services.permission import Asker, asker
from ldp_stories.services.read_record import may_read_protected
from ldp_stories.services.story import Reads, read_stories
from ldp_stories.store import analysis, review
from ldp_stories.store import tags as tag_rows
from ldp_stories.store.choose import records_with
from ldp_stories.store.search import texts_waiting

AT_ONCE = 150
"""Stories looked at for one page at most; where nearly all are hidden, a page may be short, or empty, and go on with `next`."""
PASSED = 250
"""Stories passed by for one page at most, because a filter leaves them out."""

UNMASKED = "unmasked"
"""The reason of a story without a copy to quote from."""


class Purpose(StrEnum):
    """What a person is about to do ("I am going to ...")."""

    ANALYSE = "analyse"
    QUOTE = "quote"
    PUBLISH = "publish"
    DEPOSIT = "deposit"


@dataclass(frozen=True, slots=True)
class Found:
    """A hit: a passage, or a record where no passage holds the words. `hits` are spans of `snippet` in code points; `tags` (code, name).

    `at` is where the words stand when no passage holds them.
    """

    record: str
    passage: str | None
    kind: RecordKind
    title: str
    snippet: str
    hits: tuple[tuple[int, int], ...]
    told_on: str
    place: str
    from_ms: int | None
    tags: tuple[tuple[str, str], ...]
    at: WordsAt | None = None


@dataclass(frozen=True, slots=True)
class HiddenRow:
    """One hidden hit for "See why": the story and the gate reason ("no", "not_asked", "closed", "lapsed", "no_copyright", "withdrawn", ...)."""

    record: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """What consent hides: `total` hits; people who said no and who were not asked; closed stories; stories hidden for other reasons.

    `no` and `asked` are those people's ids.
    """

    total: int = 0
    not_agreed: int = 0
    not_asked: int = 0
    closed: int = 0
    other: int = 0
    rows: tuple[HiddenRow, ...] = ()
    no: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()

    @property
    def stories(self) -> int:
        """How many stories the hits that were looked at are hidden in: what people are told, on one page as over all of them."""
        return len({row.record for row in self.rows})

    @staticmethod
    def of(total: int, why: Mapping[str, Collection[str]], rows: tuple[HiddenRow, ...]) -> "Hidden":
        """From the ids of people ("no", "not_asked") and of stories ("closed", "other")."""
        no, asked, closed, other = (frozenset(why.get(w, ())) for w in ("no", "not_asked", "closed", "other"))
        return Hidden(total, len(no), len(asked - no), len(closed), len(other), rows, no, asked)

    def and_then(self, more: "Hidden") -> "Hidden":
        """This page's and the next one's together; a person hidden on both counts once."""
        no, asked = self.no | more.no, self.asked | more.asked
        return Hidden(
            self.total + more.total,
            len(no),
            len(asked - no),
            self.closed + more.closed,
            self.other + more.other,
            self.rows + more.rows,
            no,
            asked,
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stories are shown and hidden over all pages; see `count_found.tally`."""

    shown: int
    hidden: Hidden


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page of hits. `total` counts the hits shown over all pages, or None when there are many (`many`: newest first; add a word).

    Where much is hidden a page may hold few rows or none although there is a `next`: only so many stories are looked at for each.
    `later`: about how many texts came in just now and are not found by their words yet (make_searchable.py), where words were asked for.
    """

    rows: tuple[Found, ...]
    next: str | None
    total: int | None
    many: bool
    hidden: Hidden
    later: int = 0


def search(
    home: Home,
    text: str,
    *,
    purpose: Purpose = Purpose.ANALYSE,
    channel: Channel | None = None,
    place: str | None = None,
    since: str | None = None,
    teller: TellerKind | None = None,
    tags: tuple[str, ...] = (),
    having: Mapping[str, str] | None = None,
    may: Scope | None = None,
    after: str | None = None,
    limit: int = 50,
) -> FoundPage:
    """Search from two letters on; with no text, every passage and story, newest first. `place` includes the places inside it.

    `since` is an ISO date; `tags` are tag ids, all of which must stand on the hit's record, or be in somebody's own layer.
    `having` are further filters by name (`store.choose.NAMES`); `may` keeps those whose people said yes to that.
    `channel` is the way out of something to publish (None: any of them). Pass `next` as `after` for the next page.
    """
    typed = typed_words(text)
    reader = _reader(home)
    with home.main.read() as con:
        only = records_with(con, having) if having else None
        book = book_of(con)
        groups = tuple(found_under(book, tag) for tag in tags)
        coded = tuple(analysis.coded_with(con, group) for group in groups)
        wanted = Wanted(inside(con, place) if place else None, since, teller, groups, coded, only)
        finder = _Finder(reader, con, book, (purpose, channel), typed, wanted, may)
        rows: list[Found] = []
        batch = Batch((), False, None)
        for batch in batches(con, text, after):
            rows += finder.look_all(batch)
            if len(rows) >= limit or finder.looked >= AT_ONCE or finder.passed >= PASSED:
                break
        whole = after is None and batch.next is None
        total = len(rows) if whole else None
        later = texts_waiting(con) if text.strip() else 0
        return FoundPage(tuple(rows), batch.next, total, batch.many, finder.hidden(), later)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads: today's rules, and whether words that were not masked may be shown."""

    asker: Asker
    protected: Reads


def _reader(home: Home) -> _Reader:
    return _Reader(asker(home), may_read_protected(home))


class _Finder:
    """Turns records with hits into rows, or into counted reasons why they are hidden."""

    def __init__(
        self,
        reader: "_Reader",
        con: Connection,
        book: dict[str, Tag],
        purpose: tuple[Purpose, Channel | None],
        typed: Typed,
        wanted: Wanted,
        may: Scope | None = None,
    ) -> None:
        self._con = con
        self._asker = reader.asker
        self._protected = reader.protected
        self._purpose, self._channel = purpose
        self._may = may
        self._typed = typed
        self._wanted = wanted
        self._book = book
        self._seen: set[str] = set()
        self._total = self._passed = 0
        self._why: dict[str, set[str]] = {}
        self._rows: list[HiddenRow] = []

    @property
    def passed(self) -> int:
        """How many records the index gave, those that a filter leaves out among them."""
        return self._passed

    @property
    def looked(self) -> int:
        """How many records were looked at."""
        return len(self._seen)

    def look_all(self, batch: Batch) -> list[Found]:
        """The rows of a batch."""
        only = self._wanted.only
        self._passed += len(batch.records)
        here_only = [record for record, _ in batch.records if only is None or record in only]
        if self._wanted.tags and here_only:
            here_only = self._tagged(here_only)
        stories = read_stories(self._con, here_only, protected=self._protected)
        self._seen.update(stories)
        here = {r: spots(stories[r], hits, self._typed) for r, hits in batch.records if r in stories}
        entries = read_entries(self._con, [stories[record] for record, found in here.items() if found])
        tellers = tellers_of(self._con, [e.record for e in entries.values()]) if self._wanted.teller else {}
        return [
            row
            for ident, entry in entries.items()
            if entry.fits(self._wanted, tellers.get(ident, ())) and self._agreed(entry)
            for row in self._look(entry, here[ident])
        ]

    def _tagged(self, records: list[str]) -> list[str]:
        """Those on which one of each group of tags stands, in their order."""
        for group, own in zip(self._wanted.tags, self._wanted.coded, strict=True):
            perhaps = own | review.perhaps_tagged(self._con, records, group)
            records = [r for r in records if r in perhaps]
        standing = review.standing_of(self._con, records)
        return [r for r in records if self._wanted.fit(r, standing.get(r, ()))]

    def _agreed(self, entry: Entry) -> bool:
        """Whether everybody in it said yes to what is filtered for."""
        return self._may is None or self._asker.gate(entry.record, entry.consents, self._may).open

    def _look(self, entry: Entry, found: tuple[Spot, ...]) -> list[Found]:
        """The rows of one record; none when it is hidden."""
        gate = purpose_gate(self._asker, entry.record, entry.consents, self._purpose, self._channel)
        if gate.open and self._purpose is Purpose.QUOTE:
            gate = copy_gate(entry.story.layers)
        if gate.open:
            return [self._row(entry, spot) for spot in found]
        self._hide(entry, gate, len(found))
        return []

    def hidden(self) -> Hidden:
        """What was hidden so far."""
        return Hidden.of(self._total, self._why, tuple(self._rows))

    def _hide(self, entry: Entry, gate: Gate, rows: int) -> None:
        self._total += rows
        record = entry.record
        title = "" if gate.why == "closed" else entry.title
        self._rows.append(HiddenRow(record.id, title, gate.why))
        why = why_hidden(self._asker, record, entry.consents, gate, self._purpose, self._channel)
        for group, idents in why.items():
            self._why.setdefault(group, set()).update(idents)

    def _row(self, entry: Entry, spot: Spot) -> Found:
        return Found(
            record=entry.record.id,
            passage=spot.passage.id if spot.passage else None,
            kind=entry.record.kind,
            title=entry.title,
            snippet=spot.snippet,
            hits=spot.marks,
            told_on=entry.told_on,
            place=entry.place,
            from_ms=spot.from_ms,
            tags=names_of(self._book, entry.tags_of(spot.passage)),
            at=spot.at,
        )


_SCOPES = {
    Purpose.ANALYSE: Scope.SHARE_TEAM,
    Purpose.QUOTE: Scope.QUOTE_ANON,
    Purpose.PUBLISH: Scope.PUBLISH_CLIP,
    Purpose.DEPOSIT: Scope.ARCHIVE,
}


def why_hidden(
    asked: Asker,
    record: Record,
    consents: Iterable[Consent],
    gate: Gate,
    purpose: Purpose,
    channel: Channel | None = None,
) -> dict[str, frozenset[str]]:
    """Why a shut record is hidden: the people who said "no" or were "not_asked"; else the record itself, "closed" or "other"."""
    if gate.why == "closed":
        return {"closed": frozenset((record.id,))}
    found: dict[str, frozenset[str]] = {}
    for person, answer in asked.gates(record, consents, _SCOPES[purpose], channel).items():
        group = {"no": "no", "narrowed": "no", "not_asked": "not_asked"}.get(answer.why)
        if not answer.open and group:
            found[group] = found.get(group, frozenset()) | {person}
    return found or {"other": frozenset((record.id,))}


def purpose_gate(
    asked: Asker,
    record: Record,
    consents: Iterable[Consent],
    purpose: Purpose,
    channel: Channel | None = None,
) -> Gate:
    """Whether a record may be used for a purpose today; publishing by one way out, or (None) by any."""
    if purpose is Purpose.QUOTE:
        return asked.quoting(record, consents)
    return asked.gate(record, consents, _SCOPES[purpose], channel if purpose is Purpose.PUBLISH else None)


def copy_gate(layers: Iterable[Layer]) -> Gate:
    """Whether there is a copy to quote from: words as they were said are not quoted before somebody has masked them."""
    return OPEN if any(x.kind not in PROTECTED_LAYERS for x in layers) else Gate(False, UNMASKED)


def codebook(home: Home, *, retired: bool = False) -> tuple[Tag, ...]:
    """The tags in codebook order; retired, merged and split ones only on request."""
    with home.main.read() as con:
        found = tag_rows.codebook(con)
    gone = (TagStatus.RETIRED, TagStatus.MERGED, TagStatus.SPLIT)
    return tuple(t for t in found if retired or t.status not in gone)
