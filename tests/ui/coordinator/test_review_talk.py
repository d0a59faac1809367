"""What people said to each other about a tag stands on its card: answers, both readings, and two coordinators who decided apart."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.review import Choice
from ldp_stories.services import review_tags
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find import codebook
from tests.ui.coordinator.desk import Desk
from tests.ui.coordinator.test_review import ctrl, decided, opened, press
from tests.ui.helpers import words_on


def answer(desk: Desk, record: str, to: str, words: str, passage: str | None) -> None:
    """The researcher writes back."""
    sets = {
        "record": record,
        "passage": passage,
        "kind": "answer",
        "text": words,
        "by": desk.home.member,
        "reply_to": to,
    }
    with desk.home.main.write() as con:
        desk.home.put(
            con, "comment", new_id(), sets=sets, subj=open_record(desk.home, record).record.participants
        )


def test_an_answer_stands_on_its_tag_and_the_decisions_are_there_again(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story(more=False)
    first, second = (r.suggestion for r in review_tags.readings(desk.home, record))
    review_tags.decide(desk.home, first.id, Choice.ASK, reason="Was that the first time?")
    review_tags.decide(desk.home, second.id, Choice.ACCEPT)
    screen = opened(qtbot, desk, record)
    assert not screen.bar.decisions.isVisible()
    (question,) = open_record(desk.home, record).comments
    answer(desk, record, question.id, "Yes, her very first.", first.passage)
    screen.reload()
    card = screen.tags.cards[first.id]
    assert screen.bar.decisions.isVisible()
    assert card.state.text() == "Answered"
    qtbot.waitUntil(lambda: "Joan writes back: “Yes, her very first.”" in words_on(card))
    assert "Yes, her very first." in card.accessibleName()
    assert "Here because 1 question has its answer" in words_on(screen)
    screen.take_in_hand(screen.story.line(first.id), focus=True)  # type: ignore[union-attr]
    press(qtbot, screen, Qt.Key.Key_A)
    assert decided(desk, record)[first_code(desk, first.tag)] == [Choice.ACCEPT]
    assert screen.bar.releasing


def first_code(desk: Desk, tag: str | None) -> str:
    """The code of a tag."""
    return next(t.code for t in codebook(desk.home) if t.id == tag)


def test_where_two_see_it_differently_both_readings_stand_on_the_card(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story(more=False)
    first = review_tags.readings(desk.home, record)[0].suggestion
    made = review_tags.decide(
        desk.home, first.id, Choice.DIFFER, reason="It is the whole street", to_tag=desk.tag_id("F2")
    )
    answer(desk, record, made.id, "I hear only her.", first.passage)
    screen = opened(qtbot, desk, record)
    words = words_on(screen.tags.cards[first.id])
    assert "Joan sees F2 Streets and small changes there: “It is the whole street”" in words
    assert "Joan writes back: “I hear only her.”" in words


def test_two_answers_to_one_tag_are_shown_and_one_more_settles_them(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story(more=False)
    first, second = (r.suggestion for r in review_tags.readings(desk.home, record))
    review_tags.decide(desk.home, second.id, Choice.ACCEPT)
    for choice in (
        Choice.ACCEPT,
        Choice.NOT_THIS_TAG,
    ):  # as if two had decided apart: neither replaces the other
        sets = {
            "suggestion": first.id, "record": record, "decision": choice.value, "reason": "She passes by",
            "by": desk.home.member, "supersedes": [],
        }  # fmt: skip
        with desk.home.main.write() as con:
            subj = open_record(desk.home, record).record.participants
            desk.home.put(con, "decision", new_id(), sets=sets, subj=subj)
    screen = opened(qtbot, desk, record)
    card = screen.tags.cards[first.id]
    assert card.state.text() == "Two answers"
    assert "Joan accepted it." in words_on(card)
    assert "Joan leaves it out: “She passes by”" in words_on(card)
    assert "Here because 1 tag has two answers" in words_on(screen)
    assert screen.bar.decisions.isVisible()
    press(qtbot, screen, Qt.Key.Key_A)
    assert decided(desk, record)[first_code(desk, first.tag)] == [Choice.ACCEPT]
    assert not screen.bar.decisions.isVisible()


def test_ctrl_enter_accepts_a_single_tag_too_and_then_leads_on(qtbot: QtBot, desk: Desk) -> None:
    record, other = desk.story(more=False), desk.story(title="Another", more=False)
    first, second = (r.suggestion for r in review_tags.readings(desk.home, record))
    review_tags.decide(desk.home, first.id, Choice.ACCEPT)
    screen = opened(qtbot, desk, record, other)
    assert screen.tags.all.isHidden(), "one tag is accepted with A as well"
    ctrl(qtbot, screen, Qt.Key.Key_Return)
    assert decided(desk, record)[first_code(desk, second.tag)] == [Choice.ACCEPT]
    assert not any(key.isEnabled() for key in screen.tags._all_keys), "now the key is the foot's"


def test_a_new_story_begins_beside_the_meaning_of_its_tag(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story(), desk.story(title="Another"))
    ctrl(qtbot, screen, Qt.Key.Key_Return)
    assert screen.side.tabs.value() == "note"
    press(qtbot, screen, Qt.Key.Key_S)
    assert screen.record == screen.records[1]
    assert screen.side.tabs.value() == "tag"


def test_a_tag_that_the_queue_counts_is_the_one_in_hand_though_its_question_is_not_here(
    qtbot: QtBot, desk: Desk
) -> None:
    record = desk.story(more=False)
    first, second = (r.suggestion for r in review_tags.readings(desk.home, record))
    sets = {"suggestion": first.id, "record": record, "choice": "ask", "by": desk.home.member, "reason": ""}
    with desk.home.main.write() as con:
        desk.home.put(con, "decision", new_id(), sets=sets)
    review_tags.decide(desk.home, second.id, Choice.ACCEPT)
    screen = opened(qtbot, desk, record)
    assert "Here because 1 tag needs a look" in words_on(screen)
    assert screen.current == first.id
    assert screen.bar.decisions.isVisible()
    press(qtbot, screen, Qt.Key.Key_A)
    assert decided(desk, record)[first_code(desk, first.tag)][-1] is Choice.ACCEPT
