"""Reading revisions back out of the ledger, and what an entity is now."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, text

from ldp_stories.domain.revisions import EntityView, Revision, view_entity

_READ: Final = "SELECT r.*, d.dev FROM revision r JOIN device_counter d ON d.num = r.stream"


def revisions(
    con: Connection, ids: Iterable[str] | None = None, *, ents: Iterable[str] | None = None
) -> Iterator[Revision]:
    """Revisions by id, or all of some entities, or (with neither) all there are; in order of arrival, so parents come first."""
    if ids is not None:
        found = con.execute(
            text(f"{_READ} WHERE r.id IN (SELECT value FROM json_each(:w)) ORDER BY r.num"),
            {"w": json.dumps(list(ids))},
        )
    elif ents is not None:
        found = con.execute(
            text(f"{_READ} WHERE r.ent IN (SELECT value FROM json_each(:w)) ORDER BY r.num"),
            {"w": json.dumps(list(ents))},
        )
    else:
        found = con.execution_options(yield_per=1_000).execute(text(f"{_READ} ORDER BY r.num"))
    return (_revision(row) for row in found)


def _revision(row: Any) -> Revision:
    return Revision(
        id=row.id,
        kind=row.kind,
        ent=row.ent,
        subj=tuple(json.loads(row.subj)),
        par=tuple(json.loads(row.par)),
        dev=row.dev,
        seq=row.seq,
        commit=row.commitment,
        salt=row.salt,
        body=row.body,
        at_label=row.at_label,
        erased_by=row.erased_by,
        extra=row.extra,
    )


def entity(con: Connection, ent: str) -> EntityView | None:
    """What an entity is now, with every candidate of every field; None when nothing is known of it."""
    known = list(revisions(con, ents=[ent]))
    return view_entity(known) if known else None


def first_label(con: Connection) -> str:
    """The earliest time label of the programme's own lines that are here: the programme is not younger. "" when none has one."""
    query = text(
        "SELECT min(r.at_label) FROM revision r JOIN device_counter d ON d.num = r.stream WHERE d.dev LIKE '%.p' AND r.at_label <> ''"
    )
    return str(con.execute(query).scalar() or "")


def group_by_entity(found: Iterable[Revision]) -> dict[str, list[Revision]]:
    """Revisions by entity, in the order given."""
    groups: dict[str, list[Revision]] = {}
    for revision in found:
        groups.setdefault(revision.ent, []).append(revision)
    return groups


def lines_of_bundles(con: Connection, bundles: Iterable[str]) -> Iterator[Revision]:
    """The lines that some bundles brought first, bodies or not, in order of arrival."""
    wanted = {"w": json.dumps(list(bundles))}
    ids = con.execute(
        text("SELECT id FROM revision WHERE bundle IN (SELECT value FROM json_each(:w))"), wanted
    ).scalars()
    return revisions(con, ids.all())


def of_stream(con: Connection, stream: str) -> Iterator[Revision]:
    """Every revision of one kind of stream (p programme, w work, i identity), of all devices, in order of arrival."""
    query = text(f"{_READ} WHERE d.dev LIKE '%.' || :s ORDER BY r.num")
    return (_revision(row) for row in con.execution_options(yield_per=1_000).execute(query, {"s": stream}))
