"""The conversation on screen: recording behind a yes to voice, notes in any case, questions to tick."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.ids import new_id
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.conversation import Take
from ldp_stories.services.desk_talk import add_take
from ldp_stories.services.read_pack import prompt_sets
from ldp_stories.services.record_encounter import (
    add_note,
    answer,
    begin,
    conversation,
    set_facts,
    tick_prompt,
)
from ldp_stories.services.recording import RecorderStatus
from ldp_stories.store.vault import new_item_key
from ldp_stories.ui.record.sound_teller import sound_words
from ldp_stories.ui.researcher.conversation import ConversationStep, consent_line
from ldp_stories.ui.researcher.recording_card import RecordingCard
from tests.store.cut_off import cut_off as let_go
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, PretendRecording, hear, pretend, talk_with


@pytest.fixture
def talk(desk: Desk) -> str:
    return talk_with(desk.home)


@pytest.fixture
def step(desk: Desk, talk: str) -> ConversationStep:
    made = ConversationStep(desk.context, talk)
    desk.show(made)
    return made


def card(step: ConversationStep) -> RecordingCard:
    assert step.recording is not None
    return step.recording


def test_with_a_yes_to_voice_the_recorder_waits_for_a_press(desk: Desk, step: ConversationStep) -> None:
    assert "Not recording yet" in words_on(step)
    assert card(step).record.hasFocus()
    assert not desk.live.running
    assert not card(step).mark.isVisible()


def test_without_a_yes_to_voice_there_are_only_notes(desk: Desk) -> None:
    step = ConversationStep(desk.context, talk_with(desk.home, but=["audio"]))
    desk.show(step)
    assert step.recording is None
    assert "No recording today. Your notes are just as good." in words_on(step)
    assert step.notes is not None
    assert step.notes.field.edit.hasFocus()


def test_a_voice_that_was_not_asked_about_is_not_recorded(desk: Desk, talk: str) -> None:
    answer(desk.home, talk, ("audio",), Answer.NOT_ASKED)
    step = ConversationStep(desk.context, talk)
    desk.show(step)
    assert step.recording is None


def test_before_a_yes_to_taking_part_nothing_is_written(desk: Desk) -> None:
    ident = begin(desk.home).id
    step = ConversationStep(desk.context, ident)
    desk.show(step)
    assert "Ask first" in words_on(step)
    assert step.notes is None
    with desk.qtbot.waitSignal(step.backward):
        button(step, "Go to consent").click()


def test_a_child_whose_grown_up_was_not_asked_is_not_recorded(desk: Desk, talk: str) -> None:
    set_facts(desk.home, talk, age_band="11-15")
    step = ConversationStep(desk.context, talk)
    desk.show(step)
    assert step.recording is None
    assert "A grown-up and they themselves say yes first." in words_on(step)


def test_ctrl_r_begins_to_record(desk: Desk, step: ConversationStep, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[object, ...]] = []
    monkeypatch.setattr(desk.live, "start", lambda *what: started.append(what))
    desk.key(step, Qt.Key.Key_R, ctrl=True)
    assert started == [(desk.home, step.conversation, "microphone")]


def test_the_chosen_microphone_is_the_one_that_is_used(
    desk: Desk, step: ConversationStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[object, ...]] = []
    monkeypatch.setattr(desk.live, "start", lambda *what: started.append(what))
    desk.context.settings = desk.context.settings.changed(microphone="Clip-on")
    card(step).start()
    assert started[0][2] == "microphone:Clip-on"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UserError("NO_MICROPHONE"), "No microphone was found."),
        (UserError("RECORDER_SILENT"), "The recorder did not answer."),
        (
            Refused("NO_ROOM_TO_RECORD"),
            "There is not enough room to record.",
        ),
    ],
)
def test_why_it_cannot_record_stands_in_the_card(
    desk: Desk, step: ConversationStep, monkeypatch: pytest.MonkeyPatch, error: UserError, words: str
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(desk.live, "opener", refuse)
    card(step).record.click()
    desk.until(lambda: card(step).trouble.isVisible())
    assert card(step).state.text() == "Not recording yet"
    assert card(step).trouble.isVisible()
    assert words in card(step).trouble.label.text()
    assert step.notes is not None
    assert step.notes.field.isEnabled()


@pytest.fixture
def recording(desk: Desk, talk: str) -> ConversationStep:
    pretend(desk, talk)
    hear(desk, 754_000)
    made = ConversationStep(desk.context, talk)
    desk.show(made)
    return made


def test_a_running_recording_shows_clock_saved_and_sound(desk: Desk, recording: ConversationStep) -> None:
    hear(desk, 754_200)
    said = words_on(recording)
    assert "Recording" in said
    assert "12:34" in said
    assert "Saved up to 12:34" in said
    assert "Built-in microphone" in said
    assert "Good sound" in said
    assert card(recording).meter.lit() > 0


def test_while_it_records_the_focus_is_on_the_notes(recording: ConversationStep) -> None:
    assert recording.notes is not None
    assert recording.notes.field.edit.hasFocus()


def test_with_large_text_the_clock_stays_in_sight(desk: Desk, talk: str) -> None:
    pretend(desk, talk)
    hear(desk, 754_000)
    step = ConversationStep(desk.context, talk)
    desk.show(step, scale=2.0)
    assert card(step).mark.hasFocus()
    assert not card(step).time.visibleRegion().isEmpty()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("quiet", "Too quiet: move closer"),
        ("loud", "Too loud: move away a little"),
        ("silent", "No sound is coming in"),
        ("lost", "The microphone came out. Looking for another one."),
    ],
)
def test_the_sound_is_said_in_words(desk: Desk, recording: ConversationStep, state: str, words: str) -> None:
    hear(desk, 755_000, state)
    assert card(recording).sound.text() == words
    assert sound_words(state) == words


@pytest.mark.parametrize(
    ("state", "heading", "what_to_do"),
    [
        ("lost", "No microphone", "Plug the microphone in again"),
        ("silent", "No sound", "Is it switched off or covered?"),
    ],
)
def test_while_nothing_comes_in_it_is_not_called_recording_and_what_to_do_is_said(
    desk: Desk, recording: ConversationStep, state: str, heading: str, what_to_do: str
) -> None:
    hear(desk, 755_000, state)
    assert card(recording).state.text() == heading
    assert what_to_do in card(recording).alarm.label.text()
    assert card(recording).alarm.isVisible()
    hear(desk, 755_100)
    assert card(recording).state.text() == "Recording"
    assert not card(recording).alarm.isVisible()


@pytest.mark.parametrize(("scale", "size"), [(2.0, (1366, 660)), (1.0, (1024, 560))])
def test_an_alarm_comes_into_sight_where_the_waves_were_however_small_the_screen(
    desk: Desk, talk: str, scale: float, size: tuple[int, int]
) -> None:
    pretend(desk, talk)
    hear(desk, 754_000)
    step = ConversationStep(desk.context, talk)
    desk.show(step, scale=scale, size=size)
    assert step.notes is not None
    step.notes.field.edit.setFocus()
    desk.settle()
    hear(desk, 755_000, "lost")
    desk.until(lambda: not card(step).state.visibleRegion().isEmpty())
    assert not card(step).wave.isVisible()
    desk.until(lambda: card(step).alarm.visibleRegion().boundingRect().height() > 20)
    hear(desk, 756_000)
    assert card(step).wave.isVisible()


def test_what_stood_of_an_earlier_loss_goes_when_the_microphone_is_lost_again(
    desk: Desk, recording: ConversationStep
) -> None:
    hear(desk, 755_000)
    hear(desk, 755_000, "lost")
    hear(desk, 756_000, device="Headset")
    assert card(recording).notice.label.text().startswith("The microphone came out. Using Headset.")
    hear(desk, 757_000, "lost", device="Headset")
    assert not card(recording).notice.isVisible()


def test_a_paused_recording_has_no_alarm(desk: Desk, recording: ConversationStep) -> None:
    hear(desk, 755_000, "silent")
    card(recording).toggle_pause()
    assert card(recording).state.text() == "Paused"
    assert not card(recording).alarm.isVisible()


def test_what_happened_while_somebody_looked_elsewhere_stands_when_they_come_back(
    desk: Desk, talk: str
) -> None:
    pretended = pretend(desk, talk)
    hear(desk, 754_000)
    hear(desk, 754_000, "lost")
    hear(desk, 756_000, device="Headset")
    back = opened(desk, talk)
    assert card(back).notice.label.text().startswith("The microphone came out. Using Headset.")
    pretended.running = False
    hear(desk, 757_000, "full")
    again = opened(desk, talk)
    assert "There is not enough room to record." in card(again).alarm.label.text()
    assert not card(again).mark.isVisible()


def test_ctrl_m_marks_the_moment_and_it_is_kept(desk: Desk, recording: ConversationStep, talk: str) -> None:
    desk.key(recording, Qt.Key.Key_M, ctrl=True)
    notes = conversation(desk.home, talk).notes
    assert [(n.at_ms, n.marked) for n in notes] == [(754_000, True)]
    assert "Moment you marked" in words_on(recording)
    assert card(recording).wave._marks


def test_a_mark_stands_at_its_bar_also_when_one_comes_back_to_the_screen(desk: Desk, talk: str) -> None:
    pretend(desk, talk)
    for ms in range(60_000, 62_100, 100):
        hear(desk, ms)
    first = ConversationStep(desk.context, talk)
    desk.show(first)
    desk.key(first, Qt.Key.Key_M, ctrl=True)
    for ms in range(62_100, 63_100, 100):
        hear(desk, ms)
    again = ConversationStep(desk.context, talk)
    desk.show(again)
    hear(desk, 63_100)
    wave = card(again).wave
    assert len(wave.bars()) == 31, "what came meanwhile is drawn too"
    (at,) = wave._marks
    assert round(at * (wave.width() // 6)) == 20


def test_ctrl_p_pauses_and_goes_on(desk: Desk, talk: str) -> None:
    pretended = pretend(desk, talk)
    hear(desk, 754_000)
    step = ConversationStep(desk.context, talk)
    desk.show(step)
    desk.key(step, Qt.Key.Key_P, ctrl=True)
    assert pretended.calls == ["pause"]
    assert "Paused" in words_on(step)
    assert card(step).pause.text() == "Go on"
    desk.key(step, Qt.Key.Key_P, ctrl=True)
    assert pretended.calls == ["pause", "resume"]
    assert "Recording" in words_on(step)


def test_a_full_disk_ends_it_kindly_and_notes_go_on(desk: Desk, talk: str) -> None:
    pretended = pretend(desk, talk)
    hear(desk, 754_000)
    step = ConversationStep(desk.context, talk)
    desk.show(step)
    pretended.running = False
    hear(desk, 754_500, "full")
    assert "There is not enough room to record." in card(step).alarm.label.text()
    assert card(step).alarm.isVisible()
    assert not card(step).mark.isVisible()
    assert step.notes is not None
    desk.type(step.notes.field, "we went on talking")
    desk.key(step, Qt.Key.Key_Return)
    assert conversation(desk.home, talk).notes[-1].text == "we went on talking"


def left_open(desk: Desk, talk: str) -> None:
    """A recorder that died behind the lock: its pieces are committed, and nobody has sealed them."""
    item, key = new_id(), new_item_key()
    add_take(desk.home, talk, Take(item, 0, 0, "live"), key)
    live = desk.home.vault.create(item, key)
    live.append(bytes(96 * 3_000))
    let_go(live)


def test_what_a_dead_recorder_left_open_behind_the_lock_is_counted_when_one_comes_back(
    desk: Desk, talk: str
) -> None:
    left_open(desk, talk)
    step = opened(desk, talk)
    desk.until(lambda: card(step).time.text() == "00:03")
    assert card(step).state.text() == "Stopped. What was recorded is kept."
    assert conversation(desk.home, talk).takes[0].state == "recovered"


def test_recording_more_at_once_measures_the_gap_from_the_end_of_what_was_left_open(
    desk: Desk, talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_open(desk, talk)
    monkeypatch.setattr(RecordingCard, "_seal", lambda _: None)
    states: list[str] = []

    def opener(*_: object) -> PretendRecording:
        states.extend(take.state for take in conversation(desk.home, talk).takes)
        return PretendRecording()

    monkeypatch.setattr(desk.live, "opener", opener)
    card(opened(desk, talk)).start()
    desk.until(lambda: desk.live.running)
    assert states == ["recovered"], "sealed first: only then is its end known"


def test_another_conversations_recording_is_not_shown_here(desk: Desk, talk: str) -> None:
    pretend(desk, "another conversation")
    hear(desk, 754_000)
    step = ConversationStep(desk.context, talk)
    desk.show(step)
    assert card(step).at_ms is None
    assert "12:34" not in words_on(step)


def test_what_was_recorded_before_is_said(desk: Desk, talk: str, voice: Path) -> None:
    from ldp_stories.services.record_encounter import add_part_from_file

    add_part_from_file(desk.home, talk, voice)
    step = ConversationStep(desk.context, talk)
    desk.show(step)
    said = words_on(step)
    assert "Stopped. What was recorded is kept." in said
    assert "00:02" in said
    assert "Record more" in said


def test_the_first_set_of_questions_is_there_to_tick(desk: Desk, step: ConversationStep, talk: str) -> None:
    first = prompt_sets(desk.home)[0]
    step.prompts.ticked.emit(first.items[1], True)
    now = conversation(desk.home, talk)
    assert now.asked == (first.items[1],)
    assert now.prompt_set == first.key
    step.prompts.ticked.emit(first.items[1], False)
    assert conversation(desk.home, talk).asked == ()


def test_ticks_are_there_again(desk: Desk, talk: str) -> None:
    first = prompt_sets(desk.home)[0]
    tick_prompt(desk.home, talk, first.items[0], True)
    step = ConversationStep(desk.context, talk)
    desk.show(step)
    assert step.prompts.asked() == [first.items[0]]


def test_more_questions_shows_the_next_set(desk: Desk, step: ConversationStep, talk: str) -> None:
    sets = prompt_sets(desk.home)
    button(step, "More questions").click()
    assert conversation(desk.home, talk).prompt_set == sets[1].key
    assert sets[1].title in words_on(step)


def test_finish_asks_nothing(desk: Desk, step: ConversationStep) -> None:
    with desk.qtbot.waitSignal(step.forward):
        desk.key(step, Qt.Key.Key_Return, ctrl=True)


def test_consent_is_one_press_away_with_its_line(desk: Desk, step: ConversationStep) -> None:
    assert "Voice: yes. Video and photos: yes." in words_on(step)
    with desk.qtbot.waitSignal(step.backward):
        button(step, "Consent").click()


def test_the_consent_line_names_what_differs(desk: Desk, talk: str) -> None:
    answer(desk.home, talk, ("video",), Answer.NO)
    line = consent_line(conversation(desk.home, talk))
    assert line == "Voice: yes. Video: no. Photos: yes."
    bare = begin(desk.home)
    assert consent_line(bare) == "Voice: not asked. Video and photos: not asked."


def test_leaving_keeps_a_half_typed_note(desk: Desk, step: ConversationStep, talk: str) -> None:
    assert step.notes is not None
    desk.type(step.notes.field, "her daugh")
    step.leaving()
    assert [n.text for n in conversation(desk.home, talk).notes] == ["her daugh"]


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_every_control_has_a_name_and_nothing_is_cut(desk: Desk, talk: str, scale: float, rtl: bool) -> None:
    add_note(desk.home, talk, "Moved here in spring", 130_000)
    pretend(desk, talk)
    hear(desk, 754_000)
    step = ConversationStep(desk.context, talk)
    desk.show(step, scale=scale, rtl=rtl)
    walk_names(step)
    assert cut(step) == []


def test_another_microphone_and_what_is_missing_stay_in_sight(
    desk: Desk, recording: ConversationStep
) -> None:
    hear(desk, 755_000)
    hear(desk, 755_000, "lost")
    assert not card(recording).notice.isVisible()
    desk.live._hear(RecorderStatus(756_000, 755_900, 0.4, "good", "Headset", lost_ms=4_200))
    hear_words = "The microphone came out. Using Headset. 4 s are missing."
    assert card(recording).notice.label.text() == hear_words
    desk.live._hear(RecorderStatus(790_000, 789_900, 0.4, "good", "Headset", lost_ms=4_200))
    assert card(recording).notice.isVisible()


def test_little_room_and_a_low_battery_are_said_as_soon_as_it_records(
    desk: Desk, talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldp_stories.services.conversation import RoomLeft
    from ldp_stories.ui.researcher import recording_card

    monkeypatch.setattr(recording_card, "room_left", lambda _: RoomLeft(12, 9))
    step = ConversationStep(desk.context, talk)
    desk.show(step)
    pretend(desk, talk)
    desk.live.began.emit(talk)
    hear(desk, 100)
    assert card(step).laptop.isVisible()
    words = card(step).laptop.label.text()
    assert words == "Room for 12 more minutes of sound. Battery 9 %. Plug in, or come to an end."


def test_a_disk_and_a_battery_that_come_to_their_end_are_said_while_it_records(
    desk: Desk, recording: ConversationStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldp_stories.services.conversation import RoomLeft
    from ldp_stories.ui.researcher import recording_card

    monkeypatch.setattr(recording_card, "room_left", lambda _: RoomLeft(7, 6))
    hear(desk, 790_000)
    words = card(recording).laptop.label.text()
    assert words == "Room for 7 more minutes of sound. Battery 6 %. Plug in, or come to an end."
    assert card(recording).laptop.isVisible()
    monkeypatch.setattr(recording_card, "room_left", lambda _: RoomLeft(700, None))
    hear(desk, 825_000)
    assert not card(recording).laptop.isVisible()


def opened(desk: Desk, talk: str) -> ConversationStep:
    made = ConversationStep(desk.context, talk)
    desk.show(made)
    return made


def test_the_questions_stand_in_ones_own_order_in_the_next_conversation_too(desk: Desk) -> None:
    step = opened(desk, talk_with(desk.home))
    keys = step.prompts.keys()
    step.prompts._lines[1].step.emit(-1)
    step.prompts._lines[2].skip.emit()
    again = opened(desk, talk_with(desk.home))
    assert again.prompts.keys() == [keys[1], keys[0], *keys[2:]]
    assert again.prompts.next_key() == keys[1], "what is skipped is skipped in one conversation only"
    same = opened(desk, step.conversation)
    assert conversation(desk.home, step.conversation).skipped == (keys[2],)
    assert same.prompts._lines[2].prompt.skipped
