"""The room kept back: on a full disk, what makes room or carries stories away may have it, and it is taken again when there is room.

Only such work asks for it (sending, erasing, removing what others hold): if writing more stories could use it up, nobody could delete or send.
"""

import contextlib
import shutil
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, Final, ParamSpec, TypeVar

from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.store import homes

MARGIN: Final = 32 * 1024 * 1024
"""What must be free beside the reserve before it is taken again."""
P = ParamSpec("P")
T = TypeVar("T")


def may_use_reserve(job: Callable[Concatenate[Home, P], T]) -> Callable[Concatenate[Home, P], T]:
    """Let a piece of work that a second try completes have the reserve when the disk is full. UserError NO_ROOM when that is too little."""

    @wraps(job)
    def tried(home: Home, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return job(home, *args, **kwargs)
        except UserError as error:
            if not held(home) or not _is_ours(home, error):
                raise
        homes.free_reserve(home.place)
        try:
            return job(home, *args, **kwargs)
        finally:
            take_again(home)

    return tried


def _is_ours(home: Home, error: UserError) -> bool:
    """Whether it is our own disk that is full, and not the stick alone."""
    if error.code == "NO_ROOM_THERE":
        there = Path(str(error.facts.get("folder", "")))
        return there.exists() and there.stat().st_dev == home.folder.stat().st_dev
    return error.code == "NO_ROOM"


def take_again(home: Home) -> bool:
    """Keep the room back again if it is not and the disk has plenty; whether it is there now. Homes of tests and practice have none."""
    whole = held(home) >= homes.RESERVE_BYTES
    if whole or not home.machine.live or shutil.disk_usage(home.folder).free < homes.RESERVE_BYTES + MARGIN:
        return whole
    with contextlib.suppress(UserError):
        homes.keep_reserve(home.place)
    return held(home) >= homes.RESERVE_BYTES


def held(home: Home) -> int:
    """How many bytes are kept back."""
    reserve = home.place.reserve
    return reserve.stat().st_size if reserve.exists() else 0
