"""All that a person's words reached: stories, sound, passages, copies made from them, quotes, things made for readers, and who has them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ldp_stories.domain.records import Record, Shown, Status
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.log_output import issued, logged
from ldp_stories.services.read_record import shown_title
from ldp_stories.store import belonging, layers, media, orders, passages, people, quotes, records, sent


@dataclass(frozen=True, slots=True)
class ReachedStory:
    """One story. `tellers` counts the people in it: more than one and somebody has to decide about it; `hidden` when it was put away."""

    id: str
    title: str
    told_on: str
    shown: Shown
    tellers: int
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ReachedOutput:
    """Something made for readers that holds their words. `by` is who made it; `path` where it lies on this laptop, if here."""

    id: str
    type: str
    made_on: str
    copies: int
    issued: bool
    by: str
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything found. `recordings` are lengths in milliseconds; `recipients` the names of those who have some of it."""

    people: tuple[str, ...]
    stories: tuple[ReachedStory, ...]
    recordings: tuple[int, ...]
    pictures: int
    passages: int
    versions: int
    notes: int
    quotes: int
    outputs: tuple[ReachedOutput, ...]
    recipients: tuple[str, ...]

    @property
    def shared(self) -> tuple[ReachedStory, ...]:
        """Stories told by several people."""
        return tuple(s for s in self.stories if s.tellers > 1)

    @property
    def drafts(self) -> int:
        """Things for readers that are not finished: reports begun, and quote banks that hold their words."""
        return sum(not o.issued for o in self.outputs)


def reach_of(home: Home, persons: Sequence[str]) -> Reach:
    """All that these ids (one person, all linked codes) reached, as far as this laptop knows."""
    paths = {one.output: one.path for one in issued(home)}
    with home.main.read() as con:
        told = their_records(con, persons)
        ids = [r.id for r in told]
        found = [m for r in told for m in media.of_record(con, r.id)]
        marked = {*ids, *(p.id for r in told for p in passages.of_record(con, r.id))}
        versions = [one for r in told for one in layers.of_record(con, r.id)]
        kept = [q for r in told for q in quotes.of_record(con, r.id) if q.state != "taken out"]
        return Reach(
            people=tuple(persons),
            stories=reached(con, told),
            recordings=tuple(m.duration_ms for m in found if m.kind == "audio"),
            pictures=sum(m.kind != "audio" for m in found),
            passages=len({p.copy_of or p.id for r in told for p in passages.of_record(con, r.id)}),
            versions=len(versions),
            notes=_notes(con, ids),
            quotes=len(kept),
            outputs=(*_outputs(home, con, persons, marked, paths), *_banks(home, con, [q.id for q in kept])),
            recipients=_recipients(home, con, told),
        )


def their_records(con: Connection, persons: Iterable[str]) -> tuple[Record, ...]:
    """Every story of a person that is here, those put away and those a waiting wish hides among them."""
    found = {r.id: r for p in persons for r in records.of_participant(con, p) if not r.erased}
    return tuple(found.values())


def reached(con: Connection, told: Sequence[Record]) -> tuple[ReachedStory, ...]:
    """Some stories as a person is shown them, hidden ones too."""
    lines = {row.id: row for row in records.rows_of(con, [r.id for r in told])}
    found = []
    for record in told:
        line = lines[record.id]
        title = shown_title(record.title, layers.of_record(con, record.id))
        shown = Shown.HELD if record.status is Status.HELD else line.shown
        found.append(
            ReachedStory(record.id, title, line.told_on, shown, len(record.participants), record.hidden)
        )
    return tuple(found)


def _notes(con: Connection, ids: Sequence[str]) -> int:
    found = {thing for ident in ids for thing in belonging.things_of(con, ident)}
    return belonging.count_kind(con, found, ("note", "comment"))


def _outputs(
    home: Home, con: Connection, persons: Sequence[str], marked: set[str], paths: dict[str, Path]
) -> list[ReachedOutput]:
    """Outputs that are about them, or hold one of their stories or passages."""
    about = {ent for p in persons for ent in orders.about(con, p)}
    every = logged(con)
    made_by = belonging.began(con, list(every))
    found = []
    for ident, one in every.items():
        fields = one.fields
        if about.isdisjoint(one.lines) and marked.isdisjoint(one.items):
            continue
        copies = fields.get("copies")
        found.append(
            ReachedOutput(
                ident,
                str(fields.get("type") or ""),
                str(fields.get("made_label") or "")[:10],
                copies if isinstance(copies, int) else 0,
                fields.get("state") != "draft",
                _name(home, con, made_by.get(ident, "")),
                paths.get(ident),
            )
        )
    return sorted(found, key=lambda o: (o.made_on, o.id))


def _banks(home: Home, con: Connection, kept: Sequence[str]) -> list[ReachedOutput]:
    """A quote bank with their words is a report begun: one for each evaluator."""
    began = belonging.began(con, kept)
    names = sorted({_name(home, con, device) for device in began.values()})
    return [ReachedOutput(f"bank:{name}", "quote bank", "", 0, False, name) for name in names]


def _name(home: Home, con: Connection, device: str) -> str:
    member = people.member_of_device(con, device)
    return home.shown_member(con, member.id) if member else ""


def _recipients(home: Home, con: Connection, told: Sequence[Record]) -> tuple[str, ...]:
    """Their researcher, and everybody whom something of it was sent to or who has confirmed it."""
    names: dict[str, None] = {}
    for record in told:
        if record.began_by not in home.own_devices():
            names.setdefault(_name(home, con, record.began_by))
    for thread in sent.threads_of(con, [r.id for r in told]):
        for name in _thread_names(home, con, thread):
            names.setdefault(name)
    names.pop("", None)
    return tuple(names)


def _thread_names(home: Home, con: Connection, thread: str) -> list[str]:
    roles = {"evaluators": Role.EVALUATOR, "coordinators": Role.COORDINATOR}
    wanted = roles.get(thread)
    members = [m for m in people.members(con) if m.id != home.member and people.devices(con, m.id)]
    if wanted is None:
        return [home.shown_member(con, m.id) for m in members if m.code == thread]
    return [home.shown_member(con, m.id) for m in members if any(t.role is wanted for t in m.roles)]
