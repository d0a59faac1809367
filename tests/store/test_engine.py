"""Opening sealed stores: one at a time, with the right key, durable, and plain sentences for what goes wrong."""

import os
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import literal_column, select, text
from sqlcipher3 import dbapi2 as sealed

from ldp_stories.errors import UserError
from ldp_stories.store import engine, schemas
from ldp_stories.store.changes import changed
from ldp_stories.store.engine import APPLICATION, Database, connect, troubles
from ldp_stories.store.records import record_table
from tests.store.stores import KEY, on_disk, opened, tell, two_views


def pragma(db: Database, name: str, *, write: bool) -> object:
    with db.write() if write else db.read() as con:
        return con.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_the_writer_has_64_mb_and_a_reader_8(store: Database) -> None:
    assert pragma(store, "cache_size", write=True) == -65_536
    assert pragma(store, "cache_size", write=False) == -8_192


def test_there_is_one_writer_and_there_are_two_readers(store: Database) -> None:
    assert store._writer.pool.size() == 1  # type: ignore[attr-defined]
    assert store._reader.pool.size() == 2  # type: ignore[attr-defined]
    with two_views(store) as (one, other):
        assert one.connection.driver_connection is not other.connection.driver_connection


def test_one_look_after_the_other_goes_through_the_same_reader(store: Database) -> None:
    """What the one before has read and unsealed is still in its memory."""
    with two_views(store):
        pass
    readers = set()
    for _ in range(4):
        with store.read() as con:
            readers.add(con.connection.driver_connection)
    assert len(readers) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("temp_store", 2),
        ("auto_vacuum", 2),
        ("application_id", APPLICATION),
        ("user_version", schemas.VERSION),
    ],
)
def test_the_store_is_set_as_promised(store: Database, name: str, value: object) -> None:
    assert pragma(store, name, write=True) == value


def test_nothing_readable_is_on_the_disk(tmp_path: Path) -> None:
    with opened(tmp_path / "main.db") as db, db.write() as con:
        tell(con, words="canary in the words", title="canary in the title")
        assert b"canary" not in on_disk(tmp_path)
    assert b"canary" not in on_disk(tmp_path)
    assert not (tmp_path / "main.db").read_bytes().startswith(b"SQLite format 3")


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_only_its_owner_may_open_the_file(store: Database) -> None:
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600


def test_what_was_committed_is_there_again(tmp_path: Path) -> None:
    with opened(tmp_path / "main.db") as db, db.write() as con:
        con.exec_driver_sql("INSERT INTO local_fact VALUES ('a', '1')")
    with opened(tmp_path / "main.db") as db, db.read() as con:
        assert con.exec_driver_sql("SELECT value FROM local_fact").scalar() == "1"


def test_an_exception_undoes_the_whole_transaction(store: Database) -> None:
    def half() -> None:
        with store.write() as con:
            con.exec_driver_sql("INSERT INTO local_fact VALUES ('a', '1')")
            raise KeyError

    with pytest.raises(KeyError):
        half()
    with store.read() as con:
        assert con.exec_driver_sql("SELECT count(*) FROM local_fact").scalar() == 0


def test_a_reader_cannot_write(store: Database) -> None:
    with pytest.raises(UserError) as caught, store.read() as con:
        con.exec_driver_sql("INSERT INTO local_fact VALUES ('a', '1')")
    assert "readonly" in str(caught.value.facts)


def test_a_reader_sees_one_moment_while_others_write(store: Database) -> None:
    with store.read() as reading:
        before = reading.exec_driver_sql("SELECT count(*) FROM local_fact").scalar()
        with store.write() as con:
            con.exec_driver_sql("INSERT INTO local_fact VALUES ('a', '1')")
        assert reading.exec_driver_sql("SELECT count(*) FROM local_fact").scalar() == before == 0
    with store.read() as con:
        assert con.exec_driver_sql("SELECT count(*) FROM local_fact").scalar() == 1


def test_a_read_inside_a_read_needs_no_second_reader(store: Database) -> None:
    with store.read() as outer, ThreadPoolExecutor(1) as other:
        beside = store.read()
        other.submit(beside.__enter__).result()
        try:
            with store.read() as inner:
                assert inner is outer
        finally:
            other.submit(beside.__exit__, None, None, None).result()


def test_a_read_inside_a_read_sees_what_the_same_thread_has_written_since(store: Database) -> None:
    with store.read():
        with store.write() as con:
            con.exec_driver_sql("INSERT INTO local_fact VALUES ('later', '1')")
        with store.read() as inner:
            assert inner.exec_driver_sql("SELECT value FROM local_fact WHERE name = 'later'").scalar() == "1"


def test_two_threads_that_look_again_after_a_write_never_wait_for_each_other(store: Database) -> None:
    """Both readers are held; a third thread writes; each holder looks again inside: nobody stands still, and both see the new."""
    holding, written = threading.Barrier(3), threading.Event()

    def look_twice() -> int:
        with store.read():
            holding.wait(10)
            assert written.wait(10)
            with store.read() as inner:
                return int(
                    inner.exec_driver_sql("SELECT count(*) FROM local_fact WHERE name = 'new'").scalar() or 0
                )

    with ThreadPoolExecutor(2) as others:
        both = [others.submit(look_twice) for _ in range(2)]
        holding.wait(10)
        with store.write() as con:
            con.exec_driver_sql("INSERT INTO local_fact VALUES ('new', '1')")
        written.set()
        assert [one.result(20) for one in both] == [1, 1]
    assert store._reader.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_a_third_reader_waits_its_turn(store: Database) -> None:
    def look() -> int:
        with store.read() as con:
            return int(con.exec_driver_sql("SELECT count(*) FROM local_fact").scalar() or 0)

    with ThreadPoolExecutor(1) as other:
        with two_views(store):
            third = other.submit(look)
            assert not third.done()
            assert store._reader.pool.checkedout() == 2  # type: ignore[attr-defined]
        assert third.result(20) == 0


def test_listeners_hear_the_changed_nouns_after_the_commit(store: Database) -> None:
    heard: list[frozenset[str]] = []

    def listen(nouns: frozenset[str]) -> None:
        with store.read() as con:
            assert con.exec_driver_sql("SELECT count(*) FROM local_fact").scalar() == 1
        heard.append(nouns)

    store.listeners.append(listen)
    with store.write() as con:
        con.exec_driver_sql("INSERT INTO local_fact VALUES ('a', '1')")
        changed(con, "record", "layer")
        assert not heard
    assert heard == [frozenset({"record", "layer"})]


def test_listeners_hear_nothing_of_what_was_undone_or_changed_nothing(store: Database) -> None:
    heard: list[frozenset[str]] = []
    store.listeners.append(heard.append)

    def undone() -> None:
        with store.write() as con:
            changed(con, "record")
            raise KeyError

    with pytest.raises(KeyError):
        undone()
    with store.write():
        pass
    assert heard == []


def test_a_write_inside_a_write_is_a_bug_and_not_a_standstill(store: Database) -> None:
    with store.write(), pytest.raises(RuntimeError), store.write():
        pass


def test_writers_of_several_threads_take_turns(store: Database) -> None:
    def add(name: str) -> None:
        for i in range(10):
            with store.write() as con:
                con.exec_driver_sql("INSERT INTO local_fact VALUES (?, '1')", (f"{name}{i}",))

    threads = [threading.Thread(target=add, args=(n,)) for n in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as con:
        assert con.exec_driver_sql("SELECT count(*) FROM local_fact").scalar() == 30


def code_of(path: Path, key: bytes = KEY) -> str:
    with pytest.raises(UserError) as caught:
        Database(path, key, schema="main")
    return caught.value.code


def test_a_wrong_key_is_told_and_harms_nothing(tmp_path: Path) -> None:
    path = tmp_path / "main.db"
    with opened(path):
        pass
    before = path.read_bytes()
    assert code_of(path, bytes(32)) == "WRONG_KEY"
    assert path.read_bytes() == before
    with opened(path):
        pass


def test_a_missing_store_is_told(tmp_path: Path) -> None:
    assert code_of(tmp_path / "main.db") == "NO_STORE"
    assert not (tmp_path / "main.db").exists()


@pytest.mark.parametrize("content", [b"", b"not a store", b"SQLite format 3\x00" + bytes(4080)])
def test_what_is_not_a_sealed_store_is_told_as_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "main.db").write_bytes(content)
    assert code_of(tmp_path / "main.db") == "STORE_DAMAGED"
    assert (tmp_path / "main.db").read_bytes() == content


def test_a_sealed_store_of_another_program_is_refused(tmp_path: Path) -> None:
    con = connect(tmp_path / "main.db", KEY)
    con.execute("CREATE TABLE other(x)")
    con.close()
    assert code_of(tmp_path / "main.db") == "STORE_DAMAGED"


@pytest.mark.parametrize(
    ("version", "code"), [(schemas.VERSION + 1, "STORE_NEWER"), (schemas.VERSION - 1, "STORE_OLDER")]
)
def test_a_store_of_another_version_is_told(tmp_path: Path, version: int, code: str) -> None:
    with opened(tmp_path / "main.db"):
        pass
    con = connect(tmp_path / "main.db", KEY)
    con.execute(f"PRAGMA user_version = {version}")
    con.close()
    assert code_of(tmp_path / "main.db") == code


def test_a_store_that_is_open_cannot_be_opened_again(tmp_path: Path) -> None:
    with opened(tmp_path / "main.db"):
        assert code_of(tmp_path / "main.db") == "STORE_IN_USE"
    with opened(tmp_path / "main.db"):
        pass


def test_another_process_finds_the_store_in_use_until_it_is_closed(tmp_path: Path) -> None:
    look = (
        "import sys, pathlib; from ldp_stories.errors import UserError; from ldp_stories.store.locks import FileLock\n"
        "try: FileLock(pathlib.Path(sys.argv[1]))\nexcept UserError as error: print(error.code)"
    )

    def other() -> str:
        command = [sys.executable, "-c", look, str(tmp_path / "main.db.lock")]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    with opened(tmp_path / "main.db"):
        assert other() == "STORE_IN_USE"
    assert other() == ""


def test_a_key_must_have_32_bytes(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32"):
        Database(tmp_path / "main.db", b"short", schema="main", create=True)


def test_making_a_store_never_overwrites_a_file(tmp_path: Path) -> None:
    (tmp_path / "main.db").write_bytes(b"something")
    with pytest.raises(FileExistsError):
        Database(tmp_path / "main.db", KEY, schema="main", create=True)
    assert (tmp_path / "main.db").read_bytes() == b"something"


def test_every_kind_of_store_opens_again(tmp_path: Path) -> None:
    for schema in ("main", "desk", "identity", "orders"):
        Database(tmp_path / schema, KEY, schema=schema, create=True).close()
        Database(tmp_path / schema, KEY, schema=schema).close()


def test_a_sound_store_has_no_faults_and_a_bit_of_rot_is_found(tmp_path: Path) -> None:
    path = tmp_path / "main.db"
    with opened(path) as db:
        with db.write() as con:
            for i in range(40):
                tell(con, words=f"story {i} " * 60)
        assert db.faults() == ()
        db.checkpoint()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with opened(path) as db:
        assert db.faults() != ()


def test_a_checkpoint_leaves_no_write_ahead_file(store: Database) -> None:
    with store.write() as con:
        tell(con)
    store.checkpoint()
    assert Path(f"{store.path}-wal").stat().st_size == 0


def test_free_pages_go_back_to_the_disk_in_small_steps(store: Database) -> None:
    with store.write() as con:
        for i in range(60):
            tell(con, words=f"word{i} " * 2_000)
    store.checkpoint()
    full = store.path.stat().st_size
    with store.write() as con:
        con.exec_driver_sql("DELETE FROM revision")
    left = store.shrink(50)
    assert left > 0
    while left:
        again = store.shrink(50)
        assert again < left
        left = again
    store.checkpoint()
    assert store.path.stat().st_size < full


def test_a_copy_is_sealed_whole_and_under_the_same_key(store: Database, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    with store.write() as con:
        told = tell(con, title="canary")
    store.copy_to(tmp_path / "copy.db", lambda done, total: steps.append((done, total)))
    assert steps
    assert steps[-1][0] == steps[-1][1] > 0
    assert b"canary" not in (tmp_path / "copy.db").read_bytes()
    copied = store.reopened(tmp_path / "copy.db")
    with copied.read() as con:
        assert con.exec_driver_sql("SELECT id FROM record").scalar() == told.record
    copied.close()


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("database or disk is full", "NO_ROOM"),
        ("disk I/O error", "DISK_TROUBLE"),
        ("database disk image is malformed", "STORE_DAMAGED"),
        ("attempt to write a readonly database", "DISK_TROUBLE"),
    ],
)
def test_troubles_of_the_disk_have_plain_names(message: str, code: str) -> None:
    with pytest.raises(UserError) as caught, troubles():
        raise sealed.OperationalError(message)
    assert caught.value.code == code


def test_our_own_mistakes_stay_mistakes() -> None:
    with pytest.raises(sealed.OperationalError), troubles():
        raise sealed.OperationalError("no such table: nonsense")


def test_a_statement_is_put_into_sql_once_for_readers_and_writers_of_all_stores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: Any = select(literal_column("1").label("only_here"), text("'for this test'"))
    made: list[str] = []
    dialect = engine._model().dialect
    usual = dialect.statement_compiler

    def counting(*given: Any, **more: Any) -> Any:
        made.append(str(given[1]))
        return usual(*given, **more)

    monkeypatch.setattr(dialect, "statement_compiler", counting)
    for name in ("one", "two"):
        with opened(tmp_path / name) as store, store.write() as con:
            assert con.execute(wanted).all() == [(1, "for this test")]
            with store.read() as seen:
                assert seen.execute(wanted).all() == [(1, "for this test")]
    assert len([sql for sql in made if "only_here" in sql]) == 1


def test_engines_share_statements_but_neither_their_rows_nor_their_rights(tmp_path: Path) -> None:
    with opened(tmp_path / "one") as one, opened(tmp_path / "two") as two:
        with one.write() as con:
            told = tell(con)
        for store, expected in ((one, [told.record]), (two, [])):
            with store.read() as con:
                assert con.execute(select(record_table.c.id)).scalars().all() == expected
            with pytest.raises(UserError), store.read() as con:
                con.exec_driver_sql("DELETE FROM record")
