"""Beginning to record: the window goes on while the recorder wakes, and nobody is torn away from what they type."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from ldp_stories.errors import UserError
from ldp_stories.ui.researcher.conversation import ConversationStep
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


def test_when_it_records_the_focus_goes_on_to_mark_this_moment(
    desk: Desk, step: ConversationStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.live, "opener", lambda *_: PretendRecording())
    desk.key(step, Qt.Key.Key_R, ctrl=True)
    desk.until(lambda: card(step).state.text() == "Recording")
    assert card(step).mark.hasFocus()


def test_a_recording_of_another_conversation_changes_nothing_here(desk: Desk, step: ConversationStep) -> None:
    desk.live.conversation = "another"
    desk.live.began.emit("another")
    desk.live.refused.emit("another", UserError("NO_MICROPHONE"))
    assert card(step).state.text() == "Not recording yet"
    assert not card(step).trouble.isVisible()
    assert card(step).record.hasFocus()
