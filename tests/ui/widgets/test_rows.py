"""Lists: rows that come page by page, keys, what a reader hears, drawing at large text and mirrored."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.model import Deliver, PagedModel, RowItem
from ldp_stories.ui.widgets.paint import in_lines, text_width
from ldp_stories.ui.widgets.rowpaint import header_height, row_height, state_width, wrapped_height
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import dressed, name_of

ROWS = [
    RowItem(
        "a", "Tea and bulbs", "Story, 14 May", "chats-circle", "Draft: add the words", "pencil-simple", "warn"
    ),
    RowItem("b", "Saturday at the steps", "What I saw", "eye", "Ready to send", "check", "info"),
    RowItem(
        "c", "The class", "Story, 8 May", "chats-circle", "Received by Joan, 10 May", "check-circle", "ok"
    ),
]


def full(rows: Sequence[RowItem] = ROWS) -> PagedModel:
    model = PagedModel()
    model.set_rows(rows)
    return model


class Pages:
    """Rows by number in pages of ten; answers at once, or when told to."""

    def __init__(self, total: int = 25, *, at_once: bool = True) -> None:
        self.total, self.at_once = total, at_once
        self.asked: list[object] = []
        self.waiting: list[Deliver] = []

    def __call__(self, after: object, deliver: Deliver) -> None:
        self.asked.append(after)
        if self.at_once:
            self.answer(after, deliver)
        else:
            self.waiting.append(deliver)

    def answer(self, after: object, deliver: Deliver) -> None:
        start = int(str(after)) if after is not None else 0
        end = min(start + 10, self.total)
        rows = [RowItem(str(number), f"Story {number}") for number in range(start, end)]
        deliver(rows, str(end) if end < self.total else None)


def test_the_first_page_is_asked_for_without_a_key() -> None:
    pages = Pages()
    model = PagedModel(pages)
    model.fetchMore()
    assert pages.asked == [None]
    assert model.rowCount() == 10


def test_pages_follow_by_key_until_the_end() -> None:
    pages = Pages()
    model = PagedModel(pages)
    while model.canFetchMore():
        model.fetchMore()
    assert pages.asked == [None, "10", "20"]
    assert model.rowCount() == 25
    assert model.place_of("24") == 24


def test_one_page_is_asked_for_only_once_while_it_is_on_its_way() -> None:
    pages = Pages(at_once=False)
    model = PagedModel(pages)
    model.fetchMore()
    model.fetchMore()
    assert pages.asked == [None]
    assert not model.canFetchMore()


def test_a_page_that_comes_after_a_new_start_is_thrown_away() -> None:
    pages = Pages(at_once=False)
    model = PagedModel(pages)
    model.fetchMore()
    late = pages.waiting.pop()
    model.start_again()
    pages.answer(None, late)
    assert model.rowCount() == 0
    pages.answer(None, pages.waiting.pop())
    assert model.rowCount() == 10


def test_waiting_is_told_and_ends(qtbot: QtBot) -> None:
    told: list[bool] = []
    pages = Pages(at_once=False)
    model = PagedModel(pages)
    model.waiting.connect(told.append)
    model.fetchMore()
    pages.answer(None, pages.waiting.pop())
    assert told == [True, False]


def test_rows_given_at_once_need_no_fetching() -> None:
    model = full()
    assert model.rowCount() == 3
    assert not model.canFetchMore()
    assert model.row(1) == ROWS[1]
    assert model.row(7) is None


def test_a_reader_hears_the_whole_row_and_its_place() -> None:
    assert full().spoken(2) == "The class, Story, 8 May, Received by Joan, 10 May, 3 of 3"


def test_a_reader_hears_that_there_may_be_more() -> None:
    model = PagedModel(Pages())
    model.fetchMore()
    assert model.spoken(0).endswith("1 of 10 or more")


def test_a_total_that_is_known_is_said() -> None:
    model = PagedModel(Pages(), total=25)
    model.fetchMore()
    assert model.spoken(3).endswith("4 of 25")


def test_headings_of_groups_are_not_counted_and_cannot_be_chosen() -> None:
    model = full([RowItem("h", "Waiting longest", header=True), *ROWS])
    assert model.spoken(0) == "Waiting longest"
    assert model.spoken(1).endswith("1 of 3")
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable


def test_a_heading_with_the_same_key_is_not_the_row() -> None:
    model = full([RowItem("a", "Group", header=True), *ROWS])
    assert model.place_of("a") == 1


def test_data_beyond_the_rows_is_nothing() -> None:
    model = full()
    assert model.data(QModelIndex()) is None
    assert model.data(model.index(0)) == "Tea and bulbs"
    assert model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole) == model.spoken(0)
    assert model.data(model.index(0), Qt.ItemDataRole.DecorationRole) is None


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_arrows_move_and_enter_opens(qtbot: QtBot, key: Qt.Key) -> None:
    rows = RowList(full(), name="Your stories")
    dressed(qtbot, rows, size=(600, 300))
    rows.setFocus()
    rows.set_current_key("a")
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    with qtbot.waitSignal(rows.opened) as told:
        qtbot.keyClick(rows, key)
    assert told.args == ["b"]


def test_moving_tells_the_row(qtbot: QtBot) -> None:
    rows = RowList(full(), name="Your stories")
    dressed(qtbot, rows, size=(600, 300))
    rows.set_current_key("a")
    with qtbot.waitSignal(rows.moved) as told:
        qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert told.args == ["b"]
    assert rows.current_key() == "b"


def test_arrows_skip_the_headings(qtbot: QtBot) -> None:
    rows = RowList(full([ROWS[0], RowItem("h", "Next group", header=True), ROWS[1]]), name="Queue")
    dressed(qtbot, rows, size=(600, 300))
    rows.set_current_key("a")
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert rows.current_key() == "b"


def test_a_press_opens_the_row(qtbot: QtBot) -> None:
    rows = RowList(full(), name="Your stories")
    dressed(qtbot, rows, size=(600, 300))
    place = rows.visualRect(rows.rows.index(2)).center()
    with qtbot.waitSignal(rows.opened) as told:
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == ["c"]


def test_letters_are_left_to_the_screen(qtbot: QtBot) -> None:
    rows = RowList(full(), name="Your stories")
    dressed(qtbot, rows, size=(600, 300))
    rows.set_current_key("a")
    qtbot.keyClicks(rows, "t")
    assert rows.current_key() == "a"


def test_scrolling_to_the_end_fetches_the_rest(qtbot: QtBot) -> None:
    model = PagedModel(Pages())
    rows = RowList(model, name="Stories")
    dressed(qtbot, rows, size=(600, 300))
    qtbot.waitUntil(lambda: model.rowCount() >= 10)
    rows.scrollToBottom()
    qtbot.keyClick(rows, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: model.rowCount() == 25)


def test_a_list_that_fits_is_as_high_as_its_rows(qtbot: QtBot) -> None:
    rows = RowList(full(), name="Your stories", fit=True)
    qtbot.addWidget(rows)
    assert rows.sizeHint().height() == 3 * row_height()
    rows.rows.set_rows(ROWS[:1])
    assert rows.sizeHint().height() == row_height()


def test_other_lists_give_way_to_one_row(qtbot: QtBot) -> None:
    rows = RowList(full(), name="Your stories")
    qtbot.addWidget(rows)
    assert rows.minimumSizeHint().height() == row_height()


def test_a_row_is_76_high_and_grows(qapp: QApplication) -> None:
    assert (row_height(), header_height()) == (76, 48)
    theme().set(scale=2.0)
    assert row_height() == 122


def test_the_list_has_a_name(qtbot: QtBot) -> None:
    rows = RowList(full(), name="Your stories")
    qtbot.addWidget(rows)
    assert name_of(rows) == "Your stories"


def test_pale_rows_show_only_when_the_first_page_is_long_in_coming(qtbot: QtBot) -> None:
    pages = Pages(at_once=False)
    model = PagedModel(pages)
    rows = RowList(model, name="Stories")
    dressed(qtbot, rows, size=(600, 300))
    blank = rows.grab().toImage()
    qtbot.waitUntil(lambda: bool(pages.waiting))
    qtbot.waitUntil(lambda: rows.grab().toImage() != blank)
    pages.answer(None, pages.waiting.pop())
    assert not rows._pale


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_rows_draw_in_every_look(qtbot: QtBot, scale: float, rtl: bool, mode: str) -> None:
    rows = RowList(full([RowItem("h", "Group", header=True), *ROWS]), name="Stories")
    dressed(qtbot, rows, scale=scale, rtl=rtl, mode=mode, size=(700, 500))  # type: ignore[arg-type]
    rows.set_current_key("b")
    image = rows.grab().toImage()
    colors = {image.pixelColor(x, y).name() for x in range(0, 700, 3) for y in range(0, 400, 3)}
    assert theme().color("text").name() in colors
    assert len(colors) > 10


def test_from_right_to_left_a_row_is_mirrored(qtbot: QtBot) -> None:
    images = []
    for rtl in (False, True):
        rows = RowList(full([RowItem("x", "", icon="eye")]), name="Stories")
        dressed(qtbot, rows, rtl=rtl, size=(600, 100))
        images.append(rows.grab().toImage())
    soft = theme().color("soft")
    assert images[0].pixelColor(30, 38) == soft
    assert images[1].pixelColor(569, 38) == soft


def test_a_row_that_opens_nothing_has_no_arrow(qtbot: QtBot) -> None:
    pictures = []
    for opens in (True, False):
        made = RowList(full([replace(ROWS[0], state="", opens=opens)]), name="Rows")
        dressed(qtbot, made, size=(600, 120))
        pictures.append(made.viewport().grab().toImage())
    with_arrow, without = pictures
    right = range(with_arrow.width() - 50, with_arrow.width() - 16)  # inside the ring of the row in hand
    high = range(row_height() // 2 - 12, row_height() // 2 + 12)
    assert any(with_arrow.pixel(x, y) != without.pixel(x, y) for x in right for y in high)
    assert len({without.pixel(x, y) for x in right for y in high}) == 1


def test_the_first_row_has_no_line_above_it_and_the_second_has(qtbot: QtBot) -> None:
    made = RowList(full(), name="Rows")
    dressed(qtbot, made, size=(600, 300))
    picture = made.viewport().grab().toImage()
    line = theme().color("line").rgb()
    assert picture.pixel(300, 0) != line
    assert picture.pixel(300, row_height()) == line


LONG = "C3  People, places and quiet corners of the neighbourhood that we have come to trust over the years"


def test_a_long_title_stands_whole_in_lines_where_the_list_wraps(qtbot: QtBot) -> None:
    rows = [RowItem("a", "Short", "a line"), RowItem("b", LONG, "a line", "tag", "Used 4 times")]
    view = RowList(full(rows), name="Tags", wrap=True)
    dressed(qtbot, view, size=(560, 400))
    high = [view.visualRect(view.rows.index(at)).height() for at in range(2)]
    assert high[0] == row_height()
    assert high[1] > high[0]
    assert wrapped_height(560, rows[1]) < wrapped_height(320, rows[1]), "narrower, so higher"
    view.resize(1_400, 400)
    qtbot.waitUntil(lambda: view.visualRect(view.rows.index(1)).height() == row_height())
    plain = RowList(full(rows), name="Stories")
    dressed(qtbot, plain, size=(560, 400))
    assert {plain.visualRect(plain.rows.index(at)).height() for at in range(2)} == {row_height()}


CHANGED = "Changed since you read it: the title, a note, a reason for a tag, how they describe themselves"


@pytest.mark.parametrize("wide", [520, 640, 900])
def test_a_long_state_gives_way_to_the_title_and_is_told_whole(qtbot: QtBot, wide: int) -> None:
    item = replace(ROWS[0], title="Saturday at the steps", state=CHANGED)
    room = wide - 150
    assert state_width(item, room) <= room - text_width(item.title, theme().font("body", 600)) - 22
    view = RowList(full([item, replace(item, key="b", title="")]), name="Stories")
    dressed(qtbot, view, size=(wide, 200))
    picture, soft = view.viewport().grab().toImage(), theme().color("warnsoft")
    left = [min(x for x in range(wide) if picture.pixelColor(x, y) == soft) for y in (30, 30 + row_height())]
    assert left[0] - 80 > text_width(item.title, theme().font("body", 600))
    assert left[1] >= 80
    assert view.rows.data(view.rows.index(0), Qt.ItemDataRole.ToolTipRole) == f"{item.title}\n{CHANGED}"
    assert CHANGED in view.rows.spoken(0)
    short = replace(item, state="Fine")
    assert state_width(short, room) == state_width(short, 2_000), "what fits is whole"


@pytest.mark.parametrize("words", [LONG, "Unbrechbareswortohneende" * 8, "😀 " * 60, "", "ਚਾਹ ਤੇ ਬਾਗ਼ " * 12])
def test_lines_hold_all_the_words_and_each_fits(qtbot: QtBot, words: str) -> None:
    del qtbot
    font = theme().font("body", 600)
    lines = in_lines(words, font, 240)
    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(text_width(line, font) <= 246 for line in lines)
