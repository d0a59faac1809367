"""The tables every part of the store shares: the ledger's own (the truth), and the catch-all of the projection.

Tables named local_* stand outside the ledger: they are in local copies, never rebuilt from revisions and never packed (CONTRACTS.md 1).
"""

from typing import Any

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

ledger = MetaData()
"""Tables of a store with a ledger: main and identity."""
nouns = MetaData()
"""The projection of main, and its local tables."""
identity = MetaData()
"""Tables of the identity store beside its ledger."""
desk = MetaData()
"""Tables of the desk file."""
order_book = MetaData()
"""Tables of the order ledger outside the copies."""


def words(name: str, **options: Any) -> "Column[str]":
    """A text column that is never null."""
    return Column(name, Text, nullable=False, **options)


def number(name: str, **options: Any) -> "Column[int]":
    """A whole-number column that is never null (yes and no are 1 and 0)."""
    return Column(name, Integer, nullable=False, **options)


def arrival(name: str = "num") -> "Column[int]":
    """The row number, in order of arrival here."""
    return Column(name, Integer, primary_key=True)


revision = Table(
    "revision",
    ledger,
    arrival(),
    words("id", unique=True),
    words("ent", index=True),
    words("kind"),
    words("subj"),
    words("par"),
    number("stream"),
    number("seq"),
    words("commitment"),
    Column("salt", Text),
    Column("body", LargeBinary),
    words("at_label"),
    Column("erased_by", Text),
    Column("extra", LargeBinary),
    Column("bundle", Text),
    UniqueConstraint("stream", "seq", name="one_revision_a_number"),
)
"""`stream` is a row of device_counter; `subj` and `par` JSON lists; `body` the exact bytes; `bundle` what brought it, null if written here."""

device_counter = Table("device_counter", ledger, arrival(), words("dev", unique=True), number("last"))
"""Every device stream met, with the highest sequence number known of it."""

about = Table(
    "about",
    ledger,
    Column("subject", Text, primary_key=True),
    Column("ent", Text, primary_key=True),
    sqlite_with_rowid=False,
)
"""Which entities have revisions about a person; it outlives the bodies."""

erasure_order = Table(
    "erasure_order",
    ledger,
    words("id", primary_key=True),
    words("kind"),
    words("reason"),
    Column("subject", Text),
    words("targets"),
    words("scopes"),
    words("by"),
    number("seq"),
    words("sig"),
    number("granted"),
)
"""All orders, for ever. `granted` 0: its author had no right to it; its targets are hidden until a coordinator decides; -1: one has."""

order_target = Table(
    "order_target",
    ledger,
    Column("target", Text, primary_key=True),
    Column("order_id", Text, primary_key=True),
    sqlite_with_rowid=False,
)

thing = Table(
    "thing",
    ledger,
    arrival(),
    words("id", unique=True),
    words("kind", index=True),
    words("began_by"),
    number("hidden"),
    number("erased"),
    words("fields"),
)
"""Entities of kinds with no table of their own, unknown ones among them: all fields as one JSON object."""

conflict = Table("conflict", ledger, words("id", primary_key=True), words("kind"), words("fields"))
"""Entities with fields that two people wrote differently, for a person to settle."""

local_held = Table(
    "local_held",
    ledger,
    arrival(),
    words("id"),
    words("ent"),
    words("subj"),
    words("why"),
    words("dev"),
    number("seq"),
    Column("line", LargeBinary),
    Column("bundle", Text),
    UniqueConstraint("id", "dev", "seq", name="held_once"),
)
"""Revisions set aside (CONTRACTS.md 5): whole lines as JSON, until their author re-issues them."""

local_fact = Table("local_fact", ledger, words("name", primary_key=True), words("value"))
"""Small facts about this store: the epoch token, device keys, search policy. Values are JSON."""

Index("revision_bundle", revision.c.bundle, sqlite_where=revision.c.bundle.is_not(None))
