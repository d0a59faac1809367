"""The strip about a clock that is behind: when it shows, what it says, and that one press makes the dates follow the clock again."""

from __future__ import annotations

import pytest

from ldp_stories.services.record_encounter import begin
from ldp_stories.ui.researcher.home import HomeScreen
from ldp_stories.ui.researcher.where_and_who import WhereAndWhoStep
from tests.services.homes import Clock, told
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk

SAID = "This laptop’s clock says 10 May 2026. Before, it said 10 April 2027."


def ahead_once(desk: Desk, clock: Clock) -> None:
    """The clock ran eleven months ahead while something was written, and is right again."""
    clock.forward(days=335)
    told(desk.home)
    clock.forward(days=-335)


def test_there_is_no_strip_while_the_clock_goes_forward(desk: Desk) -> None:
    page = HomeScreen(desk.context)
    desk.show(page)
    assert not page.clock.isVisible()


def test_home_asks_about_a_clock_that_is_behind_and_believes_the_person(desk: Desk, clock: Clock) -> None:
    ahead_once(desk, clock)
    page = HomeScreen(desk.context)
    desk.show(page)
    assert SAID in words_on(page)
    button(page, "The clock is right").click()
    assert desk.told[-1] == "Thank you. The dates follow the clock again."
    assert not page.clock.isVisible()
    assert desk.home.today().isoformat() == "2026-05-10"
    page.refresh(frozenset())
    desk.settle()
    assert not page.clock.isVisible()


def test_a_clock_from_before_the_programme_is_not_believed(desk: Desk, clock: Clock) -> None:
    told(desk.home)
    clock.forward(days=-9_000)
    page = HomeScreen(desk.context)
    desk.show(page)
    button(page, "The clock is right").click()
    assert desk.told[-1].startswith("That cannot be: your programme began on 2026-05-10.")
    assert page.clock.isVisible()


def test_a_conversation_asks_the_same(desk: Desk, clock: Clock) -> None:
    ahead_once(desk, clock)
    page = WhereAndWhoStep(desk.context, begin(desk.home).id)
    desk.show(page)
    assert SAID in words_on(page)


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, True), (2.0, False)])
def test_nothing_is_cut_and_all_is_named(desk: Desk, clock: Clock, scale: float, rtl: bool) -> None:
    ahead_once(desk, clock)
    page = HomeScreen(desk.context)
    desk.show(page, scale=scale, rtl=rtl, size=(1024, 600))
    desk.until(lambda: not cut(page))
    walk_names(page)
