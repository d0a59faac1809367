"""Pages: scrolling up and down only, side columns and columns that fold, screens, empty places."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.buttons import Button, primary
from ldp_stories.ui.widgets.card import Card, Line, Surface, column, row
from ldp_stories.ui.widgets.columns import Columns
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import Label, display
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage
from ldp_stories.ui.widgets.side import SideLayout
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import cut, dressed, words_on

LONG = "You can ask me to stop at any time. I can also take notes and not record. Both are just as good. "


def long_page(lines: int = 30) -> ScrollPage:
    page = ScrollPage()
    for number in range(lines):
        page.body.addWidget(Button(f"Button {number}"))
    return page


def test_a_page_scrolls_up_and_down_only(qtbot: QtBot) -> None:
    page = long_page()
    dressed(qtbot, page, size=(700, 400))
    assert page.area.verticalScrollBar().maximum() > 0
    assert page.area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    inner = page.area.widget()
    assert inner is not None
    assert inner.width() <= page.area.viewport().width()


def test_the_focus_is_always_in_sight(qtbot: QtBot) -> None:
    page = long_page()
    dressed(qtbot, page, size=(700, 400))
    last = page.findChildren(Button)[-1]
    last.setFocus()
    qtbot.waitUntil(lambda: page.area.verticalScrollBar().value() > 0)
    top = last.mapTo(page.area.viewport(), last.rect().topLeft()).y()
    assert 0 <= top <= page.area.viewport().height() - last.height()


def test_the_pinned_action_stays_in_sight(qtbot: QtBot) -> None:
    page = long_page()
    go = primary("Go on")
    page.pin(None, go)
    dressed(qtbot, page, size=(700, 400))
    assert go.isVisible()
    assert go.mapTo(page, go.rect().bottomLeft()).y() <= 400


def test_wrapped_words_are_not_cut_in_a_page(qtbot: QtBot) -> None:
    for scale in (1.0, 2.0):
        page = ScrollPage()
        card = Card()
        card.add(Label(LONG * 3), Label(LONG, role="read"))
        page.body.addWidget(card)
        dressed(qtbot, page, scale=scale, size=(700, 400))
        assert cut(page) == []


def side() -> SideLayout:
    return SideLayout(
        Card().add(Label("Main")), Card().add(Label("Beside")), label="Answers so far (2)", width=320
    )


def test_a_wide_window_shows_the_side_at_its_width(qtbot: QtBot) -> None:
    layout = side()
    dressed(qtbot, layout, size=(1366, 500))
    assert layout.side.isVisible()
    assert layout.side.width() == 320
    assert not layout.button.isVisible()


@pytest.mark.parametrize(("scale", "width"), [(1.0, 1024), (2.0, 1366)])
def test_with_little_room_the_side_is_behind_a_button(qtbot: QtBot, scale: float, width: int) -> None:
    layout = side()
    dressed(qtbot, layout, scale=scale, size=(width, 600))
    assert layout.button.isVisible()
    assert not layout.side.isVisible()
    layout.button.click()
    assert layout.side.isVisible()
    layout.button.click()
    assert not layout.side.isVisible()


def test_the_side_comes_back_when_there_is_room_again(qtbot: QtBot) -> None:
    layout = side()
    dressed(qtbot, layout, scale=2.0, size=(1366, 600))
    theme().set(scale=1.0)
    assert layout.side.isVisible()
    assert not layout.button.isVisible()


def test_the_side_stands_where_reading_ends(qtbot: QtBot) -> None:
    for rtl in (False, True):
        layout = side()
        dressed(qtbot, layout, rtl=rtl, size=(1366, 500))
        assert (layout.side.x() > layout.main.x()) is not rtl


def test_the_words_of_the_button_can_change(qtbot: QtBot) -> None:
    layout = side()
    dressed(qtbot, layout, size=(1024, 500))
    layout.set_label("Answers so far (3)")
    assert "Answers so far (3)" in words_on(layout)


def test_columns_stand_side_by_side_and_stack(qtbot: QtBot) -> None:
    one, two = Card().add(Label("One")), Card().add(Label("Two"))
    columns = Columns([(one, 0), (two, 300)])
    dressed(qtbot, columns, size=(1366, 400))
    assert two.width() == 300
    assert one.y() == two.y()
    theme().set(scale=2.0)
    qtbot.waitUntil(lambda: columns.stacked)
    qtbot.waitUntil(lambda: two.y() > one.y())
    assert two.width() == one.width()
    theme().set(scale=1.0)
    qtbot.waitUntil(lambda: two.width() == 300)


def test_a_screen_starts_the_focus_on_its_heading(qtbot: QtBot) -> None:
    screen = Screen()
    heading = display("Home")
    screen.box.addWidget(heading)
    screen.box.addWidget(Button("Open"))
    screen.set_focus_start(heading)
    dressed(qtbot, screen)
    screen.focus_start()
    qtbot.waitUntil(heading.hasFocus)


def test_a_screen_without_a_start_leaves_the_focus(qtbot: QtBot) -> None:
    screen = Screen()
    open_button = Button("Open")
    screen.box.addWidget(open_button)
    dressed(qtbot, screen)
    open_button.setFocus()
    screen.focus_start()
    qtbot.waitUntil(open_button.hasFocus)
    screen.refresh(frozenset({"story"}))
    screen.leaving()


def test_an_empty_place_says_what_will_be_here_and_has_one_action(qtbot: QtBot) -> None:
    empty = EmptyState("Your first story will be here.", text="Try one in practice.", action="Start")
    dressed(qtbot, empty, size=(600, 400))
    assert "Your first story will be here." in words_on(empty)
    with qtbot.waitSignal(empty.acted):
        empty.button.click()
    empty.set_words("Nothing found.")
    assert not empty.text.isVisible()


def test_an_empty_place_without_an_action_has_no_button(qtbot: QtBot) -> None:
    empty = EmptyState("All clear.")
    dressed(qtbot, empty, size=(600, 400))
    assert not empty.button.isVisible()


def test_a_card_is_a_surface_with_an_edge(qtbot: QtBot) -> None:
    card = Card(padding=10)
    dressed(qtbot, card, size=(200, 100))
    image = card.grab().toImage()
    assert image.pixelColor(100, 50) == theme().color("surface")
    assert image.pixelColor(100, 0) == theme().color("line")
    card.set_fill("soft", None)
    assert card.grab().toImage().pixelColor(100, 50) == theme().color("soft")


def test_hairlines_and_areas_are_drawn_in_their_colours(qtbot: QtBot) -> None:
    area = Surface("rail", top_line=True, bottom_line=True)
    dressed(qtbot, area, size=(100, 40))
    image = area.grab().toImage()
    assert [image.pixelColor(50, y).name() for y in (0, 20, 39)] == [
        theme().color(name).name() for name in ("line", "rail", "line")
    ]
    line = Line()
    dressed(qtbot, line, size=(100, 1))
    assert line.grab().toImage().pixelColor(50, 0) == theme().color("line")


def test_rows_and_columns_take_gaps_and_room(qtbot: QtBot) -> None:
    page, first, last = QWidget(), Button("First"), Button("Last")
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 0, 0, 0)
    box.addLayout(row(10, first, None, last))
    box.addLayout(column(Label("Under"), 6, None))
    dressed(qtbot, page, size=(600, 200))
    assert first.x() >= 10
    assert last.x() + last.width() == 600
