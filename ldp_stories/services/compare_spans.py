"""Compare what people marked in their own layers: how far the same tag stands on the same words or sound (Krippendorff's alpha for spans).

A story counts when everybody who is compared has marked something in its words (or its sound): only then has everybody read it. The
stories are laid end to end, and alpha is asked once for each tag.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ldp_stories.domain.agreement.verdict import FEWEST, State, Verdict, Why, undefined
from ldp_stories.services.code_own import Coded, codings_of, labels
from ldp_stories.services.compare_coders import SEED
from ldp_stories.services.home import Home
from ldp_stories.services.tagged_stories import tagged_stories
from ldp_stories.store import analysis, layers, media

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """What one coder did with a stretch: the words they marked ("" = nothing there), and their memo."""

    coder: str
    words: str
    memo: str
    marked: bool


@dataclass(frozen=True, slots=True)
class SpanUnit:
    """A stretch that somebody marked with a tag, with what everybody did there. `alike`: all marked it, from the same start to the same end."""

    record: str
    title: str
    said: tuple[Marked, ...]
    alike: bool


@dataclass(frozen=True, slots=True)
class SpanRow:
    """One tag: how often each coder marked with it, alpha, and the stretches behind it. `texts`: words and sounds that all have read."""

    tag: str
    label: str
    counts: tuple[tuple[str, int], ...]
    alpha: Verdict
    units: tuple[SpanUnit, ...]
    texts: int = 0

    @property
    def marks(self) -> int:
        """How many marks there are, by everybody."""
        return sum(n for _, n in self.counts)

    @property
    def split(self) -> int:
        """On how many stretches people differ."""
        return sum(not u.alike for u in self.units)

    @property
    def state(self) -> State:
        """Whether there are enough marks to say anything."""
        return State.READY if self.marks >= FEWEST else State.TOO_FEW


@dataclass(frozen=True, slots=True)
class SpanComparison:
    """Everybody's own layers side by side. `stories` were marked by all of `coders`, out of `seen` that somebody marked."""

    coders: tuple[str, ...]
    stories: int
    seen: int
    rows: tuple[SpanRow, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The words of a layer, or a sound: its length, and everybody's marks in it."""

    record: str
    title: str
    length: int
    marks: tuple[tuple[str, str, Span, Coded], ...]

    def by(self, coder: str, tag: str) -> list[tuple[Span, Coded]]:
        """One coder's marks under one tag."""
        return [(span, one) for who, what, span, one in self.marks if (who, what) == (coder, tag)]

    @property
    def coders(self) -> frozenset[str]:
        """Who marked anything here."""
        return frozenset(who for who, _, _, _ in self.marks)


def compare_spans(home: Home) -> SpanComparison:
    """How far people agree who marked the same stories in their own layers; only stories that may be analysed."""
    with home.main.read() as con:
        names = labels(con)
        marked = [(t.entry.record.id, t.entry.title) for t in tagged_stories(home, con) if t.codings]
    # Laid end to end in the order of their ids: the same on every laptop, whatever came in first.
    found = [s for record, title in sorted(marked) for s in _stretches(home, record, title)]
    people = sorted({who for s in found for who in s.coders})
    shared = [s for s in found if s.coders == frozenset(people)] if len(people) > 1 else []
    called = _names(home, found)
    tags = sorted(
        {what for s in shared for _, what, _, _ in s.marks}, key=lambda t: names.get(t, "").casefold()
    )
    rows = tuple(_row(tag, names.get(tag, ""), people, called, shared) for tag in tags if names.get(tag))
    seen = len({s.record for s in found})
    return SpanComparison(tuple(called[p] for p in people), len({s.record for s in shared}), seen, rows)


def anybody_marked(home: Home) -> bool:
    """Whether anybody has marked anything in a layer of their own."""
    with home.main.read() as con:
        return bool(analysis.codings(con, most=1))


def _stretches(home: Home, record: str, title: str) -> Iterable[_Stretch]:
    """The words and the sounds of a story that were marked, with their lengths."""
    marks: dict[str, list[tuple[str, str, Span, Coded]]] = {}
    for one in codings_of(home, record):
        if one.layer and not one.moved:
            key, span = one.layer, (one.start, one.end)
        elif one.coding.sound is not None and one.coding.text is None:
            key, span = one.coding.sound.media, (one.coding.sound.from_ms, one.coding.sound.to_ms)
        else:  # its words have changed, or may not be read
            continue
        marks.setdefault(key, []).append((one.coding.by, one.coding.tag, span, one))
    with home.main.read() as con:
        long = {x.id: len(x.text) for x in layers.of_record(con, record)}
        long |= {m.id: m.duration_ms for m in media.of_record(con, record)}
    return [
        _Stretch(record, title, long[key], tuple(found))
        for key, found in sorted(marks.items())
        if long.get(key)
    ]


def _names(home: Home, found: Iterable[_Stretch]) -> dict[str, str]:
    return {who: one.whose or home.name for s in found for who, _, _, one in s.marks}


def _row(
    tag: str, label: str, people: Sequence[str], called: Mapping[str, str], shared: Sequence[_Stretch]
) -> SpanRow:
    counts = tuple((called[p], sum(len(s.by(p, tag)) for s in shared)) for p in people)
    units = tuple(u for s in shared for u in _units(s, tag, people, called))
    return SpanRow(tag, label, counts, _alpha(tag, people, shared), units, len(shared))


def _alpha(tag: str, people: Sequence[str], shared: Sequence[_Stretch]) -> Verdict:
    """Alpha over all stretches, laid end to end, and how sure it is where there are enough of them."""
    from ldp_stories.domain.agreement.unitizing import joined
    from ldp_stories.domain.agreement.unitizing_spread import alpha_of_stretches

    if not shared:
        return undefined(Why.NOBODY_ALL)
    marked = [([joined(span for span, _ in s.by(who, tag)) for who in people], s.length) for s in shared]
    return alpha_of_stretches(marked, seed=SEED)


def _units(
    stretch: _Stretch, tag: str, people: Sequence[str], called: Mapping[str, str]
) -> Iterable[SpanUnit]:
    """The stretches that somebody marked: marks that overlap are one, with what everybody did there."""
    marks = sorted(
        ((span, coder, one) for coder in people for span, one in stretch.by(coder, tag)),
        key=lambda m: (m[0], m[1]),
    )
    groups: list[list[tuple[Span, str, Coded]]] = []
    end = -1
    for mark in marks:
        if mark[0][0] >= end:
            groups.append([])
            end = mark[0][1]
        groups[-1].append(mark)
        end = max(end, mark[0][1])
    for group in groups:
        said = tuple(_said(coder, called, [one for _, who, one in group if who == coder]) for coder in people)
        same = len({span for span, _, _ in group}) == 1 and all(m.marked for m in said)
        yield SpanUnit(stretch.record, stretch.title, said, same)


def _said(coder: str, called: Mapping[str, str], marks: Sequence[Coded]) -> Marked:
    words = " \u2026 ".join(m.words for m in marks if m.words)
    return Marked(called[coder], words, " ".join(m.coding.memo for m in marks if m.coding.memo), bool(marks))
