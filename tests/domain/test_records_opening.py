"""The first words of a story without a title: whole ones, and it is seen that more follow."""

import pytest

from ldp_stories.domain.records import OPENING, opening


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("", ""),
        ("  Tea \n and  bulbs ", "Tea and bulbs"),
        ("x" * OPENING, "x" * OPENING),
        ("word " * 16, "word " * 15 + "word"),
        ("word " * 17, "word " * 15 + "word …"),
        ("We meet in the hall on Mondays. My friend brings the cakes and nobody asks who you are.",
         "We meet in the hall on Mondays. My friend brings the cakes and nobody asks who …"),
        ("한" * 90, "한" * OPENING + " …"),
    ],
)  # fmt: skip
def test_it_ends_with_a_whole_word(words: str, shown: str) -> None:
    assert opening(words) == shown
