"""Sendings of several parts that are under way: what is to go into each part, and which parts are done, so that packing can be resumed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Table, Text, text

from ldp_stories.store import tables

sending_table = Table(
    "local_sending",
    tables.nouns,
    Column("group", Text, primary_key=True),
    tables.words("to"),
    tables.words("profile"),
    tables.number("part_bytes"),
    tables.words("at_label"),
    tables.number("open"),
    sqlite_with_rowid=False,
)
sending_part_table = Table(
    "local_sending_part",
    tables.nouns,
    Column("group", Text, primary_key=True),
    tables.number("part", primary_key=True),
    tables.words("revisions"),
    tables.words("media"),
    tables.words("bundle"),
    sqlite_with_rowid=False,
)
"""`revisions` and `media` are JSON lists of ids and hashes; `bundle` is "" until the part was written and read back."""


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """What goes into one part: revision ids, media hashes (slices among them), and its bundle id once it is done."""

    number: int
    revisions: tuple[str, ...]
    media: tuple[str, ...]
    bundle: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """A sending in parts. `open`: not every part is done, and it was not given up."""

    group: str
    to: str
    profile: str
    part_bytes: int
    at_label: str
    parts: tuple[PlannedPart, ...]
    open: bool = True

    @property
    def left(self) -> tuple[PlannedPart, ...]:
        """The parts that are still to be made."""
        return tuple(p for p in self.parts if not p.bundle)


def begin(con: Connection, sending: Sending) -> None:
    """Keep the plan of a sending before its first part is written."""
    con.exec_driver_sql(
        'INSERT INTO local_sending("group", "to", profile, part_bytes, at_label, open) VALUES (?, ?, ?, ?, ?, 1)',
        (sending.group, sending.to, sending.profile, sending.part_bytes, sending.at_label),
    )
    con.exec_driver_sql(
        'INSERT INTO local_sending_part("group", part, revisions, media, bundle) VALUES (?, ?, ?, ?, ?)',
        [
            (sending.group, p.number, json.dumps(p.revisions), json.dumps(p.media), p.bundle)
            for p in sending.parts
        ],
    )


def part_done(con: Connection, group: str, number: int, bundle: str) -> None:
    """Note that a part was written and read back; with the last one the sending is closed."""
    con.exec_driver_sql(
        'UPDATE local_sending_part SET bundle = ? WHERE "group" = ? AND part = ?', (bundle, group, number)
    )
    con.exec_driver_sql(
        """UPDATE local_sending SET open = 0 WHERE "group" = ?
        AND NOT EXISTS (SELECT 1 FROM local_sending_part p WHERE p."group" = local_sending."group" AND p.bundle = '')""",
        (group,),
    )


def close(con: Connection, to: str) -> None:
    """Give up what is under way to an addressee: the next packing begins anew."""
    con.exec_driver_sql('UPDATE local_sending SET open = 0 WHERE "to" = ?', (to,))


def unfinished(con: Connection, to: str) -> Sending | None:
    """The sending to an addressee that was begun and not finished."""
    return next((s for s in _sendings(con, 's."to" = :v AND s.open = 1', to)), None)


def sending(con: Connection, group: str) -> Sending | None:
    """One sending in parts, finished or not."""
    return next((s for s in _sendings(con, 's."group" = :v', group)), None)


def _sendings(con: Connection, where: str, value: str) -> Sequence[Sending]:
    query = f"SELECT s.* FROM local_sending s WHERE {where} ORDER BY s.at_label DESC"
    found = []
    for row in con.execute(text(query), {"v": value}).all():
        parts = con.execute(
            text('SELECT * FROM local_sending_part WHERE "group" = :g ORDER BY part'), {"g": row.group}
        )
        made = tuple(
            PlannedPart(p.part, tuple(json.loads(p.revisions)), tuple(json.loads(p.media)), p.bundle)
            for p in parts
        )
        found.append(
            Sending(row.group, row.to, row.profile, row.part_bytes, row.at_label, made, bool(row.open))
        )
    return found
