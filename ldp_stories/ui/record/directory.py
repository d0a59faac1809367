"""How screens are named and made: each workspace lists its entries, and the window goes to a screen by its key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.services.home import Home
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.widgets.screen import Screen


@dataclass(frozen=True)
class Entry:
    """One screen: its key, how it is made from a context and what it is about, and, when it stands in the rail, icon, words and count."""

    key: str
    build: Callable[[Context, object], Screen]
    label: str = ""
    icon: str = ""
    rail: bool = False
    gap: bool = False
    count: Callable[[Home], int] | None = None


class TaskScreen(Screen):
    """A screen without the rail: a bar with steps or *Back*. Emit `bar_changed` when any of these change."""

    bar_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps: tuple[str, ...] = ()
        self.step = 0
        self.reached = 0
        self.back_label = ""
        self.middle: QWidget | None = None
        self.foot_words = ""

    def go_to_step(self, number: int) -> None:
        """The person pressed a step in the bar."""

    @property
    def shows_recording(self) -> bool:
        """Whether the recording that runs is in sight here with its time and its sound."""
        return False

    def show_recording(self) -> None:
        """Bring the recording into sight."""

    def step_back(self) -> bool:
        """Alt+Left: go one step back inside the task and say True; False when the person is to leave it."""
        return False
