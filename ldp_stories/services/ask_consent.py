"""Ask for consent in the pack's words, one question at a time, by the route that the person's age asks for (domain/3-model.md 3.5).

Under 16 the grown-up is asked first, then the child; publishing is not asked unless the pack switches it on. Answers are kept with the
exact words that were shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ldp_stories.domain.consent import (
    PUBLISH,
    Answer,
    Channel,
    ContactFor,
    Gate,
    Method,
    Route,
    Scope,
    joint_gate,
)
from ldp_stories.domain.people import plain_relation
from ldp_stories.domain.programme import Question
from ldp_stories.services import read_pack
from ldp_stories.services.conversation import Companion, Conversation
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
SAID: Final = ("say_first", "aged16", "group", "phone")
"""The pack's words that are read out before the questions."""
NO_NAME: Final = "\u2026"
"""What stands for the researcher's first name where words are kept: they are named by their code only."""
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
    return _around(home, load(home, id).talk)


def _around(home: Home, talk: Conversation, **put: str) -> ConsentWords:
    """The words around the questions; `put` are words to have in place of what the pack's braces stand for."""
    form = read_pack.consent_form(home, talk.language)
    fill = read_pack.filler(home)

    def words(key: str) -> str:
        return fill(str(form.get(key, "")), code=talk.code, adult=_adult(talk), **put)

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


def young_words(home: Home, talk: Conversation, adult_relation: str) -> tuple[str, str]:
    """What is read out to the grown-up of somebody under 16 who is in a group, and to themselves."""
    form = read_pack.consent_form(home, talk.language)
    adult, child = _under_16(read_pack.filler(home), form, replace(talk, adult_relation=adult_relation))
    return adult.question, child.question


def _question(fill: read_pack.Filler, item: Mapping[str, Any], talk: Conversation) -> Question:
    def words(key: str) -> str:
        return fill(str(item.get(key, "")), code=talk.code, adult=_adult(talk))

    channels = tuple((str(c["key"]), str(c["label"])) for c in item.get("channels", ()))
    scopes = (str(item["scope"]), *(str(s) for s in item.get("also", ())))
    said = (words("short"), words("question"), words("helper"), words("if_asked"))
    return Question(scopes, *said, channels, purposes_of(item.get("purposes", ())), words("ask_words"))


def purposes_of(value: Any) -> tuple[tuple[str, str], ...]:
    """What a yes may be for, as a pack says it; an older pack has three plain lines, in the order of ContactFor."""
    lines = value if isinstance(value, list | tuple) else ()
    known = [f.value for f in ContactFor]
    if all(isinstance(one, dict) for one in lines):
        pairs = [(str(one.get("key", "")), str(one.get("label", ""))) for one in lines]
    else:
        pairs = list(zip(known, map(str, lines), strict=False))
    return tuple((key, label) for key, label in pairs if key in known and label)


def purpose_key(question: Question, purpose: str) -> str:
    """The answer key of one thing that the yes to a question may be for."""
    return f"{question.scopes[0]}:{purpose}"


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
    """How the grown-up is spoken of: "mother"; of whoever may be named in what was typed only "grown-up", as the words are kept."""
    return plain_relation(talk.adult_relation) or "grown-up"


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
    before, under = _said_before(home, known.talk), _told_under(home, known, keys)

    def edit(draft: Draft) -> Draft:
        talk = replace(draft.talk, answers={**draft.talk.answers, **dict.fromkeys(keys, answer)})
        if CHILD in keys:
            talk = replace(talk, child_assent=answer)
        return replace(
            draft,
            talk=replace(talk, form_version=version),
            shown={**draft.shown, **words},
            told={**before, **draft.told, **under},
        )

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


def shown_words(home: Home, draft: Draft, one: Companion | None = None) -> dict[str, str]:
    """The exact words of each question that was answered, by answer key: they are stored with the answers (of `one` of a group, theirs).

    They are those of the moment of answering; the pack's of today only where none were kept (answers of a whole group).
    """
    young = one.age_band.under_16 if one else draft.talk.consent_route is Route.UNDER_16
    own = {ADULT, CHILD}
    wanted = {*draft.talk.answers} - own | (own if young else set())
    now = _words(home, draft) if wanted - set(draft.shown) else {}
    found = {key: said for key, said in {**now, **draft.shown}.items() if key in wanted}
    if one and young:
        found[ADULT], found[CHILD] = young_words(home, draft.talk, one.adult_relation)
    return found


def told_words(home: Home, draft: Draft) -> dict[str, str]:
    """What else they were told: what was said first, and the line under each question that was answered, by answer key.

    Like the questions themselves these are the words of the moment of answering; the researcher's own name is left out of them.
    """
    missing = tuple(key for key in draft.talk.answers if key not in draft.told)
    now = {**_said_before(home, draft.talk), **_told_under(home, draft, missing)}
    wanted = {*draft.talk.answers, *SAID}
    return {key: said for key, said in {**now, **draft.told}.items() if key in wanted}


def _said_before(home: Home, talk: Conversation) -> dict[str, str]:
    """What was read out before the questions, once it has been, by its name in the pack."""
    if not talk.said_first:
        return {}
    words = _around(home, talk, first_name=NO_NAME)
    said = dict(zip(SAID, (words.say_first, words.aged_16, words.group, words.phone), strict=True))
    return {name: text for name, text in said.items() if text}


def words_by_key(home: Home, talk: Conversation) -> dict[str, tuple[str, str]]:
    """(question, the line under it) of everything this person may be asked, by answer key; of a channel with its own words."""
    found: dict[str, tuple[str, str]] = {}
    for question in _questions(home, talk):
        labels = dict(question.channels)
        for key in keys_of(question):
            channel = key.partition(":")[2]
            asked = f"{question.question} {labels[channel]}" if channel else question.question
            found[key] = (asked, "" if {ADULT, CHILD} & set(question.scopes) else question.helper)
        for purpose, label in question.purposes:
            found[purpose_key(question, purpose)] = (f"{question.question} {label}", "")
    return found


def _told_under(home: Home, draft: Draft, keys: tuple[str, ...]) -> dict[str, str]:
    """The line that is read out under each of these questions."""
    lines = words_by_key(home, draft.talk)
    return {key: lines[key][1] for key in keys if key in lines and lines[key][1]}


def _words(home: Home, draft: Draft) -> dict[str, str]:
    """The pack's words of today for every question this person may be asked, by answer key."""
    form = read_pack.consent_form(home, draft.talk.language)
    adult, child = _under_16(read_pack.filler(home), form, draft.talk)
    asked = {key: question for key, (question, _) in words_by_key(home, draft.talk).items()}
    return {ADULT: adult.question, CHILD: child.question, **asked}
