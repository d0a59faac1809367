"""What was sent, received and receipted: counters and chains per addressee, and what somebody is still owed (CONTRACTS.md 3, 9)."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select, text

from ldp_stories.domain.numbers import Number, Taken
from ldp_stories.domain.receipts import Receipt, ReceiptResult
from ldp_stories.store import rows, tables
from ldp_stories.store.changes import changed
from ldp_stories.store.newest_epochs import STANDS, in_epoch, newest_epochs
from ldp_stories.store.numbers import CAME, RENUMBERED
from ldp_stories.store.sent_tables import (
    receipt_table,
    received_table,
    sent_table,
)


@dataclass(frozen=True, slots=True)
class Sent:
    """Facts of one bundle made here. `to` is the thread: coordinators, evaluators, custodians or a researcher's code."""

    bundle: str
    to: str
    n: int
    tagmanifest: str
    kind: str
    group: str
    part: int
    parts: int
    bytes: int
    name: str
    at_label: str


@dataclass(frozen=True, slots=True)
class Received:
    """Facts of one bundle taken in here: its sender's device and epoch, thread, counter and the bundle before it."""

    bundle: str
    device: str
    epoch: int
    to: str
    n: int
    prev: str
    tagmanifest: str
    kind: str
    group: str
    part: int
    parts: int
    at_label: str


FEW: Final = 2_000
"""Up to this many entities are looked up one by one; for more, the whole ledger is read once, which is quicker."""
_SENT: Final = tuple(Sent.__dataclass_fields__)
_RECEIVED: Final = tuple(Received.__dataclass_fields__)


def record_sent(
    con: Connection,
    sent: Sent,
    revisions: Iterable[str],
    media: Iterable[str],
    bare: Collection[str] = frozenset(),
) -> None:
    """Note a finished bundle with the ids of its revisions and the hashes of its media; `bare` lines went without their bodies."""
    num = con.execute(sent_table.insert().values({n: getattr(sent, n) for n in _SENT})).inserted_primary_key
    number = num[0] if num else 0
    lines = [(r, number, int(r in bare)) for r in revisions]
    hashes = [(m, number) for m in media]
    if lines:
        con.exec_driver_sql(
            "INSERT OR IGNORE INTO local_sent_revision(revision, sent, bare) VALUES (?, ?, ?)", lines
        )
    if hashes:
        con.exec_driver_sql("INSERT OR IGNORE INTO local_sent_media(sha256, sent) VALUES (?, ?)", hashes)
    con.exec_driver_sql(
        """INSERT OR IGNORE INTO local_sent_record(record, sent) SELECT DISTINCT r.ent, s.sent FROM local_sent_revision s
        JOIN revision r ON r.id = s.revision WHERE s.sent = ? AND r.kind = 'record'""",
        (number,),
    )
    changed(con, "sent", "record")


def sent(con: Connection, bundle: str) -> Sent | None:
    """One bundle made here."""
    return next(iter(_sent(con, sent_table.c.bundle == bundle)), None)


def all_sent(con: Connection, to: str | None = None) -> tuple[Sent, ...]:
    """Bundles made here, oldest first; of one thread or all."""
    return _sent(con, sent_table.c.to == to if to is not None else sent_table.c.num > 0)


def any_sent(con: Connection, to: str) -> bool:
    """Whether anything was ever sent in a thread."""
    return con.execute(select(sent_table.c.num).where(sent_table.c.to == to).limit(1)).first() is not None


def _sent(con: Connection, which: Any) -> tuple[Sent, ...]:
    query = select(*(sent_table.c[n] for n in _SENT)).where(which).order_by(sent_table.c.num)
    return tuple(Sent(*row) for row in con.execute(query))


def thread(con: Connection, to: str) -> tuple[int, Sent | None]:
    """The counter of the next bundle of a thread, and the bundle before it (None for the first)."""
    table = sent_table.c
    query = (
        select(*(table[n] for n in _SENT))
        .where(table.to == to)
        .order_by(table.n.desc(), table.num.desc())
        .limit(1)
    )
    row = con.execute(query).first()
    return (1, None) if row is None else (row.n + 1, Sent(*row))


def record_received(con: Connection, received: Received) -> None:
    """Note a bundle that was taken in, in the transaction that takes it in."""
    con.execute(received_table.insert().values({n: getattr(received, n) for n in _RECEIVED}))
    changed(con, "received")


def received(con: Connection, bundle: str) -> Received | None:
    """One bundle that was taken in; the same id with the same tag manifest again is a repetition."""
    table = received_table.c
    row = con.execute(select(*(table[n] for n in _RECEIVED)).where(table.bundle == bundle)).first()
    return None if row is None else Received(*row)


def threads_of(con: Connection, records: Collection[str]) -> tuple[str, ...]:
    """The threads in which something of these records, or of what hangs from them, went out."""
    query = """SELECT DISTINCT b."to" FROM local_sent b JOIN local_sent_record s ON s.sent = b.num
        WHERE s.record IN (SELECT value FROM json_each(:r)) ORDER BY 1"""
    return tuple(con.execute(text(query), {"r": json.dumps(list(records))}).scalars())


def all_received(con: Connection) -> tuple[Received, ...]:
    """Every bundle taken in, oldest first."""
    table = received_table.c
    return tuple(
        Received(*row) for row in con.execute(select(*(table[n] for n in _RECEIVED)).order_by(table.num))
    )


_KNOWN: Final = "SELECT id FROM receipt WHERE id IN (SELECT value FROM json_each(:ids))"
_KEEP: Final = receipt_table.insert()


def add_receipts(con: Connection, receipts: Iterable[Receipt], at_label: str) -> int:
    """Keep receipts whose signature was checked; the number that were new. `at_label` is when they came here."""
    new = 0
    came: dict[str, Receipt] = {}
    for receipt in receipts:
        came.setdefault(receipt.id, receipt)
    known = set(con.execute(text(_KNOWN), {"ids": json.dumps(list(came))}).scalars()) if came else set[str]()
    for receipt in (r for r in came.values() if r.id not in known):
        num = con.execute(_KEEP, _receipt_values(receipt, at_label)).inserted_primary_key
        number = num[0] if num else 0
        media = [(s, number, 1) for s in receipt.held] + [(s, number, 0) for s in receipt.waiting]
        if media:
            con.exec_driver_sql(
                "INSERT OR REPLACE INTO receipt_media(sha256, receipt, held) VALUES (?, ?, ?)", media
            )
        new += 1
    if new:
        changed(con, "receipt", "record")
    return new


def _receipt_values(receipt: Receipt, at_label: str) -> dict[str, Any]:
    plain = {
        n: getattr(receipt, n) for n in ("id", "bundle", "tagmanifest", "by", "device", "had", "new", "sig")
    }
    lists = {
        "refused": rows.packed([*(list(r) for r in receipt.refused), *_taken_rows(receipt)]),
        "orders_done": rows.packed(list(receipt.orders_done)),
    }
    return plain | lists | {"result": receipt.result.value, "at_label": at_label}


def _taken_rows(receipt: Receipt) -> list[list[Any]]:
    """Taken numbers and the last ones known stand among the refused lines, told apart by their length."""
    taken = [[t.line, "", t.number.dev, t.number.seq] for t in receipt.taken]
    return [*taken, *(["", n.dev, n.seq] for n in receipt.last)]


def receipt_ids(con: Connection) -> frozenset[str]:
    """The ids of all receipts kept here."""
    return frozenset(con.execute(select(receipt_table.c.id)).scalars())


def receipts(con: Connection, bundle: str | None = None) -> tuple[Receipt, ...]:
    """All receipts kept here (they are carried on), or those of one bundle, in the order they came."""
    return tuple(receipt for receipt, _ in _receipts(con, bundle))


def dated_receipts(con: Connection) -> tuple[tuple[Receipt, str], ...]:
    """All receipts kept here with the time label of when they came, in the order they came."""
    return tuple(_receipts(con, None))


def _receipts(con: Connection, bundle: str | None) -> Iterator[tuple[Receipt, str]]:
    """Their media are read in one question: a programme of some years has many thousands of receipts."""
    one = "WHERE bundle = :b" if bundle is not None else ""
    query = f"SELECT receipt, sha256, held FROM receipt_media WHERE receipt IN (SELECT num FROM receipt {one}) ORDER BY sha256"
    media: dict[int, list[tuple[str, int]]] = {}
    wanted = {"b": bundle} if bundle is not None else {}
    for row in con.execute(text(query), wanted):
        media.setdefault(row.receipt, []).append((row.sha256, row.held))
    for row in con.execute(text(f"SELECT * FROM receipt {one} ORDER BY num"), wanted):
        yield _receipt(row, media.get(row.num, ())), row.at_label


def _receipt(row: Any, media: Iterable[tuple[str, int]]) -> Receipt:
    said = rows.listed(row.refused) if row.refused != "[]" else []
    return Receipt(
        id=row.id,
        bundle=row.bundle,
        tagmanifest=row.tagmanifest,
        by=row.by,
        result=rows.pick(ReceiptResult, row.result, ReceiptResult.QUARANTINED),
        held=tuple(sha256 for sha256, held in media if held),
        waiting=tuple(sha256 for sha256, held in media if not held),
        had=row.had,
        new=row.new,
        refused=tuple((str(r[0]), str(r[1])) for r in said if len(r) == 2),
        orders_done=rows.strings(rows.listed(row.orders_done)),
        sig=row.sig,
        taken=tuple(Taken(str(r[0]), Number(str(r[2]), int(r[3]))) for r in said if len(r) == 4),
        last=tuple(Number(str(r[1]), int(r[2])) for r in said if len(r) == 3),
    )


SAID: Final = f"""
    SELECT s.revision AS id FROM local_sent_revision s JOIN local_sent b ON b.num = s.sent
    JOIN receipt c ON c.bundle = b.bundle AND c.tagmanifest = b.tagmanifest AND c.result <> 'quarantined' AND c.device = :device
    WHERE b."to" <> :not_by AND {STANDS} AND coalesce(s.bare, 0) {{numbered}} {RENUMBERED}
    AND s.revision NOT IN (SELECT json_extract(j.value, '$[0]') FROM receipt x, json_each(x.refused) j WHERE x.num = c.num)"""
HAVE: Final = SAID.format(numbered="<>")


def owed(
    con: Connection,
    entities: Collection[str],
    devices: Sequence[str],
    *,
    every: bool = False,
    not_by: str = "",
    carried: bool = True,
) -> tuple[str, ...]:
    """Revision ids of `entities`, parents first, that the addressee has not receipted: none of their devices, or with `every`
    not all of them. What they wrote, or sent here themselves, they have, unless they were set back to a copy since. What went in the
    thread `not_by` does not count, nor, without `carried`, what they only passed on."""
    epochs = newest_epochs(con)
    wanted = _revisions_of(con, entities, epochs)
    missing: set[str] = set()
    have_one: set[str] = set()
    for device in devices:
        asked = {"device": device, "not_by": not_by, "epochs": json.dumps(epochs)}
        have = set(con.execute(text(HAVE), asked).scalars())
        have |= {
            ident for ident, author, carrier in wanted if device == author or (carried and device == carrier)
        }
        have_one |= have
        missing |= {ident for ident, _, _ in wanted} - have
    if not devices or not every:
        missing = {ident for ident, _, _ in wanted} - have_one
    return tuple(ident for ident, _, _ in wanted if ident in missing)


def _revisions_of(
    con: Connection, entities: Collection[str], epochs: Mapping[str, int]
) -> list[tuple[str, str, str]]:
    """(revision, author's device, device whose bundle brought it) in order of arrival; for many entities the whole ledger is read.

    A device that is in a later epoch by now stands for nothing: it is left empty; so does whoever brought a line under an older number.
    """
    authors, later = {}, []
    for row in con.execute(select(tables.device_counter)):
        device, epoch, _ = row.dev.split(".")
        authors[row.num] = in_epoch(device, int(epoch), epochs)
        if int(epoch) > 1:
            later.append(row.num)
    carriers = {r.bundle: in_epoch(r.device, r.epoch, epochs) for r in all_received(con)}
    chosen = frozenset(entities)
    some = "WHERE ent IN (SELECT value FROM json_each(:ents))" if len(chosen) <= FEW else ""
    wanted = {"later": json.dumps(later)} | ({"ents": json.dumps(list(chosen))} if some else {})
    query = f"""SELECT id, ent, stream, CASE WHEN stream IN (SELECT value FROM json_each(:later)) AND EXISTS (SELECT 1 FROM
        local_sent_revision s WHERE s.revision = id AND s.sent = {CAME}) THEN NULL ELSE bundle END AS bundle FROM revision {some} ORDER BY num"""
    found = con.execute(text(query), wanted)
    return [(row.id, authors[row.stream], carriers.get(row.bundle, "")) for row in found if row.ent in chosen]


def sent_bare(con: Connection, to: str) -> tuple[str, ...]:
    """Lines that went in a thread only ever without their bodies, in order of arrival here."""
    query = """SELECT r.id FROM revision r WHERE r.body IS NOT NULL AND r.id IN (SELECT s.revision FROM local_sent_revision s
        JOIN local_sent b ON b.num = s.sent WHERE b."to" = :to GROUP BY s.revision HAVING min(coalesce(s.bare, 0)) = 1) ORDER BY r.num"""
    return tuple(con.execute(text(query), {"to": to}).scalars())


_WENT_BY: Final = """(SELECT bundle FROM local_sent WHERE "to" = :not_by UNION SELECT bundle FROM local_received WHERE "to" = :not_by)"""


def owed_media(
    con: Connection,
    sha256s: Collection[str],
    devices: Sequence[str],
    *,
    every: bool = False,
    not_by: str = "",
) -> tuple[str, ...]:
    """Of these renditions, those that no device of the addressee (with `every`: not each of them) has receipted as held; in order.

    What went in the thread `not_by`, from whomever, does not count.
    """
    query = f"""SELECT DISTINCT c.device, m.sha256 FROM receipt_media m JOIN receipt c ON c.num = m.receipt
        WHERE m.held = 1 AND c.device IN (SELECT value FROM json_each(:devices)) AND {STANDS} AND c.bundle NOT IN {_WENT_BY}"""
    holders: dict[str, int] = {}
    wanted = {"devices": json.dumps(list(devices)), "epochs": _epochs(con), "not_by": not_by or None}
    for row in con.execute(text(query), wanted):
        holders[row.sha256] = holders.get(row.sha256, 0) + 1
    enough = max(1, len(set(devices))) if every else 1
    return tuple(sorted(s for s in set(sha256s) if holders.get(s, 0) < enough))


def held_by(con: Connection, sha256s: Collection[str], devices: Sequence[str]) -> frozenset[str]:
    """Of these slices, those that one device of the addressee holds: the device that holds most of them."""
    query = f"""SELECT c.device, m.sha256 FROM receipt_media m JOIN receipt c ON c.num = m.receipt WHERE m.held = 1
        AND c.device IN (SELECT value FROM json_each(:d)) AND m.sha256 IN (SELECT value FROM json_each(:s)) AND {STANDS}"""
    found: dict[str, set[str]] = {}
    wanted = {"d": json.dumps(list(devices)), "s": json.dumps(list(sha256s)), "epochs": _epochs(con)}
    for row in con.execute(text(query), wanted):
        found.setdefault(row.device, set()).add(row.sha256)
    most: set[str] = max(found.values(), key=len, default=set())
    return frozenset(most)


def contents(con: Connection, bundle: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The revision ids and media hashes of a bundle made here."""
    num = con.execute(select(sent_table.c.num).where(sent_table.c.bundle == bundle)).scalar()
    lines = "SELECT revision FROM local_sent_revision WHERE sent = :n"
    hashes = "SELECT sha256 FROM local_sent_media WHERE sent = :n ORDER BY sha256"
    return (
        tuple(con.execute(text(lines), {"n": num}).scalars()),
        tuple(con.execute(text(hashes), {"n": num}).scalars()),
    )


def of_group(con: Connection, group: str) -> tuple[Sent, ...]:
    """The parts of a group made here, oldest first; a part that was made again stands twice."""
    return _sent(con, sent_table.c.group == group)


def group_received(con: Connection, group: str) -> tuple[Received, ...]:
    """The files of one sending that were taken in here."""
    return tuple(r for r in all_received(con) if r.group == group)


def stories_in(con: Connection, bundle: str) -> frozenset[str]:
    """The stories of which something was in a bundle made here."""
    query = (
        """SELECT s.record FROM local_sent_record s JOIN local_sent b ON b.num = s.sent WHERE b.bundle = :b"""
    )
    return frozenset(con.execute(text(query), {"b": bundle}).scalars())


_NOW_HERE: Final = """
    SELECT c.id FROM receipt c WHERE c.device = :me AND c.num = (SELECT max(d.num) FROM receipt d WHERE d.bundle = c.bundle AND d.device = :me)
    AND EXISTS (SELECT 1 FROM receipt_media m JOIN local_vault_key k ON k.sha256 = m.sha256 WHERE m.receipt = c.num AND m.held = 0)"""


def to_renew(con: Connection, device: str) -> tuple[Receipt, ...]:
    """The last receipt of this device for each bundle, where something it waited for is here by now."""
    found = frozenset(con.execute(text(_NOW_HERE), {"me": device}).scalars())
    return tuple(r for r in receipts(con) if r.id in found) if found else ()


def receipted(con: Connection, devices: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """What some devices have confirmed of what was sent from here: revision ids, and media hashes they hold."""
    lines: set[str] = set()
    epochs = _epochs(con)
    for device in devices:
        lines |= set(con.execute(text(HAVE), {"device": device, "not_by": "", "epochs": epochs}).scalars())
    query = f"""SELECT m.sha256 FROM receipt_media m JOIN receipt c ON c.num = m.receipt
        WHERE m.held = 1 AND c.device IN (SELECT value FROM json_each(:devices)) AND {STANDS}"""
    wanted = {"devices": json.dumps(list(devices)), "epochs": epochs}
    return frozenset(lines), frozenset(con.execute(text(query), wanted).scalars())


def _epochs(con: Connection) -> str:
    return json.dumps(newest_epochs(con))


def holders(con: Connection, sha256: str) -> frozenset[str]:
    """Devices whose last word on a medium is that they hold it: a local copy may go when there are two, a coordinator's among them."""
    query = f"""SELECT c.device, m.held, max(c.num) FROM receipt_media m JOIN receipt c ON c.num = m.receipt WHERE m.sha256 = :s AND {STANDS}
        GROUP BY c.device"""
    return frozenset(
        row.device for row in con.execute(text(query), {"s": sha256, "epochs": _epochs(con)}) if row.held
    )


def confirmed(con: Connection, order: str) -> frozenset[str]:
    """Devices that have confirmed an order ("7 of 9 devices confirmed")."""
    query = "SELECT DISTINCT c.device FROM receipt c, json_each(c.orders_done) j WHERE j.value = :o"
    return frozenset(con.execute(text(query), {"o": order}).scalars())
