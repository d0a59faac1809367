"""The tables of the desk file (store/desk.py)."""

from sqlalchemy import Column, LargeBinary, Table, Text

from ldp_stories.store import tables

slot_table = Table(
    "slot",
    tables.desk,
    Column("key", Text, primary_key=True),
    tables.words("value"),
    tables.words("revision"),
    tables.words("about"),
)
"""What is being written now. `revision`: the ledger line that will hold it, "" while there is none; `about`: entity ids as JSON."""

live_table = Table(
    "live_recording",
    tables.desk,
    tables.arrival(),
    Column("item", Text, nullable=False, unique=True),
    Column("key", LargeBinary, nullable=False),
    tables.words("encounter"),
    tables.number("part"),
    tables.number("gap_ms"),
    tables.words("state"),
    tables.words("started_label"),
)
"""Recordings whose vault item and key are not in the main store yet."""
