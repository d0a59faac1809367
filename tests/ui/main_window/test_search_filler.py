"""Words that came in bulk become searchable by themselves: while the window stays open, or when it opens next; the foot strip says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services import make_searchable
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.make_searchable import not_searchable_yet
from ldp_stories.services.set_up_programme import ALL_ROLES
from ldp_stories.store import search
from ldp_stories.ui.main_window import search_filler
from tests.services.homes import found
from tests.ui.helpers import words_on
from tests.ui.main_window.conftest import Screen


def much_comes(home: Home, *names: str) -> None:
    with home.main.write(bulk=True) as con:
        texts = [(name, name, "verbatim", f"by the river {name}", 0) for name in names]
        search.put_words(con, texts, fresh=True)


def hits(home: Home) -> int:
    with home.main.read() as con:
        return len(search.search(con, "river").hits)


def test_what_comes_while_the_window_is_open_becomes_searchable(practice: Screen) -> None:
    much_comes(practice.home, "a", "b", "c")
    assert not_searchable_yet(practice.home) == 3
    practice.until(lambda: not not_searchable_yet(practice.home))
    practice.settle()
    assert hits(practice.home) == 3
    assert not practice.home.main.unfolded


def test_more_that_comes_meanwhile_is_not_forgotten(
    practice: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    true, twice = make_searchable.make_searchable, list[int]()

    def once_more(home: Home, progress: object) -> None:
        true(home, progress)  # type: ignore[arg-type]
        if not twice:
            twice.append(1)
            much_comes(home, "later")

    monkeypatch.setattr(search_filler, "make_searchable", once_more)
    much_comes(practice.home, "a")
    practice.until(lambda: hits(practice.home) == 2)
    practice.settle()
    assert not not_searchable_yet(practice.home)


def test_what_a_closed_program_left_is_done_at_the_next_opening(
    make: Callable[..., Screen], machine: Machine, tmp_path: Path
) -> None:
    home = found(tmp_path / "homes" / "practice", machine, roles=ALL_ROLES, name="Amina Khan")
    much_comes(home, "a", "b")
    screen = make()
    screen.window.open_desk(home)
    screen.until(lambda: hits(home) == 2)
    screen.settle()


def test_without_anything_to_do_nothing_shows(practice: Screen) -> None:
    (filler,) = practice.ways.findChildren(search_filler.SearchFiller)
    filler.look()
    assert practice.window.tasks.running() == []
    practice.settle()


def test_a_trouble_is_said_and_it_is_tried_again(practice: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_home: Home, _progress: object) -> None:
        raise UserError("NO_ROOM")

    monkeypatch.setattr(search_filler, "make_searchable", full)
    much_comes(practice.home, "a")
    practice.until(lambda: "New stories cannot be searched yet." in words_on(practice.window))
    practice.settle()
    monkeypatch.undo()
    much_comes(practice.home, "b")
    practice.until(lambda: hits(practice.home) == 2)
    practice.settle()
