"""Ask for consent in the pack's words, one question at a time, by the route that the person's age asks for (domain/3-model.md 3.5).

Under 16 the grown-up is asked first, then the child; publishing is not asked unless the pack switches it on. Answers are kept with the
exact words that were shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ldp_stories.domain.consent import PUBLISH, Answer, Channel, Gate, Method, Route, Scope, joint_gate
from ldp_stories.domain.programme import Question
from ldp_stories.services import read_pack
from ldp_stories.services.conversation import Conversation
from ldp_stories.services.desk_talk import (
    ADULT,
    CHILD,
    Draft,
    change,
    consents_of,
    edit_talk,
    load,
    with_route,
)
from ldp_stories.services.home import Home

GROUP_KINDS: Final = frozenset({"pair/family", "group", "Big Chat", "workshop"})
"""Meetings of several people, who share one set of answers."""
AFAR_KINDS: Final = frozenset({"phone", "video call"})
"""Meetings where the same words are read out from afar."""


@dataclass(frozen=True, slots=True)
class ConsentWords:
    """The pack's words around the questions, filled in for this programme and person.

    `aged_16` is empty for everybody else, `group` and `phone` are empty where only one person is there, in the same room.
    """

    say_first: str
    close: str
    aged_16: str
    group: str
    phone: str
    stop: str
    card: str


def consent_words(home: Home, id: str) -> ConsentWords:
    """What to say before, after and beside the questions."""
    talk = load(home, id).talk
    form = read_pack.consent_form(home, talk.language)
    fill = read_pack.filler(home)

    def words(key: str) -> str:
        return fill(str(form.get(key, "")), code=talk.code, adult=_adult(talk))

    aged = words("aged16") if talk.consent_route is Route.AGED_16 else ""
    group = words("group") if talk.kind in GROUP_KINDS or talk.companions else ""
    phone = words("phone") if talk.kind in AFAR_KINDS else ""
    return ConsentWords(words("say_first"), words("close"), aged, group, phone, words("stop"), words("card"))


def questions(home: Home, id: str) -> tuple[Question, ...]:
    """The pack's questions for this person's age, in order; `scopes` are answer keys without channel (see `keys_of`).

    Under 16 the first is the grown-up's ("adult_assent"), the second the child's own ("child_assent" and "take_part").
    """
    return _questions(home, load(home, id).talk)


def _questions(home: Home, talk: Conversation) -> tuple[Question, ...]:
    form = read_pack.consent_form(home, talk.language)
    fill = read_pack.filler(home)
    asked = [_question(fill, item, talk) for item in form.get("items", ())]
    if talk.consent_route is not Route.UNDER_16:
        return tuple(asked)
    publish = bool(home.programme().terms.get("under16_publish"))
    kept = [q for q in asked if Scope.TAKE_PART.value not in q.scopes and (publish or not _publishes(q))]
    return (*_under_16(fill, form, talk), *kept)


def _question(fill: read_pack.Filler, item: Mapping[str, Any], talk: Conversation) -> Question:
    def words(key: str) -> str:
        return fill(str(item.get(key, "")), code=talk.code, adult=_adult(talk))

    channels = tuple((str(c["key"]), str(c["label"])) for c in item.get("channels", ()))
    scopes = (str(item["scope"]), *(str(s) for s in item.get("also", ())))
    return Question(scopes, words("short"), words("question"), words("helper"), words("if_asked"), channels)


def _under_16(
    fill: read_pack.Filler, form: Mapping[str, Any], talk: Conversation
) -> tuple[Question, Question]:
    adult = fill(str(form.get("under16_adult", "")), adult=_adult(talk))
    child = fill(str(form.get("under16", "")), adult=_adult(talk))
    return (
        Question(
            (ADULT,),
            "The grown-up’s yes",
            adult,
            "A yes to ask, but not to record? Press Yes here, then No at “record voice”.",
            "",
        ),
        Question(
            (CHILD, Scope.TAKE_PART.value),
            "Their own yes",
            child,
            "A no always counts. A yes to talk, but not to being recorded? Press Yes, then No at “record voice”.",
            "",
        ),
    )


def _adult(talk: Conversation) -> str:
    return talk.adult_relation or "grown-up"


def _publishes(question: Question) -> bool:
    return any(scope in {p.value for p in PUBLISH} for scope in question.scopes)


def keys_of(question: Question, channel: str | None = None) -> tuple[str, ...]:
    """The answer keys one press answers: of the whole question, or of one channel of it."""
    if not question.channels:
        return question.scopes
    channels = [channel] if channel else [key for key, _ in question.channels]
    return tuple(f"{scope}:{Channel(key).value}" for key in channels for scope in question.scopes)


def answer(home: Home, id: str, keys: tuple[str, ...], answer: Answer) -> Conversation:
    """Keep one answer for each of `keys`, with the version of the form they were asked from and the exact words of it."""
    known = load(home, id)
    version = str(read_pack.consent_form(home, known.talk.language).get("version", ""))
    words = {key: said for key, said in _words(home, known).items() if key in keys}

    def edit(draft: Draft) -> Draft:
        talk = replace(draft.talk, answers={**draft.talk.answers, **dict.fromkeys(keys, answer)})
        if CHILD in keys:
            talk = replace(talk, child_assent=answer)
        return replace(draft, talk=replace(talk, form_version=version), shown={**draft.shown, **words})

    return change(home, id, edit).talk


def set_method(home: Home, id: str, method: Method) -> Conversation:
    """Keep how they said yes."""
    return edit_talk(home, id, method=method)


def may_record(home: Home, id: str) -> Gate:
    """Whether the recorder is open now: for everybody who is there, the tightest answer governs (domain.consent.joint_gate for audio)."""
    return joint_gate(consents_of(load(home, id)), Scope.AUDIO, home.today())


def cannot_follow(home: Home, id: str) -> Conversation:
    """The adult cannot follow or hold on to the explanation: closes every gate; there is no one who can say yes instead.

    Only a programme that carries an approval for such research (its reference is in the pack) may go on asking the person themselves.
    """
    reference = str(home.programme().terms.get("mca_approval") or "").strip()
    return edit_talk(home, id, consent_route=Route.NOT_ABLE, approval=reference)


def can_follow(home: Home, id: str) -> Conversation:
    """They can follow after all: the route is the one of their age again."""

    def edit(draft: Draft) -> Draft:
        talk = replace(draft.talk, consent_route=Route.ADULT, approval="")
        return replace(draft, talk=with_route(talk))

    return change(home, id, edit).talk


def shown_words(home: Home, draft: Draft) -> dict[str, str]:
    """The exact words of each question that was answered, by answer key: they are stored with the answers.

    They are those of the moment of answering; the pack's of today only where none were kept (answers of a whole group).
    """
    young = draft.talk.consent_route is Route.UNDER_16 or any(
        c.age_band.under_16 for c in draft.talk.companions
    )
    wanted = {*draft.talk.answers, *((ADULT, CHILD) if young else ())}
    now = _words(home, draft) if wanted - set(draft.shown) else {}
    return {key: said for key, said in {**now, **draft.shown}.items() if key in wanted}


def _words(home: Home, draft: Draft) -> dict[str, str]:
    """The pack's words of today for every question this person may be asked, by answer key."""
    form = read_pack.consent_form(home, draft.talk.language)
    adult, child = _under_16(read_pack.filler(home), form, draft.talk)
    found = {ADULT: adult.question, CHILD: child.question}
    for question in _questions(home, draft.talk):
        labels = dict(question.channels)
        for key in keys_of(question):
            channel = key.partition(":")[2]
            found[key] = f"{question.question} {labels[channel]}" if channel else question.question
    return found
