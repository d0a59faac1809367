"""Numbers used twice, in the ledger: what is held for it, what others said of it, and lines that get another number (CONTRACTS.md 5)."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, text

from ldp_stories.domain.numbers import Number, OwnLine, Taken, replaces
from ldp_stories.domain.revisions import Revision
from ldp_stories.store import facts
from ldp_stories.store.changes import changed
from ldp_stories.store.rows import packed
from ldp_stories.store.streams import stream_number

RENUMBERED: Final = 2
"""How a line that went out stands in `local_sent_revision` when it has another number since: it counts as not sent."""
CAME: Final = 0
"""What stands there for a bundle when the line came in one: whoever brought it has it under a number that is its no more."""
_VACATED: Final = "vacated numbers"
"""The local fact that names the numbers from which lines were moved here: {device stream: [[first, last], ...]}."""
SAVED_PACK: Final = "saved pack"
"""The local fact on the programme file that was saved last: [version, lines that say more]; -1 lines when one of them has another number since."""
BESIDE: Final = "E_CONSENT"
"""`why` of a line that waits with the answers in its bundle, which are held for their number: until they stand, nobody has said yes to it."""
_FOR_NUMBER: Final = f"why IN ('E_TWICE', '{BESIDE}')"
_STANDS: Final = """EXISTS (SELECT 1 FROM revision r JOIN device_counter d ON d.num = r.stream
    WHERE d.dev = h.dev AND r.seq = h.seq AND r.id <> h.id)"""
_OF_DEVICE: Final = "substr(d.dev, 1, instr(d.dev, '.') - 1) = :me"


def taken(con: Connection) -> tuple[Taken, ...]:
    """The lines that are held here because another one stands under their number."""
    query = f"SELECT h.id, h.dev, h.seq FROM local_held h WHERE h.{_FOR_NUMBER} AND {_STANDS} ORDER BY h.num"
    return tuple(Taken(row.id, Number(row.dev, row.seq)) for row in con.execute(text(query)))


def said_taken(con: Connection, device: str) -> tuple[Taken, ...]:
    """Numbers of a device of which a receipt here says that they are used twice, and those of lines held here."""
    said = """SELECT DISTINCT json_extract(j.value, '$[0]') AS id, json_extract(j.value, '$[2]') AS dev, json_extract(j.value, '$[3]') AS seq
        FROM receipt c, json_each(c.refused) j WHERE c.refused LIKE :like AND json_array_length(j.value) = 4"""
    found = con.execute(text(said), {"like": f'%"{device}.%'}).all()
    heard = {Taken(row.id, Number(str(row.dev), int(row.seq))) for row in found}
    return tuple(sorted(t for t in heard.union(taken(con)) if t.number.device == device))


def said_last(con: Connection, device: str) -> tuple[Number, ...]:
    """The highest numbers of a device's streams, as receipts here say."""
    query = """SELECT DISTINCT json_extract(j.value, '$[1]') AS dev, json_extract(j.value, '$[2]') AS seq
        FROM receipt c, json_each(c.refused) j WHERE c.refused LIKE :like AND json_array_length(j.value) = 3"""
    found = con.execute(text(query), {"like": f'%"{device}.%'})
    said = (Number(str(row.dev), int(row.seq)) for row in found)
    return tuple(sorted(n for n in said if n.device == device))


def last_of(con: Connection, device: str) -> tuple[Number, ...]:
    """The highest number of each stream of a device that is known here."""
    query = (
        "SELECT dev, last FROM device_counter WHERE last > 0 AND substr(dev, 1, instr(dev, '.') - 1) = :me"
    )
    return tuple(Number(row.dev, row.last) for row in con.execute(text(query), {"me": device}))


def own_lines(con: Connection, device: str, confirmed: Collection[str] = frozenset()) -> tuple[OwnLine, ...]:
    """The lines of a device that stand here, in the order in which they came or were written."""
    query = f"""SELECT r.id, d.dev, r.seq, r.bundle FROM revision r JOIN device_counter d ON d.num = r.stream
        WHERE {_OF_DEVICE} ORDER BY r.num"""
    return tuple(
        OwnLine(row.id, Number(row.dev, row.seq), row.bundle is None, row.id in confirmed)
        for row in con.execute(text(query), {"me": device})
    )


def unknown(con: Connection, lines: Collection[Taken]) -> tuple[Taken, ...]:
    """Of these lines, those that are not here."""
    here = _places(con, lines)
    return tuple(t for t in lines if t.line not in here)


def unsettled(con: Connection, taken: Collection[Taken]) -> tuple[tuple[Taken, ...], tuple[Taken, ...]]:
    """Of numbers that are used twice, as somebody said: those under which a line stands here that may be the second one; and those of
    lines that are not here at all. A line that has another number here by now is settled, and so is one whose number was made free for it."""
    here = _places(con, taken)
    lost = tuple(t for t in taken if t.line not in here)
    wanted = {"w": json.dumps([[t.number.dev, t.number.seq] for t in lost])}
    query = """SELECT d.dev, r.seq FROM json_each(:w) j JOIN device_counter d ON d.dev = json_extract(j.value, '$[0]')
        JOIN revision r ON r.stream = d.num AND r.seq = json_extract(j.value, '$[1]')"""
    stands = {Number(row.dev, row.seq) for row in con.execute(text(query), wanted)}
    left = _vacated(con)
    wrong = [
        t
        for t in taken
        if (here.get(t.line) == t.number and not left(t.number))
        or (t.line not in here and t.number in stands)
    ]
    return tuple(sorted(wrong)), tuple(sorted(lost))


def _places(con: Connection, lines: Collection[Taken]) -> dict[str, Number]:
    """The numbers of those that are here, by line."""
    query = """SELECT r.id, d.dev, r.seq FROM revision r JOIN device_counter d ON d.num = r.stream
        WHERE r.id IN (SELECT value FROM json_each(:w))"""
    found = con.execute(text(query), {"w": json.dumps([t.line for t in lines])})
    return {row.id: Number(row.dev, row.seq) for row in found}


def issue_again(con: Connection, dev_of: Callable[[str], str], idents: Sequence[str]) -> None:
    """Give lines of one's own the next numbers of the present epoch, in this order; `dev_of` a stream's letter is where one writes now."""
    query = "SELECT r.id, d.dev FROM revision r JOIN device_counter d ON d.num = r.stream WHERE r.id IN (SELECT value FROM json_each(:w))"
    letters = {
        row.id: Number(row.dev, 0).stream for row in con.execute(text(query), {"w": json.dumps(list(idents))})
    }
    last: dict[str, int] = {}
    moves: dict[str, Number] = {}
    for ident in idents:
        dev = dev_of(letters[ident])
        last[dev] = (last[dev] if dev in last else stream_number(con, dev).last) + 1
        moves[ident] = Number(dev, last[dev])
    _note_vacated(con, idents)
    give(con, moves)


def _note_vacated(con: Connection, idents: Sequence[str]) -> None:
    known: dict[str, list[list[int]]] = facts.load(con, _VACATED) or {}
    places = _places(con, [Taken(i, Number("", 0)) for i in idents])
    for dev, seq in sorted(places.values()):
        spans = known.setdefault(dev, [])
        if spans and spans[-1][1] == seq - 1:
            spans[-1][1] = seq
        else:
            spans.append([seq, seq])
    facts.save(con, _VACATED, known)


def _vacated(con: Connection) -> Callable[[Number], bool]:
    known: dict[str, list[list[int]]] = facts.load(con, _VACATED) or {}
    return lambda n: any(first <= n.seq <= last for first, last in known.get(n.dev, ()))


def give(con: Connection, moves: Mapping[str, Number]) -> None:
    """Give lines that are here other numbers, which are free. They are owed once more to everybody who got or brought them under the old ones."""
    if not moves:
        return
    streams = {dev: stream_number(con, dev).num for dev in {n.dev for n in moves.values()}}
    con.exec_driver_sql(
        "UPDATE revision SET stream = ?, seq = ? WHERE id = ?",
        [(streams[n.dev], n.seq, ident) for ident, n in moves.items()],
    )
    con.exec_driver_sql(
        "UPDATE device_counter SET last = max(last, ?) WHERE num = ?",
        [(n.seq, streams[n.dev]) for n in moves.values()],
    )
    wanted = {"w": json.dumps(list(moves))}
    sent = con.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'local_sent_revision'").first()
    if sent is not None:  # the store of who people are sends nothing
        went = f"UPDATE local_sent_revision SET bare = {RENUMBERED} WHERE revision IN (SELECT value FROM json_each(:w))"
        con.execute(text(went), wanted)
        came = f"""INSERT OR IGNORE INTO local_sent_revision(revision, sent, bare) SELECT id, {CAME}, {RENUMBERED} FROM revision
            WHERE bundle IS NOT NULL AND id IN (SELECT value FROM json_each(:w))"""
        con.execute(text(came), wanted)
    held = con.execute(
        text(
            f"SELECT num, id, dev, seq FROM local_held WHERE {_FOR_NUMBER} AND id IN (SELECT value FROM json_each(:w))"
        ),
        wanted,
    ).all()
    gone = [(h.num,) for h in held if not replaces(Number(h.dev, h.seq), moves[h.id])]
    if gone:
        con.exec_driver_sql("DELETE FROM local_held WHERE num = ?", gone)
    saved = facts.load(con, SAVED_PACK)
    if isinstance(saved, list) and any(n.stream == "p" for n in moves.values()):
        facts.save(con, SAVED_PACK, [saved[0], -1])
    changed(con, "sent", "record")


def hold(con: Connection, revision: Revision, why: str, bundle: str | None, *, whole: bool = True) -> None:
    """Set a line aside; `whole` is False when an order covers it, then nothing of its words is kept."""
    line = json.dumps(_as_json(revision), ensure_ascii=False).encode() if whole else None
    subj = packed(revision.subj) if revision.subj else "[]"
    con.exec_driver_sql(
        "INSERT OR IGNORE INTO local_held(id, ent, subj, why, dev, seq, line, bundle) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (revision.id, revision.ent, subj, why, revision.dev, revision.seq, line, bundle),
    )


def _as_json(revision: Revision) -> dict[str, Any]:
    """A held revision as JSON, its body as text so that the exact bytes come back."""
    names = ("id", "kind", "ent", "subj", "par", "dev", "seq", "commit", "salt", "at_label", "erased_by")
    values: dict[str, Any] = {n: getattr(revision, n) for n in names}
    return values | {
        n: v.decode(errors="surrogateescape") if (v := getattr(revision, n)) else None
        for n in ("body", "extra")
    }


def freed(con: Connection, streams: str = "wp") -> tuple[tuple[Revision, str | None], ...]:
    """Lines that were held for their number, which is free by now: whole, as they came, in that order, each with the bundle it came in."""
    query = f"""SELECT h.line, h.bundle FROM local_held h WHERE h.{_FOR_NUMBER} AND h.line IS NOT NULL AND NOT {_STANDS}
        AND NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.id) ORDER BY h.num"""
    first: dict[Number, tuple[Revision, str | None]] = {}
    for row in con.execute(text(query)):
        line = _line(json.loads(row.line))
        if line.stream in streams:
            first.setdefault(Number(line.dev, line.seq), (line, row.bundle))
    return tuple(first.values())


def forget_held(con: Connection, idents: Iterable[str]) -> None:
    """These lines stand in the ledger now."""
    con.exec_driver_sql(f"DELETE FROM local_held WHERE {_FOR_NUMBER} AND id = ?", [(i,) for i in idents])


def drop_beside(con: Connection) -> None:
    """Lines that waited for answers which are held no more had their chance, unless their own number is still another's."""
    con.exec_driver_sql(
        f"""DELETE FROM local_held AS h WHERE h.why = '{BESIDE}' AND NOT {_STANDS}
        AND h.bundle NOT IN (SELECT t.bundle FROM local_held t WHERE t.why = 'E_TWICE' AND t.bundle IS NOT NULL)"""
    )


def _line(values: dict[str, Any]) -> Revision:
    body, extra = (
        v.encode(errors="surrogateescape") if (v := values.pop(n)) else None for n in ("body", "extra")
    )
    for name in ("subj", "par"):
        values[name] = tuple(values[name])
    return Revision(**values, body=body, extra=extra)


def any_held(con: Connection) -> bool:
    """Whether any line is held for its number, or waits for one that is."""
    return con.exec_driver_sql(f"SELECT 1 FROM local_held WHERE {_FOR_NUMBER} LIMIT 1").first() is not None


def moved(here: Revision, came: Revision) -> bool:
    """Whether a line that is here came again, the same in all but its number, and with a later one."""
    same = ("kind", "ent", "subj", "par", "commit")
    new, old = Number(came.dev, came.seq), Number(here.dev, here.seq)
    return replaces(new, old) and all(getattr(here, n) == getattr(came, n) for n in same)
