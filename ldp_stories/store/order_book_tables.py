"""The table of the order ledger that stands outside the copies (store/order_book.py)."""

from sqlalchemy import Column, Table, Text

from ldp_stories.store import tables

book_table = Table(
    "kept_order",
    tables.order_book,
    tables.arrival(),
    Column("id", Text, nullable=False, unique=True),
    tables.words("line"),
)
"""Every order ever known here, as JSON, so that a restored copy can be told before it is used."""
