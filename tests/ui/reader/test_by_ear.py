"""A whole conversation by a screen reader: consent question by question, then recording, pausing and finishing."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.ui.reader.conftest import Reader

pytestmark = [pytest.mark.xvfb, pytest.mark.sound]
PRESSED: Final = (
    "push button",
    "check box",
    "radio button",
    "toggle button",
    "text",
    "entry",
    "combo box",
    "list item",
)
POLITE, ASSERTIVE = "1", "2"
ANSWERS: Final = ["Yes", "No", "Not asked"]
QUESTIONS: Final = 14


def nameless(screen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What can take the focus or be pressed, and would be read as nothing."""
    return [
        one
        for one in screen
        if not one["name"].strip() and ("focusable" in one["states"] or one["role"] in PRESSED)
    ]


def consent_by_ear(reader: Reader) -> list[str]:
    """Yes to every question: its group is named by it, three equal answers stand in it, a press is said to be saved."""
    asked: list[str] = []
    for number in range(1, QUESTIONS + 1):
        group = reader("group_of", "Yes")
        assert group["role"] == "panel", "a plain widget's name is not read"
        assert [one["name"] for one in group["inside"]] == ANSWERS
        roles = {one["role"] for one in group["inside"]}
        if roles == {"radio button"}:  # answers for each channel; what is left counts as no
            reader("press", "Go on")
            reader("see", f"Question {number + 1} of {QUESTIONS}")
            continue
        assert roles == {"push button"}
        assert group["name"].endswith("?")
        assert all(one["about"] for one in group["inside"]), "each answer says what it means"
        assert all({"focusable", "enabled"} <= set(one["states"]) for one in group["inside"])
        asked.append(group["name"])
        reader("press", "Yes")
        said = reader("heard", "Yes saved.")
        assert said["how"] == POLITE
        if said["words"] == f"Yes saved. Question {number} of {QUESTIONS}":  # how they want to be named
            reader("press", "Go on")
            reader("see", f"Question {number + 1} of {QUESTIONS}")
        elif number < QUESTIONS:
            assert said["words"] == f"Yes saved. Question {number + 1} of {QUESTIONS}"
    return asked


def test_a_conversation_is_held_by_ear_alone(reader: Reader) -> None:
    reader("title", "Start, LDP Stories")
    assert nameless(reader("screen")) == []
    assert reader("press", "Try with practice")["role"] == "push button"
    reader("title", "Home, LDP Stories")
    assert nameless(reader("screen")) == []
    assert reader("see", "Home", "push button")["about"] == "You are here"
    reader("press", "New conversation")
    reader("title", "Where and who, LDP Stories")
    assert reader("group_of", "Partly")["role"] == "panel"
    assert reader("press", "Partly")["role"] == "radio button"
    assert "checked" in reader("see", "Partly")["states"]
    assert nameless(reader("screen")) == []
    reader("press", "Go on to consent")
    reader("title", "Consent, LDP Stories")
    reader("press", "I have said it")
    asked = consent_by_ear(reader)
    assert len(asked) == len(set(asked)) >= 12
    assert nameless(reader("screen")) == []
    reader("press", "I recorded them")
    record_by_ear(reader)


def record_by_ear(reader: Reader) -> None:
    """Record, pause, go on, mark and finish: each is said at once, and no button is without a name."""
    reader("title", "Conversation, LDP Stories")
    reader("press", "Record")
    assert reader("heard", "Recording started")["how"] == ASSERTIVE
    assert nameless(reader("screen")) == []
    reader(
        "see", "Saved up to *[1-9]*", "label"
    )  # on a busy laptop the first second may be over before it is read
    reader("press", "Mark this moment")
    assert reader("heard", "Moment marked")["how"] == POLITE
    reader("press", "Pause")
    assert reader("heard", "Paused")["how"] == ASSERTIVE
    assert not reader("shows", "Pause")
    reader("press", "Go on")
    assert reader("heard", "Recording again")["how"] == ASSERTIVE
    reader("press", "Finish")
    reader("title", "Words after, LDP Stories")
    assert nameless(reader("screen")) == []
