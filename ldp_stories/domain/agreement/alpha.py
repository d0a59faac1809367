"""Krippendorff's alpha for any number of coders with gaps: by name, order, distance or ratio, and for sets of tags."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, Final

import numpy as np

from ldp_stories.domain.agreement.table import (
    Floats,
    Ratings,
    counts_of,
    pairable,
    resampled,
    spread,
    values_of,
)
from ldp_stories.domain.agreement.verdict import FEWEST, Verdict, Why, undefined

Tags = frozenset[str]
_NOTHING: Final = 1e-15


class Level(StrEnum):
    """How two values can differ."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def alpha(ratings: Ratings, level: Level = Level.NOMINAL, *, seed: int | None = None) -> Verdict:
    """Alpha of values; ordinal, interval and ratio need numbers.

    With a `seed` and units enough it has a 95 % interval from seeded resamples of the units.
    """
    values = values_of(ratings)
    counts = pairable(counts_of(ratings, values))
    differ = _differ(values, counts.sum(axis=0), level)
    found = _alpha(counts, differ)
    if seed is None or not found.defined or len(counts) < FEWEST:
        return found
    again = resampled(len(counts), seed)
    drawn = _drawn_by_order(counts, again) if level is Level.ORDINAL else _drawn(counts, differ, again)
    return Verdict(found.value, None, *spread(drawn))


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
    return Verdict(found.value, None, *spread(_drawn(counts, differ, resampled(len(counts), seed))))


def _drawn(counts: Floats, differ: Floats, again: Floats) -> Floats:
    """Alpha where each unit is there `again` so often, for each draw; not a number where it cannot be defined."""
    made = counts.sum(axis=1)
    apart = ((counts @ differ) * counts).sum(axis=1) / (made - 1)
    each = again @ counts
    expected = ((each @ differ) * each).sum(axis=1) / (each.sum(axis=1) - 1)
    return _one_less(again @ apart, expected)


def _drawn_by_order(counts: Floats, again: Floats) -> Floats:
    """The same for values in an order: how far two of them are apart lies in how often each is there, so every draw has its own."""
    weighted = counts / (counts.sum(axis=1) - 1)[:, None]
    observed, expected = np.zeros(len(again)), np.zeros(len(again))
    for at, times in enumerate(again):
        each = times @ counts
        differ = _ranks_apart(each)
        observed[at] = (((weighted * times[:, None]).T @ counts) * differ).sum()
        expected[at] = float(each @ differ @ each) / (each.sum() - 1)
    return _one_less(observed, expected)


def _one_less(observed: Floats, expected: Floats) -> Floats:
    found: Floats = np.full(len(expected), np.nan)
    np.divide(observed, expected, out=found, where=expected > _NOTHING)
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
        return _ranks_apart(each)
    apart = number[:, None] - number[None, :]
    if level is Level.INTERVAL:
        far: Floats = apart**2
        return far
    both = number[:, None] + number[None, :]
    share: Floats = np.divide(apart, both, out=np.zeros_like(apart), where=both != 0) ** 2
    return share


def _ranks_apart(each: Floats) -> Floats:
    """How far values in an order are apart: by how many answers lie from the middle of one to the middle of the other."""
    upto = np.cumsum(each) - each / 2
    ranks: Floats = (upto[:, None] - upto[None, :]) ** 2
    return ranks
