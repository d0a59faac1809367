"""What others ask to be sent again: shown in words, packed by a press and never by itself, or put away."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.errors import Cancelled, UserError
from ldp_stories.services.ask_resend import Wish
from ldp_stories.services.send_again import SentAgain
from ldp_stories.ui.record import wishes_card as module
from ldp_stories.ui.record.wishes_card import WishesCard, wish_words
from tests.ui.helpers import cut, dressed, walk_names, words_on
from tests.ui.on_screen import Desk


def wish(ident: str, /, **facts: object) -> Wish:
    whole: dict[str, object] = {
        "name": "Joan", "member": "m", "parts": (2,), "of": 4, "sounds": 0, "stories": (), "on": "2026-05-12", "why": "damaged",
    }  # fmt: skip
    return Wish(id=ident, **(whole | facts))  # type: ignore[arg-type]


class House:
    """What the services would say, and what was asked of them."""

    def __init__(self) -> None:
        self.wishes: list[Wish] = [wish("w"), wish("v", parts=(), sounds=2, why="missing")]
        self.packed: list[tuple[str, Path]] = []
        self.trouble: Exception | None = None

    def leave(self, _home: object, ident: str) -> None:
        self.wishes = [w for w in self.wishes if w.id != ident]

    def send(self, _home: object, ident: str, folder: Path, **_: object) -> SentAgain:
        if self.trouble is not None:
            raise self.trouble
        self.packed.append((ident, folder))
        self.leave(None, ident)
        return SentAgain((folder / "ldp-x-2of4.tar.age",), "Joan", 10)


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    made = House()
    monkeypatch.setattr(module, "wishes", lambda _home: tuple(made.wishes))
    monkeypatch.setattr(module, "leave_wish", made.leave)
    monkeypatch.setattr(module, "send_again", made.send)
    return made


@pytest.fixture
def card(desk: Desk, house: House, qtbot: QtBot, tmp_path: Path) -> WishesCard:
    del house
    desk.context.pick_folder = lambda _title: tmp_path
    made = WishesCard(desk.context)
    dressed(qtbot, made, size=(900, 400))
    return made


def test_each_wish_is_said_in_words(card: WishesCard) -> None:
    words = words_on(card)
    assert "Joan asks for part 2 of 4 again, since 12 May. It was damaged on the way." in words
    assert "Joan asks for 2 sounds again, since 12 May. It has not come." in words


def test_nothing_is_packed_by_showing_it(card: WishesCard, house: House) -> None:
    card.fill()
    assert house.packed == []


def test_a_press_packs_just_that_one(card: WishesCard, house: House, desk: Desk, tmp_path: Path) -> None:
    told: list[str] = []
    card.packed.connect(told.append)
    card.cards["w"].again.click()
    desk.settle()
    assert house.packed == [("w", tmp_path)]
    assert list(card.cards) == ["v"]
    assert told == ["Packed again and checked: ldp-x-2of4.tar.age. Give it to Joan."]
    assert desk.told[-1] == told[0]


def test_where_it_lies_is_said_also_when_the_wish_went_from_the_list_meanwhile(
    card: WishesCard, house: House, desk: Desk
) -> None:
    card.cards["w"].again.click()
    house.leave(None, "w")
    card.fill()  # the screen reads again what is asked for, while the packing ends
    desk.settle()
    assert "Packed again and checked: ldp-x-2of4.tar.age. Give it to Joan." in words_on(card)
    assert card.cards["v"].again.hasFocus()
    card.cards["v"].again.click()
    desk.settle()
    assert card.isVisible()
    assert card.result.button.hasFocus()


def test_a_card_that_stands_keeps_the_focus(card: WishesCard) -> None:
    card.activateWindow()
    card.cards["v"].again.setFocus()
    card.fill()
    assert card.cards["v"].again.hasFocus()


def test_without_a_folder_nothing_happens(card: WishesCard, house: House, desk: Desk) -> None:
    desk.context.pick_folder = lambda _title: None
    card.cards["w"].again.click()
    desk.settle()
    assert house.packed == []
    assert card.cards["w"].again.isEnabled()


def test_a_trouble_stands_beside_the_wish_and_it_can_be_tried_again(
    card: WishesCard, house: House, desk: Desk
) -> None:
    house.trouble = UserError("STICK_OUT")
    card.cards["w"].again.click()
    desk.settle()
    assert "The stick came out too early." in card.cards["w"].trouble.text()
    assert card.cards["w"].again.isEnabled()
    house.trouble = None
    card.cards["w"].again.click()
    desk.settle()
    assert [ident for ident, _ in house.packed] == ["w"]


def test_stopping_leaves_the_wish(card: WishesCard, house: House, desk: Desk) -> None:
    house.trouble = Cancelled()
    card.cards["w"].again.click()
    desk.settle()
    assert card.cards["w"].again.isEnabled()
    assert set(card.cards) == {"w", "v"}


def test_a_wish_can_be_put_away(card: WishesCard, house: House, desk: Desk) -> None:
    card.cards["v"].left.emit("v")
    assert list(card.cards) == ["w"]
    assert desk.told[-1] == "Put away. Nothing was sent. Your next file tells Joan so."
    assert house.packed == []
    card.cards["w"].left.emit("w")
    assert card.isHidden()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"parts": (2, 3)}, "Joan asks for parts 2, 3 of 4 again, since 12 May. It was damaged on the way."),
        (
            {"parts": (2, 3), "why": "missing, some damaged"},
            "Joan asks for parts 2, 3 of 4 again, since 12 May. Some of it has not come, and some was damaged on the way.",
        ),
        ({"name": "", "why": ""}, "Somebody asks for part 2 of 4 again, since 12 May."),
        (
            {"parts": (), "sounds": 1, "why": "missing"},
            "Joan asks for 1 sound again, since 12 May. It has not come.",
        ),
    ],
)
def test_a_wish_is_one_or_two_sentences(facts: dict[str, object], words: str) -> None:
    assert wish_words(wish("w", **facts)) == words


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (2.0, True)])
def test_nothing_is_cut_and_everything_has_a_name(
    desk: Desk, house: House, qtbot: QtBot, scale: float, rtl: bool
) -> None:
    del house
    made = WishesCard(desk.context)
    dressed(qtbot, made, size=(1000, 600), scale=scale, rtl=rtl)
    assert len([n for n in walk_names(made) if n.startswith("Pack it again: Joan asks")]) == 2
    qtbot.waitUntil(lambda: cut(made) == [])
