"""Words that somebody wrote over do not go on to the evaluators: older texts are said to be withheld (CONTRACTS.md 4).

A release means "I have read title and notes", and what was read is what stands now. Revisions travel whole, so one that holds an older
text travels as a skeleton: its id and parents, so that everybody merges alike, and no body. A revision with an older text in one field and
something that still stands in another is said again first (`restate`), without the older text; then nothing of it is needed any more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ldp_stories.domain.notices import is_notice
from ldp_stories.domain.revisions import Change, Json, Revision, blanked, parse_body, view_entity
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.type_words import TEXT_FIELDS
from ldp_stories.store import belonging, ledger

TEXTS: Final[Mapping[str, frozenset[str]]] = {
    "record": TEXT_FIELDS | {"guide"},
    "layer": frozenset({"text"}),
    "passage": frozenset({"quote", "before", "after", "note"}),
    "coding": frozenset({"quote", "before", "after", "memo"}),
    "matrix_cell": frozenset({"summary"}),
    "suggestion": frozenset({"reason", "words"}),
    "comment": frozenset({"text"}),
    "note": frozenset({"text"}),
    "encounter": frozenset({"promises", "also_raised", "who_else", "introduced_by", "offered", "wellbeing"}),
    "participant": frozenset({"self_description"}),
    "consent": frozenset({"attribution"}),
}
"""Kinds that reach evaluators, and their fields in which people write freely."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """One revision and what of it still stands; `needed` when its additions or removals still count."""

    revision: Revision
    sets: Mapping[str, Json]
    change: Change
    needed: bool

    @property
    def spent(self) -> bool:
        """Whether nothing of it is seen any more."""
        return not self.sets and not self.needed

    @property
    def has_old_words(self) -> bool:
        """Whether it holds a text that was written over."""
        texts = TEXTS.get(self.revision.kind, frozenset())
        return any(
            value and name in texts and name not in self.sets for name, value in self.change.sets.items()
        )


def restate(home: Home, con: Connection, ents: Collection[str]) -> int:
    """Say again what still stands of revisions that also hold older words; how many were written. A second time writes none."""
    written = 0
    for revisions in _written_again(con, ents):
        for one in _standing(revisions):
            if one.has_old_words and one.sets and not one.needed and not _hidden(revisions):
                home.put(
                    con,
                    one.revision.kind,
                    one.revision.ent,
                    sets=one.sets,
                    subj=one.revision.subj,
                    over=one.revision.id,
                )
                written += 1
    return written


def without_old_words(con: Connection, lines: Sequence[Revision]) -> list[Revision]:
    """The same lines as they go to evaluators: those that were wholly written over without their bodies.

    Of things that were taken away only the taking away is told: that they were put away, closed, or taken back.
    """
    gone: set[str] = set()
    for revisions in _written_again(con, {r.ent for r in lines if r.kind in TEXTS}):
        if _hidden(revisions):
            gone |= {r.id for r in revisions if r.body is not None and not _takes_away(r)}
        else:
            gone |= {one.revision.id for one in _standing(revisions) if one.spent}
    return [blanked(r, ledger.WITHHELD) if r.id in gone and r.body is not None else r for r in lines]


def _written_again(con: Connection, ents: Collection[str]) -> Iterator[list[Revision]]:
    """The revisions of each thing that was written more than once."""
    chosen = sorted(belonging.written_again(con, ents, TEXTS))
    for at in range(0, len(chosen), 500):
        found: dict[str, list[Revision]] = {}
        for revision in ledger.revisions(con, ents=chosen[at : at + 500]):
            found.setdefault(revision.ent, []).append(revision)
        yield from found.values()


def _hidden(revisions: Sequence[Revision]) -> bool:
    return view_entity(revisions).hidden


def _takes_away(line: Revision) -> bool:
    return is_notice(line) or set(parse_body(line.body or b"{}").sets) == {"hidden"}


def _standing(revisions: Iterable[Revision]) -> Iterator[_Standing]:
    """What still stands of each revision of one thing that has a body."""
    known = list(revisions)
    view = view_entity(known)
    seen = {(c.rev, name) for name, candidates in view.fields.items() for c in candidates}
    added = {rev for elements in view.adds.values() for revs in elements.values() for rev in revs}
    for revision in known:
        if revision.body is None:
            continue
        change = parse_body(revision.body)
        sets = {n: v for n, v in change.sets.items() if (revision.id, n) in seen}
        yield _Standing(revision, sets, change, revision.id in added or bool(change.dels))
