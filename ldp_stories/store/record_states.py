"""The one state a list shows for a record: computed from what was sent, receipted, decided and ordered, never written (CONTRACTS.md 4)."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, text

from ldp_stories.domain.records import Sensitivity, Shown, Status
from ldp_stories.store import changes
from ldp_stories.store.behind import Insert, put_rows
from ldp_stories.store.newest_epochs import STANDS, newest_epochs
from ldp_stories.store.young import shut_by_age


@dataclass(frozen=True, slots=True)
class Travel:
    """How far a record has come: sent, receipted, whole at the other end, brought in from elsewhere, and how its review stands.

    `set_back`: whoever confirmed it went back to an older copy, and it was not sent again since (CONTRACTS.md 5).
    `young`: it would be sent, but somebody is under 16 and a yes is missing.
    `by` and `on` are who has it and since when: the receipt's member and date, or for a record from elsewhere its researcher.
    """

    sent: bool = False
    receipted: bool = False
    whole: bool = False
    came: bool = False
    waiting: bool = False
    suggested: int = 0
    decided: int = 0
    settled: int = 0
    released: bool = False
    set_back: bool = False
    young: bool = False
    by: str = ""
    on: str = ""


def shown(travel: Travel, *, erased: bool, status: str, sensitivity: str) -> Shown:
    """The state in the order that matters to a person: taken back, closed, held, draft, then how far it has come."""
    if erased:
        return Shown.TAKEN_BACK
    if sensitivity not in (Sensitivity.NORMAL.value, Sensitivity.CAREFUL.value):
        return Shown.CLOSED
    if status != Status.READY.value:
        return Shown.DRAFT if status == Status.DRAFT.value else Shown.HELD
    if travel.young:
        return Shown.YOUNG
    if travel.set_back and not travel.came:
        return Shown.SET_BACK
    if travel.decided or travel.released:
        return Shown.REVIEWED if travel.settled == travel.suggested else Shown.IN_REVIEW
    return _on_its_way(travel)


def _on_its_way(travel: Travel) -> Shown:
    if travel.came:
        return Shown.WAITING if travel.waiting else Shown.RECEIVED
    if travel.receipted:
        return Shown.RECEIVED if travel.whole else Shown.WAITING
    return Shown.PACKED if travel.sent else Shown.READY


_AT_ONCE: Final = 2_000
_TO_SEND: Final = (Shown.READY, Shown.SET_BACK)
_SOME: Final = "IN (SELECT value FROM json_each(:ids))"
_BASE: Final = """SELECT r.id, r.released, r.came, r.erased, r.status, r.sensitivity, r.began_by FROM record r
    WHERE r.hidden = 0 AND r.{where}"""
_REVIEWS: Final = """SELECT record, count(*) AS suggested, sum(decided) AS decided, sum(decided AND settled) AS settled FROM suggestion
    WHERE {where} GROUP BY record"""
_SENT: Final = "SELECT record, max(sent) AS last FROM local_sent_record WHERE {where} GROUP BY record"
_WAITING: Final = """SELECT DISTINCT m.record FROM media m WHERE m.hidden = 0 AND m.{where}
    AND NOT EXISTS (SELECT 1 FROM local_vault_key k WHERE k.media = m.id AND k.sha256 NOT IN (SELECT piece FROM local_slice))
    AND m.id NOT IN (SELECT media FROM local_let_go)"""
_RECEIPTS: Final = f"""SELECT s.record, c.at_label, c.device, s.sent, {STANDS} AS stands,
    EXISTS (SELECT 1 FROM receipt_media x JOIN rendition n ON n.sha256 = x.sha256 JOIN media m ON m.id = n.media
        WHERE x.receipt = c.num AND x.held = 0 AND m.record = s.record) AS waiting
    FROM local_sent_record s JOIN local_sent b ON b.num = s.sent
    JOIN receipt c ON c.bundle = b.bundle AND c.tagmanifest = b.tagmanifest AND c.result <> 'quarantined'
    WHERE s.{{where}} AND (c.refused = '[]' OR NOT EXISTS (SELECT 1 FROM json_each(c.refused) j JOIN revision v
        ON v.id = json_extract(j.value, '$[0]') WHERE v.ent = s.record)) ORDER BY c.num"""
"""A receipt that left out a line of the record itself is no word that the record is there."""
_NAMES: Final = "SELECT d.id, m.work_name, m.code FROM device d JOIN member m ON m.id = d.member"


def travels(con: Connection, idents: Sequence[str] | None) -> dict[str, Travel]:
    """How far these records (or, with None, all that are not hidden) have come; a few questions whatever their number."""
    return {ident: travel for ident, (travel, _) in _states(con, idents)}


def _states(con: Connection, idents: Sequence[str] | None) -> Iterator[tuple[str, tuple[Travel, Shown]]]:
    """Each record with how far it has come and the state that is shown of it; only of what would be sent it is asked whether an age shuts it."""
    found = dict(_but_for_ages(con, idents))
    shut = shut_by_age(con, [ident for ident, (_, state) in found.items() if state in _TO_SEND])
    for ident, (travel, state) in found.items():
        yield ident, (replace(travel, young=True), Shown.YOUNG) if ident in shut else (travel, state)


def _but_for_ages(
    con: Connection, idents: Sequence[str] | None
) -> Iterator[tuple[str, tuple[Travel, Shown]]]:
    """The same whatever ages say. Records mostly stand like others: each way is told once."""

    def ask(query: str, column: str, **wanted: str) -> "Sequence[Row[Any]]":
        if idents is None:
            return con.execute(text(query.format(where=f"{column} IS NOT NULL")), wanted).all()
        wanted["ids"] = json.dumps(list(idents))
        return con.execute(text(query.format(where=f"{column} {_SOME}")), wanted).all()

    names = {row.id: row.work_name or row.code for row in con.execute(text(_NAMES))}
    reviews = {row.record: _Review(*row[1:]) for row in ask(_REVIEWS, "record")}
    sent = {row.record: row.last for row in ask(_SENT, "record")}
    waiting = {row.record for row in ask(_WAITING, "record")}
    receipts = _best(ask(_RECEIPTS, "record", epochs=json.dumps(newest_epochs(con))), names)
    known: dict[_Facts, tuple[Travel, Shown]] = {}
    for row in ask(_BASE, "id"):
        ident = row[0]
        review, receipt = reviews.get(ident, _NO_REVIEW), receipts.get(ident, _NONE)
        facts: _Facts = (tuple(row[1:]), review, receipt, sent.get(ident), ident in waiting)
        told = known.get(facts)
        if told is None:
            told = known[facts] = _told(facts, names)
        yield ident, told


def _told(facts: "_Facts", names: Mapping[str, str]) -> tuple[Travel, Shown]:
    (released, came, erased, status, sensitivity, began_by), review, receipt, sent, waiting = facts
    travel = Travel(
        sent=sent is not None,
        receipted=receipt.stands,
        set_back=receipt.last > 0 and not receipt.stands and receipt.last == sent,
        whole=receipt.whole,
        came=bool(came),
        waiting=waiting,
        suggested=review.suggested,
        decided=review.decided,
        settled=review.settled,
        released=bool(released),
        by=receipt.by or (names.get(began_by, "") if came else ""),
        on=receipt.on,
    )
    return travel, shown(travel, erased=bool(erased), status=status, sensitivity=sensitivity)


class _Review(NamedTuple):
    """How the review of a record stands."""

    suggested: int = 0
    decided: int = 0
    settled: int = 0


class _Receipt(NamedTuple):
    """What is best known of who has a record: does their word stand today, is it whole there, who, since when; `last` bundle confirmed."""

    stands: bool = False
    whole: bool = False
    by: str = ""
    on: str = ""
    last: int = 0


_NONE: Final = _Receipt()
_NO_REVIEW: Final = _Review()
_Facts = tuple[tuple[Any, ...], _Review, _Receipt, int | None, bool]
"""All that a record's state depends on: what `_BASE` says of it, its review, its best receipt, the last bundle it went in, missing media."""


def _best(receipts: "Sequence[Row[Any]]", names: Mapping[str, str]) -> dict[str, _Receipt]:
    """For each record the first receipt that stands with nothing waiting, else the first that stands, else the first."""
    found: dict[str, _Receipt] = {}
    last: dict[str, int] = {}
    for row in receipts:
        new = _Receipt(
            bool(row.stands),
            bool(row.stands) and not row.waiting,
            names.get(row.device, ""),
            row.at_label[:10],
        )
        last[row.record] = max(row.sent, last.get(row.record, 0))
        known = found.get(row.record)
        if known is None or (new.stands, new.whole) > (known.stands, known.whole):
            found[row.record] = new
    return {record: one._replace(last=last[record]) for record, one in found.items()}


_HIDDEN: Final = "-"
"""Noted for records that are hidden, so that counting needs no other column than those of one index."""
_KNOWN: Final = "SELECT state, count(*) AS many FROM record WHERE state <> '-' {own} GROUP BY state"
_UNKNOWN: Final = "SELECT id FROM record WHERE hidden = 0 AND state = '' {own}"
_OWN: Final = "AND +began_by IN (SELECT value FROM json_each(:devices))"
"""The plus keeps the way by the devices' index out: it would look each story up, where the index of the states holds all that is asked."""


def counts(con: Connection, began_by: frozenset[str] | None = None) -> dict[Shown, int]:
    """How many records stand in each state: all, or those begun on some devices. From the noted states, so quick for any number."""
    if changes.is_writing(con):
        note_touched(con)
    own = "" if began_by is None else _OWN
    wanted = {} if began_by is None else {"devices": json.dumps(sorted(began_by))}
    found = Counter[Shown]()
    for state, many in con.execute(text(_KNOWN.format(own=own)), wanted).all():
        if state:
            found[Shown(state)] += many
        else:
            idents = con.execute(text(_UNKNOWN.format(own=own)), wanted).scalars().all()
            found.update(shown_now(con, idents).values())
    return dict(found)


def shown_now(con: Connection, idents: Sequence[str] | None) -> dict[str, Shown]:
    """The states of some records, or with None of all that are not hidden, worked out from everything that counts."""
    return {ident: state for ident, (_, state) in _states(con, idents)}


def _trigger(name: str, event: str, source: str) -> str:
    """Without OR IGNORE: inside a trigger the rule of the statement that set it off would count instead."""
    return f"""CREATE TEMP TRIGGER touched_by_{name} AFTER {event} BEGIN INSERT INTO touched SELECT DISTINCT s.record FROM ({source}) s
        WHERE NOT EXISTS (SELECT 1 FROM touched t WHERE t.record = s.record); END"""


def _own(name: str, event: str, record: str) -> str:
    """The same where a row names its record itself: the quick way, as these are written by the hundred thousand."""
    return f"""CREATE TEMP TRIGGER touched_by_{name} AFTER {event} WHEN NOT EXISTS (SELECT 1 FROM touched t WHERE t.record = {record})
        BEGIN INSERT INTO touched VALUES ({record}); END"""


_EVENTS: Final = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def _each(table: str, source: str = "", events: Collection[str] = _EVENTS) -> Iterator[str]:
    """Watch a table: what its rows said before and what they say now; without a `source` its rows name their record."""
    for event in events:
        for row in _EVENTS[event]:
            name, when = f"{table}_{event}_{row}", f"{event} ON {table}"
            yield (
                _trigger(name, when, source.format(row=row)) if source else _own(name, when, f"{row}.record")
            )


_OF_BUNDLE: Final = """SELECT s.record FROM local_sent b JOIN local_sent_record s ON s.sent = b.num WHERE b.bundle = NEW.bundle"""
_NEWER: Final = """SELECT s.record FROM receipt c JOIN local_sent b ON b.bundle = c.bundle JOIN local_sent_record s ON s.sent = b.num
    WHERE c.device = {device}"""
_LATER: Final = (
    (
        "receipt",
        "NEW.device",
        """CAST(substr(NEW."by", length(NEW.device) + 2) AS INTEGER) > 1
        AND NOT EXISTS (SELECT 1 FROM receipt o WHERE o."by" = NEW."by" AND o.num <> NEW.num)""",
    ),
    (
        "local_received",
        "NEW.device",
        """NEW.epoch > 1
        AND NOT EXISTS (SELECT 1 FROM local_received o WHERE o.device = NEW.device AND o.epoch = NEW.epoch AND o.num <> NEW.num)""",
    ),
    (
        "device_counter",
        "substr(NEW.dev, 1, instr(NEW.dev, '.') - 1)",
        "CAST(substr(NEW.dev, instr(NEW.dev, '.') + 1) AS INTEGER) > 1",
    ),
)
"""Where a new epoch of a laptop is heard of first, which laptop, and when a row tells of one: then all that it confirmed is looked at."""


def _heard(table: str, device: str, when: str) -> str:
    return f"""CREATE TEMP TRIGGER touched_by_epoch_in_{table} AFTER INSERT ON {table} WHEN {when} BEGIN
        INSERT INTO touched SELECT DISTINCT s.record FROM ({_NEWER.format(device=device)}) s
        WHERE NOT EXISTS (SELECT 1 FROM touched t WHERE t.record = s.record); END"""


_OF_AGE: Final = """SELECT r.id AS record FROM consent c JOIN record r ON r.encounter = c.encounter
    WHERE c.participant = NEW.id AND OLD.age_band <> NEW.age_band"""
_LATER_EVENTS: Final = ("UPDATE", "DELETE")
"""New rows of the projection are told of by `touch`: a table that is watched for them takes twice as long to write, and before each row
the search index puts away what it has gathered."""
WATCH: Final = (
    "CREATE TEMP TABLE touched (record TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID",
    _own(
        "record_again",
        "UPDATE OF hidden, erased, status, sensitivity, released, came, began_by ON record",
        "NEW.id",
    ),
    *_each("suggestion", events=_LATER_EVENTS),
    *_each("media", events=_LATER_EVENTS),
    _trigger(
        "consent",
        "UPDATE OF fields, route, status ON consent",
        "SELECT id AS record FROM record WHERE encounter = NEW.encounter",
    ),
    _trigger("age", "UPDATE OF age_band ON participant", _OF_AGE),
    *_each("local_vault_key", "SELECT record FROM media WHERE id = {row}.media"),
    *_each("local_sent_record"),
    _trigger("receipt", "INSERT ON receipt", _OF_BUNDLE),
    *(_heard(*one) for one in _LATER),
)
"""What the writing connection keeps for itself: which records may have come into another state in this transaction."""


_TOUCHED: Final = Insert("INSERT OR IGNORE INTO touched", ("?",))


def touch(con: Connection, records: Collection[str]) -> None:
    """New rows about these records were written in this transaction."""
    put_rows(con, _TOUCHED, [(record,) for record in records])


def note_touched(con: Connection) -> None:
    """Note the state of every record that this transaction may have changed; part of the transaction, just before it ends."""
    touched = con.exec_driver_sql("SELECT record FROM touched").scalars().all()
    if not touched:
        return
    con.exec_driver_sql("DELETE FROM touched")
    for at in range(0, len(touched), _AT_ONCE):
        states = shown_now(con, touched[at : at + _AT_ONCE])
        noted = {
            ident: states[ident].value if ident in states else _HIDDEN
            for ident in touched[at : at + _AT_ONCE]
        }
        con.exec_driver_sql(
            "UPDATE record SET state = ? WHERE id = ? AND state <> ?",
            [(state, ident, state) for ident, state in noted.items()],
        )


_OLDEST: Final = 200
"""So many that were told first are looked at, for the day on which the first of them was written down."""


def oldest(con: Connection, began_by: str) -> str:
    """The day of the oldest story begun on a device that is not hidden or taken back, "" when there is none."""
    query = """SELECT min(v.at_label) FROM (SELECT id FROM record WHERE began_by = :d AND hidden = 0 AND erased = 0 ORDER BY told_at LIMIT :n) r
        JOIN revision v ON v.ent = r.id WHERE v.at_label <> ''"""
    found = con.execute(text(query), {"d": began_by, "n": _OLDEST}).scalar()
    return str(found)[:10] if found else ""
