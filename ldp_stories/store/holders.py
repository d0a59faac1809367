"""Who may hold a story, or a thing of one: by what was sent here, what came here, and what others may have passed on (CONTRACTS.md 3)."""

import json
from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, text

from ldp_stories.store.projection import waiting_targets

COORDINATORS: Final = "coordinators"
_SENT: Final = (
    """SELECT s.record FROM local_sent_record s JOIN local_sent b ON b.num = s.sent WHERE b."to" = :thread"""
)
_CAME: Final = """SELECT r.ent FROM revision r JOIN local_received b ON b.bundle = r.bundle
    WHERE r.kind = 'record' AND b."to" = 'coordinators'"""
_RELEASED: Final = f"""SELECT id FROM record WHERE erased = 0 AND id IN (SELECT value FROM json_each(:r))
    AND (NOT EXISTS (SELECT 1 FROM revision r WHERE r.ent = record.id AND r.par = '[]')
    OR (released = 1 OR json_extract(fields, '$.released_by') IS NOT NULL)
    AND (id IN ({_SENT.replace(":thread", "'coordinators'")}) OR EXISTS (SELECT 1 FROM revision r JOIN device_counter d ON d.num = r.stream
        WHERE r.ent = record.id AND d.dev <> :me AND instr(r.body, CAST('"released"' AS BLOB)) > 0)))"""
_GIVEN_BACK: Final = """SELECT DISTINCT ent FROM revision WHERE kind IN ('record', 'layer', 'passage', 'media')
    AND id IN (SELECT value FROM json_each(:ids)) AND instr(body, CAST(:words AS BLOB)) > 0"""


def records_held(con: Connection, thread: str) -> frozenset[str]:
    """The records that those have who open the files of a thread: what was sent them here; and what came addressed to all coordinators."""
    found = set(con.execute(text(_SENT), {"thread": thread}).scalars())
    if thread == COORDINATORS:
        found.update(con.execute(text(_CAME)).scalars())
    return frozenset(found)


def maybe_with_evaluators(con: Connection, records: Collection[str], me: str) -> frozenset[str]:
    """Those of some records that another coordinator, or this laptop before it was set back to a copy, may have sent to evaluators.

    They were released, and not by this laptop's own stream of lines `me` alone. Or how they began is not known here, only what was taken away:
    then what was known of them may have been lost here.
    """
    return frozenset(con.execute(text(_RELEASED), {"me": me, "r": json.dumps(sorted(records))}).scalars())


def once_ready(con: Connection, records: Collection[str]) -> frozenset[str]:
    """Those of some records that were marked ready at some time, so that they may have gone out."""
    query = """SELECT DISTINCT ent FROM revision WHERE kind = 'record' AND ent IN (SELECT value FROM json_each(:r))
        AND instr(body, CAST('"status":"ready"' AS BLOB)) > 0"""
    return frozenset(con.execute(text(query), {"r": json.dumps(sorted(records))}).scalars())


def things_held(
    con: Connection, thread: str, devices: Collection[str], ents: Collection[str]
) -> frozenset[str]:
    """Those of some things of which a line went out in a thread, came from its devices, or came addressed to all coordinators too."""
    query = """SELECT DISTINCT r.ent FROM revision r JOIN device_counter d ON d.num = r.stream
        WHERE r.ent IN (SELECT value FROM json_each(:ents)) AND (
        r.id IN (SELECT s.revision FROM local_sent_revision s JOIN local_sent b ON b.num = s.sent WHERE b."to" = :thread)
        OR substr(d.dev, 1, instr(d.dev, '.') - 1) IN (SELECT value FROM json_each(:devices))
        OR r.bundle IN (SELECT bundle FROM local_received WHERE device IN (SELECT value FROM json_each(:devices))
            OR ("to" = 'coordinators' AND :thread = 'coordinators')))"""
    wanted = {"ents": json.dumps(sorted(ents)), "thread": thread, "devices": json.dumps(sorted(devices))}
    return frozenset(con.execute(text(query), wanted).scalars())


def unreleased(con: Connection, records: Collection[str]) -> frozenset[str]:
    """Those of some records that are not released now."""
    query = (
        "SELECT id FROM record WHERE released = 0 AND erased = 0 AND id IN (SELECT value FROM json_each(:r))"
    )
    return frozenset(con.execute(text(query), {"r": json.dumps(sorted(records))}).scalars())


def hidden_records(con: Connection) -> frozenset[str]:
    """The records that lie in the trash and were not taken back."""
    return frozenset(con.exec_driver_sql("SELECT id FROM record WHERE hidden = 1 AND erased = 0").scalars())


def put_away_by(con: Connection, devices: Collection[str]) -> frozenset[str]:
    """The records in the trash that were begun on some devices and put there from them: not what a wish hides that waits for a coordinator."""
    query = """SELECT id FROM record WHERE hidden = 1 AND erased = 0 AND +began_by IN (SELECT value FROM json_each(:devices))
        AND EXISTS (SELECT 1 FROM revision r JOIN device_counter d ON d.num = r.stream WHERE r.ent = record.id
            AND substr(d.dev, 1, instr(d.dev, '.') - 1) IN (SELECT value FROM json_each(:devices))
            AND instr(r.body, CAST(:words AS BLOB)) > 0)"""
    wanted = {"devices": json.dumps(sorted(devices)), "words": '"hidden":true'}
    found = con.execute(text(query), wanted).scalars()
    return frozenset(found) - waiting_targets(con)


def taken_off_by(con: Connection, devices: Collection[str], records: Collection[str]) -> frozenset[str]:
    """The words, passages and sounds of some records that were taken off from some devices, as in `put_away_by`."""
    query = """SELECT DISTINCT r.ent FROM revision r JOIN device_counter d ON d.num = r.stream
        WHERE r.ent IN (SELECT value FROM json_each(:ents))
        AND substr(d.dev, 1, instr(d.dev, '.') - 1) IN (SELECT value FROM json_each(:devices))
        AND instr(r.body, CAST(:words AS BLOB)) > 0"""
    things = json.dumps(sorted(hidden_things(con, records)))
    wanted = {"ents": things, "devices": json.dumps(sorted(devices)), "words": '"hidden":true'}
    return frozenset(con.execute(text(query), wanted).scalars()) - waiting_targets(con)


def closed_records(con: Connection) -> frozenset[str]:
    """The records that are kept closed, and lie in no trash."""
    query = "SELECT id FROM record WHERE sensitivity = 'closed' AND hidden = 0 AND erased = 0"
    return frozenset(con.exec_driver_sql(query).scalars())


def hidden_things(con: Connection, records: Collection[str]) -> dict[str, str]:
    """The words, passages and sounds of some records that were taken off, each with its record."""
    some = "hidden = 1 AND erased = 0 AND record IN (SELECT value FROM json_each(:r))"
    query = " UNION ALL ".join(
        f"SELECT id, record FROM {t} WHERE {some}" for t in ("layer", "passage", "media")
    )
    found = con.execute(text(query), {"r": json.dumps(sorted(records))})
    return {row.id: row.record for row in found}


def released_again(con: Connection, records: Collection[str]) -> frozenset[str]:
    """Those of some records that were taken back from the evaluators at some time."""
    query = """SELECT DISTINCT ent FROM revision WHERE kind = 'record' AND ent IN (SELECT value FROM json_each(:r))
        AND instr(body, CAST(:words AS BLOB)) > 0"""
    wanted = {"r": json.dumps(sorted(records)), "words": '"released":false'}
    return frozenset(con.execute(text(query), wanted).scalars())


def given_back(con: Connection, lines: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Of some lines: the things that they show again, and the records that they release again after those were taken back."""
    ids = json.dumps(sorted(lines))
    shown = con.execute(text(_GIVEN_BACK), {"ids": ids, "words": '"hidden":false'}).scalars().all()
    released = con.execute(text(_GIVEN_BACK), {"ids": ids, "words": '"released":true'}).scalars().all()
    return frozenset(shown), released_again(con, released)
