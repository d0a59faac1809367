"""Where it is kept what was sent, received and receipted (store/sent.py)."""

from sqlalchemy import Column, Index, Table, Text

from ldp_stories.store import rows, tables

sent_table = Table(
    "local_sent",
    tables.nouns,
    tables.arrival(),
    tables.words("bundle", unique=True),
    tables.words("to"),
    tables.number("n"),
    tables.words("tagmanifest"),
    tables.words("kind"),
    tables.words("group"),
    tables.number("part"),
    tables.number("parts"),
    tables.number("bytes"),
    tables.words("name"),
    tables.words("at_label"),
)
sent_revision_table = Table(
    "local_sent_revision",
    tables.nouns,
    Column("revision", Text, primary_key=True),
    tables.number("sent", primary_key=True),
    rows.opt_number("bare"),
    sqlite_with_rowid=False,
)
sent_media_table = Table(
    "local_sent_media",
    tables.nouns,
    Column("sha256", Text, primary_key=True),
    tables.number("sent", primary_key=True),
    sqlite_with_rowid=False,
)
sent_record_table = Table(
    "local_sent_record",
    tables.nouns,
    Column("record", Text, primary_key=True),
    tables.number("sent", primary_key=True),
    sqlite_with_rowid=False,
)
received_table = Table(
    "local_received",
    tables.nouns,
    tables.arrival(),
    tables.words("bundle", unique=True),
    tables.words("device"),
    tables.number("epoch"),
    tables.words("to"),
    tables.number("n"),
    tables.words("prev"),
    tables.words("tagmanifest"),
    tables.words("kind"),
    tables.words("group"),
    tables.number("part"),
    tables.number("parts"),
    tables.words("at_label"),
)
receipt_table = Table(
    "receipt",
    tables.nouns,
    tables.arrival(),
    tables.words("id", unique=True),
    tables.words("bundle", index=True),
    tables.words("tagmanifest"),
    tables.words("by"),
    tables.words("device"),
    tables.words("result"),
    tables.number("had"),
    tables.number("new"),
    tables.words("refused"),
    tables.words("orders_done"),
    tables.words("sig"),
    tables.words("at_label"),
)
receipt_media_table = Table(
    "receipt_media",
    tables.nouns,
    Column("sha256", Text, primary_key=True),
    tables.number("receipt", primary_key=True),
    tables.number("held"),
    sqlite_with_rowid=False,
)
Index("local_sent_record_sent", sent_record_table.c.sent)
Index("local_sent_thread", sent_table.c.to, sent_table.c.n)
Index("local_received_thread", received_table.c.device, received_table.c.to, received_table.c.n)
Index("receipt_media_receipt", receipt_media_table.c.receipt)
