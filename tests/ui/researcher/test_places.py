"""The researcher's screens: each is made from its key, and the rail shows what waits."""

from __future__ import annotations

import pytest

from ldp_stories.services.edit_record import mark_ready
from ldp_stories.services.rail_counts import rail_counts
from ldp_stories.ui.researcher.places import ENTRIES
from tests.services.homes import with_coordinator
from tests.ui.helpers import walk_names
from tests.ui.on_screen import Desk, story

_RAIL = ["Home", "New conversation", "My stories", "Send", "Hearing back", "Private cards", "Bring in"]


def test_the_rail_goes_in_the_order_of_the_day() -> None:
    assert [e.label for e in ENTRIES if e.rail] == _RAIL
    assert all(e.icon for e in ENTRIES if e.rail)


def test_every_key_is_there_once() -> None:
    keys = [e.key for e in ENTRIES]
    assert len(keys) == len(set(keys))
    assert {"conversation", "record", "write_saw", "recovered"} <= set(keys)


@pytest.mark.parametrize("key", ["home", "new", "stories", "send", "heard", "write_saw", "recovered"])
def test_each_screen_is_made_and_every_control_of_it_has_a_name(desk: Desk, key: str) -> None:
    entry = next(e for e in ENTRIES if e.key == key)
    screen = entry.build(desk.context, None)
    desk.show(screen)
    assert screen.title
    walk_names(screen)
    screen.leaving()


def test_the_counts_follow_the_stories(desk: Desk) -> None:
    counted = {e.key: e.count for e in ENTRIES if e.count is not None}
    assert {key: count(desk.home) for key, count in counted.items()} == {"stories": 0, "send": 0, "heard": 0}
    with_coordinator(desk.home)
    mark_ready(desk.home, story(desk.home))
    story(desk.home)
    assert rail_counts(desk.home).stories == counted["stories"](desk.home) == 2
    assert counted["send"](desk.home) == 1
