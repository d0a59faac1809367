"""Words that wrap at the right height, run in their own direction and can be set apart in runs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.labels import (
    Label,
    Span,
    display,
    heading,
    helper,
    small,
    spans_for,
    strong,
    title,
)
from ldp_stories.ui.widgets.paint import reads_rtl
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import dressed, name_of

LONG = "She told me about the class at the old library, and that they draw the curtains and it is only women."


def test_narrower_words_stand_higher(qtbot: QtBot) -> None:
    label = Label(LONG)
    qtbot.addWidget(label)
    assert label.heightForWidth(200) > label.heightForWidth(400) > label.heightForWidth(2000)


def test_one_line_is_as_high_as_its_letters(qtbot: QtBot) -> None:
    label = Label("One line")
    qtbot.addWidget(label)
    assert abs(label.heightForWidth(2000) - label.fontMetrics().height()) <= 2


def test_each_further_line_takes_one_step(qtbot: QtBot) -> None:
    one, two = Label("a"), Label("a\nb")
    qtbot.addWidget(one)
    qtbot.addWidget(two)
    assert abs(two.heightForWidth(900) - one.heightForWidth(900) - theme().line("body")) <= 1


def test_words_never_go_past_seventy_letters_of_their_own_will(qtbot: QtBot) -> None:
    label = Label(LONG * 4)
    qtbot.addWidget(label)
    assert label.sizeHint().width() <= label.fontMetrics().averageCharWidth() * 70 + 1


def test_the_least_width_is_the_longest_word(qtbot: QtBot) -> None:
    label = Label("a safeguarding b")
    qtbot.addWidget(label)
    longest = label.fontMetrics().horizontalAdvance("safeguarding")
    assert longest <= label.minimumSizeHint().width() <= longest + 4


def test_words_that_do_not_wrap_need_their_whole_width(qtbot: QtBot) -> None:
    label = Label(LONG, wrap=False)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() >= label.fontMetrics().horizontalAdvance(LONG)


def test_words_that_may_give_way_need_little(qtbot: QtBot) -> None:
    label = Label(LONG, wrap=False, elide=True)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() <= 60
    dressed(qtbot, label, size=(120, 30))
    assert name_of(label) == LONG


def test_a_column_gives_wrapped_words_their_height(qtbot: QtBot) -> None:
    page, label = QWidget(), Label(LONG)
    box = QVBoxLayout(page)
    box.addWidget(label)
    box.addStretch(1)
    dressed(qtbot, page, size=(260, 600))
    assert label.height() == label.heightForWidth(label.width())


def test_markup_in_peoples_words_is_shown_and_not_obeyed(qtbot: QtBot) -> None:
    label = Label("<b>bold</b> & more", people=True)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<b>bold</b> & more"


@pytest.mark.parametrize(
    ("words", "rtl"),
    [
        ("Hello", False),
        ("سلام", True),
        ("“سلام”", True),
        ("123 שלום", True),
        ("میں OK", True),
        ("OK میں", False),
    ],
)
def test_words_run_as_their_first_letter_does(words: str, rtl: bool) -> None:
    assert reads_rtl(words) is rtl


def test_signs_without_a_direction_follow_the_window() -> None:
    assert reads_rtl("12:34", default=True)
    assert not reads_rtl("12:34")


def _ink_side(label: Label) -> str:
    """The side of the label on which its words stand."""
    image = label.grab().toImage()
    dark = [
        x
        for x in range(image.width())
        if any(QColor(image.pixel(x, y)).lightness() < 120 for y in range(0, image.height(), 2))
    ]
    middle = (min(dark) + max(dark)) / 2
    return "left" if middle < image.width() / 2 else "right"


@pytest.mark.parametrize(
    ("words", "people", "rtl", "side"),
    [
        ("Hello", False, False, "left"),
        ("Hello", False, True, "right"),
        ("Hello", True, True, "left"),
        ("سلام", True, False, "right"),
        ("سلام", False, False, "left"),
    ],
)
def test_our_words_stand_on_the_windows_side_and_peoples_on_their_own(
    qtbot: QtBot, words: str, people: bool, rtl: bool, side: str
) -> None:
    label = Label(words, people=people)
    label.setAutoFillBackground(True)
    dressed(qtbot, label, rtl=rtl, size=(300, 30))
    assert _ink_side(label) == side


def test_each_paragraph_of_people_has_its_own_side(qtbot: QtBot) -> None:
    label = Label("Hello\nسلام", people=True)
    label.setAutoFillBackground(True)
    dressed(qtbot, label, size=(300, 60))
    image = label.grab().toImage()
    step = int(theme().line("body"))
    first, second = image.copy(0, 0, 300, step - 4), image.copy(0, step, 300, 30)
    left = [QColor(first.pixel(x, y)).lightness() for x in range(60) for y in range(first.height())]
    right = [QColor(second.pixel(x, y)).lightness() for x in range(240, 300) for y in range(second.height())]
    assert min(left) < 120
    assert min(right) < 120


def test_marks_are_found_whatever_the_letters_case() -> None:
    assert spans_for("Women and women", ["WOMEN"]) == [Span(0, 5, mark="mark"), Span(10, 15, mark="mark")]


def test_no_words_looked_for_means_no_marks() -> None:
    assert spans_for("anything", ["", " "]) == []


def test_marked_words_have_a_coloured_ground(qtbot: QtBot) -> None:
    label = Label("women", spans=[Span(0, 5, mark="mark")])
    dressed(qtbot, label, size=(100, 30))
    image = label.grab().toImage()
    colors = {QColor(image.pixel(x, 10)).name().upper() for x in range(40)}
    assert theme().tokens.mark in colors


def test_bold_runs_go_over_line_ends(qtbot: QtBot) -> None:
    label = Label("one\nsomewhat wider", spans=[Span(0, 18, bold=True)])
    qtbot.addWidget(label)
    plain = Label("one\nsomewhat wider")
    qtbot.addWidget(plain)
    assert label.sizeHint().width() > plain.sizeHint().width()


@pytest.mark.parametrize(
    ("make", "size"), [(display, 30), (title, 24), (heading, 19), (helper, 16), (small, 14), (strong, 16)]
)
def test_each_kind_of_words_has_its_size(qtbot: QtBot, make: object, size: int) -> None:
    label = make("Words")  # type: ignore[operator]
    qtbot.addWidget(label)
    assert label.font().pixelSize() == size


def test_a_screens_heading_can_take_the_focus(qtbot: QtBot) -> None:
    label = display("Home")
    dressed(qtbot, label)
    label.setFocus()
    qtbot.waitUntil(label.hasFocus)
    assert name_of(label) == "Home"


def test_new_words_ask_for_new_room(qtbot: QtBot) -> None:
    label = Label("a", wrap=False)
    qtbot.addWidget(label)
    before = label.sizeHint().width()
    label.setText("a much longer line")
    assert label.sizeHint().width() > before * 3


def test_other_runs_and_colours_can_be_given_later(qtbot: QtBot) -> None:
    label = Label("women")
    dressed(qtbot, label, size=(100, 30))
    plain = label.grab().toImage()
    label.set_spans([Span(0, 5, mark="mark")])
    assert label.grab().toImage() != plain
    label.set_spans([])
    label.set_color("bad")
    assert label.grab().toImage() != plain


@pytest.mark.parametrize("words", ["سات لوگ، ایک دروازہ", "ਪੰਜਾਬੀ ਵਿੱਚ", "বাংলা"])
def test_letters_of_other_scripts_stand_on_our_baseline(qtbot: QtBot, words: str) -> None:
    label = Label(words, role="heading")
    qtbot.addWidget(label)
    (block,), _, _ = label._blocks(2000)
    line = block.layout.lineAt(0)
    assert line.y() + line.ascent() <= label.fontMetrics().ascent() + 2


@pytest.mark.parametrize("role", ["title", "body"])
@pytest.mark.parametrize("words", ["چائے اور باغ", "ਚਾਹ ਤੇ ਬਾਗ਼", "Gjpqy"])
def test_letters_that_hang_low_are_not_cut_off(qtbot: QtBot, role: str, words: str) -> None:
    label = Label(words, role=role, weight=600, wrap=False)
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    picture = label.grab().toImage()
    paper = picture.pixelColor(0, 0)
    rows = [
        y
        for y in range(picture.height())
        if any(picture.pixelColor(x, y) != paper for x in range(picture.width()))
    ]
    assert rows, "something is drawn"
    assert max(rows) < picture.height() - 1, "the lowest letter ends above the edge"
