"""What a locked notebook leaves to the next process: where it lies and where the person was, and nothing anybody typed or told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ldp_stories.ui.main_window.handover import Handover
from ldp_stories.ui.main_window.lock import Locked
from ldp_stories.ui.main_window.navigator import Place

RECORD = "5c6f2a31-9d3e-4f64-8b0a-2d8c7b1e4a10"
Way = tuple[tuple[str, object], ...]


def left(way: Way) -> Handover:
    return Handover(
        Locked(Path("/a/näme/home"), "old laptop", Place("researcher", way)), b"\x00\xd9\xd0\xcb\xff"
    )


def way_of(way: Way) -> Way:
    return Handover.from_line(left(way).to_line()).locked.place.way


def test_what_was_left_is_found_again() -> None:
    made = left((("stories", None), ("record", RECORD), ("help", "keys-and-copies")))
    assert Handover.from_line(made.to_line()) == made


def test_it_is_one_line() -> None:
    assert left(()).to_line().count(b"\n") == 1
    assert left(()).to_line().endswith(b"\n")


@pytest.mark.parametrize(
    "what",
    [
        None,
        RECORD,
        "ab" * 32,
        ("words", RECORD),
        (RECORD, RECORD),
        (RECORD, None, RECORD, "12:20"),
        (),
        "joiners",
    ],
)
def test_ids_and_the_words_of_screens_come_along(what: object) -> None:
    assert way_of((("stories", what),)) == (("stories", what),)


@pytest.mark.parametrize(
    "what", ["Fatima Begum", "Zebedee", "two words", 7, {"a": 1}, ("words", "The bread"), object(), "a@b"]
)
def test_the_way_ends_before_a_screen_that_is_about_anything_else(what: object) -> None:
    assert way_of((("stories", None), ("record", what), ("help", "home"))) == (("stories", None),)


@pytest.mark.parametrize("screen", ["person", "take_back"])
def test_what_is_typed_to_find_somebody_never_comes_along(screen: str) -> None:
    there = ((screen, None),)  # what was typed there is in the sealed notebook
    assert way_of(((screen, "fatima"),)) == there
    assert way_of(((screen, "10:30"),)) == there
    assert way_of(((screen, RECORD),)) == ((screen, RECORD),)


def test_nothing_of_a_story_stands_in_the_line() -> None:
    line = left((("record", ("Zebedee said", RECORD)),)).to_line()
    assert b"Zebedee" not in line


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b"7", b"null", b'{"folder":"/a"}', b'{"way":7}'])
def test_anything_else_is_no_handover(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"notebook|Expecting"):
        Handover.from_line(line)


def test_a_place_of_no_hex_is_no_handover() -> None:
    spoilt = {**json.loads(left(()).to_line()), "geometry": "x"}
    with pytest.raises(ValueError, match="hex"):
        Handover.from_line(json.dumps(spoilt).encode())
