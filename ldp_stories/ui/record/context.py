"""What every screen is given: the open home, the lanes for long work, the settings, and ways to speak to the person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from ldp_stories.services.home import Home
from ldp_stories.settings import Settings
from ldp_stories.ui.record.live import Live
from ldp_stories.ui.tasks import Tasks


def _ask_folder(title: str) -> Path | None:
    """Let the person choose a folder; None when they leave it."""
    chosen = QFileDialog.getExistingDirectory(None, title)
    return Path(chosen) if chosen else None


def _ask_file(title: str, kinds: str) -> Path | None:
    """Let the person choose a file; `kinds` in Qt's form, such as "Programme (*.ldp-pack)"."""
    chosen, _ = QFileDialog.getOpenFileName(None, title, "", kinds)
    return Path(chosen) if chosen else None


def _ask_files(title: str, kinds: str) -> list[Path]:
    """Let the person choose several files at once; none when they leave it."""
    chosen, _ = QFileDialog.getOpenFileNames(None, title, "", kinds)
    return [Path(one) for one in chosen]


@dataclass
class Context:
    """The surroundings of a screen.

    `tell` shows a sentence in the foot strip and says it politely to a reader; with "" what was said of an older act goes.
    `pick_folder(title)`, `pick_file(title, kinds)` and `pick_files` ask the person (tests put their own in).
    `live` is the recording that runs, if any. `change_settings(**choices)` keeps a choice.
    """

    home: Home
    tasks: Tasks
    settings: Settings
    tell: Callable[[str], None]
    live: Live
    change_settings: Callable[..., None]
    pick_folder: Callable[[str], Path | None] = field(default=_ask_folder)
    pick_file: Callable[[str, str], Path | None] = field(default=_ask_file)
    pick_files: Callable[[str, str], list[Path]] = field(default=_ask_files)
