"""Plain English for our own words: measures by hand, advice where it is due, silence where it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.plain_english import (
    AIM,
    ENOUGH,
    LONGEST,
    Kind,
    advice,
    measures,
    sentences_of,
    words_of,
)

PAIRS = {
    "stakeholders": "people involved",
    "co-production": "deciding and doing it together",
    "hard to reach": "people we haven't reached",
    "KPI": "target",
    "outcomes": "what changed",
    "engage": "talk with",
    "locality": "area (say which)",
}
EASY = (
    "We met in the hall. She had tea with us. Her son came too. They sat by the door. We asked how they were. "
    "She said it was good to be out. He ran up and down. Then they went home."
)
HARD = (
    "Notwithstanding considerable organisational complexity, participating institutions demonstrated extraordinary "
    "determination throughout implementation, consistently prioritising collaborative infrastructure development, "
    "interdisciplinary communication mechanisms and comprehensive accountability arrangements."
)


def kinds(text: str) -> list[Kind]:
    return [a.kind for a in advice(text, PAIRS)]


def test_the_three_measures_are_what_one_gets_by_hand() -> None:
    found = measures("The cat sat. Elephants remember.")
    assert (found.words, found.sentences) == (5, 2)
    letters = 3 + 3 + 3 + 9 + 8
    assert found.lix == pytest.approx(5 / 2 + 100 * 2 / 5)
    assert found.coleman_liau == pytest.approx(0.0588 * (100 * letters / 5) - 0.296 * (100 * 2 / 5) - 15.8)
    assert found.ari == pytest.approx(4.71 * letters / 5 + 0.5 * 5 / 2 - 21.43)
    assert found.age == 0.0, "too short to say anything"


def test_easy_words_read_at_the_age_we_aim_for_and_hard_ones_far_above() -> None:
    easy, hard = measures(EASY), measures(f"{HARD} {HARD}")
    assert easy.words >= ENOUGH
    assert easy.age <= AIM
    assert easy.lix < 25
    assert hard.age > 18
    assert hard.lix > 55
    assert easy.coleman_liau < hard.coleman_liau
    assert easy.ari < hard.ari


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "12 - 34!", "…"])
def test_a_text_without_words_has_no_measures_and_no_advice(text: str) -> None:
    assert (measures(text).words, measures(text).age) == (0, 0.0)
    assert advice(text, PAIRS) == ()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("A heading\nA line under it", ["A heading", "A line under it"]),
        ("“Come in.” She came in.", ["“Come in.”", "She came in."]),
        ("No end", ["No end"]),
        ("  Spaces.   More. ", ["Spaces.", "More."]),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, sentences: list[str]) -> None:
    assert [s.removeprefix("“").rstrip("”") for _, s in sentences_of(text)] == [
        s.removeprefix("“").rstrip("”") for s in sentences
    ]


def test_a_place_of_a_sentence_is_where_it_stands() -> None:
    text = "One here.  Two there.\n  Three."
    assert all(text[start:].startswith(sentence) for start, sentence in sentences_of(text))


def test_words_keep_their_hyphens_and_apostrophes() -> None:
    assert words_of("Don't co-design it, O’Neill") == ["Don't", "co-design", "it", "O’Neill"]


def test_a_sentence_over_25_words_is_long_and_one_of_25_is_not() -> None:
    fits = " ".join(["word"] * LONGEST) + "."
    over = " ".join(["word"] * (LONGEST + 1)) + "."
    assert kinds(fits) == []
    (long,) = advice(f"Short. {over}", PAIRS)
    assert (long.kind, long.count, long.start) == (Kind.LONG, LONGEST + 1, 7)


@pytest.mark.parametrize(
    ("text", "words", "instead"),
    [
        ("All stakeholders came.", "stakeholders", "people involved"),
        ("STAKEHOLDERS came.", "STAKEHOLDERS", "people involved"),
        ("They are hard to reach.", "hard to reach", "people we haven't reached"),
        ("Good co-production helps.", "co-production", "deciding and doing it together"),
        ("Two KPIs.", "KPIs", "target"),
        ("A KPI.", "KPI", "target"),
    ],
)
def test_a_word_with_a_plainer_one_is_named_with_it(text: str, words: str, instead: str) -> None:
    (one,) = advice(text, PAIRS)
    assert (one.kind, one.words, one.instead) == (Kind.WORD, words, instead)
    assert text[one.start :].startswith(words)


@pytest.mark.parametrize(
    "text", ["We engaged a plumber.", "The engagement ring.", "localityless", "stakeholdersx"]
)
def test_a_part_of_another_word_is_not_that_word(text: str) -> None:
    assert Kind.WORD not in kinds(text)


def test_one_passive_is_fine_and_a_chain_of_them_is_not() -> None:
    assert kinds("The hall was opened in May.") == []
    (one,) = advice("It was decided that the hall was opened and that tea was given.", PAIRS)
    assert (one.kind, one.count) == (Kind.PASSIVE, 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The VCSE met.", ["VCSE"]),
        ("The VCSE met. The VCSE sang.", ["VCSE"]),
        ("The voluntary sector (VCSE) met. The VCSE sang.", []),
        ("The LDP (local delivery pilot) began.", []),
        ("Ask your GP or the NHS. Bring a USB stick.", []),
        ("Two MPs and the BBC came.", []),
        ("SEN and ESOL.", ["SEN", "ESOL"]),
        ("I am well. A cat.", []),
    ],
)
def test_initials_are_asked_about_once_unless_explained_or_known(text: str, said: list[str]) -> None:
    assert [a.words for a in advice(text, PAIRS) if a.kind is Kind.INITIALS] == said


def test_advice_stands_in_the_order_of_the_text() -> None:
    text = "Engage all stakeholders. The VCSE measures outcomes in each locality."
    found = advice(text, PAIRS)
    assert [a.words for a in found] == ["Engage", "stakeholders", "VCSE", "outcomes", "locality"]
    assert [a.start for a in found] == sorted(a.start for a in found)


@given(st.text(max_size=400))
def test_any_text_at_all_is_read_without_trouble_and_never_changed(text: str) -> None:
    before = str(text)
    for one in advice(text, PAIRS):
        assert text[one.start : one.start + len(one.words)] == one.words
    found = measures(text)
    assert found.words >= 0
    assert found.age == 0 or found.age >= 5
    assert text == before


@given(st.lists(st.sampled_from(["tea", "hall", "garden", "bulbs"]), min_size=1, max_size=60))
def test_longer_sentences_never_read_easier(words: list[str]) -> None:
    apart = measures(" ".join(f"{w}." for w in words))
    together = measures(" ".join(words) + ".")
    assert together.lix >= apart.lix
    assert together.ari >= apart.ari
