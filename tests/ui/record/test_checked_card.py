"""Checked with the teller: noted by whoever wrote it down, with the day, and only asked of people who may be contacted for it."""

from __future__ import annotations

import pytest

from ldp_stories.domain.consent import Answer
from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import changed_mind
from ldp_stories.ui.record import checked_card
from ldp_stories.ui.record.checked_card import CheckedCard, may_check_words
from ldp_stories.ui.record.record_screen import RecordScreen
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, story, view_of


@pytest.fixture
def record(desk: Desk) -> str:
    return story(desk.home, but=["quote_named"])


@pytest.fixture
def card(desk: Desk, record: str) -> CheckedCard:
    made = CheckedCard(desk.context, view_of(desk.home, record))
    desk.show(made, size=(372, 400))
    return made


def test_it_is_noted_with_the_day_on_which_it_was_said(desk: Desk, card: CheckedCard, record: str) -> None:
    assert card.ways.value() == ["not yet"]
    button(card, "Yes, and they changed it").click()
    known = view_of(desk.home, record).record
    assert known.checked_back == "yes changed"
    assert known.checked_back_on == desk.home.today().isoformat()
    assert desk.told[-1] == "Checked with the teller, and changed. Kept."
    again = CheckedCard(desk.context, view_of(desk.home, record))
    assert again.ways.value() == ["yes changed"]
    desk.show(again, size=(372, 400))
    assert "Noted on 10 May." in words_on(again)


def test_a_slip_is_put_right_and_its_day_goes(desk: Desk, card: CheckedCard, record: str) -> None:
    card.ways.chosen.emit(["not wanted"])
    card.ways.chosen.emit([])
    assert card.ways.value() == ["not wanted"], "pressing the same again changes nothing"
    card.ways.chosen.emit(["not yet"])
    known = view_of(desk.home, record).record
    assert (known.checked_back, known.checked_back_on) == ("not yet", "")


def test_what_is_refused_is_said_and_does_not_stand_there_as_kept(
    desk: Desk, card: CheckedCard, record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise UserError("NO_SUCH_STORY")

    monkeypatch.setattr(checked_card, "set_fields", refuse)
    card.ways.chosen.emit(["yes no change"])
    assert card.ways.value() == ["not yet"]
    assert card.trouble.isVisible()
    assert view_of(desk.home, record).record.checked_back == "not yet"


@pytest.mark.parametrize(
    ("key", "said", "words"),
    [
        ("recontact:check", Answer.YES, "They said yes to being contacted for this."),
        ("recontact:check", Answer.NOT_ASKED, "Nobody asked whether they may be contacted for this."),
        ("recontact:check", Answer.NO, "They may not be contacted for this."),
        ("recontact", Answer.NO, "They may not be contacted for this."),
    ],
)
def test_whether_they_may_be_contacted_for_it_is_said(
    desk: Desk, record: str, key: str, said: Answer, words: str
) -> None:
    changed_mind(desk.home, record, key, said)
    assert words in may_check_words(desk.home, view_of(desk.home, record))


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_stands_beside_ones_own_story(desk: Desk, record: str, scale: float) -> None:
    screen = RecordScreen(desk.context, record)
    desk.show(screen, scale=scale, size=(1366, 696))
    (shown,) = screen.findChildren(CheckedCard)
    walk_names(shown)
    assert cut(shown) == []
    shown.ways.chosen.emit(["yes no change"])
    assert "Checked with the teller." in screen.sentence.text()
