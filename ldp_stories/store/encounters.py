"""Encounters in the store. Their date is what lists of stories are sorted by, so records carry a copy of it."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Index, Row, select, text, tuple_

from ldp_stories.domain.encounters import Encounter, Outcome, Privacy
from ldp_stories.domain.records import Page
from ldp_stories.domain.revisions import EntityView
from ldp_stories.store import rows, tables
from ldp_stories.store.rows import Noun, Values, listed, noun_table, opt, packed, strings

encounter_table = noun_table(
    "encounter",
    tables.words("at"),
    tables.words("kind"),
    opt("place"),
    tables.words("setting"),
    opt("private_enough"),
    tables.words("relation"),
    tables.words("route"),
    tables.words("researcher"),
    opt("outcome"),
    tables.words("participants"),
)
Index("encounter_at", encounter_table.c.at)
_TEXTS: Final = ("at", "kind", "setting", "relation", "route", "researcher")
_MAYBE: Final = ("place", "private_enough", "outcome")


def _columns(view: EntityView) -> Values:
    values: Values = {n: rows.text(view, n) for n in _TEXTS}
    values |= {n: rows.text_or_none(view, n) for n in _MAYBE}
    values["participants"] = packed(rows.items(view, "participants"))
    values["fields"] = rows.rest(view, *_TEXTS, *_MAYBE, "participants")
    return values


def _date_records(con: Connection, written: Sequence[Values], _fresh: bool) -> None:
    """Records that came before their encounter, or whose encounter was put right, get its date."""
    con.exec_driver_sql(
        "UPDATE record SET told_at = ? WHERE encounter = ? AND told_at <> ?",
        [(w["at"], w["id"], w["at"]) for w in written],
    )


NOUNS: Final = (Noun("encounter", encounter_table, _columns, rank=2, upkeep=_date_records),)


def encounter(con: Connection, ident: str) -> Encounter | None:
    """One encounter."""
    row = con.execute(select(encounter_table).where(encounter_table.c.id == ident)).first()
    return None if row is None else _encounter(row)


def several(con: Connection, idents: Iterable[str]) -> dict[str, Encounter]:
    """Many encounters by id in one question; ids that are not here are left out."""
    query = "SELECT * FROM encounter WHERE id IN (SELECT value FROM json_each(:ids))"
    return {row.id: _encounter(row) for row in con.execute(text(query), {"ids": json.dumps(list(idents))})}


def fields(con: Connection, ident: str) -> Values:
    """The encounter's other fields: who_else, introduced_by, offered, promises, also_raised, previous."""
    found = con.execute(select(encounter_table.c.fields).where(encounter_table.c.id == ident)).scalar()
    return {} if found is None else rows.loaded(found)


def places_now(con: Connection) -> dict[str, str]:
    """Encounter id -> the place a person chose for it after boundaries changed, or "cannot say"."""
    query = """SELECT id, json_extract(fields, '$.place_now') AS place_now FROM encounter
        WHERE hidden = 0 AND instr(fields, '"place_now"') > 0"""
    return {row.id: row.place_now for row in con.execute(text(query)) if isinstance(row.place_now, str)}


def recent(
    con: Connection,
    after: tuple[str, str] | None = None,
    limit: int = 200,
    began_by: frozenset[str] | None = None,
) -> Page[Encounter]:
    """Encounters, newest first, a page at a time."""
    table = encounter_table.c
    query = (
        select(encounter_table)
        .where(table.hidden == 0)
        .order_by(table.at.desc(), table.id.desc())
        .limit(limit + 1)
    )
    if after is not None:
        query = query.where(tuple_(table.at, table.id) < tuple_(*after))
    if began_by is not None:
        query = query.where(table.began_by.in_(began_by))
    found = [_encounter(row) for row in con.execute(query)]
    more = len(found) > limit
    found = found[:limit]
    return Page(tuple(found), (found[-1].at, found[-1].id) if more else None)


def of_participant(con: Connection, participant: str) -> tuple[Encounter, ...]:
    """Every encounter one person was in, oldest first."""
    table, about = encounter_table.c, tables.about.c
    query = (
        select(encounter_table)
        .join(tables.about, about.ent == table.id)
        .where(about.subject == participant)
        .order_by(table.at)
    )
    return tuple(e for e in map(_encounter, con.execute(query)) if participant in e.participants)


def _encounter(row: "Row[Any]") -> Encounter:
    return Encounter(
        id=row.id,
        at=row.at,
        kind=row.kind,
        place=row.place,
        setting=row.setting,
        private_enough=rows.pick_or_none(Privacy, row.private_enough),
        relation=row.relation,
        route=row.route,
        researcher=row.researcher,
        participants=strings(listed(row.participants)),
        outcome=rows.pick_or_none(Outcome, row.outcome),
        began_by=row.began_by,
    )
