"""The one state a list shows for a record: computed from what was sent, receipted, decided and ordered, never written (CONTRACTS.md 4)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from ldp_stories.domain.records import Sensitivity, Shown, Status


@dataclass(frozen=True, slots=True)
class Travel:
    """How far a record has come: sent, receipted, whole at the other end, brought in from elsewhere, and how its review stands.

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
    if travel.decided or travel.released:
        return Shown.REVIEWED if travel.settled == travel.suggested else Shown.IN_REVIEW
    return _on_its_way(travel)


def _on_its_way(travel: Travel) -> Shown:
    if travel.came:
        return Shown.WAITING if travel.waiting else Shown.RECEIVED
    if travel.receipted:
        return Shown.RECEIVED if travel.whole else Shown.WAITING
    return Shown.PACKED if travel.sent else Shown.READY


_STATES: Final = """
WITH wanted AS (SELECT value AS id FROM json_each(:ids))
SELECT w.id, r.released,
    (SELECT count(*) FROM suggestion s WHERE s.record = w.id) AS suggested,
    (SELECT count(*) FROM suggestion s WHERE s.record = w.id AND s.decided = 1) AS decided,
    (SELECT count(*) FROM suggestion s WHERE s.record = w.id AND s.decided = 1 AND s.settled = 1) AS settled,
    EXISTS (SELECT 1 FROM local_sent_record s WHERE s.record = w.id) AS sent,
    EXISTS (SELECT 1 FROM revision v WHERE v.ent = w.id AND v.bundle IS NOT NULL AND v.par = '[]') AS came,
    EXISTS (SELECT 1 FROM media m WHERE m.record = w.id AND m.hidden = 0
        AND NOT EXISTS (SELECT 1 FROM local_vault_key k WHERE k.media = m.id)) AS waiting,
    coalesce((SELECT m.work_name || char(9) || m.code FROM device d JOIN member m ON m.id = d.member WHERE d.id = r.began_by), '') AS author
FROM wanted w JOIN record r ON r.id = w.id"""

_RECEIPTS: Final = """
SELECT s.record, c.at_label, c.result,
    EXISTS (SELECT 1 FROM receipt_media x JOIN rendition n ON n.sha256 = x.sha256 JOIN media m ON m.id = n.media
        WHERE x.receipt = c.num AND x.held = 0 AND m.record = s.record) AS waiting,
    coalesce((SELECT m.work_name || char(9) || m.code FROM device d JOIN member m ON m.id = d.member WHERE d.id = c.device), '') AS who
FROM local_sent_record s JOIN local_sent b ON b.num = s.sent
JOIN receipt c ON c.bundle = b.bundle AND c.tagmanifest = b.tagmanifest AND c.result <> 'quarantined'
WHERE s.record IN (SELECT value FROM json_each(:ids)) ORDER BY c.num"""


def travels(con: Connection, idents: Sequence[str]) -> dict[str, Travel]:
    """How far each of these records has come; two questions for a whole page."""
    wanted = {"ids": json.dumps(list(idents))}
    receipts: dict[str, tuple[bool, str, str]] = {}
    for row in con.execute(text(_RECEIPTS), wanted):
        known = receipts.get(row.record)
        if known is None or (not known[0] and not row.waiting):
            receipts[row.record] = (not row.waiting, _name(row.who), row.at_label[:10])
    found: dict[str, Travel] = {}
    for row in con.execute(text(_STATES), wanted):
        whole, by, on = receipts.get(row.id, (False, "", ""))
        found[row.id] = Travel(
            sent=bool(row.sent),
            receipted=row.id in receipts,
            whole=whole,
            came=bool(row.came),
            waiting=bool(row.waiting),
            suggested=row.suggested,
            decided=row.decided,
            settled=row.settled,
            released=bool(row.released),
            by=by or (_name(row.author) if row.came else ""),
            on=on,
        )
    return found


def _name(both: str) -> str:
    """The work name where there is one, else the code."""
    name, _, code = both.partition("\t")
    return name or code


def counts(con: Connection, began_by: frozenset[str] | None = None) -> dict[Shown, int]:
    """How many records stand in each state: all, or those begun on some devices."""
    where = "" if began_by is None else "AND began_by IN (SELECT value FROM json_each(:devices))"
    query = f"SELECT id, erased, status, sensitivity FROM record WHERE hidden = 0 {where}"
    values = {} if began_by is None else {"devices": json.dumps(sorted(began_by))}
    found: dict[Shown, int] = {}
    open_ones = []
    for row in con.execute(text(query), values):
        state = shown(Travel(), erased=bool(row.erased), status=row.status, sensitivity=row.sensitivity)
        if state is Shown.READY:
            open_ones.append(row.id)
        else:
            found[state] = found.get(state, 0) + 1
    for travel in travels(con, open_ones).values():
        state = shown(travel, erased=False, status=Status.READY.value, sensitivity=Sensitivity.NORMAL.value)
        found[state] = found.get(state, 0) + 1
    return found
