"""How sure alpha for spans is: the stretches (the words of a story, a sound) are drawn again and again and laid end to end anew.

Each draw gives exactly what `unitizing_alpha` gives for its stretches laid end to end; only what does not change is worked out once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from ldp_stories.domain.agreement.table import DRAWS, Floats, spread
from ldp_stories.domain.agreement.unitizing import Span, apart, unitizing_alpha
from ldp_stories.domain.agreement.verdict import FEWEST, Verdict

Stretch = tuple[Sequence[Sequence[Span]], int]
"""Each coder's spans under one tag, as `joined` gives them, and the length of the stretch."""
_NOTHING: Final = 1e-15


def alpha_of_stretches(stretches: Sequence[Stretch], *, seed: int) -> Verdict:
    """Alpha of one tag over stretches laid end to end; from so many stretches on as values need units, with its 95 % interval."""
    found = unitizing_alpha(*end_to_end(stretches))
    if not found.defined or len(stretches) < FEWEST:
        return found
    chance = np.random.default_rng(seed)
    low, high = spread(drawn_alphas(stretches, chance.integers(len(stretches), size=(DRAWS, len(stretches)))))
    return replace(found, low=low, high=high)


def end_to_end(stretches: Sequence[Stretch]) -> tuple[list[list[Span]], int]:
    """Each coder's spans in one long stretch, and its length."""
    spans: list[list[Span]] = [[] for _ in range(max((len(coders) for coders, _ in stretches), default=0))]
    at = 0
    for coders, length in stretches:
        for mine, more in zip(spans, coders, strict=True):
            mine += [(at + start, at + end) for start, end in more]
        at += length
    return spans, at


@dataclass(frozen=True, slots=True)
class _Known:
    """What a stretch brings to any draw: how far apart its spans are, the lengths of all spans, and the gaps of each coder.

    Of a coder's gaps the first and the last may join with those of the stretches beside it; None: the coder marked nothing here.
    """

    length: int
    apart: float
    marked: Floats
    gaps: tuple[tuple[int, Floats, int] | None, ...]


def drawn_alphas(
    stretches: Sequence[Stretch], draws: "np.ndarray[tuple[int, int], np.dtype[np.int64]]"
) -> Floats:
    """Alpha of each draw, a row of stretches by number; not a number where it cannot be defined."""
    known = [_known(coders, length) for coders, length in stretches]
    return np.array([_alpha([known[at] for at in draw]) for draw in draws.tolist()])


def _known(coders: Sequence[Sequence[Span]], length: int) -> _Known:
    marked = np.array([end - start for spans in coders for start, end in spans], dtype=np.float64)
    return _Known(length, apart(coders, length), marked, tuple(_gaps(spans, length) for spans in coders))


def _gaps(spans: Sequence[Span], length: int) -> tuple[int, Floats, int] | None:
    if not spans:
        return None
    between = [after[0] - before[1] for before, after in pairwise(spans)]
    inside = np.array([gap for gap in between if gap], dtype=np.float64)
    return spans[0][0], inside, length - spans[-1][1]


def _alpha(drawn: Sequence[_Known]) -> float:
    coders = len(drawn[0].gaps)
    length = sum(one.length for one in drawn)
    marked = np.concatenate([one.marked for one in drawn])
    gaps = np.concatenate([_joined_gaps(drawn, coder) for coder in range(coders)])
    all_of_it = float(coders * length)
    below = all_of_it * (all_of_it - 1) - float((marked * (marked - 1)).sum())
    far = (len(marked) - 1) / 3 * float((2 * marked**3 - 3 * marked**2 + marked).sum()) + _in_gaps(
        marked, gaps
    )
    expected = 2 / length * far / below if length and below else 0.0
    observed = sum(one.apart for one in drawn) / (coders * (coders - 1) * float(length) ** 2)
    return 1 - observed / expected if expected > _NOTHING else float("nan")


def _joined_gaps(drawn: Sequence[_Known], coder: int) -> Floats:
    """One coder's gaps over all stretches: where a stretch ends and the next begins unmarked, that is one gap."""
    inside: list[Floats] = []
    across: list[float] = []
    open_gap = 0
    for one in drawn:
        gaps = one.gaps[coder]
        if gaps is None:
            open_gap += one.length
            continue
        across.append(open_gap + gaps[0])
        inside.append(gaps[1])
        open_gap = gaps[2]
    across.append(open_gap)
    return np.concatenate([*inside, np.array([gap for gap in across if gap], dtype=np.float64)])


def _in_gaps(marked: Floats, gaps: Floats) -> float:
    """Over all spans: its length squared, times the ways in which it can lie in a gap."""
    rising = np.sort(gaps)
    left = np.concatenate([np.cumsum(rising[::-1])[::-1], [0.0]])
    at = np.searchsorted(rising, marked)
    ways = left[at] - (len(rising) - at) * (marked - 1)
    return float((marked**2 * ways).sum())
