"""Asked to destroy: said in words on the first screen, nothing goes by showing it, one press destroys, and the answer can be packed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.errors import UserError
from ldp_stories.services.destroy_here import Destroyed, Unwanted
from ldp_stories.services.pack_bundle import Packed
from ldp_stories.ui.record import destroy_screen as module
from ldp_stories.ui.record.destroy_screen import DestroyLines, DestroyScreen, asked_words
from tests.ui.helpers import button, cut, dressed, walk_names, words_on
from tests.ui.on_screen import Desk


def unwanted(ident: str, /, **facts: object) -> Unwanted:
    whole: dict[str, object] = {
        "name": "Joan", "on": "2026-05-12", "sent_on": "2026-05-10", "stories": 1, "sounds": 2, "here": True,
    }  # fmt: skip
    return Unwanted(id=ident, **(whole | facts))  # type: ignore[arg-type]


class House:
    """What the services would say, and what was asked of them."""

    def __init__(self) -> None:
        self.asked: list[Unwanted] = [
            unwanted("w"),
            unwanted("v", name="Theo", here=False, stories=0, sounds=0),
        ]
        self.destroyed: list[str] = []
        self.packed: list[tuple[Path, str]] = []
        self.trouble: UserError | None = None
        self.elsewhere: tuple[tuple[str, str], ...] = ()

    def destroy(self, _home: object, ident: str, _progress: object) -> Destroyed:
        if self.trouble is not None:
            raise self.trouble
        self.destroyed.append(ident)
        one = next(a for a in self.asked if a.id == ident)
        self.asked = [a for a in self.asked if a.id != ident]
        return Destroyed(one.stories, one.sounds, self.elsewhere)

    def pack(self, _home: object, to: str, folder: Path, *, first_word: str, progress: object) -> Packed:
        del progress
        assert to == "coordinators"
        if self.trouble is not None:
            raise self.trouble
        self.packed.append((folder, first_word))
        return Packed((folder / "ldp-x-1of1.tar.age",), ("b",), 0, 0, 9)


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    made = House()
    monkeypatch.setattr(module, "asked_to_destroy", lambda _home: tuple(made.asked))
    monkeypatch.setattr(module, "destroy", made.destroy)
    monkeypatch.setattr(module, "pack", made.pack)
    return made


@pytest.fixture
def screen(desk: Desk, house: House, qtbot: QtBot, tmp_path: Path) -> DestroyScreen:
    del house
    desk.context.pick_folder = lambda _title: tmp_path
    made = DestroyScreen(desk.context)
    dressed(qtbot, made, size=(1000, 760))
    return made


def settle(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.context.tasks.running(quiet=True), timeout=15_000)


def test_the_line_stands_there_only_while_somebody_asks(desk: Desk, house: House, qtbot: QtBot) -> None:
    line = DestroyLines(desk.context)
    dressed(qtbot, line)
    assert "Joan, Theo asks you to destroy something." in words_on(line)
    with qtbot.waitSignal(line.go):
        button(line, "See what Joan, Theo asks you to destroy").click()
    house.asked = [unwanted("w", name="")]
    line.look()
    assert "Somebody asks you to destroy something." in words_on(line)
    house.asked = []
    line.look()
    assert not line.isVisible()


def test_each_wish_says_what_it_is_about(screen: DestroyScreen, house: House) -> None:
    words = words_on(screen)
    assert "Joan asks you to destroy a file" in words
    assert "10 May: 1 story, 2 sounds." in words
    assert "It was never added here." in words
    assert house.destroyed == [], "showing destroys nothing"


def test_a_press_destroys_it_and_says_what_went(
    screen: DestroyScreen, house: House, desk: Desk, qtbot: QtBot
) -> None:
    house.elsewhere = (("/media/red", "2026-05-01"),)
    button(screen, "Destroy what Joan sent by mistake").click()
    settle(qtbot, desk)
    assert house.destroyed == ["w"]
    words = words_on(screen)
    assert "It is gone: 1 story, 2 sounds." in words
    assert "Delete the file itself too" in words
    assert "/media/red" in words
    assert list(screen.cards) == ["v"]
    assert screen.answer.pack_it.hasFocus()


def test_what_never_came_in_is_only_answered(
    screen: DestroyScreen, house: House, desk: Desk, qtbot: QtBot
) -> None:
    button(screen, "Say that it is not here").click()
    settle(qtbot, desk)
    assert house.destroyed == ["v"]
    assert list(screen.cards) == ["w"]


def test_trouble_stands_beside_the_wish_and_it_can_be_tried_again(
    screen: DestroyScreen, house: House, desk: Desk, qtbot: QtBot
) -> None:
    house.trouble = UserError("NO_ROOM")
    card = screen.cards["w"]
    card.go_on.click()
    settle(qtbot, desk)
    assert "This laptop's disk is full." in words_on(card)
    assert card.go_on.isEnabled()
    house.trouble = None
    card.go_on.click()
    settle(qtbot, desk)
    assert house.destroyed == ["w"]


def test_while_it_works_the_card_is_not_taken_away(screen: DestroyScreen, house: House) -> None:
    card = screen.cards["w"]
    card.working = True
    house.asked = []
    screen.refresh(frozenset({"request"}))
    assert "w" in screen.cards
    card.working = False
    screen.refresh(frozenset({"story"}))
    assert "w" in screen.cards
    screen.refresh(frozenset({"request"}))
    assert screen.cards == {}
    assert "Nobody asks for anything to be destroyed." in words_on(screen)


def test_the_answer_is_packed_into_a_folder(
    screen: DestroyScreen, house: House, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    screen.cards["w"].go_on.click()
    settle(qtbot, desk)
    screen.answer.pack_it.click()
    settle(qtbot, desk)
    assert house.packed == [(tmp_path, "")]
    assert "Packed and checked: ldp-x-1of1.tar.age. Give it to the coordinator." in words_on(screen)
    desk.context.pick_folder = lambda _title: None
    screen.answer.pack_it.click()
    settle(qtbot, desk)
    assert len(house.packed) == 1


def test_the_first_word_is_asked_for_where_it_is_needed(
    screen: DestroyScreen, house: House, desk: Desk, qtbot: QtBot
) -> None:
    screen.cards["w"].go_on.click()
    settle(qtbot, desk)
    house.trouble = UserError("FIRST_WORD", name="Joan")
    screen.answer.pack_it.click()
    settle(qtbot, desk)
    assert screen.answer.first.isVisible()
    assert "That is not the first of the six words of Joan." in words_on(screen)
    house.trouble = None
    qtbot.keyClicks(screen.answer.word.edit, "lantern")
    qtbot.keyClick(screen.answer.pack_it, Qt.Key.Key_Space)
    settle(qtbot, desk)
    assert [word for _, word in house.packed] == ["lantern"]


@pytest.mark.parametrize("here", [True, False])
def test_the_words_end_in_a_sentence(here: bool) -> None:
    words = asked_words(unwanted("w", here=here, stories=3, sounds=1))
    assert words.startswith("It was sent here by mistake")
    assert words.endswith(".")
    assert ("3 stories, 1 sound" in words) is here


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, True)])
def test_everything_on_it_is_named_and_whole(
    desk: Desk, house: House, qtbot: QtBot, scale: float, rtl: bool
) -> None:
    del house
    made = DestroyScreen(desk.context)
    dressed(qtbot, made, size=(1000, 760), scale=scale, rtl=rtl)
    assert "Destroy what Joan sent by mistake" in walk_names(made)
    assert cut(made) == []
