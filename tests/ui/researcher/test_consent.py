"""Asking for consent on screen: by keyboard, saved at each press, back and on, and stopping kindly."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.consent import Answer, Method, Route
from ldp_stories.errors import UserError
from ldp_stories.services.record_encounter import (
    answer,
    begin,
    conversation,
    finish,
    keys_of,
    questions,
    set_facts,
    set_method,
)
from ldp_stories.services.record_encounter import open_conversations as open_ones
from ldp_stories.store import consent, ledger, records
from ldp_stories.ui.researcher.consent import ConsentStep
from ldp_stories.ui.researcher.consent_pages import (
    AskPage,
    ChannelsPage,
    MethodPage,
    NamedPage,
    SayPage,
    StopPage,
)
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.theme import theme
from tests.services.test_consent_wording import approve
from tests.ui.helpers import button, cut, name_of, walk_names, words_on
from tests.ui.on_screen import Desk, say_yes, talk_with
from tests.ui.tab_walk import stops


@pytest.fixture
def talk(desk: Desk) -> str:
    ident = begin(desk.home).id
    set_facts(desk.home, ident, said_first=True)
    return ident


@pytest.fixture
def step(desk: Desk, talk: str) -> ConsentStep:
    made = ConsentStep(desk.context, talk)
    desk.show(made)
    return made


def at_question(desk: Desk, scope: str) -> ConsentStep:
    """The step at the question of a scope, with a yes to all before it."""
    ident = begin(desk.home).id
    set_facts(desk.home, ident, said_first=True)
    at = next(i for i, q in enumerate(questions(desk.home, ident)) if scope in q.scopes)
    say_yes(desk.home, ident, up_to=at, but=["quote_named"])
    made = ConsentStep(desk.context, ident)
    desk.show(made)
    return made


def kept(desk: Desk, step: ConsentStep) -> dict[str, Answer]:
    return dict(conversation(desk.home, step.conversation).answers)


def test_what_to_say_first_comes_first_in_the_words_of_the_pack(desk: Desk) -> None:
    step = ConsentStep(desk.context, begin(desk.home).id)
    desk.show(step)
    assert isinstance(step.page, SayPage)
    assert "Say this first" in words_on(step)
    assert "Amina" in words_on(step)
    assert "Larkside Together" in words_on(step)
    desk.key(step, Qt.Key.Key_Return, ctrl=True)
    assert conversation(desk.home, step.conversation).said_first
    assert isinstance(step.page, AskPage)


def test_a_question_stands_alone_with_its_number_and_code(desk: Desk, step: ConsentStep) -> None:
    said = words_on(step)
    assert "Question 1 of 14" in said
    assert conversation(desk.home, step.conversation).code in said
    assert "Read this out" in said
    assert len(step.page.findChildren(AskPage)) == 0


def test_tab_goes_from_the_question_to_its_answers_to_back_and_stop_on_every_page(
    desk: Desk, step: ConsentStep
) -> None:
    for _ in range(3):
        question, *rest = [name_of(one) for one in stops(step)]
        assert question.endswith("?")
        assert rest[:4] == ["Yes", "No", "Not asked", "Back"]
        assert rest[-1] == "Stop and thank them"
        desk.key(step, Qt.Key.Key_1)
        desk.settle()


def test_nothing_is_chosen_beforehand(step: ConsentStep) -> None:
    assert isinstance(step.page, AskPage)
    assert all("answered before" not in name_of(b) for b in step.page.buttons.values())


@pytest.mark.parametrize(
    ("key", "answer"),
    [(Qt.Key.Key_1, Answer.YES), (Qt.Key.Key_2, Answer.NO), (Qt.Key.Key_3, Answer.NOT_ASKED)],
)
def test_one_key_saves_and_goes_on(desk: Desk, key: Qt.Key, answer: Answer) -> None:
    step = at_question(desk, "audio")
    desk.key(step, key)
    assert kept(desk, step)["audio"] is answer
    assert "Question 4 of 14" in words_on(step)


def test_the_words_shown_are_kept_with_the_form_they_came_from(desk: Desk, step: ConsentStep) -> None:
    desk.key(step, Qt.Key.Key_1)
    assert conversation(desk.home, step.conversation).form_version


def test_the_focus_is_on_the_question_after_each_answer(desk: Desk, step: ConsentStep) -> None:
    desk.key(step, Qt.Key.Key_1)
    assert isinstance(step.page, AskPage)
    assert step.page.heading.hasFocus()


def test_single_keys_can_be_switched_off(desk: Desk, talk: str) -> None:
    theme().set(single_keys=False)
    step = ConsentStep(desk.context, talk)
    step.resize(1366, 660)
    desk.qtbot.addWidget(step)
    step.show()
    desk.key(step, Qt.Key.Key_1)
    assert kept(desk, step) == {}
    button(step, "Yes").click()
    assert kept(desk, step)["take_part"] is Answer.YES


def test_a_digit_typed_into_a_field_answers_nothing(desk: Desk) -> None:
    ident = begin(desk.home).id
    set_facts(desk.home, ident, said_first=True, age_band="11-15")
    step = ConsentStep(desk.context, ident)
    desk.show(step)
    assert isinstance(step.page, AskPage)
    desk.type(step.page.adult, "aunt of 12")
    assert step.page.adult.text() == "aunt of 12"
    assert kept(desk, step) == {}


def test_back_returns_to_the_question_and_shows_what_was_answered(desk: Desk) -> None:
    step = at_question(desk, "audio")
    desk.key(step, Qt.Key.Key_2)
    assert step.step_back()
    assert isinstance(step.page, AskPage)
    assert name_of(step.page.buttons[Answer.NO]) == "No, answered before"
    desk.key(step, Qt.Key.Key_1)
    assert kept(desk, step)["audio"] is Answer.YES


def test_back_from_the_first_page_leaves_the_step(desk: Desk) -> None:
    step = ConsentStep(desk.context, begin(desk.home).id)
    desk.show(step)
    assert not step.step_back()


def test_the_side_shows_answers_what_is_now_and_what_comes(desk: Desk) -> None:
    step = at_question(desk, "audio")
    said = words_on(step.side)
    assert "Talk and keep notes\nYes" in said
    assert "Record voice\nNow" in said
    assert "Coming next" in said
    assert "Video" in said


def test_with_every_question_answered_no_line_of_the_side_is_cut(desk: Desk) -> None:
    talk = begin(desk.home).id
    set_facts(desk.home, talk, said_first=True)
    say_yes(desk.home, talk)
    piece = next(q for q in questions(desk.home, talk) if "publish_clip" in q.scopes)
    answer(desk.home, talk, keys_of(piece), Answer.NOT_ASKED)
    step = ConsentStep(desk.context, talk)
    desk.show(step, size=(1366, 660))
    desk.settle()
    assert "Play or show a piece\nNot asked" in words_on(step.side)
    assert cut(step.side) == []
    last = step.side.list.findChildren(CheckLine)[-1]
    desk.until(lambda: not last.visibleRegion().isEmpty())


def test_the_side_counts_the_answers_where_it_folds_away(desk: Desk) -> None:
    step = at_question(desk, "audio")
    assert step.sides.button.text().endswith("Answers so far (2)")


def test_an_answer_is_announced_with_the_next_question(
    desk: Desk, step: ConsentStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldp_stories.ui.researcher import consent

    said: list[str] = []
    monkeypatch.setattr(consent, "announce", lambda _, words: said.append(words))
    desk.key(step, Qt.Key.Key_1)
    assert said == ["Yes saved. Question 2 of 14"]


def test_no_to_taking_part_stops_kindly_and_keeps_no_person(desk: Desk, step: ConsentStep) -> None:
    desk.key(step, Qt.Key.Key_2)
    assert isinstance(step.page, StopPage)
    assert "Stop kindly" in words_on(step)
    button(step.page, "Stop and thank them").click()
    assert desk.went == [("home", None)]
    assert open_ones(desk.home) == ()
    with pytest.raises(UserError):
        conversation(desk.home, step.conversation)


def test_from_stopping_one_can_go_back_and_answer_again(desk: Desk, step: ConsentStep) -> None:
    desk.key(step, Qt.Key.Key_2)
    assert step.step_back()
    assert isinstance(step.page, AskPage)
    desk.key(step, Qt.Key.Key_1)
    assert kept(desk, step)["take_part"] is Answer.YES
    assert "Question 2 of 14" in words_on(step)


def test_stopping_is_offered_at_every_question(desk: Desk) -> None:
    step = at_question(desk, "recontact")
    button(step.side, "Stop and thank them").click()
    assert isinstance(step.page, StopPage)
    assert step.step_back()
    assert isinstance(step.page, AskPage)


def test_somebody_who_cannot_follow_is_thanked_and_nobody_answers_for_them(
    desk: Desk, step: ConsentStep
) -> None:
    step.show_stop()
    assert "Stop kindly. No one can say yes for another adult." in words_on(step)
    button(step.page, "They cannot follow what I explain").click()
    assert open_ones(desk.home) == ()


def test_under_an_approval_a_slip_about_who_can_follow_is_put_right_on_the_same_page(
    desk: Desk, step: ConsentStep
) -> None:
    approve(desk.home)
    step.show_stop()
    assert "They can follow after all" not in words_on(step)
    button(step.page, "They cannot follow what I explain").click()
    assert step.talk.consent_route is Route.NOT_ABLE
    step.show_stop()
    button(step.page, "They can follow after all").click()
    assert not isinstance(step.page, StopPage)
    (kept_talk,) = open_ones(desk.home)
    assert (kept_talk.consent_route, kept_talk.approval) == (Route.ADULT, "")


def test_each_channel_is_answered_by_itself(desk: Desk) -> None:
    step = at_question(desk, "publish_clip")
    assert isinstance(step.page, ChannelsPage)
    step.page.rows["website"].chosen.emit(["no"])
    step.page.rows["report"].chosen.emit(["yes"])
    now = kept(desk, step)
    assert now["publish_clip:website"] is Answer.NO
    assert now["publish_photo:website"] is Answer.NO
    assert now["publish_clip:report"] is Answer.YES
    assert "publish_clip:press" not in now


def test_channels_that_were_left_count_as_not_asked(desk: Desk) -> None:
    step = at_question(desk, "publish_clip")
    assert isinstance(step.page, ChannelsPage)
    step.page.rows["report"].chosen.emit(["yes"])
    step.page.on.click()
    now = kept(desk, step)
    assert now["publish_clip:press"] is Answer.NOT_ASKED
    assert now["publish_clip:report"] is Answer.YES
    assert "Question 12 of 14" in words_on(step)


def test_no_to_all_channels_is_one_press(desk: Desk) -> None:
    step = at_question(desk, "publish_clip")
    button(step, "No to all of these").click()
    now = kept(desk, step)
    assert {a for k, a in now.items() if k.startswith("publish")} == {Answer.NO}
    assert "Question 12 of 14" in words_on(step)


def test_a_name_is_written_as_they_want_it(desk: Desk) -> None:
    step = at_question(desk, "quote_named")
    desk.key(step, Qt.Key.Key_1)
    assert isinstance(step.page, NamedPage)
    assert step.page.heading.hasFocus()
    desk.type(step.page.words, "a mother of four")
    step.leaving()
    assert conversation(desk.home, step.conversation).attribution == "a mother of four"
    desk.key(step, Qt.Key.Key_Return)
    assert isinstance(step.page, ChannelsPage)


@pytest.mark.parametrize(
    ("key", "method"),
    [(Qt.Key.Key_1, Method.RECORDED), (Qt.Key.Key_2, Method.PAPER), (Qt.Key.Key_4, Method.WITNESS)],
)
def test_how_they_said_yes_ends_the_step(desk: Desk, key: Qt.Key, method: Method) -> None:
    step = ConsentStep(desk.context, talk_with(desk.home, but=["quote_named"]))
    desk.show(step)
    assert isinstance(step.page, MethodPage)
    with desk.qtbot.waitSignal(step.forward):
        desk.key(step, key)
    assert conversation(desk.home, step.conversation).method is method


def test_somebody_of_16_hears_that_it_is_their_own_decision(desk: Desk) -> None:
    ident = begin(desk.home).id
    set_facts(desk.home, ident, age_band="16-17")
    step = ConsentStep(desk.context, ident)
    desk.show(step)
    button(step, "I have said it").click()
    assert "Say this too" in words_on(step)
    assert "own decision" in words_on(step)
    button(step, "I have said it").click()
    assert "Question 1 of 14" in words_on(step)


@pytest.fixture
def child(desk: Desk) -> ConsentStep:
    ident = begin(desk.home).id
    set_facts(desk.home, ident, said_first=True, age_band="11-15")
    made = ConsentStep(desk.context, ident)
    desk.show(made)
    return made


def test_under_16_a_grown_up_is_asked_first(desk: Desk, child: ConsentStep) -> None:
    assert child.talk.consent_route is Route.UNDER_16
    assert isinstance(child.page, AskPage)
    assert child.page.adult_field.isVisible()
    assert child.page.page.question is child.questions[0]
    assert "adult_assent" in child.questions[0].scopes


def test_a_yes_without_saying_who_they_are_is_asked_for_beside_the_field(
    desk: Desk, child: ConsentStep
) -> None:
    assert isinstance(child.page, AskPage)
    child.page.buttons[Answer.YES].click()
    assert child.page.adult_field.trouble.isVisible()
    assert "Say who they are first" in child.page.adult_field.trouble.text()
    assert kept(desk, child) == {}


def test_then_the_child_is_asked_itself(desk: Desk, child: ConsentStep) -> None:
    assert isinstance(child.page, AskPage)
    desk.type(child.page.adult, "mother")
    child.page.buttons[Answer.YES].click()
    now = conversation(desk.home, child.conversation)
    assert now.adult_relation == "mother"
    assert now.answers["adult_assent"] is Answer.YES
    assert isinstance(child.page, AskPage)
    child.page.buttons[Answer.YES].click()
    now = conversation(desk.home, child.conversation)
    assert now.child_assent is Answer.YES
    assert now.answers["take_part"] is Answer.YES


def test_a_no_of_the_child_always_counts(desk: Desk, child: ConsentStep) -> None:
    assert isinstance(child.page, AskPage)
    desk.type(child.page.adult, "mother")
    child.page.buttons[Answer.YES].click()
    assert isinstance(child.page, AskPage)
    child.page.buttons[Answer.NO].click()
    assert isinstance(child.page, StopPage)
    assert not child.page.cannot.isVisible()


def test_a_childs_pictures_are_not_asked_about_for_publishing(child: ConsentStep) -> None:
    assert not any(q.channels for q in child.questions)


def test_going_on_later_starts_where_one_was(desk: Desk) -> None:
    step = at_question(desk, "photo")
    desk.key(step, Qt.Key.Key_1)
    again = ConsentStep(desk.context, step.conversation)
    desk.show(again)
    assert again.pages[again.at].number == step.pages[step.at].number == 6


def test_typing_is_kept_when_the_person_goes_away(desk: Desk, child: ConsentStep) -> None:
    assert isinstance(child.page, AskPage)
    desk.type(child.page.adult, "uncle")
    child.leaving()
    assert conversation(desk.home, child.conversation).adult_relation == "uncle"


@pytest.mark.parametrize("scope", ["audio", "publish_clip"])
@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_every_control_has_a_name_and_no_answer_is_cut(
    desk: Desk, scope: str, scale: float, rtl: bool
) -> None:
    found = at_question(desk, scope)
    step = ConsentStep(desk.context, found.conversation)
    desk.show(step, scale=scale, rtl=rtl)
    walk_names(step)
    assert cut(step) == []


def test_with_large_text_the_answers_stay_in_sight(desk: Desk) -> None:
    found = at_question(desk, "audio")
    step = ConsentStep(desk.context, found.conversation)
    desk.show(step, scale=2.0)
    assert isinstance(step.page, AskPage)
    for answer_button in step.page.buttons.values():
        assert not answer_button.visibleRegion().isEmpty()
        assert answer_button.visibleRegion().boundingRect().height() == answer_button.height()


def test_with_large_text_what_was_said_is_confirmed_without_scrolling(desk: Desk) -> None:
    step = ConsentStep(desk.context, begin(desk.home).id)
    desk.show(step, scale=2.0)
    assert isinstance(step.page, SayPage)
    assert step.page.said.visibleRegion().boundingRect().height() == step.page.said.height()
    step.page.said.click()
    assert conversation(desk.home, step.conversation).said_first


def test_stopping_is_offered_once_on_the_page_that_stops(desk: Desk, step: ConsentStep) -> None:
    step.side.stop.click()
    assert not step.side.stop.isVisible()
    assert step.step_back()
    assert step.side.stop.isVisible()


@pytest.mark.parametrize("age", ["40-59", "16-17", "11-15"])
def test_the_words_that_are_kept_are_the_ones_that_were_on_the_screen(desk: Desk, age: str) -> None:
    """Page by page, by keys: what stood there as the question is what the answers hold, whoever the grown-up is."""
    ident = begin(desk.home).id
    set_facts(desk.home, ident, said_first=True, age_band=age)
    step = ConsentStep(desk.context, ident)
    desk.show(step)
    seen: dict[str, str] = {}
    while (page := step.pages[step.at]).kind != "method":
        if isinstance(step.page, SayPage):
            step.page.said.click()
        elif isinstance(step.page, ChannelsPage):
            step.page.none.click()
        elif isinstance(step.page, NamedPage):
            step.page.on.click()
        else:
            assert isinstance(step.page, AskPage)
            assert page.question is not None
            if step.page.needs_adult:
                desk.type(step.page.adult, "mother")
            seen |= dict.fromkeys(page.question.scopes, step.page.heading.text())
            step.page.buttons[Answer.YES].click()
    set_method(desk.home, ident, Method.WITNESS)
    record = finish(desk.home, ident)
    with desk.home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        view = ledger.entity(con, consent.of_encounter(con, told.encounter)[0].id)
        assert view is not None
    assert {key: view.get("wording")[key] for key in seen} == seen
    assert ("Your mother says" in seen.get("child_assent", "")) is (age == "11-15")
