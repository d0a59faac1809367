"""Dated places in the store."""

import json
from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import Connection, Row, or_, select, text

from ldp_stories.domain.places import Place, PlaceType, reported_as
from ldp_stories.domain.revisions import EntityView
from ldp_stories.store import rows, tables
from ldp_stories.store.rows import Noun, Values, loaded, noun_table, opt, string, strings

place_table = noun_table(
    "place",
    tables.words("key"),
    tables.words("type", index=True),
    tables.words("name"),
    opt("valid_from"),
    opt("valid_to"),
    tables.number("position"),
)


def _columns(view: EntityView) -> Values:
    return {
        "key": rows.text(view, "key"),
        "type": rows.text(view, "type"),
        "name": rows.text(view, "name"),
        "valid_from": rows.text_or_none(view, "valid_from"),
        "valid_to": rows.text_or_none(view, "valid_to"),
        "position": rows.whole(view, "position"),
        "fields": rows.rest(view, "key", "type", "name", "valid_from", "valid_to", "position"),
    }


NOUNS: Final = (Noun("place", place_table, _columns, rank=1),)


def places(
    con: Connection, *, on: str | None = None, types: Collection[PlaceType] | None = None, text: str = ""
) -> tuple[Place, ...]:
    """Places that exist on an ISO date, of some types, with a name or alias that begins with a typed text; in the pack's order."""
    table = place_table.c
    query = (
        select(place_table)
        .where(table.hidden == 0, table.erased == 0)
        .order_by(table.position, table.name, table.id)
    )
    if on is not None:
        query = query.where(
            or_(table.valid_from.is_(None), table.valid_from <= on),
            or_(table.valid_to.is_(None), table.valid_to >= on),
        )
    if types is not None:
        query = query.where(table.type.in_([t.value for t in types]))
    found = (_place(row) for row in con.execute(query))
    return tuple(p for p in found if not text.strip() or p.named(text))


def place(con: Connection, ident: str) -> Place | None:
    """One place, also one that is no longer valid."""
    row = con.execute(select(place_table).where(place_table.c.id == ident)).first()
    return None if row is None else _place(row)


def several(con: Connection, idents: Iterable[str]) -> dict[str, Place]:
    """Many places by id in one question; ids that are not here are left out."""
    query = "SELECT * FROM place WHERE id IN (SELECT value FROM json_each(:ids))"
    return {row.id: _place(row) for row in con.execute(text(query), {"ids": json.dumps(list(idents))}).all()}


def ward_of(con: Connection, ident: str) -> Place | None:
    """The ward a place lies in (itself, when it is one), found by walking up its parents; reports name nothing smaller.

    A small statistical area without a ward above it stands for itself.
    """
    book: dict[str, Place] = {}
    waiting = [ident]
    while waiting:
        at = waiting.pop(0)
        found = None if at in book else place(con, at)
        if found is not None:
            book[at] = found
            waiting += [parent for parent, _ in found.parents]
    return reported_as(book, ident)


def population(con: Connection, ident: str) -> int | None:
    """How many people live there, as the programme's newest figure has it; None when it has none."""
    row = con.execute(select(place_table.c.fields).where(place_table.c.id == ident)).scalar()
    figures = loaded(row).get("population") if row is not None else None
    values = [f.get("value") for f in figures if isinstance(f, dict)] if isinstance(figures, list) else []
    return next((v for v in reversed(values) if isinstance(v, int) and v > 0), None)


def _place(row: "Row[Any]") -> Place:
    fields = loaded(row.fields)
    return Place(
        id=row.id,
        key=row.key,
        type=rows.pick(PlaceType, row.type, PlaceType.VENUE),
        name=row.name,
        aliases=strings(fields.get("aliases")),
        code=string(fields, "code"),
        parents=_pairs(fields.get("parents"), "relation"),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        note=string(fields, "note"),
        successors=_pairs(fields.get("succeeded_by"), "note"),
        people=_newest(fields.get("population")),
    )


def _pairs(value: Any, second: str) -> tuple[tuple[str, str], ...]:
    """A list of {place, relation} or [place, relation] as pairs."""
    found = value if isinstance(value, list) else []
    return tuple(_pair(v, second) for v in found if isinstance(v, dict | list))


def _pair(value: Any, second: str) -> tuple[str, str]:
    if isinstance(value, dict):
        return string(value, "place"), string(value, second)
    return str(value[0]) if value else "", str(value[1]) if len(value) > 1 else ""


def _newest(value: Any) -> int | None:
    """The newest published figure of how many people live there."""
    found = [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []
    dated = [(string(v, "date"), v["value"]) for v in found if type(v.get("value")) is int]
    return max(dated)[1] if dated else None
