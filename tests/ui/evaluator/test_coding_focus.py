"""Who tags by keyboard stays where the work is."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ldp_stories.services.code_own import make_tag
from ldp_stories.services.home import Home
from ldp_stories.ui.evaluator.coding import CodingScreen
from tests.ui.evaluator.conftest import released
from tests.ui.evaluator.test_coding import coding, select
from tests.ui.helpers import button
from tests.ui.on_screen import Desk


def tagged_twice(desk: Desk, home: Home) -> CodingScreen:
    """A story with one tag of one's own at two places."""
    record, _ = released(home)
    screen = coding(desk, record)
    screen.tag.set_value(make_tag(home, "Walking in"))
    for words in ("my own", "only women"):
        select(screen, words)
        screen.put.click()
    return screen


def test_taking_off_by_keyboard_leaves_the_focus_where_the_tag_stood(desk: Desk, home: Home) -> None:
    screen = tagged_twice(desk, home)
    button(screen, "Take off 1  Walking in").setFocus()
    desk.key(screen, Qt.Key.Key_Return)
    (left,) = screen.cards.values()
    focus = screen.focusWidget()
    assert focus is button(left, "Take off 1  Walking in"), "the next one, which is the first now"


def test_taking_off_the_last_tag_leaves_the_focus_on_the_one_before_it(desk: Desk, home: Home) -> None:
    screen = tagged_twice(desk, home)
    button(screen, "Take off 2  Walking in").setFocus()
    desk.key(screen, Qt.Key.Key_Return)
    assert screen.focusWidget() is button(screen, "Take off 1  Walking in")
    desk.key(screen, Qt.Key.Key_Return)
    assert screen.cards == {}
    focus = screen.focusWidget()
    assert focus is not None, "with no tag left the focus is on what stands nearest"
    assert focus.isVisible()


def test_what_was_refused_before_is_not_said_beside_what_is_done_now(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    screen = coding(desk, record)
    screen.tag.set_value(make_tag(home, "Walking in"))
    screen.tag_it()
    assert desk.told[-1] == "Select some words, then press T."
    select(screen, "my own")
    screen.tag_it()
    assert desk.told[-1] == "", "the foot says nothing of the older act"
