"""What people asked for: written down, told, answered; each with its clock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.services.answer_rights import begin_request
from ldp_stories.services.rights_log import RightsRow, finish_request, note_request, requests
from ldp_stories.ui.coordinator.asked_for import AskedForScreen, RequestCard, clock_words, what_words
from ldp_stories.ui.coordinator.home_lines import HomeLines
from tests.services.house import name_id, tell
from tests.ui.coordinator.test_trust_screens import Seat, seat
from tests.ui.helpers import button, cut, walk_names, words_on

__all__ = ["seat"]
CODE = "BS-7Q2K-9TD"


def cards(screen: AskedForScreen) -> list[RequestCard]:
    return [c for c in screen.cards if isinstance(c, RequestCard)]


def test_somebody_phones_and_it_is_written_down(seat: Seat) -> None:
    told = tell(seat.home, code=CODE)
    screen = seat.show(AskedForScreen(seat.context))
    assert "Nobody has asked for anything yet." in words_on(screen)
    assert not screen.new.keep.isEnabled()
    button(screen.new, "A copy of what they told").click()
    screen.new.code.set_text("BS-7Q2K-9TA")
    seat.press(screen, "Write it down")
    assert "slip" in words_on(screen.new)
    assert requests(seat.home) == ()
    screen.new.code.set_text(CODE)
    screen.new.day.set_text("20/11/2026")
    seat.press(screen, "Write it down")
    (row,) = requests(seat.home)
    assert (row.what, row.received, row.participant) == ("copy", "2026-11-20", told.participant)
    (card,) = cards(screen)
    words = words_on(card)
    assert f"A copy of what they told, {CODE}" in words
    assert "28 days left to answer" in words
    assert "Asked on 20 November 2026" in words
    assert not screen.new.trouble.isVisibleTo(screen)
    assert not screen.new.keep.isEnabled(), "the card is blank for the next"


def test_a_request_is_told_and_answered_with_a_reason(seat: Seat) -> None:
    begin_request(seat.home, "complaint")
    screen = seat.show(AskedForScreen(seat.context))
    (card,) = cards(screen)
    seat.press(card, "They know it came")
    assert "They were told that it came, 22 Nov" in words_on(screen)
    (card,) = cards(screen)
    with pytest.raises(AssertionError):
        button(card, "They know it came")
    seat.press(card, "Not done")
    assert "Say why in a few words." in words_on(card)
    assert requests(seat.home)[0].done == ""
    card.why.set_text("It was about another programme.")
    seat.press(card, "Not done")
    (card,) = cards(screen)
    words = words_on(card)
    for said in ("Answered", "Not done, 22 Nov", "It was about another programme."):
        assert said in words
    assert requests(seat.home)[0].outcome == "refused"


def test_a_no_to_a_use_leads_to_taking_back_with_the_person_found(seat: Seat) -> None:
    told = tell(seat.home, code=CODE)
    begin_request(seat.home, "objection", "", CODE)
    screen = seat.show(AskedForScreen(seat.context))
    seat.press(screen, "Go to Take back")
    assert seat.went == [("take_back", told.participant)]
    seat.press(screen, "Done")
    assert requests(seat.home)[0].outcome == "done"


def test_the_first_screen_counts_those_who_wait(seat: Seat) -> None:
    begin_request(seat.home, "copy")
    finish_request(seat.home, begin_request(seat.home, "correction"), "done")
    line = seat.show(HomeLines(seat.context))
    assert line.buttons["asked_for"].text() == "1 person waits for an answer"


ROW = RightsRow("r", "copy", "2026-11-01", "2026-12-01", 9, "", "", "", "", "", (), ())


@pytest.mark.parametrize(
    ("row", "words", "tone"),
    [
        (ROW, "9 days left to answer", "warn"),
        (replace(ROW, days_left=1), "1 day left to answer", "bad"),
        (replace(ROW, days_left=0), "Answer today", "bad"),
        (replace(ROW, days_left=-1), "The time to answer is over", "bad"),
        (replace(ROW, days_left=-9, done="2026-11-02"), "Answered", "ok"),
    ],
)
def test_the_clock_says_how_long_there_is(row: RightsRow, words: str, tone: str) -> None:
    assert clock_words(row) == (words, tone)


def test_a_kind_of_a_newer_version_is_shown_as_it_is(seat: Seat) -> None:
    assert what_words("portability") == "portability"
    with seat.home.main.write() as con:
        fields = {
            "what": "portability",
            "received": "2026-11-20",
            "outcome": "unheard of",
            "done": "2026-11-21",
        }
        seat.home.put(con, "rights_request", name_id("newer"), sets=fields)
    assert "portability" in words_on(seat.show(AskedForScreen(seat.context)))


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, True)])
def test_every_control_is_named_and_nothing_is_cut(
    seat: Seat, scale: float, rtl: bool, tmp_path: Path
) -> None:
    tell(seat.home, code=CODE)
    for what in ("copy", "objection", "complaint", "correction"):
        begin_request(seat.home, what, "1/11/2026", CODE)
    note_request(seat.home, "withdrawal", "2026-10-01")
    screen = seat.show(AskedForScreen(seat.context), scale=scale, rtl=rtl)
    names = walk_names(screen)
    assert len(names) == len(set(names)), "two buttons of two cards are told apart"
    seat.qtbot.waitUntil(lambda: cut(screen) == [], timeout=15_000)  # its cards were put in a moment ago
    assert screen.grab().save(str(tmp_path / "asked-for.png"))
