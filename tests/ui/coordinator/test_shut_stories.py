"""Closed and put away, on the screen: who and when, never why; opened again, put back, or taken out with the code typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.services.edit_record import keep_closed, open_record
from ldp_stories.services.shut_stories import Shut, shut_stories
from ldp_stories.store import ledger
from ldp_stories.store.ledger import Author
from ldp_stories.ui.coordinator.home_lines import HomeLines
from ldp_stories.ui.coordinator.shut_stories import ShutStoriesScreen, who_did, whose
from ldp_stories.ui.record.record_screen import RecordScreen
from tests.services.house import change, houses, name_id, tell
from tests.ui.coordinator.desk import context_for
from tests.ui.coordinator.test_trust_screens import Seat
from tests.ui.helpers import cut, walk_names, words_on

CODE = "BS-7Q2K-9TD"


@pytest.fixture
def seat(tmp_path: Path, qtbot: QtBot) -> Iterator[Seat]:
    with houses(tmp_path, "joan") as (home,):
        for who in ("amina", "joan"):
            change(home, "device", name_id(f"{who} laptop"), sign_key=DeviceKeys.new().sign_public)
        told: list[str] = []
        context = context_for(home, told)
        yield Seat(home, context, qtbot, told)
        context.tasks.shutdown()


def away(seat: Seat) -> str:
    """A story that Amina put in the trash after Joan had it."""
    record = tell(seat.home, code=CODE, title="Her bulbs").record
    with seat.home.main.write() as con:
        amina = Author(name_id("amina laptop"), 1)
        ledger.put(con, amina, "record", record, sets={"hidden": True}, at_label="2026-11-20T10:00:00Z")
    return record


def test_a_closed_story_says_who_and_when_and_is_opened_again(seat: Seat) -> None:
    record = tell(seat.home, code=CODE, title="Secret title").record
    keep_closed(seat.home, record)
    screen = seat.show(ShutStoriesScreen(seat.context))
    words = words_on(screen)
    assert "Closed by Joan, 22 Nov" in words
    assert "Secret" not in words
    card = screen.cards[0]
    assert card.again.accessibleName() == f"Open it again: {whose(card.shut)}"
    card.again.click()
    seat.settle()
    assert shut_stories(seat.home) == ()
    assert seat.told[-1].startswith("The story is open again.")
    assert "Nothing is closed or put away." in words_on(screen)


def test_a_story_in_the_trash_is_put_back(seat: Seat) -> None:
    record = away(seat)
    screen = seat.show(ShutStoriesScreen(seat.context))
    assert "Put in the trash by R-07, 20 Nov" in words_on(screen)
    assert "Her bulbs" in words_on(screen)
    screen.cards[0].again.click()
    seat.settle()
    assert open_record(seat.home, record).title == "Her bulbs"


def test_it_is_taken_out_only_with_the_code(seat: Seat) -> None:
    record = away(seat)
    screen = seat.show(ShutStoriesScreen(seat.context))
    card = screen.cards[0]
    card.out.click()
    seat.settle()
    assert card.trouble.isVisible()
    assert card.out.isEnabled()
    card.code.set_text(CODE)
    card.out.click()
    seat.settle()
    assert shut_stories(seat.home) == ()
    with seat.home.main.read() as con:
        assert all(r.body is None for r in ledger.revisions(con, ents=[record]))


def test_the_first_screen_leads_there_when_there_is_one(seat: Seat) -> None:
    line = seat.show(HomeLines(seat.context))
    assert "shut" not in line.buttons
    keep_closed(seat.home, tell(seat.home).record)
    line.look()
    seat.settle()
    assert line.buttons["shut"].text() == "1 story closed or put away"


def test_the_page_of_a_closed_story_of_somebody_else_says_so_and_shows_nothing(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = tell(seat.home, title="Secret title").record
    keep_closed(seat.home, record)
    monkeypatch.setattr(type(seat.home), "own_devices", lambda _: frozenset({"another"}))
    page = seat.show(RecordScreen(seat.context, record))
    assert "This story is closed" in words_on(page.gone)
    assert page.pages.currentWidget() is page.gone
    assert "Secret" not in words_on(page)


@pytest.mark.parametrize("closed", [True, False])
def test_somebody_nobody_knows_is_somebody(*, closed: bool) -> None:
    shut = Shut("r", closed, "", "2026-05-10", "", "2026-05-09", "" if closed else "Tea")
    assert who_did(shut) == (
        "Closed by somebody, 10 May" if closed else "Put in the trash by somebody, 10 May"
    )
    assert whose(shut) == ("Told to somebody, 9 May" if closed else "Tea, told to somebody, 9 May")


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, True)])
def test_nothing_is_cut_and_all_is_named(seat: Seat, scale: float, rtl: bool) -> None:
    away(seat)
    keep_closed(seat.home, tell(seat.home, code="LT-4HN7-KQY").record)
    screen = seat.show(ShutStoriesScreen(seat.context), scale=scale, rtl=rtl)
    assert len(screen.cards) == 2
    seat.qtbot.waitUntil(lambda: cut(screen) == [])
    walk_names(screen)
