"""Krippendorff's alpha for spans that coders mark themselves in one stretch of words or sound (Krippendorff 1995, 2004).

Lengths are whole letters or milliseconds. Spans of one coder under one tag must not overlap: `joined` puts those together that do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ldp_stories.domain.agreement.verdict import Verdict, Why, undefined

Span = tuple[int, int]
"""First and one past last."""


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    length: int
    marked: bool


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """One coder's spans in order, those that overlap put together: a coder who marks words twice has marked them once."""
    found: list[Span] = []
    for start, end in sorted(s for s in spans if s[0] < s[1]):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def unitizing_alpha(coders: Sequence[Sequence[Span]], length: int) -> Verdict:
    """Alpha of one tag over a stretch of `length`; each coder's spans as `joined` gives them."""
    return _verdict(*_both([coders], length), len(coders))


def unitizing_alpha_of_all(by_tag: Mapping[str, Sequence[Sequence[Span]]], length: int) -> Verdict:
    """Alpha of several tags together: how far apart all of them are, over how far by chance."""
    coders = max((len(c) for c in by_tag.values()), default=0)
    return _verdict(*_both(list(by_tag.values()), length), coders)


def disagreement(coders: Sequence[Sequence[Span]], length: int) -> tuple[float, float]:
    """(observed, expected) of one tag."""
    observed, expected = _both([coders], length)
    return observed, expected


def _both(tags: Sequence[Sequence[Sequence[Span]]], length: int) -> tuple[float, float]:
    observed = expected = 0.0
    for coders in tags:
        pieces = [tuple(_pieces(spans, length)) for spans in coders]
        observed += _observed(pieces, length)
        expected += _expected(pieces, length)
    return observed, expected


def _verdict(observed: float, expected: float, coders: int) -> Verdict:
    if coders < 2:
        return undefined(Why.NOTHING_SHARED)
    return undefined(Why.ONE_ANSWER) if expected <= 0 else Verdict(1 - observed / expected)


def _pieces(spans: Sequence[Span], length: int) -> Iterator[_Piece]:
    """The whole stretch as marked spans and the gaps between them."""
    at = 0
    for start, end in spans:
        if start > at:
            yield _Piece(at, start - at, marked=False)
        yield _Piece(start, end - start, marked=True)
        at = end
    if at < length:
        yield _Piece(at, length - at, marked=False)


def apart(coders: Sequence[Sequence[Span]], length: int) -> float:
    """How far the spans of each two coders are apart, both ways, before it is measured by the length."""
    return _all_apart([tuple(_pieces(spans, length)) for spans in coders])


def _all_apart(pieces: Sequence[Sequence[_Piece]]) -> float:
    return sum(
        _apart(one, other)
        for at, mine in enumerate(pieces)
        for theirs in (*pieces[:at], *pieces[at + 1 :])
        for one, other in _meeting(mine, theirs)
    )


def _observed(pieces: Sequence[Sequence[_Piece]], length: int) -> float:
    count = len(pieces)
    if count < 2 or not length:
        return 0.0
    return _all_apart(pieces) / (count * (count - 1) * length**2)


def _meeting(mine: Sequence[_Piece], theirs: Sequence[_Piece]) -> Iterator[tuple[_Piece, _Piece]]:
    """The pairs that overlap, found by walking along both."""
    first = 0
    for one in mine:
        while first < len(theirs) and theirs[first].start + theirs[first].length <= one.start:
            first += 1
        at = first
        while at < len(theirs) and theirs[at].start < one.start + one.length:
            yield one, theirs[at]
            at += 1


def _apart(one: _Piece, other: _Piece) -> float:
    """The squared difference: both ends of two marked spans; the whole of a span that lies in the other's gap."""
    ahead = one.start - other.start
    behind = one.start + one.length - other.start - other.length
    if one.marked and other.marked:
        return ahead**2 + behind**2
    if one.marked and not other.marked and ahead >= 0 >= behind:
        return float(one.length**2)
    if other.marked and not one.marked and ahead <= 0 <= behind:
        return float(other.length**2)
    return 0.0


def _expected(pieces: Sequence[Sequence[_Piece]], length: int) -> float:
    every = [p for mine in pieces for p in mine]
    marked = [p.length for p in every if p.marked]
    gaps = [p.length for p in every if not p.marked]
    all_of_it = len(pieces) * length
    below = all_of_it * (all_of_it - 1) - sum(n * (n - 1) for n in marked)
    if not length or not below:
        return 0.0
    far = 0.0
    for n in marked:
        far += (len(marked) - 1) / 3 * (2 * n**3 - 3 * n**2 + n)
        far += n**2 * sum(gap - n + 1 for gap in gaps if gap >= n)
    return 2 / length * far / below
