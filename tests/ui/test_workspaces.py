"""Roles become workspaces: each starts somewhere, every place has words and a picture, and no key leads nowhere."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.domain.roles import Role
from ldp_stories.ui.widgets.icons import has_icon
from ldp_stories.ui.widgets.rail import Rail, RailItem
from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.workspaces import WORKSPACES, Workspace, workspaces_for
from tests.ui.helpers import cut, dressed

BY_ROLE = {space.role: space for space in WORKSPACES}


def test_the_three_roles_have_a_workspace() -> None:
    assert set(BY_ROLE) == {Role.RESEARCHER, Role.COORDINATOR, Role.EVALUATOR}


@pytest.mark.parametrize(
    ("role", "start"), [(Role.RESEARCHER, "home"), (Role.COORDINATOR, "queue"), (Role.EVALUATOR, "library")]
)
def test_each_starts_where_its_work_is(role: Role, start: str) -> None:
    assert BY_ROLE[role].start == start


@pytest.mark.parametrize("space", WORKSPACES, ids=lambda s: s.role.value)
def test_where_it_starts_is_the_first_place_of_the_rail(space: Workspace) -> None:
    first = next(entry for entry in space.entries if entry.rail)
    assert first.key == space.start


@pytest.mark.parametrize("space", WORKSPACES, ids=lambda s: s.role.value)
def test_every_place_of_the_rail_has_words_and_a_picture(space: Workspace) -> None:
    for entry in space.entries:
        if entry.rail:
            assert entry.label, entry.key
            assert has_icon(entry.icon), entry.key


@pytest.mark.parametrize("space", WORKSPACES, ids=lambda s: s.role.value)
def test_no_key_stands_twice(space: Workspace) -> None:
    keys = [entry.key for entry in space.entries]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("space", WORKSPACES, ids=lambda s: s.role.value)
def test_help_and_preferences_are_everywhere_and_last(space: Workspace) -> None:
    rail = [entry.key for entry in space.entries if entry.rail]
    assert rail[-2:] == ["help", "preferences"]


@pytest.mark.parametrize("space", WORKSPACES, ids=lambda s: s.role.value)
def test_every_workspace_reads_a_record(space: Workspace) -> None:
    assert space.entry("record") is not None


def test_a_screen_is_found_by_its_key_only_where_it_belongs() -> None:
    assert BY_ROLE[Role.EVALUATOR].entry("library") is not None
    assert BY_ROLE[Role.RESEARCHER].entry("library") is None


@pytest.mark.parametrize("key", ["home", "new", "stories", "send", "heard"])
def test_a_researcher_has_the_places_of_the_round(key: str) -> None:
    entry = BY_ROLE[Role.RESEARCHER].entry(key)
    assert entry is not None
    assert entry.rail


@pytest.mark.parametrize("key", ["library", "quotes", "reports", "codebook", "bring_in"])
def test_an_evaluator_has_the_places_of_the_round(key: str) -> None:
    entry = BY_ROLE[Role.EVALUATOR].entry(key)
    assert entry is not None
    assert entry.rail


def test_roles_open_their_workspaces_in_a_steady_order() -> None:
    assert [w.role for w in workspaces_for({Role.EVALUATOR, Role.RESEARCHER})] == [
        Role.RESEARCHER,
        Role.EVALUATOR,
    ]


def test_somebody_without_a_role_sees_the_researchers() -> None:
    assert [w.role for w in workspaces_for(())] == [Role.RESEARCHER]


def test_one_role_is_one_workspace() -> None:
    assert [w.role for w in workspaces_for([Role.COORDINATOR])] == [Role.COORDINATOR]


@pytest.mark.parametrize("space", WORKSPACES, ids=lambda space: space.role.value)
def test_every_place_of_a_rail_is_in_sight_on_a_small_laptop(space: Workspace, qtbot: QtBot) -> None:
    items = [RailItem(e.key, e.icon, e.label, 0, e.gap) for e in space.entries if e.rail]
    rail = Rail(items, practice="Practice. Nothing real.")
    dressed(qtbot, rail, size=(260, 696))
    area = rail.findChild(Scroll)
    assert area is not None
    assert area.verticalScrollBar().maximum() == 0
    assert cut(rail) == []
