"""The sentences of agreement: a number only where it means something, else why there is none."""

import pytest

from ldp_stories.domain.agreement.verdict import Verdict, Why, undefined
from ldp_stories.domain.agreement.yes_no import agreement_of_tags, answers_of
from ldp_stories.services.agreement_words import counts, headline, share, small_warning, value, values

YES_YES, YES_NO, NO_YES, NO_NO = (True, True), (True, False), (False, True), (False, False)
METHODS = [YES_YES] * 9 + [YES_NO] * 4 + [NO_YES] * 2 + [NO_NO] * 15


def test_a_ready_tag_has_a_headline_counts_and_values() -> None:
    found = agreement_of_tags(answers_of([METHODS]))[0]
    assert headline(found) == "The same answer on 24 of 30 (80 %, between 63 and 93 %)."
    assert counts(found, ("Priya", "Theo")) == "Both yes 9, only Priya 4, only Theo 2, both no 15."
    kappa, most, ac1, alpha = values(found, 2)
    assert kappa.startswith("Cohen's kappa 0.585, between ")
    assert most.startswith("The most kappa could be 0.862")
    assert ac1.startswith("Gwet's AC1 0.")
    assert alpha.startswith("Krippendorff's alpha 0.590, between ")


def test_more_than_two_coders_have_fleiss_and_no_four_counts() -> None:
    units = [(True, True, False)] * 12 + [(False, False, False)] * 12
    found = agreement_of_tags(answers_of([units]))[0]
    plain_share = agreement_of_tags(answers_of([units]), draws=0)[0]
    assert headline(plain_share) == "All said the same on 12 of 24. Pairs of answers that are the same: 67 %."
    assert counts(found, ("A", "B", "C")) == ""
    assert [v.split(" 0.")[0] for v in values(found, 3)] == [
        "Fleiss' kappa",
        "Gwet's AC1",
        "Krippendorff's alpha",
    ]


@pytest.mark.parametrize(
    ("units", "words"),
    [
        ([NO_NO] * 30, "Not used: nobody said yes, in 30 read by two or more."),
        ([YES_NO, YES_YES], "Too few to say. The same answer on 1 of 2."),
        ([(True, None)], "Nothing to compare yet: nobody read the same."),
    ],
)
def test_what_cannot_be_said_is_words_and_has_no_values(
    units: list[tuple[bool | None, ...]], words: str
) -> None:
    found = agreement_of_tags(answers_of([units]))[0]
    assert headline(found) == words
    assert values(found, 2) == ()


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (Why.ONE_ANSWER, "because all the answers are the same"),
        (Why.NOTHING_SHARED, "because nobody read the same"),
        (Why.NOT_TWO, "because it is for two people only"),
        (Why.NOBODY_ALL, "because nothing was read by everybody"),
    ],
)
def test_a_value_that_cannot_be_defined_says_why(why: Why, words: str) -> None:
    assert value("kappa", undefined(why)) == f"Cohen's kappa cannot be defined, {words}."


def test_a_tag_that_all_always_used_has_percent_and_reasons() -> None:
    found = agreement_of_tags(answers_of([[YES_YES] * 25]))[0]
    assert headline(found) == "The same answer on 25 of 25 (100 %)."
    assert [v.split(" cannot")[0] for v in values(found, 2)] == [
        "Cohen's kappa",
        "Gwet's AC1 1.000.",
        "Krippendorff's alpha",
    ]
    assert values(found, 2)[0] == "Cohen's kappa cannot be defined, because all the answers are the same."


def test_a_value_without_a_spread_stands_alone() -> None:
    assert value("alpha", Verdict(0.5)) == "Krippendorff's alpha 0.500."


@pytest.mark.parametrize(("units", "warns"), [(0, True), (19, True), (20, False), (500, False)])
def test_small_samples_are_warned_of(units: int, warns: bool) -> None:
    assert bool(small_warning(units)) is warns


def test_sentences_go_through_the_language_of_the_window() -> None:
    asked: list[str] = []

    def say(text: str, **facts: object) -> str:
        asked.append(text)
        return text.format(**facts).upper()

    found = agreement_of_tags(answers_of([METHODS]), draws=0)[0]
    assert headline(found, say) == "THE SAME ANSWER ON 24 OF 30 (80 %)."
    assert asked == ["{percent} %", "The same answer on {alike} of {units} ({percent})."]


@pytest.mark.parametrize(
    ("alike", "of", "words"),
    [(23, 40, "58 %"), (1, 40, "3 %"), (1, 3, "33 %"), (2, 3, "67 %"), (40, 40, "100 %"), (0, 40, "0 %")],
)
def test_a_half_of_a_percent_goes_up_as_people_round(alike: int, of: int, words: str) -> None:
    assert share(Verdict(alike / of)) == words
