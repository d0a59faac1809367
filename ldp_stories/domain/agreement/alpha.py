"""Krippendorff's alpha for any number of coders with gaps: by name, order, distance or ratio, and for sets of tags."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, Final

import numpy as np

from ldp_stories.domain.agreement.table import DRAWS, Floats, Ratings, counts_of, pairable, spread, values_of
from ldp_stories.domain.agreement.verdict import FEWEST, Verdict, Why, undefined

Tags = frozenset[str]
_NOTHING: Final = 1e-15


class Level(StrEnum):
    """How two values can differ."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def alpha(ratings: Ratings, level: Level = Level.NOMINAL) -> Verdict:
    """Alpha of values; ordinal, interval and ratio need numbers."""
    values = values_of(ratings)
    counts = pairable(counts_of(ratings, values))
    differ = _differ(values, counts.sum(axis=0), level)
    return _alpha(counts, differ)


def alpha_of_sets(
    ratings: Sequence[Sequence[Tags | None]],
    distance: Callable[[Tags, Tags], float] | None = None,
    *,
    seed: int | None = None,
) -> Verdict:
    """Alpha where each coder gives a unit a set of tags, which may be empty; sets that overlap differ less (MASI unless told).

    With a `seed` and units enough it has a 95 % interval from seeded resamples of the units.
    """
    far = distance or masi
    values = values_of(ratings)
    counts = pairable(counts_of(ratings, values))
    differ = np.array([[far(a, b) for b in values] for a in values]).reshape(len(values), len(values))
    found = _alpha(counts, differ)
    if seed is None or not found.defined or len(counts) < FEWEST:
        return found
    low, high = spread(_drawn(counts, differ, np.random.default_rng(seed)))
    return Verdict(found.value, None, low, high)


def _drawn(counts: Floats, differ: Floats, chance: np.random.Generator) -> Floats:
    """Alpha in resamples of the units; not a number where it cannot be defined."""
    units = len(counts)
    made = counts.sum(axis=1)
    apart = ((counts @ differ) * counts).sum(axis=1) / (made - 1)
    again = chance.multinomial(units, np.full(units, 1 / units), size=DRAWS).astype(np.float64)
    each = again @ counts
    expected = ((each @ differ) * each).sum(axis=1) / (each.sum(axis=1) - 1)
    found: Floats = np.full(DRAWS, np.nan)
    np.divide(again @ apart, expected, out=found, where=expected > _NOTHING)
    return 1 - found


def jaccard(one: Tags, other: Tags) -> float:
    """How far two sets are apart: what they do not share of all that is in them; two empty sets are alike."""
    either = one | other
    return 1 - len(one & other) / len(either) if either else 0.0


def masi(one: Tags, other: Tags) -> float:
    """The same, gentler where one set holds the other (two thirds) than where each has something of its own (one third)."""
    if one == other:
        return 0.0
    if not one & other:
        return 1.0
    share = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - (1 - jaccard(one, other)) * share


def _alpha(counts: Floats, differ: Floats) -> Verdict:
    """From counts by unit and the squared difference of any two values."""
    if not len(counts):
        return undefined(Why.NOTHING_SHARED)
    made = counts.sum(axis=1)
    total = float(made.sum())
    weighted = counts / (made - 1)[:, None]
    together = weighted.T @ counts - np.diag(weighted.sum(axis=0))
    each = counts.sum(axis=0)
    expected = float(each @ differ @ each) / (total - 1)
    if expected <= _NOTHING:
        return undefined(Why.ONE_ANSWER)
    return Verdict(1 - float((together * differ).sum()) / expected)


def _differ(values: Sequence[Any], each: Floats, level: Level) -> Floats:
    if level is Level.NOMINAL:
        return 1 - np.eye(len(values))
    number = np.array([float(v) for v in values])
    if level is Level.ORDINAL:
        upto = np.cumsum(each) - each / 2
        ranks: Floats = (upto[:, None] - upto[None, :]) ** 2
        return ranks
    apart = number[:, None] - number[None, :]
    if level is Level.INTERVAL:
        far: Floats = apart**2
        return far
    both = number[:, None] + number[None, :]
    share: Floats = np.divide(apart, both, out=np.zeros_like(apart), where=both != 0) ** 2
    return share
