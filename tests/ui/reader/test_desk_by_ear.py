"""The coordinator's and the evaluator's desk by a screen reader: the queue, the review, sending and the library."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest

from tests.ui.reader.conftest import Reader
from tests.ui.reader.test_by_ear import POLITE, nameless

pytestmark = pytest.mark.xvfb
TAB, DOWN, ENTER, ESCAPE = "ff09", "ff54", "ff0d", "ff1b"
A, D, M, Q, Z, CTRL = "61", "64", "6d", "71", "7a", "ffe3"
STORY: Final = "Walking at night"
"""One tag of it is still to be decided."""
SIX: Final = ("Accept", "Change", "Not this tag", "Ask *", "We see it differently", "Later")


def work_as(reader: Reader, role: str, screen: str) -> None:
    """Choose a role in the list of the rail, with its keys."""
    reader("press", "I work as, *")
    reader("until_focus", "I work as, *", "list")
    said = reader("key", DOWN)
    while said["name"] != role:
        said = reader("key", DOWN)
    assert said["role"] == "list item"
    reader("strike", ENTER)
    reader("title", f"{screen}, LDP Stories")


def names(screen: list[dict[str, Any]], role: str) -> list[str]:
    """What of one role is shown, in reading order."""
    return [one["name"] for one in screen if one["role"] == role]


def test_a_desk_is_worked_at_by_ear_alone(desk_reader: Reader) -> None:
    reader = desk_reader
    reader("title", "Start, LDP Stories")
    reader("press", "Try with practice")
    reader("title", "Home, LDP Stories")
    send_by_ear(reader)
    work_as(reader, "Coordinator", "Queue")
    queue_by_ear(reader)
    review_by_ear(reader)
    work_as(reader, "Evaluator", "Library")
    library_by_ear(reader)


def send_by_ear(reader: Reader) -> None:
    """Where one's stories go: the screen is said first, and that nothing is left to send."""
    reader("press", "Send")
    reader("title", "Send, LDP Stories")
    assert reader("focus")["name"] == "Send to your coordinator"
    assert nameless(reader("screen")) == []
    reader("see", "Your coordinator has a copy of *", "label")
    assert reader("key", TAB)["name"] == "See my stories"


def queue_by_ear(reader: Reader) -> None:
    """Each story is one row that says which, where, why and which of how many; headings are no stops."""
    said = reader("see", "Start, *", "push button")
    assert said["name"].endswith("stories"), "how many is in the name"
    reader("see", "*, 1 of *", "list item")
    screen = reader("screen")
    assert nameless(screen) == []
    rows = [one for one in screen if one["role"] == "list item"]
    stories = [one for one in rows if "focusable" in one["states"]]
    assert [n for n in (one["name"] for one in stories) if not re.search(r"\d of \d+$", n)] == []
    assert stories[0]["name"].count("4 tags need a look") == 1
    assert "Also: " in stories[0]["name"], "every reason is said, not how many more there are"
    heads = [one["name"] for one in rows if one not in stories]
    assert heads[-1].startswith("Tags that need a look ("), (
        "what a group of them needs is said, and how many there are"
    )
    assert reader("focus")["name"] == "Queue"
    order = [reader("key", TAB)["name"] for _ in range(4)]
    assert order == [said["name"], "Practise with 15 stories", "Your researchers", "Stories that need you"]


def review_by_ear(reader: Reader) -> None:
    """The story, its tags and six answers have names, roles and states; what was done and what comes next is said."""
    named = ""
    while not named.startswith(STORY):
        before, named = named, reader("key", DOWN)["name"]
        assert named != before, "the list has an end, and the story is not in it"
    reader("strike", ENTER)
    reader("see", "Accept")
    title = reader("title", ", LDP Stories")
    assert title.startswith("Review: ")
    screen = reader("screen")
    assert nameless(screen) == []
    assert "Voice: yes" in names(screen, "label"), "a yes is a word, not only a tick"
    assert "Clip: no" in names(screen, "label")
    assert any(name.startswith("Passage 1, 01:36 to ") for name in names(screen, "label"))
    assert names(screen, "check box") == [], "a tag in hand is not ticked"
    assert len(reader("words", "The words")) > 200
    for answer in SIX:
        assert {"focusable", "enabled"} <= set(reader("see", answer, "push button")["states"])
    chosen = [one for one in screen if one["about"] == "Chosen"]
    assert [one["name"].split(",")[0] for one in chosen] == ["E5 Doing it ourselves"]
    heads = [reader("focus")["name"], *(reader("key", TAB)["name"] for _ in range(6))]
    assert heads[:2] == [title.removeprefix("Review: ").removesuffix(", LDP Stories"), "The words"]
    assert heads[-1].startswith("A5 Mood")
    ask_by_ear(reader)
    assert reader("until_focus", "A5 *", "push button")["about"] == "Chosen", (
        "the focus comes back to the tag"
    )
    reader("press", "E5 *")
    reader("see", "E5 Doing it ourselves", "label")  # what it means stands beside now
    assert reader("see", "E5 *", "push button")["about"] == "Chosen"
    reader("strike", A)
    assert reader("heard", "Accepted E5")["how"] == POLITE
    assert "All tags are decided" in reader("heard", "The evaluators may have it.")["words"], (
        "it was released"
    )
    assert reader("until_focus", "End", "")["role"] == "push button", "it was the last of those in the queue"
    reader("press", "Undo, Accepted E5")
    assert reader("heard", "Undone.")["how"] == POLITE
    reader("press", "Back to Queue")
    reader("title", "Queue, LDP Stories")


def ask_by_ear(reader: Reader) -> None:
    """A line that opens is gone into, names what it asks for, says what is missing, and closes without a word lost."""
    reader("press", "We see it differently")
    reader("until_focus", "Why you see it differently", "")
    reader("see", "How do you see it? Both are kept, side by side.", "label")
    assert nameless(reader("screen")) == []
    reader("press", "Keep both")
    assert reader("see", "Say why in a few words. *", "label")
    assert reader("heard", "Say why")["how"] != POLITE, "what is missing is said at once"
    reader("press", "Cancel")
    reader("see", "Accept")


def library_by_ear(reader: Reader) -> None:
    """What may be used is a question with its answers; passages are whole sentences; how many there are is said."""
    reader("see", "105 passages", "label")
    screen = reader("screen")
    assert nameless(screen) == []
    assert names(screen, "radio button")[:4] == ["Analyse", "Quote in a report", "Publish a clip", "Deposit"]
    assert "checked" in reader("see", "Analyse")["states"]
    assert names(screen, "check box") == []
    assert reader("focus")["name"] == "Library"
    assert reader("key", TAB)["name"] == "Search"
    reader("press", "Publish a clip")
    assert reader("heard", "hidden")["how"] == POLITE
