"""The streams of devices: the row of each, and the highest number known of it."""

from dataclasses import dataclass

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class StreamNumber:
    """A device stream's row and the highest sequence number known of it."""

    num: int
    last: int


def stream_number(con: Connection, dev: str) -> StreamNumber:
    """The row of a device stream, made when it is new."""
    row = con.exec_driver_sql("SELECT num, last FROM device_counter WHERE dev = ?", (dev,)).first()
    if row is not None:
        return StreamNumber(row.num, row.last)
    con.exec_driver_sql("INSERT INTO device_counter(dev, last) VALUES (?, 0)", (dev,))
    return StreamNumber(
        con.exec_driver_sql("SELECT num FROM device_counter WHERE dev = ?", (dev,)).scalar_one(), 0
    )


def begin_after(con: Connection, dev: str, last: int) -> None:
    """Let a device stream go on after a number, when nobody can look how far it had come."""
    con.exec_driver_sql(
        "UPDATE device_counter SET last = max(last, ?) WHERE num = ?", (last, stream_number(con, dev).num)
    )
