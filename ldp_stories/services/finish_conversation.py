"""The end of a conversation: everything into the ledger in one transaction, or, after a no, nearly nothing (CONTRACTS.md 1).

The ids were made when the conversation began. A record of that id in the ledger means that the transaction is on disk; so a kill between
it and dropping the desk rows repeats harmlessly, and a talk that was carried on adds only what is new.
"""

from calendar import monthrange
from datetime import date
from typing import Any

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.domain.encounters import Outcome
from ldp_stories.domain.records import RecordKind
from ldp_stories.errors import Refused
from ldp_stories.services import desk_talk, read_pack, recording
from ldp_stories.services.ask_consent import shown_words
from ldp_stories.services.conversation import Conversation, Take
from ldp_stories.services.desk_talk import ADULT, CHILD, Draft
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.recover_recording import seal_open_parts
from ldp_stories.store import encounters, media, notes, people, records

REVIEW_MONTHS = 24


def finish(home: Home, id: str) -> str:
    """Write everything in one ledger transaction, then drop the desk rows; the id of the record (a draft). Repeats harmlessly.

    Refused NO_PART when nobody said yes to taking part (then use `stop_and_thank`).
    """
    draft = seal_open_parts(home, desk_talk.load(home, id))
    if draft.talk.answers.get(Scope.TAKE_PART.value) is not Answer.YES:
        raise Refused("NO_PART")
    wording = shown_words(home, draft)
    review_by = review_day(home)
    with home.main.write() as con:
        if records.record(con, draft.record) is None:
            _write_meeting(home, con, draft, wording, review_by)
        _write_new(home, con, draft)
    desk_talk.drop(home, id)
    return draft.record


def _write_meeting(
    home: Home, con: Connection, draft: Draft, wording: dict[str, str], review_by: str
) -> None:
    """The person, the meeting, the answers and the empty record."""
    talk = draft.talk
    about = [talk.participant]
    if people.participant(con, talk.participant) is None:
        home.put(con, "participant", talk.participant, sets=_person(talk), subj=about)
    home.put(con, "encounter", draft.encounter, sets=_meeting(home, talk), subj=about)
    home.put(con, "consent", draft.consent, sets=_answers(home, draft, wording, review_by), subj=about)
    home.put(con, "record", draft.record, sets=_record(home, draft), subj=about)


def _person(talk: Conversation) -> dict[str, Any]:
    return {
        "code": talk.code,
        "teller_kind": talk.teller_kind.value,
        "age_band": talk.age_band.value,
        "target_groups": list(talk.target_groups),
        "languages": [talk.language],
    }


def _meeting(home: Home, talk: Conversation) -> dict[str, Any]:
    return {
        "at": talk.began_at,
        "kind": talk.kind,
        "place": talk.place,
        "setting": talk.setting,
        "private_enough": talk.private_enough.value if talk.private_enough else None,
        "relation": talk.relation,
        "route": talk.route,
        "who_else": talk.who_else,
        "outcome": (Outcome.RECORDED if talk.takes else Outcome.TALKED_ONLY).value,
        "researcher": home.member,
        "participants": [talk.participant],
    }


def _answers(home: Home, draft: Draft, wording: dict[str, str], review_by: str) -> dict[str, Any]:
    """One field for each answer, so that two versions of one answer can be settled by themselves."""
    talk = draft.talk
    consent = desk_talk.consent_of(draft)
    sets: dict[str, Any] = {
        "participant": talk.participant,
        "encounter": draft.encounter,
        "form_version": talk.form_version,
        "language": talk.language,
        "wording": wording,
        "attribution": talk.attribution,
        "method": talk.method.value if talk.method else None,
        "route": talk.consent_route.value,
        "adult_relation": consent.adult_relation,
        "child_assent": talk.child_assent.value,
        "explained_cut_off": talk.said_first,
        "review_by": review_by,
        "status": "given",
        "taken_by": home.member,
        "at": home.label(),
    }
    asked = {k: a for k, a in talk.answers.items() if k not in (ADULT, CHILD)}
    return sets | {f"answer:{key}": answer.value for key, answer in asked.items()}


def _record(home: Home, draft: Draft) -> dict[str, Any]:
    talk = draft.talk
    prompts = {p.key: p for p in read_pack.prompt_sets(home)}.get(talk.prompt_set)
    kind = prompts.record_kind if prompts else RecordKind.STORY.value
    return {
        "encounter": draft.encounter,
        "participants": [talk.participant],
        "kind": kind,
        "title": "",
        "language": talk.language,
        "viewpoint": talk.teller_kind.value,
        "about_places": [talk.place] if talk.place else [],
        "how_told": "spoken",
        "status": "draft",
        "sensitivity": "normal",
        "checked_back": "not yet",
        "guide": talk.prompt_set,
        "prompts_asked": list(talk.asked),
        "prompts_skipped": [i for i in prompts.items if i not in talk.asked] if prompts else [],
        "pack": home.pack_hash,
    }


def _write_new(home: Home, con: Connection, draft: Draft) -> None:
    """Notes and parts that the ledger has not got; the vault keys move to the main store in the same transaction."""
    talk = draft.talk
    about = [talk.participant]
    there = {n.id for n in notes.of_record(con, draft.record)}
    for note in talk.notes:
        if note.id not in there:
            sets = {
                "encounter": draft.encounter,
                "record": draft.record,
                "at_ms": note.at_ms,
                "text": note.text,
                "marked": note.marked,
            }
            home.put(con, "note", note.id, sets=sets, subj=about)
    for position, take in enumerate(talk.takes):
        if media.media(con, take.item) is None:
            _write_take(home, con, draft, take, position)


def _write_take(home: Home, con: Connection, draft: Draft, take: Take, position: int) -> None:
    sets = {
        "record": draft.record,
        "kind": "audio",
        "origin": "phone" if take.state == "file" else "recorded here",
        "duration_ms": take.ms,
        "position": position,
        "gap_before_ms": take.gap_before_ms,
        "playable": True,
    }
    home.put(con, "media", take.item, sets=sets, subj=[draft.talk.participant])
    key = bytes.fromhex(draft.keys[take.item])
    size = home.vault.path(take.item).stat().st_size
    media.keep_key(con, take.item, key, media=take.item, sha256="", size=size)


def review_day(home: Home) -> str:
    """Until when the answers stand before they are asked again: 24 months, or the pack's own end if that is sooner."""
    terms = home.programme().terms
    months = terms.get("review_months")
    later = _add_months(home.today(), months if isinstance(months, int) else REVIEW_MONTHS).isoformat()
    end = str(terms.get("review_date") or "")
    return min(later, end) if end else later


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def stop_and_thank(home: Home, id: str) -> None:
    """They said no: keep only the day, the kind of spot and the route; no person, no code, no sound.

    A returning person keeps what they agreed to before; only this meeting is not kept.
    """
    draft = desk_talk.load(home, id)
    talk = draft.talk
    for take in talk.takes:
        if take.item in recording.running:
            recording.running[take.item].stop()
    with home.main.write() as con:
        if encounters.encounter(con, draft.encounter) is None:
            sets = {
                "at": talk.began_at[:10],
                "setting": talk.setting,
                "route": talk.route,
                "outcome": Outcome.DECLINED.value,
            }
            home.put(con, "encounter", draft.encounter, sets=sets)
    desk_talk.drop(home, id)
    for take in talk.takes:
        home.vault.remove(take.item)
