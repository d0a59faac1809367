"""Three ways in which an open notebook ends: practice is wiped, a copy takes its place, or it is closed for good."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ldp_stories.errors import UserError
from ldp_stories.services.bring_back import bring_back
from ldp_stories.services.close_home import refuse_unsafe_closing, shred_closed
from ldp_stories.services.home import Home
from ldp_stories.services.start_home import open_home
from ldp_stories.ui.tasks import Tasks
from ldp_stories.ui.text import sentence, tr


class Desk(Protocol):
    """What an ending needs of the window."""

    tasks: Tasks

    @property
    def home(self) -> Home | None:
        """The open home."""

    def wipe_practice(self) -> None:
        """Wipe practice, after one question."""

    def close_home(self) -> None:
        """End what runs and close the open home."""

    def show_start(self) -> None:
        """The start screen."""

    def open_desk(self, home: Home) -> None:
        """Show the desk of an open home."""

    def tell(self, words: str) -> None:
        """A sentence in the foot strip."""


def end(window: Desk, key: str, what: object) -> None:
    """End the open notebook in one of the ways of `navigator.ENDINGS`."""
    if key == "wipe practice":
        window.wipe_practice()
    elif key == "bring back" and isinstance(what, tuple):
        folder, typed = what
        _bring_back(window, folder, typed)
    elif key == "close home":
        _close(window, str(what or ""))


def _bring_back(window: Desk, copy: Path, typed: str) -> None:
    home = window.home
    if home is None:
        return
    folder, machine, secret = home.folder, home.machine, None if home.practice else typed
    window.close_home()
    window.show_start()

    def job(_: object) -> tuple[Home, str]:
        try:
            return bring_back(folder, copy, secret, machine), tr("The copy is back.")
        except UserError as error:
            return open_home(folder, secret, machine), sentence(error)

    def done(result: tuple[Home, str]) -> None:
        opened, words = result
        window.open_desk(opened)
        window.tell(words)

    window.tasks.run(tr("Bringing the copy back"), job, done=done)


def _close(window: Desk, typed: str) -> None:
    home = window.home
    if home is None:
        return
    refuse_unsafe_closing(home, typed)
    window.close_home()
    shred_closed(home)
    window.show_start()
