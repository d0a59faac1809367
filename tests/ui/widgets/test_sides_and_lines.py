"""What changes sides with the window, what goes on in a next line where the text is large, and how our own words are set."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.facts import Facts
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.flow import line
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.paint import draw_words, typeset
from ldp_stories.ui.widgets.scroll import Scroll, ScrollPage
from ldp_stories.ui.widgets.side import SideLayout
from ldp_stories.ui.widgets.storytext import StoryText
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import dressed, plain_theme

MANY_LINES = "They draw the curtains and it is only women.\n" * 40


def sides(widget: QWidget) -> tuple[int, int]:
    """The margins of a widget's layout, left and right."""
    layout = widget.layout()
    assert layout is not None
    return layout.contentsMargins().left(), layout.contentsMargins().right()


def across(part: QWidget, page: QWidget) -> tuple[int, int]:
    """From where to where a part stands on a page."""
    left = part.mapTo(page, QPoint(0, 0)).x()
    return left, left + part.width()


# --- margins and bars -------------------------------------------------------------------


def test_a_cards_uneven_margins_change_sides_with_the_window_and_back(qtbot: QtBot) -> None:
    card = Card(padding=(24, 18, 20, 16))
    dressed(qtbot, card, rtl=True)
    assert sides(card) == (20, 24)
    card.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert sides(card) == (24, 20)


def test_the_room_beside_a_pages_bar_is_on_the_bars_side(qtbot: QtBot) -> None:
    content = QWidget()
    QVBoxLayout(content).setContentsMargins(0, 0, 10, 4)
    area = Scroll(content)
    dressed(qtbot, area, rtl=True, size=(300, 200))
    assert sides(content) == (10, 0)
    area.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert sides(content) == (0, 10)


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("kind", ["story", "editor"])
def test_words_never_touch_the_bar_that_scrolls_them(qtbot: QtBot, kind: str, rtl: bool) -> None:
    story, editor = StoryText(name="Words"), Editor(name="Words")
    area = story if kind == "story" else editor.edit
    dressed(qtbot, story if kind == "story" else editor, rtl=rtl, size=(400, 160))
    assert area.viewportMargins().left() == area.viewportMargins().right() == 0
    (story if kind == "story" else editor).set_text(MANY_LINES)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    gap = area.viewportMargins()
    assert (gap.left(), gap.right()) == ((8, 0) if rtl else (0, 8))
    (story if kind == "story" else editor).set_text("Short.")
    qtbot.waitUntil(lambda: area.viewportMargins().left() + area.viewportMargins().right() == 0)


# --- lines that wrap ----------------------------------------------------------------------


def header() -> tuple[QWidget, Label, Button, Button]:
    """A title with two buttons at the end of its line."""
    title, first, second = (
        Label("My stories", role="display"),
        quiet("Find somebody"),
        primary("Send 2 stories"),
    )
    return line(title, None, first, second), title, first, second


def test_buttons_stand_at_the_end_of_a_line_that_has_room(qtbot: QtBot) -> None:
    page, title, first, second = header()
    dressed(qtbot, page, size=(900, 60))
    assert across(title, page)[0] == 0
    assert across(second, page)[1] == 900
    assert across(first, page)[1] < across(second, page)[0]


def test_buttons_stand_at_the_other_end_from_the_right(qtbot: QtBot) -> None:
    page, title, _, second = header()
    dressed(qtbot, page, rtl=True, size=(900, 60))
    assert across(title, page)[1] == 900
    assert across(second, page)[0] == 0


def test_buttons_go_under_the_title_where_the_line_is_short_and_nothing_is_cut(qtbot: QtBot) -> None:
    page, title, first, second = header()
    dressed(qtbot, page, size=(330, 200))
    tops = [part.mapTo(page, QPoint(0, 0)).y() for part in (title, first, second)]
    assert tops[0] < tops[2]
    assert all(across(part, page)[1] <= 330 for part in (title, first, second))
    assert across(second, page)[0] == 0, "alone in its line it stands where reading starts"
    assert page.heightForWidth(330) > page.heightForWidth(900)


def test_a_pinned_bar_wraps_instead_of_cutting_its_buttons(qtbot: QtBot) -> None:
    page = ScrollPage()
    back, draft, ready = quiet("Back"), Button("Keep as a draft"), primary("It is ready", key="Ctrl+Enter")
    page.pin(back, None, draft, ready)
    dressed(qtbot, page, scale=2.0, size=(640, 400))
    for button in (back, draft, ready):
        left, right = across(button, page)
        assert 0 <= left < right <= 640
        assert button.width() >= button.minimumSizeHint().width()
    assert across(ready, page)[1] == 640 - 36, "the main action stays at the end"


def test_a_pinned_bar_goes_away_while_there_is_nothing_to_do_with_it(qtbot: QtBot) -> None:
    page = ScrollPage()
    page.show_pinned(False)
    act = primary("Take it out for good")
    page.pin(act, None)
    dressed(qtbot, page, size=(500, 300))
    page.show_pinned(False)
    assert not act.isVisible()
    page.show_pinned(True)
    assert act.isVisible()


# --- words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('C5 "Not for people like me"', "C5 “Not for people like me”"),
        ("the person's code", "the person’s code"),
        ("'Nine,' she said", "‘Nine,’ she said"),
        ('("active")', "(“active”)"),
        ("no quotes at all", "no quotes at all"),
    ],
)
def test_our_words_are_printed_with_the_quotes_of_print(typed: str, printed: str) -> None:
    assert typeset(typed) == printed
    assert len(typeset(typed)) == len(typed), "places in the words stay where they are"


def test_a_label_keeps_the_words_it_was_given(qtbot: QtBot) -> None:
    label = Label('"Never mind the gym"')
    dressed(qtbot, label)
    assert label.text() == '"Never mind the gym"'


def drawn(words: str, *, rtl: bool) -> QImage:
    """Words drawn in the middle of a box, in a window of one side."""
    image = QImage(120, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    draw_words(
        painter, QRect(0, 0, 120, 30), words, theme().font("body"), "text", Qt.AlignmentFlag.AlignHCenter
    )
    painter.end()
    return image


@pytest.mark.parametrize("words", ["200 %", "03:10", "3.5"])
def test_numbers_read_from_the_left_in_every_window(qapp: object, words: str) -> None:
    del qapp
    plain_theme()
    assert drawn(words, rtl=True) == drawn(words, rtl=False)


def test_the_hint_of_an_empty_box_grows_with_the_text(qtbot: QtBot) -> None:
    box = Editor(name="Words", placeholder="Say it in plain words.")
    dressed(qtbot, box, size=(500, 200))
    theme().set(scale=2.0)
    assert box.edit.viewport().font().pixelSize() == 32
    plain_theme()


def test_facts_have_more_room_between_them_where_the_text_is_large(qtbot: QtBot) -> None:
    facts = Facts([("People it may touch", "1")], role="body")
    dressed(qtbot, facts, size=(600, 60))
    labels = [one for one in facts.findChildren(Label) if one.isVisible()]

    def gap() -> int:
        return across(labels[1], facts)[0] - across(labels[0], facts)[1]

    small = gap()
    theme().set(scale=2.0)
    qtbot.waitUntil(lambda: gap() > small >= 14)
    plain_theme()


def test_a_long_title_is_read_from_its_beginning_and_typed_on_at_its_end(qtbot: QtBot) -> None:
    page = QWidget()
    box = QVBoxLayout(page)
    field, other = (
        TextField(name="Title", value="The long Thursday afternoon when the bus did not come"),
        TextField(name="x"),
    )
    box.addWidget(field)
    box.addWidget(other)
    dressed(qtbot, page, size=(240, 140))
    other.edit.setFocus()
    assert field.edit.cursorPosition() == 0
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "!")
    assert field.text().endswith("come!")
    other.edit.setFocus()
    assert field.edit.cursorPosition() == 0


def test_a_label_can_be_set_smaller_for_longer_words(qtbot: QtBot) -> None:
    label = Label("A title", role="display")
    dressed(qtbot, label)
    high = label.sizeHint().height()
    label.set_role("title")
    assert label.sizeHint().height() < high


@pytest.mark.parametrize("covers", [True, False])
def test_where_there_is_little_room_an_opened_side_may_have_all_of_it(qtbot: QtBot, covers: bool) -> None:
    main, side = Label("The words"), Label("The tags")
    page = SideLayout(main, side, label="Tags", covers=covers)
    dressed(qtbot, page, scale=2.0, size=(1100, 500))
    assert (main.isVisible(), side.isVisible()) == (True, False)
    page.button.click()
    assert (main.isVisible(), side.isVisible()) == (not covers, True)
    page.button.click()
    assert (main.isVisible(), side.isVisible()) == (True, False)
    page.button.click()
    theme().set(scale=1.0)
    page.resize(1500, 500)
    qtbot.waitUntil(lambda: main.isVisible() and side.isVisible())
