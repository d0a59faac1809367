"""How sure the values of a table of names are: percent, kappa, Fleiss' kappa and AC1 over units that are drawn again, as 95 % intervals."""

from dataclasses import replace

import numpy as np

from ldp_stories.domain.agreement.nominal import ac1, cohen, cohen_most, fleiss, percent
from ldp_stories.domain.agreement.table import Floats, Ratings, counts_of, resampled, spread, values_of
from ldp_stories.domain.agreement.verdict import FEWEST, Verdict

_LEFT = 1e-12


def measures(ratings: Ratings, *, seed: int) -> dict[str, Verdict]:
    """Every measure of names by its key; with units enough each that is defined has its interval."""
    found = {
        "percent": percent(ratings),
        "kappa": cohen(ratings),
        "most": cohen_most(ratings),
        "fleiss": fleiss(ratings),
        "ac1": ac1(ratings),
    }
    shared = sum(sum(value is not None for value in row) > 1 for row in ratings)
    if shared < FEWEST:
        return found
    drawn = drawn_measures(ratings, resampled(len(ratings), seed))
    return {
        name: _with(one, drawn[name]) if one.defined and name in drawn else one for name, one in found.items()
    }


def drawn_measures(ratings: Ratings, again: Floats) -> dict[str, Floats]:
    """The measures where each unit is there `again` so often, for each draw; not a number where one cannot be defined."""
    values = values_of(ratings)
    counts = counts_of(ratings, values)
    made = counts.sum(axis=1)
    pairs = (made >= 2) * 1.0
    agreed = np.divide(
        (counts * (counts - 1)).sum(axis=1), made * (made - 1), out=np.zeros_like(made), where=made >= 2
    )
    coders = max((len(row) for row in ratings), default=0)
    whole = ((made == coders) & (made >= 2)) * 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        alike = (again @ agreed) / (again @ pairs)
        any_read = np.divide(counts, made[:, None], out=np.zeros_like(counts), where=made[:, None] > 0)
        shares = (again @ any_read) / (again @ (made > 0))[:, None]
        in_all = (again @ (counts * whole[:, None])) / (again @ whole * coders)[:, None]
        found = {
            "percent": alike,
            "ac1": _over(alike, (shares * (1 - shares)).sum(axis=1) / max(len(values) - 1, 1)),
            "fleiss": _over((again @ (agreed * whole)) / (again @ whole), (in_all**2).sum(axis=1)),
        }
        return found | _of_two(ratings, values, again)


def _of_two(ratings: Ratings, values: list[object], again: Floats) -> dict[str, Floats]:
    """Cohen's kappa and the most it could be, for two coders."""
    if any(len(row) != 2 for row in ratings):
        return {}
    whole = np.array([None not in row for row in ratings]) * 1.0
    first, second = (counts_of([(row[n],) for row in ratings], values) * whole[:, None] for n in (0, 1))
    total = (again @ whole)[:, None]
    mine, theirs = (again @ first) / total, (again @ second) / total
    by_chance = (mine * theirs).sum(axis=1)
    alike = (again @ (first * second).sum(axis=1)) / total[:, 0]
    return {
        "kappa": _over(alike, by_chance),
        "most": _over(np.minimum(mine, theirs).sum(axis=1), by_chance),
    }


def _over(observed: Floats, by_chance: Floats) -> Floats:
    left = 1 - by_chance
    over: Floats = np.where(left > _LEFT, (observed - by_chance) / left, np.nan)
    return over


def _with(one: Verdict, drawn: Floats) -> Verdict:
    low, high = spread(drawn)
    return replace(one, low=low, high=high)
