"""My stories: all of them page by page, opened by Enter, back at the same row."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ldp_stories.services.edit_record import mark_ready, set_fields
from ldp_stories.ui.researcher.my_stories import MyStoriesScreen
from tests.services.homes import with_coordinator
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, story


def shown(desk: Desk, **look: object) -> MyStoriesScreen:
    made = MyStoriesScreen(desk.context)
    desk.show(made, **look)  # type: ignore[arg-type]
    return made


def test_with_none_it_says_what_will_be_here_and_the_one_action(desk: Desk) -> None:
    screen = shown(desk)
    assert "Your first story will be here." in words_on(screen)
    button(screen, "New conversation").click()
    assert desk.went == [("new", None)]


def test_all_stories_are_listed_and_counted(desk: Desk) -> None:
    titles = {story(desk.home, title=f"Story {n}"): f"Story {n}" for n in range(3)}
    screen = shown(desk)
    assert "3 stories, saved on this laptop" in words_on(screen)
    keys = {r.key: r.title for at in range(screen.model.rowCount()) if (r := screen.model.row(at))}
    assert keys == titles


def test_arrows_move_and_enter_opens(desk: Desk) -> None:
    story(desk.home, title="One")
    story(desk.home, title="Two")
    screen = shown(desk)
    screen.list.setFocus()
    desk.key(screen, Qt.Key.Key_Down)
    desk.key(screen, Qt.Key.Key_Down)
    second = screen.list.current_key()
    desk.key(screen, Qt.Key.Key_Return)
    assert desk.went == [("record", second)]


def test_a_reader_hears_the_whole_row_and_its_place(desk: Desk) -> None:
    story(desk.home, title="Tea and bulbs")
    screen = shown(desk)
    spoken = screen.model.spoken(0)
    assert spoken.startswith("Tea and bulbs, Story, 10 May")
    assert spoken.endswith("Draft: add the words, 1 of 1")


def test_back_returns_to_the_same_row(desk: Desk) -> None:
    records = [story(desk.home, title=f"Story {n}") for n in range(3)]
    screen = shown(desk)
    screen.list.set_current_key(records[1])
    set_fields(desk.home, records[0], title="Another title")
    screen.refresh(frozenset({"record"}))
    desk.settle()
    assert screen.list.current_key() == records[1]
    assert "Another title" in {r.title for at in range(3) if (r := screen.model.row(at))}


def test_another_change_is_passed_over(desk: Desk) -> None:
    story(desk.home)
    screen = shown(desk)
    screen.refresh(frozenset({"tag"}))
    assert not desk.tasks.running(quiet=True)


def test_sending_is_offered_when_something_is_ready(desk: Desk) -> None:
    with_coordinator(desk.home)
    record = story(desk.home)
    screen = shown(desk)
    assert not screen.send.isVisible()
    mark_ready(desk.home, record)
    screen.refresh(frozenset({"record"}))
    button(screen, "Send 1 story").click()
    assert desk.went == [("send", None)]


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_control_has_a_name_and_nothing_is_cut(desk: Desk, scale: float) -> None:
    story(desk.home)
    screen = shown(desk, scale=scale, size=(1106, 690))
    walk_names(screen)
    desk.until(lambda: not cut(screen))
