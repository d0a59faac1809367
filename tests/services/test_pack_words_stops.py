"""A pack's own sentence inside another one ends with one full stop."""

import pytest

from ldp_stories.services.pack_words import fill_words


@pytest.mark.parametrize(
    ("text", "word", "filled"),
    [
        ("If not: {complaint}.", "We answer within 30 days.", "If not: We answer within 30 days."),
        ("If not: {complaint}.", "We answer within 30 days", "If not: We answer within 30 days."),
        ("If not: {complaint}.", "We answer. ", "If not: We answer."),
        ("{complaint}, or call", "Write to us", "Write to us, or call"),
        ("{complaint} Thanks", "Write to us.", "Write to us. Thanks"),
        ("({complaint})", "Write to us.", "(Write to us.)"),
        ("{complaint}.", "", "tell us, and we answer within 30 days."),
    ],
)
def test_there_is_one_full_stop(text: str, word: str, filled: str) -> None:
    assert fill_words(text, {"complaint": word}) == filled
