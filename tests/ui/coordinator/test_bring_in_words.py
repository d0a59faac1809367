"""What a file holds, what came of it and what is wrong with it, said in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services.accept_bundle import Accepted
from ldp_stories.services.heard_since import Heard
from ldp_stories.services.import_bundle import Outside, Preview
from ldp_stories.services.import_log import Arrival, Left
from ldp_stories.services.start_home import PackTaken
from ldp_stories.ui.record.bring_in_words import (
    accepted_words,
    arrival_words,
    consent_lines,
    facts_of,
    heading_words,
    left_words,
    pack_words,
    trouble_words,
)
from ldp_stories.ui.record.found_file import outside_words


@dataclass
class Seen:
    """As much of a preview as the words need."""

    sender: str = "Amina"
    packed_on: str = "2026-05-19"
    stories: int = 2
    people: int = 2
    places: tuple[str, ...] = ("Millbrook",)
    recordings: tuple[int, ...] = (750_000,)
    bytes: int = 14_000_000
    consent: dict[str, dict[str, int]] = field(default_factory=dict)
    new: int = 9
    had: int = 0
    orders: int = 0
    cleared: int = 0
    part: int = 1
    parts: int = 1
    heard: Heard = field(default_factory=Heard)
    answers: int = 0
    wishes: int = 0
    taken_back: int = 0
    media: int = 0


def preview(**facts: object) -> Preview:
    """A preview with these facts."""
    return cast("Preview", Seen(**facts))  # type: ignore[arg-type]


def accepted(**facts: object) -> Accepted:
    """What came of a bundle with these facts."""
    whole: dict[str, object] = {
        "bundle": "b", "new": 9, "had": 0, "refused": (), "held": 0, "waiting": 0, "orders": 0, "receipt": "r",
    }  # fmt: skip
    return Accepted(**(whole | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        (Heard(closed=("a",)), "1 story was closed. It is not shown or used any more."),
        (Heard(opened=("a",)), "1 story is in your library. 1 story was opened again."),
        (Heard(away=("a",)), "1 story was put in the trash. Nothing of it is lost."),
        (Heard(back=("a",)), "1 story is in your library. 1 story is back from the trash."),
        (
            Heard(taken=("a",)),
            "1 story was taken back by a coordinator. Its words and sound are gone from this laptop.",
        ),
    ],
)
def test_what_became_of_a_story_is_said_without_naming_it(heard: Heard, said: str) -> None:
    assert accepted_words(accepted(new=1, stories=("a",), heard=heard)) == said


def test_several_are_counted_and_what_else_came_is_said_too() -> None:
    heard = Heard(closed=("a", "b"), taken=("c", "d"), away=("e", "f"))
    said = accepted_words(accepted(stories=("a", "b", "c", "d", "e", "f", "g"), heard=heard))
    assert said.startswith("1 story is in your library. 2 stories were closed.")
    assert "2 stories were taken back" in said
    assert "2 stories were put in the trash" in said


def test_the_heading_says_who_and_when() -> None:
    assert heading_words(preview()) == "From Amina, packed 19 May"
    assert heading_words(preview(sender="")) == "From somebody in the programme, packed 19 May"


@pytest.mark.parametrize(
    ("facts", "word", "said"),
    [
        ({}, "Stories", "2 stories"),
        ({"stories": 1}, "Stories", "1 story"),
        ({"stories": 0}, "Stories", "none"),
        ({"people": 1}, "People", "1 person"),
        ({"people": 0}, "People", "none new"),
        ({}, "Places", "Millbrook"),
        ({"places": ()}, "Places", "none said"),
        ({"places": ("A", "B", "C", "D", "E", "F")}, "Places", "A, B, C, D and 2 more"),
        ({}, "Sound", "1 recording, 12 min"),
        ({"recordings": (60_000, 60_000)}, "Sound", "2 recordings, 2 min"),
        ({"recordings": (0, 0)}, "Sound", "2 recordings"),
        ({"recordings": ()}, "Sound", "none"),
        ({}, "Size", "14 MB"),
        ({"part": 2, "parts": 3}, "Part", "2 of 3"),
        ({"orders": 1}, "Wishes", "1 wish to take something out"),
        ({"cleared": 2}, "Cleared", "what was thrown away or kept long enough goes from here too"),
        ({}, "New here", "9 of 9 things"),
        ({"new": 2, "had": 7}, "New here", "2 of 9 things"),
        ({"new": 0, "had": 9}, "New here", "nothing, you have all 9 already"),
        ({"new": 0, "had": 0}, "New here", "nothing"),
    ],
)
def test_what_is_inside_is_said_in_pairs(facts: dict[str, object], word: str, said: str) -> None:
    assert dict(facts_of(preview(**facts)))[word] == said


@pytest.mark.parametrize(
    ("others", "said"), [((1_000_000, 2_000_000), "all 3 are here"), ((3_000_000,), "2 of 3 are here")]
)
def test_parts_that_come_in_together_are_counted_together(others: tuple[int, ...], said: str) -> None:
    facts = dict(facts_of(preview(part=1, parts=3), others))
    assert (facts["Parts"], facts["Size"]) == (said, "17 MB")
    assert "Part" not in facts


def test_a_single_part_and_no_wishes_are_not_mentioned() -> None:
    assert not {"Part", "Wishes"} & dict(facts_of(preview())).keys()


def test_consent_is_counted_in_the_order_of_the_questions() -> None:
    counts = {
        "quote_anon": {"yes": 1, "no": 1},
        "audio": {"yes": 2},
        "publish_clip": {"yes": 1, "in part": 2, "no": 3, "not asked": 1},
    }
    assert consent_lines(preview(consent=counts)) == [
        ("Voice", "2 yes"),
        ("Quote, no name", "1 yes, 1 no"),
        ("Clip", "1 yes, 2 to some of it, 3 no, 1 not asked"),
    ]
    assert consent_lines(preview()) == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"new": 0, "had": 9}, "Already had 9 of 9. Nothing changed."),
        ({"new": 3, "stories": ("a",)}, "1 story is in your library."),
        ({"new": 3, "stories": ("a", "b")}, "2 stories are in your library."),
        ({"new": 6, "stories": ("a",), "known": ("a",)}, "Something new came to 1 story that you have."),
        (
            {"new": 6, "stories": ("a", "b", "c"), "known": ("b", "c")},
            "1 story is in your library. Something new came to 2 stories that you have.",
        ),
        ({"new": 1}, "1 new thing is in your library."),
        ({"new": 5}, "5 new things are in your library."),
        (
            {"stories": ("a",), "waiting": 2},
            "1 story is in your library. 2 recordings are still to come in other parts.",
        ),
        (
            {"stories": ("a",), "waiting": 1},
            "1 story is in your library. 1 recording is still to come in another part.",
        ),
        (
            {"stories": ("a",), "refused": (("x", "E_ROLE"),)},
            "1 story is in your library. 1 thing was left out: nobody may send that.",
        ),
        (
            {"new": 0, "answers": 1, "turned_away": 2},
            "1 of your files has come. 2 things in them were left out: your role may not send them. Ask your coordinator.",
        ),
        ({"new": 0, "orders": 1}, "1 wish to take something out was carried out."),
        (
            {"stories": ("a",), "later": True},
            "1 story is in your library. Their words can be searched in a moment.",
        ),
        ({"new": 0, "cleared": 2}, "What was thrown away or kept long enough is gone from here too."),
    ],
)
def test_what_came_of_it_is_said(facts: dict[str, object], words: str) -> None:
    assert accepted_words(accepted(**facts)) == words


def test_a_programme_file_that_is_known_changes_nothing() -> None:
    assert pack_words(PackTaken(3, 0)) == "You had this programme file already. Nothing changed."
    assert pack_words(PackTaken(4, 12)) == "The programme is up to date: version 4."


def outside(part: int | None = None, parts: int | None = None) -> Outside:
    """What can be seen of a file."""
    return Outside("file", 14_000_000, "bundle", part, parts, 2, "")


@pytest.mark.parametrize(
    ("code", "facts", "words"),
    [
        ("DAMAGED", outside(2, 3), "Part 2 was damaged on the way. The rest is safe. Ask for part 2 again."),
        (
            "CUT_SHORT",
            outside(1, 2),
            "Part 1 was damaged on the way. The rest is safe. Ask for part 1 again.",
        ),
        (
            "NOT_FOR_US",
            outside(),
            "This is sealed for someone else. Nothing was changed. Give it to the person it is for.",
        ),
        ("UNKNOWN_SIGNER", None, "Unknown sender. It is set aside, and nothing of it was added."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_the_words_of_the_screen(
    code: str, facts: Outside | None, words: str
) -> None:
    assert trouble_words(UserError(code), facts) == words


def test_a_single_damaged_file_is_not_called_a_part() -> None:
    assert "part" not in trouble_words(UserError("DAMAGED"), outside(1, 1)).casefold()
    assert "damaged" in trouble_words(UserError("DAMAGED"), None)


def test_the_line_of_a_file_says_name_size_and_part() -> None:
    assert outside_words(Path("/stick/file.tar.age"), outside(2, 3)) == "file.tar.age, 14 MB, part 2 of 3"
    assert outside_words(Path("/stick/file.tar.age"), None) == "file.tar.age"


def test_signs_that_hide_in_a_name_are_shown() -> None:
    assert "[RLO]" in outside_words(Path("a\u202eb.ldp-pack"), None)


def test_what_came_in_last_says_the_totals_before_and_after() -> None:
    last = Arrival("b", 3, "1 of 1", "R-07", "2026-05-19", 20, 0, 0, 2, 1, 27, 40)
    assert arrival_words(last) == (
        "Last: file 3 from R-07, packed 19 May. "
        "2 new stories: 27 before, 29 after. 1 new person: 40 before, 41 after."
    )
    nobody = Arrival("b", 1, "1 of 1", "", "2026-05-19", 0, 9, 0, 0, 0, 29, 41)
    assert "from somebody who has left" in arrival_words(nobody)
    assert "0 new stories: 29 before, 29 after." in arrival_words(nobody)


def test_who_sent_the_last_one_is_called_by_name_and_what_was_left_is_said() -> None:
    last = Arrival("b", 3, "1 of 1", "R-07", "2026-05-19", 20, 0, 0, 2, 1, 27, 40, "Amina")
    assert arrival_words(last).startswith("Last: file 3 from Amina, packed 19 May.")
    left = left_words(Left("b", "R-07", "2026-05-19", "2026-05-20"))
    assert left == "Left on 20 May: the file from R-07, packed 19 May. Nothing of it was added."


def test_what_is_only_told_of_stories_here_stands_apart_from_new_ones() -> None:
    heard = Heard(closed=("a", "b"), opened=("c",), away=("d",), back=("e",), taken=("f",))
    facts = facts_of(preview(stories=0, heard=heard))
    assert ("Stories", "none") in facts
    assert [words for name, words in facts if name == "Told"] == [
        "2 stories you have were closed",
        "1 story you have was taken back by a coordinator",
        "1 story you have was put in the trash",
        "1 story you have was opened again",
        "1 story you have is back from the trash",
    ]
    assert not [name for name, _ in facts_of(preview()) if name == "Told"]


def test_an_answer_and_a_question_are_no_nothing() -> None:
    assert accepted_words(accepted(new=0, answers=2)) == "2 of your files have come."
    asked = accepted_words(accepted(new=0, wishes=1))
    assert asked == "They ask you for something. You find it where you send."
    facts = facts_of(preview(stories=0, new=0, answers=2, wishes=1, media=0))
    assert ("Answers", "2 of your files came whole or in part") in facts
    assert ("Questions", "1 thing is asked of you") in facts
    facts = facts_of(preview(taken_back=2))
    assert ("Stays out", "2 things: their tellers took them back") in facts


def test_a_part_with_nothing_but_sound_says_so() -> None:
    assert ("New here", "1 sound or file") in facts_of(preview(new=0, media=1))
    assert ("New here", "nothing") in facts_of(preview(new=0, media=0))
