"""The way up for older stores: step by step, a copy before each, all of a step or nothing of it."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from ldp_stories.errors import UserError
from ldp_stories.store import schemas
from ldp_stories.store.engine import Database, connect
from ldp_stories.store.migrations import migrate
from ldp_stories.store.migrations.steps import STEPS, Step, grow
from tests.store.stores import KEY, opened, tell


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of the present layout, which the steps of these tests take further."""
    path = tmp_path / "main.db"
    with opened(path) as db, db.write() as con:
        tell(con, title="kept")
    return path


def add_colour(op: Any, schema: str) -> None:
    if schema == "main":
        op.add_column(
            "record", sqlalchemy.Column("colour", sqlalchemy.Text, nullable=False, server_default="blue")
        )


def add_index(op: Any, _schema: str) -> None:
    op.create_index("record_colour", "record", ["colour"])


def broken(op: Any, _schema: str) -> None:
    op.create_index("half", "record", ["title"])
    raise KeyError


NEXT = (Step(schemas.VERSION + 1, add_colour), Step(schemas.VERSION + 2, add_index))


def ask(path: Path, question: str) -> Any:
    con = connect(path, KEY)
    try:
        return con.execute(question).fetchone()[0]
    finally:
        con.close()


def test_steps_run_in_order_with_a_sealed_copy_before_each(old: Path) -> None:
    seen: list[tuple[int, int]] = []
    copies = migrate(old, KEY, "main", lambda done, total: seen.append((done, total)), steps=NEXT[::-1])
    assert ask(old, "PRAGMA user_version") == schemas.VERSION + 2
    assert ask(old, "SELECT colour FROM record") == "blue"
    assert ask(old, "SELECT count(*) FROM sqlite_master WHERE name = 'record_colour'") == 1
    assert [ask(c, "PRAGMA user_version") for c in copies] == [schemas.VERSION, schemas.VERSION + 1]
    assert all(b"kept" not in c.read_bytes() for c in copies)
    assert seen == [(1, 2), (2, 2)]


def test_a_store_that_is_up_to_date_is_left_alone(old: Path) -> None:
    before = old.read_bytes()
    assert migrate(old, KEY, "main", steps=STEPS) == ()
    assert old.read_bytes() == before
    with opened(old):
        pass


def test_a_step_that_fails_leaves_the_store_as_it_was_before_it(old: Path) -> None:
    with pytest.raises(KeyError):
        migrate(old, KEY, "main", steps=(NEXT[0], Step(schemas.VERSION + 2, broken)))
    assert ask(old, "PRAGMA user_version") == schemas.VERSION + 1
    assert ask(old, "SELECT count(*) FROM sqlite_master WHERE name = 'half'") == 0
    migrate(old, KEY, "main", steps=NEXT)
    assert ask(old, "PRAGMA user_version") == schemas.VERSION + 2


def test_a_step_knows_which_store_it_is_in(tmp_path: Path) -> None:
    Database(tmp_path / "desk.db", KEY, schema="desk", create=True).close()
    migrate(tmp_path / "desk.db", KEY, "desk", steps=NEXT[:1])
    assert ask(tmp_path / "desk.db", "PRAGMA user_version") == schemas.VERSION + 1


def test_a_newer_store_is_refused_with_nothing_done(old: Path) -> None:
    con = connect(old, KEY)
    con.execute("PRAGMA user_version = 99")
    con.close()
    with pytest.raises(UserError) as caught:
        migrate(old, KEY, "main", steps=NEXT)
    assert caught.value.code == "STORE_NEWER"
    assert not list(old.parent.glob("*.before-*"))


def test_an_open_store_is_not_taken_up(old: Path) -> None:
    with opened(old), pytest.raises(UserError) as caught:
        migrate(old, KEY, "main", steps=NEXT)
    assert caught.value.code == "STORE_IN_USE"


def test_the_numbers_of_the_steps_lead_to_the_present_layout() -> None:
    assert [s.to for s in STEPS] == list(range(2, schemas.VERSION + 1))


@pytest.mark.parametrize("layout", range(1, schemas.VERSION))
def test_a_store_of_any_earlier_layout_gets_what_came_since(old: Path, layout: int) -> None:
    con = connect(old, KEY)
    con.execute("DROP INDEX suggestion_stands")
    con.execute("DROP TABLE local_held")
    con.execute(f"PRAGMA user_version = {layout}")
    con.close()
    migrate(old, KEY, "main")
    assert ask(old, "PRAGMA user_version") == schemas.VERSION
    made = "SELECT count(*) FROM sqlite_master WHERE name IN ('suggestion_stands', 'local_held')"
    assert ask(old, made) == 2


def test_every_kind_of_store_has_tables_of_its_own() -> None:
    made = {schema: schemas.statements(schema) for schema in ("main", "desk", "identity", "orders")}
    assert any("words_index" in s for s in made["main"])
    assert not any("words_index" in s for s in made["identity"])
    assert any("CREATE TABLE revision" in s for s in made["identity"])
    assert not any("CREATE TABLE revision" in s for s in made["desk"] + made["orders"])


def test_growing_makes_what_is_missing_and_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "main.db"
    with opened(path) as db, db.write() as con:
        tell(con, title="kept")
    con = connect(path, KEY)
    for line in (
        "DROP TABLE local_held",
        "DROP INDEX revision_bundle",
        "ALTER TABLE conflict DROP COLUMN fields",
    ):
        con.execute(line)
    con.execute("PRAGMA user_version = 1")
    con.close()
    migrate(path, KEY, "main", steps=(Step(2, _without_default),))
    assert (
        ask(path, "SELECT count(*) FROM sqlite_master WHERE name IN ('local_held', 'revision_bundle')") == 2
    )
    migrate(path, KEY, "main", steps=(Step(3, grow),))
    assert ask(path, "SELECT title FROM record") == "kept"


def _without_default(op: Any, schema: schemas.Schema) -> None:
    """Growing, after the one column that old rows could not have has been put back by hand."""
    op.add_column(
        "conflict", sqlalchemy.Column("fields", sqlalchemy.Text, nullable=False, server_default="[]")
    )
    grow(op, schema)


def test_a_column_that_old_rows_may_lack_is_added(tmp_path: Path) -> None:
    path = tmp_path / "main.db"
    with opened(path) as db, db.write() as con:
        tell(con, title="kept")
    con = connect(path, KEY)
    con.execute("ALTER TABLE revision DROP COLUMN extra")
    con.close()
    migrate(path, KEY, "main", steps=(Step(schemas.VERSION + 1, grow),))
    assert ask(path, "SELECT extra FROM revision") is None
