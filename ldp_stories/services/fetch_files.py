"""Fetch what others have put there: files come into the home's own inbox, whole or not at all, and wait there to be looked at."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ldp_stories.bundles.inspect import inspect
from ldp_stories.domain.held_files import take_away
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import inbox
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.routes import INBOX, Wait, open_route, route_named, saved_routes
from ldp_stories.store import routes, sent

_FETCHED: Final = "fetched"
_OURS: Final = f"{INBOX} ours"
"""What was looked at and is not for others, so that it is not read again every few seconds."""
RESTING_S: Final = 5.0
"""A file that was written to so lately, or has another size than at the last look, is still being copied."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the files that are for this notebook, and how many there were for others."""

    paths: tuple[Path, ...]
    for_others: int


@dataclass(frozen=True, slots=True)
class InboxLook:
    """What lies in the inbox: files that are whole as far as can be told, those still being copied, and the sizes seen now.

    `away`: what the inbox folder is called when it cannot be reached now, as a share on a network at times.
    """

    new: tuple[Path, ...] = ()
    coming: tuple[Path, ...] = ()
    sizes: Mapping[Path, int] = field(default_factory=dict)
    away: str = ""


def fetch_files(
    home: Home, ident: str, *, progress: Progress = no_progress, wait: Wait | None = None
) -> Fetched:
    """Fetch every file there that was not fetched before and was not made here. UserError ROUTE_...; what came before a cut stays."""
    saved = route_named(home, ident)
    folder = fetched_folder(home)
    with home.main.read() as con:
        known = routes.fetched(con, ident)
        mine = {s.name for s in sent.all_sent(con)}
    route = open_route(saved, wait)
    came, others = [], 0
    try:
        new = [one for one in route.list() if (one.name, one.bytes) not in known and one.name not in mine]
        total = sum(one.bytes for one in new)
        before = 0
        for one in new:
            target = folder / one.name
            take_away(target)
            route.fetch(one.name, target, _from(progress, before, total))
            before += one.bytes
            with home.main.write() as con:
                routes.note_fetched(con, saved.id, one.name, one.bytes)
            if inspect(target, [home.keys.age_secret]).trouble == "NOT_FOR_US":
                take_away(target)
                others += 1
                continue
            came.append(target)
    finally:
        route.close()
    return Fetched(tuple(came), others)


def _from(progress: Progress, before: int, total: int) -> Callable[[int, int], None]:
    """The progress of one file as a share of all."""

    def tell(done: int, _size: int) -> None:
        progress.report(before + done, total)

    return tell


def fetched_folder(home: Home) -> Path:
    """The folder in the home where fetched files wait (sealed as they came)."""
    folder = home.folder / _FETCHED
    folder.mkdir(exist_ok=True)
    return folder


def arrivals(home: Home) -> tuple[Path, ...]:
    """Files that wait to be looked at: fetched ones, and those in the inbox folder that are new and not of our own making, by name."""
    watched = inbox_folder(home)
    with home.main.read() as con:
        seen = routes.fetched(con, INBOX)
        mine = {s.name for s in sent.all_sent(con)}
    found = [*inbox(fetched_folder(home)), *(inbox(watched) if watched is not None else ())]
    return tuple(
        p
        for p in found
        if p.name not in mine and not seen & {(p.name, size_of(p)), (_as_it_is(p), size_of(p))}
    )


def is_arrival(home: Home, path: Path) -> bool:
    """Whether a file is one that is shown as new by itself."""
    return path in arrivals(home)


def _as_it_is(path: Path) -> str:
    """A file's name with the time of its last change: another file that gets its name and size is not the same."""
    return f"{path.name} {_written(path)}"


def pass_over(home: Home, path: Path) -> None:
    """This file, as it is now, does not count as new any more. It stays where it is; a copy that was fetched here goes."""
    with home.main.write() as con:
        routes.note_fetched(con, INBOX, _as_it_is(path), size_of(path))
    if path.parent == fetched_folder(home):
        take_away(path)


def look_at_inbox(
    home: Home, before: Mapping[Path, int] = MappingProxyType({}), clock: Callable[[], float] = time.time
) -> InboxLook:
    """What waits to be looked at, and what is still being copied there; `before` are the sizes at the last look."""
    watched, now = inbox_folder(home), clock()
    new: list[Path] = []
    coming: list[Path] = []
    sizes: dict[Path, int] = {}
    for path in arrivals(home):
        sizes[path] = size_of(path)
        grows = watched == path.parent and (
            before.get(path, sizes[path]) != sizes[path] or 0 <= now - _written(path) < RESTING_S
        )
        if grows:
            coming.append(path)
        elif not _for_others(home, path):
            new.append(path)
    away = watched is not None and not watched.is_dir()
    return InboxLook(tuple(new), tuple(coming), sizes, saved_routes(home, INBOX)[0].name if away else "")


def _for_others(home: Home, path: Path) -> bool:
    """Whether a file is sealed for somebody else: a whole team may use one folder. It is looked at once, and passed over for good."""
    known = (_as_it_is(path), size_of(path))
    with home.main.read() as con:
        if known in routes.fetched(con, _OURS):
            return False
    try:
        others = inspect(path, [home.keys.age_secret]).trouble == "NOT_FOR_US"
    except OSError:
        return False
    if others:
        pass_over(home, path)
    else:
        with home.main.write() as con:
            routes.note_fetched(con, _OURS, *known)
    return others


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def seen(home: Home, path: Path) -> None:
    """A file was brought in or left: it does not count as new any more; a fetched copy goes."""
    with home.main.write() as con:
        routes.note_fetched(con, INBOX, path.name, size_of(path))
    if path.parent == fetched_folder(home):
        take_away(path)


def size_of(path: Path) -> int:
    """Bytes of a file, -1 when it is gone."""
    try:
        return path.stat().st_size
    except OSError:
        return -1


def inbox_folder(home: Home) -> Path | None:
    """The folder that is watched for new files, if one was chosen."""
    found = saved_routes(home, INBOX)
    return Path(found[0].address) if found else None
