"""What went before and counts no more: lines under a number that is theirs no more, and what a file held that is to be forgotten."""

import json
from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import Connection, text

from ldp_stories.store.changes import changed
from ldp_stories.store.newest_epochs import newest_epochs
from ldp_stories.store.numbers import CAME
from ldp_stories.store.sent import HAVE, SAID

_BROUGHT: Final = f"""SELECT s.revision AS id FROM local_sent_revision s JOIN revision r ON r.id = s.revision
    JOIN device_counter d ON d.num = r.stream AND substr(d.dev, 1, instr(d.dev, '.') - 1) <> :device
    JOIN local_received b ON b.bundle = r.bundle AND b.device = :device WHERE s.sent = {CAME}
    AND b.epoch >= coalesce((SELECT e.value FROM json_each(:epochs) e WHERE e.key = :device), 1)"""
"""What somebody else wrote and a device brought, under a number that is its no more."""


def under_old_number(con: Connection, devices: Sequence[str]) -> tuple[str, ...]:
    """Lines that one of these devices has under a number that is theirs no more, in order of arrival here."""
    found: set[str] = set()
    epochs = newest_epochs(con)
    if not epochs:  # only under a later epoch is anything issued again
        return ()
    for device in devices:
        asked = {"device": device, "not_by": "", "epochs": json.dumps(epochs)}
        old = set(con.execute(text(SAID.format(numbered="=")), asked).scalars())
        old |= set(con.execute(text(_BROUGHT), {"device": device, "epochs": json.dumps(epochs)}).scalars())
        found |= old - set(con.execute(text(HAVE), asked).scalars()) if old else old
    query = "SELECT id FROM revision WHERE id IN (SELECT value FROM json_each(:w)) ORDER BY num"
    return tuple(con.execute(text(query), {"w": json.dumps(list(found))}).scalars()) if found else ()


_UNANSWERED: Final = """SELECT b.num FROM local_sent b WHERE b."to" = :to AND
    (SELECT count(DISTINCT c.device) FROM receipt c WHERE c.bundle = b.bundle AND c.device IN (SELECT value FROM json_each(:devices))) < :enough"""


def unanswered(
    con: Connection, to: str, devices: Sequence[str], *, every: bool
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What went in a thread in files that none of these devices (with `every`: not each of them) has answered: the ids of lines that went with
    their words, of those that went bare, and the hashes of media."""
    asked = {"to": to, "devices": json.dumps(list(devices)), "enough": len(devices) if every else 1}
    lines = (
        f"SELECT revision, coalesce(bare, 0) AS bare FROM local_sent_revision WHERE sent IN ({_UNANSWERED})"
    )
    found = con.execute(text(lines), asked).all()
    hashes = f"SELECT sha256 FROM local_sent_media WHERE sent IN ({_UNANSWERED})"
    return (
        frozenset(row.revision for row in found if row.bare == 0),
        frozenset(row.revision for row in found if row.bare == 1),
        frozenset(con.execute(text(hashes), asked).scalars()),
    )


def forget_contents(con: Connection, group: str, devices: Collection[str]) -> None:
    """What a sending held counts as never sent: its lines are owed again, and its sound too, whatever those devices had answered."""
    wanted = {"g": group, "d": json.dumps(list(devices))}
    mine = 'SELECT num FROM local_sent WHERE "group" = :g'
    con.execute(text(f"DELETE FROM local_sent_revision WHERE sent IN ({mine})"), wanted)
    hashes = f"SELECT sha256 FROM local_sent_media WHERE sent IN ({mine})"
    con.execute(
        text(
            f"""UPDATE receipt_media SET held = 0 WHERE sha256 IN ({hashes}) AND receipt IN
            (SELECT num FROM receipt WHERE device IN (SELECT value FROM json_each(:d)))"""
        ),
        wanted,
    )
    con.execute(text(f"DELETE FROM local_sent_media WHERE sent IN ({mine})"), wanted)
    changed(con, "sent", "record")
