"""The projection: typed rows of what the ledger's revisions add up to, written in the same transaction and never the source."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, text

from ldp_stories.domain.revisions import Change, EntityView, Revision, view_entity
from ldp_stories.store import record_states, rows, schemas, search, tables
from ldp_stories.store.behind import Insert, put_rows
from ldp_stories.store.changes import changed
from ldp_stories.store.rows import Noun, Values, packed


@dataclass(frozen=True, slots=True)
class Ready:
    """What a thing with one line is and the columns of its row (None for kinds without a table), worked out before the store is asked."""

    line: Revision
    view: EntityView
    columns: Values | None


def make_ready(lines: Iterable[Revision], said: Mapping[str, Change]) -> dict[str, Ready]:
    """Thing id -> what it is, for lines with words that are alone about their thing here; `said` is what lines say, by id.

    Whether they may come in is not asked: it is work that can be done while the lines before them are still written.
    """
    alone: dict[str, Revision | None] = {}
    for line in lines:
        alone[line.ent] = None if line.ent in alone or line.body is None else line
    found = {}
    for ent, only in alone.items():
        if only is not None:
            noun, view = schemas.NOUNS.get(only.kind), view_entity([only], said)
            found[ent] = Ready(only, view, noun.columns(view) if noun else None)
    return found


def project(
    con: Connection,
    views: Iterable[EntityView],
    *,
    fresh: bool = False,
    covered: frozenset[str] | None = None,
    ready: Mapping[str, Ready] = MappingProxyType({}),
) -> None:
    """Write the rows of these entities. `fresh`: none of them has a row yet (the bulk path of an import).

    `covered`: what `waiting_targets` says now, for whoever knows it; `ready`: what was worked out of some of these views already.
    """
    covered = waiting_targets(con) if covered is None else covered
    groups: dict[str, list[EntityView]] = {}
    for view in views:
        groups.setdefault(view.kind, []).append(view)
    for kind in sorted(groups, key=_rank):
        changed(con, kind)
        _project_kind(con, kind, groups[kind], covered, fresh, ready)
    _note_conflicts(con, [v for vs in groups.values() for v in vs], fresh)


def _rank(kind: str) -> tuple[int, str]:
    noun = schemas.NOUNS.get(kind)
    return (noun.rank if noun else 9, kind)


def _project_kind(
    con: Connection,
    kind: str,
    views: Sequence[EntityView],
    covered: frozenset[str],
    fresh: bool,
    ready: Mapping[str, Ready],
) -> None:
    noun = schemas.NOUNS.get(kind) if has_nouns(con) else None
    gone = [v for v in views if is_erased(v) and not (noun and noun.keeps_erased)]
    here = [v for v in views if not is_erased(v) or (noun and noun.keeps_erased)]
    if gone and not fresh:
        _remove(con, noun, [v.ent for v in gone])
    if not here:
        return
    if noun is None:
        _put_things(con, here, covered)
        return
    written = [_with_common(_columns(noun, v, ready.get(v.ent)), v, covered) for v in here]
    if fresh:
        insert, values = _insert(noun)
        put_rows(con, insert, [values(w) for w in written])
    else:
        sql, values = _upsert(noun)
        con.exec_driver_sql(sql, [values(w) for w in written])
    if noun.about:
        record_states.touch(con, {w[noun.about] for w in written})
    if noun.upkeep:
        noun.upkeep(con, written, fresh)


def is_erased(view: EntityView) -> bool:
    """Whether orders have left nothing of an entity but its skeleton."""
    return view.erased > 0 and not view.fields and not any(view.sets.values())


def waiting_targets(con: Connection) -> frozenset[str]:
    """Entities hidden by orders whose author had no right to them, until a coordinator decides (CONTRACTS.md 7)."""
    query = """SELECT t.target AS ent FROM order_target t JOIN erasure_order o ON o.id = t.order_id WHERE o.granted = 0 AND o.kind = 'erase'
        UNION SELECT a.ent FROM about a JOIN erasure_order o ON o.subject = a.subject WHERE o.granted = 0 AND o.kind = 'erase'"""
    return frozenset(con.execute(text(query)).scalars())


def waiting_subjects(con: Connection) -> frozenset[str]:
    """The people whom such orders are about: what comes of them is hidden too."""
    query = "SELECT subject FROM erasure_order WHERE granted = 0 AND kind = 'erase' AND subject IS NOT NULL"
    return frozenset(con.execute(text(query)).scalars())


def _columns(noun: Noun, view: EntityView, ready: Ready | None) -> Values:
    known = ready.columns if ready is not None and ready.view is view else None
    return noun.columns(view) if known is None else known


def _with_common(values: Values, view: EntityView, covered: frozenset[str]) -> Values:
    values["id"] = view.ent
    values["began_by"] = view.began_by
    values["hidden"] = int(view.hidden or view.ent in covered)
    values["erased"] = int(is_erased(view))
    return values


Taking = Callable[[Values], tuple[Any, ...]]
"""What takes the values of a statement out of a row."""


@cache
def _insert(noun: Noun) -> tuple[Insert, Taking]:
    """For a row that is not there; one that is there against all expectation is an error, which undoes the whole transaction."""
    names = _written(noun)
    listed = ", ".join(f'"{n}"' for n in names)
    marks = tuple(noun.computed.get(n, "?") for n in names)
    return Insert(f'INSERT OR ROLLBACK INTO "{noun.table.name}" ({listed})', marks), itemgetter(*names)


@cache
def _upsert(noun: Noun) -> tuple[str, Taking]:
    """The same for a row that may be there already; one that is there keeps its arrival number."""
    insert, values = _insert(noun)
    updates = ", ".join(f'"{n}" = excluded."{n}"' for n in _written(noun) if n != "id")
    return f"{insert.one} ON CONFLICT(id) DO UPDATE SET {updates}", values


def _written(noun: Noun) -> tuple[str, ...]:
    return tuple(c.name for c in noun.table.columns if c.name != "num" and c.server_default is None)


def _put_things(con: Connection, views: Sequence[EntityView], covered: frozenset[str]) -> None:
    values = [
        (
            v.ent,
            v.kind,
            v.began_by,
            int(v.hidden or v.ent in covered),
            int(is_erased(v)),
            packed(rows.all_fields(v)),
        )
        for v in views
    ]
    con.exec_driver_sql(
        """INSERT INTO thing(id, kind, began_by, hidden, erased, fields) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE
        SET kind = excluded.kind, began_by = excluded.began_by, hidden = excluded.hidden, erased = excluded.erased, fields = excluded.fields""",
        values,
    )


def _remove(con: Connection, noun: Noun | None, ents: Sequence[str]) -> None:
    table = noun.table.name if noun else tables.thing.name
    if noun and noun.removed:
        noun.removed(con, ents)
    con.execute(
        text(f'DELETE FROM "{table}" WHERE id IN (SELECT value FROM json_each(:ents))'),
        {"ents": json.dumps(list(ents))},
    )


def _note_conflicts(con: Connection, views: Sequence[EntityView], fresh: bool) -> None:
    if not views:
        return
    if not fresh:
        con.exec_driver_sql("DELETE FROM conflict WHERE id = ?", [(v.ent,) for v in views])
    unlike = [
        (v.ent, v.kind, packed(v.conflicts))
        for v in views
        if max(map(len, v.fields.values()), default=0) > 1 and v.conflicts
    ]
    if unlike:
        con.exec_driver_sql("INSERT INTO conflict(id, kind, fields) VALUES (?, ?, ?)", unlike)


def conflicts(con: Connection, kind: str | None = None) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(entity, kind, fields) of everything two people wrote differently, for a person to settle."""
    query = (
        "SELECT id, kind, fields FROM conflict"
        + (" WHERE kind = :kind" if kind else "")
        + " ORDER BY kind, id"
    )
    found = con.execute(text(query), {"kind": kind} if kind else {})
    return tuple((row.id, row.kind, rows.strings(rows.listed(row.fields))) for row in found)


def clear(con: Connection) -> None:
    """Empty the projection before it is built anew; the ledger and the local tables stay."""
    names = [tables.thing.name, tables.conflict.name]
    if has_nouns(con):
        con.exec_driver_sql("INSERT INTO words_index(words_index) VALUES ('delete-all')")
        search.forget_waiting(con)
        names += ["words", "rendition", *(noun.table.name for noun in schemas.NOUNS.values())]
    for name in names:
        con.exec_driver_sql(f'DELETE FROM "{name}"')


def has_nouns(con: Connection) -> bool:
    """Whether this store has tables per noun (main) or only the catch-all (identity)."""
    known: Any = con.info.get("has nouns")
    if known is None:
        found = con.exec_driver_sql(
            "SELECT 1 FROM sqlite_master WHERE name = 'record' AND type = 'table'"
        ).first()
        con.info["has nouns"] = known = found is not None
    return bool(known)
