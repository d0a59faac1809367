"""After a tag was split: a decision for each story, "both" allowed; what nobody has decided stays on the old tag (AT-7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from ldp_stories.domain.codebook import Change
from ldp_stories.domain.review import Choice, Reading
from ldp_stories.domain.roles import Role
from ldp_stories.domain.tags import Tag, TagStatus
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.read_record import shown_title
from ldp_stories.services.review_tags import Saying, put_decision
from ldp_stories.services.story import Story, need, read_stories
from ldp_stories.store import codebook, review, tags


@dataclass(frozen=True, slots=True)
class SplitItem:
    """One suggestion that still has the old tag: its story's title, the words it stands at ("" for the whole story), and the reason given."""

    suggestion: str
    record: str
    title: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Split:
    """A tag that was split, the tags it was split into, what is still to decide and how many were decided."""

    old: Tag
    into: tuple[Tag, ...]
    items: tuple[SplitItem, ...]
    decided: int


def open_split(home: Home, tag: str) -> Split:
    """What is to decide after a split. UserError NO_SUCH_TAG when the tag was not split."""
    with home.main.read() as con:
        old, into = _split(con, tag)
        every = review.readings_of_tag(con, tag)
        waiting = [r for r in every if tag in r.tags]
        stories = read_stories(con, {r.suggestion.record for r in every})
        items = tuple(
            _item(r, stories[r.suggestion.record]) for r in waiting if r.suggestion.record in stories
        )
        new = {t.id for t in into}
        decided = sum(1 for r in every if tag not in r.tags and new & {*r.tags})
    return Split(old, into, items, decided)


def open_splits(home: Home) -> tuple[Split, ...]:
    """Every split with stories still to decide."""
    with home.main.read() as con:
        split = [t.id for t in tags.codebook(con) if t.status is TagStatus.SPLIT and t.split_into]
    found = (open_split(home, t) for t in split)
    return tuple(s for s in found if s.items)


def decide_split(home: Home, suggestion: str, into: Sequence[str]) -> None:
    """Give one suggestion one or both of the new tags. Refused TAG_NEEDED; UserError NO_SUCH_STORY, NO_SUCH_TAG."""
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        reading = review.reading(con, suggestion)
        stories = read_stories(con, [reading.suggestion.record]) if reading else {}
        if reading is None or not stories:
            raise UserError("NO_SUCH_STORY")
        old, new = _split(con, _split_tag_of(con, reading))
        chosen = [t.id for t in new if t.id in into]
        if not chosen:
            raise Refused("TAG_NEEDED")
        names = ", ".join(t.label for t in new)
        saying = Saying(
            Choice.CHANGE,
            f"{old.label} was split into {names}.",
            chosen[0],
            also=tuple(chosen[1:]),
            change=_change_of(con, old.id),
        )
        subj = stories[reading.suggestion.record].record.participants
        put_decision(home, con, reading, saying, reading.current, subj)


def _split(con: Connection, tag: str) -> tuple[Tag, tuple[Tag, ...]]:
    book = {t.id: t for t in tags.codebook(con)}
    old = book.get(tag)
    if old is None or old.status is not TagStatus.SPLIT:
        raise UserError("NO_SUCH_TAG", tag=old.label if old else tag)
    return old, tuple(book[t] for t in old.split_into if t in book)


def _split_tag_of(con: Connection, reading: Reading) -> str:
    """The split tag among the tags of a suggestion, standing now or (deciding again) in what was decided before."""
    named = [*reading.tags, reading.suggestion.tag or "", *(d.to_tag or "" for d in reading.history)]
    split = {t.id for t in tags.codebook(con) if t.status is TagStatus.SPLIT}
    return next((t for t in named if t in split), "")


def _change_of(con: Connection, tag: str) -> str:
    found = (c.id for c in reversed(codebook.changes(con)) if c.what is Change.SPLIT and c.tags[:1] == (tag,))
    return next(found, "")


def _item(reading: Reading, story: Story) -> SplitItem:
    about = reading.suggestion
    passage = next((p for p in story.passages if p.id == about.passage), None)
    words = passage.text.quote if passage is not None and passage.text is not None else ""
    first = story.words
    title = shown_title(story.record.title, (first,) if first is not None else ())
    return SplitItem(about.id, about.record, title, words, about.reason)
