"""The list for the monthly tag chat: most disputed tags, new suggestions, "no tag fits", made by itself (domain/6-methods.md 6.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ldp_stories.domain.codebook import Change
from ldp_stories.domain.comments import CommentKind
from ldp_stories.domain.review import Choice, Decision, Reading, current
from ldp_stories.domain.roles import Role
from ldp_stories.domain.tags import Tag, TagStatus
from ldp_stories.services.codebook_work import NewTag, Why, Work
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.review_tags import Saying, put_decision
from ldp_stories.services.story import need, the_record
from ldp_stories.store import comments, review, tags

_AGAINST = frozenset({Choice.CHANGE, Choice.NOT_THIS_TAG, Choice.DIFFER})
MOST = 20


@dataclass(frozen=True, slots=True)
class Disputed:
    """A tag people read differently: how often it was decided, how often otherwise than suggested, how often somebody wrote back."""

    tag: Tag
    decided: int
    otherwise: int
    differ: int
    replies: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words somebody wrote because no tag fits: the suggestions with them, their stories, and who said so."""

    words: str
    suggestions: tuple[str, ...]
    records: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chat:
    """What to talk about: disputed tags (most first), proposed tags, words without a tag."""

    disputed: tuple[Disputed, ...]
    proposed: tuple[Tag, ...]
    no_fit: tuple[OwnWords, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to talk about."""
        return not (self.disputed or self.proposed or self.no_fit)


def tag_chat(home: Home, *, since: str = "") -> Chat:
    """The list, from decisions made on or after an ISO date; nobody is counted or ranked, only tags are."""
    with home.main.read() as con:
        book = {t.id: t for t in tags.codebook(con)}
        disputed = review.argued(con, since)
        replied = {c.reply_to for c in comments.of_kind(con, CommentKind.ANSWER) if c.reply_to}
        own = review.in_own_words(con)
        names = {r.suggestion.by: home.shown_member(con, r.suggestion.by) for r in own}
    lines = [_disputed(book[t], decided, replied) for t, decided in disputed.items() if t in book]
    lines = [one for one in lines if one.otherwise or one.replies]
    lines.sort(key=lambda one: (-(one.otherwise + one.replies), one.tag.code))
    proposed = tuple(t for t in book.values() if t.status is TagStatus.PROPOSED)
    return Chat(tuple(lines[:MOST]), proposed, _own_words(own, names))


def make_tag(home: Home, words: OwnWords, new: NewTag, why: Why) -> str:
    """Make a proposed tag of words that somebody wrote, and give it to the stories they were written on; the tag's id."""
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        work = Work(home, con, why)
        tag = work.made(new)
        change = work.change(Change.ADD, [tag], stories=len(words.records))
        for suggestion in words.suggestions:
            _give(home, con, suggestion, tag, why, change)
    return tag.id


def _give(home: Home, con: Connection, suggestion: str, tag: Tag, why: Why, change: str) -> None:
    reading = review.reading(con, suggestion)
    if reading is None:
        return
    subj = the_record(con, reading.suggestion.record).participants
    saying = Saying(Choice.CHANGE, why.reason.strip(), tag.id, change=change)
    put_decision(home, con, reading, saying, reading.current, subj)


def _disputed(tag: Tag, decided: Sequence[Sequence[Decision]], replied: set[str]) -> Disputed:
    standing = [current(history) for history in decided]
    now = [d for those in standing for d in those if not d.change]
    against = [d for d in now if d.choice in _AGAINST]
    reasons = tuple(dict.fromkeys(d.reason for d in against if d.reason))
    return Disputed(
        tag,
        decided=sum(1 for those in standing if those),
        otherwise=len(against),
        differ=sum(1 for d in against if d.choice is Choice.DIFFER),
        replies=sum(1 for history in decided for d in history if d.id in replied),
        reasons=reasons[:3],
    )


def _own_words(own: Iterable[Reading], names: dict[str, str]) -> tuple[OwnWords, ...]:
    groups: dict[str, list[Reading]] = {}
    for one in own:
        if not one.tags:
            groups.setdefault(" ".join(one.suggestion.words.casefold().split()), []).append(one)
    return tuple(
        OwnWords(
            rs[0].suggestion.words.strip(),
            tuple(r.suggestion.id for r in rs),
            tuple(dict.fromkeys(r.suggestion.record for r in rs)),
            tuple(dict.fromkeys(n for r in rs if (n := names.get(r.suggestion.by, "")))),
        )
        for rs in sorted(groups.values(), key=lambda rs: (-len(rs), rs[0].suggestion.words.casefold()))
    )
