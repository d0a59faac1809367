"""The values of the books, to all the digits they print (domain/6-methods.md 6.3)."""

import pytest

from ldp_stories.domain.agreement.alpha import Level, alpha, alpha_of_sets, jaccard, masi
from ldp_stories.domain.agreement.nominal import ac1, cohen, cohen_most, fleiss, percent
from ldp_stories.domain.agreement.unitizing import disagreement, unitizing_alpha, unitizing_alpha_of_all
from ldp_stories.domain.agreement.verdict import Verdict
from ldp_stories.domain.agreement.yes_no import agreement_of_tags, answers_of
from tests.domain.agreement.known import (
    COHEN_1960,
    FLEISS_1971,
    GWET,
    KRIPPENDORFF_2011,
    METHODS_D1,
    SPANS_1995,
    SPANS_C,
    SPANS_K,
    shifted,
)


def shown(verdict: Verdict, digits: int = 3) -> str:
    assert verdict.value is not None
    return f"{verdict.value:.{digits}f}"


def test_the_tag_of_our_own_methods_page() -> None:
    assert shown(percent(METHODS_D1)) == "0.800"
    assert shown(cohen(METHODS_D1)) == "0.585"
    assert shown(alpha(METHODS_D1)) == "0.590"


def test_the_same_tag_among_many_at_once() -> None:
    (tag,) = agreement_of_tags(answers_of([METHODS_D1]), draws=0)
    assert [shown(v) for v in (tag.percent, tag.kappa, tag.alpha)] == ["0.800", "0.585", "0.590"]
    assert (tag.both, tag.first, tag.second, tag.neither) == (9, 4, 2, 15)
    assert (tag.units, tag.yes, tag.split) == (30, 15, 6)


@pytest.mark.parametrize(
    ("level", "value"),
    [
        (Level.NOMINAL, "0.743"),
        (Level.ORDINAL, "0.815"),
        (Level.INTERVAL, "0.849"),
        (Level.RATIO, "0.797"),
    ],
)
def test_krippendorff_2011_with_four_observers_and_gaps(level: Level, value: str) -> None:
    assert shown(alpha(KRIPPENDORFF_2011, level)) == value


def test_the_table_of_cohen_1960_gives_its_kappa() -> None:
    assert shown(cohen(COHEN_1960)) == "0.492"
    assert shown(cohen_most(COHEN_1960)) == "0.831"


def test_the_table_of_fleiss_1971_gives_its_kappa() -> None:
    assert shown(fleiss(FLEISS_1971)) == "0.430"


def test_gwet_where_kappa_is_misled_by_a_common_answer() -> None:
    assert shown(ac1(GWET)) == "0.941"
    assert shown(cohen(GWET)) == "-0.023"


def test_the_chance_of_agreeing_adds_the_two_answers_and_does_not_multiply_them() -> None:
    # A much used program printed 0.2987 and -0.0667 for these two tables.
    first = [(1, 1)] * 4 + [(1, 0)] * 1 + [(0, 1)] * 2 + [(0, 0)] * 3
    assert cohen(first).value == pytest.approx((0.7 - 0.5) / 0.5)
    second = [(1, 0)] * 5 + [(0, 1)] * 5
    assert cohen(second).value == pytest.approx(-1.0)


def test_spans_of_krippendorff_2004() -> None:
    c, k = shifted(SPANS_C, 150), shifted(SPANS_K, 150)
    observed, expected = disagreement(c, 300)
    assert f"{observed:.4f} {expected:.4f}" == "0.0144 0.0532"
    assert f"{disagreement(k, 300)[1]:.4f}" == "0.0490"
    # The book prints 0.7286 and 0.8591, worked out from disagreements that it had rounded to four digits.
    assert unitizing_alpha(c, 300).value == pytest.approx(0.7286, abs=1e-4)
    assert shown(unitizing_alpha(k, 300), 4) == "1.0000"
    assert unitizing_alpha_of_all({"c": c, "k": k}, 300).value == pytest.approx(0.8591, abs=5e-4)


@pytest.mark.parametrize(
    ("tag", "observed"), [("A", "0.03125"), ("B", "2.26736"), ("C", "0.02778"), ("D", "0.38715")]
)
def test_spans_of_krippendorff_1995(tag: str, observed: str) -> None:
    assert f"{disagreement(SPANS_1995[tag], 24)[0]:.5f}" == observed


@pytest.mark.parametrize(
    ("tag", "value", "near"),
    [("A", 0.553, 0.0005), ("D", 0.066, 0.0005), ("B", -0.926, 0.003), ("C", 0.679, 0.02)],
)
def test_the_same_spans_in_very_small_steps(tag: str, value: float, near: float) -> None:
    # B and C were printed in 1995 from a formula for chance that the book of 2004 put right.
    fine = [tuple((a * 50_000, b * 50_000) for a, b in coder) for coder in SPANS_1995[tag]]
    assert unitizing_alpha(fine, 24 * 50_000).value == pytest.approx(value, abs=near)


def test_sets_of_tags_are_as_far_apart_as_what_they_do_not_share() -> None:
    one, two, other = frozenset("ab"), frozenset("abc"), frozenset("xy")
    assert (jaccard(one, one), jaccard(one, other)) == (0, 1)
    assert jaccard(one, two) == pytest.approx(1 / 3)
    assert masi(one, two) == pytest.approx(1 - 2 / 3 * 2 / 3)
    assert masi(frozenset("ab"), frozenset("bc")) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi(frozenset(), frozenset()) == jaccard(frozenset(), frozenset()) == 0
    assert masi(frozenset(), one) == 1


def test_alpha_of_sets_by_hand() -> None:
    # Two units, two coders: {a}|{a}, {a}|{a,b}. Distance of {a} and {a,b} is 1 - 1/2*2/3 = 2/3; n = 4, three {a} and one {a,b}.
    a, ab = frozenset("a"), frozenset("ab")
    rated = [(a, a), (a, ab)]
    observed, expected = 2 * (2 / 3) / 4, 2 * 3 * 1 * (2 / 3) / (4 * 3)
    assert alpha_of_sets(rated).value == pytest.approx(1 - observed / expected)
    assert alpha_of_sets(rated, jaccard).value == pytest.approx(1 - (2 * 0.5 / 4) / (2 * 3 * 0.5 / 12))


def test_alpha_of_sets_has_the_same_interval_each_time_and_none_for_few_units() -> None:
    one, both, other = frozenset({"a"}), frozenset({"a", "b"}), frozenset({"b"})
    units = [(one, one)] * 12 + [(one, both)] * 6 + [(other, both)] * 4 + [(other, one)] * 2
    found = alpha_of_sets(units, seed=7)
    assert found == alpha_of_sets(units, seed=7)
    assert found.low is not None
    assert found.high is not None
    assert found.low < (found.value or 0) < found.high <= 1
    assert alpha_of_sets(units).low is None, "only where it is asked for"
    assert alpha_of_sets(units[:19], seed=7).low is None


def test_the_interval_of_sets_of_one_tag_is_that_of_the_tag() -> None:
    """A tag as a set, with or without it, is the yes-or-no question: the two ways of drawing tell the same spread."""
    yes, no = frozenset({"a"}), frozenset[str]()
    answers = [(True, True)] * 9 + [(True, False)] * 4 + [(False, True)] * 2 + [(False, False)] * 15
    (tag,) = agreement_of_tags(answers_of([answers]), seed=7)
    found = alpha_of_sets([tuple(yes if v else no for v in unit) for unit in answers], seed=7)
    assert found.value == pytest.approx(tag.alpha.value)
    assert found.low == pytest.approx(tag.alpha.low, abs=0.05)
    assert found.high == pytest.approx(tag.alpha.high, abs=0.05)
