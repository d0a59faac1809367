"""Many tags at once, each a yes-or-no question over the same units and coders: 200 tags over a million decisions in a moment.

Units that were answered alike are counted together, so every value and every draw of its spread is worked out over a few patterns.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ldp_stories.domain.agreement.table import DRAWS, Floats, spread
from ldp_stories.domain.agreement.verdict import FEWEST, TagAgreement, Verdict, Why, undefined

YES, NO, MISSING = 1, 0, -1
_NAMES = ("percent", "kappa", "most", "fleiss", "ac1", "alpha")
Answers = NDArray[np.int8]
"""Tags by units by coders: YES, NO or MISSING."""


@dataclass(frozen=True)
class _Patterns:
    """How a unit can be answered: yeses and noes of each pattern; for two coders also what each of them said (else None)."""

    yes: Floats
    no: Floats
    coders: int
    said: tuple[Floats, Floats] | None

    @property
    def made(self) -> Floats:
        """Answers in each pattern."""
        total: Floats = self.yes + self.no
        return total


def agreement_of_tags(answers: Answers, *, seed: int = 1, draws: int = DRAWS) -> tuple[TagAgreement, ...]:
    """The agreement on each tag, with 95 % intervals from `draws` seeded resamples of the units (0: none)."""
    tags, units, _ = answers.shape
    patterns, codes, size = _coded(answers)
    at = codes + (np.arange(tags) * size)[:, None]
    counts = np.bincount(at.ravel(), minlength=tags * size).reshape(tags, size).astype(np.float64)
    chance = np.random.default_rng(seed)
    return tuple(_tag(row, patterns, chance, draws if units else 0) for row in counts)


def answers_of(tags: Sequence[Sequence[Sequence[bool | None]]]) -> Answers:
    """Plain lists (tags by units by coders) as answers."""
    as_number = {True: YES, False: NO, None: MISSING}
    rows = [[[as_number[v] for v in unit] for unit in tag] for tag in tags]
    return np.array(rows, dtype=np.int8).reshape(
        len(tags), len(tags[0]) if tags else 0, len(tags[0][0]) if tags and tags[0] else 0
    )


def _coded(answers: Answers) -> tuple[_Patterns, NDArray[np.int64], int]:
    """The patterns there can be, the pattern of each unit under each tag, and how many patterns there are."""
    coders = answers.shape[2]
    if coders == 2:
        codes = (answers[:, :, 0].astype(np.int64) + 1) * 3 + answers[:, :, 1] + 1
        first, second = np.divmod(np.arange(9), 3)
        said = (first.astype(np.float64) - 1, second.astype(np.float64) - 1)
        yes = (said[0] == YES) * 1.0 + (said[1] == YES)
        no = (said[0] == NO) * 1.0 + (said[1] == NO)
        return _Patterns(yes, no, 2, said), codes, 9
    side = coders + 1
    codes = (answers == YES).sum(axis=2, dtype=np.int64) * side + (answers == NO).sum(axis=2)
    yes, no = (part.astype(np.float64) for part in np.divmod(np.arange(side * side), side))
    return _Patterns(yes, no, coders, None), codes, side * side


def _tag(counts: Floats, patterns: _Patterns, chance: np.random.Generator, draws: int) -> TagAgreement:
    shared = counts * (patterns.made >= 2)
    units = int(shared.sum())
    one = _values(counts[None, :], patterns)
    drawn = _drawn(counts, patterns, chance, draws if units >= FEWEST else 0)
    read_by_all = int((shared * (patterns.made == patterns.coders)).sum())
    verdicts = {
        name: _verdict(one[name][0], drawn.get(name), _missing(name, patterns, units, read_by_all))
        for name in _NAMES
    }
    split = int((shared * ((patterns.yes > 0) & (patterns.no > 0))).sum())
    yes = int((shared * (patterns.yes > 0)).sum())
    four = _four(counts, patterns)
    return TagAgreement(
        units,
        yes,
        split,
        percent=verdicts["percent"],
        kappa=verdicts["kappa"],
        most=verdicts["most"],
        fleiss=verdicts["fleiss"],
        ac1=verdicts["ac1"],
        alpha=verdicts["alpha"],
        both=four.get("both"),
        first=four.get("first"),
        second=four.get("second"),
        neither=four.get("neither"),
    )


def _four(counts: Floats, patterns: _Patterns) -> dict[str, int]:
    if patterns.said is None:
        return {}
    cells = {"both": (YES, YES), "first": (YES, NO), "second": (NO, YES), "neither": (NO, NO)}
    mine, theirs = patterns.said
    return {name: int(counts[(mine == a) & (theirs == b)].sum()) for name, (a, b) in cells.items()}


def _drawn(counts: Floats, patterns: _Patterns, chance: np.random.Generator, draws: int) -> dict[str, Floats]:
    """The values in resamples of the units; only patterns that occur need to be drawn."""
    here = counts > 0
    if not draws or not here.any():
        return {}
    total = int(counts.sum())
    again = chance.multinomial(total, counts[here] / total, size=draws).astype(np.float64)
    said = patterns.said
    some = _Patterns(
        patterns.yes[here],
        patterns.no[here],
        patterns.coders,
        None if said is None else (said[0][here], said[1][here]),
    )
    return _values(again, some)


def _values(counts: Floats, patterns: _Patterns) -> dict[str, Floats]:
    """Every value for each row of pattern counts; not a number where it cannot be defined."""
    yes, no, made = patterns.yes, patterns.no, patterns.made
    pairs = made >= 2
    alike = np.divide(
        yes * (yes - 1) + no * (no - 1), made * (made - 1), out=np.zeros_like(made), where=pairs
    )
    clash = np.divide(2 * yes * no, made - 1, out=np.zeros_like(made), where=pairs)
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = (counts @ alike) / (counts @ pairs.astype(np.float64))
        any_read = np.where(made > 0, yes / np.maximum(made, 1), 0.0)
        share = (counts @ any_read) / (counts @ (made > 0).astype(np.float64))
        yeses, noes = counts @ (yes * pairs), counts @ (no * pairs)
        expected = 2 * yeses * noes / (yeses + noes - 1)
        whole = (made == patterns.coders) & pairs
        all_read = counts @ whole.astype(np.float64)
        of_all = (counts @ (yes * whole)) / (all_read * patterns.coders)
        everybody = (counts @ (alike * whole)) / all_read
        found = {
            "percent": percent,
            "ac1": _over(percent, 2 * share * (1 - share)),
            "alpha": np.where(expected > 0, 1 - (counts @ clash) / expected, np.nan),
            "fleiss": _over(everybody, of_all**2 + (1 - of_all) ** 2),
        }
        kappa, most = _cohen(counts, patterns)
    return found | {"kappa": kappa, "most": most}


def _cohen(counts: Floats, patterns: _Patterns) -> tuple[Floats, Floats]:
    if patterns.said is None:
        nothing = np.full(len(counts), np.nan)
        return nothing, nothing
    mine, theirs = patterns.said
    both = (mine != MISSING) & (theirs != MISSING)
    total = counts @ both.astype(np.float64)
    first, second = ((counts @ ((said == YES) & both).astype(np.float64)) / total for said in (mine, theirs))
    alike = (counts @ ((mine == theirs) & both).astype(np.float64)) / total
    by_chance = first * second + (1 - first) * (1 - second)
    at_most = np.minimum(first, second) + np.minimum(1 - first, 1 - second)
    return _over(alike, by_chance), _over(at_most, by_chance)


def _over(observed: Floats, by_chance: Floats) -> Floats:
    """What is above chance, as a share of what could be; not a number where chance alone explains all."""
    left = 1 - by_chance
    over: Floats = np.where(left > 1e-12, (observed - by_chance) / left, np.nan)
    return over


def _verdict(value: float, drawn: Floats | None, missing: Why) -> Verdict:
    if np.isnan(value):
        return undefined(missing)
    low, high = (None, None) if drawn is None else spread(drawn)
    return Verdict(float(value), None, low, high)


def _missing(name: str, patterns: _Patterns, units: int, read_by_all: int) -> Why:
    """Why a value cannot be defined, when it cannot."""
    if name in ("kappa", "most") and patterns.said is None:
        return Why.NOT_TWO
    if not units:
        return Why.NOTHING_SHARED
    return Why.NOBODY_ALL if name == "fleiss" and not read_by_all else Why.ONE_ANSWER
