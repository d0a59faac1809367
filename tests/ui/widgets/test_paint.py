"""The small drawing helpers: which way words run, how they give way, boxes whose edges move nothing, keys on their caps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.labels import Label, Span, spans_for
from ldp_stories.ui.widgets.paint import (
    cap_height,
    cap_text,
    cap_width,
    draw_cap,
    draw_words,
    mirrored,
    reads_rtl,
    round_box,
    rtl,
    text_width,
)
from ldp_stories.ui.widgets.sheet import sheet
from ldp_stories.ui.widgets.theme import theme
from ldp_stories.ui.widgets.tokens import DARK, LIGHT, ROLES
from tests.ui.helpers import dressed
from tests.ui.widgets.parts import WORDS

INK = QColor("#000000")


class Paper:
    """A white sheet to draw on, and where ink is on it."""

    def __init__(self, wide: int = 300, high: int = 60) -> None:
        self.image = QImage(wide, high, QImage.Format.Format_RGB32)
        self.image.fill(Qt.GlobalColor.white)
        self.painter = QPainter(self.image)

    def inked(self) -> QRect:
        """The least box round all ink; an empty one when there is none."""
        self.painter.end()
        dark = [
            (x, y)
            for x in range(self.image.width())
            for y in range(self.image.height())
            if self.image.pixelColor(x, y).lightness() < 200
        ]
        if not dark:
            return QRect()
        xs, ys = [x for x, _ in dark], [y for _, y in dark]
        return QRect(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("Hello", False),
        ("سلام", True),
        ("123 سلام", True),
        ("(hello) سلام", False),
        ("שלום", True),
        ("« سلام", True),
        ("ਸਤ ਸ੍ਰੀ ਅਕਾਲ", False),
        ("আমি", False),
    ],
)
def test_words_run_the_way_of_their_first_letter(words: str, result: bool) -> None:
    assert reads_rtl(words) is result


@pytest.mark.parametrize("words", ["", "123", "12:34", "!?", "🫖"])
@pytest.mark.parametrize("default", [True, False])
def test_words_without_letters_follow_the_page(words: str, default: bool) -> None:
    assert reads_rtl(words, default=default) is default


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("role", ["small", "body", "title"])
def test_words_are_drawn_within_the_width_they_were_measured_with(
    qapp: QApplication, language: str, role: str
) -> None:
    words, font = WORDS[language], theme().font(role)
    wide = text_width(words, font)
    paper = Paper(wide + 80, 90)
    draw_words(paper.painter, QRect(40, 0, wide, 90), words, font, INK)
    box = paper.inked()
    swash = 24 if language == "Urdu" else 4  # the last stroke of Nastaliq reaches beyond its letter
    assert box.left() >= 40 - swash
    assert box.right() <= wide + 40 + swash


@pytest.mark.parametrize("language", WORDS)
def test_words_that_do_not_fit_give_way_inside_their_box(qapp: QApplication, language: str) -> None:
    paper = Paper()
    draw_words(paper.painter, QRect(100, 0, 90, 60), WORDS[language] * 3, theme().font("body"), INK)
    box = paper.inked()
    assert box.left() >= 96
    assert box.right() <= 194


@pytest.mark.parametrize("high", [30, 44, 60])
def test_words_stand_upright_in_the_middle(qapp: QApplication, high: int) -> None:
    paper = Paper(300, high)
    draw_words(paper.painter, QRect(0, 0, 300, high), "xxxx", theme().font("body"), INK)
    box = paper.inked()
    assert abs(box.center().y() - high // 2) <= 4


def test_words_start_on_the_side_of_the_painter(qapp: QApplication) -> None:
    left, right = Paper(), Paper()
    right.painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    for paper in (left, right):
        draw_words(paper.painter, QRect(0, 0, 300, 60), "Words", theme().font("body"), INK)
    assert left.inked().left() <= 3
    assert right.inked().right() >= 296


@pytest.mark.parametrize("words", ["7", "12", "سلام", "Words"])
def test_words_in_the_middle_are_in_the_middle(qapp: QApplication, words: str) -> None:
    paper = Paper()
    draw_words(
        paper.painter, QRect(0, 0, 300, 60), words, theme().font("body"), INK, Qt.AlignmentFlag.AlignHCenter
    )
    assert abs(paper.inked().center().x() - 150) <= 4


def test_the_painter_comes_back_as_it_was(qapp: QApplication) -> None:
    for side in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        paper = Paper()
        paper.painter.setLayoutDirection(side)
        draw_words(paper.painter, QRect(0, 0, 300, 60), "سلام", theme().font("body"), INK)
        assert paper.painter.layoutDirection() == side
        paper.painter.end()


@pytest.mark.parametrize("width", [1.0, 2.0, 3.0])
def test_a_thicker_edge_lies_inside_the_same_box(qapp: QApplication, width: float) -> None:
    paper = Paper(100, 60)
    round_box(paper.painter, QRect(10, 10, 80, 40), None, INK, width=width, radius=0)
    assert paper.inked() == QRect(10, 10, 80, 40)


def test_a_box_without_an_edge_fills_its_place(qapp: QApplication) -> None:
    paper = Paper(100, 60)
    round_box(paper.painter, QRect(10, 10, 80, 40), INK, radius=0)
    assert paper.inked() == QRect(10, 10, 80, 40)


def test_a_box_of_nothing_leaves_no_ink(qapp: QApplication) -> None:
    paper = Paper(100, 60)
    round_box(paper.painter, QRect(10, 10, 80, 40), None)
    assert paper.inked().isEmpty()


def test_corners_are_round(qapp: QApplication) -> None:
    paper = Paper(100, 60)
    paper.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    round_box(paper.painter, QRect(0, 0, 100, 60), INK, radius=20)
    paper.painter.end()
    assert paper.image.pixelColor(1, 1).lightness() > 200
    assert paper.image.pixelColor(50, 1).lightness() < 50


@given(x=st.integers(0, 200), wide=st.integers(1, 100))
def test_mirroring_twice_is_where_it_was(qapp: QApplication, x: int, wide: int) -> None:
    widget = QWidget()
    widget.resize(300, 40)
    widget.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    box = QRect(x, 5, wide, 10)
    there = mirrored(widget, box)
    assert there.x() == 300 - x - wide
    assert mirrored(widget, there) == box
    assert rtl(widget)
    widget.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert mirrored(widget, box) == box
    assert not rtl(widget)
    widget.deleteLater()


@pytest.mark.parametrize(
    ("key", "shown"),
    [("Ctrl+Enter", "Ctrl Enter"), ("A", "A"), ("+", "+"), ("Ctrl+,", "Ctrl ,"), ("F9", "F9")],
)
def test_a_key_is_written_as_it_is_said(key: str, shown: str) -> None:
    assert cap_text(key, "win32") == shown


def test_on_a_mac_a_key_is_called_what_is_printed_on_it() -> None:
    shown = [cap_text(key, "darwin") for key in ("Ctrl+Enter", "Alt+Left", "Shift+F6", "F9", "+")]
    assert shown == ["⌘ Enter", "⌥ Left", "⇧ F6", "F9", "+"]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("key", ["A", "F9", "Ctrl+Enter"])
def test_a_key_fits_its_cap_at_every_size(qapp: QApplication, scale: float, key: str) -> None:
    theme().set(scale=scale)
    wide, high = cap_width(key), cap_height()
    paper = Paper(wide + 20, high + 20)
    draw_cap(paper.painter, QRect(10, 10, wide, high), key, INK, INK)
    assert QRect(9, 9, wide + 2, high + 2).contains(paper.inked())
    assert wide >= 30


@given(text=st.text(max_size=60), words=st.lists(st.text(max_size=5), max_size=4))
def test_marks_lie_inside_the_text_in_order(text: str, words: list[str]) -> None:
    spans = spans_for(text, words)
    assert spans == sorted(spans, key=lambda span: span.start)
    for span in spans:
        assert 0 <= span.start < span.end


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Only women, WOMEN only", ["women"], ["women", "WOMEN"]),
        ("gęślą GĘŚLĄ", ["gęślą"], ["gęślą", "GĘŚLĄ"]),
        ("چائے اور چائے", ["چائے"], ["چائے", "چائے"]),
        ("aaaa", ["aa"], ["aa", "aa"]),
        ("nothing", ["something"], []),
        ("nothing", ["", "  "], []),
    ],
)
def test_what_was_looked_for_is_marked_in_every_language(
    text: str, words: list[str], found: list[str]
) -> None:
    assert [text[span.start : span.end] for span in spans_for(text, words)] == found


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("language", ["English", "Urdu", "Bengali", "a long word"])
def test_no_word_of_a_label_is_drawn_outside_it(qtbot: QtBot, role: str, language: str) -> None:
    label = Label(WORDS[language], role=role, people=True)
    dressed(qtbot, label, size=(420, 60))
    label.resize(max(420, label.minimumSizeHint().width()), 40)
    label.resize(label.width(), label.heightForWidth(label.width()))
    blocks, height, widest = label._blocks(label.width())
    assert widest <= label.width() + 1
    assert height <= label.height()
    assert sum(block.layout.lineCount() for block in blocks) >= 1


def test_a_run_over_several_paragraphs_is_marked_in_each(qtbot: QtBot) -> None:
    label = Label("one\ntwo\nthree", spans=[Span(1, 9, mark="mark")])
    dressed(qtbot, label, size=(300, 120))
    image = label.grab().toImage()
    mark = theme().color("mark").rgb()
    step = int(theme().line("body"))
    lines = {y // step for y in range(label.height()) for x in range(0, 300, 2) if image.pixel(x, y) == mark}
    assert lines >= {0, 1, 2}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_sheet_sets_shapes_and_colours_and_never_a_font(tokens: object) -> None:
    text = sheet(LIGHT if tokens is LIGHT else DARK, "#FFFFFF", 48)
    assert "font" not in text
    assert text.count("{") == text.count("}")
    assert "None" not in text


def test_the_style_is_set_once_and_not_at_every_change(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme().apply(qapp)
    made: list[object] = []
    monkeypatch.setattr(QApplication, "setStyle", lambda *style: made.append(style))
    theme().set(mode="dark")
    theme().set(scale=1.5)
    assert made == []
