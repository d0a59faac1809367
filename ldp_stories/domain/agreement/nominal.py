"""Agreement over names without an order: percent, Cohen's kappa and the most it could be, Fleiss' kappa, Gwet's AC1."""

from collections.abc import Hashable, Sequence

import numpy as np

from ldp_stories.domain.agreement.table import Floats, Ratings, counts_of, pairable, values_of
from ldp_stories.domain.agreement.verdict import Verdict, Why, undefined


def percent(ratings: Ratings) -> Verdict:
    """The share of pairs of coders who said the same, over the units that two or more of them read (1.0 = all)."""
    counts = pairable(counts_of(ratings, values_of(ratings)))
    if not len(counts):
        return undefined(Why.NOTHING_SHARED)
    return Verdict(float(np.mean(_agreed(counts))))


def cohen(ratings: Ratings) -> Verdict:
    """Cohen's kappa of two coders, over the units that both read."""
    shared = _shared(ratings)
    if isinstance(shared, Verdict):
        return shared
    table = shared
    observed = float(np.trace(table))
    by_chance = float(table.sum(axis=1) @ table.sum(axis=0))
    return _over_chance(observed, by_chance)


def cohen_most(ratings: Ratings) -> Verdict:
    """The most that Cohen's kappa could be with the same totals of each coder."""
    shared = _shared(ratings)
    if isinstance(shared, Verdict):
        return shared
    rows, columns = shared.sum(axis=1), shared.sum(axis=0)
    return _over_chance(float(np.minimum(rows, columns).sum()), float(rows @ columns))


def fleiss(ratings: Ratings) -> Verdict:
    """Fleiss' kappa, over the units that every coder read."""
    coders = max((len(row) for row in ratings), default=0)
    whole = [row for row in ratings if len(row) == coders and None not in row]
    if coders < 2 or not whole:
        return undefined(Why.NOBODY_ALL if coders >= 2 else Why.NOTHING_SHARED)
    counts = counts_of(whole, values_of(whole))
    shares = counts.sum(axis=0) / counts.sum()
    return _over_chance(float(np.mean(_agreed(counts))), float(shares @ shares))


def ac1(ratings: Ratings, values: Sequence[Hashable] = ()) -> Verdict:
    """Gwet's AC1; `values` are all the values there could have been (those that were used, unless given)."""
    known = list(values) or values_of(ratings)
    every = counts_of(ratings, known)
    every = every[every.sum(axis=1) > 0]
    counts = pairable(every)
    if not len(counts):
        return undefined(Why.NOTHING_SHARED)
    if len(known) < 2:
        return undefined(Why.ONE_ANSWER)
    shares = np.mean(every / every.sum(axis=1, keepdims=True), axis=0)
    by_chance = float((shares * (1 - shares)).sum() / (len(known) - 1))
    return _over_chance(float(np.mean(_agreed(counts))), by_chance)


def _agreed(counts: Floats) -> Floats:
    """For each unit the share of its pairs that are alike."""
    made = counts.sum(axis=1)
    share: Floats = (counts * (counts - 1)).sum(axis=1) / (made * (made - 1))
    return share


def _shared(ratings: Ratings) -> Verdict | Floats:
    """The table of shares of two coders, first by second; or why there is none."""
    if any(len(row) != 2 for row in ratings):
        return undefined(Why.NOT_TWO)
    whole = [row for row in ratings if None not in row]
    if not whole:
        return undefined(Why.NOTHING_SHARED)
    place = {v: n for n, v in enumerate(values_of(whole))}
    table = np.zeros((len(place), len(place)))
    for first, second in whole:
        table[place[first], place[second]] += 1
    return table / len(whole)


def _over_chance(observed: float, by_chance: float) -> Verdict:
    if by_chance >= 1 - 1e-12:
        return undefined(Why.ONE_ANSWER)
    return Verdict((observed - by_chance) / (1 - by_chance))
