"""Make room: each story asks first; until it is answered nothing else can be pressed; what was freed is said; refusals change nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.errors import Refused
from ldp_stories.services.free_room import Removable, Room
from ldp_stories.ui.record import free_room as module
from ldp_stories.ui.record.free_room import FreeRoomScreen
from tests.ui.helpers import cut, dressed, walk_names, words_on
from tests.ui.on_screen import Desk

TWO = Room(
    (
        Removable("r1", "Tea and bulbs", 900_000_000, ("Joan", "Theo")),
        Removable("r2", "The bus that never came", 14_000_000, ("Joan", "Priya")),
    ),
    3,
)


class House:
    """What the services would say, and what was asked of them."""

    def __init__(self) -> None:
        self.room = TWO
        self.removed: list[str] = []
        self.refuse = False

    def remove(self, _home: object, record: str) -> int:
        if self.refuse:
            raise Refused("NOT_TWO_COPIES")
        self.removed.append(record)
        kept = tuple(one for one in self.room.removable if one.record != record)
        self.room = Room(kept, self.room.must_stay)
        return 900_000_000


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    made = House()
    monkeypatch.setattr(module, "room_to_make", lambda _home: made.room)
    monkeypatch.setattr(module, "remove_copies", made.remove)
    return made


@pytest.fixture
def screen(desk: Desk, house: House, qtbot: QtBot) -> FreeRoomScreen:
    del house
    made = FreeRoomScreen(desk.context)
    dressed(qtbot, made, size=(1000, 700))
    desk.settle()
    desk.until(lambda: "Tea and bulbs" in words_on(made))
    return made


def test_each_story_says_how_much_it_frees_and_who_holds_it(screen: FreeRoomScreen) -> None:
    words = words_on(screen)
    assert "Held by Joan, Theo. 900 MB" in words
    assert "Held by Joan, Priya. 14 MB" in words
    assert "3 stories with sound must stay" in words
    assert "The words of a story always stay." in words
    assert not screen.nothing.isVisible()


def test_nothing_is_removed_before_the_question_is_answered(screen: FreeRoomScreen, house: House) -> None:
    card, other = screen.cards["r1"], screen.cards["r2"]
    assert not card.question.isVisible()
    card.button.click()
    assert card.question.isVisible()
    assert card.yes.isVisible()
    assert not other.isEnabled(), "it is one question at a time"
    assert card.no.hasFocus(), "Enter keeps it"
    assert house.removed == []
    card.no.click()
    assert not card.question.isVisible()
    assert other.isEnabled()
    assert card.button.hasFocus()
    assert house.removed == []


def test_yes_removes_just_that_one_and_says_what_is_free_again(
    screen: FreeRoomScreen, house: House, desk: Desk
) -> None:
    screen.cards["r1"].button.click()
    screen.cards["r1"].yes.click()
    desk.settle()
    assert house.removed == ["r1"]
    assert desk.told[-1] == "900 MB free again. The others still hold it."
    desk.until(lambda: list(screen.cards) == ["r2"])
    assert screen.cards["r2"].isEnabled()
    assert screen.answer.isVisible()


def test_a_refusal_is_said_and_the_story_stays(screen: FreeRoomScreen, house: House, desk: Desk) -> None:
    house.refuse = True
    screen.cards["r1"].button.click()
    screen.cards["r1"].yes.click()
    desk.settle()
    assert desk.told[-1].startswith("Not two other laptops have said that they hold it.")
    desk.until(lambda: set(screen.cards) == {"r1", "r2"})
    assert house.removed == []


def test_it_can_all_be_done_with_the_keyboard(screen: FreeRoomScreen, house: House, desk: Desk) -> None:
    card = screen.cards["r2"]
    card.button.setFocus()
    desk.key(screen, Qt.Key.Key_Space)
    assert card.no.hasFocus()
    desk.key(screen, Qt.Key.Key_Backtab)
    assert card.yes.hasFocus()
    desk.key(screen, Qt.Key.Key_Space)
    desk.settle()
    assert house.removed == ["r2"]


def test_when_nothing_may_go_it_says_what_is_needed(desk: Desk, house: House, qtbot: QtBot) -> None:
    house.room = Room((), 1)
    made = FreeRoomScreen(desk.context)
    dressed(qtbot, made, size=(1000, 700))
    desk.settle()
    assert made.nothing.isVisible()
    assert "two other laptops" in words_on(made)
    assert "1 story with sound must stay" in words_on(made)


def test_on_a_real_notebook_without_stories_there_is_nothing(desk: Desk, qtbot: QtBot) -> None:
    made = FreeRoomScreen(desk.context)
    dressed(qtbot, made, size=(1000, 700))
    desk.settle()
    assert not made.cards
    assert made.nothing.isVisible()
    assert not made.stay.isVisible()


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (2.0, True)])
def test_nothing_is_cut_and_everything_has_a_name(
    desk: Desk, house: House, qtbot: QtBot, scale: float, rtl: bool
) -> None:
    del house
    made = FreeRoomScreen(desk.context)
    dressed(qtbot, made, size=(1024, 600), scale=scale, rtl=rtl)
    desk.settle()
    desk.until(lambda: "Tea and bulbs" in words_on(made))
    made.cards["r1"].button.click()
    names = walk_names(made)
    assert "Remove the sound of The bus that never came here" in names
    assert "Yes, remove it here" in names
    qtbot.waitUntil(lambda: cut(made) == [])
