"""How many signs of a person are seen in invented stories, and how often ordinary words raise a false alarm."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.name_signs import is_nhs_number, name_signs

SAID = [
    ("Mr Khan let us use the hall", "Mr Khan"),
    ("and Miss Lee-Jones teaches there", "Miss Lee-Jones"),
    ("ask Cllr O'Neill about the bins", "Cllr O'Neill"),
    ("Councillor Priya Nair opened it", "Councillor Priya Nair"),
    ("Imam Yusuf said we could walk there", "Imam Yusuf"),
    ("Prof. Stone came once", "Prof. Stone"),
    ("his name was Danny and he ran", "his name was Danny"),
    ("Her name’s Aaliyah by the way", "Her name’s Aaliyah"),
    ("a lad named Kofi Mensah", "named Kofi Mensah"),
    ("outside 7a Lower Mill Close", "7a Lower Mill Close"),
    ("at 221 Baker Street", "221 Baker Street"),
    ("he goes to Hollybrook Academy", "Hollybrook Academy"),
    ("the doctor at Green Lane Surgery", "Green Lane Surgery"),
]
POSTCODES = [
    "B37 7HG",
    "B377HG",
    "M1 1AE",
    "CR2 6XH",
    "DN55 1PT",
    "W1A 0AX",
    "EC1A 1BB",
    "b37 7hg",
    "Sw1a 2Aa",
]
PHONES = [
    "0121 496 0123",
    "01214960123",
    "0121-496-0123",
    "0121.496.0123",
    "(0121) 496 0123",
    "07700 900123",
    "07700 900 123",
    "+44 7700 900123",
    "+447700900123",
    "+44 (0)121 496 0123",
    "0044 7700 900123",
    "01632 960140",
]
MAILS = ["rosa@example.org", "rosa.lee+walk@mail.example.co.uk", "r_l-2@ex-ample.org"]
NINOS = ["AB123456C", "AB 12 34 56 C", "ab123456d", "JG 123456 A"]
NHS = ["943 476 5919", "9434765919", "943-476-5919", "401 023 2137"]
PLAIN = [
    "I go for a walk on Sunday with my neighbour.",
    "We meet at ten past two by the lake.",
    "It cost £12.50 and lasted 1 hour 30 minutes.",
    "From 2019 to 2026 nothing changed here.",
    "I did 10,000 steps, then 12 000, then 15000.",
    "The number 37 bus comes at 07:45.",
    "My mother used to say: walk, don't run.",
    "They called us in. She was named once.",
    "Room B2 is on floor 3.",
    "[a neighbour] came with [her son].",
    "The score was 3-2, 4-4 and 10-9.",
    "May is my month; Will you come?",
    "I have had 3 operations and 2 children.",
    "We planted 200 bulbs in row A1 and row B12.",
    "The park closes at 20.30 in summer.",
    "It was the 14th of May, a Thursday.",
    "A1, A2 and M6 are roads we hear all night.",
    "وہ تین بار آئی۔",
    "আমি একা হাঁটতাম।",
]


def seen(text: str) -> list[tuple[str, str]]:
    found = name_signs(text)
    assert all(text[s.start : s.end] == s.words for s in found)
    return [(s.words, s.why) for s in found]


@pytest.mark.parametrize(("text", "words"), SAID)
def test_names_as_people_say_them_are_seen(text: str, words: str) -> None:
    assert [w for w, _ in seen(text)] == [words]


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (why, w)
        for why, many in (("postcode", POSTCODES), ("phone number", PHONES), ("mail address", MAILS))
        for w in many
    ],
)
@pytest.mark.parametrize("around", ["{}", "it is {} I think", "({}).", "my sister’s: {}, since May"])
def test_ways_to_reach_somebody_are_seen_however_they_are_written(why: str, words: str, around: str) -> None:
    ((found, reason),) = seen(around.format(words))
    assert reason == why
    assert words.lstrip("(") in found or found in words


@pytest.mark.parametrize("number", NINOS)
def test_a_national_insurance_number_is_seen(number: str) -> None:
    assert seen(f"they asked for {number} again") == [(number, "national insurance number")]


@pytest.mark.parametrize("number", ["DA123456C", "AO123456C", "AB123456E", "AB12345C", "AB1234567C"])
def test_letters_that_no_such_number_has_are_left_alone(number: str) -> None:
    assert "national insurance number" not in [why for _, why in seen(f"form {number} here")]


@pytest.mark.parametrize("number", NHS)
def test_an_nhs_number_is_seen(number: str) -> None:
    assert seen(f"hospital number {number} on the form") == [(number, "NHS number")]


@pytest.mark.parametrize(
    "number", ["943 476 5918", "9434765910", "123 456 7890", "943 476 591", "94347659190"]
)
def test_ten_digits_with_another_check_digit_are_no_nhs_number(number: str) -> None:
    assert not is_nhs_number(number)
    assert seen(f"we counted {number} steps") == []


@given(st.text(alphabet="123456789", min_size=9, max_size=9), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(digits: str, at: int, other: int) -> None:
    checks = [c for c in "0123456789" if is_nhs_number(digits + c)]
    assert len(checks) <= 1  # some nine digits have no check digit and are never given out
    for check in checks:
        wrong = digits[:at] + str(other) + digits[at + 1 :]
        assert is_nhs_number(wrong + check) is (wrong == digits)


@pytest.mark.parametrize("text", PLAIN)
def test_ordinary_words_raise_no_alarm(text: str) -> None:
    assert seen(text) == []


def test_a_story_with_everything_shows_each_sign_once_and_in_order() -> None:
    text = (
        "My name is Rosa. I live at 12 Mill Lane, B37 7HG. Ring 0121 496 0123 or write to rosa@example.org. "
        "Mrs Patel at Hollybrook School has my NHS number, 943 476 5919, and AB123456C."
    )
    assert [why for _, why in seen(text)] == [
        "said to be a name",
        "street",
        "postcode",
        "phone number",
        "mail address",
        "title and name",
        "school",
        "NHS number",
        "national insurance number",
    ]


@given(st.lists(st.sampled_from([w for _, w in SAID] + POSTCODES[:3] + PHONES[:3] + PLAIN), max_size=6))
def test_signs_never_overlap_and_stand_in_order(parts: list[str]) -> None:
    text = " - ".join(parts)
    found = name_signs(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(text[s.start : s.end] == s.words for s in found)


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert all(0 <= s.start < s.end <= len(text) for s in name_signs(text))


def test_a_long_story_is_looked_at_in_a_moment() -> None:
    """A pattern that tries everything twice over would hang the queue on one long story."""
    long = "Aa " * 20_000 + "1 " * 20_000 + "a@" * 5_000 + "0" * 10_000
    assert isinstance(name_signs(long), tuple)
