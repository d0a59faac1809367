"""What must hold of any table: names and order do not matter, perfect is one, nothing is a sentence and never a number."""

import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.agreement.alpha import Level, alpha, alpha_of_sets
from ldp_stories.domain.agreement.nominal import ac1, cohen, cohen_most, fleiss, percent
from ldp_stories.domain.agreement.unitizing import joined, unitizing_alpha
from ldp_stories.domain.agreement.verdict import FEWEST, State, TagAgreement, Why
from ldp_stories.domain.agreement.yes_no import agreement_of_tags, answers_of

Unit = tuple[int | None, ...]


@st.composite
def tables(draw: st.DrawFn) -> list[Unit]:
    coders = draw(st.integers(2, 4))
    value = st.one_of(st.none(), st.integers(0, 3))
    return draw(st.lists(st.tuples(*[value] * coders), min_size=1, max_size=15))


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_units_and_coders_does_not_matter(rated: list[Unit], chance: random.Random) -> None:
    order = list(range(len(rated[0])))
    chance.shuffle(order)
    mixed = [tuple(row[n] for n in order) for row in rated]
    chance.shuffle(mixed)
    for measure in (percent, alpha, fleiss, ac1):
        one, other = measure(rated), measure(mixed)
        assert one.why is other.why
        assert one.value == pytest.approx(other.value, abs=1e-12)


@given(tables())
def test_other_names_for_the_values_give_the_same(rated: list[Unit]) -> None:
    names = ["zeta", "alpha", "mu", "beta"]
    named = [tuple(None if v is None else names[v] for v in row) for row in rated]
    for measure in (percent, alpha, fleiss, ac1):
        assert measure(named).value == pytest.approx(measure(rated).value, abs=1e-12)


@given(tables(), st.integers(1, 9), st.integers(-5, 5))
def test_interval_alpha_does_not_care_about_the_scale(rated: list[Unit], times: int, plus: int) -> None:
    scaled = [tuple(None if v is None else v * times + plus for v in row) for row in rated]
    one, other = alpha(rated, Level.INTERVAL), alpha(scaled, Level.INTERVAL)
    assert one.value == pytest.approx(other.value, abs=1e-9)


@given(tables())
def test_no_value_is_more_than_one(rated: list[Unit]) -> None:
    for measure in (percent, alpha, fleiss, ac1):
        found = measure(rated)
        assert found.value is None or found.value <= 1 + 1e-12
        assert (found.value is None) == (found.why is not None)


@given(
    st.lists(st.integers(0, 3), min_size=2, max_size=20).filter(lambda v: len(set(v)) > 1), st.integers(2, 4)
)
def test_to_say_the_same_always_is_one(values: list[int], coders: int) -> None:
    rated = [(v,) * coders for v in values]
    for measure in (percent, alpha, fleiss, ac1):
        assert measure(rated).value == pytest.approx(1)
    if coders == 2:
        assert cohen(rated).value == pytest.approx(1)


@given(tables())
def test_kappa_is_never_above_the_most_it_could_be(rated: list[Unit]) -> None:
    two = [row[:2] for row in rated]
    one, most = cohen(two), cohen_most(two)
    assert one.why is most.why
    if one.value is not None and most.value is not None:
        assert one.value <= most.value + 1e-12


@given(tables())
def test_a_unit_that_only_one_person_read_changes_no_alpha(rated: list[Unit]) -> None:
    lonely: Unit = (1, *[None] * (len(rated[0]) - 1))
    assert alpha([*rated, lonely]).value == pytest.approx(alpha(rated).value, abs=1e-12)


@given(tables())
def test_sets_of_one_tag_are_the_tags_themselves(rated: list[Unit]) -> None:
    sets = [tuple(None if v is None else frozenset({str(v)}) for v in row) for row in rated]
    assert alpha_of_sets(sets).value == pytest.approx(alpha(rated).value, abs=1e-12)


spans = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=6).map(joined)


@given(spans, spans)
def test_spans_that_are_the_same_agree_wholly_and_it_does_not_matter_who_is_first(
    mine: tuple[tuple[int, int], ...], theirs: tuple[tuple[int, int], ...]
) -> None:
    one, other = unitizing_alpha([mine, theirs], 60), unitizing_alpha([theirs, mine], 60)
    assert one.value == pytest.approx(other.value, abs=1e-12)
    alone = unitizing_alpha([mine, mine], 60)
    assert alone.value == pytest.approx(1) if mine else alone.why is Why.ONE_ANSWER


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=8))
def test_joined_spans_cover_the_same_and_never_overlap(raw: list[tuple[int, int]]) -> None:
    found = joined(raw)
    assert {n for a, b in found for n in range(a, b)} == {n for a, b in raw for n in range(a, b)}
    assert all(one[1] <= other[0] for one, other in pairwise(found))


def test_two_who_shared_no_work_have_no_value() -> None:
    apart: list[Unit] = [(1, None), (None, 1), (0, None)]
    for measure in (percent, cohen, alpha, ac1):
        assert measure(apart).why is Why.NOTHING_SHARED
    assert unitizing_alpha([[(0, 3)]], 9).why is Why.NOTHING_SHARED


def test_kappa_of_three_coders_is_not_defined() -> None:
    assert cohen([(1, 0, 1)]).why is Why.NOT_TWO


def test_fleiss_needs_a_unit_that_all_have_read() -> None:
    assert fleiss([(1, None, 1), (None, 0, 0)]).why is Why.NOBODY_ALL


def test_one_answer_only_has_no_chance_corrected_value() -> None:
    for measure in (cohen, cohen_most, fleiss, alpha, ac1):
        assert measure([(0, 0)] * 30).why is Why.ONE_ANSWER


def tag(*units: tuple[bool | None, ...], draws: int = 200, seed: int = 1) -> TagAgreement:
    return agreement_of_tags(answers_of([list(units)]), draws=draws, seed=seed)[0]


def test_what_may_be_said_of_a_tag() -> None:
    assert tag((True, None), (None, False)).state is State.NOT_READ
    assert tag(*[(False, False)] * 30).state is State.NOT_USED
    assert tag(*[(True, True)] * (FEWEST - 1)).state is State.TOO_FEW
    assert tag(*[(True, True)] * FEWEST).state is State.READY


def test_a_tag_that_everybody_always_used_has_no_kappa() -> None:
    found = tag(*[(True, True)] * 40)
    assert found.percent.value == 1
    assert (found.kappa.why, found.alpha.why) == (Why.ONE_ANSWER, Why.ONE_ANSWER)


def test_with_three_coders_kappa_is_a_reason_and_the_four_counts_are_none() -> None:
    found = tag(*[(True, True, False)] * 25, *[(False, None, False)] * 5)
    assert found.kappa.why is Why.NOT_TWO
    assert found.both is None
    assert (found.units, found.yes, found.split) == (30, 25, 25)
    nobody = tag((True, True, None), (None, False, True))
    assert nobody.fleiss.why is Why.NOBODY_ALL


def test_the_spread_is_the_same_for_the_same_seed_and_holds_the_value() -> None:
    units = [(True, True)] * 20 + [(True, False)] * 6 + [(False, False)] * 34
    one, again, other = tag(*units), tag(*units), tag(*units, seed=2)
    assert one == again
    assert one.alpha.low != other.alpha.low
    for verdict in (one.percent, one.kappa, one.alpha, one.ac1, one.fleiss):
        assert verdict.low is not None
        assert verdict.high is not None
        assert verdict.low <= (verdict.value or 0) <= verdict.high


def test_the_spread_is_about_what_theory_gives_for_a_share() -> None:
    units = [(True, True)] * 320 + [(True, False)] * 80
    found = tag(*units, draws=4_000).percent
    error = 1.96 * np.sqrt(0.8 * 0.2 / 400)
    assert found.low == pytest.approx(0.8 - error, abs=0.006)
    assert found.high == pytest.approx(0.8 + error, abs=0.006)


def test_few_units_have_no_spread() -> None:
    found = tag(*[(True, False), (True, True)] * 5)
    assert (found.percent.low, found.percent.high) == (None, None)


def test_no_tags_and_no_units_are_no_trouble() -> None:
    assert agreement_of_tags(answers_of([])) == ()
    (found,) = agreement_of_tags(answers_of([[]]))
    assert found.state is State.NOT_READ
