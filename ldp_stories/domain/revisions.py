"""Revisions and the merge: R, a set of immutable revisions, becomes a view of each entity by a pure function (DESIGN.md 3).

A revision names its entity, its parents (the heads its author saw), its device stream and sequence number, the people it is about, and
what it sets, adds or removes. Nothing here reads a clock, runs user logic or deletes; time labels are never compared.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any, NamedTuple

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.settling import settle, settles

Json = Any
"""A JSON value: None, bool, int, float, str, list or dict."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One immutable line of the ledger. `dev` is `<device>.<epoch>.<stream>`; `body` the exact UTF-8 bytes, None once erased."""

    id: str
    kind: str
    ent: str
    subj: tuple[str, ...]
    par: tuple[str, ...]
    dev: str
    seq: int
    commit: str
    salt: str | None
    body: bytes | None
    at_label: str
    erased_by: str | None = None
    extra: bytes | None = None

    @property
    def device(self) -> str:
        """The id of the device that wrote it."""
        return _device_of(self.dev)

    @property
    def stream(self) -> str:
        """`p` programme, `w` work or `i` identity (CONTRACTS.md 8)."""
        return _stream_of(self.dev)


class _Open:
    """A revision while it is made: its fields are set plainly. A frozen dataclass sets each with a call, which takes three times as long."""

    __slots__ = tuple(f.name for f in fields(Revision))


def whole_revision(
    ident: str,
    kind: str,
    ent: str,
    subj: tuple[str, ...],
    par: tuple[str, ...],
    dev: str,
    seq: int,
    commit: str,
    salt: str,
    body: bytes,
    at_label: str,
) -> Revision:
    """A revision with its body, the same as its class makes it: the quick way for whoever reads a million of them."""
    made: Any = _Open()
    made.id, made.kind, made.ent, made.subj, made.par = ident, kind, ent, subj, par
    made.dev, made.seq, made.commit, made.salt, made.body = dev, seq, commit, salt, body
    made.at_label, made.erased_by, made.extra = at_label, None, None
    made.__class__ = Revision
    whole: Revision = made
    return whole


@lru_cache(maxsize=256)
def _device_of(dev: str) -> str:
    """Asked several times of each line; the lines of a bundle are by few."""
    return dev.split(".", 1)[0]


@lru_cache(maxsize=256)
def _stream_of(dev: str) -> str:
    return dev.rsplit(".", 1)[-1]


@dataclass(frozen=True, slots=True)
class Change:
    """A parsed body: field values set, elements added to and removed from observed-remove sets."""

    sets: Mapping[str, Json] = field(default_factory=dict)
    adds: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    dels: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    @property
    def fields(self) -> frozenset[str]:
        """The names of all fields it touches."""
        return frozenset(self.sets) | frozenset(self.adds) | frozenset(self.dels)


def make_body(change: Change) -> bytes:
    """The canonical bytes of a body: sorted keys, no spaces, UTF-8. Once written they are kept and passed on exactly."""
    value: dict[str, Json] = {}
    if change.sets:
        value["set"] = dict(change.sets)
    if change.adds:
        value["add"] = {name: dict(elements) for name, elements in change.adds.items()}
    if change.dels:
        value["del"] = {
            name: {e: list(revs) for e, revs in elements.items()} for name, elements in change.dels.items()
        }
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


_read = json.JSONDecoder().decode
"""Reads a text at once; `json.loads` would first guess the encoding of bytes that are always UTF-8."""


def parse_body(body: bytes) -> Change:
    """The change in a body; parts that this version does not know are left out of the view (the bytes are kept)."""
    value = _read(body.decode())
    if not isinstance(value, dict):
        return Change()
    dels = {
        name: {
            e: tuple(r for r in revs if isinstance(r, str))
            for e, revs in elements.items()
            if isinstance(revs, list)
        }
        for name, elements in _objects(value.get("del")).items()
    }
    sets = value.get("set")
    return Change(sets if isinstance(sets, dict) else {}, _objects(value.get("add")), dels)


def _objects(value: Json) -> dict[str, dict[str, Json]]:
    if not isinstance(value, dict):
        return {}
    return {name: inner for name, inner in value.items() if isinstance(inner, dict)}


def commitment(salt: str, body: bytes) -> str:
    """SHA-256 over the salt's 16 bytes followed by the body's exact bytes, in hex (CONTRACTS.md 5)."""
    return hashlib.sha256(bytes.fromhex(salt) + body).hexdigest()


def new_revision(
    kind: str,
    ent: str,
    change: Change,
    *,
    subj: Sequence[str],
    par: Sequence[str],
    dev: str,
    seq: int,
    at_label: str,
) -> Revision:
    """A revision with a random id and a fresh salt."""
    body = make_body(change)
    salt = secrets.token_hex(16)
    subjects = tuple(sorted(set(subj)))
    parents = tuple(sorted(set(par)))
    return Revision(
        new_id(), kind, ent, subjects, parents, dev, seq, commitment(salt, body), salt, body, at_label
    )


def is_whole(revision: Revision) -> bool:
    """Whether the body is there and matches its commitment (an erased revision is never whole)."""
    if revision.body is None or revision.salt is None:
        return False
    return commitment(revision.salt, revision.body) == revision.commit


def parents_first(lines: Sequence[Revision]) -> list[Revision]:
    """The same lines, each after those of them that it names as its parents; else in the order they had.

    A child may have come here first, alone: whoever gets both takes a parent that comes later for a circle.
    """
    left = {r.id: r for r in lines}
    told: list[Revision] = []
    for line in lines:
        todo, seen = [line.id], set[str]()
        while todo:
            at = left.get(todo[-1])
            before = [p for p in at.par if p in left] if at is not None and at.id not in seen else []
            seen.add(todo[-1])
            if not before and left.pop(todo.pop(), None) is not None and at is not None:
                told.append(at)
            todo += before
    return told


def blanked(revision: Revision, order: str) -> Revision:
    """The skeleton that stays when an order covers a revision: no body, no salt, no time label (CONTRACTS.md 7)."""
    return replace(revision, salt=None, body=None, at_label="", erased_by=order, extra=None)


class Candidate(NamedTuple):
    """One value of a field that no later write has replaced; `rev` wrote it on device stream `dev` at the label `at`."""

    rev: str
    value: Json
    dev: str
    at: str


_candidate = tuple.__new__
"""Makes one out of its four values, in half the time."""


@dataclass(frozen=True)
class EntityView:
    """What one entity is, as computed from its revisions. More than one candidate in a field is a conflict, shown side by side."""

    ent: str
    kind: str
    fields: Mapping[str, tuple[Candidate, ...]]
    sets: Mapping[str, Mapping[str, Json]]
    adds: Mapping[str, Mapping[str, tuple[str, ...]]]
    subjects: tuple[str, ...]
    began_by: str
    erased: int
    hidden: bool
    heads: tuple[str, ...]

    def get(self, name: str, default: Json = None) -> Json:
        """The value of a field: the settled one where a rule settles it, else the first candidate; `default` when none."""
        candidates = self.fields.get(name)
        if not candidates:
            return default
        if len(candidates) == 1:
            return candidates[0].value
        return settle(self.kind, name, tuple(c.value for c in candidates))

    def elements(self, name: str) -> Mapping[str, Json]:
        """The elements present in an observed-remove set, with their values."""
        return self.sets.get(name, {})

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Names of the fields with more than one different value that no rule settles, in order."""
        unlike = (n for n, cs in self.fields.items() if len({_canonical(c.value) for c in cs}) > 1)
        return tuple(sorted(n for n in unlike if not settles(self.kind, n)))

    def hash(self) -> str:
        """SHA-256 (hex) of the view; two people compare its first six characters. Time labels and hidden ids play no part."""
        value = {
            "kind": self.kind,
            "fields": {n: sorted({_canonical(c.value) for c in cs}) for n, cs in self.fields.items()},
            "sets": {n: dict(es) for n, es in self.sets.items() if es},
            "hidden": self.hidden,
        }
        return hashlib.sha256(_canonical(value).encode()).hexdigest()


def _canonical(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class _History:
    """The parent graph of one entity as bit masks: position i stands for the i-th revision in id order."""

    def __init__(self, revisions: Sequence[Revision]) -> None:
        self.revisions = revisions
        self.index = {r.id: i for i, r in enumerate(revisions)}
        self.ancestors = self._reach()

    def _reach(self) -> list[int]:
        done: list[int] = [-1] * len(self.revisions)
        for start in range(len(self.revisions)):
            stack = [start]
            while stack:
                at = stack[-1]
                if done[at] >= 0:
                    stack.pop()
                    continue
                parents = [self.index[p] for p in self.revisions[at].par if p in self.index]
                waiting = [p for p in parents if done[p] < 0 and p not in stack]
                if waiting:
                    stack.extend(waiting)
                    continue
                mask = 0
                for parent in parents:
                    mask |= 1 << parent | max(done[parent], 0)
                done[at] = mask
                stack.pop()
        return done


def view_entity(revisions: Iterable[Revision], parsed: Mapping[str, Change] | None = None) -> EntityView:
    """The view of one entity from all its known revisions, in any order; raises ValueError when there is none.

    `parsed`: what some of them say, by id, when their bodies were read already.
    """
    said = parsed or {}
    ordered = list(revisions)
    if len(ordered) != 1:
        ordered = sorted({r.id: r for r in ordered}.values(), key=lambda r: r.id)
    if not ordered:
        raise ValueError("an entity has at least one revision")
    if len(ordered) == 1:
        alone = _view_alone(ordered[0], said.get(ordered[0].id))
        if alone is not None:
            return alone
    history = _History(ordered)
    changes = [(said.get(r.id) or parse_body(r.body)) if r.body is not None else Change() for r in ordered]
    # a line whose parents are not here (a coordinator's, who was set back) began nothing
    first = min(
        range(len(ordered)),
        key=lambda i: (
            bool(ordered[i].par),
            history.ancestors[i].bit_count(),
            ordered[i].dev,
            ordered[i].seq,
        ),
    )
    covered = 0
    for mask in history.ancestors:
        covered |= mask
    fields = _registers(history, changes)
    sets, adds = _observed_sets(ordered, changes)
    return EntityView(
        ent=ordered[0].ent,
        kind=ordered[first].kind,
        fields=fields,
        sets=sets,
        adds=adds,
        subjects=tuple(sorted({s for r in ordered for s in r.subj})),
        began_by=ordered[first].device,
        erased=sum(r.body is None for r in ordered),
        hidden=_hidden(history, fields),
        heads=tuple(r.id for i, r in enumerate(ordered) if not covered >> i & 1),
    )


def _view_alone(revision: Revision, said: Change | None) -> EntityView | None:
    """The view of an entity with one revision that removes nothing, the same as the general way gives and three times as quick."""
    change = (said or parse_body(revision.body)) if revision.body is not None else Change()
    if change.dels:
        return None
    rev, dev, at = revision.id, revision.dev, revision.at_label
    sets, added = change.sets, change.adds
    alone = object.__new__(EntityView)
    alone.__dict__.update(  # its own way of making one sets each name by itself and takes five times as long
        ent=revision.ent,
        kind=revision.kind,
        fields={n: (_candidate(Candidate, (rev, sets[n], dev, at)),) for n in sorted(sets)},
        sets={n: dict(elements) for n, elements in added.items() if elements} if added else {},
        adds={n: dict.fromkeys(elements, (rev,)) for n, elements in added.items() if elements}
        if added
        else {},
        subjects=revision.subj if len(revision.subj) < 2 else tuple(sorted(set(revision.subj))),
        began_by=revision.device,
        erased=int(revision.body is None),
        hidden=sets.get("hidden") is True,
        heads=(rev,),
    )
    return alone


def _registers(history: _History, changes: Sequence[Change]) -> dict[str, tuple[Candidate, ...]]:
    writers: dict[str, list[int]] = {}
    for i, change in enumerate(changes):
        for name in change.sets:
            writers.setdefault(name, []).append(i)
    fields: dict[str, tuple[Candidate, ...]] = {}
    for name in sorted(writers):
        replaced = 0
        for i in writers[name]:
            replaced |= history.ancestors[i] & ~(1 << i)
        fields[name] = tuple(
            Candidate(r.id, changes[i].sets[name], r.dev, r.at_label)
            for i in writers[name]
            if not replaced >> i & 1 and (r := history.revisions[i])
        )
    return fields


def _observed_sets(
    revisions: Sequence[Revision], changes: Sequence[Change]
) -> tuple[dict[str, dict[str, Json]], dict[str, dict[str, tuple[str, ...]]]]:
    removed = {
        (n, e, rev) for c in changes for n, es in c.dels.items() for e, revs in es.items() for rev in revs
    }
    values: dict[str, dict[str, Json]] = {}
    adds: dict[str, dict[str, tuple[str, ...]]] = {}
    for revision, change in zip(revisions, changes, strict=True):
        for name, elements in change.adds.items():
            for element, value in elements.items():
                if (name, element, revision.id) in removed:
                    continue
                present = adds.setdefault(name, {})
                present[element] = (*present.get(element, ()), revision.id)
                kept = values.setdefault(name, {})
                if element not in kept or _canonical(value) < _canonical(kept[element]):
                    kept[element] = value
    return values, adds


def _hidden(history: _History, fields: Mapping[str, tuple[Candidate, ...]]) -> bool:
    """A hide holds only while it has seen every other revision: a concurrent or later edit wins and shows the entity again."""
    hides = [c for c in fields.get("hidden", ()) if c.value is True]
    if not hides or len(fields["hidden"]) > len(hides):
        return False
    everything = (1 << len(history.revisions)) - 1
    return any(history.ancestors[i] | 1 << i == everything for i in (history.index[c.rev] for c in hides))
