"""Ready: one thing left is said, or it is ready; the card, the last question, send or home."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.media import Media
from ldp_stories.domain.records import Status
from ldp_stories.services.edit_record import (
    changed_mind,
    keep_closed,
    keep_draft,
    set_place,
    suggest_tag,
    write_drafts,
)
from ldp_stories.services.find_place import places_for
from ldp_stories.services.meet_group import agree, join
from ldp_stories.services.record_encounter import finish
from ldp_stories.ui.researcher.ready import ReadyStep, left_words, media_words
from tests.ui.helpers import button, cut, name_of, walk_names, words_on
from tests.ui.on_screen import Desk, story, talk_with, view_of
from tests.ui.tab_walk import stops


@pytest.fixture
def record(desk: Desk) -> str:
    return story(desk.home, title="Tea and bulbs")


@pytest.fixture
def step(desk: Desk, record: str) -> ReadyStep:
    made = ReadyStep(desk.context, record)
    desk.show(made)
    return made


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (("place",), "One thing left: say where it was."),
        (("words",), "One thing left: add the words."),
        (("place", "words"), "2 things left: say where it was, add the words."),
    ],
)
def test_what_is_left_is_said_in_words(left: tuple[str, ...], words: str) -> None:
    assert left_words(left) == words


def test_with_nothing_left_it_is_ready(desk: Desk, step: ReadyStep, record: str) -> None:
    assert view_of(desk.home, record).record.status is Status.READY
    said = words_on(step)
    assert "It is ready" in said
    assert "Tea and bulbs" in said
    assert "will get: words." in said
    assert step.heading.hasFocus()


def test_tab_goes_from_the_page_to_its_actions_in_the_order_they_are_read(
    desk: Desk, step: ReadyStep
) -> None:
    around = [name_of(one) for one in stops(step)]
    assert around[0] == "It is ready"
    assert around[-4:] == ["Back", "That was heavy. Look after yourself", "Home", "Send now"]
    button(step, "They changed their mind").click()
    desk.settle()
    assert [name_of(one) for one in stops(step)][-4:] == around[-4:]


def test_it_says_that_the_sound_goes_too_and_is_being_made_ready(desk: Desk, voice: Path) -> None:
    step = ReadyStep(desk.context, story(desk.home, sound=voice))
    desk.show(step)
    said = words_on(step)
    assert "will get: words, sound." in said
    assert "The sound is being made ready" in said


def test_a_no_to_their_voice_is_seen_at_once_in_what_is_sent(desk: Desk, voice: Path) -> None:
    step = ReadyStep(desk.context, story(desk.home, sound=voice))
    desk.show(step)
    button(step, "They changed their mind").click()
    desk.settle()
    assert step.changing is not None
    next(choice for (_, key), choice in step.changing.rows.items() if key == "audio").chosen.emit(["no"])
    desk.settle()
    button(step, "Back to the story").click()
    said = words_on(step)
    assert "will get: words." in said, "the sound stays here"


def test_photos_and_films_are_called_what_they_are(desk: Desk) -> None:
    view = view_of(desk.home, story(desk.home))
    made = [Media(kind, "r", kind, "phone", 0, 0, 0, ()) for kind in ("photo", "video", "audio")]
    assert media_words(replace(view, media=tuple(made))) == ["sound", "film", "photos"]


def test_the_tags_that_were_suggested_are_counted(desk: Desk, record: str) -> None:
    suggest_tag(desk.home, record, words="the canal")
    step = ReadyStep(desk.context, record)
    desk.show(step)
    assert "1 tag suggested" in words_on(step)


def test_a_missing_place_is_asked_for_here_and_then_it_is_ready(desk: Desk) -> None:
    record = story(desk.home, place=False)
    step = ReadyStep(desk.context, record)
    desk.show(step)
    assert "One thing left: say where it was." in words_on(step)
    assert not step.send.isEnabled()
    assert step.place is not None
    place = places_for(desk.home)[0]
    step.place.chosen.emit(place.id)
    view = view_of(desk.home, record)
    assert view.place is not None
    assert view.place.id == place.id
    assert view.record.status is Status.READY
    assert step.send.isEnabled()
    assert step.send.hasFocus()


def test_missing_words_lead_back_to_the_words(desk: Desk) -> None:
    step = ReadyStep(desk.context, story(desk.home, words=""))
    desk.show(step)
    assert "One thing left: add the words." in words_on(step)
    with desk.qtbot.waitSignal(step.backward):
        button(step, "Add the words").click()


def test_a_no_to_taking_part_keeps_it_here_without_blame(desk: Desk, record: str) -> None:
    changed_mind(desk.home, record, "take_part", Answer.NO)
    step = ReadyStep(desk.context, record)
    desk.show(step)
    assert "Their answers do not let it be sent yet. It is safe here." in words_on(step)
    assert not step.send.isEnabled()
    button(step, "Look at their answers").click()
    assert step.changing is not None
    assert step.changing.heading.hasFocus()


def test_back_from_their_answers_looks_again(desk: Desk, step: ReadyStep, record: str) -> None:
    button(step, "They changed their mind").click()
    assert step.changing is not None
    who = view_of(desk.home, record).participants[0].id
    step.changing.rows[who, "audio"].chosen.emit(["no"])
    button(step, "Back to the story").click()
    assert "It is ready" in words_on(step)
    assert view_of(desk.home, record).consents[0].answers["audio"] is Answer.NO


def test_the_last_question_of_the_pack_is_there(step: ReadyStep) -> None:
    assert "Is there anything you said that you want left out?" in words_on(step)


def test_the_words_can_be_changed_after_that_question(desk: Desk, step: ReadyStep) -> None:
    with desk.qtbot.waitSignal(step.backward):
        button(step, "Change the words").click()


def test_the_card_is_given(desk: Desk, step: ReadyStep, record: str) -> None:
    asked: list[str] = []
    step.card_wanted.connect(asked.append)
    button(step, "Give them the card").click()
    assert asked == [view_of(desk.home, record).participants[0].code]


def test_ctrl_enter_goes_on_to_send(desk: Desk, step: ReadyStep) -> None:
    desk.key(step, Qt.Key.Key_Return, ctrl=True)
    assert desk.went == [("send", None)]


def test_home_is_as_near_as_send(desk: Desk, step: ReadyStep) -> None:
    button(step, "Home").click()
    assert desk.went == [("home", None)]


def test_an_observation_needs_no_card(desk: Desk) -> None:
    from ldp_stories.services.edit_record import write_observation

    record = write_observation(desk.home, saw="A bench", place=places_for(desk.home)[0].id)
    step = ReadyStep(desk.context, record)
    desk.show(step)
    assert "It is ready" in words_on(step)
    assert "Give them the card" not in words_on(step)


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_every_control_has_a_name_and_nothing_is_cut(
    desk: Desk, record: str, scale: float, rtl: bool
) -> None:
    step = ReadyStep(desk.context, record)
    desk.show(step, scale=scale, rtl=rtl)
    walk_names(step)
    desk.until(lambda: not cut(step))


def test_a_closed_story_is_not_said_to_be_sent(desk: Desk, record: str) -> None:
    keep_closed(desk.home, record)
    step = ReadyStep(desk.context, record)
    desk.show(step)
    said = words_on(step)
    assert "This story stays closed. It is not sent." in said
    assert "only that there is 1 closed story" in said
    assert "will get" not in said


def test_in_a_group_everybody_gets_a_card_of_their_own(desk: Desk) -> None:
    talk = talk_with(desk.home)
    other = join(desk.home, talk)
    agree(desk.home, talk, other.id, Answer.YES)
    record = finish(desk.home, talk)
    keep_draft(desk.home, record, "words", "We sew on Fridays.")
    write_drafts(desk.home, record)
    set_place(desk.home, record, places_for(desk.home)[0].id)
    step = ReadyStep(desk.context, record)
    desk.show(step)
    codes = [p.code for p in view_of(desk.home, record).participants]
    assert other.code in codes
    wanted: list[str] = []
    step.card_wanted.connect(wanted.append)
    for code in codes:
        button(step, f"Give the card {code}").click()
    assert wanted == codes
    walk_names(step)
