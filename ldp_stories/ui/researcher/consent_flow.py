"""The order of the consent pages: what comes first, what is next, where a person goes on, and when to stop kindly. No window in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.domain.programme import Question
from ldp_stories.services.conversation import Conversation
from ldp_stories.services.record_encounter import keys_of, purpose_key

PageKind = Literal[
    "say", "group", "phone", "aged", "question", "channels", "named", "purposes", "people", "method"
]  # fmt: skip
ADULT = "adult_assent"
CHILD = "child_assent"
_MUST = (Scope.TAKE_PART.value, ADULT, CHILD)


@dataclass(frozen=True)
class ConsentPage:
    """One page. `number` counts questions from 1 (0 for pages that ask nothing new)."""

    kind: PageKind
    number: int = 0
    question: Question | None = None


def consent_pages(
    talk: Conversation,
    questions: Sequence[Question],
    *,
    aged_16: bool,
    also: Sequence[PageKind] = (),
    group: bool = False,
) -> tuple[ConsentPage, ...]:
    """All pages in order: what to say first (and `also`, to a group or from afar), the words for somebody of 16 or 17, each question,

    in a group everybody who is here, how they said yes.
    """
    found = [ConsentPage("say"), *(ConsentPage(kind) for kind in also)]
    if aged_16:
        found.append(ConsentPage("aged"))
    for number, question in enumerate(questions, 1):
        found.append(ConsentPage("channels" if question.channels else "question", number, question))
        if Scope.QUOTE_NAMED.value in question.scopes and given(talk, question) is Answer.YES:
            found.append(ConsentPage("named", number, question))
        if question.purposes and given(talk, question) is Answer.YES:
            found.append(ConsentPage("purposes", number, question))
    if group:
        found.append(ConsentPage("people"))
    found.append(ConsentPage("method"))
    return tuple(found)


def given(talk: Conversation, question: Question) -> Answer | None:
    """The answer that was pressed for a question; None when none was (a question of channels: when one of them lacks it)."""
    answers = [talk.answers.get(key) for key in keys_of(question)]
    if not answers or any(a is None for a in answers):
        return None
    return Answer.YES if Answer.YES in answers else Answer.NO if Answer.NO in answers else Answer.NOT_ASKED


def first_open(talk: Conversation, pages: Sequence[ConsentPage]) -> int:
    """Where a person goes on: what to say first, else the first question without an answer, else how they said yes."""
    if not talk.said_first:
        return 0
    for at, page in enumerate(pages):
        if page.question is not None and page.kind != "named" and not _answered(talk, page):
            return at
    if any(not c.left and c.yes is Answer.NOT_ASKED for c in talk.companions):
        return next((at for at, page in enumerate(pages) if page.kind == "people"), len(pages) - 1)
    return len(pages) - 1


def _answered(talk: Conversation, page: ConsentPage) -> bool:
    question = page.question
    if question is not None and page.kind == "purposes":
        return all(purpose_key(question, purpose) in talk.answers for purpose, _ in question.purposes)
    return question is None or given(talk, question) is not None


def must_stop(talk: Conversation, questions: Sequence[Question]) -> bool:
    """Whether an answer that everything rests on is a no or was left: then nothing goes on."""
    musts = (q for q in questions if any(scope in _MUST for scope in q.scopes))
    return any(given(talk, q) in (Answer.NO, Answer.NOT_ASKED) for q in musts)


def so_far(talk: Conversation, questions: Sequence[Question]) -> tuple[tuple[Question, Answer], ...]:
    """The questions that have an answer, in order."""
    found = ((q, given(talk, q)) for q in questions)
    return tuple((q, a) for q, a in found if a is not None)
