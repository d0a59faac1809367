"""Days since the last confirmed copy are always in sight, and red from the third day on: what was never copied nothing can save."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.receipts import Copies, copies
from ldp_stories.ui.main_window.navigator import RED_AFTER_DAYS, copy_color, copy_words
from tests.services.cast import Cast, cast, send, tell


@pytest.mark.parametrize(
    ("known", "color"),
    [
        (Copies(0, 0, None, ""), "text2"),
        (Copies(0, 1, None, "", 0), "ok"),
        (Copies(0, 1, None, "", 2), "ok"),
        (Copies(0, 1, None, "", 3), "bad"),
        (Copies(5, 7, 2, "Joan"), "ok"),
        (Copies(5, 7, 3, "Joan"), "bad"),
        (Copies(5, 7, 30, "Joan"), "bad"),
        (Copies(7, 7, 30, "Joan"), "ok"),
    ],
)
def test_the_foot_turns_red_when_something_waits_too_long(known: Copies, color: str) -> None:
    assert copy_color(known) == color


def test_the_third_day_is_the_one() -> None:
    assert RED_AFTER_DAYS == 3


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Copies(0, 1, None, ""), "Your 1 story is only on this laptop."),
        (
            Copies(4, 7, 0, "Joan", again=1),
            "Send 1 story again: the laptop that had it went back to an older copy.",
        ),
        (
            Copies(0, 7, None, "", 9, again=3),
            "Send 3 stories again: the laptop that had them went back to an older copy.",
        ),
        (Copies(0, 2, None, "", 1), "Your 2 stories are only on this laptop. For 1 day now."),
        (Copies(0, 2, None, "", 4), "Your 2 stories are only on this laptop. For 4 days now."),
        (Copies(5, 7, 0, "Joan"), "Joan has a copy of 5 of your 7 stories. Last one today."),
        (Copies(5, 7, 3, "Joan"), "Joan has a copy of 5 of your 7 stories. Last one 3 days ago."),
        (Copies(5, 7, 1, ""), "Your coordinator has a copy of 5 of your 7 stories. Last one 1 day ago."),
    ],
)
def test_the_foot_says_how_many_and_since_when(known: Copies, words: str) -> None:
    assert copy_words(known) == words


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    folder: Path = tmp_path_factory.mktemp("copies")
    with cast(folder) as made:
        yield made


def state(home: Home) -> tuple[int, int, int | None, int]:
    known = copies(home)
    return known.received, known.total, known.days_since, known.days_waiting


def test_the_days_count_from_the_first_story_and_then_from_the_last_answer(three: Cast) -> None:
    assert state(three.amina) == (0, 0, None, 0)
    tell(three.amina)
    three.clock.forward(days=4)
    assert state(three.amina) == (0, 1, None, 4)
    assert copy_color(copies(three.amina)) == "bad"
    take_in(three.joan, send(three.amina, "coordinators", three.stick).paths[0])
    assert state(three.amina) == (0, 1, None, 4), "a file on a stick is no confirmed copy"
    take_in(three.amina, send(three.joan, three.amina.member, three.stick).paths[0])
    assert state(three.amina) == (1, 1, 0, 0)
    assert copy_color(copies(three.amina)) == "ok"
    three.clock.forward(days=3)
    assert copy_color(copies(three.amina)) == "ok", "everything is confirmed"
    tell(three.amina, title="The second")
    assert state(three.amina) == (1, 2, 3, 0)
    assert copy_color(copies(three.amina)) == "bad"
