"""Verifying from inside: commitments, the projection's hashes, the search index, vault keys; and where a thing came from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import Change, new_revision
from ldp_stories.store import ledger, media, verify
from ldp_stories.store.engine import Database
from ldp_stories.store.ledger import Author
from ldp_stories.store.origins import bundle_of

AUTHOR = Author("d1", 1)
LABEL = "2026-11-22T10:00:00Z"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    store = Database(tmp_path / "main.db", bytes(32), schema="main", create=True)
    with store.write() as con:
        for n in range(3):
            ledger.put(
                con, AUTHOR, "record", f"r{n}", sets={"title": f"Tea {n}", "kind": "story"}, at_label=LABEL
            )
            ledger.put(
                con,
                AUTHOR,
                "layer",
                f"l{n}",
                sets={"record": f"r{n}", "kind": "verbatim", "text": "Bulbs"},
                at_label=LABEL,
            )
    yield store
    store.close()


def broken(db: Database) -> list[str]:
    with db.read() as con:
        return [i for i in verify.broken_revisions(con) if i is not None]


def test_sound_lines_and_erased_ones_are_whole_and_altered_ones_are_not(db: Database) -> None:
    assert broken(db) == []
    with db.write() as con:
        con.exec_driver_sql("UPDATE revision SET body = NULL, salt = NULL, erased_by = 'o' WHERE ent = 'r0'")
        con.exec_driver_sql("UPDATE revision SET salt = ? WHERE ent = 'r1'", ("00" * 16,))
        con.exec_driver_sql("UPDATE revision SET body = NULL WHERE ent = 'r2'")
        wanted = [r.id for r in ledger.revisions(con, ents=["r1", "r2"])]
    assert broken(db) == wanted


def test_hashes_are_the_same_whatever_the_order_of_arrival(db: Database, tmp_path: Path) -> None:
    with db.read() as con:
        lines = list(ledger.revisions(con))
        wanted = verify.projection_hashes(con)
    other = Database(tmp_path / "other.db", bytes(32), schema="main", create=True)
    with other.write() as con:
        ledger.insert(con, reversed(lines), bundle=None)
        assert verify.projection_hashes(con) == wanted
    other.close()


def test_one_changed_row_changes_the_hash_of_its_table_alone(db: Database) -> None:
    with db.write() as con:
        before = verify.projection_hashes(con)
        con.exec_driver_sql("UPDATE layer SET language = 'ur' WHERE id = 'l1'")
        after = verify.projection_hashes(con)
    assert {name for name in before if before[name] != after[name]} == {"layer"}


def test_the_index_holds_exactly_what_is_to_be_found(db: Database) -> None:
    with db.write() as con:
        assert verify.index_is_sound(con)
        con.exec_driver_sql("UPDATE words SET indexed = 0 WHERE ent = 'l1'")
        assert not verify.index_is_sound(con)


def test_every_vault_key_is_listed_with_its_hash(db: Database) -> None:
    with db.write() as con:
        media.keep_key(con, "b", bytes(32), media="m", sha256="ff", size=1)
        media.keep_key(con, "a", bytes(32), media="m", sha256="", size=2)
        assert verify.vault_items(con) == (("a", bytes(32), ""), ("b", bytes(32), "ff"))


def test_the_bundle_that_first_brought_a_thing_is_known(db: Database) -> None:
    first = new_revision(
        "record", "far", Change({"title": "x"}), subj=(), par=(), dev="d2.1.w", seq=1, at_label=LABEL
    )
    second = new_revision(
        "record", "far", Change({"title": "y"}), subj=(), par=(first.id,), dev="d2.1.w", seq=2, at_label=LABEL
    )
    one, two = new_id(), new_id()
    with db.write() as con:
        ledger.insert(con, [first], bundle=one)
        ledger.insert(con, [second], bundle=two)
    with db.read() as con:
        assert bundle_of(con, "far") == one
        assert bundle_of(con, "r0") is None
        assert bundle_of(con, "nowhere") is None
