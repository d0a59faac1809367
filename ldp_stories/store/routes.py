"""Ways to send that a person has set up here: folders to watch, servers with their passwords. Sealed with the store; they never travel."""

from dataclasses import dataclass, field

from sqlalchemy import Column, Connection, Table, Text, delete, select

from ldp_stories.store import tables
from ldp_stories.store.changes import changed

route_table = Table(
    "local_route",
    tables.nouns,
    Column("id", Text, primary_key=True),
    tables.words("kind"),
    tables.words("name"),
    tables.words("address"),
    tables.words("user"),
    tables.words("secret"),
    tables.words("host_key"),
    tables.number("part_bytes"),
    sqlite_with_rowid=False,
)
fetched_table = Table(
    "local_fetched",
    tables.nouns,
    Column("route", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    tables.number("bytes"),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class SavedRoute:
    """One way: `kind` is folder, inbox, webdav, sftp or s3; `address` a folder or server; `host_key` what an SFTP server showed first."""

    id: str
    kind: str
    name: str
    address: str
    user: str = ""
    secret: str = field(default="", repr=False)
    host_key: str = field(default="", repr=False)
    part_bytes: int = 0


_COLUMNS = tuple(SavedRoute.__dataclass_fields__)


def save(con: Connection, route: SavedRoute) -> None:
    """Keep a way, or what changed of it."""
    con.execute(delete(route_table).where(route_table.c.id == route.id))
    con.execute(route_table.insert().values({n: getattr(route, n) for n in _COLUMNS}))
    changed(con, "route")


def all_routes(con: Connection) -> tuple[SavedRoute, ...]:
    """Every way that was set up here, by name."""
    table = route_table.c
    query = select(*(table[n] for n in _COLUMNS)).order_by(table.name, table.id)
    return tuple(SavedRoute(*row) for row in con.execute(query))


def route(con: Connection, ident: str) -> SavedRoute | None:
    """One way."""
    return next((r for r in all_routes(con) if r.id == ident), None)


def forget(con: Connection, ident: str) -> None:
    """Forget a way with its password, and what was fetched by it."""
    con.execute(delete(route_table).where(route_table.c.id == ident))
    con.execute(delete(fetched_table).where(fetched_table.c.route == ident))
    changed(con, "route")


def note_fetched(con: Connection, ident: str, name: str, size: int) -> None:
    """Note that a file was fetched (or looked at and was not for us), so that it is not fetched again."""
    con.exec_driver_sql(
        "INSERT OR REPLACE INTO local_fetched(route, name, bytes) VALUES (?, ?, ?)", (ident, name, size)
    )


def fetched(con: Connection, ident: str) -> frozenset[tuple[str, int]]:
    """(name, size) of every file that was fetched by a way."""
    table = fetched_table.c
    query = select(table.name, table.bytes).where(table.route == ident)
    return frozenset((row.name, row.bytes) for row in con.execute(query))
