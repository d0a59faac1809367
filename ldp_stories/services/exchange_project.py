"""Every story that may be analysed, as a project for another analysis program; what is left out is counted with its reason."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ldp_stories.domain.coding import Coding as Own
from ldp_stories.domain.consent import Scope, medium_refused
from ldp_stories.domain.media import Media
from ldp_stories.domain.people import Participant
from ldp_stories.domain.records import PROTECTED_LAYERS, Layer
from ldp_stories.reports.refi.model import Case, Coding, Project, Source, TextSource, User, Value, Variable
from ldp_stories.services.exchange_codes import codes_of, own_codes
from ldp_stories.services.exchange_ids import derived, guid_of
from ldp_stories.services.exchange_story import Told, told_story
from ldp_stories.services.find import Purpose, purpose_gate
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.library_entry import Entry, read_entries
from ldp_stories.services.permission import Asker, asker
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.story import read_stories
from ldp_stories.store import analysis, maskings, media, people, places, records, tags

CHUNK = 500
NOT_MASKED = "not_masked"
"""Why a story stays: nobody has made a masked copy of it yet."""
_ON_STORIES = ("Kind", "Ward", "Month told", "Direction", "Language")
_ON_PEOPLE = ("Who they are", "Age", "Groups")


@dataclass
class Exchange:
    """A project with what belongs to it: the recording each file stands for, its stories and people, and why others stay."""

    project: Project
    files: dict[str, str] = field(default_factory=dict)
    records: list[str] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    left_out: Counter[str] = field(default_factory=Counter)
    lost_marks: int = 0


def exchange_project(home: Home, *, sound: bool, progress: Progress = no_progress) -> Exchange:
    """Gather the project. `sound`: with the recordings the team may hear; words go in the masked copy only."""
    work = _Gather(home, sound)
    with home.main.read() as con:
        idents = records.arrived(con)
        for at in range(0, len(idents), CHUNK):
            work.take(con, idents[at : at + CHUNK])
            progress.report(min(at + CHUNK, len(idents)), len(idents))
        return work.result(con)


class _Gather:
    """Collects stories chunk by chunk."""

    def __init__(self, home: Home, sound: bool) -> None:
        self.home, self.sound = home, sound
        self.ask: Asker = asker(home)
        self.sources: list[Source] = []
        self.notes: list[TextSource] = []
        self.told_by: dict[str, list[str]] = {}
        self.users: set[str] = set()
        self.wards: dict[str, str] = {}
        self.found = Exchange(Project(""))

    def take(self, con: Connection, idents: Iterable[str]) -> None:
        """Some stories more."""
        entries = read_entries(con, read_stories(con, idents).values())
        own: dict[str, list[Own]] = {}
        for one in analysis.codings(con, records=entries):
            own.setdefault(one.record, []).append(one)
        for entry in entries.values():
            gate = purpose_gate(self.ask, entry.record, entry.consents, Purpose.ANALYSE)
            layer = _words(entry)
            if not gate.open:
                self.found.left_out[gate.why] += 1
                continue
            sounds = self._sounds(con, entry)
            if layer is None and not sounds:
                self.found.left_out[NOT_MASKED] += 1
                continue
            masks = maskings.pairs(con, [entry.record.id]) if entry.record.released else ()
            mine = own.get(entry.record.id, [])
            self.users.update(c.by for c in mine if c.by)
            self._add(entry, told_story(entry, layer, sounds, self._values(con, entry), masks, mine))

    def _add(self, entry: Entry, told: Told) -> None:
        self.found.lost_marks += told.lost
        self.sources += told.sources
        self.notes += told.notes
        self.found.files.update(told.files)
        self.found.records.append(entry.record.id)
        self.found.people.update(entry.record.participants)
        self.users.update(s.by for s in entry.standing if s.by)
        for person in entry.record.participants:
            self.told_by.setdefault(person, []).extend(s.guid for s in told.sources)

    def _sounds(self, con: Connection, entry: Entry) -> tuple[Media, ...]:
        """The recordings the team may hear, that are here."""
        heard = self.ask.gate(entry.record, entry.consents, Scope.SHARE_MEDIA_TEAM).open
        if not self.sound or not heard or medium_refused(entry.consents, "audio"):
            return ()
        found = media.of_record(con, entry.record.id)
        return tuple(m for m in found if m.kind == "audio" and (m.playable is not None or self.home.practice))

    def _values(self, con: Connection, entry: Entry) -> tuple[Value, ...]:
        record = entry.record
        facts = (
            record.kind.value,
            self._ward(con, entry.place_id),
            entry.told_on[:7],
            record.direction,
            record.language,
        )
        return tuple(
            Value(derived("variable", name), fact)
            for name, fact in zip(_ON_STORIES, facts, strict=True)
            if fact
        )

    def _ward(self, con: Connection, place: str | None) -> str:
        if place is None:
            return ""
        if place not in self.wards:
            ward = places.ward_of(con, place)
            self.wards[place] = ward.name if ward else ""
        return self.wards[place]

    def result(self, con: Connection) -> Exchange:
        """The project, everything in a fixed order."""
        used = {c.code for s in self.sources for c in _codings(s)}
        book = [
            t for t in tags.codebook(con) if guid_of(t.id) in used or t.status.value in {"active", "proposed"}
        ]
        programme = self.home.programme()
        self.found.project = Project(
            name=f"{programme.name} (practice)" if programme.practice else programme.name,
            origin="LDP Stories",
            users=tuple(User(g, f"Coder {g[:4]}") for g in sorted(map(guid_of, self.users))),
            codes=(*codes_of(book), *own_codes(analysis.own_tags(con))),
            variables=tuple(Variable(derived("variable", n), n) for n in (*_ON_STORIES, *_ON_PEOPLE)),
            cases=tuple(self._case(con, p, self.told_by[p]) for p in sorted(self.told_by)),
            sources=tuple(sorted(self.sources, key=lambda s: s.guid)),
            notes=tuple(sorted(self.notes, key=lambda n: n.guid)),
            description="Coded stories, not anonymous ones: for analysis by the team only.",
        )
        return self.found

    def _case(self, con: Connection, person: str, sources: list[str]) -> Case:
        known = people.participant(con, person)
        guid = derived(person, "case")
        return Case(guid, f"Person {guid[:4]}", values=_about(known), sources=tuple(sorted(sources)))


def _words(entry: Entry) -> Layer | None:
    """The words that may go: never those from before masking."""
    return next((x for x in entry.story.reading_order if x.kind not in PROTECTED_LAYERS), None)


def _codings(source: Source) -> list[Coding]:
    found = [*source.codings, *(c for s in source.selections for c in s.codings)]
    if not isinstance(source, TextSource):
        found += [c for t in source.transcripts for s in t.spans for c in s.codings]
    return found


def _about(person: Participant | None) -> tuple[Value, ...]:
    if person is None:
        return ()
    facts = (person.teller_kind.value, person.age_band.value, "; ".join(person.target_groups))
    return tuple(
        Value(derived("variable", n), fact) for n, fact in zip(_ON_PEOPLE, facts, strict=True) if fact
    )
