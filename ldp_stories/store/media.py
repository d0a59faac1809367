"""Media in the store: what belongs to a record, its renditions, and the keys of the vault items that hold bytes on this laptop."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Connection, Index, LargeBinary, Row, Table, Text, delete, select, text

from ldp_stories.domain.media import EXTENSIONS, Gap, Media, Rendition, RenditionKind
from ldp_stories.domain.revisions import EntityView
from ldp_stories.store import rows, tables
from ldp_stories.store.changes import changed
from ldp_stories.store.rows import Noun, Values, noun_table

media_table = noun_table(
    "media",
    tables.words("record"),
    tables.words("kind"),
    tables.words("origin"),
    tables.number("duration_ms"),
    tables.number("position"),
    tables.number("gap_before_ms"),
)
rendition_table = Table(
    "rendition",
    tables.nouns,
    Column("media", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    tables.words("kind"),
    tables.number("bytes"),
    tables.words("type"),
    sqlite_with_rowid=False,
)
vault_key_table = Table(
    "local_vault_key",
    tables.nouns,
    Column("item", Text, primary_key=True),
    Column("key", LargeBinary, nullable=False),
    tables.words("media"),
    tables.words("sha256", index=True),
    tables.number("bytes"),
)
"""Which vault items hold which bytes. Without its row an item can never be read again."""
shred_table = Table("local_shred", tables.nouns, Column("item", Text, primary_key=True))
"""Vault items whose key is gone and whose file is still to be removed."""
Index("media_record", media_table.c.record)
Index("rendition_sha256", rendition_table.c.sha256)
Index("local_vault_key_media", vault_key_table.c.media)


def _columns(view: EntityView) -> Values:
    return {
        "record": rows.text(view, "record"),
        "kind": rows.text(view, "kind"),
        "origin": rows.text(view, "origin"),
        "duration_ms": rows.whole(view, "duration_ms"),
        "position": rows.whole(view, "position"),
        "gap_before_ms": rows.whole(view, "gap_before_ms"),
        "fields": rows.rest(
            view, "record", "kind", "origin", "duration_ms", "position", "gap_before_ms", "renditions"
        ),
        "renditions": view.elements("renditions"),
    }


def _keep_renditions(con: Connection, written: Sequence[Values], fresh: bool) -> None:
    if not fresh:
        _drop_renditions(con, [w["id"] for w in written])
    values = [
        (
            w["id"],
            sha,
            rows.string(v, "rendition"),
            v["bytes"] if isinstance(v.get("bytes"), int) else 0,
            _extension(v.get("type")),
        )
        for w in written
        for sha, v in w["renditions"].items()
        if isinstance(v, dict)
    ]
    if values:
        con.exec_driver_sql(
            "INSERT INTO rendition(media, sha256, kind, bytes, type) VALUES (?, ?, ?, ?, ?)", values
        )


def _extension(value: object) -> str:
    return value if isinstance(value, str) and value in EXTENSIONS else "bin"


def _drop_renditions(con: Connection, idents: Sequence[str]) -> None:
    con.execute(
        text("DELETE FROM rendition WHERE media IN (SELECT value FROM json_each(:m))"),
        {"m": json.dumps(list(idents))},
    )


def _removed(con: Connection, idents: Sequence[str]) -> None:
    _drop_renditions(con, idents)
    shred(con, medias=idents)


NOUNS: Final = (
    Noun("media", media_table, _columns, rank=4, upkeep=_keep_renditions, removed=_removed, about="record"),
)


def media(con: Connection, ident: str) -> Media | None:
    """One medium with its renditions; a rendition's `item` is its vault item on this laptop."""
    row = con.execute(select(media_table).where(media_table.c.id == ident)).first()
    return None if row is None else _media(row, _renditions(con, [ident]).get(ident, ()))


def facts(con: Connection, ident: str) -> Values:
    """The medium's other fields as JSON values: place_removed, width, height, gaps, ...; {} when it is not here."""
    found = con.execute(select(media_table.c.fields).where(media_table.c.id == ident)).scalar()
    return {} if found is None else rows.loaded(found)


def of_record(con: Connection, record: str) -> tuple[Media, ...]:
    """The media of a record: parts of a take in their order, then the rest."""
    table = media_table.c
    query = (
        select(media_table)
        .where(table.record == record, table.hidden == 0)
        .order_by(table.position, table.num)
    )
    found = con.execute(query).all()
    renditions = _renditions(con, [row.id for row in found])
    return tuple(_media(row, renditions.get(row.id, ())) for row in found)


def all_of_record(con: Connection, record: str) -> tuple[Media, ...]:
    """Every medium of a record, hidden ones too: what is to be erased, or counted."""
    idents = con.execute(select(media_table.c.id).where(media_table.c.record == record)).scalars().all()
    return tuple(m for m in (media(con, i) for i in idents) if m is not None)


def stories_with_bytes(con: Connection) -> frozenset[str]:
    """The stories of whose media any bytes are here."""
    query = (
        "SELECT DISTINCT m.record FROM media m JOIN local_vault_key k ON k.media = m.id WHERE m.record <> ''"
    )
    return frozenset(con.exec_driver_sql(query).scalars())


def hashes_here(con: Connection, medias: Iterable[str]) -> frozenset[str]:
    """The hashes of all bytes of some media that are here."""
    query = (
        "SELECT sha256 FROM local_vault_key WHERE sha256 <> '' AND media IN (SELECT value FROM json_each(:m))"
    )
    return frozenset(con.execute(text(query), {"m": json.dumps(list(medias))}).scalars())


def kinds_of(con: Connection, records: Iterable[str]) -> dict[str, frozenset[str]]:
    """Which kinds of media (audio, photo, ...) many records have, in one question; records without any are left out."""
    query = (
        "SELECT record, kind FROM media WHERE hidden = 0 AND record IN (SELECT value FROM json_each(:ids))"
    )
    found: dict[str, frozenset[str]] = {}
    for row in con.execute(text(query), {"ids": json.dumps(list(records))}):
        found[row.record] = found.get(row.record, frozenset()) | {row.kind}
    return found


def by_sha256(con: Connection, sha256: str) -> tuple[Media, ...]:
    """Every medium that has a rendition of that hash."""
    idents = (
        con.execute(select(rendition_table.c.media).where(rendition_table.c.sha256 == sha256)).scalars().all()
    )
    return tuple(m for m in (media(con, i) for i in idents) if m is not None)


def _renditions(con: Connection, idents: Sequence[str]) -> dict[str, tuple[Rendition, ...]]:
    query = """SELECT r.*, (SELECT k.item FROM local_vault_key k WHERE k.sha256 = r.sha256 AND k.media = r.media) AS item
        FROM rendition r WHERE r.media IN (SELECT value FROM json_each(:m)) ORDER BY r.media, r.sha256"""
    found: dict[str, tuple[Rendition, ...]] = {}
    for row in con.execute(text(query), {"m": json.dumps(list(idents))}):
        kind = rows.pick(RenditionKind, row.kind, RenditionKind.ORIGINAL)
        found[row.media] = (
            *found.get(row.media, ()),
            Rendition(row.sha256, kind, row.bytes, row.type, row.item),
        )
    return found


def _media(row: "Row[Any]", renditions: tuple[Rendition, ...]) -> Media:
    return Media(
        row.id,
        row.record,
        row.kind,
        row.origin,
        row.duration_ms,
        row.position,
        row.gap_before_ms,
        renditions,
        _gaps(rows.loaded(row.fields).get("gaps"), row.duration_ms),
    )


def _gaps(value: object, duration_ms: int) -> tuple[Gap, ...]:
    """The gaps inside a part, in order; what is no pair of whole numbers inside it is passed over."""
    pairs = [pair for pair in value if _is_gap(pair, duration_ms)] if isinstance(value, list) else []
    return tuple(Gap(at, ms) for at, ms in sorted(pairs))


def _is_gap(pair: object, duration_ms: int) -> bool:
    whole = isinstance(pair, list) and len(pair) == 2 and all(type(n) is int for n in pair)
    return isinstance(pair, list) and whole and 0 <= pair[0] <= duration_ms and 0 < pair[1] < 2**53


def keep_key(con: Connection, item: str, key: bytes, *, media: str, sha256: str, size: int) -> None:
    """Note that a vault item holds a rendition's bytes here (sha256 "" while a live take is not yet hashed); replaces its old row."""
    values = (item, key, media, sha256, size)
    con.exec_driver_sql(
        "INSERT OR REPLACE INTO local_vault_key(item, key, media, sha256, bytes) VALUES (?, ?, ?, ?, ?)",
        values,
    )
    changed(con, "vault")


def adopt(con: Connection) -> frozenset[str]:
    """Give bytes that came before their medium (another part of the same sending) to it, now that it is known; their hashes."""
    query = """SELECT k.item, k.sha256, min(r.media) AS media FROM local_vault_key k JOIN rendition r ON r.sha256 = k.sha256
        WHERE k.media = '' GROUP BY k.item, k.sha256"""
    found = con.exec_driver_sql(query).all()
    if found:
        con.exec_driver_sql(
            "UPDATE local_vault_key SET media = ? WHERE item = ?", [(row.media, row.item) for row in found]
        )
        changed(con, "vault")
    return frozenset(row.sha256 for row in found)


@dataclass(frozen=True, slots=True)
class Twin:
    """A medium without bytes of its own, and the vault item of another medium that holds the very same ones."""

    media: str
    sha256: str
    size: int
    item: str
    key: bytes


def twins(con: Connection) -> tuple[Twin, ...]:
    """Media whose bytes are here only as another medium's; those removed from here on purpose are left out."""
    query = """SELECT r.media, r.sha256, k.bytes, k.item, k.key FROM rendition r JOIN media m ON m.id = r.media
        JOIN local_vault_key k ON k.sha256 = r.sha256 AND k.media <> '' AND k.media <> r.media
        WHERE r.sha256 IN (SELECT sha256 FROM rendition GROUP BY sha256 HAVING count(*) > 1) AND m.erased = 0 AND m.hidden = 0
        AND NOT EXISTS (SELECT 1 FROM local_vault_key o WHERE o.sha256 = r.sha256 AND o.media = r.media)
        AND r.media NOT IN (SELECT media FROM local_let_go) GROUP BY r.media, r.sha256 ORDER BY r.media, r.sha256"""
    return tuple(
        Twin(row.media, row.sha256, row.bytes, row.item, bytes(row.key)) for row in con.execute(text(query))
    )


def is_here(con: Connection, sha256: str) -> bool:
    """Whether bytes with this hash are in the vault, waiting for their medium or not."""
    query = select(vault_key_table.c.item).where(vault_key_table.c.sha256 == sha256)
    return con.execute(query).first() is not None


def key_of(con: Connection, item: str) -> bytes | None:
    """The key of a vault item, None when it was shredded or never here."""
    found = con.execute(select(vault_key_table.c.key).where(vault_key_table.c.item == item)).scalar()
    return None if found is None else bytes(found)


def items_of(con: Connection, media: str) -> tuple[tuple[str, str, int], ...]:
    """(item, sha256, bytes) of every vault item that belongs to a medium."""
    table = vault_key_table.c
    query = select(table.item, table.sha256, table.bytes).where(table.media == media).order_by(table.item)
    return tuple((row.item, row.sha256, row.bytes) for row in con.execute(query))


def without_hash(con: Connection) -> tuple[str, ...]:
    """Media recorded here whose pieces still wait to become a master, oldest first."""
    query = """SELECT m.id FROM media m WHERE m.erased = 0 AND m.hidden = 0
        AND EXISTS (SELECT 1 FROM local_vault_key k WHERE k.media = m.id AND k.sha256 = '') ORDER BY m.num"""
    return tuple(con.execute(text(query)).scalars())


def all_items(con: Connection) -> frozenset[str]:
    """Every vault item this store has a key for; files of other names are leftovers."""
    return frozenset(con.execute(select(vault_key_table.c.item)).scalars())


def shred(
    con: Connection, *, medias: Iterable[str] = (), sha256s: Iterable[str] = (), items: Iterable[str] = ()
) -> tuple[str, ...]:
    """Delete the keys of vault items, by medium, hash or item, and note their files for removal; the items."""
    query = """SELECT item FROM local_vault_key WHERE media IN (SELECT value FROM json_each(:m))
        OR sha256 IN (SELECT value FROM json_each(:s)) OR item IN (SELECT value FROM json_each(:i))
        OR sha256 IN (SELECT piece FROM local_slice WHERE whole IN (SELECT value FROM json_each(:s)))"""
    wanted = {"m": json.dumps(list(medias)), "s": json.dumps(list(sha256s)), "i": json.dumps(list(items))}
    found = tuple(con.execute(text(query), wanted).scalars())
    if found:
        con.exec_driver_sql("INSERT OR IGNORE INTO local_shred(item) VALUES (?)", [(i,) for i in found])
        con.exec_driver_sql("DELETE FROM local_vault_key WHERE item = ?", [(i,) for i in found])
        changed(con, "vault")
    return found


def to_remove(con: Connection) -> tuple[str, ...]:
    """Vault items whose file is still to be removed (their key is gone already)."""
    return tuple(con.execute(select(shred_table.c.item).order_by(shred_table.c.item)).scalars())


def removed(con: Connection, items: Iterable[str]) -> None:
    """Note that the files of these items are gone."""
    con.execute(delete(shred_table).where(shred_table.c.item.in_(list(items))))
