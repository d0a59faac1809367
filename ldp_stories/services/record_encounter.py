"""Record a conversation: where and who, consent, sound and notes. All of it is in the desk file until `finish` (CONTRACTS.md 1, 6).

Each function has committed when it returns. Consent is in `ask_consent`, sound in `recording`, the end in `finish_conversation` and the
recovery after a kill in `recover_recording`; their names can be imported from here.
"""

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import Final

from ldp_stories.domain.encounters import Privacy
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.people import AgeBand, TellerKind, tidy_code
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import desk_talk, talk_fields
from ldp_stories.services.ask_consent import (
    ConsentWords,
    answer,
    can_follow,
    cannot_follow,
    consent_words,
    keys_of,
    may_record,
    purpose_key,
    questions,
    set_method,
)
from ldp_stories.services.carry_on import carry_on
from ldp_stories.services.conversation import Conversation, NoteRow
from ldp_stories.services.desk_talk import Draft, change, edit_talk
from ldp_stories.services.find_code import free_code
from ldp_stories.services.finish_conversation import finish, stop_and_thank
from ldp_stories.services.home import Home
from ldp_stories.services.recover_recording import add_part_from_file, cut_off, recoverable
from ldp_stories.services.required_parts import titles
from ldp_stories.services.set_up_programme import missing
from ldp_stories.store import people

__all__ = [
    "ConsentWords", "add_note", "add_part_from_file", "answer", "begin", "can_follow", "cannot_follow", "carry_on", "change_note", "consent_words",
    "conversation", "cut_off", "finish", "keys_of", "mark_moment", "may_record", "open_conversations", "purpose_key", "questions", "recoverable",
    "set_facts", "set_method", "stop_and_thank", "tick_prompt", "use_code",
]  # fmt: skip

GRACE: Final = timedelta(days=30)
"""After its review date a pack warns; after this much longer it begins nothing new (domain/3-model.md 3.1)."""
_ENUMS: Final[dict[str, type[StrEnum]]] = {
    "private_enough": Privacy,
    "age_band": AgeBand,
    "teller_kind": TellerKind,
}
_TEXTS: Final = frozenset(
    {"place", "setting", "relation", "route", "who_else", "kind", "language", "adult_relation", "attribution", "prompt_set", "step", "witness",
     "safe_way"}
)  # fmt: skip


def begin(home: Home) -> Conversation:
    """A new conversation with a new person under a new code. Refused PACK_NOT_READY (parts=), PACK_OUT_OF_DATE (day=)."""
    lacking = missing(home)
    if lacking and not home.practice:
        raise Refused("PACK_NOT_READY", missing=titles(lacking), parts=lacking)
    review = str(home.programme().terms.get("review_date") or "")
    if review and review < (home.today() - GRACE).isoformat():
        raise Refused("PACK_OUT_OF_DATE", day=review)
    return desk_talk.save_new(home, desk_talk.new_draft(free_code(home), home.label()))


def conversation(home: Home, id: str) -> Conversation:
    """An open conversation. UserError NO_SUCH_CONVERSATION."""
    return desk_talk.load(home, id).talk


def open_conversations(home: Home) -> tuple[Conversation, ...]:
    """All open conversations, newest first."""
    return tuple(d.talk for d in desk_talk.load_all(home))


def set_facts(home: Home, id: str, **facts: object) -> Conversation:
    """Change what is known of the meeting and the person.

    Any of place, setting, private_enough, relation, route, who_else, kind, age_band, teller_kind, language, target_groups, adult_relation,
    attribution, prompt_set, step, witness, safe_way, said_first, closed. Another name, or a value that does not fit, raises ValueError.
    """
    return edit_talk(home, id, **{name: _fact(name, value) for name, value in facts.items()})


def _fact(name: str, value: object) -> object:
    if name in _ENUMS:
        return None if value is None else _ENUMS[name](str(value))
    if name in _TEXTS and (isinstance(value, str) or (name == "place" and value is None)):
        return value
    if name == "target_groups" and isinstance(value, list | tuple):
        return tuple(str(v) for v in value)
    if name in ("said_first", "closed") and isinstance(value, bool):
        return value
    raise ValueError(f"{name} cannot be {value!r}")


def use_code(home: Home, id: str, typed: str, person_id: str = "") -> Conversation:
    """The person has a code already: use it. UserError CODE_SLIP (a letter has slipped), NO_SUCH_CODE (not on this laptop).

    Two people with the same code are never guessed between: UserError TWO_WITH_CODE, until `person_id` says which of them it is.
    """
    code = tidy_code(typed)
    if code is None:
        raise UserError("CODE_SLIP")
    with home.main.read() as con:
        every = people.participant_by_code(con, code)
    found = [p for p in every if person_id in ("", p.id)]
    if not found:
        raise UserError("NO_SUCH_CODE", typed=code)
    if len(found) > 1:
        raise UserError("TWO_WITH_CODE", typed=code)
    person = found[0]

    def edit(draft: Draft) -> Draft:
        talk = replace(
            draft.talk,
            participant=person.id,
            code=person.code,
            age_band=person.age_band,
            teller_kind=person.teller_kind,
            target_groups=person.target_groups,
            returning=True,
        )
        known = replace(draft, talk=desk_talk.with_route(talk))
        return replace(known, before={"participant": talk_fields.snapshot(home, known)["participant"]})

    return change(home, id, edit).talk


def add_note(home: Home, id: str, text: str, at_ms: int | None) -> NoteRow:
    """Keep a note with its millisecond in the joined take."""
    return _keep_note(home, id, NoteRow(new_id(), at_ms, text, False))


def mark_moment(home: Home, id: str, at_ms: int, text: str = "") -> NoteRow:
    """Keep a marked moment."""
    return _keep_note(home, id, NoteRow(new_id(), at_ms, text, True))


def _keep_note(home: Home, id: str, note: NoteRow) -> NoteRow:
    change(home, id, lambda d: replace(d, talk=replace(d.talk, notes=(*d.talk.notes, note))))
    return note


def change_note(home: Home, id: str, note: str, text: str) -> NoteRow:
    """Change the words of a note. UserError NO_SUCH_NOTE."""

    def edit(draft: Draft) -> Draft:
        if note not in {n.id for n in draft.talk.notes}:
            raise UserError("NO_SUCH_NOTE")
        notes = tuple(replace(n, text=text) if n.id == note else n for n in draft.talk.notes)
        return replace(draft, talk=replace(draft.talk, notes=notes))

    return next(n for n in change(home, id, edit).talk.notes if n.id == note)


def tick_prompt(home: Home, id: str, prompt: str, asked: bool) -> Conversation:
    """Keep whether a question was asked (in the order of asking)."""

    def edit(draft: Draft) -> Draft:
        others = tuple(p for p in draft.talk.asked if p != prompt)
        return replace(draft, talk=replace(draft.talk, asked=(*others, prompt) if asked else others))

    return change(home, id, edit).talk
