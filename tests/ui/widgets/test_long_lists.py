"""Lists of ten thousand rows: read page by page by key, kept in place, heard as "3 of 10000"."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.model import Deliver, PagedModel, RowItem
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import dressed

MANY = 10_000
PAGE = 50


class Shelf:
    """Ten thousand rows that are given fifty at a time after a key; it writes down what it was asked."""

    def __init__(self, many: int = MANY, page: int = PAGE) -> None:
        self.many, self.page = many, page
        self.asked: list[object] = []

    def fetch(self, after: object, deliver: Deliver) -> None:
        self.asked.append(after)
        start = 0 if after is None else int(str(after)) + 1
        rows = [
            RowItem(str(n), f"Story {n}", line="Millbrook")
            for n in range(start, min(start + self.page, self.many))
        ]
        last = start + self.page >= self.many
        deliver(rows, None if last else rows[-1].key)


class Slow(Shelf):
    """The same, but the rows come when the test says so."""

    def __init__(self, many: int = MANY, page: int = PAGE) -> None:
        super().__init__(many, page)
        self.late: list[Callable[[], None]] = []

    def fetch(self, after: object, deliver: Deliver) -> None:
        self.late.append(lambda: Shelf.fetch(self, after, deliver))

    def come(self) -> None:
        self.late.pop(0)()


def shown(qtbot: QtBot, shelf: Shelf, *, total: int | None = None) -> RowList:
    model = PagedModel(shelf.fetch, total=total)
    view = RowList(model, name="Your stories")
    model.start_again(total=total)
    dressed(qtbot, view, size=(700, 500))
    return view


def test_only_what_is_in_sight_is_fetched_to_begin_with(qtbot: QtBot) -> None:
    shelf = Shelf()
    view = shown(qtbot, shelf)
    assert shelf.asked[0] is None
    assert len(shelf.asked) <= 2
    assert view.rows.rowCount() <= 2 * PAGE


def test_each_page_is_asked_for_after_the_last_key_of_the_one_before(qtbot: QtBot) -> None:
    shelf = Shelf()
    view = shown(qtbot, shelf)
    for _ in range(5):
        view.scrollToBottom()
        view.rows.fetchMore(QModelIndex())
    assert shelf.asked == [None, *[str(n * PAGE - 1) for n in range(1, len(shelf.asked))]]


def test_the_end_of_ten_thousand_rows_can_be_reached(qtbot: QtBot) -> None:
    shelf = Shelf(page=500)
    view = shown(qtbot, shelf)
    while view.rows.canFetchMore(QModelIndex()):
        view.rows.fetchMore(QModelIndex())
    assert view.rows.rowCount() == MANY
    view.set_current_key("9999")
    assert view.current_key() == "9999"
    assert view.visualRect(view.currentIndex()).intersects(view.viewport().rect())


def test_no_row_comes_twice_and_none_is_left_out() -> None:
    shelf = Shelf(many=1_234, page=100)
    model = PagedModel(shelf.fetch)
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    keys = [row.key for at in range(model.rowCount()) if (row := model.row(at)) is not None]
    assert keys == [str(n) for n in range(1_234)]


@given(many=st.integers(0, 300), page=st.integers(1, 90))
def test_any_number_of_rows_comes_whole_in_pages_of_any_size(many: int, page: int) -> None:
    shelf = Shelf(many=many, page=page)
    model = PagedModel(shelf.fetch)
    rounds = 0
    while model.canFetchMore(QModelIndex()) and rounds < 400:
        model.fetchMore(QModelIndex())
        rounds += 1
    assert model.rowCount() == many
    assert not model.canFetchMore(QModelIndex())


def test_going_to_the_end_by_key_fetches_what_lies_on_the_way(qtbot: QtBot) -> None:
    shelf = Shelf()
    view = shown(qtbot, shelf)
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    for _ in range(12):
        qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert int(view.current_key()) > 30
    assert view.rows.rowCount() > int(view.current_key())


def test_down_moves_one_row_and_tells_it(qtbot: QtBot) -> None:
    view = shown(qtbot, Shelf())
    view.setFocus()
    view.set_current_key("3")
    with qtbot.waitSignal(view.moved) as told:
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert told.args == ["4"]
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current_key() == "3"


def test_home_and_end_go_to_the_first_and_the_last_that_came(qtbot: QtBot) -> None:
    view = shown(qtbot, Shelf(many=20))
    view.setFocus()
    view.set_current_key("7")
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.current_key() == "19"
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.current_key() == "0"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_opens_the_row_far_down(qtbot: QtBot, key: Qt.Key) -> None:
    view = shown(qtbot, Shelf(page=200))
    view.set_current_key("150")
    with qtbot.waitSignal(view.opened) as told:
        qtbot.keyClick(view, key)
    assert told.args == ["150"]


def test_enter_without_a_row_opens_nothing(qtbot: QtBot) -> None:
    view = shown(qtbot, Shelf(many=0))
    with qtbot.assertNotEmitted(view.opened):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.current_key() == ""


def test_a_known_total_is_heard_before_all_rows_have_come(qtbot: QtBot) -> None:
    view = shown(qtbot, Shelf(), total=MANY)
    assert view.rows.spoken(2) == "Story 2, Millbrook, 3 of 10000"


def test_without_a_total_a_reader_hears_that_there_may_be_more(qtbot: QtBot) -> None:
    view = shown(qtbot, Shelf())
    assert view.rows.spoken(2).endswith(f"3 of {view.rows.rowCount()} or more")


def test_back_returns_to_the_row_and_its_place(qtbot: QtBot) -> None:
    view = shown(qtbot, Shelf(page=300))
    view.set_current_key("200")
    place = view.verticalScrollBar().value()
    assert place > 0
    view.hide()
    view.show()
    assert view.current_key() == "200"
    assert view.verticalScrollBar().value() == place


def test_a_key_that_is_not_there_leaves_the_place(qtbot: QtBot) -> None:
    view = shown(qtbot, Shelf())
    view.set_current_key("5")
    view.set_current_key("not there")
    assert view.current_key() == "5"


def test_a_larger_text_keeps_the_current_row_and_its_rows_grow(qtbot: QtBot) -> None:
    view = shown(qtbot, Shelf())
    view.set_current_key("5")
    before = view.sizeHintForRow(0)
    theme().set(scale=2.0)
    assert view.current_key() == "5"
    assert view.sizeHintForRow(0) > before


def test_the_list_is_drawn_while_rows_are_still_on_their_way(qtbot: QtBot) -> None:
    shelf = Slow()
    view = shown(qtbot, shelf)
    assert view.rows.rowCount() == 0
    empty = view.grab().toImage()
    shelf.come()
    assert view.rows.rowCount() == PAGE
    assert view.grab().toImage() != empty


def test_a_page_on_its_way_is_not_asked_for_again(qtbot: QtBot) -> None:
    shelf = Slow()
    view = shown(qtbot, shelf)
    for _ in range(10):
        view.rows.fetchMore(QModelIndex())
        view.scrollToBottom()
    assert len(shelf.late) == 1


def test_starting_again_throws_away_what_was_asked_before(qtbot: QtBot) -> None:
    shelf = Slow()
    view = shown(qtbot, shelf)
    view.rows.start_again()
    shelf.come()
    assert view.rows.rowCount() == 0
    shelf.come()
    assert view.rows.rowCount() == PAGE


def test_rows_that_are_given_replace_those_on_their_way(qtbot: QtBot) -> None:
    shelf = Slow()
    view = shown(qtbot, shelf)
    view.rows.set_rows([RowItem("x", "The only one")])
    shelf.come()
    assert view.rows.rowCount() == 1
    assert not view.rows.canFetchMore(QModelIndex())


class Counted(PagedModel):
    """It counts how often it was asked for something of a row."""

    questions = 0

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        self.questions += 1
        return super().data(index, role)


def test_a_long_list_costs_no_more_to_draw_than_a_short_one(qtbot: QtBot) -> None:
    asked = []
    for many in (20, MANY):
        model = Counted()
        model.set_rows([RowItem(str(n), f"Story {n}") for n in range(many)])
        view = RowList(model, name="Stories")
        dressed(qtbot, view, size=(600, 400))
        view.grab()
        model.questions = 0
        view.grab()
        asked.append(model.questions)
    assert asked[1] <= asked[0] + 10


def test_a_press_far_down_opens_the_row_under_the_pointer(qtbot: QtBot) -> None:
    view = shown(qtbot, Shelf(page=300))
    view.set_current_key("250")
    box = view.visualRect(view.currentIndex())
    with qtbot.waitSignal(view.opened) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert told.args == ["250"]


def test_a_press_below_the_last_row_opens_nothing(qtbot: QtBot) -> None:
    view = shown(qtbot, Shelf(many=2))
    below = view.viewport().rect().bottomLeft()
    with qtbot.assertNotEmitted(view.opened):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=below)


def test_groups_are_headed_and_their_headings_never_current(qtbot: QtBot) -> None:
    model = PagedModel()
    rows = [
        RowItem(f"g{n // 5}", f"Group {n // 5}", header=True) if n % 5 == 0 else RowItem(str(n), f"Story {n}")
        for n in range(50)
    ]
    model.set_rows(rows)
    view = RowList(model, name="Queue")
    dressed(qtbot, view, size=(600, 500))
    view.setFocus()
    view.set_current_key("1")
    seen = [view.current_key()]
    for _ in range(30):
        qtbot.keyClick(view, Qt.Key.Key_Down)
        seen.append(view.current_key())
    assert not [key for key in seen if key.startswith("g")]
    assert model.spoken(0) == "Group 0"
    assert model.spoken(6).endswith("5 of 40")


def test_a_page_of_headings_alone_has_nothing_to_open(qtbot: QtBot) -> None:
    model = PagedModel()
    model.set_rows([RowItem("g", "Group", header=True)])
    view = RowList(model, name="Queue")
    dressed(qtbot, view, size=(600, 200))
    with qtbot.assertNotEmitted(view.opened):
        qtbot.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(model.index(0)).center()
        )
        qtbot.keyClick(view, Qt.Key.Key_Down)
        qtbot.keyClick(view, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    "title", ["", "A" * 2_000, "جب ہم بہار میں آئے", "👩🏽‍🦱" * 50, "<b>bold</b>", "line\nline"]
)
def test_any_title_is_drawn_in_one_row(qtbot: QtBot, title: str) -> None:
    model = PagedModel()
    model.set_rows([RowItem("1", title, line=title, state="Ready", tone="ok"), RowItem("2", "Below")])
    view = RowList(model, name="Stories", fit=True)
    dressed(qtbot, view, size=(600, 200))
    assert view.sizeHintForRow(0) == 76
    assert not view.grab().isNull()
    assert view.visualRect(model.index(0)).width() <= view.viewport().width()


@pytest.mark.parametrize("tone", ["ok", "warn", "bad", "info", "plain", "line", "not a tone"])
@pytest.mark.parametrize("rtl", [False, True])
def test_every_tone_is_drawn_from_both_sides(qtbot: QtBot, tone: str, rtl: bool) -> None:
    model = PagedModel()
    model.set_rows(
        [RowItem("1", "Tea", icon="notebook", state="Ready", state_icon="check", tone=tone, aside="2 min")]
    )
    view = RowList(model, name="Stories")
    dressed(qtbot, view, rtl=rtl, size=(700, 120))
    bare = PagedModel()
    bare.set_rows([RowItem("1", "Tea", icon="notebook")])
    other = RowList(bare, name="Stories")
    dressed(qtbot, other, rtl=rtl, size=(700, 120))
    assert view.grab().toImage() != other.grab().toImage()
