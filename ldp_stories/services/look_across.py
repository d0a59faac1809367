"""Look across stories: a word with the words round it, which tags meet, and a fair comparison of people by place, group and time (US-E12).

Comparisons count people, never mentions; small numbers stay "few", because they point at persons.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

from ldp_stories.domain.codebook import standing
from ldp_stories.domain.passages import WordsAt
from ldp_stories.domain.records import Layer, LayerKind
from ldp_stories.domain.tags import TagStatus
from ldp_stories.domain.typed_words import typed_words
from ldp_stories.services.code_own import labels
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.library_entry import book_of
from ldp_stories.services.look_up import batches
from ldp_stories.services.story import Story
from ldp_stories.services.tagged_stories import Tagged, tagged_stories
from ldp_stories.store import places, programme
from ldp_stories.store import tags as tags_store

AROUND: Final = 60
"""Letters shown on each side of a word."""
MOST_LINES: Final = 400
USUAL_FEWEST: Final = 5


class By(StrEnum):
    """What is compared."""

    PLACE = "place"
    GROUP = "group"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class WordLine:
    """One place where a word stands: the words before, the word itself, the words after, as they are written; dots where more stands.

    `passage` is one that holds it, if any; `at` is where it stands.
    """

    record: str
    title: str
    before: str
    word: str
    after: str
    told_on: str
    place: str
    passage: str | None = None
    at: WordsAt | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people: None = few (fewer than may be shown)."""

    people: int | None

    @property
    def few(self) -> bool:
        """Whether it is too small to show."""
        return self.people is None


@dataclass(frozen=True, slots=True)
class Met:
    """Two tags that stand on some of the same words or sound (or in the same story), and the people in whose stories they do.

    `one` and `other` are their names, `tags` their ids.
    """

    one: str
    other: str
    people: Count
    tags: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison: what it is, its starting context, everybody heard there, and for each tag those in whose stories it stands.

    `key` is the id of the place, the group's key, or the half-year ("2026-1"); "" where it was not said.
    """

    label: str
    context: str
    heard: Count
    cells: tuple[Count, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A comparison: the tags across, and the rows. `fewest` is the smallest number shown."""

    by: By
    tags: tuple[str, ...]
    rows: tuple[Row, ...]
    fewest: int


def fewest_shown(home: Home) -> int:
    """The smallest number of people a cell may show, as the programme says (5 unless it says more)."""
    found = home.programme().terms.get("disclosure_k")
    return (
        max(found, USUAL_FEWEST) if isinstance(found, int) and not isinstance(found, bool) else USUAL_FEWEST
    )


def word_in_context(
    home: Home, text: str, *, around: int = AROUND, most: int = MOST_LINES
) -> tuple[WordLine, ...]:
    """Every place where a word (its last letters may be left off) stands in stories one may analyse, translations too, at most `most`."""
    typed = typed_words(text)
    if not (typed.whole or typed.begun):
        return ()
    found: list[WordLine] = []
    with home.main.read() as con:
        wanted: set[str] = set()
        for batch in batches(con, text, None):
            wanted.update(record for record, _ in batch.records)
            if len(wanted) >= most:
                break
        for story in tagged_stories(home, con):
            if story.entry.record.id in wanted:
                for layer in _read_in(story.entry.story):
                    found += _lines(story, layer, typed.marks(layer.text), around)
            if len(found) >= most:
                break
    return tuple(found[:most])


def tags_that_meet(home: Home, *, in_story: bool = False) -> tuple[Met, ...]:
    """Pairs of tags with the people in whose stories they meet, most people first: on the same words, or anywhere in the same story."""
    fewest = fewest_shown(home)
    people: dict[tuple[str, str], set[str]] = {}
    with home.main.read() as con:
        names = labels(con)
        for story in tagged_stories(home, con):
            tellers = {p.id for p in story.people}
            for pair in _pairs(story, in_story=in_story):
                people.setdefault(pair, set()).update(tellers)
    found = []
    for pair, them in people.items():
        one, other = sorted(pair, key=lambda tag: names.get(tag, "").casefold())
        if them and names.get(one) and names.get(other):
            found.append((names[one], names[other], len(them), (one, other)))
    found.sort(key=lambda m: (-m[2], m[0].casefold(), m[1].casefold()))
    return tuple(Met(a, b, _count(n, fewest), tags) for a, b, n, tags in found)


def compare_people(home: Home, by: By, tags: Sequence[str]) -> Table:
    """People by place, group or half-year: all who were heard, and those in whose stories each tag stands (reviewed or one's own)."""
    fewest = fewest_shown(home)
    heard: dict[str, set[str]] = {}
    with_tag: Counter[tuple[str, str]] = Counter()
    seen: set[tuple[str, str, str]] = set()
    with home.main.read() as con:
        names, title, context = labels(con), _titles(con, by), _contexts(con, by)
        for story in tagged_stories(home, con):
            for person, key in _where(story, by):
                heard.setdefault(key, set()).add(person)
                for tag in story.every_tag.intersection(tags):
                    if (person, key, tag) not in seen:
                        seen.add((person, key, tag))
                        with_tag[key, tag] += 1
    rows = [
        Row(
            title(key),
            context.get(key, ""),
            _count(len(heard[key]), fewest),
            tuple(_count(with_tag[key, t], fewest) for t in tags),
            key,
        )
        for key in sorted(heard, key=lambda k: (not k, title(k).casefold()))
    ]
    return Table(by, tuple(names.get(t, "") for t in tags), tuple(rows), fewest)


def _count(people: int, fewest: int) -> Count:
    return Count(None) if 0 < people < fewest else Count(people)


def _read_in(story: Story) -> tuple[Layer, ...]:
    """The copy of a story that people read, and what it was translated to: other copies say the same words over again."""
    best = story.best
    return tuple(x for x in story.reading_order if x is best or x.kind is LayerKind.TRANSLATION)


def _lines(story: Tagged, layer: Layer, marks: Iterable[tuple[int, int]], around: int) -> list[WordLine]:
    return [
        WordLine(
            story.entry.record.id,
            story.entry.title,
            _before(layer.text, a, around),
            layer.text[a:b],
            _after(layer.text, b, around),
            story.entry.told_on,
            story.ward,
            _passage_at(story.entry.story, layer.id, a, b),
            WordsAt(layer.id, a, b),
        )
        for a, b in marks
    ]


def _before(text: str, at: int, around: int) -> str:
    """The whole words before a place, with the space or the mark that stands between."""
    cut = max(0, at - around)
    said = text[cut:at]
    if cut and not text[cut - 1].isspace():
        said = said.partition(" ")[2]
    words = " ".join(said.split()) + (" " if said[-1:].isspace() else "")
    return f"\u2026 {words}" if cut else words


def _after(text: str, at: int, around: int) -> str:
    cut = min(len(text), at + around)
    said = text[at:cut]
    if cut < len(text) and not text[cut].isspace():
        said = said.rpartition(" ")[0]
    words = (" " if said[:1].isspace() else "") + " ".join(said.split())
    return f"{words} \u2026" if cut < len(text) else words


def _passage_at(story: Story, layer: str, start: int, end: int) -> str | None:
    return next(
        (
            p.id
            for p in story.shown_passages
            if p.text is not None and p.text.layer == layer and p.text.start <= start and end <= p.text.end
        ),
        None,
    )


def _pairs(story: Tagged, *, in_story: bool) -> set[tuple[str, str]]:
    if in_story:
        return set(combinations(sorted(story.every_tag), 2))
    found = {
        _pair(one.tag, other.tag)
        for one, other in combinations(story.codings, 2)
        if one.tag != other.tag and one.meets(other)
    }
    for passage in story.entry.passages:
        here = set(story.tags_of(passage))
        here |= {
            c.tag
            for c in story.codings
            if c.text and passage.text and c.text.layer == passage.text.layer
            and c.text.start < passage.text.end and passage.text.start < c.text.end
        }  # fmt: skip
        found |= set(combinations(sorted(here), 2))
    return found


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _where(story: Tagged, by: By) -> Iterable[tuple[str, str]]:
    """(person, key of the row) for everybody who told it."""
    for person in story.people:
        if by is By.GROUP:
            for group in person.target_groups or ("",):
                yield person.id, group
        else:
            yield person.id, story.ward_id if by is By.PLACE else half_year(story.entry.told_on)


def half_year(day: str) -> str:
    """ "2026-1" for a day from January to June: periods are no finer, so that nobody is found by a date."""
    try:
        return f"{int(day[:4])}-{1 if int(day[5:7]) <= 6 else 2}"
    except ValueError:
        return ""


def days_of(half: str) -> tuple[str, str]:
    """The first and the last ISO day of a half-year."""
    year, _, number = half.partition("-")
    return (f"{year}-01-01", f"{year}-06-30") if number == "1" else (f"{year}-07-01", f"{year}-12-31")


def across_tags(home: Home) -> tuple[tuple[str, str], ...]:
    """(tag, label) of what can be compared: one's own tags and the codebook's; one that was merged is not offered, it counts as the other."""
    with home.main.read() as con:
        merged = {t.id for t in tags_store.codebook(con) if t.status is TagStatus.MERGED}
        return tuple((tag, label) for tag, label in labels(con).items() if tag not in merged)


def tags_today(home: Home, tags: Iterable[str]) -> tuple[str, ...]:
    """The tags that stand for these today, each once: one that was merged is the one it became."""
    with home.main.read() as con:
        return standing(book_of(con), tags)


def _titles(con: Connection, by: By) -> Callable[[str], str]:
    if by is By.PLACE:
        known = {p.id: p.name for p in places.places(con)}
    elif by is By.GROUP:
        known = {i.key: i.label for i in programme.list_items(con, "target_group")}
    else:
        return lambda key: (
            f"{'January to June' if key.endswith('-1') else 'July to December'} {key[:4]}" if key else ""
        )
    return lambda key: known.get(key, key)


def _contexts(con: Connection, by: By) -> dict[str, str]:
    """What one must know of a place before comparing it: its starting context, in the programme's words."""
    return {p.id: p.note for p in places.places(con)} if by is By.PLACE else {}
