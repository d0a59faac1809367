"""Placing a passage by hand in the review, and opening a closed story again: by key and by mouse, and undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.domain.records import LayerKind, Sensitivity
from ldp_stories.services import mask_words
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.place_passages import to_place
from ldp_stories.services.record_state import keep_closed
from ldp_stories.ui.coordinator.review import ReviewScreen
from ldp_stories.ui.coordinator.step_line import StepLine
from tests.ui.coordinator.desk import Desk
from tests.ui.coordinator.test_review import ctrl, opened, press
from tests.ui.coordinator.test_review_whole import select
from tests.ui.helpers import button, cut, walk_names, words_on

CUT = "The bulbs came up in the yard"
FITS = "The bulbs came up in the [place]"


def lost(desk: Desk) -> str:
    """A story whose last passage ends inside words that are hidden."""
    record = desk.story()
    desk.tag(record, CUT, "B7", "The bulbs")
    mask_words.mask(desk.home, record, "yard by the bins", "[place]")
    return record


def step(screen: ReviewScreen) -> StepLine:
    """The line that is open."""
    assert isinstance(screen.bar.line, StepLine)
    return screen.bar.line


def place_button(screen: ReviewScreen) -> QAbstractButton:
    return button(screen.tags, "Place it, passage 3")


def in_sight(screen: ReviewScreen, widget: QWidget) -> bool:
    """Whether a widget stands inside what is scrolled to."""
    port = screen.tags.area.viewport()
    return port.rect().contains(QRect(widget.mapTo(port, QPoint(0, 0)), widget.size()))


def placing(qtbot: QtBot, desk: Desk, **dress: object) -> tuple[ReviewScreen, str]:
    """The review with the line open in which the passage is placed."""
    record = lost(desk)
    screen = opened(qtbot, desk, record, **dress)
    place_button(screen).click()
    return screen, record


def masked_quotes(desk: Desk, record: str) -> list[str]:
    """The words of the passages on the masked copy."""
    view = open_record(desk.home, record)
    (layer,) = [x.id for x in view.layers if x.kind is LayerKind.MASKED]
    return [p.text.quote for p in view.passages if p.text is not None and p.text.layer == layer]


def test_a_passage_without_a_place_says_so_says_what_that_means_and_offers_the_way(
    qtbot: QtBot, desk: Desk
) -> None:
    screen = opened(qtbot, desk, lost(desk))
    words = words_on(screen.tags)
    assert words.count("Needs placing") == 1
    assert "It has no place in the masked copy, so it is not sent to evaluators." in words
    assert place_button(screen).text() == "Place it"


def test_nothing_is_offered_where_every_passage_has_its_place(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    mask_words.mask(desk.home, record, "Nobody", "[name]")
    screen = opened(qtbot, desk, record)
    assert "Needs placing" not in words_on(screen.tags)
    assert "Place it" not in words_on(screen.tags)


def test_by_keys_alone_words_are_selected_and_the_passage_is_placed_and_undone(
    qtbot: QtBot, desk: Desk
) -> None:
    record = lost(desk)
    screen = opened(qtbot, desk, record)
    place_button(screen).setFocus()
    press(qtbot, screen, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is screen.pane.text
    assert screen.pane.layer is not None
    assert screen.pane.layer.kind is LayerKind.MASKED
    assert f"marked “{CUT}”" in step(screen).more.text()
    text = screen.pane.text
    qtbot.keyClick(text, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(text, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(text, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert not screen.hide_words.isVisible(), "M would hide them instead"
    press(qtbot, screen, Qt.Key.Key_P)
    assert "t." in masked_quotes(desk, record)
    assert to_place(desk.home, record) == ()
    assert screen.bar.line is None
    assert screen.tags.undo.label.text() == "Placed passage 3."
    assert "Needs placing" not in words_on(screen.tags)
    ctrl(qtbot, screen, Qt.Key.Key_Z)
    assert len(to_place(desk.home, record)) == 1
    qtbot.waitUntil(lambda: "Needs placing" in words_on(screen.tags))


def test_the_words_that_fit_are_chosen_with_the_mouse_and_the_button(qtbot: QtBot, desk: Desk) -> None:
    screen, record = placing(qtbot, desk)
    select(screen, FITS)
    step(screen).keep_button.click()
    assert FITS in masked_quotes(desk, record)
    (layer,) = [x for x in open_record(desk.home, record).layers if x.kind is LayerKind.MASKED]
    assert screen.pane.layer == layer


def test_without_selected_words_it_says_what_is_missing_and_places_nothing(qtbot: QtBot, desk: Desk) -> None:
    screen, record = placing(qtbot, desk)
    press(qtbot, screen, Qt.Key.Key_P)
    assert "Select the words in the masked copy first" in step(screen).trouble.text()
    assert len(to_place(desk.home, record)) == 1


def test_words_selected_in_their_own_words_are_not_taken(qtbot: QtBot, desk: Desk) -> None:
    screen, record = placing(qtbot, desk)
    assert screen.story is not None
    screen.pane.show_view(screen.story.view, layer=LayerKind.VERBATIM)
    select(screen, CUT)
    step(screen).keep_button.click()
    assert "not in the masked copy" in step(screen).trouble.text()
    assert len(to_place(desk.home, record)) == 1


@pytest.mark.parametrize("way", ["escape in the words", "button"])
def test_a_passage_that_fits_nowhere_is_left_and_stays_flagged(qtbot: QtBot, desk: Desk, way: str) -> None:
    screen, record = placing(qtbot, desk)
    assert "leave it: it is not sent to evaluators" in step(screen).more.text()
    if way == "button":
        step(screen).close_button.click()
    else:
        press(qtbot, screen, Qt.Key.Key_Escape)
    assert screen.bar.line is None
    assert screen.bar.decisions.isVisible()
    assert len(to_place(desk.home, record)) == 1
    assert place_button(screen).isVisible()


def test_a_press_in_the_words_does_not_close_the_line(qtbot: QtBot, desk: Desk) -> None:
    screen, _ = placing(qtbot, desk)
    assert screen.story is not None
    other = next(p.id for p in screen.story.view.passages if screen.story.numbers[p.id] == 1)
    screen.pane.passage_pressed.emit(other)
    assert step(screen).isVisible()
    step(screen).close_button.click()
    screen.pane.passage_pressed.emit(other)
    assert screen.line is not None
    assert screen.line.number == 1


def test_the_release_says_how_many_need_it_and_brings_the_way_into_sight(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, lost(desk))
    ctrl(qtbot, screen, Qt.Key.Key_Return)
    screen.bar.release.read.set_value(["read"])
    screen.bar.release.release.click()
    said = screen.tags.undo.label.text()
    assert said == "Released. 1 passage needs placing."
    qtbot.waitUntil(lambda: in_sight(screen, place_button(screen)))
    place_button(screen).click()
    select(screen, FITS)
    step(screen).keep_button.click()
    assert screen.tags.undo.label.text() == "Placed passage 3."
    assert screen.bar.release.done.isVisible(), "nothing of it waits to be read again"


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_everything_has_a_name_and_nothing_is_cut_while_placing(
    qtbot: QtBot, desk: Desk, scale: float, rtl: bool
) -> None:
    screen, _ = placing(qtbot, desk, scale=scale, rtl=rtl)
    names = walk_names(screen)
    assert "Place it, passage 3" in names
    assert any(name.startswith("Place it here") for name in names)
    qtbot.waitUntil(lambda: cut(step(screen)) == [])
    assert cut(screen.tags) == []


# a closed story


def closed(qtbot: QtBot, desk: Desk) -> tuple[ReviewScreen, str]:
    record = desk.story(more=False)
    keep_closed(desk.home, record)
    return opened(qtbot, desk, record), record


def sensitivity(desk: Desk, record: str) -> Sensitivity:
    return open_record(desk.home, record).record.sensitivity


def test_a_closed_story_is_opened_again_after_a_question_and_that_is_undone(qtbot: QtBot, desk: Desk) -> None:
    screen, record = closed(qtbot, desk)
    button(screen.top, "Open it again").click()
    assert step(screen).question.text() == "Open “Tea and bulbs” again?"
    assert "Ask the person first" in step(screen).more.text()
    assert sensitivity(desk, record) is Sensitivity.CLOSED
    assert QApplication.focusWidget() is step(screen).keep_button
    press(qtbot, screen, Qt.Key.Key_Space)
    assert sensitivity(desk, record) is Sensitivity.CAREFUL
    assert "This story is closed" not in words_on(screen.top)
    assert screen.tags.undo.label.text() == "The story is open again."
    ctrl(qtbot, screen, Qt.Key.Key_Z)
    assert sensitivity(desk, record) is Sensitivity.CLOSED
    qtbot.waitUntil(lambda: "This story is closed" in words_on(screen.top))


def test_a_closed_story_stays_closed_when_the_question_is_left(qtbot: QtBot, desk: Desk) -> None:
    screen, record = closed(qtbot, desk)
    button(screen.top, "Open it again").click()
    press(qtbot, screen, Qt.Key.Key_Escape)
    assert screen.bar.line is None
    assert sensitivity(desk, record) is Sensitivity.CLOSED


def test_selecting_words_offers_to_hide_them_while_a_closed_story_is_asked_about(
    qtbot: QtBot, desk: Desk
) -> None:
    screen, _ = closed(qtbot, desk)
    button(screen.top, "Open it again").click()
    select(screen, "Nobody")
    qtbot.waitUntil(screen.hide_words.isVisible)
    assert not screen.acts.placing
