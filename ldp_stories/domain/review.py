"""Review by conversation: six decisions, all kept; the current one is computed (domain/3-model.md 3.10, 6-methods.md 6.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ldp_stories.domain.comments import Comment, CommentKind
from ldp_stories.domain.tags import Suggestion


class Choice(StrEnum):
    """The six decisions."""

    ACCEPT = "accept"
    CHANGE = "change"
    NOT_THIS_TAG = "not this tag"
    ASK = "ask"
    DIFFER = "differ"
    LATER = "later"


NEEDS_REASON = frozenset({Choice.CHANGE, Choice.NOT_THIS_TAG, Choice.DIFFER})
_FINAL = frozenset({Choice.ACCEPT, Choice.CHANGE, Choice.NOT_THIS_TAG})
REASON_CHIPS = (
    "in our words not theirs",
    "covered by another tag",
    "only mentioned in passing",
    "true but not here",
)
SITTING = 15
"""Stories in one sitting, then: take a break?"""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on a suggestion. `supersedes` names the decisions its author saw; `to_tag` (with `also`) only for CHANGE.

    `change` is the change of the codebook that asked for it, `book` the version of the codebook it was made under.
    """

    id: str
    suggestion: str
    record: str
    choice: Choice
    reason: str
    by: str
    at_label: str
    to_tag: str | None = None
    supersedes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    change: str = ""
    book: str = ""


def current(history: Sequence[Decision]) -> tuple[Decision, ...]:
    """Of all that was decided on one suggestion what no later one has replaced; two are two readings, both shown."""
    replaced = {s for d in history for s in d.supersedes}
    return tuple(d for d in history if d.id not in replaced)


@dataclass(frozen=True, slots=True)
class Reading:
    """A suggestion with all its decisions: what stands now, and everything that was said on the way."""

    suggestion: Suggestion
    history: tuple[Decision, ...]

    @property
    def current(self) -> tuple[Decision, ...]:
        """The decisions no later one has replaced; two are two readings, both shown."""
        return current(self.history)

    @property
    def settled(self) -> bool:
        """Whether nothing is left for a coordinator to do."""
        done = all(d.choice not in (Choice.ASK, Choice.LATER) for d in self.current)
        return bool(self.current) and done and not self.parted

    @property
    def parted(self) -> bool:
        """Whether two people decided apart and leave other tags standing; a decision that keeps both readings settles that."""
        left = {tuple(sorted(_stands(self.suggestion, d))) for d in self.current if d.choice in _FINAL}
        return len(left) > 1 and all(d.choice is not Choice.DIFFER for d in self.current)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags that stand: suggested ones while undecided, accepted, changed-to, and both readings where people differ."""
        if not self.current:
            return (self.suggestion.tag,) if self.suggestion.tag else ()
        return tuple(sorted({t for d in self.current for t in _stands(self.suggestion, d)}))


def _stands(suggestion: Suggestion, decision: Decision) -> Iterable[str]:
    if decision.choice is Choice.NOT_THIS_TAG:
        return ()
    if decision.choice is Choice.CHANGE:
        return (decision.to_tag, *decision.also) if decision.to_tag else ()
    kept = (suggestion.tag,) if suggestion.tag else ()
    if decision.choice is Choice.DIFFER and decision.to_tag:
        return (*kept, decision.to_tag)
    return kept


def said_back(reading: Reading, said: Iterable[Comment]) -> tuple[Comment, ...]:
    """What was answered to the questions that stand about a tag, and what was written back about the decisions that stand."""
    every = tuple(said)
    about = {d.id for d in reading.current} | {c.id for c in _questions(reading, every)}
    return tuple(c for c in every if c.kind is CommentKind.ANSWER and c.reply_to in about)


def waits_for_answer(reading: Reading, said: Iterable[Comment]) -> bool:
    """Whether nothing but questions stands about a tag, and one of them has no answer yet."""
    every = tuple(said)
    if not reading.current or any(d.choice is not Choice.ASK for d in reading.current):
        return False
    answered = {c.reply_to for c in every if c.kind is CommentKind.ANSWER}
    return any(c.id not in answered for c in _questions(reading, every))


def needs_a_look(reading: Reading, said: Iterable[Comment]) -> bool:
    """Whether somebody has to decide now: it is not settled, and no answer to a question is to come first."""
    return not reading.settled and not waits_for_answer(reading, said)


def is_answered(reading: Reading, said: Iterable[Comment]) -> bool:
    """Whether a question stands about a tag and its answer has come: somebody can decide now."""
    every = tuple(said)
    asked = any(d.choice is Choice.ASK for d in reading.current)
    return asked and bool(_questions(reading, every)) and not waits_for_answer(reading, every)


def _questions(reading: Reading, said: Iterable[Comment]) -> tuple[Comment, ...]:
    """The comments that the standing questions about a tag were put as: the same words at the same passage."""
    asked = {d.reason for d in reading.current if d.choice is Choice.ASK}
    place = reading.suggestion.passage
    return tuple(c for c in said if c.kind is CommentKind.QUESTION and c.passage == place and c.text in asked)


class Why(StrEnum):
    """Why a story is in the queue, in the order a person should see them (US-C2)."""

    CONSENT = "consent"
    TAKEN_BACK = "taken back"
    CHANGED = "changed since it was read"
    NAME_FOUND = "name found"
    CONFLICT = "two versions"
    QUESTION = "question"
    TAGS = "tags"
    RELEASE = "release"
    WAITING = "waiting for sound"
