"""Beginning to record: the window goes on while the recorder wakes, and nobody is torn away from what they type."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from ldp_stories.errors import UserError
from ldp_stories.ui.researcher.conversation import ConversationStep
from tests.ui.helpers import words_on
from tests.ui.on_screen import Desk, PretendRecording, hear, talk_with
from tests.ui.researcher.test_conversation import card


@pytest.fixture
def step(desk: Desk) -> ConversationStep:
    made = ConversationStep(desk.context, talk_with(desk.home))
    desk.show(made)
    return made


def test_while_the_recorder_wakes_it_says_that_it_gets_ready(
    desk: Desk, step: ConversationStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, opened = threading.Event(), PretendRecording()

    def wake(*_: object) -> PretendRecording:
        assert go.wait(30)
        return opened

    monkeypatch.setattr(desk.live, "opener", wake)
    card(step).record.click()
    assert card(step).state.text() == "Getting ready"
    assert not card(step).check.isVisible(), "the microphone is taken"
    card(step).record.click()
    assert step.notes is not None
    desk.type(step.notes.field, "written meanwhile")
    assert step.notes.field.text() == "written meanwhile"
    go.set()
    desk.until(lambda: card(step).state.text() == "Recording")
    assert step.notes.field.edit.hasFocus(), "nobody is torn away from what they type"
    hear(desk, 100)
    assert card(step).time.text() == "00:00"


def recorded(desk: Desk, step: ConversationStep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.live, "opener", lambda *_: PretendRecording())
    desk.key(step, Qt.Key.Key_R, ctrl=True)
    desk.until(lambda: card(step).state.text() == "Recording")


def test_when_it_records_the_focus_goes_on_to_the_notes(
    desk: Desk, step: ConversationStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(desk, step, monkeypatch)
    assert step.notes is not None
    assert step.notes.field.edit.hasFocus(), "what is typed now is a note, and a space marks nothing"


def test_who_marks_with_the_pointer_goes_on_typing_their_note(
    desk: Desk, step: ConversationStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(desk, step, monkeypatch)
    assert step.notes is not None
    desk.type(step.notes.field, "she came")
    hear(desk, 4_000)
    desk.qtbot.mouseClick(card(step).mark, Qt.MouseButton.LeftButton)
    assert "Moment you marked" in words_on(step)
    assert step.notes.field.edit.hasFocus()
    assert step.notes.field.text() == "she came"


def test_letters_typed_on_a_button_are_a_note_and_not_lost(
    desk: Desk, step: ConversationStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(desk, step, monkeypatch)
    assert step.notes is not None
    card(step).mark.setFocus()
    desk.qtbot.keyClick(card(step).mark, "S", Qt.KeyboardModifier.ShiftModifier)
    assert step.notes.field.edit.hasFocus()
    assert step.notes.field.text() == "S"
    card(step).pause.setFocus()
    desk.key(card(step).pause, Qt.Key.Key_Escape)
    assert step.notes.field.text() == "S"


def test_a_recording_of_another_conversation_changes_nothing_here(desk: Desk, step: ConversationStep) -> None:
    desk.live.conversation = "another"
    desk.live.began.emit("another")
    desk.live.refused.emit("another", UserError("NO_MICROPHONE"))
    assert card(step).state.text() == "Not recording yet"
    assert not card(step).trouble.isVisible()
    assert card(step).record.hasFocus()
