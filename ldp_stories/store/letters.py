"""Letters for the identity store, sealed, until it is next opened; and who has a private card (that one exists, nothing of it)."""

import json
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Column, Connection, LargeBinary, Table, Text, text

from ldp_stories.store import tables
from ldp_stories.store.changes import changed

letter_table = Table(
    "local_letter",
    tables.ledger,
    tables.arrival(),
    tables.words("subj"),
    Column("sealed", LargeBinary, nullable=False),
)
card_table = Table(
    "local_card", tables.ledger, Column("participant", Text, primary_key=True), sqlite_with_rowid=False
)


def put(con: Connection, subj: Sequence[str], sealed: bytes) -> None:
    """Put a sealed letter in; `subj` are the people it is about."""
    con.execute(letter_table.insert().values(subj=json.dumps(list(subj)), sealed=sealed))
    changed(con, "letter")


def all_letters(con: Connection) -> tuple[tuple[int, bytes], ...]:
    """(number, sealed letter) of every letter, in the order they came."""
    query = "SELECT num, sealed FROM local_letter ORDER BY num"
    return tuple((row.num, row.sealed) for row in con.exec_driver_sql(query))


def drop(con: Connection, numbers: Iterable[int]) -> None:
    """The letters that stand in the identity store now are thrown away."""
    for number in numbers:
        con.exec_driver_sql("DELETE FROM local_letter WHERE num = ?", (number,))


def drop_about(con: Connection, subjects: Collection[str]) -> None:
    """Letters and card marks about people who took their words back go at once."""
    wanted = {"s": json.dumps(list(subjects))}
    con.execute(
        text(
            """DELETE FROM local_letter WHERE EXISTS (SELECT 1 FROM json_each(subj) j
            WHERE j.value IN (SELECT value FROM json_each(:s)))"""
        ),
        wanted,
    )
    con.execute(text("DELETE FROM local_card WHERE participant IN (SELECT value FROM json_each(:s))"), wanted)


def mark_cards(con: Connection, participants: Iterable[str], gone: Iterable[str] = ()) -> None:
    """Remember for whom there is a private card, and for whom there is none any more."""
    for one in participants:
        con.exec_driver_sql("INSERT OR IGNORE INTO local_card(participant) VALUES (?)", (one,))
    for one in gone:
        con.exec_driver_sql("DELETE FROM local_card WHERE participant = ?", (one,))
    changed(con, "card")


def have_card(con: Connection) -> frozenset[str]:
    """The people for whom there is a private card."""
    return frozenset(con.exec_driver_sql("SELECT participant FROM local_card").scalars())
