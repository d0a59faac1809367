"""Send by a way that was set up: each part is packed, put there, compared, and only then counts as packed; one part at a time is on the disk."""

from pathlib import Path
from typing import Final

from ldp_stories.bundles.route import Route
from ldp_stories.domain.held_files import take_away
from ldp_stories.services.home import Home
from ldp_stories.services.pack_bundle import Packed, pack
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.routes import SERVERS, Wait, open_route, route_named
from ldp_stories.services.write_parts import Deliver
from ldp_stories.store import desk

_OUTGOING: Final = "outgoing"
_BEGUN: Final = "begun on the way:"
"""The desk row with the names of files that were begun on a server and did not get there."""


def send_by_route(
    home: Home,
    to_key: str,
    ident: str,
    *,
    first_word: str = "",
    progress: Progress = no_progress,
    wait: Wait | None = None,
) -> Packed:
    """Pack what somebody is owed and put it there. UserError as `pack`, and ROUTE_...: what is not there whole is made again next time."""
    saved = route_named(home, ident)
    if saved.kind not in SERVERS:
        return pack(
            home,
            to_key,
            Path(saved.address),
            profile="network",
            first_word=first_word,
            progress=progress,
            part_bytes=saved.part_bytes,
        )
    folder = outgoing(home)
    route = open_route(saved, wait)
    try:
        return pack(
            home,
            to_key,
            folder,
            profile="network",
            first_word=first_word,
            progress=progress,
            part_bytes=saved.part_bytes,
            deliver=_putter(home, saved.id, route, progress),
        )
    finally:
        route.close()
        sweep_outgoing(home)


def outgoing(home: Home) -> Path:
    """The folder in the home where a sealed part stands while it is put on a server."""
    folder = home.folder / _OUTGOING
    folder.mkdir(exist_ok=True)
    return folder


def sweep_outgoing(home: Home) -> int:
    """Throw away what was left there by a kill: it can be made again. How many files."""
    folder = home.folder / _OUTGOING
    left = list(folder.iterdir()) if folder.is_dir() else []
    for path in left:
        take_away(path)
    return len(left)


def _putter(home: Home, ident: str, route: Route, progress: Progress) -> Deliver:
    """Puts each file there, and tidies up what a cut left half done the last time: that file is made again under another name."""
    key = _BEGUN + ident

    def deliver(path: Path) -> None:
        with home.desk.read() as con:
            left = [str(name) for name in desk.load(con, key) or ()]
        with home.desk.write() as con:
            desk.save(con, key, [*left, path.name])
        route.put(path, progress.report)
        for name in left:
            route.tidy(name)
        with home.desk.write() as con:
            desk.drop(con, key)

    return deliver
