"""Coding a round on screen: read, yes or no, why; nothing of anybody else, kept at once, and over when it is over."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.domain.rounds import Round, Unit
from ldp_stories.services.code_blind import blind_item, my_rounds
from ldp_stories.services.edit_record import changed_mind
from ldp_stories.services.home import Home
from ldp_stories.services.keep_answers import form_typed
from ldp_stories.services.open_round import close_round
from ldp_stories.ui.record.blind_screen import BlindScreen
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import CURTAINS, Desk
from tests.ui.rounds.conftest import a_round, stories, theo_says


def blind(desk: Desk, made: Round | None, **look: object) -> BlindScreen:
    screen = BlindScreen(desk.context, made.id if made else None)
    desk.show(screen, **look)  # type: ignore[arg-type]
    return screen


def said(home: Home, made: Round, number: int = 0) -> dict[str, str]:
    """One's own answers by tag code."""
    return {made.labels[t][0]: a for t, a in blind_item(home, made.id, number).answers}


def test_the_story_and_the_questions_are_there_and_nothing_else(desk: Desk, home: Home) -> None:
    stories(home, 2)
    made = a_round(home)
    theo_says(home, made, 0, "yes", "a secret reason")
    screen = blind(desk, made)
    text = words_on(screen)
    assert "Read first. You will see the other tags when the round closes." in text
    assert "1 of 2: Story" in text
    assert "D1 Trusted person" in text
    assert CURTAINS in screen.words.text()
    assert "a secret reason" not in text
    assert "she says so" not in text


def test_answers_are_kept_at_once_and_changed_as_often_as_one_likes(desk: Desk, home: Home) -> None:
    stories(home, 1)
    made = a_round(home)
    screen = blind(desk, made)
    first = screen.questions[0]
    first.say("yes")
    assert said(home, made) == {"D1": "yes"}
    first.say("no")
    assert said(home, made) == {"D1": "no"}
    desk.type(first.reason, "only in passing")
    desk.key(first.reason, Qt.Key.Key_Return)
    (reason,) = dict(blind_item(home, made.id, 0).reasons).values()
    assert reason == "only in passing"


def test_a_reason_alone_is_no_answer_yet(desk: Desk, home: Home) -> None:
    stories(home, 1)
    made = a_round(home)
    screen = blind(desk, made)
    desk.type(screen.questions[0].reason, "hm")
    screen.leaving()
    assert said(home, made) == {}
    screen.questions[0].say("yes")
    assert dict(blind_item(home, made.id, 0).reasons)[made.tags[0]] == "hm"


def test_y_and_n_answer_the_next_question(desk: Desk, home: Home) -> None:
    stories(home, 1)
    made = a_round(home)
    screen = blind(desk, made)
    desk.key(screen, "y")
    desk.key(screen, "n")
    desk.key(screen, "y")
    assert said(home, made) == {"D1": "yes", "B7": "no"}


def test_ctrl_enter_goes_on_and_back_one_comes_back_with_what_was_said(desk: Desk, home: Home) -> None:
    stories(home, 2)
    made = a_round(home)
    screen = blind(desk, made)
    desk.key(screen, "y")
    desk.key(screen, Qt.Key.Key_Return, ctrl=True)
    assert "2 of 2" in words_on(screen)
    assert screen.questions[0].choice.value() == []
    assert button(screen, "I have finished")
    button(screen, "Back one").click()
    assert screen.questions[0].choice.value() == ["yes"]


def test_it_opens_where_one_left_off(desk: Desk, home: Home) -> None:
    stories(home, 3)
    made = a_round(home)
    first = blind(desk, made)
    for question in first.questions:
        question.say("no")
    assert "2 of 3" in words_on(blind(desk, made))


def test_the_end_says_what_is_left(desk: Desk, home: Home) -> None:
    stories(home, 2)
    made = a_round(home)
    screen = blind(desk, made)
    screen.next.click()
    screen.next.click()
    assert "That was the last one" in words_on(screen)
    assert "2 are still without an answer." in words_on(screen)
    button(screen, "Back to the rounds").click()
    assert desk.left == 1


def test_when_all_is_answered_it_only_says_to_send(desk: Desk, home: Home) -> None:
    stories(home, 1)
    made = a_round(home, tags=("D1",))
    screen = blind(desk, made)
    screen.questions[0].say("yes")
    screen.next.click()
    assert "without an answer" not in words_on(screen)
    assert "Send, so that nothing is lost." in words_on(screen)
    assert my_rounds(home)[0].done == 1


def test_a_round_that_is_over_takes_no_more(desk: Desk, home: Home) -> None:
    stories(home, 1)
    made = a_round(home)
    screen = blind(desk, made)
    close_round(home, made.id)
    screen.questions[0].say("yes")
    assert "The round is over" in words_on(screen)
    assert "Your answers from before are kept." in words_on(screen)


def test_a_round_that_closes_meanwhile_is_said_at_once(desk: Desk, home: Home) -> None:
    stories(home, 1)
    made = a_round(home)
    screen = blind(desk, made)
    close_round(home, made.id)
    screen.refresh(frozenset({"coding_round"}))
    assert "The round is over" in words_on(screen)


@pytest.mark.parametrize("what", ["unknown", ""])
def test_an_unknown_round_is_a_sentence(desk: Desk, what: str) -> None:
    screen = BlindScreen(desk.context, what)
    desk.show(screen)
    assert "This round is not open for you" in words_on(screen)


def test_somebody_who_changed_their_mind_is_not_read_any_more(desk: Desk, home: Home) -> None:
    ((record, _),) = stories(home, 1)
    made = a_round(home)
    screen = blind(desk, made)
    changed_mind(home, record, Scope.SHARE_TEAM.value, Answer.NO)
    screen.refresh(frozenset({"consent"}))
    assert "This one may not be read any more." in words_on(screen)
    assert not screen.words.isVisible()
    assert not screen.questions[0].isEnabled()


def test_a_passage_is_marked_in_its_words_and_plays_its_seconds(desk: Desk, home: Home, voice: Path) -> None:
    stories(home, 1, voice)
    made = a_round(home, unit=Unit.PASSAGE)
    screen = blind(desk, made)
    assert screen.item is not None
    assert screen.words.text()[screen.item.start : screen.item.end] == CURTAINS
    assert (screen.item.from_ms, screen.item.to_ms) == (200, 900)
    assert screen.player.isVisible()
    screen.leaving()


@pytest.mark.parametrize("look", [{"scale": 2.0}, {"rtl": True}, {"size": (1024, 600)}])
def test_it_is_whole_in_every_look(desk: Desk, home: Home, look: dict[str, object]) -> None:
    stories(home, 1)
    screen = blind(desk, a_round(home), **look)
    desk.until(lambda: not cut(screen))
    assert "Why? D1 Trusted person or place" in walk_names(screen)


def test_a_reason_that_was_being_typed_when_the_laptop_died_stands_there_again(
    desk: Desk, home: Home
) -> None:
    ((record, _),) = stories(home, 1)
    made = a_round(home)
    screen = blind(desk, made)
    first = screen.questions[0]
    first.say("yes")
    desk.type(first.reason, "she says so herself")
    form = f"blind {made.id} {record} "
    desk.until(lambda: form_typed(home, form) == {first.tag: "she says so herself"})
    again = blind(desk, made)
    assert again.questions[0].reason.text() == "she says so herself"
    again.leaving()
    assert dict(blind_item(home, made.id, 0).reasons) == {first.tag: "she says so herself"}
    assert form_typed(home, form) == {}


def test_a_reason_without_an_answer_is_still_there_when_one_comes_back(desk: Desk, home: Home) -> None:
    stories(home, 2)
    made = a_round(home)
    screen = blind(desk, made)
    desk.type(screen.questions[0].reason, "not sure yet")
    screen.next.click()
    assert screen.questions[0].reason.text() == ""
    screen.before.click()
    assert screen.questions[0].reason.text() == "not sure yet"
    screen.questions[0].say("no")
    assert list(dict(blind_item(home, made.id, 0).reasons).values()) == ["not sure yet"]
