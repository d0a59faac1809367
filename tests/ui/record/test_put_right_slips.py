"""Slips while putting right: nothing moves, and the reason stands beside the field."""

from __future__ import annotations

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import keep_closed
from ldp_stories.ui.record import put_right
from ldp_stories.ui.record.put_right import PutRightPage
from tests.ui.helpers import button, words_on
from tests.ui.on_screen import Desk, story, view_of


def page_of(desk: Desk, record: str) -> PutRightPage:
    made = PutRightPage(desk.context, view_of(desk.home, record))
    desk.show(made)
    return made


def test_moving_a_story_to_the_same_person_moves_nothing(desk: Desk) -> None:
    record = story(desk.home)
    (teller,) = view_of(desk.home, record).participants
    page = page_of(desk, record)
    page.codes[teller.id].set_text(teller.code)
    button(page, f"Move it from {teller.code} to them").click()
    assert view_of(desk.home, record).participants == (teller,)
    assert not page.undo.isVisible()
    assert desk.told == []


def test_a_rule_that_says_no_is_told_on_the_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    record = story(desk.home)
    page = page_of(desk, record)

    def refuse(*_: object) -> None:
        raise UserError("NOTHING_TO_SPLIT")

    monkeypatch.setattr(put_right, "split_encounter", refuse)
    page._part("meeting")
    assert page.trouble.isVisible()
    assert page.trouble.text() in words_on(page)
    assert not page.undo.isVisible()


def test_a_closed_story_can_be_put_right_too(desk: Desk) -> None:
    record = story(desk.home)
    keep_closed(desk.home, record)
    (teller,) = view_of(desk.home, record).participants
    assert f"It stands under the code {teller.code}." in words_on(page_of(desk, record))
