"""The coordinator's queue in the store: which stories need a coordinator and why; all of them, the first few at once, or one."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from ldp_stories.domain.review import Why
from ldp_stories.domain.roles import Role
from ldp_stories.store import people
from ldp_stories.store.young import UNDER_16, YES_IS_MISSING


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A record that needs a coordinator, and why: the first reason decides its place. Lines for it: `records.rows`."""

    record: str
    why: tuple[Why, ...]
    told_at: str


_REFUSED: Final = """SELECT r.id FROM consent c CROSS JOIN record r ON r.encounter = c.encounter
    WHERE (c.take_part <> 'yes' OR c.status = 'withdrawn')"""
_UNASKED: Final = f"{UNDER_16} AND {YES_IS_MISSING}"
_YOUNG: Final = f"""SELECT r.id FROM participant p CROSS JOIN consent c ON c.participant = p.id CROSS JOIN record r ON r.encounter = c.encounter
    WHERE {_UNASKED}"""
"""Somebody is under 16, as may be found out after a story was released, and a grown-up or they themselves have not said yes."""
_TAKEN_BACK: Final = """SELECT a.ent FROM erasure_order o JOIN about a ON a.subject = o.subject WHERE o.granted = 0
    UNION SELECT t.target FROM erasure_order o JOIN order_target t ON t.order_id = o.id WHERE o.granted = 0"""
_CONFLICT: Final = """SELECT id FROM conflict WHERE kind = 'record'
    UNION SELECT l.record FROM conflict c CROSS JOIN layer l ON l.id = c.id
    UNION SELECT p.record FROM conflict c CROSS JOIN passage p ON p.id = c.id
    UNION SELECT r.id FROM conflict c CROSS JOIN record r ON r.encounter = c.id"""
_QUESTION: Final = """SELECT q.record FROM comment q WHERE q.kind = 'question' AND q.hidden = 0 AND q.by <> :me AND NOT EXISTS
    (SELECT 1 FROM comment a WHERE a.reply_to = q.id AND a.kind = 'answer' AND a.hidden = 0)
    AND (q.by NOT IN (SELECT value FROM json_each(:asking)) OR EXISTS
    (SELECT 1 FROM record o JOIN device d ON d.id = o.began_by WHERE o.id = q.record AND d.member = q.by))"""
"""What another coordinator asked waits for the researcher, not for a coordinator."""
_ABSENT: Final = """NOT EXISTS (SELECT 1 FROM local_vault_key k WHERE k.media = m.id AND k.sha256 NOT IN (SELECT piece FROM local_slice))
    AND m.id NOT IN (SELECT media FROM local_let_go)"""
_REASONS: Final[dict[Why, str]] = {
    Why.CONSENT: f"""{_REFUSED}
        UNION {_YOUNG}
        UNION SELECT r.id FROM (SELECT encounter FROM record EXCEPT SELECT encounter FROM consent) e
        CROSS JOIN record r ON r.encounter = e.encounter WHERE r.kind <> 'observation'""",
    Why.TAKEN_BACK: _TAKEN_BACK,
    Why.CONFLICT: _CONFLICT,
    Why.CHANGED: "SELECT record FROM local_unread",
    Why.QUESTION: _QUESTION,
    Why.WAITING: f"SELECT DISTINCT m.record FROM media m WHERE m.hidden = 0 AND {_ABSENT}",
    Why.TAGS: "SELECT DISTINCT record FROM suggestion WHERE settled = 0 AND hidden = 0",
}
_SOME: Final = "IN (SELECT value FROM json_each(:some))"
_OF_SOME: Final[dict[Why, str]] = {
    Why.CONSENT: f"""SELECT r.id FROM record r WHERE r.id {_SOME} AND (EXISTS (SELECT 1 FROM consent c WHERE c.encounter = r.encounter
        AND (c.take_part <> 'yes' OR c.status = 'withdrawn'))
        OR EXISTS (SELECT 1 FROM consent c JOIN participant p ON p.id = c.participant WHERE c.encounter = r.encounter AND {_UNASKED})
        OR (r.kind <> 'observation' AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.encounter = r.encounter)))""",
    Why.CHANGED: f"SELECT record FROM local_unread WHERE record {_SOME}",
    Why.QUESTION: f"{_QUESTION} AND q.record {_SOME}",
    Why.WAITING: f"SELECT DISTINCT m.record FROM media m WHERE m.record {_SOME} AND m.hidden = 0 AND {_ABSENT}",
    Why.TAGS: f"SELECT DISTINCT record FROM suggestion WHERE settled = 0 AND hidden = 0 AND record {_SOME}",
}
"""The same of a few records; the reasons that are not here are few anyhow."""
_PRESSING: Final = (_REFUSED, _YOUNG, _TAKEN_BACK, _CONFLICT, "SELECT record FROM local_unread", _QUESTION)
"""What is quick to ask whatever the number of stories, and stands before everything else."""
_OPEN: Final = (
    "SELECT id, told_at, released, sensitivity, hidden FROM record WHERE erased = 0 AND status = 'ready'"
)
_OLDEST: Final = """SELECT id FROM record WHERE released = 0 AND erased = 0 AND hidden = 0 AND status = 'ready' AND sensitivity <> 'closed'
    ORDER BY told_at LIMIT :n"""


def coordinators(con: Connection) -> frozenset[str]:
    """Members who are or were a coordinator."""
    return frozenset(m.id for m in people.members(con) if any(t.role is Role.COORDINATOR for t in m.roles))


def queue(con: Connection, *, me: str = "", limit: int = 1_000) -> tuple[QueueRow, ...]:
    """Records marked ready that need a coordinator (member id `me`), most pressing reason first, oldest first within one.

    NAME_FOUND is not among the reasons here: names are looked for by the masking service. A record that an order without right hides is
    in the queue, because only a coordinator can decide that.
    """
    return waiting(con, me=me)[:limit]


def waiting(con: Connection, *, me: str = "") -> tuple[QueueRow, ...]:
    """The same without an end: as many as there are."""
    reasons = {why: frozenset(_found(con, query, me)) for why, query in _REASONS.items()}
    return _ordered(con.execute(text(_OPEN)).all(), reasons)


def of_some(con: Connection, records: Collection[str], *, me: str = "") -> tuple[QueueRow, ...]:
    """Those of a few records that need a coordinator, in order."""
    some = json.dumps(list(records))
    reasons = {
        why: frozenset(_found(con, _OF_SOME.get(why, query), me, some)) for why, query in _REASONS.items()
    }
    return _ordered(con.execute(text(f"{_OPEN} AND id {_SOME}"), {"some": some}).all(), reasons)


def first(con: Connection, *, me: str = "", limit: int = 50) -> tuple[QueueRow, ...]:
    """Some that surely need a coordinator, quickly whatever the number of stories: the pressing ones and the oldest that nobody released."""
    pressing: dict[str, None] = {}
    for query in _PRESSING:
        pressing.update(dict.fromkeys(_found(con, f"{query} LIMIT {int(limit)}", me)))
    oldest = con.execute(text(_OLDEST), {"n": limit}).scalars().all()
    return of_some(con, {*pressing, *oldest}, me=me)[:limit]


def _ordered(
    found: Sequence[tuple[str, str, int, str, int]], reasons: dict[Why, frozenset[str]]
) -> tuple[QueueRow, ...]:
    order = {why: place for place, why in enumerate(Why)}
    rows = []
    for ident, told_at, released, sensitivity, hidden in found:
        if (hidden or sensitivity == "closed") and ident not in reasons[Why.TAKEN_BACK]:
            continue
        why = [w for w, idents in reasons.items() if ident in idents] + ([] if released else [Why.RELEASE])
        if why:
            rows.append(QueueRow(ident, tuple(sorted(why, key=order.__getitem__)), told_at))
    return tuple(sorted(rows, key=lambda q: (order[q.why[0]], q.told_at, q.record)))


def _found(con: Connection, query: str, me: str, some: str = "") -> Sequence[str]:
    wanted = {"me": me, "some": some, "asking": ""}
    if ":asking" in query:
        wanted["asking"] = json.dumps(sorted(coordinators(con)))
    return con.execute(text(query), {n: v for n, v in wanted.items() if f":{n}" in query}).scalars().all()
