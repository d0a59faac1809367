"""Values by unit and coder as counts: which values there are, and how often each unit got each of them."""

from collections.abc import Hashable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Ratings = Sequence[Sequence[Hashable | None]]
"""One row for each unit, one place for each coder; None where a coder did not read the unit."""
Floats = NDArray[np.float64]
DRAWS: Final = 1_000
"""Resamples from which an interval is read."""
_DEFINED: Final = 0.9
"""With fewer of the draws than this an interval would tell of the easy ones only."""


def values_of(ratings: Ratings) -> list[Any]:
    """The different values, in their own order where they have one."""
    found = {v for row in ratings for v in row if v is not None}
    try:
        return sorted(found)
    except TypeError:
        return sorted(found, key=repr)


def counts_of(ratings: Ratings, values: Sequence[Any]) -> Floats:
    """How often each unit (row) got each value (column)."""
    place = {v: n for n, v in enumerate(values)}
    counts = np.zeros((len(ratings), len(values)))
    for at, row in enumerate(ratings):
        for value in row:
            if value is not None:
                counts[at, place[value]] += 1
    return counts


def pairable(counts: Floats) -> Floats:
    """The units with two values or more: only they can agree or differ."""
    chosen: Floats = counts[counts.sum(axis=1) >= 2]
    return chosen


def resampled(units: int, seed: int) -> Floats:
    """How often each unit is there in each draw (draws by units): as many units as there are, drawn with putting back."""
    chance = np.random.default_rng(seed)
    return chance.multinomial(units, np.full(units, 1 / units), size=DRAWS).astype(np.float64)


def spread(drawn: Floats) -> tuple[float | None, float | None]:
    """The ends of the middle 95 % of drawn values; None where too many draws could not be defined."""
    kept = drawn[~np.isnan(drawn)]
    if not len(drawn) or len(kept) < _DEFINED * len(drawn):
        return None, None
    low, high = np.percentile(kept, (2.5, 97.5))
    return float(low), float(high)
