"""A conversation from Where and who to Ready: the steps, going on later, and everything by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.records import Status
from ldp_stories.errors import Refused
from ldp_stories.services.edit_record import mark_ready
from ldp_stories.services.home import Home
from ldp_stories.services.keep_sound import masters_to_make
from ldp_stories.services.record_encounter import begin, conversation, open_conversations, set_facts
from ldp_stories.services.recorder_part import Source
from ldp_stories.ui.researcher import task as task_module
from ldp_stories.ui.researcher.consent import ConsentStep
from ldp_stories.ui.researcher.conversation import ConversationStep
from ldp_stories.ui.researcher.ready import ReadyStep
from ldp_stories.ui.researcher.task import CONSENT, READY, TALK, WHO, WORDS, ConversationTask
from ldp_stories.ui.researcher.where_and_who import WhereAndWhoStep
from ldp_stories.ui.researcher.words_after import WordsAfterStep
from tests.ui.helpers import button, words_on
from tests.ui.on_screen import Desk, pretend, sound_file, story, talk_with, view_of


def shown(desk: Desk, what: object = None) -> ConversationTask:
    made = ConversationTask(desk.context, what)
    desk.show(made)
    return made


def test_a_new_conversation_begins_with_where_and_who(desk: Desk) -> None:
    task = shown(desk)
    assert isinstance(task.now, WhereAndWhoStep)
    assert task.steps == ("Where and who", "Consent", "Conversation", "Words after", "Ready")
    assert (task.step, task.title) == (WHO, "Where and who")
    assert [t.id for t in open_conversations(desk.home)] == [task.conversation]


def test_a_conversation_left_untouched_is_not_one_you_were_in(desk: Desk) -> None:
    first = shown(desk).conversation
    second = shown(desk).conversation
    assert first != second
    assert [t.id for t in open_conversations(desk.home)] == [second]


def test_a_conversation_with_something_in_it_is_kept_beside_a_new_one(desk: Desk) -> None:
    talk = talk_with(desk.home)
    task = shown(desk)
    assert {t.id for t in open_conversations(desk.home)} == {talk, task.conversation}


def test_the_way_goes_on_step_by_step(desk: Desk) -> None:
    task = shown(desk)
    desk.key(task, Qt.Key.Key_Return, ctrl=True)
    assert isinstance(task.now, ConsentStep)
    assert task.step == CONSENT
    assert conversation(desk.home, task.conversation).step == "consent"


def test_a_change_of_step_is_told_to_the_bar(desk: Desk) -> None:
    task = shown(desk)
    with desk.qtbot.waitSignal(task.bar_changed):
        task.show_step(CONSENT)
    assert task.title == "Consent"
    assert task.foot_words == "No internet needed"


def test_going_on_later_starts_at_the_step_where_one_was(desk: Desk) -> None:
    assert isinstance(shown(desk, talk_with(desk.home, step="talk")).now, ConversationStep)
    asked = begin(desk.home).id
    set_facts(desk.home, asked, step="consent", said_first=True)
    assert isinstance(shown(desk, asked).now, ConsentStep)


def test_back_to_a_running_recording_shows_the_conversation(desk: Desk) -> None:
    talk = talk_with(desk.home, step="who")
    pretend(desk, talk)
    assert isinstance(shown(desk, talk).now, ConversationStep)


def test_a_programme_that_is_not_ready_says_so_kindly(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Home) -> None:
        raise Refused("PACK_NOT_READY", missing="consent form")

    monkeypatch.setattr(task_module, "begin", refuse)
    task = shown(desk)
    assert "Not yet" in words_on(task)
    assert "consent form" in words_on(task)
    button(task, "Home").click()
    assert desk.went == [("home", None)]


def test_alt_left_goes_back_inside_consent_then_to_the_step_before(desk: Desk) -> None:
    task = shown(desk)
    task.show_step(CONSENT)
    assert isinstance(task.now, ConsentStep)
    button(task, "I have said it").click()
    assert task.step_back()
    assert "Say this first" in words_on(task)
    assert task.step_back()
    assert isinstance(task.now, WhereAndWhoStep)
    assert not task.step_back()


def test_the_back_button_of_the_first_step_goes_home(desk: Desk) -> None:
    task = shown(desk)
    button(task, "Back").click()
    assert desk.went == [("home", None)]


def test_finishing_writes_everything_down_and_the_words_come(desk: Desk) -> None:
    talk = talk_with(desk.home)
    task = shown(desk, talk)
    desk.key(task, Qt.Key.Key_Return, ctrl=True)
    desk.until(lambda: isinstance(task.now, WordsAfterStep))
    assert task.step == WORDS
    assert open_conversations(desk.home) == ()
    assert view_of(desk.home, task.record).record.status is Status.DRAFT
    assert "Everything is kept on this laptop." in desk.told


def test_finishing_makes_the_lasting_copy_of_the_sound_in_the_background(desk: Desk, voice: Path) -> None:
    from ldp_stories.services.record_encounter import add_part_from_file

    talk = talk_with(desk.home)
    add_part_from_file(desk.home, talk, voice)
    task = shown(desk, talk)
    task.go_to_step(WORDS)
    desk.until(lambda: bool(task.record))
    desk.settle()
    assert masters_to_make(desk.home) == ()
    assert view_of(desk.home, task.record).media[0].master is not None


def test_finishing_before_a_yes_goes_back_to_asking(desk: Desk) -> None:
    task = shown(desk)
    set_facts(desk.home, task.conversation, said_first=True)
    task.go_to_step(WORDS)
    desk.until(lambda: isinstance(task.now, ConsentStep))
    assert task.record == ""
    assert desk.told


def test_a_half_typed_note_is_in_the_finished_story(desk: Desk) -> None:
    task = shown(desk, talk_with(desk.home, but=["audio"]))
    assert isinstance(task.now, ConversationStep)
    assert task.now.notes is not None
    desk.type(task.now.notes.field, "half a no")
    task.go_to_step(WORDS)
    desk.until(lambda: bool(task.record))
    assert [n.text for n in view_of(desk.home, task.record).notes] == ["half a no"]


def test_more_can_be_recorded_after_finishing(desk: Desk) -> None:
    task = shown(desk, ("words", story(desk.home)))
    record = task.record
    button(task, "Carry on recording").click()
    assert isinstance(task.now, ConversationStep)
    assert task.record == ""
    task.go_to_step(WORDS)
    desk.until(lambda: task.record == record)


def test_words_typed_before_carrying_on_are_written(desk: Desk) -> None:
    task = shown(desk, ("words", story(desk.home)))
    record = task.record
    assert isinstance(task.now, WordsAfterStep)
    desk.type(task.now.name, "Tea and bulbs")
    task.go_to_step(TALK)
    assert view_of(desk.home, record).title == "Tea and bulbs"


def test_a_draft_opens_at_its_words_and_a_ready_one_at_ready(desk: Desk) -> None:
    record = story(desk.home)
    assert isinstance(shown(desk, ("words", record)).now, WordsAfterStep)
    mark_ready(desk.home, record)
    assert isinstance(shown(desk, ("ready", record)).now, ReadyStep)


def test_from_the_words_ctrl_enter_makes_it_ready_and_the_next_sends_it(desk: Desk) -> None:
    task = shown(desk, ("words", story(desk.home)))
    desk.key(task, Qt.Key.Key_Return, ctrl=True)
    assert isinstance(task.now, ReadyStep)
    assert task.step == READY
    assert view_of(desk.home, task.record).record.status is Status.READY
    desk.key(task, Qt.Key.Key_Return, ctrl=True)
    assert desk.went == [("send", None)]


def test_alt_left_from_ready_returns_to_the_words(desk: Desk) -> None:
    task = shown(desk, ("ready", story(desk.home)))
    assert task.step_back()
    assert isinstance(task.now, WordsAfterStep)
    assert not task.step_back()


def step_of(task: ConversationTask) -> object:
    """The step in front, which the type checker cannot narrow."""
    return task.now


def card_of(task: ConversationTask) -> object:
    return task.card


def test_the_card_lies_over_the_step_and_goes_away_again(desk: Desk) -> None:
    task = shown(desk)
    button(task, "Show the card").click()
    assert task.card is not None
    assert "Put the card away" in words_on(task)
    desk.key(task, Qt.Key.Key_Escape)
    assert card_of(task) is None
    assert "Where and who" in words_on(task)
    assert task.now is not None


def test_alt_left_puts_the_card_away_first(desk: Desk) -> None:
    task = shown(desk)
    button(task, "Show the card").click()
    assert task.step_back()
    assert task.card is None
    assert isinstance(task.now, WhereAndWhoStep)


def test_leaving_keeps_the_recording_running(desk: Desk) -> None:
    talk = talk_with(desk.home)
    pretended = pretend(desk, talk)
    task = shown(desk, talk)
    task.leaving()
    assert pretended.calls == []
    assert desk.live.running


def test_finishing_stops_the_recording_of_this_conversation(desk: Desk) -> None:
    talk = talk_with(desk.home)
    pretended = pretend(desk, talk)
    task = shown(desk, talk)
    task.go_to_step(WORDS)
    desk.until(lambda: bool(task.record))
    assert pretended.calls == ["stop"]


@pytest.fixture
def from_file(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The recorder takes its sound from a file, in a real process."""
    path = sound_file(tmp_path, 30.0)
    start = desk.live.start

    def begin_from_file(home: Home, talk: str, _source: Source = "microphone") -> None:
        start(home, talk, path)

    monkeypatch.setattr(desk.live, "start", begin_from_file)
    yield path
    desk.live.stop()


def test_the_whole_way_goes_by_keyboard(desk: Desk, from_file: Path) -> None:
    task = shown(desk)
    assert isinstance(task.now, WhereAndWhoStep)
    task.now.place.setFocus()
    desk.key(task, Qt.Key.Key_Down)
    assert task.now.place.popup is not None
    desk.qtbot.keyClick(task.now.place.popup.search, Qt.Key.Key_Down)
    desk.qtbot.keyClick(task.now.place.popup.search, Qt.Key.Key_Return)
    desk.key(task, Qt.Key.Key_Return, ctrl=True)
    desk.key(task, Qt.Key.Key_Return, ctrl=True)
    assert isinstance(step_of(task), ConsentStep)
    while isinstance(step := step_of(task), ConsentStep):
        page = step.pages[step.at]
        key = (
            Qt.Key.Key_2
            if page.question is not None and "quote_named" in page.question.scopes
            else Qt.Key.Key_1
        )
        if page.kind in {"channels", "purposes"}:
            desk.key(task, Qt.Key.Key_Return, ctrl=True)
        else:
            desk.key(task, key)
    assert isinstance(task.now, ConversationStep)
    desk.key(task, Qt.Key.Key_R, ctrl=True)
    desk.until(lambda: desk.live.status is not None and desk.live.status.saved_ms > 500)
    desk.key(task, Qt.Key.Key_M, ctrl=True)
    desk.key(task, Qt.Key.Key_L, ctrl=True)
    desk.key(task, "knew nobody here")
    desk.key(task, Qt.Key.Key_Return)
    desk.key(task, Qt.Key.Key_Return, ctrl=True)
    desk.until(lambda: isinstance(task.now, WordsAfterStep))
    desk.key(task, "I knew nobody. Now I do.")
    desk.key(task, Qt.Key.Key_Return, ctrl=True)
    assert isinstance(step_of(task), ReadyStep)
    view = view_of(desk.home, task.record)
    assert view.record.status is Status.READY
    assert view.layers[0].text == "I knew nobody. Now I do."
    assert [n.marked for n in view.notes] == [True, False]
    assert view.notes[1].text == "knew nobody here"
    assert view.media[0].duration_ms >= 500
    assert view.consents[0].answers["audio"] is Answer.YES
    desk.key(task, Qt.Key.Key_Return, ctrl=True)
    assert desk.went == [("send", None)]
    desk.settle()


def test_after_stepping_back_the_steps_one_was_at_are_not_still_to_come(desk: Desk) -> None:
    talk = talk_with(desk.home)
    task = ConversationTask(desk.context, talk)
    desk.show(task)
    task.show_step(TALK)
    task.show_step(WHO)
    assert (task.step, task.reached) == (WHO, TALK)
    task.go_to_step(TALK)
    assert isinstance(task.now, ConversationStep)
