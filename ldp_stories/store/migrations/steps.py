"""The steps from one layout of the stores to the next. Layout 1 is the first that was ever given to anybody.

A step never reads or changes what people wrote: it makes tables, columns and indexes; the projection is rebuilt from the ledger if needed.
Most steps only add, so they are one word: `grow` makes whatever the declared tables have and the store has not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Table, inspect
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable

from ldp_stories.store import schemas

_DIALECT: Final = sqlite.dialect()


@dataclass(frozen=True, slots=True)
class Step:
    """One step up to layout `to`; `run` gets Alembic's operations and the kind of store ("main", "desk", "identity", "orders")."""

    to: int
    run: Callable[[Any, schemas.Schema], None]


def grow(op: Any, schema: schemas.Schema) -> None:
    """Make the tables, columns and indexes that are declared and not there yet; what is there stays as it is.

    A new column must be nullable or have a server default, because rows are there already.
    """
    con: Connection = op.get_bind()
    there = inspect(con)
    for table in schemas.tables_of(schema):
        if not there.has_table(table.name):
            con.exec_driver_sql(str(CreateTable(table).compile(dialect=_DIALECT)))
            have: set[str | None] = set()
        else:
            _add_columns(con, table, {c["name"] for c in there.get_columns(table.name)})
            have = {i["name"] for i in there.get_indexes(table.name)}
        for index in sorted(table.indexes, key=lambda i: i.name or ""):
            if index.name not in have:
                con.exec_driver_sql(str(CreateIndex(index).compile(dialect=_DIALECT)))


def _add_columns(con: Connection, table: Table, have: set[str]) -> None:
    for column in table.columns:
        if column.name not in have:
            made = CreateColumn(column).compile(dialect=_DIALECT)
            con.exec_driver_sql(f'ALTER TABLE "{table.name}" ADD COLUMN {made}')


STEPS: Final[tuple[Step, ...]] = (Step(2, grow), Step(3, grow), Step(4, grow))
"""The fourth adds no table: rows are made anew after any step, and those of before do not say of two people who decided apart that they did."""
