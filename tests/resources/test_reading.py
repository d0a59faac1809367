"""The measures themselves: a check that cannot tell hard text from easy text proves nothing."""

from tests.resources.reading import longest_sentence, reading_age, sentences, syllables, words

HARD = "Notwithstanding organisational heterogeneity, participatory methodologies facilitate intersectoral accountability."
EASY = "You can stop when you like. It is up to you. No is fine."


def test_sentences_end_at_stops_and_at_lines() -> None:
    assert sentences("One. Two!\nThree") == ["One.", "Two!", "Three"]


def test_a_heading_mark_is_no_word() -> None:
    assert sentences("# Help\n\nRead on.") == ["Help", "Read on."]


def test_words_keep_their_apostrophes() -> None:
    assert words("You don't have to.") == ["You", "don't", "have", "to"]


def test_a_brace_counts_as_a_word() -> None:
    assert words("Call {deputy} now") == ["Call", "{deputy}", "now"]


def test_the_longest_sentence_is_found() -> None:
    assert longest_sentence("A b c d. E f.") == 4


def test_an_empty_text_has_no_longest_sentence() -> None:
    assert longest_sentence("") == 0


def test_syllables_are_counted_roughly_right() -> None:
    assert [syllables(w) for w in ("no", "stop", "safe", "people", "coordinator")] == [1, 1, 1, 2, 4]


def test_hard_text_reads_older_than_easy_text() -> None:
    assert reading_age(EASY) < 9 < reading_age(HARD)
