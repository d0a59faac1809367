"""Look up: what the index finds, record by record, and where in a story the typed words stand - its passages first, else the story."""

from collections.abc import Iterator
from dataclasses import dataclass

from ldp_stories.domain.passages import Passage, WordsAt
from ldp_stories.domain.records import Layer
from ldp_stories.domain.typed_words import Span, Typed, excerpt
from ldp_stories.services.home import Connection
from ldp_stories.services.story import Story
from ldp_stories.store import records
from ldp_stories.store import search as index

STEP = 50
"""Hits looked at in one go."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Records with their hits (none when nothing was typed), whether there are too many to rank, and the key of what comes next."""

    records: tuple[tuple[str, tuple[index.Hit, ...]], ...]
    many: bool
    next: str | None


@dataclass(frozen=True, slots=True)
class Spot:
    """One place to show: a passage, or (None) the story; `marks` are spans of `snippet` in code points, `at` the first in its copy."""

    passage: Passage | None
    snippet: str
    marks: tuple[Span, ...]
    at: WordsAt | None = None

    @property
    def from_ms(self) -> int | None:
        """Where it begins in the sound."""
        return self.passage.sound.from_ms if self.passage and self.passage.sound else None


def batches(con: Connection, text: str, after: str | None) -> Iterator[Batch]:
    """What the index finds for a text, or with no text every record, newest told first; go on from `after`."""
    return _hits(con, text, after) if text.strip() else _all(con, after)


def _hits(con: Connection, text: str, after: str | None) -> Iterator[Batch]:
    key = int(after) if after is not None else None
    for page in index.pages(con, text, limit=STEP, after=key, closed=True):
        grouped: dict[str, tuple[index.Hit, ...]] = {}
        for hit in page.hits:
            grouped[hit.record] = (*grouped.get(hit.record, ()), hit)
        yield Batch(tuple(grouped.items()), page.many, None if page.next is None else str(page.next))


def _all(con: Connection, after: str | None) -> Iterator[Batch]:
    at, _, ident = (after or "").partition("|")
    key = (at, ident) if after is not None else None
    while True:
        page = records.keys(con, after=key, limit=STEP + 1)
        key = page[STEP - 1] if len(page) > STEP else None
        yield Batch(
            tuple((record, ()) for _, record in page[:STEP]), False, None if key is None else "|".join(key)
        )
        if key is None:
            return


def spots(story: Story, hits: tuple[index.Hit, ...], typed: Typed) -> tuple[Spot, ...]:
    """What to show of a story for some hits; without hits (nothing was typed) all its passages.

    A story found in several copies is shown for the best of them only, so that it comes once in all pages; () for the others,
    and when only a replaced masked copy was hit.
    """
    hit = None
    if hits:
        chosen = _best(story, typed)
        standing = {x.id for x in story.layers} | {story.record.id}
        hit = next((h for h in hits if h.ent == chosen or (chosen is None and h.ent in standing)), None)
        if hit is None:
            return ()
    if hit is None or hit.source != index.TITLE:
        found = _in_passages(story, typed)
        if found:
            return found
    return (_whole(story, hit, typed),)


def _best(story: Story, typed: Typed) -> str | None:
    """The copy in which all the words stand: the one people read first, the title last."""
    for layer in story.reading_order:
        if typed.all_in(layer.text):
            return layer.id
    return story.record.id if typed.all_in(story.record.title) else None


def _in_passages(story: Story, typed: Typed) -> tuple[Spot, ...]:
    """The passages that hold all the words, else those that hold any; all of them when nothing was typed."""
    quoted = [(p, p.text.quote) for p in story.shown_passages if p.text is not None]
    if typed.whole or typed.begun:
        some = [(p, q) for p, q in quoted if typed.marks(q)]
        quoted = [(p, q) for p, q in some if typed.all_in(q)] or some
    return tuple(Spot(p, *excerpt(q, typed.marks(q))) for p, q in quoted)


def _whole(story: Story, hit: index.Hit | None, typed: Typed) -> Spot:
    if hit is not None and hit.source != index.TITLE:
        layer = next((x for x in story.layers if x.id == hit.ent), None)
        return Spot(None, hit.snippet, hit.marks, _first(layer, hit, typed))
    words = story.best.text if story.best else ""
    marks = typed.marks(words)
    at = WordsAt(story.best.id, *marks[0]) if story.best and marks else None
    return Spot(None, *excerpt(words, marks), at)


def _first(layer: Layer | None, hit: index.Hit, typed: Typed) -> WordsAt | None:
    """The first of the words shown around a hit, where it stands in its copy: the story opens there."""
    if layer is None:
        return None
    cut = layer.text.find(hit.snippet)
    if cut >= 0 and hit.marks:
        start, end = hit.marks[0]
        return WordsAt(layer.id, cut + start, cut + end)
    marks = typed.marks(layer.text)
    return WordsAt(layer.id, *marks[0]) if marks else None
