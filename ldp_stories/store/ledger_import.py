"""Bringing revisions into the ledger in bulk: what is new, what was had, what is set aside (CONTRACTS.md 5); parts of one transaction."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, text

from ldp_stories.domain.numbers import Number, replaces
from ldp_stories.domain.revisions import Change, EntityView, Revision, blanked, is_whole, view_entity
from ldp_stories.store import numbers, projection
from ldp_stories.store.behind import Insert, put_all, put_rows
from ldp_stories.store.ledger_read import group_by_entity, revisions
from ldp_stories.store.orders import Coverage, coverage
from ldp_stories.store.projection import Ready
from ldp_stories.store.rows import packed
from ldp_stories.store.streams import StreamNumber, stream_number

__all__ = [
    "CHUNK",
    "HEADS",
    "Held",
    "InsertResult",
    "Proved",
    "StreamNumber",
    "insert",
    "stream_number",
    "write_lines",
]

CHUNK: Final = 4_000
HEADS: Final = 64
"""An entity with more heads than this is not a conflict between people but an attack or a fault."""
_REVISION: Final = Insert(
    "INSERT OR ROLLBACK INTO revision(id, ent, kind, subj, par, stream, seq, commitment, salt, body, at_label, erased_by, extra, bundle)",
    ("?",) * 14,
)
_ABOUT: Final = Insert("INSERT OR IGNORE INTO about(subject, ent)", ("?", "?"))
Line = tuple[Revision, int, str | None]
"""A revision, the number of its device stream, and the bundle that brought it."""


@dataclass(frozen=True, slots=True)
class Held:
    """A revision set aside: `why` is E_TWICE (its number is taken by another), E_COMMIT (body and commitment differ),
    E_CYCLE (its own ancestor) or E_KIND (an entity of another kind)."""

    id: str
    ent: str
    dev: str
    seq: int
    why: str


@dataclass(frozen=True, slots=True)
class InsertResult:
    """How many revisions were new, how many were had already, which were set aside, and entities with too many heads.

    `moved`: how many of those that were had got another number, because their writer issued them again. `as_ready`: the things that
    stand just as they were worked out before (`Proved.ready`).
    """

    new: int
    had: int
    held: tuple[Held, ...]
    crowded: tuple[str, ...] = ()
    moved: int = 0
    as_ready: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proved:
    """What somebody who read a whole bundle knows of its lines: each body holds its commitment, and of their things only `here` are known.

    `ready`: what was worked out of some of their things already.
    """

    here: Collection[str]
    ready: Mapping[str, Ready] = field(default_factory=dict)


def write_lines(con: Connection, lines: Sequence[Line]) -> None:
    """Append lines that were checked, count them, and note whom they are about."""
    put_rows(con, _REVISION, [_values(*line) for line in lines])
    last: dict[int, int] = {}
    for revision, stream, _ in lines:
        if revision.seq > last.get(stream, 0):
            last[stream] = revision.seq
    put_all(
        con,
        "UPDATE device_counter SET last = max(last, ?) WHERE num = ?",
        [(seq, num) for num, seq in last.items()],
    )
    people = {(s, revision.ent) for revision, _, _ in lines for s in revision.subj}
    if people:
        put_rows(con, _ABOUT, sorted(people))


def _values(r: Revision, stream: int, bundle: str | None) -> tuple[Any, ...]:
    subj, par = _list(r.subj), _list(r.par)
    return (
        r.id,
        r.ent,
        r.kind,
        subj,
        par,
        stream,
        r.seq,
        r.commit,
        r.salt,
        r.body,
        r.at_label,
        r.erased_by,
        r.extra,
        bundle,
    )


def _list(values: tuple[str, ...]) -> str:
    return packed(values) if values else "[]"


def insert(
    con: Connection,
    revisions: Iterable[Revision],
    *,
    bundle: str | None = None,
    parsed: Mapping[str, Change] | None = None,
    proved: Proved | None = None,
) -> InsertResult:
    """Bring revisions in, in any order; repeating it changes nothing. The caller has checked signatures, roles and carrying.

    What an order covers comes in as a skeleton. A body that was missing here (withheld, or erased elsewhere by an order not known here)
    is filled in. `bundle` None: made on this device. `parsed`: what these lines say, by id, when somebody has read them already; `proved`:
    what else was found out about them in this transaction, with nothing written since.
    """
    work = _Import(con, bundle, parsed, proved)
    source = iter(revisions)
    while chunk := list(islice(source, CHUNK)):
        work.take(chunk)
    return work.result()


class _Import:
    """One run of `insert`: keeps what it must know between chunks."""

    def __init__(
        self,
        con: Connection,
        bundle: str | None,
        parsed: Mapping[str, Change] | None = None,
        proved: Proved | None = None,
    ) -> None:
        self.con = con
        self.proved = proved
        self.written: set[str] = set()
        self.parsed = parsed or {}
        self.bundle = bundle
        self.rules: Coverage = coverage(con)
        self.some_held = numbers.any_held(con)
        self.covered = projection.waiting_targets(con)
        self.waited_for = projection.waiting_subjects(con)
        self.streams: dict[str, StreamNumber] = {}
        self.new = self.had = self.moved = 0
        self.held: list[Held] = []
        self.crowded: list[str] = []
        self.as_ready: set[str] = set()

    def result(self) -> InsertResult:
        held, crowded = tuple(self.held), tuple(self.crowded)
        return InsertResult(self.new, self.had, held, crowded, self.moved, frozenset(self.as_ready))

    def take(self, chunk: Sequence[Revision]) -> None:
        """One chunk: sort out what is known, write the rest, project what it touches."""
        filled: set[str] = set()
        admitted = list(self._admitted(self._unknown(chunk, filled)))
        old = self._known({r.ent for r in admitted} | filled)
        bad = self._wrong_graphs(group_by_entity(admitted), old)
        fresh = [r for r in admitted if r.id not in bad]
        if fresh:
            write_lines(self.con, [(r, self._stream(r.dev).num, self.bundle) for r in fresh])
            self.streams.clear()
            if self.some_held:
                numbers.forget_held(self.con, [r.id for r in fresh])
            self.new += len(fresh)
            self.written.update(r.ent for r in fresh)
            if self.waited_for:
                self.covered |= {r.ent for r in fresh if not self.waited_for.isdisjoint(r.subj)}
        self._project(group_by_entity(fresh), old, filled)

    def _known(self, ents: set[str]) -> dict[str, list[Revision]]:
        """All revisions here of those entities that are not new (new ones take no further look-up)."""
        if self.proved is not None:
            ents = ents & (self.written | set(self.proved.here))
        if not ents:
            return {}
        query = "SELECT DISTINCT ent FROM revision WHERE ent IN (SELECT value FROM json_each(:w))"
        old = self.con.execute(text(query), {"w": packed(list(ents))}).scalars().all()
        return group_by_entity(revisions(self.con, ents=old)) if old else {}

    def _unknown(self, chunk: Sequence[Revision], filled: set[str]) -> list[Revision]:
        """The chunk without repetitions; known skeletons whose body comes now are filled in, their entities added to `filled`."""
        query = """SELECT r.id, r.commitment, r.body IS NULL AS blank, d.dev, r.seq FROM revision r
            JOIN device_counter d ON d.num = r.stream WHERE r.id IN (SELECT value FROM json_each(:w))"""
        known = {
            row.id: row for row in self.con.execute(text(query), {"w": packed([r.id for r in chunk])}).all()
        }
        found: dict[str, Revision] = {}
        again: list[Revision] = []
        for revision in chunk:
            row = known.get(revision.id)
            twin = found.get(revision.id)
            if row is None and twin is None:
                found[revision.id] = revision
                continue
            self.had += 1
            if (row.commitment if row is not None else twin.commit if twin else "") != revision.commit:
                self._hold(revision, "E_TWICE")
                continue
            if row is not None and replaces(Number(revision.dev, revision.seq), Number(row.dev, row.seq)):
                again.append(revision)
            if row is not None and row.blank and self._fill(revision):
                filled.add(revision.ent)
            elif row is None and twin is not None and numbers.moved(twin, revision):
                found[revision.id] = revision
        self._move(again)
        return list(found.values())

    def _move(self, again: Sequence[Revision]) -> None:
        """Lines that are here and were issued again get their new number, as far as it is free; each frees the number that it had."""
        if not again:
            return
        here = {r.id: r for r in revisions(self.con, [r.id for r in again])}
        wanted = {r.id: r for r in again if numbers.moved(here[r.id], r)}
        taken = self._taken(list(wanted.values()))
        free: dict[str, Number] = {}
        for revision in wanted.values():
            if taken.setdefault((revision.dev, revision.seq), revision.id) == revision.id:
                free[revision.id] = Number(revision.dev, revision.seq)
            else:
                self._hold(revision, "E_TWICE")
        numbers.give(self.con, free)
        self.streams.clear()
        self.moved += len(free)

    def _fill(self, revision: Revision) -> bool:
        """A body for a skeleton, unless an order known here covers it."""
        if not is_whole(revision) or self.rules.of(revision) is not None:
            return False
        self.con.exec_driver_sql(
            "UPDATE revision SET salt = ?, body = ?, at_label = ?, extra = ?, erased_by = NULL WHERE id = ?",
            (revision.salt, revision.body, revision.at_label, revision.extra, revision.id),
        )
        return True

    def _admitted(self, unknown: Sequence[Revision]) -> Iterator[Revision]:
        """Those whose body fits and whose number is free, blanked where an order covers them."""
        taken = self._taken(unknown)
        for revision in unknown:
            place = (revision.dev, revision.seq)
            if self.proved is None and revision.body is not None and not is_whole(revision):
                self._hold(revision, "E_COMMIT")
            elif taken.setdefault(place, revision.id) != revision.id:
                self._hold(revision, "E_TWICE")
            else:
                order = self.rules.of(revision)
                yield blanked(revision, order) if order is not None else revision

    def _taken(self, unknown: Sequence[Revision]) -> dict[tuple[str, int], str]:
        """Which of their numbers are taken, by whom; a number above the highest known of its stream is free."""
        by_stream: dict[str, list[int]] = {}
        for revision in unknown:
            if revision.seq <= self._stream(revision.dev).last:
                by_stream.setdefault(revision.dev, []).append(revision.seq)
        query = "SELECT seq, id FROM revision WHERE stream = :s AND seq IN (SELECT value FROM json_each(:w))"
        found: dict[tuple[str, int], str] = {}
        for dev, wanted in by_stream.items():
            for row in self.con.execute(text(query), {"s": self._stream(dev).num, "w": json.dumps(wanted)}):
                found[dev, row.seq] = row.id
        return found

    def _stream(self, dev: str) -> StreamNumber:
        """The row of a device stream, with the highest number known of it when this chunk began."""
        if dev not in self.streams:
            self.streams[dev] = stream_number(self.con, dev)
        return self.streams[dev]

    def _wrong_graphs(self, entities: dict[str, list[Revision]], old: dict[str, list[Revision]]) -> set[str]:
        """Revisions that are their own ancestors, or that call an entity by another kind."""
        bad: set[str] = set()
        for ent, arrived in entities.items():
            if len(arrived) == 1 and ent not in old:
                if arrived[0].id in arrived[0].par:
                    self._hold(arrived[0], "E_CYCLE")
                    bad.add(arrived[0].id)
                continue
            before = old.get(ent, [])
            kind = before[0].kind if before else arrived[0].kind
            for revision, why in _wrong([*before, *arrived], {r.id for r in arrived}, kind):
                self._hold(revision, why)
                bad.add(revision.id)
        return bad

    def _hold(self, revision: Revision, why: str) -> None:
        self.some_held = True
        self.held.append(Held(revision.id, revision.ent, revision.dev, revision.seq, why))
        numbers.hold(self.con, revision, why, self.bundle, whole=self.rules.of(revision) is None)

    def _project(
        self, fresh: dict[str, list[Revision]], old: dict[str, list[Revision]], filled: set[str]
    ) -> None:
        """New entities straight from their lines, the others from all that is known of them."""
        self.as_ready.difference_update(old)
        ready = self.proved.ready if self.proved is not None else {}
        brand_new = [self._view(rs, ready.get(e)) for e, rs in fresh.items() if e not in old]
        if brand_new:
            projection.project(self.con, brand_new, fresh=True, covered=self.covered, ready=ready)
        views = [view_entity([*old[e], *fresh.get(e, [])]) for e in old if e in fresh or e in filled]
        if views:
            projection.project(self.con, views)
        self.crowded += [v.ent for v in (*brand_new, *views) if len(v.heads) > HEADS]

    def _view(self, lines: Sequence[Revision], ready: Ready | None) -> EntityView:
        """What a new thing is: as it was worked out, if this very line is all there is of it, and whole."""
        if ready is not None and len(lines) == 1 and lines[0] is ready.line:
            self.as_ready.add(ready.view.ent)
            return ready.view
        return view_entity(lines, self.parsed)


def _wrong(revisions: Sequence[Revision], arrived: set[str], kind: str) -> Iterator[tuple[Revision, str]]:
    """Which arrivals break the graph: of another kind, or on a circle of parents (found by taking away what has no parent left)."""
    left = {r.id: set(r.par) for r in revisions}
    while ready := [i for i, parents in left.items() if not parents & left.keys()]:
        for ident in ready:
            del left[ident]
    for revision in revisions:
        if revision.id not in arrived:
            continue
        if revision.kind != kind:
            yield revision, "E_KIND"
        elif revision.id in left and _reaches(revision, revisions):
            yield revision, "E_CYCLE"


def _reaches(start: Revision, revisions: Sequence[Revision]) -> bool:
    """Whether walking up the parents of a revision comes back to it."""
    parents = {r.id: r.par for r in revisions}
    seen: set[str] = set()
    waiting = list(start.par)
    while waiting:
        at = waiting.pop()
        if at == start.id:
            return True
        if at not in seen:
            seen.add(at)
            waiting.extend(parents.get(at, ()))
    return False
