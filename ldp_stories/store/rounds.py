"""Blind rounds in the store, and the marks of each coder that are on this laptop."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Index, Row, text

from ldp_stories.domain.revisions import EntityView
from ldp_stories.domain.rounds import How, Item, Mark, Round, Unit
from ldp_stories.store import people, programme, rows, tables
from ldp_stories.store.rows import Noun, Values, loaded, noun_table, string, strings

round_mark_table = noun_table(
    "round_mark", tables.words("round"), tables.words("record"), tables.words("passage"), tables.words("by")
)
Index("round_mark_round", round_mark_table.c.round)
Index("round_mark_record", round_mark_table.c.record)
_NAMES: Final = ("round", "record", "passage", "by")


def _columns(view: EntityView) -> Values:
    return {n: rows.text(view, n) for n in _NAMES} | {"fields": rows.rest(view, *_NAMES)}


NOUNS: Final = (Noun("round_mark", round_mark_table, _columns, rank=4),)


def rounds(con: Connection) -> tuple[Round, ...]:
    """Every round, in order of arrival."""
    return tuple(_round(ident, fields) for ident, fields in programme.raw(con, "coding_round"))


def round_of(con: Connection, ident: str) -> Round | None:
    """One round."""
    return next((r for r in rounds(con) if r.id == ident), None)


def marks(con: Connection, round_id: str, by: str = "") -> tuple[Mark, ...]:
    """The marks of a round that are here, of everybody or of one coder, in order of arrival."""
    who = " AND by = :by" if by else ""
    query = f"SELECT * FROM round_mark WHERE round = :r AND hidden = 0 AND erased = 0{who} ORDER BY num"
    return tuple(_mark(row) for row in con.execute(text(query), {"r": round_id} | ({"by": by} if by else {})))


def rounds_of_marks(con: Connection, idents: Iterable[str]) -> dict[str, str]:
    """Mark id -> round id, for marks that are here."""
    query = "SELECT id, round FROM round_mark WHERE id IN (SELECT value FROM json_each(:ids))"
    return {row.id: row.round for row in con.execute(text(query), {"ids": json.dumps(sorted(idents))})}


def blind_to(con: Connection, today: date) -> dict[str, frozenset[str]]:
    """Open rounds with the devices of their coders: whoever has one of those, and every evaluator, waits for the marks."""
    devices: dict[str, set[str]] = {}
    for one in people.devices(con):
        devices.setdefault(one.member, set()).add(one.id)
    return {
        r.id: frozenset(d for coder in r.coders for d in devices.get(coder, ()))
        for r in rounds(con)
        if r.is_open(today)
    }


def _round(ident: str, fields: Values) -> Round:
    labels = fields.get("labels")
    return Round(
        id=ident,
        title=string(fields, "title"),
        unit=rows.pick(Unit, fields.get("unit"), Unit.STORY),
        tags=strings(fields.get("tags")),
        labels={k: _three(v) for k, v in labels.items()} if isinstance(labels, dict) else {},
        pack=string(fields, "pack"),
        items=tuple(_items(fields.get("items"))),
        coders=strings(fields.get("coders")),
        deadline=string(fields, "deadline"),
        how=rows.pick(How, fields.get("how"), How.CHOSEN),
        seed=fields["seed"] if isinstance(fields.get("seed"), int) else 0,
        opened_by=string(fields, "opened_by"),
        opened_on=string(fields, "opened_label")[:10],
        closed=fields.get("closed") is True,
    )


def _three(value: Any) -> tuple[str, str, str]:
    found = [*strings(value), "", "", ""]
    return found[0], found[1], found[2]


def _items(value: Any) -> Iterable[Item]:
    for one in value if isinstance(value, list) else ():
        pair = strings(one)
        if pair:
            yield pair[0], pair[1] if len(pair) > 1 else ""


def _mark(row: "Row[Any]") -> Mark:
    fields = loaded(row.fields)

    def family(name: str) -> dict[str, str]:
        return {
            k.removeprefix(name): v for k, v in fields.items() if k.startswith(name) and isinstance(v, str)
        }

    return Mark(row.id, row.round, (row.record, row.passage), row.by, family("answer:"), family("reason:"))
