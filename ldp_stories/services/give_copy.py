"""Give somebody a copy of their own story, to be read back, printed or saved: their words, and nobody else's names (CONTRACTS.md 4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from ldp_stories.domain.consent import Answer, Consent, ConsentStatus, all_keys
from ldp_stories.domain.name_signs import NameSign, name_signs
from ldp_stories.domain.records import Layer, LayerKind, Record
from ldp_stories.errors import UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.masks_together import as_read
from ldp_stories.services.permission import consents_of
from ldp_stories.services.read_pack import place as place_of
from ldp_stories.services.read_record import may_read_protected, shown_title
from ldp_stories.store import encounters, layers, people, records

_FIRST = (LayerKind.MASKED, LayerKind.READING, LayerKind.TRANSCRIPT, LayerKind.VERBATIM)
HIDDEN = "[a name]"
"""What stands in place of words that could name somebody else."""


@dataclass(frozen=True, slots=True)
class CopyStory:
    """One story of the copy. `text` is masked; `hidden` are the words that were taken out of it, for a person to look at.

    `answers` is what they said yes or no to at that meeting, as it holds today: (answer key, answer) in the order it is asked.
    """

    record: str
    title: str
    told_on: str
    place: str
    text: str
    hidden: tuple[str, ...]
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PersonCopy:
    """Everything one person told, and what they agreed to, as (answer key, answer) pairs of their newest answers."""

    code: str
    stories: tuple[CopyStory, ...]
    answers: tuple[tuple[str, str], ...]


def give_copy(home: Home, person: str, *, keep: Iterable[str] = ()) -> PersonCopy:
    """The copy for one person; words in `keep` are left standing although they look like a name. UserError NO_SUCH_CODE.

    A masked copy is read where there is one; words that look like somebody's name are hidden in any case.
    """
    kept = frozenset(keep)
    with home.main.read() as con:
        found = people.participant(con, person)
        if found is None:
            raise UserError("NO_SUCH_CODE", typed="")
        told = [r for r in records.of_participant(con, person) if not r.hidden and not r.erased]
        theirs = {r.id: [c for c in consents_of(con, r) if c.participant == person] for r in told}
        made = [_story(home, con, r, kept, _answers(theirs[r.id])) for r in told]
        given = [c for r in told for c in theirs[r.id]]
    stories = tuple(sorted((s for s in made if s is not None), key=lambda s: (s.told_on, s.record)))
    return PersonCopy(found.code, stories, _answers(given))


def _answers(given: list[Consent]) -> tuple[tuple[str, str], ...]:
    """The newest answers, each as it holds today; what was not asked is left out."""
    if not given:
        return ()
    newest = given[-1]
    back = newest.status is ConsentStatus.WITHDRAWN
    known = ((key, newest.answers.get(key, Answer.NOT_ASKED)) for key in all_keys())
    return tuple(
        (key, (Answer.NO if back or {key, key.split(":", 1)[0]} & newest.narrowed else answer).value)
        for key, answer in known
        if answer is not Answer.NOT_ASKED
    )


def _story(
    home: Home, con: Connection, told: Record, keep: frozenset[str], answers: tuple[tuple[str, str], ...]
) -> CopyStory | None:
    meeting = encounters.encounter(con, told.encounter) if told.encounter else None
    readable = [
        one for one in as_read(con, told.id, layers.of_record(con, told.id), ())[0] if one.kind in _FIRST
    ]
    if not may_read_protected(home)(told):
        return None
    best: Layer | None = min(readable, key=lambda one: _FIRST.index(one.kind), default=None)
    text, hidden = masked(best.text if best else "", keep)
    where = place_of(home, meeting.place) if meeting and meeting.place else None
    title, more = masked(shown_title(told.title, readable), keep)
    return CopyStory(
        told.id,
        title,
        meeting.day if meeting else "",
        where.name if where else "",
        text,
        tuple(dict.fromkeys((*hidden, *more))),
        answers,
    )


def masked(text: str, keep: frozenset[str] = frozenset()) -> tuple[str, tuple[str, ...]]:
    """A text with everything that looks like a name replaced, and the words that went."""
    signs: list[NameSign] = [s for s in name_signs(text) if s.words not in keep]
    for sign in reversed(signs):
        text = text[: sign.start] + HIDDEN + text[sign.end :]
    return text, tuple(dict.fromkeys(s.words for s in signs))


def as_text(copy: PersonCopy) -> str:
    """The copy as plain text, to be saved beside a printed one."""
    parts = []
    for story in copy.stories:
        where = ", ".join(p for p in (story.told_on, story.place) if p)
        parts.append("\n".join((story.title, where, "", story.text)).strip())
    return "\n\n\n".join(parts) + "\n"
