"""Random tables give what well-kept libraries give, to nine digits; and one tag among many gives what the tag alone gives."""

import random

import krippendorff
import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from ldp_stories.domain.agreement.alpha import Level, alpha
from ldp_stories.domain.agreement.nominal import ac1, cohen, cohen_most, fleiss, percent
from ldp_stories.domain.agreement.table import counts_of
from ldp_stories.domain.agreement.verdict import Verdict, Why
from ldp_stories.domain.agreement.yes_no import agreement_of_tags, answers_of
from tests.effort import effort

SEEDS = range(effort(40, 1_000))


def table(seed: int, *, gaps: float = 0.25, values: int = 5) -> list[tuple[int | None, ...]]:
    """Random values by unit and coder."""
    chance = random.Random(seed)
    units, coders = chance.randint(2, 40), chance.randint(2, 6)
    used = chance.randint(2, values)
    return [
        tuple(None if chance.random() < gaps else chance.randint(1, used) for _ in range(coders))
        for _ in range(units)
    ]


@pytest.mark.parametrize("level", list(Level))
def test_alpha_is_the_same(level: Level) -> None:
    compared = 0
    for seed in SEEDS:
        rated = table(seed)
        ours = alpha(rated, level)
        data = np.array([[np.nan if v is None else v for v in row] for row in rated], dtype=float).T
        try:
            theirs = krippendorff.alpha(reliability_data=data, level_of_measurement=level.value)
        except ValueError:
            assert ours.why in (Why.ONE_ANSWER, Why.NOTHING_SHARED)
            continue
        if np.isnan(theirs):
            assert not ours.defined
            continue
        assert ours.value == pytest.approx(theirs, abs=1e-9)
        compared += 1
    assert compared > len(SEEDS) / 2


@pytest.mark.filterwarnings("ignore:.*encountered in scalar divide:RuntimeWarning")
def test_fleiss_is_the_same() -> None:
    for seed in SEEDS:
        rated = table(seed, gaps=0.0)
        known = [1, 2, 3, 4, 5]
        theirs = fleiss_kappa(counts_of(rated, known), method="fleiss")
        ours = fleiss(rated)
        if np.isnan(theirs):
            assert ours.why is Why.ONE_ANSWER
        else:
            assert ours.value == pytest.approx(theirs, abs=1e-9)


@pytest.mark.filterwarnings("ignore:.*encountered in scalar divide:RuntimeWarning")
def test_cohen_and_the_most_it_could_be_are_the_same() -> None:
    for seed in SEEDS:
        rated = [row[:2] for row in table(seed, gaps=0.0)]
        counts = np.zeros((5, 5))
        for first, second in rated:
            assert first is not None
            assert second is not None
            counts[first - 1, second - 1] += 1
        if (counts.sum(axis=0) * counts.sum(axis=1)).max() == len(rated) ** 2:
            assert cohen(rated).why is Why.ONE_ANSWER
            continue
        theirs = cohens_kappa(counts)
        assert cohen(rated).value == pytest.approx(theirs.kappa, abs=1e-9)
        assert cohen_most(rated).value == pytest.approx(theirs.kappa_max, abs=1e-9)


def test_one_tag_among_many_is_the_tag_alone() -> None:
    for seed in SEEDS:
        chance = random.Random(seed)
        coders, units = chance.randint(2, 5), chance.randint(1, 60)
        tags = [
            [
                tuple(None if chance.random() < 0.2 else chance.random() < share for _ in range(coders))
                for _ in range(units)
            ]
            for share in (0.0, 0.1, 0.5, 0.9)
        ]
        for alone, among in zip(tags, agreement_of_tags(answers_of(tags), draws=0), strict=True):
            same(among.percent, percent(alone))
            same(among.alpha, alpha(alone))
            same(among.fleiss, fleiss(alone))
            same(among.ac1, ac1(alone, (False, True)))
            same(among.kappa, cohen(alone))
            same(among.most, cohen_most(alone))


def same(one: Verdict, other: Verdict) -> None:
    assert one.defined == other.defined, (one, other)
    if other.value is not None:
        assert one.value == pytest.approx(other.value, abs=1e-9)
    else:
        assert one.why is other.why, (one, other)
