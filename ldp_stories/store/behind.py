"""Writing behind: while very much is brought in, rows go to the store on a thread of their own, and the next lines are read meanwhile.

The two never use the connection at once: whatever else is asked of it waits until all that was handed over is written (`_Behind.settle`), so
that what is read is always what was written. Rows go over in statements of up to four thousand, because Python's lock is free while one runs.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, event

_KEY: Final = "written behind"
_HAND_OVER_S: Final = 0.0005
"""So long a thread waits for Python's lock before it asks for it: with the usual 5 ms the writing one stands still for a tenth of the time."""
_AT_ONCE: Final = (1_000, 100, 10, 1)
"""So many rows a statement; few kinds of statements, so that the driver keeps them all."""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Insert:
    """A statement that writes rows: its beginning with the names of the columns, and what stands for each (a "?", or SQL around one)."""

    into: str
    columns: tuple[str, ...]

    @property
    def one(self) -> str:
        """The statement for one row."""
        return f"{self.into} VALUES ({', '.join(self.columns)})"


@cache
def _of(insert: Insert, rows: int) -> str:
    """The statement for so many rows. SQL around a value is written once, over all rows, not once a row."""
    marks = f"({', '.join('?' * len(insert.columns))})"
    values = f"VALUES {', '.join([marks] * rows)}"
    if all(column == "?" for column in insert.columns):
        return f"{insert.into} {values}"
    shown = ", ".join(sql.replace("?", f"v.column{n}") for n, sql in enumerate(insert.columns, 1))
    return f"{insert.into} SELECT {shown} FROM ({values}) v"


class _Behind:
    """What is still to be written, in order. After a failure nothing more is: the transaction may be gone by then."""

    def __init__(self, bare: Any) -> None:
        self._bare = bare
        self._lane = ThreadPoolExecutor(1, thread_name_prefix="behind")
        self._given: list[Future[None]] = []
        self._after: list[Callable[[], None]] = []
        self._failed = False

    def put(self, job: Callable[[Any], None]) -> None:
        """Do this with the bare connection, after all that was put before it."""
        self._given.append(self._lane.submit(self._do, job))

    def then(self, act: Callable[[], None]) -> None:
        """Do this on the caller's thread as soon as anything else is asked of the connection, and before that."""
        self._after.append(act)

    def settle(self, *_: object) -> None:
        """Wait until all is written; raises what went wrong."""
        while self._given or self._after:
            given, self._given = self._given, []
            for one in given:
                one.result()
            after, self._after = self._after, []
            for act in after:
                act()

    def close(self) -> None:
        """Let go of what has not begun; nothing runs any more when this returns."""
        self._lane.shutdown(wait=True, cancel_futures=True)

    def _do(self, job: Callable[[Any], None]) -> None:
        if self._failed:
            return
        try:
            job(self._bare)
        except BaseException:
            self._failed = True
            raise


@contextmanager
def writing_behind(con: Connection) -> Iterator[None]:
    """Inside one transaction: what is handed over here is written behind, all of it before the block ends."""
    behind = _Behind(con.connection.driver_connection)
    con.info[_KEY] = behind
    event.listen(con, "before_cursor_execute", behind.settle)
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_HAND_OVER_S)
    try:
        yield
        behind.settle()
    finally:
        sys.setswitchinterval(usual)
        del con.info[_KEY]
        behind.close()


def put_rows(con: Connection, insert: Insert, rows: Sequence[Row]) -> None:
    """Insert many rows, behind where the transaction writes behind; they must not be changed any more."""
    behind: _Behind | None = con.info.get(_KEY)
    if behind is None:
        con.exec_driver_sql(insert.one, list(rows))
    else:
        behind.put(lambda bare: _insert(bare, insert, rows))


def put_all(con: Connection, sql: str, rows: Sequence[Row]) -> None:
    """The same with any statement, for few rows."""
    behind: _Behind | None = con.info.get(_KEY)
    if behind is None:
        con.exec_driver_sql(sql, list(rows))
    else:
        behind.put(lambda bare: bare.executemany(sql, rows))


def then(con: Connection, act: Callable[[], None]) -> None:
    """Do something that reads what was handed over: now, or where it is written behind as soon as anybody asks for anything."""
    behind: _Behind | None = con.info.get(_KEY)
    if behind is None:
        act()
    else:
        behind.then(act)


def _insert(bare: Any, insert: Insert, rows: Sequence[Row]) -> None:
    at = 0
    for many in _AT_ONCE:
        while len(rows) - at >= many:
            bare.execute(_of(insert, many), [value for row in rows[at : at + many] for value in row])
            at += many
