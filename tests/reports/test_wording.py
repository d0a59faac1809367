"""The few words of reports: directions, months, gaps, small numbers."""

import pytest

from ldp_stories.reports.wording import direction, few, gap, month, own_direction, own_language


@pytest.mark.parametrize("language", ["ur", "ar", "ar-SD", "fa", "pa-Arab", "PS", "ku_Arab", "yi"])
def test_these_languages_run_from_the_right(language: str) -> None:
    assert direction(language) == "rtl"


@pytest.mark.parametrize("language", ["en", "pa", "bn", "pl", "so", "", "und", "ku"])
def test_these_languages_run_from_the_left(language: str) -> None:
    assert direction(language) == "ltr"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-05-14", "May 2026"),
        ("2026-12-01T10:00:00Z", "December 2026"),
        ("", ""),
        ("2026", ""),
        ("2026-00-01", ""),
        ("soon-is", ""),
    ],
)
def test_a_day_becomes_its_month(day: str, words: str) -> None:
    assert month(day) == words


@pytest.mark.parametrize(
    ("number", "words"), [(-1, "none"), (0, "none"), (1, "few"), (4, "few"), (5, "5"), (40, "40")]
)
def test_under_five_people_are_few(number: int, words: str) -> None:
    assert few(number) == words


@pytest.mark.parametrize("reason", ["withdrawn", "no", "not_asked", "under_16", "something new"])
def test_each_gap_has_a_sentence(reason: str) -> None:
    assert gap(reason).endswith(".")
    assert reason == "no" or reason not in gap(reason)


@pytest.mark.parametrize(
    ("words", "language", "way", "said"),
    [
        ("They came.", "en", "ltr", "en"),
        ("ہم باغ میں بیٹھتے ہیں", "ur", "rtl", "ur"),
        (
            "ہم باغ میں بیٹھتے ہیں",
            "en",
            "rtl",
            "und",
        ),  # nobody noted the language: the words say which way they run
        ("ہم باغ میں بیٹھتے ہیں", "", "rtl", "und"),
        ("Fordwell، ہم وہاں", "ur", "rtl", "ur"),  # a name in other letters comes first
        ("“1” ہم", "en", "rtl", "und"),
        ("", "en", "ltr", "en"),
        ("...", "", "ltr", "und"),
    ],
)
def test_peoples_words_run_their_own_way(words: str, language: str, way: str, said: str) -> None:
    assert own_direction(words, language) == way
    assert own_language(words, language) == said
