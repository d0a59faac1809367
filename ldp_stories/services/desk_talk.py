"""The desk's copy of an open conversation: loading, changing and dropping it, each change one transaction (CONTRACTS.md 1).

A `Draft` is a conversation with what the window need not see: the ids its ledger rows will have and the keys of its vault items. It lies
in the sealed desk file as one JSON document, so that half a change is never there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from ldp_stories.domain.consent import Answer, Consent, Method, Route, Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.people import AgeBand
from ldp_stories.errors import UserError
from ldp_stories.services.conversation import Companion, Conversation, NoteRow, Take
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import desk
from ldp_stories.store.notes import Note

PREFIX = "conversation:"
ADULT = "adult_assent"
CHILD = "child_assent"


@dataclass(frozen=True, slots=True)
class Draft:
    """A conversation on the desk. `keys` are the vault keys (hex) by item.

    `ended` is when (seconds since 1970) a part that was cut off had its last sound. `consent`, `encounter` and `record` are the ids that
    the ledger will have. `before` holds, by kind, what was known when it was carried on or a person came back (`talk_fields.snapshot`).
    """

    talk: Conversation
    consent: str
    encounter: str
    record: str
    keys: Mapping[str, str] = field(default_factory=dict)
    ended: Mapping[str, float] = field(default_factory=dict)
    before: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    """The exact words of each question as they were when it was answered, by answer key; a newer pack or language changes none of them."""
    told: Mapping[str, str] = field(default_factory=dict)
    """What else was read out: the line under each question, by answer key, and what was said first, by its name in the pack."""


def new_draft(code: str, began_at: str, **known: object) -> Draft:
    """A draft with ids of its own for a new person under `code`."""
    talk = Conversation(new_id(), new_id(), code, began_at)
    return Draft(replace(talk, **known), new_id(), new_id(), new_id())  # type: ignore[arg-type]


def load(home: Home, talk: str) -> Draft:
    """A draft by its conversation's id. UserError NO_SUCH_CONVERSATION."""
    with home.desk.read() as con:
        value = desk.load(con, PREFIX + talk)
    if value is None:
        raise UserError("NO_SUCH_CONVERSATION")
    return msgspec.convert(value, Draft)


def load_all(home: Home) -> tuple[Draft, ...]:
    """All drafts, the newest first."""
    with home.desk.read() as con:
        found = [msgspec.convert(value, Draft) for _, value in desk.rows(con, PREFIX)]
    return tuple(sorted(found, key=lambda d: (d.talk.began_at, d.talk.id), reverse=True))


def save_new(home: Home, draft: Draft) -> Conversation:
    """Put a new draft on the desk."""
    with home.desk.write() as con:
        _put(con, draft)
    return draft.talk


def change(home: Home, talk: str, edit: Callable[[Draft], Draft]) -> Draft:
    """Read, edit and write back in one transaction: two callers (window and recorder thread) never lose each other's change."""
    with home.desk.write() as con:
        value = desk.load(con, PREFIX + talk)
        if value is None:
            raise UserError("NO_SUCH_CONVERSATION")
        draft = edit(msgspec.convert(value, Draft))
        _put(con, draft)
    return draft


def _put(con: Connection, draft: Draft) -> None:
    """Write a draft, named by those whose erasure must take it along."""
    about = (
        draft.talk.participant,
        *(c.id for c in draft.talk.companions),
        draft.record,
        draft.encounter,
    )
    desk.save(con, PREFIX + draft.talk.id, msgspec.to_builtins(draft), about=about)


def edit_talk(home: Home, talk: str, **values: object) -> Conversation:
    """Set fields of the conversation itself, and its consent route where the age changed."""
    return change(home, talk, lambda d: replace(d, talk=with_route(replace(d.talk, **values)))).talk  # type: ignore[arg-type]


def drop(home: Home, talk: str) -> None:
    """Take a draft off the desk (its vault items are the caller's)."""
    with home.desk.write() as con:
        desk.drop(con, PREFIX + talk)


def with_route(talk: Conversation) -> Conversation:
    """The talk with the consent route its age asks for; "not able to consent" stays whatever the age."""
    if talk.consent_route is Route.NOT_ABLE:
        return talk
    if talk.age_band.under_16:
        return replace(talk, consent_route=Route.UNDER_16)
    return replace(talk, consent_route=Route.AGED_16 if talk.age_band is AgeBand.FROM_16 else Route.ADULT)


def consent_of(draft: Draft, review_by: str | None = None) -> Consent:
    """The answers so far as the domain's Consent, so that the same gates stand here and everywhere."""
    talk = draft.talk
    asked = _without({k: a for k, a in talk.answers.items() if k not in (ADULT, CHILD)}, talk.out)
    adult = talk.adult_relation if talk.answers.get(ADULT) is Answer.YES else ""
    return Consent(
        id=draft.consent,
        participant=talk.participant,
        encounter=draft.encounter,
        answers=asked,
        route=talk.consent_route,
        age_band=talk.age_band,
        adult_relation=adult,
        child_assent=talk.child_assent,
        method=talk.method,
        review_by=review_by,
        form_version=talk.form_version,
        attribution=talk.attribution,
        approval=talk.approval,
        evidence=talk.evidence,
    )


def _without(answers: Mapping[str, Answer], out: tuple[str, ...]) -> dict[str, Answer]:
    """The answers of everybody, with no to what one of them keeps out of."""
    return {**answers, **{k: Answer.NO for k in out if answers.get(k) is Answer.YES}}


def consent_of_companion(draft: Draft, one: Companion) -> Consent:
    """The answers of somebody else in the meeting: everybody's, once they have said yes to them, less what they keep out of."""
    talk = draft.talk
    shared = {k: a for k, a in talk.answers.items() if k not in (ADULT, CHILD)}
    asked = _without(shared, one.out) if one.yes is Answer.YES else {Scope.TAKE_PART.value: one.yes}
    young = one.age_band.under_16
    own = Route.AGED_16 if one.age_band is AgeBand.FROM_16 else Route.ADULT
    return Consent(
        id=one.consent,
        participant=one.id,
        encounter=draft.encounter,
        answers={k: a for k, a in asked.items() if k != Scope.QUOTE_NAMED.value},
        route=Route.UNDER_16 if young else own,
        age_band=one.age_band,
        adult_relation=one.adult_relation if one.adult_yes is Answer.YES else "",
        child_assent=one.child_assent,
        method=talk.method,
        form_version=talk.form_version,
        evidence=seen_of_all(draft),
    )


def seen_of_all(draft: Draft) -> str:
    """What was seen of everybody's yes: a recording holds all voices, a form or a signature is that of the first person only."""
    seen = draft.talk.evidence
    return seen if seen == Method.RECORDED.value else ""


def consents_of(draft: Draft) -> tuple[Consent, ...]:
    """The answers of everybody who is there now: the tightest governs what is recorded."""
    others = (consent_of_companion(draft, c) for c in draft.talk.companions if not c.left)
    return (consent_of(draft), *others)


def add_take(home: Home, talk: str, take: Take, key: bytes) -> Draft:
    """Commit a new part's row and key, before anything writes to it."""
    return add_takes(home, talk, [(take, key)])


def add_takes(home: Home, talk: str, parts: Sequence[tuple[Take, bytes]]) -> Draft:
    """Commit the rows and keys of several parts at once."""

    def edit(draft: Draft) -> Draft:
        takes = (*draft.talk.takes, *(take for take, _ in parts))
        keys = {**draft.keys, **{take.item: key.hex() for take, key in parts}}
        return replace(draft, talk=replace(draft.talk, takes=takes), keys=keys)

    return change(home, talk, edit)


def change_take(home: Home, talk: str, item: str, *, ended: float | None = None, **values: object) -> Draft:
    """Set ms, gap_before_ms or state of one part, and when it was cut off."""

    def edit(draft: Draft) -> Draft:
        takes = tuple(replace(t, **values) if t.item == item else t for t in draft.talk.takes)  # type: ignore[arg-type]
        cut = draft.ended if ended is None else {**draft.ended, item: ended}
        return replace(draft, talk=replace(draft.talk, takes=takes), ended=cut)

    return change(home, talk, edit)


def remove_take(home: Home, talk: str, *items: str) -> Draft:
    """Forget parts that never began (their vault items are the caller's)."""

    def edit(draft: Draft) -> Draft:
        takes = tuple(t for t in draft.talk.takes if t.item not in items)
        keys = {i: k for i, k in draft.keys.items() if i not in items}
        return replace(draft, talk=replace(draft.talk, takes=takes), keys=keys)

    return change(home, talk, edit)


def note_row(note: Note) -> NoteRow:
    """A note of the ledger as the conversation shows it."""
    return NoteRow(note.id, note.at_ms, note.text, note.marked)
