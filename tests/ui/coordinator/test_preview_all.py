"""Files of several people on one stick: one press looks inside all that are for us, a second adds them; a refused one keeps no other out."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.domain.roles import Role
from ldp_stories.services.bring_in_all import for_us
from ldp_stories.services.edit_record import my_stories
from ldp_stories.services.import_log import left_log
from ldp_stories.services.kept_apart import kept_apart
from ldp_stories.ui.record.preview_all import PreviewAllScreen
from tests.ui.coordinator.round import Round
from tests.ui.coordinator.test_bring_in import opened, settle
from tests.ui.coordinator.test_kept_apart import spoil
from tests.ui.helpers import button, cut, dressed, words_on


@pytest.fixture
def two(trip: Round) -> tuple[Path, Path]:
    """A file from Amina and one from Theo, each with a story that Joan has not got."""
    found = []
    for name in ("amina", "theo"):
        trip.let_in(name, Role.RESEARCHER)
        trip.tell(name)
        found.append(trip.send(name))
    return found[0], found[1]


def shown(qtbot: QtBot, trip: Round, paths: tuple[Path, ...], scale: float = 1.0) -> PreviewAllScreen:
    screen = PreviewAllScreen(trip.desk.context, paths)
    trip.desk.watch(screen)
    dressed(qtbot, screen, size=(1100, 700), scale=scale)
    settle(qtbot, trip.desk)
    return screen


def count(trip: Round) -> int:
    return len(my_stories(trip.desk.home).rows)


def staged(trip: Round) -> list[Path]:
    return list((trip.desk.home.folder / "incoming").iterdir())


def test_only_new_files_for_this_notebook_are_offered(trip: Round, two: tuple[Path, Path]) -> None:
    home = trip.desk.home
    (trip.stick / "notes.txt").write_text("milk")
    every = (*sorted(trip.stick.iterdir()), trip.stick / "gone")
    assert set(for_us(home, every)) == set(two), "the files they came in with are here already"
    assert for_us(trip.homes["amina"], two) == (), (
        "her own file is nothing new to her, and Theo's is not for her"
    )


def test_one_press_on_the_stick_leads_to_a_look_into_all_of_them(
    qtbot: QtBot, trip: Round, two: tuple[Path, Path]
) -> None:
    screen = opened(qtbot, trip.desk, trip.stick)
    assert "2 new files are for you" in words_on(screen)
    button(screen, "Look inside all 2 files").click()
    ((place, paths),) = trip.desk.went
    assert place == "preview_all"
    assert set(paths) == set(two)  # type: ignore[call-overload]


def test_looking_adds_nothing_and_says_who_sent_what(
    qtbot: QtBot, trip: Round, two: tuple[Path, Path]
) -> None:
    before = count(trip)
    screen = shown(qtbot, trip, two)
    words = words_on(screen)
    assert "2 files for you" in words
    assert "Nothing has been added yet." in words
    assert "From Amina, packed 22 November" in words
    assert "From Theo, packed 22 November" in words
    assert "What people agreed to" in words
    assert count(trip) == before
    screen.leaving()
    assert staged(trip) == []


def test_a_second_press_adds_all_of_them(qtbot: QtBot, trip: Round, two: tuple[Path, Path]) -> None:
    before = count(trip)
    stick = opened(qtbot, trip.desk, trip.stick)
    screen = shown(qtbot, trip, two)
    screen.add.click()
    settle(qtbot, trip.desk)
    assert count(trip) == before + 2
    assert screen.heading.text() == "2 files came in"
    assert words_on(screen).count("1 story is in your library.") == 2
    assert staged(trip) == []
    stick.refresh(frozenset())
    settle(qtbot, trip.desk)
    assert not stick.every[0].isVisible(), "nothing is new on the stick any more"
    button(screen, "Go to the queue").click()
    assert trip.desk.went == [("queue", None)]


def test_a_damaged_one_is_named_and_kept_apart_and_the_other_comes_in(
    qtbot: QtBot, trip: Round, two: tuple[Path, Path]
) -> None:
    spoil(two[0])
    before = count(trip)
    screen = shown(qtbot, trip, two)
    assert "1 file for you" in words_on(screen)
    assert two[0].name in words_on(screen)
    assert len(kept_apart(trip.desk.home)) == 1
    screen.add.click()
    settle(qtbot, trip.desk)
    assert count(trip) == before + 1
    assert screen.heading.text() == "1 file came in"


def test_when_none_can_be_opened_there_is_nothing_to_add(
    qtbot: QtBot, trip: Round, two: tuple[Path, Path]
) -> None:
    for path in two:
        spoil(path)
    screen = shown(qtbot, trip, two)
    assert screen.heading.text() == "Nothing can be added"
    assert not screen.add.isVisible()
    with qtbot.waitSignal(screen.done):
        screen.leave_it.click()


def test_leaving_them_leaves_a_line_for_each_and_nothing_else(
    qtbot: QtBot, trip: Round, two: tuple[Path, Path]
) -> None:
    before = count(trip)
    screen = shown(qtbot, trip, two)
    with qtbot.waitSignal(screen.done):
        screen.leave_it.click()
    assert count(trip) == before
    assert len(left_log(trip.desk.home)) == 2
    assert staged(trip) == []


def test_what_was_let_go_while_hidden_is_read_again(
    qtbot: QtBot, trip: Round, two: tuple[Path, Path]
) -> None:
    screen = shown(qtbot, trip, two)
    screen.leaving()
    screen.refresh(frozenset({"record"}))
    assert not screen.found, "a change elsewhere reads nothing"
    screen.refresh(frozenset())
    settle(qtbot, trip.desk)
    assert len(screen.found) == 2
    screen.leaving()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_words_are_cut(qtbot: QtBot, trip: Round, two: tuple[Path, Path], scale: float) -> None:
    screen = shown(qtbot, trip, two, scale)
    qtbot.waitUntil(lambda: not cut(screen))
    screen.leaving()
