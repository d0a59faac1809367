"""What somebody may be contacted again for, asked on screen after their yes: each thing by itself, and a safe way to reach them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.consent import Answer
from ldp_stories.services.record_encounter import answer, conversation, set_facts
from ldp_stories.ui.researcher.consent import ConsentStep
from ldp_stories.ui.researcher.consent_pages import AskPage, PurposesPage
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk
from tests.ui.researcher.test_consent import at_question, kept


def test_after_a_yes_to_being_contacted_each_thing_it_may_be_for_is_asked(desk: Desk) -> None:
    step = at_question(desk, "recontact")
    desk.key(step, Qt.Key.Key_1)
    assert isinstance(step.page, PurposesPage)
    assert step.page.heading.hasFocus()
    said = words_on(step)
    assert "May we contact you again?" in said
    assert "To tell you what happened?" in said
    assert "Question 12 of 14" in said
    step.page.rows["check"].chosen.emit(["yes"])
    step.page.rows["talk"].chosen.emit(["no"])
    step.page.on.click()
    now = kept(desk, step)
    assert (now["recontact:check"], now["recontact:talk"]) == (Answer.YES, Answer.NO)
    assert now["recontact:hear"] is Answer.NOT_ASKED, "what was left was not asked"
    assert "Question 13 of 14" in words_on(step)
    assert step.step_back()
    assert isinstance(step.page, PurposesPage)
    assert step.page.rows["check"].value() == ["yes"]


def test_a_safe_way_is_asked_with_what_for_and_kept_while_it_is_typed(desk: Desk) -> None:
    step = at_question(desk, "recontact")
    desk.key(step, Qt.Key.Key_1)
    assert isinstance(step.page, PurposesPage)
    assert "A safe way and time" in words_on(step)
    desk.type(step.page.safe_way, "text, after six")
    desk.until(lambda: conversation(desk.home, step.conversation).safe_way == "text, after six")
    again = ConsentStep(desk.context, step.conversation)
    desk.show(again)
    assert isinstance(again.page, PurposesPage)
    assert again.page.safe_way.text() == "text, after six"


def test_in_a_group_no_safe_way_is_asked_before_others(desk: Desk) -> None:
    ident = at_question(desk, "recontact").conversation
    set_facts(desk.home, ident, kind="group")
    answer(desk.home, ident, ("recontact",), Answer.YES)
    step = ConsentStep(desk.context, ident)
    desk.show(step)
    assert isinstance(step.page, PurposesPage)
    assert step.page.safe_way.isHidden() or not step.page.safe_way.isVisible()


def test_without_a_yes_to_being_contacted_nobody_is_asked_what_for(desk: Desk) -> None:
    step = at_question(desk, "recontact")
    desk.key(step, Qt.Key.Key_2)
    assert isinstance(step.page, AskPage)
    assert "Question 13 of 14" in words_on(step)
    assert not [k for k in kept(desk, step) if k.startswith("recontact:")]


def test_no_to_all_one_may_be_contacted_for_is_one_press(desk: Desk) -> None:
    step = at_question(desk, "recontact")
    desk.key(step, Qt.Key.Key_1)
    button(step, "No to all of these").click()
    assert {a for k, a in kept(desk, step).items() if k.startswith("recontact:")} == {Answer.NO}
    assert "Question 13 of 14" in words_on(step)


def test_who_goes_on_later_is_asked_what_the_yes_is_for(desk: Desk) -> None:
    step = at_question(desk, "recontact")
    desk.key(step, Qt.Key.Key_1)
    again = ConsentStep(desk.context, step.conversation)
    desk.show(again)
    assert isinstance(again.page, PurposesPage)


@pytest.mark.parametrize(("scale", "size"), [(1.0, (1366, 696)), (2.0, (1366, 696)), (2.0, (1024, 600))])
def test_what_to_contact_for_is_not_cut(desk: Desk, scale: float, size: tuple[int, int]) -> None:
    ident = at_question(desk, "recontact").conversation
    answer(desk.home, ident, ("recontact",), Answer.YES)
    step = ConsentStep(desk.context, ident)
    desk.show(step, scale=scale, size=size)
    assert isinstance(step.page, PurposesPage)
    assert cut(step) == []
    walk_names(step)
