"""Wipe a practice notebook: everything in its folder goes, in one step. A real notebook is never touched by this."""

import shutil
from pathlib import Path

from ldp_stories.errors import Refused
from ldp_stories.store import homes
from ldp_stories.store.homes import HomeFolder


def wipe_practice(folder: Path) -> None:
    """Remove a practice notebook that is closed. Refused NOT_PRACTICE for anything else; UserError NO_HOME."""
    known = homes.read_slots(HomeFolder(folder))
    if known.get("practice") is not True or "passphrase" in known:
        raise Refused("NOT_PRACTICE")
    HomeFolder(
        folder
    ).keyslots.unlink()  # with it goes the way in, so that a half-removed notebook never opens
    shutil.rmtree(folder, ignore_errors=True)
