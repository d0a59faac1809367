"""Records in the store: one row per story, interview or observation, and the lists of them, a page at a time by key (DESIGN.md 5)."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Index, Row, select, text

from ldp_stories.domain.records import Page, Record, RecordKind, RecordRow, Sensitivity, Status, opening
from ldp_stories.domain.revisions import EntityView
from ldp_stories.store import record_states, rows, search, tables
from ldp_stories.store.rows import Noun, Values, listed, loaded, noun_table, string, strings

record_table = noun_table(
    "record",
    tables.words("encounter"),
    tables.words("kind"),
    tables.words("title"),
    tables.words("language"),
    tables.words("status"),
    tables.words("sensitivity"),
    tables.number("released"),
    tables.words("told_at"),
    tables.number("came"),
    tables.words("participants"),
    tables.words("state", server_default=""),
)
Index("record_shown", record_table.c.state, record_table.c.began_by)
Index("record_encounter", record_table.c.encounter)
Index("record_page", record_table.c.told_at)
Index(
    "record_unseen",
    record_table.c.id,
    sqlite_where=text("hidden = 1 OR erased = 1 OR sensitivity = 'closed'"),
)
Index(
    "record_unreleased",
    record_table.c.told_at,
    sqlite_where=text(
        "released = 0 AND erased = 0 AND hidden = 0 AND status = 'ready' AND sensitivity <> 'closed'"
    ),
)
Index("record_page_began", record_table.c.began_by, record_table.c.told_at)
_TEXTS: Final = ("encounter", "kind", "title", "language")
_FACTS: Final = (
    "before", "happened", "after", "important", "why_matters", "guide", "saw", "heard", "wondered", "subtype", "about_when",
)  # fmt: skip


def _columns(view: EntityView) -> Values:
    values: Values = {n: rows.text(view, n) for n in _TEXTS}
    return values | {
        "status": rows.text(view, "status") or Status.DRAFT.value,
        "sensitivity": rows.text(view, "sensitivity") or Sensitivity.NORMAL.value,
        "released": rows.flag(view, "released"),
        "told_at": rows.text(view, "encounter"),
        "came": view.ent,
        "participants": rows.packed(rows.items(view, "participants")),
        "fields": rows.rest(view, *_TEXTS, "status", "sensitivity", "released", "participants"),
    }


def _keep_title(con: Connection, written: Sequence[Values], fresh: bool) -> None:
    """Index the titles; one that stands already keeps its place, so that what was merely released is not the newest thing found."""
    titles = {
        w["id"]: (w["id"], w["id"], search.TITLE, w["title"], w["hidden"])
        for w in written
        if w["title"] and not w["erased"]
    }
    if not fresh:
        same = search.unchanged_words(con, titles.values())
        search.drop_words(con, [w["id"] for w in written if w["id"] not in same])
        titles = {ident: words for ident, words in titles.items() if ident not in same}
    search.put_words(con, titles.values(), fresh=True)


_COMPUTED: Final = {
    "told_at": "coalesce((SELECT at FROM encounter WHERE id = ?), '')",
    "came": "EXISTS (SELECT 1 FROM revision WHERE ent = ? AND par = '[]' AND bundle IS NOT NULL)",
}
"""When it was told, for sorting; and whether it was begun elsewhere and came in a bundle."""
NOUNS: Final = (
    Noun(
        "record",
        record_table,
        _columns,
        rank=3,
        upkeep=_keep_title,
        keeps_erased=True,
        about="id",
        computed=_COMPUTED,
    ),
)


def record(con: Connection, ident: str) -> Record | None:
    """One record; an erased one keeps its id only."""
    row = con.execute(select(record_table).where(record_table.c.id == ident)).first()
    if row is None:
        return None
    unlike = con.execute(select(tables.conflict.c.fields).where(tables.conflict.c.id == ident)).scalar()
    return _record(row, strings(listed(unlike)) if unlike else ())


def several(con: Connection, idents: Iterable[str]) -> dict[str, Record]:
    """Many records by id in one question, for lists and searches; ids that are not here are left out."""
    query = """SELECT r.*, c.fields AS unlike FROM record r LEFT JOIN conflict c ON c.id = r.id
        WHERE r.id IN (SELECT value FROM json_each(:ids))"""
    found = con.execute(text(query), {"ids": json.dumps(list(idents))}).all()
    return {row.id: _record(row, strings(listed(row.unlike)) if row.unlike else ()) for row in found}


class ToldWhere(NamedTuple):
    """What the gates at the door ask of a record that is here: where it was told, of whom, and on which device it was begun."""

    encounter: str
    observation: bool
    people: bool
    began_by: str


def told_where(con: Connection, idents: Iterable[str]) -> dict[str, ToldWhere]:
    """The same of many records by id; ids that are not here are left out."""
    query = """SELECT id, encounter, kind = 'observation', participants <> '[]', began_by FROM record
        WHERE id IN (SELECT value FROM json_each(:ids))"""
    found = con.execute(text(query), {"ids": json.dumps(list(idents))}).all()
    return {i: ToldWhere(e, bool(alone), bool(people), began) for i, e, alone, people, began in found}


def count_tellers(con: Connection, idents: Iterable[str]) -> int:
    """How many people told some records, each counted once."""
    query = """SELECT count(DISTINCT p.value) FROM record r, json_each(r.participants) p
        WHERE r.id IN (SELECT value FROM json_each(:ids))"""
    return int(con.execute(text(query), {"ids": json.dumps(list(idents))}).scalar_one())


def arrived(con: Connection) -> tuple[str, ...]:
    """Every record that is not hidden or erased, in order of arrival."""
    query = "SELECT id FROM record WHERE hidden = 0 AND erased = 0 ORDER BY num"
    return tuple(con.execute(text(query)).scalars())


def closed(con: Connection, idents: Iterable[str]) -> frozenset[str]:
    """Those of some records that are closed now."""
    query = "SELECT id FROM record WHERE sensitivity = 'closed' AND id IN (SELECT value FROM json_each(:ids))"
    return frozenset(con.execute(text(query), {"ids": json.dumps(list(idents))}).scalars())


def held(con: Connection) -> tuple[str, ...]:
    """The stories that are held back, because somebody in them wished to take their words back, and nobody has decided yet."""
    query = "SELECT id FROM record WHERE status = 'held' AND erased = 0 AND hidden = 0 ORDER BY told_at, id"
    return tuple(con.execute(text(query)).scalars())


def closed_here(con: Connection) -> int:
    """How many records are closed (and not taken back or in the trash)."""
    query = "SELECT count(*) FROM record WHERE sensitivity = 'closed' AND hidden = 0 AND erased = 0"
    return int(con.exec_driver_sql(query).scalar_one())


def taken_out(con: Connection) -> int:
    """How many records were here and were taken out for good."""
    return int(con.exec_driver_sql("SELECT count(*) FROM record WHERE erased = 1").scalar_one())


def fields(con: Connection, ident: str) -> Values:
    """The record's other fields as JSON values: about_places, prompts_asked, pack, ..."""
    found = con.execute(select(record_table.c.fields).where(record_table.c.id == ident)).scalar()
    return {} if found is None else loaded(found)


def of_encounter(con: Connection, encounter: str) -> tuple[Record, ...]:
    """The records of one encounter in the order they came."""
    query = (
        select(record_table.c.id).where(record_table.c.encounter == encounter).order_by(record_table.c.num)
    )
    return _records(con, con.execute(query).scalars().all())


def of_participant(con: Connection, participant: str) -> tuple[Record, ...]:
    """Every record a person is part of, shared ones too; what was erased is found by what it was about."""
    about = tables.about.c
    query = (
        select(record_table.c.id)
        .join(tables.about, about.ent == record_table.c.id)
        .where(about.subject == participant)
    )
    return _records(con, con.execute(query.order_by(record_table.c.num)).scalars().all())


def told_at(con: Connection, places: Iterable[str]) -> tuple[Record, ...]:
    """Records told at one of some places, oldest first; hidden, erased and draft ones are left out."""
    query = """SELECT r.id FROM record r JOIN encounter e ON e.id = r.encounter WHERE r.hidden = 0 AND r.erased = 0
        AND r.status <> 'draft' AND e.place IN (SELECT value FROM json_each(:places)) ORDER BY r.told_at, r.id"""
    found = con.execute(text(query), {"places": json.dumps(sorted(places))}).scalars().all()
    known = several(con, found)
    return tuple(known[i] for i in found if i in known)


def _records(con: Connection, idents: Sequence[str]) -> tuple[Record, ...]:
    return tuple(r for r in (record(con, i) for i in idents) if r is not None)


_NEWEST: Final = " ORDER BY told_at DESC, id DESC LIMIT :n"


def page(
    con: Connection,
    *,
    began_by: frozenset[str] | None = None,
    closed_but_of: frozenset[str] | None = None,
    after: tuple[str, str] | None = None,
    limit: int = 200,
    status: Status | None = None,
) -> Page[RecordRow]:
    """Records, newest told first, hidden ones left out: all, or those begun on some devices; `after` is a page's `next`.

    `closed_but_of`: closed ones are left out, but for those begun on these devices.
    """
    devices = {f"d{number}": device for number, device in enumerate(sorted(began_by or ()))}
    query = f"""SELECT id, told_at FROM record WHERE hidden = 0 {"AND (told_at, id) < (:at, :id)" if after else ""}
        {"AND (sensitivity <> 'closed' OR began_by IN (SELECT value FROM json_each(:but)))" if closed_but_of is not None else ""}
        {"AND status = :status AND erased = 0" if status else ""} """
    if (
        began_by is not None
    ):  # of each device its newest: the index of one device lies in this order, that of several does not
        each = (f"SELECT * FROM ({query} AND began_by = :{name} {_NEWEST})" for name in devices)
        query = " UNION ALL ".join(each) if devices else f"{query} AND 0"
    query += _NEWEST
    at, ident = after or ("", "")
    wanted = devices | {
        "at": at,
        "id": ident,
        "but": json.dumps(sorted(closed_but_of or ())),
        "status": status.value if status else "",
        "n": limit + 1,
    }
    used = {name: value for name, value in wanted.items() if f":{name}" in query}
    idents = con.execute(text(query), used).scalars().all()
    found = rows_of(con, idents[:limit])
    more = len(idents) > limit and bool(found)
    return Page(found, (found[-1].sort, found[-1].id) if more else None)


def keys(
    con: Connection, *, after: tuple[str, str] | None = None, limit: int = 200
) -> Sequence[tuple[str, str]]:
    """(told_at, id) of records, newest told first, hidden ones left out; `after` one of these."""
    query = f"""SELECT told_at, id FROM record WHERE hidden = 0 {"AND (told_at, id) < (:at, :id)" if after else ""}
        ORDER BY told_at DESC, id DESC LIMIT :n"""
    at, ident = after or ("", "")
    wanted = {"n": limit} | ({"at": at, "id": ident} if after else {})
    return [(row[0], row[1]) for row in con.execute(text(query), wanted).all()]


def rows_of(con: Connection, idents: Sequence[str]) -> tuple[RecordRow, ...]:
    """The list lines of some records, in the order asked."""
    wanted = {"ids": json.dumps(list(idents))}
    found = {row.id: row for row in con.execute(text(_LINES), wanted)}
    travelled = record_states.travels(con, idents)
    return tuple(_line(found[i], travelled.get(i, record_states.Travel())) for i in idents if i in found)


_LINES: Final = """SELECT r.id, r.kind, r.title, r.told_at, r.status, r.sensitivity, r.erased, coalesce(p.name, '') AS place,
    coalesce((SELECT sum(m.duration_ms) FROM media m WHERE m.record = r.id AND m.hidden = 0), 0) AS sound_ms,
    CASE WHEN r.title = '' THEN coalesce((SELECT substr(w.text, 1, 200) FROM layer l JOIN words w ON w.ent = l.id
        WHERE l.record = r.id AND l.hidden = 0 AND coalesce(json_extract(l.fields, '$.machine'), '') = ''
        ORDER BY l.num LIMIT 1), '') ELSE '' END AS opening
    FROM record r LEFT JOIN encounter e ON e.id = r.encounter LEFT JOIN place p ON p.id = e.place
    WHERE r.id IN (SELECT value FROM json_each(:ids))"""


def _line(row: "Row[Any]", travel: record_states.Travel) -> RecordRow:
    return RecordRow(
        id=row.id,
        kind=rows.pick(RecordKind, row.kind, RecordKind.STORY),
        title=row.title or opening(row.opening),
        told_on=row.told_at[:10],
        place=row.place,
        sound_ms=row.sound_ms,
        shown=record_states.shown(
            travel, erased=bool(row.erased), status=row.status, sensitivity=row.sensitivity
        ),
        by=travel.by,
        on=travel.on,
        sort=row.told_at,
    )


def _record(row: "Row[Any]", conflicts: tuple[str, ...]) -> Record:
    values = loaded(row.fields)
    return Record(
        id=row.id,
        encounter=row.encounter,
        participants=strings(listed(row.participants)),
        kind=rows.pick(RecordKind, row.kind, RecordKind.STORY),
        title=row.title,
        language=row.language,
        status=rows.pick(Status, row.status, Status.HELD),
        sensitivity=rows.pick(Sensitivity, row.sensitivity, Sensitivity.CLOSED),
        released=bool(row.released),
        began_by=row.began_by,
        hidden=bool(row.hidden),
        erased=bool(row.erased),
        conflicts=conflicts,
        checked_back=string(values, "checked_back") or "not yet",
        checked_back_on=string(values, "checked_back_on"),
        level=string(values, "level"),
        direction=string(values, "direction"),
        viewpoint=string(values, "viewpoint"),
        note=string(values, "note"),
        facts=tuple((n, string(values, n)) for n in _FACTS if string(values, n)),
    )
