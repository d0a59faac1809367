"""Where in the sound a passage is, typed or taken from the player."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.ui.researcher.sound_span import SPAN_MS, SoundSpan, read_clock
from tests.ui.helpers import cut, dressed, walk_names


@pytest.mark.parametrize(
    ("typed", "ms"),
    [("3:10", 190_000), ("03:10", 190_000), (" 0:05 ", 5_000), ("1:02:05", 3_725_000), ("59:59", 3_599_000)],
)
def test_a_time_is_read_as_people_write_it(typed: str, ms: int) -> None:
    assert read_clock(typed) == ms


@pytest.mark.parametrize("typed", ["", "3", "3:7", "3:75", "abc", "3.10", "-1:00", "1:2:3:04"])
def test_what_is_no_time_is_noticed(typed: str) -> None:
    assert read_clock(typed) is None


def spans(
    qtbot: QtBot, span: tuple[int, int] | None = None, now: int = 61_000
) -> tuple[SoundSpan, list[tuple[int, int]]]:
    widget = SoundSpan(span, lambda: now, about="the class with the curtains")
    heard: list[tuple[int, int]] = []
    widget.placed.connect(lambda begin, end: heard.append((begin, end)))
    dressed(qtbot, widget)
    return widget, heard


def test_both_times_typed_place_the_passage_once(qtbot: QtBot) -> None:
    widget, heard = spans(qtbot)
    qtbot.keyClicks(widget.begin.edit, "3:10")
    qtbot.keyClick(widget.begin.edit, Qt.Key.Key_Return)
    assert heard == []
    qtbot.keyClicks(widget.end.edit, "3:42")
    qtbot.keyClick(widget.end.edit, Qt.Key.Key_Return)
    widget.keep()
    assert heard == [(190_000, 222_000)]


def test_an_end_before_the_beginning_is_said_and_changes_nothing(qtbot: QtBot) -> None:
    widget, heard = spans(qtbot)
    widget.begin.set_text("3:42")
    widget.end.set_text("3:10")
    widget.keep()
    assert heard == []
    assert widget.trouble.isVisible()
    assert "Minutes and seconds" in widget.trouble.text()
    widget.end.set_text("4:00")
    widget.keep()
    assert not widget.trouble.isVisible()
    assert heard == [(222_000, 240_000)]


def test_the_place_of_the_player_fills_both_times(qtbot: QtBot) -> None:
    widget, heard = spans(qtbot, now=61_000)
    widget.here.click()
    assert (widget.begin.text(), widget.end.text()) == ("01:01", "01:31")
    assert heard == [(61_000, 61_000 + SPAN_MS)]


def test_what_is_known_is_shown_and_not_kept_again(qtbot: QtBot) -> None:
    widget, heard = spans(qtbot, (190_000, 222_000))
    assert (widget.begin.text(), widget.end.text()) == ("03:10", "03:42")
    widget.keep()
    assert heard == []


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_both_fields_say_what_they_are_about_and_nothing_is_cut(qtbot: QtBot, scale: float) -> None:
    widget = SoundSpan(None, lambda: 0, about="the class")
    dressed(qtbot, widget, scale=scale, size=(900, 80))
    names = walk_names(widget)
    assert "From, in the sound: the class" in names
    assert "To, in the sound: the class" in names
    qtbot.waitUntil(lambda: cut(widget) == [])
