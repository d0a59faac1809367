"""The preview of parts that belong together: the first whole one is looked at, all are added, a broken one is named with one button."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services.accept_bundle import Accepted
from ldp_stories.services.ask_resend import Wish
from ldp_stories.services.bring_in_set import PartTaken, SetTaken
from ldp_stories.services.heard_since import Heard
from ldp_stories.services.import_bundle import Preview
from ldp_stories.ui.record import preview as module
from ldp_stories.ui.record.preview import PreviewScreen
from tests.ui.helpers import words_on
from tests.ui.on_screen import Desk

DONE = Accepted("b", 9, 0, (), 1, 1, 0, "r", stories=("s1", "s2"), media=1, things=3)


def a_preview(path: Path) -> Preview:
    verified: Any = None
    return Preview(
        path=path, bundle="b", sender="Amina", sender_words=("a",) * 6, kind="records", stories=2, titles=("Tea",), people=2,
        places=(), recordings=(), media=1, bytes=10, consent={}, new=9, had=0, orders=0, cleared=0, waiting=1, verdict="known", part=1,
        parts=4, packed_on="2026-05-19", heard=Heard(), answers=0, wishes=0, taken_back=0, verified=verified,
    )  # fmt: skip


class House:
    """What the services would say; `broken` files cannot be looked into."""

    def __init__(self, folder: Path) -> None:
        self.paths = tuple(folder / f"part-{n}" for n in (1, 2, 3))
        self.broken: set[Path] = set()
        self.looked: list[Path] = []
        self.asked: list[Path] = []
        self.seen: list[Path] = []

    def look(self, _home: object, path: Path, _report: object) -> Preview:
        self.looked.append(path)
        if path in self.broken:
            raise UserError("DAMAGED")
        return a_preview(path)

    def take(self, _home: object, first: Preview, others: tuple[Path, ...], _report: object) -> SetTaken:
        parts = []
        for number, path in enumerate(self.paths, 1):
            assert path == first.path or path in others
            error = UserError("DAMAGED") if path in self.broken else None
            parts.append(PartTaken(path, number, None if error else DONE, error))
        return SetTaken(tuple(parts), DONE)

    def ask(self, _home: object, path: Path) -> Wish:
        self.asked.append(path)
        return Wish("w", "Amina", "m", (2,), 4, 1, (), "2026-05-20", "damaged")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    made = House(tmp_path)
    monkeypatch.setattr(module, "look", made.look)
    monkeypatch.setattr(module, "take_set", made.take)
    monkeypatch.setattr(module, "ask_for_part", made.ask)
    monkeypatch.setattr(module, "seen", lambda _home, path: made.seen.append(path))
    monkeypatch.setattr(module, "leave", lambda _home, _preview: None)
    return made


def opened(desk: Desk, house: House) -> PreviewScreen:
    screen = PreviewScreen(desk.context, house.paths)
    desk.show(screen)
    return screen


def test_the_first_part_that_is_whole_is_looked_at(desk: Desk, house: House) -> None:
    house.broken = {house.paths[0]}
    screen = opened(desk, house)
    assert house.looked == list(house.paths[:2])
    assert "From Amina, packed 19 May" in words_on(screen)
    assert "Nothing has been added yet." in words_on(screen)
    desk.until(lambda: "3 of 4 are here" in words_on(screen))


def test_when_none_can_be_opened_the_trouble_is_said(desk: Desk, house: House) -> None:
    house.broken = set(house.paths)
    screen = opened(desk, house)
    assert "It was not added" in words_on(screen)
    assert not screen.add.isEnabled()


def test_all_parts_are_added_together_and_count_as_seen(desk: Desk, house: House) -> None:
    screen = opened(desk, house)
    screen.add.click()
    desk.settle()
    assert "2 stories are in your library." in screen.answer.label.text()
    assert "1 recording is still to come in another part." in screen.answer.label.text()
    assert not screen.broken.isVisible()
    assert house.seen == list(house.paths)
    assert house.asked == []


def test_what_is_kept_apart_warns_beside_what_came_and_leads_on(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = replace(DONE, refused=(("a", "E_TWICE"), ("b", "E_TWICE")))
    monkeypatch.setattr(module, "take_set", lambda *_: SetTaken((), done))
    screen = opened(desk, house)
    screen.add.click()
    desk.settle()
    assert "kept apart" not in screen.answer.label.text()
    assert "2 things are kept apart: that laptop went back" in screen.apart.label.text()
    assert "kept apart" in desk.told[-1]
    screen.apart.button.click()
    assert desk.went[-1] == ("odd_files", None)


def test_when_all_of_it_is_kept_apart_nothing_says_that_it_came(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = replace(DONE, new=0, held=0, waiting=0, stories=(), refused=(("a", "E_TWICE"),))
    monkeypatch.setattr(module, "take_set", lambda *_: SetTaken((), done))
    screen = opened(desk, house)
    screen.add.click()
    desk.settle()
    assert screen.answer.isHidden()
    assert "1 thing is kept apart" in screen.apart.label.text()


def test_a_damaged_part_is_named_with_one_button_that_asks_for_it(desk: Desk, house: House) -> None:
    house.broken = {house.paths[1]}
    screen = opened(desk, house)
    screen.add.click()
    desk.settle()
    assert screen.broken.label.text() == "Part 2 was damaged on the way. The rest is safe."
    assert screen.broken.button.text() == "Ask Amina for part 2"
    assert house.seen == [house.paths[0], house.paths[2]]
    screen.broken.button.click()
    assert house.asked == [house.paths[1]]
    assert screen.broken.label.text().endswith("Asked. It goes with your next file to Amina.")
    assert not screen.broken.button.isVisible()
    assert desk.told[-1] == "Asked. It goes with your next file to Amina."


def test_a_part_that_cannot_be_asked_for_says_why(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.broken = {house.paths[1]}

    def nobody(*_: object) -> Wish:
        raise UserError("NOBODY_TO_ASK")

    monkeypatch.setattr(module, "ask_for_part", nobody)
    screen = opened(desk, house)
    screen.add.click()
    desk.settle()
    screen.broken.button.click()
    assert "It cannot be told who made that file." in screen.broken.label.text()


def test_another_trouble_of_a_part_has_its_own_words_and_no_button(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = PartTaken(house.paths[1], 2, None, UserError("NOT_FOR_US"))
    monkeypatch.setattr(module, "take_set", lambda *_: SetTaken((trouble,), DONE))
    screen = opened(desk, house)
    screen.add.click()
    desk.settle()
    assert screen.broken.label.text().startswith("Part 2: That file is not addressed to this laptop.")
    assert not screen.broken.button.isVisible()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            {"again": True, "new": 0, "had": 40, "things": 9, "held": 0},
            "Already had 9 of 9. Nothing changed.",
        ),
        ({"new": 0, "stories": (), "held": 1, "waiting": 0, "things": 1}, "1 sound or file came."),
        ({"new": 0, "stories": (), "held": 3, "waiting": 0, "things": 3}, "3 sounds and files came."),
    ],
)
def test_what_came_of_it_counts_as_a_person_would(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch, facts: dict[str, Any], words: str
) -> None:
    monkeypatch.setattr(module, "take_set", lambda *_: SetTaken((), replace(DONE, **facts)))
    screen = opened(desk, house)
    screen.add.click()
    desk.settle()
    assert screen.answer.label.text() == words
