"""Roles become workspaces: which screens a person sees. A new role is one row here and one folder beside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ldp_stories.domain.roles import Role
from ldp_stories.ui.coordinator.places import ENTRIES as COORDINATOR
from ldp_stories.ui.evaluator.places import ENTRIES as EVALUATOR
from ldp_stories.ui.preferences.places import ENTRIES as FOR_ALL
from ldp_stories.ui.record.directory import Entry
from ldp_stories.ui.researcher.places import ENTRIES as RESEARCHER


@dataclass(frozen=True)
class Workspace:
    """What one role sees: its name in the rail's switch, the screen it starts on, and its screens in rail order."""

    role: Role
    label: str
    start: str
    entries: tuple[Entry, ...]

    def entry(self, key: str) -> Entry | None:
        """The screen with this key, if this workspace has it."""
        return next((e for e in self.entries if e.key == key), None)


_SENDING = tuple(entry for entry in RESEARCHER if entry.key == "send")
"""An evaluator asks to join, and answers, by the same screen as a researcher."""
WORKSPACES = (
    Workspace(Role.RESEARCHER, "Researcher", "home", (*RESEARCHER, *FOR_ALL)),
    Workspace(Role.COORDINATOR, "Coordinator", "queue", (*COORDINATOR, *FOR_ALL)),
    Workspace(Role.EVALUATOR, "Evaluator", "library", (*EVALUATOR, *_SENDING, *FOR_ALL)),
)


def workspaces_for(roles: Iterable[Role]) -> tuple[Workspace, ...]:
    """The workspaces that these roles open; somebody without one sees the researcher's, where nothing can leave."""
    held = frozenset(roles)
    return tuple(w for w in WORKSPACES if w.role in held) or WORKSPACES[:1]
