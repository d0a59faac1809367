"""The ledger: writing a revision, reading them back, what an entity is now, and applying orders. Merge rules: domain/revisions.py.

Everything here works inside a transaction of `Database.write()` or `Database.read()`; the projection is written along with the ledger.
Bringing in many at once is `store/ledger_import.py` (`insert` is offered here too).
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from ldp_stories.domain.orders import Order, OrderKind
from ldp_stories.domain.revisions import (
    Change,
    EntityView,
    Json,
    Revision,
    blanked,
    new_revision,
    view_entity,
)
from ldp_stories.errors import UserError
from ldp_stories.store import letters, media, projection, put_by, slices, taken_back
from ldp_stories.store.changes import changed
from ldp_stories.store.ledger_import import Held, InsertResult, insert, stream_number, write_lines
from ldp_stories.store.ledger_read import entity, group_by_entity, lines_of_bundles, of_stream, revisions
from ldp_stories.store.orders import all_orders, coverage, keep, reach, set_aside

__all__ = [
    "Author", "Held", "InsertResult", "all_orders", "apply_orders", "entities_about", "entity", "entity_hash", "held", "insert", "is_withheld",
    "lines_of_bundles", "of_stream", "put", "rebuild", "revisions", "set_orders_aside", "withhold", "withhold_lines",
]  # fmt: skip
WITHHELD: Final = "withheld"
"""`erased_by` of bodies blanked here because the team may no longer read them; they fill again when they are sent again."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: this laptop's device id and its present epoch."""

    device: str
    epoch: int

    def dev(self, stream: str = "w") -> str:
        """The device stream as it stands in a revision."""
        return f"{self.device}.{self.epoch}.{stream}"


def put(
    con: Connection,
    author: Author,
    kind: str,
    ent: str,
    *,
    sets: Mapping[str, Json] | None = None,
    adds: Mapping[str, Mapping[str, Json]] | None = None,
    dels: Mapping[str, Iterable[str]] | None = None,
    subj: Sequence[str] = (),
    stream: str = "w",
    at_label: str,
    over: str = "",
) -> Revision:
    """Write one revision and its rows; the revision as it was written.

    `dels` names elements by field; a removal observes the adds present here. Parents are the heads of the fields touched, or all heads
    when a field is new or the entity is hidden or shown. `over` names a revision that alone is the parent: what it says is said again, and
    what others say beside it stays. Without `subj` an entity keeps its subjects. Raises UserError TAKEN_BACK when
    an order covers the entity: nothing may be added to what a person took back.
    """
    known = list(revisions(con, ents=[ent]))
    view = view_entity(known) if known else None
    if view is not None and view.kind != kind:
        raise ValueError(f"{ent} is a {view.kind}, not a {kind}")
    change = Change(
        dict(sets or {}), {n: dict(e) for n, e in (adds or {}).items()}, _observed(view, dels or {})
    )
    parents = (over,) if over else _parents(view, change)
    subjects = subj or (view.subjects if view else ())
    number = stream_number(con, author.dev(stream))
    made = new_revision(
        kind,
        ent,
        change,
        subj=subjects,
        par=parents,
        dev=author.dev(stream),
        seq=number.last + 1,
        at_label=at_label,
    )
    if coverage(con).of(made) is not None:
        raise UserError("TAKEN_BACK")
    write_lines(con, [(made, number.num, None)])
    projection.project(con, [view_entity([*known, made])], fresh=view is None)
    return made


def _observed(
    view: EntityView | None, dels: Mapping[str, Iterable[str]]
) -> dict[str, dict[str, tuple[str, ...]]]:
    present = view.adds if view else {}
    return {
        n: {e: present[n][e] for e in elements if e in present.get(n, {})} for n, elements in dels.items()
    }


def _parents(view: EntityView | None, change: Change) -> tuple[str, ...]:
    if view is None:
        return ()
    heads = {c.rev for name in change.sets for c in view.fields.get(name, ())}
    heads |= {r for n, es in change.adds.items() for e in es for r in view.adds.get(n, {}).get(e, ())}
    heads |= {r for es in change.dels.values() for revs in es.values() for r in revs}
    fields_are_new = any(name not in view.fields for name in change.sets)
    if not heads or fields_are_new or "hidden" in change.sets:
        heads |= set(view.heads)
    return tuple(sorted(heads))


def entity_hash(con: Connection, ent: str) -> str | None:
    """The hash of an entity; two people compare its first six characters."""
    view = entity(con, ent)
    return None if view is None else view.hash()


def entities_about(con: Connection, subject: str) -> tuple[str, ...]:
    """Every entity with a revision about a person, erased ones too."""
    return tuple(
        con.execute(text("SELECT ent FROM about WHERE subject = :s ORDER BY ent"), {"s": subject}).scalars()
    )


def apply_orders(
    con: Connection, orders: Iterable[Order], *, without_right: Collection[str] = (), at_label: str = ""
) -> int:
    """Keep orders and carry them out: bodies, salts and labels go, rows and search follow, vault keys are shredded; how many bodies went.

    `without_right`: ids of orders whose author may not give them (CONTRACTS.md 7); their targets are hidden, not erased. Calling again
    with the right granted carries them out. Narrowing shows at once, because consents are read through it. `at_label`: when, for people.
    """
    fresh = keep(con, orders, without_right)
    if not fresh:
        return 0
    changed(con, "order")
    granted = [o for o in fresh if o.id not in without_right and o.kind is OrderKind.ERASE]
    touched = list(revisions(con, ents=reach(con, fresh)))
    rules = coverage(con)
    covered = [(r, order) for r in touched if r.body is not None and (order := rules.of(r)) is not None]
    if projection.has_nouns(con):
        taken_back.before(con, granted, {r.ent for r, _ in covered}, at_label)
        put_by.forget(con, {r.ent for r in touched if rules.of(r) is not None})
    _blank(con, covered)
    gone = {r.id: order for r, order in covered}
    _project_again(con, [blanked(r, gone[r.id]) if r.id in gone else r for r in touched])
    _drop_held(con, rules.targets.keys(), rules.subjects.keys())
    if projection.has_nouns(con):
        media.shred(
            con,
            sha256s=slices.with_pieces(con, [t for o in granted for t in o.targets]),
            medias=[t for o in granted for t in o.targets],
        )
    return len(covered)


def set_orders_aside(con: Connection, idents: Collection[str]) -> int:
    """A coordinator has decided about waiting orders: what they hid is shown again; how many waited here until now."""
    found = set_aside(con, idents)
    if found:
        changed(con, "order")
        _project_again(con, revisions(con, ents=reach(con, found)))
    return len(found)


def withhold(con: Connection, ents: Iterable[str]) -> int:
    """Blank the bodies of entities the team may no longer read, here only; a later delivery fills them again (CONTRACTS.md 3)."""
    return withhold_lines(con, [r.id for r in revisions(con, ents=ents) if r.body is not None])


def withhold_lines(con: Connection, lines: Collection[str]) -> int:
    """Blank some bodies here only, and show their things without them."""
    covered = [(r, WITHHELD) for r in revisions(con, lines) if r.body is not None]
    _blank(con, covered)
    _project_again(con, revisions(con, ents={r.ent for r, _ in covered}))
    return len(covered)


def is_withheld(con: Connection, ent: str) -> bool:
    """Whether words of a thing went from here because the team may not read them now, and nobody took it back for good."""
    query = "SELECT 1 FROM revision WHERE ent = :e AND erased_by = :w AND body IS NULL LIMIT 1"
    return con.execute(text(query), {"e": ent, "w": WITHHELD}).first() is not None


def _blank(con: Connection, covered: Sequence[tuple[Revision, str]]) -> None:
    if covered:
        con.exec_driver_sql(
            "UPDATE revision SET salt = NULL, body = NULL, at_label = '', extra = NULL, erased_by = ? WHERE id = ?",
            [(order, r.id) for r, order in covered],
        )


def _project_again(con: Connection, touched: Iterable[Revision]) -> None:
    by_entity = group_by_entity(touched)
    if by_entity:
        projection.project(con, [view_entity(rs) for rs in by_entity.values()])


def _drop_held(con: Connection, ents: Collection[str], subjects: Collection[str]) -> None:
    letters.drop_about(con, subjects)
    wanted = {"e": json.dumps(list(ents)), "s": json.dumps([json.dumps([s]) for s in subjects])}
    where = "ent IN (SELECT value FROM json_each(:e)) OR subj IN (SELECT value FROM json_each(:s))"
    con.execute(text(f"UPDATE local_held SET line = NULL WHERE {where}"), wanted)


def held(con: Connection) -> tuple[Held, ...]:
    """Revisions set aside, oldest first: what they are and why."""
    found = con.exec_driver_sql("SELECT id, ent, dev, seq, why FROM local_held ORDER BY num")
    return tuple(Held(row.id, row.ent, row.dev, row.seq, row.why) for row in found)


def rebuild(con: Connection, progress: Callable[[int, int], None] | None = None) -> int:
    """Build the whole projection anew from the ledger; the number of entities. Local tables stay as they are."""
    projection.clear(con)
    total = int(con.exec_driver_sql("SELECT count(DISTINCT ent) FROM revision").scalar_one())
    ents = con.exec_driver_sql("SELECT ent FROM revision GROUP BY ent ORDER BY min(num)").scalars().all()
    for at in range(0, total, 1_000):
        by_entity = group_by_entity(revisions(con, ents=ents[at : at + 1_000]))
        views = [view_entity(rs) for rs in by_entity.values()]
        plain = [v for v in views if len(by_entity[v.ent]) == 1]
        projection.project(con, plain, fresh=True)
        projection.project(con, [v for v in views if len(by_entity[v.ent]) > 1])
        if progress is not None:
            progress(min(at + 1_000, total), total)
    return total
