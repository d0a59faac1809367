"""An evaluator's and a coordinator's work in the whole window with nothing but a keyboard: found, opened, traced, tagged, noted, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from ldp_stories.services.code_own import codings_of
from ldp_stories.services.home import Machine
from ldp_stories.services.practise import practice_home
from ldp_stories.services.publish import quotes
from ldp_stories.ui.coordinator.review import ReviewScreen
from ldp_stories.ui.evaluator.coding import CodingScreen
from ldp_stories.ui.evaluator.library import LibraryScreen
from ldp_stories.ui.record.record_screen import RecordScreen
from tests.ui.helpers import words_on
from tests.ui.main_window.conftest import Screen

SHIFT = Qt.KeyboardModifier.ShiftModifier
FURTHEST = 40
"""More presses of Tab than any thing of a screen should be away."""


@pytest.fixture
def desk(make: Callable[..., Screen], machine: Machine, tmp_path: Path) -> Iterator[Screen]:
    """The practice programme with its stories, three roles, open at the evaluator's desk."""
    screen = make()
    screen.window.open_desk(practice_home(tmp_path / "homes" / "practice", machine, name="Priya"))
    screen.ways.choose_role("evaluator")
    screen.settle()
    yield screen
    screen.settle()


def focus(screen: Screen) -> QWidget:
    found = screen.window.focusWidget()
    assert found is not None
    return found


def write(screen: Screen, words: str) -> None:
    screen.qtbot.keyClicks(focus(screen), words)


def tab_to(screen: Screen, wanted: Callable[[QWidget], bool]) -> None:
    """Press Tab until the focus stands on what is wanted; it is always in sight and has a name."""
    for _ in range(FURTHEST):
        if wanted(focus(screen)):
            return
        screen.press(Qt.Key.Key_Tab)
        here = focus(screen)
        assert here.isVisible()
        assert here.visibleRegion().boundingRect().height() > 0, here.accessibleName()
    raise AssertionError("Tab does not come there")


def find_women(screen: Screen) -> LibraryScreen:
    """Ctrl+F, words, and Enter into the hits."""
    library = screen.ways.here.screen
    assert isinstance(library, LibraryScreen)
    screen.ctrl(Qt.Key.Key_F)
    write(screen, "women")
    screen.until(lambda: not library._rest.isActive())
    screen.settle()
    screen.until(lambda: library.list.cards and library.list.cards[0].isVisible())
    screen.press(Qt.Key.Key_Return)
    assert focus(screen) is library.list.cards[library.list.at]
    return library


def test_from_search_to_a_memo_and_back_without_a_mouse(desk: Screen) -> None:
    library = find_women(desk)
    desk.press(Qt.Key.Key_Down)
    chosen = library.list.found[library.list.at]
    assert library.side.heading.text() == chosen.title
    desk.ctrl(Qt.Key.Key_I)
    assert focus(desk) is library.side.comes_from
    library.list.cards[library.list.at].setFocus()
    desk.press(Qt.Key.Key_Return)
    record = desk.ways.here.screen
    assert isinstance(record, RecordScreen)
    assert record.record == chosen.record
    desk.ctrl(Qt.Key.Key_I)
    said = words_on(record.chain)
    assert "Where this comes from" in said
    assert "accepted by" in said
    desk.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.at == "library"
    assert library.list.found[library.list.at] == chosen


def test_a_story_is_tagged_in_ones_own_layer_and_gets_a_memo_by_keys(desk: Screen) -> None:
    library = find_women(desk)
    found = library.list.found[library.list.at]
    desk.press(Qt.Key.Key_Return)
    desk.ctrl(Qt.Key.Key_T)
    desk.settle()
    coding = desk.ways.here.screen
    assert isinstance(coding, CodingScreen)
    tab_to(desk, lambda w: w is coding.words)
    for _ in range(12):
        desk.press(Qt.Key.Key_Right, SHIFT)
    tab_to(desk, lambda w: w is coding.new.edit)
    write(desk, "Only women")
    desk.press(Qt.Key.Key_Return)
    (one,) = codings_of(desk.home, found.record)
    assert (one.label, len(one.words)) == ("Only women", 12)
    tab_to(desk, lambda w: isinstance(w, QLineEdit) and w.accessibleName() == "Memo on Only women")
    write(desk, "She says it twice.")
    desk.press(Qt.Key.Key_Return)
    assert codings_of(desk.home, found.record)[0].coding.memo == "She says it twice."


def test_a_quote_is_banked_by_one_key_from_the_hits(desk: Screen) -> None:
    library = desk.ways.here.screen
    assert isinstance(library, LibraryScreen)
    desk.ctrl(Qt.Key.Key_F)
    desk.press(Qt.Key.Key_Return)
    desk.ctrl(Qt.Key.Key_B)
    assert [q.passage for q in quotes(desk.home)] == [library.list.found[0].passage]
    assert "Added to the quote bank, under B3" in words_on(desk.window)


def test_filters_are_opened_used_and_left_by_keys(desk: Screen) -> None:
    library = desk.ways.here.screen
    assert isinstance(library, LibraryScreen)
    all_of_them = library._count(library.page) if library.page else ""
    tab_to(desk, lambda w: w is library.filters.add)
    desk.press(Qt.Key.Key_Return)
    assert focus(desk) is library.filters.combos["place"]
    desk.press(Qt.Key.Key_Escape)
    assert focus(desk) is library.filters.add
    assert not library.filters.lists.isVisible()
    assert library.page is not None
    assert library._count(library.page) == all_of_them


def test_a_sitting_of_the_queue_begins_and_ends_by_keys(desk: Screen) -> None:
    desk.ways.choose_role("coordinator")
    desk.settle()
    assert desk.at == "queue"
    desk.ctrl(Qt.Key.Key_Return)
    desk.settle()
    review = desk.ways.here.screen
    assert isinstance(review, ReviewScreen)
    assert review.isAncestorOf(focus(desk))
    first = words_on(desk.window)
    assert "Story 1 of 10" in first, "what only waits for its sound is in no sitting"
    desk.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    desk.until(lambda: desk.at == "queue")


@pytest.mark.parametrize("role", ["evaluator", "coordinator"])
def test_tab_goes_round_every_place_of_the_rail_and_each_thing_it_meets_has_a_name(
    desk: Screen, role: str
) -> None:
    desk.ways.choose_role(role)
    desk.settle()
    for entry in [e for e in desk.ways.space.entries if e.rail]:
        desk.ways.go(entry.key)
        desk.settle()
        seen: list[QWidget] = []
        while focus(desk) not in seen and len(seen) < FURTHEST:
            seen.append(focus(desk))
            desk.press(Qt.Key.Key_Tab)
        inside = [w for w in seen if desk.ways.here.screen.isAncestorOf(w)]
        pressed = [w for w in inside if isinstance(w, QAbstractButton)]
        assert inside, entry.key
        assert all(w.accessibleName() or w.text() for w in pressed), entry.key
