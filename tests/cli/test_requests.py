"""The line of the terminal about one request."""

import pytest

from ldp_stories.cli.requests_command import _line
from ldp_stories.services.ask_resend import Wish


@pytest.mark.parametrize(
    ("of", "sounds", "parts", "what"),
    [
        (3, 0, (1, 2), "parts 1, 2 of 3"),
        (0, 0, (1,), "parts 1"),
        (0, 4, (), "4 sounds"),
    ],
)
def test_a_request_says_of_how_many_parts_only_when_that_is_known(
    of: int, sounds: int, parts: tuple[int, ...], what: str
) -> None:
    wish = Wish("w1", "Amina", "m1", parts, of, sounds, (), "2026-11-29", "")
    assert _line("asked of", wish) == f"w1  asked of Amina, 2026-11-29: {what}"
