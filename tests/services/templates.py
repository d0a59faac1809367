"""Homes that many tests begin with: made once, then copied to each test, which finds them as if they had just been made there.

A copy is the same programme with the same device under other paths, so that one test gets at most one copy of each; what it makes beyond that,
and what is made for several tests, is new. Outside of a test nothing is copied.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from ldp_stories.services.home import Home, Machine
from ldp_stories.services.open_home import open_home

_given: set[object] | None = None
"""What this test got copies of; None where nothing may be copied."""
_made: Final[dict[object, Path]] = {}
"""The templates by what they are templates of."""
_asked: Final[set[object]] = set()
"""What was asked for once: a template is made when it is asked for again."""


@cache
def _folder() -> Path:
    """A folder for templates, away from the homes of tests, gone with the process."""
    folder = Path(tempfile.mkdtemp(prefix="templates-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@contextmanager
def allowed(may: bool) -> Iterator[None]:
    """While a test runs (True) each template may be copied once; while something shared by tests is made (False), none."""
    global _given
    before, _given = _given, set() if may else None
    try:
        yield
    finally:
        _given = before


def may_copy(key: object) -> bool:
    """Whether the caller is to copy the template of `key`, which nobody in this test has; the first caller of all makes its own."""
    if _given is None or key in _given:
        return False
    _given.add(key)
    if key in _asked:
        return True
    _asked.add(key)
    return False


def template(key: object, make: Callable[[Path], None]) -> Path:
    """The folder that `make` filled (and closed) once."""
    if key not in _made:
        place = _folder() / str(len(_made))
        place.mkdir()
        make(place)
        _made[key] = place
    return _made[key]


def copy_home(source: Path, states: Path, folder: Path, machine: Machine) -> Home:
    """A closed practice home from a template at another place, open on a laptop that takes it for its own."""
    copy_closed(source, states, folder, machine)
    return open_home(folder, None, machine)


def copy_closed(source: Path, states: Path, folder: Path, machine: Machine) -> None:
    """The same for a home that stays closed; `states` holds what its first laptop knew of it."""
    shutil.copytree(source, folder, dirs_exist_ok=True)
    machine.state_folder.mkdir(parents=True, exist_ok=True)
    for state in states.glob("*.json"):
        known: Mapping[str, object] = json.loads(state.read_bytes())
        here = {**known, "machine": machine.machine_id, "path": str((folder / "main.db").resolve())}
        (machine.state_folder / state.name).write_text(json.dumps(here))


def copied(key: object, folder: Path, machine: Machine, make: Callable[[Path, Machine], Home]) -> Home:
    """What `make` makes in a folder on a laptop: a copy of what it made before, where that is right, else new."""
    whole = (key, machine.label())
    if (folder.exists() and any(folder.iterdir())) or not may_copy(whole):
        return make(folder, machine)

    def fill(place: Path) -> None:
        make(place / "home", replace(machine, state_folder=place / "states")).close()

    place = template(whole, fill)
    return copy_home(place / "home", place / "states", folder, machine)
