"""A group on screen: a code and a yes of their own for each, opt-outs, and a recording that rests until everybody was asked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.people import AgeBand
from ldp_stories.services.meet_group import agree, describe, join
from ldp_stories.services.record_encounter import (
    add_note,
    begin,
    conversation,
    finish,
    may_record,
    set_facts,
)
from ldp_stories.store import consent, records
from ldp_stories.ui.researcher.consent import ConsentStep
from ldp_stories.ui.researcher.consent_pages import MethodPage, SayPage
from ldp_stories.ui.researcher.conversation import ConversationStep
from ldp_stories.ui.researcher.people_here import PeoplePage, mind_the_recording
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.combo import Combo
from tests.ui.helpers import button, cut, name_of, walk_names, words_on
from tests.ui.on_screen import Desk, pretend, say_yes, talk_with


def at_people(desk: Desk, *, others: int = 1, agreed: bool = False, **look: object) -> ConsentStep:
    talk = begin(desk.home).id
    set_facts(desk.home, talk, said_first=True, kind="group")
    say_yes(desk.home, talk)
    for _ in range(others):
        made = join(desk.home, talk)
        if agreed:
            agree(desk.home, talk, made.id, Answer.YES)
    step = ConsentStep(desk.context, talk)
    step.at = next(i for i, p in enumerate(step.pages) if p.kind == "people")
    step.show_page()
    desk.show(step, **look)  # type: ignore[arg-type]
    assert isinstance(step.page, PeoplePage)
    return step


def page(step: ConsentStep) -> PeoplePage:
    assert isinstance(step.page, PeoplePage)
    return step.page


def test_a_group_hears_its_own_words_first(desk: Desk) -> None:
    talk = begin(desk.home).id
    set_facts(desk.home, talk, kind="group")
    step = ConsentStep(desk.context, talk)
    desk.show(step)
    desk.key(step, Qt.Key.Key_Return, ctrl=True)
    assert isinstance(step.page, SayPage)
    assert "Say this to everybody" in words_on(step)
    assert "What people say here stays here" in words_on(step)


def test_on_the_phone_the_packs_words_for_it_are_read_out(desk: Desk) -> None:
    talk = begin(desk.home).id
    set_facts(desk.home, talk, kind="phone")
    step = ConsentStep(desk.context, talk)
    desk.show(step)
    desk.key(step, Qt.Key.Key_Return, ctrl=True)
    assert "I'll read you the same words" in words_on(step)


def test_one_person_alone_sees_nothing_of_groups(desk: Desk) -> None:
    talk = begin(desk.home).id
    set_facts(desk.home, talk, said_first=True)
    step = ConsentStep(desk.context, talk)
    assert not {"people", "group", "phone"} & {p.kind for p in step.pages}


def test_a_conversation_waits_at_the_one_who_was_not_asked(desk: Desk) -> None:
    step = at_people(desk)
    again = ConsentStep(desk.context, step.conversation)
    desk.show(again)
    assert isinstance(again.page, PeoplePage)


def test_a_yes_opens_the_recorder_and_says_so(desk: Desk) -> None:
    step = at_people(desk)
    assert "No recording now" in words_on(step)
    (choice,) = page(step).agreed.values()
    choice.chosen.emit(["yes"])
    assert may_record(desk.home, step.conversation).open
    assert "Everybody here may be recorded." in words_on(step)


def test_keeping_out_of_the_recording_closes_it_for_everybody(desk: Desk) -> None:
    step = at_people(desk, agreed=True)
    one = conversation(desk.home, step.conversation).companions[0]
    page(step).outs[one.id].chosen.emit(["audio"])
    assert not may_record(desk.home, step.conversation).open
    assert f"ask: {one.code}" in words_on(step)
    page(step).outs[one.id].chosen.emit([])
    assert may_record(desk.home, step.conversation).open


def test_adding_somebody_goes_to_their_question(desk: Desk) -> None:
    step = at_people(desk, others=0)
    page(step).add.click()
    (one,) = conversation(desk.home, step.conversation).companions
    assert one.code in words_on(step)
    assert "Person 2" in words_on(step)
    focus = step.window().focusWidget()
    assert focus is not None
    assert page(step).agreed[one.id].isAncestorOf(focus)


def test_a_no_says_that_nothing_is_kept(desk: Desk) -> None:
    step = at_people(desk)
    next(iter(page(step).agreed.values())).chosen.emit(["no"])
    assert "Nothing about them is kept." in words_on(step)


def test_somebody_who_goes_and_comes_back(desk: Desk) -> None:
    step = at_people(desk, agreed=True)
    add_note(desk.home, step.conversation, "x", None)
    one = conversation(desk.home, step.conversation).companions[0]
    button(step, f"They have gone, code {' '.join(one.code)}").click()
    assert conversation(desk.home, step.conversation).companions[0].left
    button(step, "They are here again").click()
    assert not conversation(desk.home, step.conversation).companions[0].left


def test_a_child_in_the_group_opens_the_questions_of_a_child(desk: Desk) -> None:
    step = at_people(desk, agreed=True)
    (age,) = [c for c in page(step).findChildren(Combo) if "how old" in name_of(c)]
    age.chosen.emit(AgeBand.FROM_11.value)
    assert "The grown-up says yes first" in words_on(step)
    assert may_record(desk.home, step.conversation).why == "adult_first"
    (field,) = page(step).adults.values()
    desk.type(field, "aunt")
    page(step).leaving()
    assert conversation(desk.home, step.conversation).companions[0].adult_relation == "aunt"


def test_the_way_on_leads_to_how_they_said_yes(desk: Desk) -> None:
    step = at_people(desk, agreed=True)
    desk.key(step, Qt.Key.Key_Return, ctrl=True)
    assert isinstance(step.page, MethodPage)


def test_somebody_joins_in_the_middle_and_the_recording_rests(desk: Desk) -> None:
    talk = talk_with(desk.home)
    recording = pretend(desk, talk)
    step = ConversationStep(desk.context, talk)
    desk.show(step)
    with desk.qtbot.waitSignal(step.backward):
        step.joined.click()
    assert recording.calls == ["pause"]
    assert len(conversation(desk.home, talk).companions) == 1
    assert "rests until everybody" in desk.told[-1]


def test_the_recording_does_not_go_on_before_they_were_asked(desk: Desk) -> None:
    talk = talk_with(desk.home)
    recording = pretend(desk, talk)
    made = join(desk.home, talk)
    mind_the_recording(desk.context, talk)
    step = ConversationStep(desk.context, talk)
    desk.show(step)
    assert step.recording is None, "the recorder is hidden while somebody has not agreed"
    agree(desk.home, talk, made.id, Answer.YES)
    again = ConversationStep(desk.context, talk)
    desk.show(again)
    assert again.recording is not None
    again.recording.toggle_pause()
    assert recording.calls == ["pause", "resume"]


def test_going_on_is_refused_kindly_while_it_rests(desk: Desk) -> None:
    talk = talk_with(desk.home)
    recording = pretend(desk, talk)
    step = ConversationStep(desk.context, talk)
    desk.show(step)
    assert step.recording is not None
    join(desk.home, talk)
    mind_the_recording(desk.context, talk)
    step.recording.toggle_pause()
    assert recording.calls == ["pause"]
    assert "Ask them first. What you have is safe." in words_on(step)


def test_a_recording_of_somebody_else_is_left_alone(desk: Desk) -> None:
    talk, other = talk_with(desk.home), talk_with(desk.home)
    recording = pretend(desk, other)
    join(desk.home, talk)
    assert not mind_the_recording(desk.context, talk)
    assert recording.calls == []


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_everything_has_a_name_and_nothing_is_cut(desk: Desk, scale: float, rtl: bool) -> None:
    step = at_people(desk, others=2, agreed=True, scale=scale, rtl=rtl)
    names = walk_names(step)
    assert len([n for n in names if n.startswith("They have gone, code")]) == 2
    desk.until(lambda: cut(step) == [])


def test_somebody_keeps_out_of_what_is_seldom_asked_for(desk: Desk) -> None:
    step = at_people(desk, agreed=True)
    one = conversation(desk.home, step.conversation).companions[0]
    rest = page(step).rest[one.id]
    assert not rest.isVisible()
    [b for b in page(step).findChildren(Button) if b.text() == "Something else"][-1].click()
    assert rest.isVisible()
    rest.chosen.emit(["share_media_team", "publish_clip"])
    kept = conversation(desk.home, step.conversation)
    assert {"share_media_team", "publish_clip:report", "publish_clip:press"} < set(kept.companions[0].out)
    assert "share_team" not in kept.companions[0].out
    assert kept.out == (), "nobody else"
    record = finish(desk.home, step.conversation)
    with desk.home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        given = {c.participant: c for c in consent.of_encounter(con, told.encounter)}
    answers = {
        k: given[one.id].answers[k] for k in ("share_media_team", "publish_clip:website", "share_team")
    }
    assert list(answers.values()) == [Answer.NO, Answer.NO, Answer.YES]


def test_what_somebody_keeps_out_of_is_open_when_one_comes_back_to_it(desk: Desk) -> None:
    step = at_people(desk, agreed=True)
    one = conversation(desk.home, step.conversation).companions[0]
    page(step).rest[one.id].chosen.emit(["archive"])
    again = ConsentStep(desk.context, step.conversation)
    again.at = next(i for i, p in enumerate(again.pages) if p.kind == "people")
    again.show_page()
    desk.show(again)
    assert page(again).rest[one.id].value() == ["archive"]
    assert page(again).rest[one.id].isVisible()


def test_what_is_said_to_a_child_of_the_group_is_on_the_page_and_kept_like_that(desk: Desk) -> None:
    step = at_people(desk, agreed=True)
    one = conversation(desk.home, step.conversation).companions[0]
    describe(desk.home, step.conversation, one.id, age_band=AgeBand.FROM_11)
    page(step)._read()
    assert "I'd like to ask your child" in words_on(step)
    assert "Your grown-up says it's OK" in words_on(step)
    desk.type(page(step).adults[one.id], "aunt")
    page(step).leaving()
    assert "Your aunt says it's OK to ask you." in words_on(step)
