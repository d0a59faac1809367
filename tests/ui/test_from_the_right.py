"""Read from the right: every screen mirrored, and Urdu, Punjabi, Bengali, Polish and Somali shaped as people write them (issue 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QImage, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication

from ldp_stories.domain.records import RecordKind
from ldp_stories.domain.review import Why
from ldp_stories.services.hear_back import Heard
from ldp_stories.services.home import Home
from ldp_stories.services.my_stories import story_row
from ldp_stories.services.practise import practice_home
from ldp_stories.services.queue_work import QueueRow, Reason
from ldp_stories.services.read_record import open_record
from ldp_stories.ui.coordinator.queue_words import row_of
from ldp_stories.ui.evaluator.library import LibraryScreen
from ldp_stories.ui.main_window import pictures
from ldp_stories.ui.main_window.pictures import VIEWS, write_pictures
from ldp_stories.ui.record.record_screen import RecordScreen
from ldp_stories.ui.record.record_words import row_item, who_and_where
from ldp_stories.ui.researcher.heard_words import heard_line
from ldp_stories.ui.text import apart
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.paint import reads_rtl
from ldp_stories.ui.widgets.theme import theme
from tests.effort import effort
from tests.services.homes import cheap_machine, found
from tests.ui.helpers import cut, plain_theme
from tests.ui.on_screen import Desk, story

URDU = "پارک میں عورتیں بیٹھتی ہیں۔ وہاں روشنی نہیں ہے؟"
PUNJABI = "ਸਾਡੇ ਪਿੰਡ ਵਿੱਚ ਇੱਕ ਬਾਗ਼ ਹੈ।"
BENGALI = "আমি কিছু বলতে চাই, কিন্তু কেউ শোনে না।"
POLISH = "Zażółć gęślą jaźń: przyjdź do świetlicy w środę."
SOMALI = "Jimka muraayado badan baa ku jira."
TOLD = {"Urdu": URDU, "Punjabi": PUNJABI, "Bengali": BENGALI, "Polish": POLISH, "Somali": SOMALI}
FIRST_VIEWS = effort(2, len(VIEWS), change=len(VIEWS))


def laid(text: str, *, size: int = 20) -> QTextLayout:
    """One line of words in the letters of the screen."""
    font = QFont(theme().font("body"))
    font.setPixelSize(size)
    layout = QTextLayout(text, font)
    option = QTextOption()
    rtl = reads_rtl(text, default=False)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(10_000)
    layout.endLayout()
    return layout


def glyphs(text: str) -> list[int]:
    """The shapes a text is drawn with, font by font."""
    layout = laid(text)
    return [index for run in layout.glyphRuns() for index in run.glyphIndexes()]


@pytest.fixture(autouse=True)
def plain(qapp: QApplication) -> Iterator[None]:
    plain_theme()
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    plain_theme()


@pytest.mark.parametrize("language", TOLD)
def test_no_letter_is_a_box(language: str) -> None:
    shapes = glyphs(TOLD[language])
    assert len(shapes) > 10
    assert 0 not in shapes, f"{language} has letters that no font here can draw"


def test_urdu_letters_are_joined_and_not_each_by_itself() -> None:
    word = "بیٹھتی"
    apart = [index for letter in word for index in glyphs(letter)]
    assert glyphs(word) != apart
    assert set(glyphs(word)) & set(apart) != set(apart)


def test_a_bengali_vowel_is_drawn_before_the_letter_it_follows() -> None:
    consonant, vowel = "ক", "ি"
    (letter,) = glyphs(consonant)
    both = glyphs(consonant + vowel)
    assert both.index(letter) > 0, "the vowel sign stands to the left of its letter"


def test_punjabi_signs_stand_with_their_letter() -> None:
    (letter,) = glyphs("ਪ")
    assert glyphs("ਪਿ").index(letter) > 0
    together, apart = laid("ਪਿੰ"), laid("ਪ ਿ ੰ")
    assert together.lineAt(0).naturalTextWidth() < apart.lineAt(0).naturalTextWidth()


@pytest.mark.parametrize("language", TOLD)
def test_a_sentence_begins_and_its_full_stop_ends_on_the_side_of_its_language(language: str) -> None:
    text = TOLD[language]
    layout = laid(text)  # a line does not outlive its layout
    line = layout.lineAt(0)
    begin, end = (line.cursorToX(at) for at in (0, len(text)))
    assert isinstance(begin, tuple)
    assert isinstance(end, tuple)
    assert (begin[0] > end[0]) == (language == "Urdu")


def across(text: str, part: str) -> float:
    """How far from the left a part of a line of ours begins."""
    layout = laid(text)
    place = layout.lineAt(0).cursorToX(text.index(part))
    assert isinstance(place, tuple)
    return float(place[0])


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("kind", ["field", "editor"])
def test_a_hint_and_the_caret_stand_on_the_windows_side_until_words_are_typed(
    desk: Desk, kind: str, rtl: bool
) -> None:
    hint = "Say it"
    part = (
        TextField(name="Words", placeholder=hint) if kind == "field" else Editor(name="W", placeholder=hint)
    )
    desk.show(part, rtl=rtl, size=(400, 120))
    half = part.width() // 2

    def stands(right: bool) -> bool:
        picture = part.grab().toImage()
        middle = inked(picture, 8, 10, half - 8, 60), inked(picture, half, 10, half - 8, 60)
        return (middle[1] > middle[0]) is right

    desk.until(partial(stands, rtl))
    assert (part.edit.cursorRect().x() > half) == rtl
    for words in ("Tea and", "پارک میں"):
        part.set_text(words)
        desk.until(partial(stands, reads_rtl(words)))
    part.set_text("")
    desk.until(partial(stands, rtl))
    assert (part.edit.cursorRect().x() > half) == rtl


def test_a_place_read_from_the_right_moves_no_number_that_stands_after_it(home: Home) -> None:
    record, place = story(home), "پارک میں"
    known = story_row(home, record)
    assert known is not None
    line = row_item(replace(known, place=place, sound_ms=240_000)).line
    assert across(line, "4 min") > max(across(line, letter) for letter in place)
    bare = line.replace(apart(place), place)
    assert across(bare, "4 min") <= across(bare, place), "this is what it is for"
    assert apart("Millbrook") == "Millbrook"
    view = open_record(home, record)
    assert view.place is not None
    told = who_and_where(home, replace(view, place=replace(view.place, name=place)))
    assert apart(place) in told


def test_a_name_read_from_the_right_leaves_the_day_beside_it_where_it_stands() -> None:
    name, place = "آمنہ خان", "پارک میں"
    reasons = (Reason(Why.NAME_FOUND, 1, (name,)),)
    row = row_of(QueueRow("a", RecordKind.STORY, "Tea", reasons, "2026-05-14", place, name))
    assert across(row.line, ", by") > max(across(row.line, letter) for letter in place)
    assert apart(name) in row.line
    assert apart(name) in row.state
    heard = Heard("thanks", "", "", "", "", name, "2026-05-10", "", "", "", None, False)
    line = heard_line(heard)
    assert not reads_rtl(line), "a line of ours runs as our words do, whatever name it begins with"
    assert across(line, "10") < across(line, "May")
    assert across(line, "10") > max(across(line, letter) for letter in name)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    opened = found(tmp_path / "home", cheap_machine(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def desk(home: Home, qtbot: object) -> Iterator[Desk]:
    made = Desk(home, qtbot)  # type: ignore[arg-type]
    yield made
    made.close()


def inked(image: QImage, left: int, top: int, wide: int, high: int) -> int:
    """How many dark points there are in a part of a picture."""
    return sum(
        image.pixelColor(x, y).lightness() < 110
        for x in range(max(0, left), min(image.width(), left + wide))
        for y in range(max(0, top), min(image.height(), top + high), 2)
    )


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("language", ["Urdu", "Bengali", "Polish"])
def test_words_of_a_teller_stand_on_their_own_side_in_a_window_of_either_side(
    desk: Desk, home: Home, language: str, rtl: bool
) -> None:
    screen = RecordScreen(desk.context, story(home, words=TOLD[language], title=language))
    desk.show(screen, rtl=rtl)
    desk.settle()
    text = screen.reading.text
    corner, picture = text.mapTo(screen, QPoint(0, 0)), screen.grab().toImage()
    half, high = text.width() // 2, min(70, text.height())
    left = inked(picture, corner.x(), corner.y(), half, high)
    right = inked(picture, corner.x() + half, corner.y(), half, high)
    assert left + right > 50
    assert (right > left) == (language == "Urdu")
    desk.until(lambda: cut(screen) == [])


@pytest.mark.parametrize("rtl", [False, True])
def test_a_title_stands_where_the_window_begins_whatever_its_language(desk: Desk, rtl: bool) -> None:
    for words in ("بس اور پارک", "Tea and bulbs"):
        label = Label(words, people=True, start=True)
        label.resize(400, 30)
        label.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        picture = label.grab().toImage()
        left, right = inked(picture, 0, 0, 200, 30), inked(picture, 200, 0, 200, 30)
        assert (right > left) == rtl, words
        own = Label(words, people=True)
        own.resize(400, 30)
        own.setLayoutDirection(label.layoutDirection())
        picture = own.grab().toImage()
        assert (inked(picture, 200, 0, 200, 30) > inked(picture, 0, 0, 200, 30)) == reads_rtl(words)
    del desk


def test_the_library_is_mirrored_and_its_words_are_not(
    tmp_path: Path, desk: Desk, qapp: QApplication
) -> None:
    del qapp
    practice = practice_home(tmp_path / "practice", cheap_machine(tmp_path / "other"), name="Priya")
    context = desk.context
    context.home = practice
    try:
        screen = LibraryScreen(context)
        desk.show(screen, rtl=True)
        desk.until(lambda: screen.list.cards and screen.list.cards[0].isVisible())

        def across(part: object) -> int:
            return part.mapTo(screen, QPoint(0, 0)).x()  # type: ignore[attr-defined, no-any-return]

        assert across(screen.side) < across(screen.list)
        assert across(screen.filters.add) < across(screen.purpose)
        desk.until(lambda: cut(screen) == [])
    finally:
        desk.settle()
        practice.close()


def test_mirrored_pictures_of_the_screens_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    machine = cheap_machine(tmp_path)
    practice_home(tmp_path / "home", machine, name="Amina").close()
    names = [v.name for v in VIEWS if v.role == "evaluator"][:FIRST_VIEWS]
    chosen = tuple(v for v in VIEWS if v.name in names or len(VIEWS) == FIRST_VIEWS)
    monkeypatch.setattr(pictures, "VIEWS", chosen)
    homes = dict.fromkeys(dict.fromkeys(v.role for v in chosen), tmp_path / "home")
    there = write_pictures(homes, tmp_path / "left", machine, theme="light")
    back = write_pictures(homes, tmp_path / "right", machine, from_right=True, theme="light")
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert [p.name for p in there] == [p.name for p in back]
    rail = theme().color("rail").rgb()
    for straight, mirrored in zip(there, back, strict=True):
        one, other = QImage(str(straight)), QImage(str(mirrored))
        assert one.size() == other.size()
        if one.pixel(4, 400) == rail:  # a screen with a rail has it on the other side
            assert other.pixel(other.width() - 5, 400) == rail, mirrored.name
            assert other.pixel(4, 400) != rail, mirrored.name
