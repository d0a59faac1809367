"""The end of a conversation: everything into the ledger in one transaction, or, after a no, nearly nothing (CONTRACTS.md 1).

The ids were made when the conversation began. A record of that id in the ledger means that the transaction is on disk; so a kill between
it and dropping the desk rows repeats harmlessly, and a talk that was carried on adds only what is new or was changed.
"""

from calendar import monthrange
from datetime import date

from ldp_stories.domain.consent import Answer, Scope, gate
from ldp_stories.domain.encounters import Outcome
from ldp_stories.domain.media import RECORDED_HERE
from ldp_stories.errors import Refused
from ldp_stories.services import desk_talk, recording, talk_fields
from ldp_stories.services.ask_consent import shown_words, told_words
from ldp_stories.services.conversation import Take
from ldp_stories.services.desk_talk import Draft
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.identity_session import put_away
from ldp_stories.services.keep_evidence import drop_all, lock_away
from ldp_stories.services.recover_recording import seal_open_parts
from ldp_stories.store import encounters, ledger, media, notes, people, records

REVIEW_MONTHS = 24
_UNFINISHED = {"adult_first": "GROWN_UP_FIRST", "child_not_asked": "CHILD_NOT_ASKED"}
"""The gate of taking part opens any saving beyond a blank meeting (domain/3-model.md 3.5); why it is still closed, as refusals."""
NOT_AGREED = frozenset({"NO_PART", *_UNFINISHED.values()})
"""What `finish` refuses with while somebody still has to be asked, or has said no."""
Asked = dict[str, dict[str, str]]
"""What they were asked and told, by the field of the answers that keeps it: `wording` and `told`."""
_OWN = frozenset({"participant", "consent"})
"""What is about one person alone, also in a group."""


def finish(home: Home, id: str) -> str:
    """Write everything in one ledger transaction, then drop the desk rows; the id of the record (a draft). Repeats harmlessly.

    Refused NO_PART when nobody said yes to taking part, or somebody who says no or cannot decide must not be kept (then use
    `stop_and_thank`), and GROWN_UP_FIRST or CHILD_NOT_ASKED while the way for under 16 has not been gone to its end.
    """
    draft = seal_open_parts(home, desk_talk.load(home, id))
    _check_part(home, draft)
    asked = {"wording": shown_words(home, draft), "told": told_words(home, draft)}
    review_by = review_day(home)
    with home.main.write() as con:
        if records.record(con, draft.record) is None:
            _write_meeting(home, con, draft, asked, review_by)
        _write_companions(home, con, draft, asked, review_by)
        _write_changes(home, con, draft, asked)
        _write_new(home, con, draft)
    _put_safe_way_away(home, draft)
    desk_talk.drop(home, id)
    if home.practice:  # a real notebook locks it away when it is opened next: that takes the passphrase
        lock_away(home)
    return draft.record


def _put_safe_way_away(home: Home, draft: Draft) -> None:
    """How it is safe to reach somebody who may be contacted: onto their private card, sealed until the cards are opened next."""
    way, person = draft.talk.safe_way.strip(), draft.talk.participant
    if way and gate(desk_talk.consent_of(draft), Scope.RECONTACT, home.today()).open:
        put_away(home, "contact_card", {"participant": person, "safe_to_contact": way}, [person])


def _check_part(home: Home, draft: Draft) -> None:
    """Refuse what the gate of taking part does not open yet.

    In a conversation that was carried on the story is there already: an age put right must be kept, so that it closes every gate.
    """
    part = gate(desk_talk.consent_of(draft), Scope.TAKE_PART, home.today())
    with home.main.read() as con:
        there = records.record(con, draft.record) is not None
    if draft.talk.answers.get(Scope.TAKE_PART.value) is not Answer.YES or not (part.open or there):
        raise Refused(_UNFINISHED.get(part.why, "NO_PART"))


def _write_meeting(home: Home, con: Connection, draft: Draft, asked: Asked, review_by: str) -> None:
    """The person, the meeting, the answers and the empty record."""
    talk = draft.talk
    about, own = talk.everybody, [talk.participant]
    if people.participant(con, talk.participant) is None:
        home.put(con, "participant", talk.participant, sets=talk_fields.person(talk), subj=own)
    answers = talk_fields.answers(home, draft, asked, review_by)
    home.put(con, "encounter", draft.encounter, sets=talk_fields.meeting(home, talk), subj=about)
    home.put(con, "consent", draft.consent, sets=answers, subj=own)
    home.put(con, "record", draft.record, sets=talk_fields.record(home, draft), subj=about)


def _write_companions(home: Home, con: Connection, draft: Draft, asked: Asked, review_by: str) -> None:
    """Everybody else who agreed, each with their own code and their own answers; those who did not leave no trace."""
    for one in draft.talk.companions:
        if one.yes is not Answer.YES or people.participant(con, one.id) is not None:
            continue
        own = asked | {"wording": shown_words(home, draft, one)}
        answers = talk_fields.answers(home, draft, own, review_by, one)
        home.put(con, "participant", one.id, sets=talk_fields.companion(one, draft.talk), subj=[one.id])
        home.put(con, "consent", one.consent, sets=answers, subj=[one.id])


def _write_changes(home: Home, con: Connection, draft: Draft, asked: Asked) -> None:
    """What was put right in Where and who or Consent since the conversation was carried on, or since a person came back."""
    idents = {
        "participant": draft.talk.participant,
        "encounter": draft.encounter,
        "consent": draft.consent,
        "record": draft.record,
    }
    now = talk_fields.snapshot(home, draft)
    owners = {c.consent: c.id for c in draft.talk.companions}
    for name, before in draft.before.items():
        kind, _, other = name.partition(":")
        ident = other or idents[kind]
        view = ledger.entity(con, ident)
        sets = talk_fields.changes(kind, before, now.get(name, {}), view)
        if not sets or view is None:
            continue
        if kind == "consent":
            sets |= {name: {**(view.get(name) or {}), **words} for name, words in asked.items()} | {
                "at": home.label(),
                "taken_by": home.member,
            }
        own = [owners.get(other, draft.talk.participant)]
        home.put(con, kind, ident, sets=sets, subj=own if kind in _OWN else draft.talk.everybody)


def _write_new(home: Home, con: Connection, draft: Draft) -> None:
    """Notes and parts that the ledger has not got; the vault keys move to the main store in the same transaction."""
    talk = draft.talk
    about = talk.everybody
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
    sets: dict[str, object] = {
        "record": draft.record,
        "kind": "audio",
        "origin": "phone" if take.state == "file" else RECORDED_HERE,
        "duration_ms": take.ms,
        "position": position,
        "gap_before_ms": take.gap_before_ms,
        "playable": True,
    }
    if take.gaps:
        sets["gaps"] = [[gap.at_ms, gap.ms] for gap in take.gaps]
    home.put(con, "media", take.item, sets=sets, subj=draft.talk.everybody)
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

    A returning person keeps what they agreed to before; only this meeting is not kept. In a conversation that was carried on the story is
    there already: what they say now closes it, and its sound goes with "They changed their mind", not here.
    """
    draft = desk_talk.load(home, id)
    talk = draft.talk
    drop_all(home, id)
    for take in talk.takes:
        if take.item in recording.running:
            recording.running[take.item].stop()
    asked = {"wording": shown_words(home, draft), "told": told_words(home, draft)}
    with home.main.write() as con:
        kept = {take.item for take in talk.takes if media.media(con, take.item) is not None}
        if encounters.encounter(con, draft.encounter) is not None:
            _write_changes(home, con, draft, asked)
        else:
            sets = {
                "at": talk.began_at[:10],
                "setting": talk.setting,
                "route": talk.route,
                "outcome": Outcome.DECLINED.value,
            }
            home.put(con, "encounter", draft.encounter, sets=sets)
    desk_talk.drop(home, id)
    for item in {take.item for take in talk.takes} - kept:
        home.vault.remove(item)
