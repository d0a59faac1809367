"""Wipe a practice notebook: everything in its folder goes, in one step. A real notebook is never touched by this."""

import shutil
from pathlib import Path

from ldp_stories.domain.held_files import take_away, take_away_folder
from ldp_stories.errors import Refused
from ldp_stories.store import homes
from ldp_stories.store.homes import HomeFolder


def wipe_practice(folder: Path) -> None:
    """Remove a practice notebook that is closed. Refused NOT_PRACTICE for anything else; UserError NO_HOME."""
    known = homes.read_slots(HomeFolder(folder))
    if known.get("practice") is not True or "passphrase" in known:
        raise Refused("NOT_PRACTICE")
    take_away(HomeFolder(folder).keyslots)  # with it goes the way in: a half-removed notebook never opens
    try:
        take_away_folder(folder)
    except OSError:  # all that can go goes
        shutil.rmtree(folder, ignore_errors=True)
