"""Three ways in which an open notebook ends: practice is wiped, a copy takes its place, or it is closed for good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ldp_stories.errors import UserError
from ldp_stories.services.bring_back import bring_back
from ldp_stories.services.close_home import refuse_unsafe_closing, shred_closed
from ldp_stories.services.home import Home
from ldp_stories.services.start_home import open_home
from ldp_stories.ui.text import sentence, tr

if TYPE_CHECKING:
    from ldp_stories.ui.main_window.window import Window


def end(window: Window, key: str, what: object) -> None:
    """End the open notebook in one of the ways of `navigator.ENDINGS`."""
    if key == "wipe practice":
        window.wipe_practice()
    elif key == "bring back" and isinstance(what, tuple):
        folder, typed = what
        _bring_back(window, folder, typed)
    elif key == "close home":
        _close(window, str(what or ""))


def _bring_back(window: Window, copy: Path, typed: str) -> None:
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


def _close(window: Window, typed: str) -> None:
    home = window.home
    if home is None:
        return
    refuse_unsafe_closing(home, typed)
    window.close_home()
    shred_closed(home)
    window.show_start()
