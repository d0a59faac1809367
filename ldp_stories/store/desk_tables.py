"""The tables of the desk file (store/desk.py)."""

from sqlalchemy import Column, Table, Text

from ldp_stories.store import tables

slot_table = Table(
    "slot",
    tables.desk,
    Column("key", Text, primary_key=True),
    tables.words("value"),
    tables.words("revision"),
    tables.words("about"),
)
"""What is being written now. `about`: entity ids as JSON; `revision` is always "" (homes have the column since layout 1)."""
