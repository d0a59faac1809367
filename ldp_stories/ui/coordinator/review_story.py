"""One story as the review shows it: its tags in the order of its passages, each with who suggested it and what was decided, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ldp_stories.domain.comments import Comment
from ldp_stories.domain.passages import Passage
from ldp_stories.domain.review import Choice, Decision, Reading, is_answered, needs_a_look, said_back
from ldp_stories.domain.tags import Sure, Tag
from ldp_stories.services import review_tags
from ldp_stories.services.edit_record import RecordView, open_record
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.join_masked import Apart, hidden_apart
from ldp_stories.services.look_beside import names_of_members
from ldp_stories.services.place_passages import to_place
from ldp_stories.services.queue_work import Reason, reasons_for
from ldp_stories.ui.record.reading import passage_numbers
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.chips import Tone

_SURE: Final = {
    Sure.SURE: str(QT_TRANSLATE_NOOP("LDP Stories", "{name} is sure")),
    Sure.THINK_SO: str(QT_TRANSLATE_NOOP("LDP Stories", "{name} thinks so")),
    Sure.NOT_SURE: str(QT_TRANSLATE_NOOP("LDP Stories", "{name} is not sure")),
}
_STATES: Final[dict[Choice, tuple[str, str, Tone]]] = {
    Choice.ACCEPT: (str(QT_TRANSLATE_NOOP("LDP Stories", "Accepted")), "check-circle-fill", "ok"),
    Choice.CHANGE: (str(QT_TRANSLATE_NOOP("LDP Stories", "Changed to {tag}")), "swap", "ok"),
    Choice.NOT_THIS_TAG: (str(QT_TRANSLATE_NOOP("LDP Stories", "Not this tag")), "x-circle", "plain"),
    Choice.ASK: (str(QT_TRANSLATE_NOOP("LDP Stories", "Asked")), "chat-circle-dots", "warn"),
    Choice.DIFFER: (str(QT_TRANSLATE_NOOP("LDP Stories", "We see it differently")), "git-fork", "info"),
    Choice.LATER: (str(QT_TRANSLATE_NOOP("LDP Stories", "Later")), "clock", "plain"),
}


@dataclass(frozen=True)
class TagLine:
    """One suggested tag beside its passage (None: the whole story). `number` is the passage's, `by` who suggested it.

    `talk` is what was decided, asked and written back about it, as sentences; `answered`: a question about it has its answer now;
    `waits`: somebody has to decide, as the queue counts it.
    """

    reading: Reading
    passage: Passage | None
    number: int
    code: str
    name: str
    by: str
    talk: tuple[str, ...] = ()
    answered: bool = False
    waits: bool = True

    @property
    def suggestion(self) -> str:
        """The suggestion's id."""
        return self.reading.suggestion.id

    @property
    def words(self) -> str:
        """ "A8 Home and space"."""
        return f"{self.code} {self.name}".strip()

    @property
    def short(self) -> str:
        """ "A8", or the own words."""
        return self.code or self.name

    @property
    def who(self) -> str:
        """ "Amina thinks so"."""
        return tr(_SURE[self.reading.suggestion.sure], name=self.by)

    @property
    def may_accept(self) -> bool:
        """Whether accepting all that waits accepts it too: it has a tag, and nobody has said anything about it yet."""
        return bool(self.code) and all(d.choice is Choice.LATER for d in self.reading.current)


@dataclass(frozen=True)
class ReviewStory:
    """Everything the screen shows of one story: its view, why it is here, its tags in order, the codebook, the researcher's name.

    `to_place`: passages that have no place in the masked copy until somebody places them by hand. `apart`: words were hidden by two people,
    each in a copy of their own.
    """

    view: RecordView
    reasons: tuple[Reason, ...]
    lines: tuple[TagLine, ...]
    book: dict[str, Tag] = field(repr=False)
    names: dict[str, str]
    numbers: dict[str, int]
    to_place: frozenset[str] = frozenset()
    apart: Apart | None = None

    @property
    def researcher(self) -> str:
        """The name of who told it on: "Amina", or plain words when nobody knows."""
        return self.view.researcher or tr("the researcher")

    @property
    def waiting(self) -> tuple[TagLine, ...]:
        """The tags still to decide."""
        return tuple(line for line in self.lines if line.waits)

    def line(self, suggestion: str) -> TagLine | None:
        """The line of a suggestion."""
        return next((one for one in self.lines if one.suggestion == suggestion), None)

    def after(self, suggestion: str) -> TagLine | None:
        """The next tag to decide after this one, going round; None when none is left."""
        at = next((i for i, one in enumerate(self.lines) if one.suggestion == suggestion), -1)
        turned = (*self.lines[at + 1 :], *self.lines[: at + 1])
        return next((one for one in turned if one.waits and one.suggestion != suggestion), None)


def read_story(home: Home, record: str) -> ReviewStory:
    """Read one story for review. UserError NO_SUCH_STORY when it is not here any more."""
    view = open_record(home, record)
    readings = review_tags.readings(home, record)
    book = {tag.id: tag for tag in codebook(home, retired=True)}
    names = names_of_members(home, _members(readings, view.comments))
    numbers = passage_numbers(view)
    here = {p.id: p for p in view.passages}
    lines = [_with_talk(_line(r, here, numbers, book, names), view.comments, book, names) for r in readings]
    lines.sort(key=lambda one: one.number or len(numbers) + 1)
    wanted = frozenset(to_place(home, record))
    reasons, apart = reasons_for(home, record), hidden_apart(home, record)
    return ReviewStory(view, reasons, tuple(lines), book, names, numbers, wanted, apart)


def _line(
    reading: Reading,
    here: dict[str, Passage],
    numbers: dict[str, int],
    book: dict[str, Tag],
    names: dict[str, str],
) -> TagLine:
    about = reading.suggestion
    tag = book.get(about.tag or "")
    code, name = (tag.code, tag.name) if tag is not None else ("", about.words or tr("No tag fits"))
    by = names.get(about.by, tr("The researcher"))
    return TagLine(
        reading, here.get(about.passage or ""), numbers.get(about.passage or "", 0), code, name, by
    )


def _members(readings: Sequence[Reading], said: Sequence[Comment]) -> set[str]:
    """Everybody who suggested, decided or wrote something."""
    found = {c.by for c in said}
    for reading in readings:
        found |= {reading.suggestion.by, *(d.by for d in reading.current)}
    return found


def _with_talk(
    line: TagLine, said: Sequence[Comment], book: dict[str, Tag], names: dict[str, str]
) -> TagLine:
    """The line with what people said about the tag, each reading beside the other."""
    parted = line.reading.parted
    talk = [words for d in line.reading.current if (words := _decided(d, book, names, every=parted))]
    talk += [
        tr("{name} writes back: “{words}”", name=names.get(c.by, tr("Somebody")), words=c.text)
        for c in said_back(line.reading, said)
    ]
    waits = needs_a_look(line.reading, said)
    return replace(line, talk=tuple(talk), answered=is_answered(line.reading, said), waits=waits)


_TALK: Final = {
    Choice.CHANGE: str(QT_TRANSLATE_NOOP("LDP Stories", "{name} reads it as {tag}: “{words}”")),
    Choice.NOT_THIS_TAG: str(QT_TRANSLATE_NOOP("LDP Stories", "{name} leaves it out: “{words}”")),
    Choice.ASK: str(QT_TRANSLATE_NOOP("LDP Stories", "{name} asks: “{words}”")),
    Choice.DIFFER: str(QT_TRANSLATE_NOOP("LDP Stories", "{name} sees it differently: “{words}”")),
}


def _decided(decision: Decision, book: dict[str, Tag], names: dict[str, str], *, every: bool) -> str:
    """ "Joan sees G1 Working together there: “she got others to help”"; "" for what needs no words, unless `every` answer is said."""
    if every and decision.choice is Choice.ACCEPT:
        return tr("{name} accepted it.", name=names.get(decision.by, tr("Somebody")))
    if decision.choice not in _TALK or not decision.reason:
        return ""
    tags = tr(" and ").join(book[t].label for t in (decision.to_tag, *decision.also) if t in book)
    pattern = tr(_TALK[decision.choice])
    if decision.choice is Choice.DIFFER and tags:
        pattern = tr("{name} sees {tag} there: “{words}”")
    name = names.get(decision.by, tr("Somebody"))
    return pattern.format(name=name, tag=tags, words=decision.reason)


def decision_words(decision: Decision, book: dict[str, Tag]) -> str:
    """ "Accepted", "Changed to B7"."""
    to = book.get(decision.to_tag or "")
    return tr(_STATES[decision.choice][0], tag=to.code if to is not None else "")


def line_state(line: TagLine, book: dict[str, Tag]) -> tuple[str, str, Tone]:
    """What the card of a tag says: that somebody has to look at it again, else what stands."""
    if line.reading.parted:
        return tr("Two answers"), "git-fork", "warn"
    if line.answered:
        return tr("Answered"), "chats-circle", "info"
    return state_of(line.reading, book)


def state_of(reading: Reading, book: dict[str, Tag]) -> tuple[str, str, Tone]:
    """What stands for a suggestion as (words, picture, tone); two readings are both said; ("", "", "plain") for none yet."""
    if not reading.current:
        return "", "check-circle-fill", "plain"
    words = tuple(dict.fromkeys(decision_words(d, book) for d in reading.current))
    _, icon, tone = _STATES[reading.current[0].choice]
    return tr(" and ").join(words), icon, tone
