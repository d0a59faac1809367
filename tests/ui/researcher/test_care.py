"""Looking after yourself: who knows where you are, what weighed on you, your own journey, and the quiet lines on Home."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ldp_stories.services import own_care, own_journey
from ldp_stories.services.keep_answers import own_typed
from ldp_stories.services.own_care import Out, Told
from ldp_stories.services.own_journey import Practised, note_practice
from ldp_stories.ui.researcher import home_cards
from ldp_stories.ui.researcher.care import CareScreen
from ldp_stories.ui.researcher.care_cards import out_words
from ldp_stories.ui.researcher.home import HomeScreen
from ldp_stories.ui.researcher.journey_card import result_words
from ldp_stories.ui.researcher.ready import ReadyStep
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, story


@pytest.fixture
def care(desk: Desk) -> CareScreen:
    made = CareScreen(desk.context)
    desk.show(made)
    return made


def test_somebody_is_told_where_one_is_and_that_one_is_back(desk: Desk, care: CareScreen) -> None:
    button(care, "I am going out").click()
    assert "Write who knows where you are." in words_on(care)
    desk.type(care.where.who, "Nadia")
    desk.type(care.where.hour, "half past")
    button(care, "I am going out").click()
    assert "Write an hour such as 15:30" in words_on(care)
    care.where.hour.set_text("23:59")
    button(care, "I am going out").click()
    assert "Nadia knows where you are. Back by 23:59." in words_on(care)
    button(care, "I am back").click()
    assert own_care.out_now(desk.home) is None
    assert button(care, "I am going out").isVisible()


def test_out_words_leave_the_hour_away_when_there_is_none() -> None:
    assert out_words(Out("Nadia", "", "", False)) == "Nadia knows where you are."


def test_a_heavy_conversation_is_noted_word_by_word_and_told_only_when_chosen(
    desk: Desk, care: CareScreen
) -> None:
    button(care, "One was heavy today").click()
    (note,) = care.heavy.notes.values()
    assert note.words.edit.hasFocus()
    desk.type(note.words, "Her voice")
    care.leaving()
    (kept,) = own_care.heavy_notes(desk.home)
    assert (kept.note, kept.sent) == ("Her voice", "")
    button(care, "I would like to talk about it").click()
    assert own_care.heavy_notes(desk.home)[0].wish == "talk"
    assert "Your coordinator will see: “I would like to talk about it”." in words_on(care)
    button(care, "Do not tell them").click()
    assert own_care.heavy_notes(desk.home)[0].sent == ""
    button(care, "I have talked to somebody").click()
    assert "You have talked to somebody." in words_on(care)
    button(care, "Take the note of 10 May away").click()
    assert own_care.heavy_notes(desk.home) == ()


def test_before_a_wish_is_pressed_stands_what_leaves_to_whom_and_when(
    desk: Desk, care: CareScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "What you write here stays on this laptop. Only a wish to your coordinator can leave" in words_on(
        care
    )
    monkeypatch.setattr(own_care, "would_see", lambda _: ("Joan", "Theo"))
    button(care, "One was heavy today").click()
    said = words_on(care)
    assert "Tell your coordinators?" in said
    assert "If you press, this will be read by Joan, Theo: your name, the day, and your wish." in said
    assert "Your own words stay here, and no story is named." in said
    button(care, "Just so they know").click()
    assert "If you press" not in words_on(care)


def test_a_note_taken_away_comes_back_with_one_key_and_only_one_offer_stands(
    desk: Desk, care: CareScreen
) -> None:
    own_journey.add_step(desk.home, "learnt", "Slow down")
    care.journey.look()
    button(care, "One was heavy today").click()
    (note,) = care.heavy.notes.values()
    desk.type(note.words, "Her voice")
    button(care, "Take this step away: Slow down").click()
    assert care.journey.undo.isVisible()
    button(care, "Take the note of 10 May away").click()
    assert own_care.heavy_notes(desk.home) == ()
    assert not care.journey.undo.isVisible(), "Ctrl+Z means the last thing"
    assert care.heavy.note.hasFocus()
    desk.key(care, Qt.Key.Key_Z, ctrl=True)
    assert [h.note for h in own_care.heavy_notes(desk.home)] == ["Her voice"]
    (again,) = care.heavy.notes.values()
    desk.until(again.words.edit.hasFocus)
    assert not care.heavy.undo.isVisible()
    button(care, "Take the note of 10 May away").click()
    button(care, "One was heavy today").click()
    assert not care.heavy.undo.isVisible(), "a later change ends the offer"


@pytest.mark.parametrize(
    ("far", "words"),
    [
        (Told.WAITS, "Your coordinator will see: “Just so they know”. It goes with your next sending."),
        (Told.PACKED, "“Just so they know” is packed for your coordinator. Ring them if it cannot wait."),
        (Told.THERE, "Your coordinator has it: “Just so they know”."),
    ],
)
def test_how_far_a_wish_has_got_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, far: Told, words: str
) -> None:
    own_care.tell(desk.home, own_care.note_heavy(desk.home).id, "know")
    monkeypatch.setattr(own_care, "how_far", lambda *_: far)
    made = CareScreen(desk.context)
    desk.show(made)
    assert words in words_on(made)


def test_what_is_half_typed_is_there_again(desk: Desk, care: CareScreen) -> None:
    desk.type(care.where.who, "Nad")
    desk.type(care.journey.words, "Listening w")
    desk.type(care.journey.day, "1/5")
    care.leaving()
    again = CareScreen(desk.context)
    desk.show(again)
    assert (again.where.who.text(), again.journey.words.text(), again.journey.day.text()) == (
        "Nad",
        "Listening w",
        "1/5",
    )
    desk.type(again.where.who, "ia")
    desk.key(again, Qt.Key.Key_Return)
    assert "Nadia knows where you are." in words_on(again)
    again.journey.day.set_text("")
    desk.type(again.journey.words, "ell")
    desk.key(again, Qt.Key.Key_Return)
    assert [s.words for s in own_journey.steps(desk.home)] == ["Listening well"]
    again.leaving()
    assert own_typed(desk.home) == {}, "what was added is not typed any more"


def test_a_step_is_added_by_keys_and_a_slip_is_told_beside_it(desk: Desk, care: CareScreen) -> None:
    journey = care.journey
    button(care, "Add it").click()
    assert "Write a few words first." in words_on(care)
    desk.type(journey.words, "Consent, half a day")
    journey.day.set_text("11/5/2026")
    button(care, "Add it").click()
    assert "not one to come" in words_on(care)
    journey.day.set_text("1/5/2026")
    journey.words.entered.emit(journey.words.text())
    (step,) = own_journey.steps(desk.home)
    assert (step.kind, step.on, step.words) == ("training", "2026-05-01", "Consent, half a day")
    assert "Training, 1 May" in words_on(care)


def test_a_step_taken_away_comes_back(desk: Desk, care: CareScreen) -> None:
    own_journey.add_step(desk.home, "learnt", "Slow down")
    care.journey.look()
    button(care, "Take this step away: Slow down").click()
    assert own_journey.steps(desk.home) == ()
    button(care, "Undo").click()
    assert [s.words for s in own_journey.steps(desk.home)] == ["Slow down"]
    assert "Slow down" in words_on(care)


def test_what_came_of_practice_is_said_in_words(desk: Desk) -> None:
    done = Practised(asked=13, questions=14, sound_ms=120_000, marked=1, tags=2, words=140)
    assert result_words(done) == (
        "A practice conversation: 13 of 14 questions asked, 2 min of sound, 140 words written, 1 moment marked, 2 tags."
    )
    assert result_words(Practised(3, 14, 0, 0, 0, 0)) == "A practice conversation: 3 of 14 questions asked."
    note_practice(desk.home, story(desk.home))
    made = CareScreen(desk.context)
    desk.show(made)
    assert "A practice conversation:" in words_on(made)


def test_a_finished_practice_conversation_leaves_its_line_by_itself(desk: Desk) -> None:
    record = story(desk.home)
    made = ReadyStep(desk.context, record)
    desk.show(made)
    assert [s.id for s in own_journey.steps(desk.home)] == [record]
    button(made, "That was heavy. Look after yourself").click()
    assert desk.went == [("care", None)]


def test_home_says_nothing_of_it_until_there_is_something(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_cards, "microphones", lambda _: ("Built-in microphone",))
    home = HomeScreen(desk.context)
    desk.show(home)
    assert not home.care.isVisible()
    own_care.note_heavy(desk.home)
    own_care.go_out(desk.home, "Nadia", "00:00")
    home.refresh(frozenset({"desk"}))
    desk.settle()
    assert "A conversation was heavy, 10 May." in words_on(home)
    assert "Nadia knows where you are. Back by 00:00." in words_on(home)
    button(home, "I am back").click()
    assert "Nadia" not in words_on(home)
    button(home, "See").click()
    button(home, "Looking after yourself").click()
    assert desk.went == [("care", None)] * 2


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, True)])
def test_nothing_is_cut_and_all_is_named(desk: Desk, scale: float, rtl: bool) -> None:
    own_care.note_heavy(desk.home)
    own_care.tell(desk.home, own_care.note_heavy(desk.home).id, "know")
    own_journey.add_step(desk.home, "training", "Consent, half a day with Joan and everybody else")
    made = CareScreen(desk.context)
    desk.show(made, scale=scale, rtl=rtl, size=(1024, 600))
    desk.until(lambda: not cut(made))
    walk_names(made)
