"""Filters that are not in today's lists: a day of a search that was kept last year stays a filter, is named, and can be taken off."""

from __future__ import annotations

import pytest

from ldp_stories.services.home import Home
from ldp_stories.ui.evaluator.filters import Filters
from tests.ui.helpers import button, words_on
from tests.ui.on_screen import Desk


@pytest.mark.parametrize(
    ("name", "said"), [("since", "Told since 1 July 2025"), ("until", "Told until 1 July 2025")]
)
def test_a_day_of_long_ago_is_named_and_can_be_taken_off(
    desk: Desk, home: Home, name: str, said: str
) -> None:
    del home
    filters = Filters(desk.context)
    desk.show(filters)
    filters.set_state({name: "2025-07-01"})
    desk.until(lambda: said in words_on(filters))
    chosen = filters.chosen()
    assert (chosen.since or chosen.having.get("until")) == "2025-07-01"
    button(filters, f"Take off the filter {said}").click()
    assert filters.state() == {}


def test_two_tags_are_both_asked_for_and_the_same_twice_once(desk: Desk, home: Home) -> None:
    del home
    filters = Filters(desk.context)
    one, other = (option.key for option in filters.combos["tag"]._options[:2])
    filters.set_state({"tag": one, "also": other})
    assert filters.chosen().tags == (one, other)
    filters.set_state({"tag": one, "also": one})
    assert filters.chosen().tags == (one,)


def test_what_is_no_day_is_no_reason_to_fail(desk: Desk, home: Home) -> None:
    del home
    filters = Filters(desk.context)
    filters.set_state({"since": "soon"})
    assert filters.state() == {"since": "soon"}
