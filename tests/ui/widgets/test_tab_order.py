"""Tab goes through a window as it is read, also when a part was made later, moved, or hidden a moment ago; Shift+Tab goes the other way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import column, row
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage
from ldp_stories.ui.widgets.tab_order import first_stop, focus_kept
from tests.ui.helpers import dressed, name_of

SHIFT = Qt.KeyboardModifier.ShiftModifier


def part(*names: str) -> QWidget:
    made = QWidget()
    box = QVBoxLayout(made)
    for name in names:
        box.addWidget(Button(name))
    return made


def on(qtbot: QtBot, *parts: QWidget) -> Screen:
    """A screen with these parts, in a window of its own."""
    screen = Screen()
    for one in parts:
        screen.box.addWidget(one)
    dressed(qtbot, screen)
    return screen


def focus(screen: QWidget, name: str) -> None:
    next(b for b in screen.findChildren(QWidget) if name_of(b) == name).setFocus()


def tabbed(qtbot: QtBot, screen: QWidget, times: int, *, back: bool = False) -> list[str]:
    """Where the focus stands, and where after each press of Tab, or of Shift+Tab."""
    found = []
    for _ in range(times):
        here = screen.focusWidget()
        assert here is not None
        found.append(name_of(here))
        if back:
            qtbot.keyClick(here, Qt.Key.Key_Backtab, SHIFT)
        else:
            qtbot.keyClick(here, Qt.Key.Key_Tab)
    return found


def test_what_was_made_later_comes_where_it_is_read(qtbot: QtBot) -> None:
    page = part("yes", "no")
    screen = on(qtbot, part("help"), page, part("back", "on"))
    inside = page.layout()
    assert isinstance(inside, QVBoxLayout)
    inside.addWidget(Field("Why?", TextField(name="why")))
    inside.insertWidget(1, Button("not asked"))
    read = ["yes", "not asked", "no", "why", "back", "on", "help", "yes"]
    focus(screen, "yes")
    qtbot.waitUntil(lambda: all(b.isVisible() for b in page.findChildren(Button)))
    assert tabbed(qtbot, screen, 8) == read
    focus(screen, "yes")
    assert tabbed(qtbot, screen, 8, back=True) == read[::-1]


def test_a_part_that_was_put_elsewhere_comes_where_it_stands_now(qtbot: QtBot) -> None:
    first, second, third = part("first"), part("second"), part("third")
    screen = on(qtbot, first, second, third)
    screen.box.removeWidget(first)
    screen.box.addWidget(first)
    focus(screen, "second")
    assert tabbed(qtbot, screen, 4) == ["second", "third", "first", "second"]


def test_layouts_in_layouts_are_read_in_their_order(qtbot: QtBot) -> None:
    made = {name: Button(name) for name in ("end", "left under", "right", "left", "top")}
    screen = on(qtbot, made["end"])
    left = column(made["left"], made["left under"])
    screen.box.insertLayout(0, row(left, column(made["right"])))
    screen.box.insertWidget(0, made["top"])
    qtbot.waitUntil(made["right"].isVisible)
    focus(screen, "top")
    assert tabbed(qtbot, screen, 6) == ["top", "left", "left under", "right", "end", "top"]


def test_a_grid_is_read_line_by_line_however_it_was_filled(qtbot: QtBot) -> None:
    holder = QWidget()
    grid = QGridLayout(holder)
    for name, line, at in (("d", 1, 1), ("a", 0, 0), ("c", 1, 0), ("b", 0, 1)):
        grid.addWidget(Button(name), line, at)
    screen = on(qtbot, holder)
    focus(screen, "a")
    assert tabbed(qtbot, screen, 5) == ["a", "b", "c", "d", "a"]


def test_what_cannot_be_used_or_seen_is_passed_over(qtbot: QtBot) -> None:
    off, away = part("off one", "off two"), part("away")
    screen = on(qtbot, part("first"), off, away, QWidget(), part("last"))
    off.setEnabled(False)
    away.hide()
    focus(screen, "first")
    assert tabbed(qtbot, screen, 3) == ["first", "last", "first"]
    assert first_stop(off) is None
    assert name_of(first_stop(screen) or screen) == "first"


def test_what_stands_in_no_layout_is_reached_all_the_same(qtbot: QtBot) -> None:
    screen = on(qtbot, part("first"), part("last"))
    Button("over it", parent=screen).show()
    focus(screen, "first")
    assert tabbed(qtbot, screen, 4) == ["first", "last", "over it", "first"]


def test_a_heading_where_reading_starts_is_gone_on_from_though_tab_never_stops_there(qtbot: QtBot) -> None:
    words = Label("Some words")
    words.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    screen = on(qtbot, part("before"), words, part("after"))
    for back, then in ((False, "after"), (True, "before")):
        words.setFocus()
        assert tabbed(qtbot, screen, 2, back=back) == ["Some words", then]


def test_the_focus_goes_on_from_where_a_hidden_part_stood(qtbot: QtBot) -> None:
    middle = part("one", "two")
    screen = on(qtbot, part("first"), middle, part("third"))
    focus(screen, "two")
    middle.hide()
    assert name_of(screen.focusWidget() or screen) == "third"
    middle.show()
    focus(screen, "one")
    screen.focusWidget().setEnabled(False)
    assert name_of(screen.focusWidget() or screen) == "two"


def test_without_the_focus_tab_begins_and_ends_at_the_ends(qtbot: QtBot) -> None:
    screen = on(qtbot, part("first"), part("last"))
    for forward, name in ((True, "first"), (False, "last")):
        focused = screen.focusWidget()
        focused.clearFocus() if focused is not None else None
        assert screen.focusNextPrevChild(forward)
        assert name_of(screen.focusWidget() or screen) == name


def test_where_there_is_nothing_else_the_focus_stays(qtbot: QtBot) -> None:
    screen = on(qtbot, part("only"))
    focus(screen, "only")
    assert not screen.focusNextPrevChild(True)
    assert not screen.focusNextPrevChild(False)
    assert tabbed(qtbot, screen, 2) == ["only", "only"]


def test_the_list_that_a_field_opens_is_another_window_and_left_out(qtbot: QtBot) -> None:
    field = Combo([Option(str(n), f"Row {n}") for n in range(12)], name="Which tag")
    screen = on(qtbot, field, part("on"))
    field.open()
    assert field.popup is not None
    field.popup.close()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    field.setFocus()
    assert tabbed(qtbot, screen, 3) == ["Which tag", "on", "Which tag"]


def test_what_tab_comes_to_is_scrolled_into_sight_both_ways(qtbot: QtBot) -> None:
    page = ScrollPage()
    for number in range(30):
        page.body.insertWidget(0, Button(f"line {29 - number}"))
    page.pin(Button("done"))
    screen = on(qtbot, page)
    screen.resize(400, 300)
    focus(screen, "line 0")
    for back in (False, True):
        for _ in range(31):
            here = QApplication.focusWidget()
            assert here is not None
            seen = here.visibleRegion().boundingRect()
            assert seen.height() == here.height(), f"{name_of(here)} is cut"
            tabbed(qtbot, screen, 1, back=back)


@pytest.mark.parametrize("rtl", [False, True])
def test_a_line_is_read_from_the_side_where_reading_starts(qtbot: QtBot, rtl: bool) -> None:
    holder = QWidget()
    box = QHBoxLayout(holder)
    for name in ("one", "two", "three"):
        box.addWidget(Button(name))
    screen = Screen()
    screen.box.addWidget(holder)
    dressed(qtbot, screen, rtl=rtl)
    focus(screen, "one")
    assert tabbed(qtbot, screen, 3) == ["one", "two", "three"]
    at = [b.x() for b in holder.findChildren(Button)]
    assert at == sorted(at, reverse=rtl)


def test_a_screen_whose_heading_is_hidden_starts_on_what_it_shows(qtbot: QtBot) -> None:
    heading, empty = Label("A story"), part("Back")
    screen = on(qtbot, heading, empty)
    screen.set_focus_start(heading)
    screen.focus_start()
    assert heading.hasFocus()
    heading.hide()
    screen.focus_start()
    assert name_of(screen.focusWidget() or screen) == "Back"


@pytest.mark.parametrize(
    ("at", "left", "then"),
    [
        ("take out 2", ("take out 1", "take out 2", "take out 3"), "take out 2"),
        ("take out 2", ("take out 1", "take out 3"), "take out 3"),
        ("take out 3", ("take out 1",), "make"),
        ("take out 1", (), "make"),
        ("make", ("take out 3",), "make"),
    ],
)
def test_the_focus_stays_at_its_place_while_a_list_is_made_anew(
    qtbot: QtBot, at: str, left: tuple[str, ...], then: str
) -> None:
    holder = part("take out 1", "take out 2", "take out 3")
    screen = on(qtbot, holder, part("make"))
    focus(screen, at)
    with focus_kept(screen):
        holder.hide()
        screen.box.removeWidget(holder)
        anew = part(*left)
        screen.box.insertWidget(0, anew)
        anew.show()
    assert name_of(screen.focusWidget() or screen) == then


def test_of_parts_with_one_name_the_nearest_has_the_focus(qtbot: QtBot) -> None:
    holder = part("x", "out", "y", "out", "z", "out")
    screen = on(qtbot, holder)
    holder.findChildren(Button)[3].setFocus()
    with focus_kept(screen):
        holder.hide()
        anew = part("x", "out", "z", "out")
        screen.box.insertWidget(0, anew)
        anew.show()
    assert screen.focusWidget() is anew.findChildren(Button)[3]


def test_the_focus_stays_in_the_narrowest_part_that_has_a_place_for_it(qtbot: QtBot) -> None:
    holder, after = part("x", "y"), part("z")
    screen = on(qtbot, holder, after)
    first, last = holder.findChildren(Button)
    last.setFocus()
    with focus_kept(holder, screen):
        last.hide()
    assert screen.focusWidget() is first
    with focus_kept(holder, screen):
        first.hide()
    assert name_of(screen.focusWidget() or screen) == "z"
