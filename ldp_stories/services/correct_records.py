"""Put right who is who and what was told where: link two codes of one person, move a story, split a meeting. Each can be undone.

Nothing here guesses: a person says that two codes are the same one. Whatever moves is written again in full for both people, so that a
later taking back by either of them reaches it only by being named (CONTRACTS.md 4, 7).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.records import Record
from ldp_stories.domain.revisions import EntityView, Json
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import consent as consents
from ldp_stories.store import encounters, ledger, people, records

_WORDS: Final = frozenset({"record", "layer", "passage", "note", "media", "suggestion", "comment"})
_COORDINATORS: Final = frozenset({"released", "released_by", "quote_state"})


@dataclass(frozen=True, slots=True)
class Moved:
    """A story that was moved, to move it back: from whom to whom, and whether its whole meeting went with it."""

    record: str
    before: str
    after: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Split:
    """A meeting that was made of a part of another, to put them together again."""

    old: str
    new: str
    records: tuple[str, ...]


def link_participants(home: Home, one: str, other: str) -> None:
    """A person says that two codes are the same person: counted once, and one subject to whoever takes back. Undo: `unlink_participants`.

    UserError SAME_PERSON, NO_SUCH_CODE; Refused NOT_YOUR_ROLE when neither was met by oneself (coordinators may always).
    """
    if one == other:
        raise UserError("SAME_PERSON")
    with home.main.write() as con:
        mine, theirs = _pair(home, con, one, other)
        value = {"by": home.member, "on": home.label()[:10]}
        home.put(con, "participant", mine, adds={"linked": {theirs: value}}, subj=[mine, theirs])


def unlink_participants(home: Home, one: str, other: str) -> bool:
    """They are two people after all. False when no link stood between these two. Refused NOT_YOUR_ROLE."""
    done = False
    with home.main.write() as con:
        for ent, linked in ((one, other), (other, one)):
            view = ledger.entity(con, ent)
            if view is not None and linked in view.elements("linked"):
                home.put(con, "participant", ent, dels={"linked": [linked]}, subj=[ent, linked])
                done = True
    return done


def _pair(home: Home, con: Connection, one: str, other: str) -> tuple[str, str]:
    """The two, the one that this person may write on first."""
    found = [people.participant(con, i) for i in (one, other)]
    if None in found:
        raise UserError("NO_SUCH_CODE", typed="")
    own = home.own_devices()
    may = [p.id for p in found if p is not None and p.began_by in own]
    first = may[0] if may else one
    return first, other if first == one else one


def move_record(home: Home, record: str, before: str, after: str) -> Moved:
    """A story was told by somebody else than it says. Undo: `move_back`. UserError NO_SUCH_STORY, NOT_THEIRS, SAME_PERSON, NO_SUCH_CODE.

    When it is all there was in its meeting, the meeting and the answers go along: they were given by whoever told it. Else the other
    person's answers for that meeting are still to be asked, and every gate of the story is shut until then.
    """
    if before == after:
        raise UserError("SAME_PERSON")
    with home.main.write() as con:
        told = _told(con, record)
        if before not in told.participants:
            raise UserError("NOT_THEIRS")
        if people.participant(con, after) is None:
            raise UserError("NO_SUCH_CODE", typed="")
        whole = told.participants == (before,) and len(records.of_encounter(con, told.encounter)) == 1
        _move(home, con, told, before, after, whole=whole)
    return Moved(record, before, after, whole)


def move_back(home: Home, moved: Moved) -> None:
    """Undo a move."""
    with home.main.write() as con:
        _move(home, con, _told(con, moved.record), moved.after, moved.before, whole=moved.whole)


def _told(con: Connection, record: str) -> Record:
    found = records.record(con, record)
    if found is None or found.erased:
        raise UserError("NO_SUCH_STORY")
    return found


def _move(home: Home, con: Connection, told: Record, before: str, after: str, *, whole: bool) -> None:
    people_now = _swapped(told.participants, before, after)
    both = tuple(dict.fromkeys((*told.participants, *people_now)))
    for ent in ledger.entities_about(con, before):
        view = ledger.entity(con, ent)
        if view is None or view.kind not in _WORDS or told.id not in (ent, view.get("record")):
            continue
        news: dict[str, Json] = {"participants": list(people_now)} if ent == told.id else {}
        _again(home, con, view, news, both)
    meeting = encounters.encounter(con, told.encounter) if told.encounter else None
    if meeting is None:
        return
    there = _swapped(meeting.participants, before, after) if whole else (*meeting.participants, after)
    sets = {"participants": list(dict.fromkeys(there))}
    home.put(con, "encounter", meeting.id, sets=sets, subj=both)
    for given in consents.of_encounter(con, meeting.id) if whole else ():
        if given.participant == before:
            home.put(con, "consent", given.id, sets={"participant": after}, subj=both)


def _swapped(everybody: Iterable[str], before: str, after: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(after if p == before else p for p in everybody))


def _again(home: Home, con: Connection, view: EntityView, news: dict[str, Json], subj: Sequence[str]) -> None:
    """Write everything an entity says once more, for the people it is about from now on; what two people wrote differently is left."""
    coordinator = Role.COORDINATOR in home.roles()
    if not coordinator and view.began_by not in home.own_devices():
        return
    sets: dict[str, Json] = {n: cs[0].value for n, cs in view.fields.items() if len(cs) == 1}
    if not coordinator:
        sets = {n: v for n, v in sets.items() if n not in _COORDINATORS}
    adds = {n: dict(es) for n, es in view.sets.items() if es}
    home.put(con, view.kind, view.ent, sets={**sets, **news}, adds=adds, subj=subj)


def split_encounter(home: Home, encounter: str, of: Iterable[str]) -> Split:
    """Two meetings were written down as one: the stories in `of` get a meeting of their own, with the same answers. Undo: `put_together`.

    UserError NOTHING_TO_SPLIT, NO_SUCH_STORY.
    """
    chosen = tuple(dict.fromkeys(of))
    with home.main.write() as con:
        there = {r.id for r in records.of_encounter(con, encounter)}
        if not chosen or not set(chosen) < there:
            raise UserError("NOTHING_TO_SPLIT")
        view = ledger.entity(con, encounter)
        if view is None:
            raise UserError("NO_SUCH_STORY")
        new = new_id()
        sets = {n: view.get(n) for n in view.fields if n != "hidden"} | {"previous": encounter}
        home.put(con, "encounter", new, sets=sets, subj=view.subjects)
        for given in consents.of_encounter(con, encounter):
            _same_answers(home, con, given.id, new)
        _to(home, con, chosen, new)
    return Split(encounter, new, chosen)


def put_together(home: Home, split: Split) -> None:
    """Undo a split: the stories go back, the meeting that was made for them goes away."""
    with home.main.write() as con:
        _to(home, con, split.records, split.old)
        for given in consents.of_encounter(con, split.new):
            home.hide(con, "consent", given.id, (given.participant,))
        view = ledger.entity(con, split.new)
        home.hide(con, "encounter", split.new, view.subjects if view else ())


def _same_answers(home: Home, con: Connection, consent: str, encounter: str) -> None:
    """The answers once more for another meeting; what orders have closed in them is a no from the start."""
    view, given = ledger.entity(con, consent), consents.consent(con, consent)
    if view is None or given is None:
        return
    sets: dict[str, Any] = {n: view.get(n) for n in view.fields if n != "hidden"}
    shut = {n for n in sets if n.startswith("answer:") and _is_shut(n, given.narrowed)}
    sets |= dict.fromkeys(shut, Answer.NO.value) | {"encounter": encounter, "status": given.status.value}
    home.put(con, "consent", new_id(), sets=sets, subj=[given.participant])


def _is_shut(field: str, narrowed: frozenset[str]) -> bool:
    key = field.removeprefix("answer:")
    return key in narrowed or key.partition(":")[0] in narrowed


def _to(home: Home, con: Connection, of: Iterable[str], encounter: str) -> None:
    for ident in of:
        told = _told(con, ident)
        home.put(con, "record", ident, sets={"encounter": encounter}, subj=told.participants)
