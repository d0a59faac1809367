"""A desk with released stories and a second coder, for the screens of rounds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.rounds import How, Round, Unit
from ldp_stories.services.home import Home
from ldp_stories.services.open_round import Plan, open_round
from ldp_stories.services.set_up_programme import ALL_ROLES
from tests.services.homes import Clock, cheap_machine, found
from tests.ui.evaluator.conftest import released
from tests.ui.helpers import plain_theme
from tests.ui.on_screen import Desk, sound_file

THEO = "theo"


@pytest.fixture(autouse=True)
def plain(qapp: QApplication) -> None:
    del qapp
    plain_theme()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(tmp_path: Path, clock: Clock) -> Iterator[Home]:
    """Priya with all roles, and Theo in the roster."""
    opened = found(tmp_path / "home", cheap_machine(tmp_path, clock), roles=ALL_ROLES, name="Priya")
    roles = [{"role": "evaluator", "start": "2026-01-01", "extra": []}]
    with opened.main.write() as con:
        opened.put(con, "member", THEO, sets={"code": "E-09", "work_name": "Theo", "roles": roles})
    yield opened
    opened.close()


@pytest.fixture
def desk(home: Home, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(home, qtbot)
    made.folder = tmp_path
    yield made
    made.close()


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    return sound_file(tmp_path)


def stories(home: Home, count: int, sound: Path | None = None) -> list[tuple[str, str]]:
    return [released(home, title=f"Story {n}", sound=sound) for n in range(count)]


def a_round(
    home: Home, *, tags: tuple[str, ...] = ("D1", "B7"), unit: Unit = Unit.STORY, deadline: str = ""
) -> Round:
    return open_round(home, Plan("Trust", tags, (home.member, THEO), unit, How.RANDOM, 99, deadline=deadline))


def theo_says(home: Home, made: Round, number: int, said: str, reason: str = "") -> None:
    """Theo's answers have come with a bundle."""
    record, passage = made.items[number]
    sets = {"round": made.id, "record": record, "passage": passage, "by": THEO}
    for tag in made.tags:
        sets |= {f"answer:{tag}": said, f"reason:{tag}": reason}
    with home.main.write() as con:
        home.put(con, "round_mark", new_id(), sets=sets)
