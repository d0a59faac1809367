"""Meet a group: one set of answers for everybody, each person under a code of their own, and what each keeps out of.

The tightest answer of those who are there governs what is recorded. Somebody who comes in later has agreed to nothing yet, so that the
recorder is closed until they have been asked; somebody who goes before agreeing leaves no trace.
"""

from dataclasses import replace
from typing import Final

from ldp_stories.domain.consent import Answer, Gate, Scope, all_keys, gate
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.people import AgeBand
from ldp_stories.errors import UserError
from ldp_stories.services import desk_talk
from ldp_stories.services.conversation import Companion, Conversation
from ldp_stories.services.desk_talk import Draft, change
from ldp_stories.services.find_code import free_code
from ldp_stories.services.home import Home

OUT_KEYS: Final = tuple(s.value for s in (Scope.AUDIO, Scope.VIDEO, Scope.PHOTO, Scope.QUOTE_ANON))
"""What people of a group most often keep out of; any other answer can be kept out of too."""


def join(home: Home, id: str) -> Companion:
    """Somebody else is there (from the start, or in the middle): a new code, and nothing agreed yet."""
    made = Companion(new_id(), free_code(home), new_id())
    change(home, id, lambda d: replace(d, talk=replace(d.talk, companions=(*d.talk.companions, made))))
    return made


def agree(home: Home, id: str, person: str, answer: Answer) -> Conversation:
    """Their own yes or no to what everybody was asked. UserError NO_SUCH_CODE."""
    return _edit(home, id, person, yes=answer)


def keep_out(home: Home, id: str, person: str, key: str, out: bool) -> Conversation:
    """They keep out of one thing that the others said yes to, or come in again. ValueError for an unknown key; UserError NO_SUCH_CODE."""
    if key not in all_keys():
        raise ValueError(f"there is no question {key}")

    def edit(draft: Draft) -> Draft:
        talk = draft.talk
        if person == talk.participant:
            return replace(draft, talk=replace(talk, out=_with(talk.out, key, out)))
        one = _one(talk, person)
        return replace(draft, talk=_put(talk, replace(one, out=_with(one.out, key, out))))

    return change(home, id, edit).talk


def describe(
    home: Home,
    id: str,
    person: str,
    *,
    age_band: AgeBand | None = None,
    adult_relation: str | None = None,
    adult_yes: Answer | None = None,
    child_assent: Answer | None = None,
) -> Conversation:
    """Their age and, under 16, which grown-up said yes for them and what they said themselves. UserError NO_SUCH_CODE."""
    facts = {
        "age_band": age_band,
        "adult_relation": adult_relation,
        "adult_yes": adult_yes,
        "child_assent": child_assent,
    }
    return _edit(home, id, person, **{name: value for name, value in facts.items() if value is not None})


def go_away(home: Home, id: str, person: str) -> Conversation:
    """They have gone. Who agreed and was there while something was kept stays one of its people; anybody else leaves no trace."""

    def edit(draft: Draft) -> Draft:
        talk = draft.talk
        one = _one(talk, person)
        if one.yes is Answer.YES and (talk.takes or talk.notes or talk.record):
            return replace(draft, talk=_put(talk, replace(one, left=True)))
        others = tuple(c for c in talk.companions if c.id != person)
        return replace(draft, talk=replace(talk, companions=others))

    return change(home, id, edit).talk


def come_back(home: Home, id: str, person: str) -> Conversation:
    """They are there again."""
    return _edit(home, id, person, left=False)


def standing(home: Home, id: str) -> dict[str, Gate]:
    """For each person who is there, whether they may be recorded and if not why (domain.consent.gate), by person."""
    today = home.today()
    return {
        c.participant: gate(c, Scope.AUDIO, today) for c in desk_talk.consents_of(desk_talk.load(home, id))
    }


def not_agreed(talk: Conversation) -> tuple[Companion, ...]:
    """Who is there and has not said yes yet."""
    return tuple(c for c in talk.companions if not c.left and c.yes is not Answer.YES)


def _with(keys: tuple[str, ...], key: str, out: bool) -> tuple[str, ...]:
    others = tuple(k for k in keys if k != key)
    return (*others, key) if out else others


def _one(talk: Conversation, person: str) -> Companion:
    found = next((c for c in talk.companions if c.id == person), None)
    if found is None:
        raise UserError("NO_SUCH_CODE", typed="")
    return found


def _put(talk: Conversation, one: Companion) -> Conversation:
    return replace(talk, companions=tuple(one if c.id == one.id else c for c in talk.companions))


def _edit(home: Home, id: str, person: str, **facts: object) -> Conversation:
    def edit(draft: Draft) -> Draft:
        one = replace(_one(draft.talk, person), **facts)  # type: ignore[arg-type]
        return replace(draft, talk=_put(draft.talk, one))

    return change(home, id, edit).talk
