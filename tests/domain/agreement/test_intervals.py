"""How sure a value is: each draw gives what the plain measure gives for the units drawn, and intervals come from such draws alone."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.agreement.alpha import Level, _differ, _drawn, _drawn_by_order, alpha
from ldp_stories.domain.agreement.intervals import drawn_measures, measures
from ldp_stories.domain.agreement.nominal import ac1, cohen, cohen_most, fleiss, percent
from ldp_stories.domain.agreement.table import Ratings, counts_of, pairable, values_of
from ldp_stories.domain.agreement.unitizing import Span, unitizing_alpha
from ldp_stories.domain.agreement.unitizing_spread import (
    Stretch,
    alpha_of_stretches,
    drawn_alphas,
    end_to_end,
)
from ldp_stories.domain.agreement.verdict import FEWEST, Verdict
from ldp_stories.domain.agreement.yes_no import agreement_of_tags, answers_of
from tests.domain.agreement.known import COHEN_1960, FLEISS_1971, KRIPPENDORFF_2011, METHODS_D1

SEED = 20_250
PLAIN: dict[str, Callable[[Ratings], Verdict]] = {
    "percent": percent,
    "kappa": cohen,
    "most": cohen_most,
    "fleiss": fleiss,
    "ac1": ac1,
}


def drawn_rows(ratings: Ratings, times: Sequence[int]) -> list[Sequence[object]]:
    return [row for row, n in zip(ratings, times, strict=True) for _ in range(n)]


def same(drawn: float, plain: Verdict) -> bool:
    """One draw and the plain measure: the same number, or neither is one."""
    return math.isnan(drawn) if plain.value is None else drawn == pytest.approx(plain.value, abs=1e-9)


@pytest.mark.parametrize("rated", [METHODS_D1, COHEN_1960, FLEISS_1971, KRIPPENDORFF_2011])
def test_each_draw_of_a_table_is_the_measure_of_its_units(rated: Ratings) -> None:
    chance = np.random.default_rng(3)
    again = chance.multinomial(len(rated), np.full(len(rated), 1 / len(rated)), size=12)
    drawn = drawn_measures(rated, again.astype(np.float64))
    values = values_of(rated)
    for at, times in enumerate(again.tolist()):
        rows = drawn_rows(rated, times)
        if values_of(rows) != values:  # a value that is not drawn is still one that could have been
            continue
        for name, found in drawn.items():
            assert same(found[at], PLAIN[name](rows)), name


@pytest.mark.parametrize("level", list(Level))
def test_each_draw_of_alpha_is_the_alpha_of_its_units(level: Level) -> None:
    units = [row for row in KRIPPENDORFF_2011 if len(row) - row.count(None) > 1]
    values = values_of(units)
    counts = pairable(counts_of(units, values))
    chance = np.random.default_rng(4)
    again = chance.multinomial(len(units), np.full(len(units), 1 / len(units)), size=12)
    if level is Level.ORDINAL:
        drawn = _drawn_by_order(counts, again.astype(np.float64))
    else:
        drawn = _drawn(counts, _differ(values, counts.sum(axis=0), level), again.astype(np.float64))
    for at, times in enumerate(again.tolist()):
        assert same(drawn[at], alpha(drawn_rows(units, times), level))


def test_a_table_has_the_intervals_that_a_round_has() -> None:
    (tag,) = agreement_of_tags(answers_of([METHODS_D1]), seed=SEED)
    found = measures(METHODS_D1, seed=SEED) | {"alpha": alpha(METHODS_D1, seed=SEED)}
    for name in ("percent", "kappa", "most", "ac1", "alpha"):
        one, other = found[name], getattr(tag, name)
        assert one.value == pytest.approx(other.value)
        assert one.low == pytest.approx(other.low, abs=0.05)
        assert one.high == pytest.approx(other.high, abs=0.05)


def test_few_units_have_no_interval_and_none_is_asked_for_without_a_number_to_draw_by() -> None:
    few = METHODS_D1[: FEWEST - 1]
    assert {v.low for v in measures(few, seed=1).values()} == {None}
    assert alpha(few, seed=1).low is None
    assert alpha(METHODS_D1).low is None
    assert measures(FLEISS_1971, seed=1)["fleiss"].low is not None
    assert measures(FLEISS_1971, seed=1)["kappa"].value is None


@pytest.mark.parametrize("level", [Level.ORDINAL, Level.INTERVAL, Level.RATIO])
def test_every_level_has_an_interval_that_holds_its_value(level: Level) -> None:
    rated = KRIPPENDORFF_2011 * 3
    found = alpha(rated, level, seed=SEED)
    assert found == alpha(rated, level, seed=SEED)
    assert found.low is not None
    assert found.high is not None
    assert found.low < (found.value or 0) < found.high <= 1


# --- spans -----------------------------------------------------------------------


@st.composite
def stretches(draw: st.DrawFn) -> list[Stretch]:
    """Some texts that two or three people marked, with nothing, gaps at the ends, and spans side by side."""
    coders = draw(st.integers(2, 3))
    found: list[Stretch] = []
    for _ in range(draw(st.integers(1, 6))):
        length = draw(st.integers(1, 30))
        marks: list[Sequence[Span]] = []
        for _ in range(coders):
            edges = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
            spans = list(zip(edges[::2], edges[1::2], strict=False))
            marks.append(spans)
        found.append((marks, length))
    return found


@given(stretches(), st.data())
def test_each_draw_of_stretches_is_alpha_of_them_end_to_end(
    marked: list[Stretch], data: st.DataObject
) -> None:
    draw = data.draw(st.lists(st.integers(0, len(marked) - 1), min_size=1, max_size=8))
    (found,) = drawn_alphas(marked, np.array([draw]))
    assert same(found, unitizing_alpha(*end_to_end([marked[at] for at in draw])))


def some_texts(count: int) -> list[Stretch]:
    """Two people who mark nearly the same in texts of many lengths, and not at all in every fifth."""
    found: list[Stretch] = []
    for at in range(count):
        start = 5 + 3 * (at % 7)
        first = [(start, start + 20 + at % 4)]
        second = [] if at % 5 == 0 else [(start + at % 3, start + 20 + at % 4)]
        found.append(([first, second], 100 + 11 * (at % 9)))
    return found


def test_spans_have_an_interval_from_twenty_texts_on() -> None:
    found = alpha_of_stretches(some_texts(FEWEST), seed=SEED)
    assert found == alpha_of_stretches(some_texts(FEWEST), seed=SEED)
    assert found.value == unitizing_alpha(*end_to_end(some_texts(FEWEST))).value
    assert found.low is not None
    assert found.high is not None
    assert found.low < (found.value or 0) < found.high <= 1
    few = alpha_of_stretches(some_texts(FEWEST - 1), seed=SEED)
    assert few.value is not None
    assert few.low is None


def test_people_who_always_mark_the_same_are_sure_of_it() -> None:
    alike: list[Stretch] = [([one, one], length) for (one, _), length in some_texts(30)]
    found = alpha_of_stretches(alike, seed=SEED)
    assert (found.value, found.low, found.high) == (1, 1, 1)
