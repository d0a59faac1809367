"""Layers in the store: a record's words. Every layer and every title has one row in `words`, which search indexes (store/search.py)."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Index, Row, select, text

from ldp_stories.domain import sync
from ldp_stories.domain.records import Layer, LayerKind
from ldp_stories.domain.revisions import EntityView
from ldp_stories.store import rows, search, tables
from ldp_stories.store.rows import Noun, Values, noun_table, opt

layer_table = noun_table(
    "layer", tables.words("record"), tables.words("kind"), tables.words("language"), opt("made_from")
)
Index("layer_record", layer_table.c.record)


def _columns(view: EntityView) -> Values:
    return {
        "record": rows.text(view, "record"),
        "kind": rows.text(view, "kind"),
        "language": rows.text(view, "language"),
        "made_from": rows.text_or_none(view, "made_from"),
        "fields": rows.rest(view, "record", "kind", "language", "made_from", "text"),
        "text": rows.text(view, "text"),
    }


def _keep_words(con: Connection, written: Sequence[Values], fresh: bool) -> None:
    """A machine's words are kept but not found by searching: nobody said that they are right."""
    unsought = [w["hidden"] or bool(rows.loaded(w["fields"]).get("machine")) for w in written]
    texts = [
        (w["id"], w["record"], w["kind"], w["text"], hidden)
        for w, hidden in zip(written, unsought, strict=True)
    ]
    search.put_words(con, texts, fresh=fresh)


NOUNS: Final = (Noun("layer", layer_table, _columns, rank=4, upkeep=_keep_words, removed=search.drop_words),)


def layer(con: Connection, ident: str) -> Layer | None:
    """One layer with its text."""
    row = con.execute(_query().where(layer_table.c.id == ident)).first()
    return None if row is None else _layer(row)


def of_record(con: Connection, record: str) -> tuple[Layer, ...]:
    """The layers of a record, oldest here first, hidden ones left out."""
    query = (
        _query().where(layer_table.c.record == record, layer_table.c.hidden == 0).order_by(layer_table.c.num)
    )
    return tuple(_layer(row) for row in con.execute(query))


def of_records(con: Connection, records: Iterable[str]) -> dict[str, tuple[Layer, ...]]:
    """The same for many records in one question."""
    query = """SELECT l.*, w.text FROM layer l JOIN words w ON w.ent = l.id
        WHERE l.hidden = 0 AND l.record IN (SELECT value FROM json_each(:ids)) ORDER BY l.num"""
    found: dict[str, tuple[Layer, ...]] = {}
    for row in con.execute(text(query), {"ids": json.dumps(list(records))}).all():
        found[row.record] = (*found.get(row.record, ()), _layer(row))
    return found


def masked_twice(con: Connection) -> tuple[str, ...]:
    """The stories that may have more than one masked copy that stands (`domain.masking.masked_apart` tells)."""
    query = """SELECT l.record FROM layer l WHERE l.kind = 'masked' AND l.hidden = 0 AND NOT EXISTS (SELECT 1 FROM layer n
        WHERE n.record = l.record AND n.made_from = l.id AND n.kind = l.kind AND n.language = l.language AND n.hidden = 0)
        GROUP BY l.record, l.language HAVING COUNT(*) > 1"""
    return tuple(dict.fromkeys(con.exec_driver_sql(query).scalars()))


def _query() -> Any:
    return select(layer_table, search.words_table.c.text).join(
        search.words_table, search.words_table.c.ent == layer_table.c.id
    )


def _layer(row: "Row[Any]") -> Layer:
    kind = rows.pick(LayerKind, row.kind, LayerKind.VERBATIM)
    more = rows.loaded(row.fields)
    points = sync.read(more.get("sync"), len(row.text))
    return Layer(
        row.id,
        row.record,
        kind,
        row.language,
        row.text,
        row.made_from,
        points,
        rows.string(more, "machine"),
        tuple(rows.strings(more.get("also_from"))),
    )
