"""Codes that can be read aloud, and the age bands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.people import ALPHABET, AgeBand, check_character, new_code, plain_relation, tidy_code

bodies = st.text(alphabet=ALPHABET, min_size=6, max_size=6)


@pytest.mark.parametrize("code", ["BS-7Q2K-9TD", "LT-4HN7-KQY"])
def test_the_published_examples_are_valid(code: str) -> None:
    assert tidy_code(code) == code


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lt-4hn7-kqy", "LT-4HN7-KQY"),
        ("LT4HN7KQY", "LT-4HN7-KQY"),
        (" lt 4hn7 kqy ", "LT-4HN7-KQY"),
        ("LT.4HN7.KQY", "LT-4HN7-KQY"),
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed: str, meant: str) -> None:
    assert tidy_code(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "LT", "LT-4HN7-KQ", "LT-4HN7-KQ2", "LT-4HN1-KQY", "4HN7KQY", "LT-4HO7-KQY", "LT-4HN7-KQYY"]
)
def test_a_slip_in_a_code_is_noticed(typed: str) -> None:
    assert tidy_code(typed) is None


@given(bodies, st.integers(0, 5), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_caught(body: str, at: int, other: str) -> None:
    code = f"LT-{body[:4]}-{body[4:]}{check_character(body)}"
    wrong = body[:at] + other + body[at + 1 :]
    typed = f"LT-{wrong[:4]}-{wrong[4:]}{check_character(body)}"
    assert (tidy_code(typed) == code) == (wrong == body)


@given(st.sampled_from(["LT", "BS"]))
def test_a_new_code_is_valid_and_keeps_the_programme_letters(prefix: str) -> None:
    code = new_code(prefix)
    assert tidy_code(code) == code
    assert code.startswith(f"{prefix}-")


def test_two_laptops_drawing_a_thousand_codes_do_not_collide() -> None:
    # 30^6 = 729 million: the chance of one collision in 1,000 codes is under one in a thousand
    drawn = [new_code("LT") for _ in range(1000)]
    assert len(set(drawn)) == len(drawn)


def test_no_character_looks_like_another() -> None:
    assert not set("01ILOU") & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 30


@pytest.mark.parametrize(
    ("band", "child"),
    [(AgeBand.UNDER_11, True), (AgeBand.FROM_11, True), (AgeBand.FROM_16, False), (AgeBand.NOT_GIVEN, False)],
)
def test_a_grown_up_is_needed_below_sixteen(band: AgeBand, child: bool) -> None:
    assert band.under_16 is child


def test_the_bands_cut_at_sixteen_eighteen_and_sixty() -> None:
    starts = {int(b.value.split("-")[0].rstrip("+")) for b in AgeBand if b is not AgeBand.NOT_GIVEN}
    assert {16, 18, 60} <= starts


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("mother", "mother"),
        (" Her mum. ", "mum"),
        ("the Youth Worker", "youth worker"),
        ("foster  carer", "foster carer"),
        ("auntie Zahra", ""),
        ("", ""),
        ("the", ""),
        ("|", ""),
        ("mum|dad", ""),
    ],
)
def test_only_how_somebody_is_related_is_said_and_never_who_they_are(typed: str, plain: str) -> None:
    assert plain_relation(typed) == plain
