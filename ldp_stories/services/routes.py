"""The ways a person has set up here: folders and servers. Passwords stay sealed in the home; a server is asked only when a person presses.

`open_route` is the one place where a network library is loaded.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from ldp_stories.bundles.route import Listed, Place, PlaceRoute, Route
from ldp_stories.domain.ids import new_id
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.part_size import LEAST
from ldp_stories.store import routes
from ldp_stories.store.routes import SavedRoute

FOLDER, INBOX, WEBDAV, SFTP, S3 = "folder", "inbox", "webdav", "sftp", "s3"
SERVERS: Final = (WEBDAV, SFTP, S3)
KINDS: Final = (FOLDER, INBOX, *SERVERS)
Wait = Callable[[float], object]
Way = SavedRoute
"""One way that was set up, as the window sees it."""


def save_route(
    home: Home,
    *,
    kind: str,
    name: str,
    address: str,
    user: str = "",
    secret: str = "",
    host_key: str = "",
    part_bytes: int = 0,
    ident: str = "",
) -> SavedRoute:
    """Keep a way, or change one. UserError ROUTE_ADDRESS, ROUTE_PLAIN, NO_FOLDER; nothing is asked of a server here."""
    if kind not in KINDS:
        raise ValueError(f"a way is one of {', '.join(KINDS)}")
    if 0 < part_bytes < LEAST:  # parts would be larger than what was asked for, and nobody would be told
        raise ValueError(f"a part has at least {LEAST >> 20} MB")
    address = address.strip()
    check_address(kind, address)
    if kind not in SERVERS:  # the program may be started elsewhere the next time
        address = str(Path(address).absolute())
    route = SavedRoute(
        ident or new_id(), kind, name.strip() or address, address, user.strip(), secret, host_key, part_bytes
    )
    with home.main.write() as con:
        if kind == INBOX:  # there is one
            for old in routes.all_routes(con):
                if old.kind == kind:
                    routes.forget(con, old.id)
        routes.save(con, route)
    return route


def check_address(kind: str, address: str) -> None:
    """UserError when something cannot be the address of such a way; no server is asked."""
    from ldp_stories.bundles.route_sftp import check_sftp_address
    from ldp_stories.bundles.route_webdav import check_web_address

    if kind == SFTP:
        check_sftp_address(address)
    elif kind in SERVERS:
        check_web_address(address)
    elif not Path(address).is_dir():
        raise UserError("NO_FOLDER", folder=address)


def saved_routes(home: Home, *kinds: str) -> tuple[SavedRoute, ...]:
    """The ways that are set up here, of some kinds or all."""
    with home.main.read() as con:
        return tuple(r for r in routes.all_routes(con) if not kinds or r.kind in kinds)


def route_named(home: Home, ident: str) -> SavedRoute:
    """One way, by its id or name. UserError NO_SUCH_ROUTE."""
    found = next((r for r in saved_routes(home) if ident in (r.id, r.name)), None)
    if found is None:
        raise UserError("NO_SUCH_ROUTE")
    return found


def forget_route(home: Home, ident: str) -> None:
    """Forget a way and its password."""
    with home.main.write() as con:
        routes.forget(con, ident)


def first_key(address: str) -> tuple[str, str]:
    """The key an SFTP server shows now, and its fingerprint to compare. UserError ROUTE_AWAY, ROUTE_ADDRESS."""
    from ldp_stories.bundles.route_sftp import server_key

    return server_key(address)


def trust_key(home: Home, ident: str, host_key: str) -> None:
    """Keep the key of a server after a person has compared its fingerprint."""
    found = route_named(home, ident)
    with home.main.write() as con:
        routes.save(con, replace(found, host_key=host_key))


def change_secret(home: Home, ident: str, secret: str) -> None:
    """Keep another password of a way; all else stays, what was fetched too. UserError NO_SUCH_ROUTE; no server is asked."""
    found = route_named(home, ident)
    with home.main.write() as con:
        routes.save(con, replace(found, secret=secret))


def open_route(saved: SavedRoute, wait: Wait | None = None) -> Route:
    """Open a way: this is when a server is asked for the first time. UserError ROUTE_..., ROUTE_NEW_KEY for a server not met before."""
    return PlaceRoute(_place(saved), wait or threading.Event().wait)


def _place(saved: SavedRoute) -> Place:
    if saved.kind == WEBDAV:
        from ldp_stories.bundles.route_webdav import WebDavPlace

        return WebDavPlace(saved.address, saved.user, saved.secret)
    if saved.kind == S3:
        from ldp_stories.bundles.route_s3 import S3Place

        return S3Place(saved.address, saved.user, saved.secret)
    if saved.kind == SFTP:
        from ldp_stories.bundles.route_sftp import SftpPlace

        if not saved.host_key:
            raise UserError("ROUTE_NEW_KEY", address=saved.address)
        return SftpPlace(saved.address, saved.user, saved.secret, saved.host_key)
    from ldp_stories.bundles.route_folder import FolderPlace

    return FolderPlace(Path(saved.address))


def try_route(saved: SavedRoute) -> tuple[Listed, ...]:
    """Ask a way what is there, to see whether it works."""
    opened = open_route(saved)
    try:
        return opened.list()
    finally:
        opened.close()
