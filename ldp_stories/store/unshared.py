"""Stories that went to somebody and may not stay there: whose answers are to follow them, and that they were sent is forgotten (CONTRACTS.md 3)."""

import json
from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import Connection, text

from ldp_stories.domain.consent import Answer, Consent, ConsentStatus, Scope
from ldp_stories.store import consent, facts
from ldp_stories.store.belonging import began
from ldp_stories.store.changes import changed
from ldp_stories.store.taken_back import CLEAN_UP

_TEAM: Final = (Scope.TAKE_PART, Scope.SHARE_TEAM, Scope.SHARE_MEDIA_TEAM, Scope.TRANSCRIPT)
"""The uses by the team; what somebody says no to leaves those who are not to have it."""


def consents_of_sent(con: Connection, thread: str) -> frozenset[str]:
    """The answers given at the meetings of stories that went out in a thread: a later no must reach whoever has them."""
    query = """SELECT DISTINCT c.id FROM consent c JOIN record r ON r.encounter = c.encounter AND r.encounter <> ''
        JOIN local_sent_record s ON s.record = r.id JOIN local_sent b ON b.num = s.sent WHERE b."to" = :t"""
    return frozenset(con.execute(text(query), {"t": thread}).scalars())


def consents_to_tell(con: Connection, thread: str) -> frozenset[str]:
    """The answers that evaluators are to hear of: those of stories that went out in their thread, and of every story that was released.

    A coordinator who was set back to a copy, or took over from another, does not know who has a story; a no must reach them all the same.
    """
    query = """SELECT DISTINCT c.id FROM consent c JOIN record r ON r.encounter = c.encounter
        WHERE r.encounter <> '' AND r.released = 1"""
    return consents_of_sent(con, thread) | frozenset(con.execute(text(query)).scalars())


def consents_of(con: Connection, records: Collection[str]) -> frozenset[str]:
    """The answers given at the meetings of some stories."""
    query = """SELECT DISTINCT c.id FROM consent c JOIN record r ON r.encounter = c.encounter
        WHERE r.encounter <> '' AND r.id IN (SELECT value FROM json_each(:r))"""
    return frozenset(con.execute(text(query), {"r": json.dumps(sorted(records))}).scalars())


def without_a_story(con: Connection, devices: Collection[str]) -> frozenset[str]:
    """Meetings begun on some devices of which the answers are here and no story is, with their tellers.

    Who was told of a no has nothing else of the story; the laptop that wrote the no down may have been set back to before it.
    """
    query = """SELECT c.id AS consent, c.encounter, e.participants FROM consent c LEFT JOIN encounter e ON e.id = c.encounter
        WHERE c.encounter <> '' AND NOT EXISTS (SELECT 1 FROM record r WHERE r.encounter = c.encounter)"""
    ents: set[str] = set()
    for row in con.execute(text(query)):
        ents |= {row.consent, row.encounter, *json.loads(row.participants or "[]")}
    return frozenset(ent for ent, device in began(con, ents).items() if device in devices)


def turned_to_no(con: Connection) -> frozenset[str]:
    """Answers that were changed since they were first given, and refuse a use by the team now: whoever had a yes may have the story."""
    query = """SELECT id FROM consent c WHERE EXISTS (SELECT 1 FROM revision r WHERE r.ent = c.id AND r.par <> '[]')"""
    known = (consent.consent(con, ident) for ident in con.execute(text(query)).scalars().all())
    return frozenset(one.id for one in known if one is not None and _refuses(one))


def _refuses(given: Consent) -> bool:
    return given.status is ConsentStatus.WITHDRAWN or any(given.answer(s) is Answer.NO for s in _TEAM)


def stories_of(con: Connection, consents: Iterable[str]) -> dict[str, str]:
    """The stories told at the meetings of some answers, with the laptop that began each."""
    query = """SELECT DISTINCT r.id, r.began_by FROM record r JOIN consent c ON c.encounter = r.encounter
        WHERE r.encounter <> '' AND c.id IN (SELECT value FROM json_each(:c))"""
    rows = con.execute(text(query), {"c": json.dumps(sorted(consents))})
    return {row.id: row.began_by for row in rows}


def answers_for(con: Connection, record: str) -> tuple[Consent, ...]:
    """Every answer set of the meeting of a story."""
    query = text("SELECT encounter FROM record WHERE id = :r")
    meeting = con.execute(query, {"r": record}).scalar()
    return tuple(consent.of_encounters(con, [meeting], {})) if meeting else ()


def forget_sent(
    con: Connection, thread: str, ents: Collection[str], devices: Collection[str], but: Collection[str] = ()
) -> None:
    """That lines (all `but` some) and sound of some things went out in a thread counts no more: after a new yes they are owed again."""
    wanted = {
        "t": thread,
        "e": json.dumps(sorted(ents)),
        "d": json.dumps(sorted(devices)),
        "b": json.dumps(list(but)),
    }
    lines = """DELETE FROM local_sent_revision WHERE sent IN (SELECT num FROM local_sent WHERE "to" = :t)
        AND revision NOT IN (SELECT value FROM json_each(:b))
        AND revision IN (SELECT id FROM revision WHERE ent IN (SELECT value FROM json_each(:e)))"""
    sounds = """UPDATE receipt_media SET held = 0 WHERE receipt IN (SELECT num FROM receipt WHERE device IN (SELECT value FROM json_each(:d)))
        AND sha256 IN (SELECT sha256 FROM rendition WHERE media IN (SELECT value FROM json_each(:e)))"""
    con.execute(text(lines), wanted)
    con.execute(text(sounds), wanted)
    changed(con, "sent", "record")


def sweep_is_due(con: Connection) -> None:
    """What lay beside the words (files, index, free pages, safe copies) is to be swept as after an erasure."""
    known = facts.load(con, CLEAN_UP) or {}
    facts.save(con, CLEAN_UP, {"orders": list(known.get("orders", ())), "done": []})
