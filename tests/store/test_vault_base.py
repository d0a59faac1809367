"""What every vault item shares: durable settings, and troubles told in plain sentences with nothing half done."""

from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sealed

from ldp_stories.errors import UserError, sentence
from ldp_stories.store.vault import Vault, new_item_key
from ldp_stories.store.vault_base import PAGE_BYTES, connect, start, troubles, unlink

KEY = new_item_key()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (sealed.OperationalError("database or disk is full"), "NO_ROOM"),
        (sealed.OperationalError("disk I/O error"), "DISK_TROUBLE"),
        (sealed.OperationalError("unable to open database file"), "DISK_TROUBLE"),
        (sealed.DatabaseError("file is not a database"), "MEDIA_DAMAGED"),
        (sealed.DatabaseError("database disk image is malformed"), "MEDIA_DAMAGED"),
    ],
)
def test_each_trouble_of_the_driver_has_its_sentence(error: Exception, code: str) -> None:
    with pytest.raises(UserError) as caught, troubles():
        raise error
    assert caught.value.code == code
    assert sentence(caught.value) != code
    assert caught.value.__cause__ is error


def test_a_mistake_of_ours_is_not_dressed_up_as_a_trouble() -> None:
    with pytest.raises(sealed.IntegrityError), troubles():
        raise sealed.IntegrityError("UNIQUE constraint failed")


def test_what_had_begun_is_rolled_back(tmp_path: Path) -> None:
    con = start(tmp_path / "x.item", KEY, "live", wal=True)
    con.execute("BEGIN IMMEDIATE")
    con.execute("INSERT INTO gap(at, ms) VALUES (0, 1)")
    with pytest.raises(UserError), troubles(con):
        raise sealed.OperationalError("disk I/O error")
    assert not con.in_transaction
    assert con.execute("SELECT count(*) FROM gap").fetchone()[0] == 0
    con.close()


@pytest.mark.parametrize(("wal", "mode"), [(True, "wal"), (False, "delete")])
def test_an_item_is_written_durably_and_large(tmp_path: Path, wal: bool, mode: str) -> None:
    con = start(tmp_path / "x.item", KEY, "live", wal=wal)
    assert con.execute("PRAGMA journal_mode").fetchone()[0] == mode
    assert con.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert int(con.execute("PRAGMA page_size").fetchone()[0]) == PAGE_BYTES
    assert con.execute("PRAGMA temp_store").fetchone()[0] == 2
    assert con.execute("PRAGMA trusted_schema").fetchone()[0] == 0
    con.close()


def test_an_item_that_cannot_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ldp_stories.store.vault_base._TABLES", "CREATE TABLE broken(")
    with pytest.raises(UserError):
        start(tmp_path / "x.item", KEY, "live", wal=True)
    assert list(tmp_path.iterdir()) == []


def test_the_item_opens_with_the_key_and_page_size_alone(tmp_path: Path) -> None:
    """The rescue: the driver by itself, as the commands of the store's page tell a person."""
    vault = Vault(tmp_path)
    item = vault.create("take", KEY)
    item.append(b"\1\0" * 100)
    item.seal()
    con = sealed.connect(str(vault.path("take")))
    con.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    con.execute(f"PRAGMA cipher_page_size = {PAGE_BYTES}")
    assert con.execute("SELECT data FROM piece ORDER BY start").fetchall() == [(b"\1\0" * 100,)]
    con.close()


def test_side_files_go_with_the_item(tmp_path: Path) -> None:
    for name in ("x.item", "x.item-wal", "x.item-shm", "x.item-journal", "y.item"):
        (tmp_path / name).touch()
    unlink(tmp_path / "x.item")
    unlink(tmp_path / "x.item")
    assert [path.name for path in tmp_path.iterdir()] == ["y.item"]


def test_a_reader_that_is_alone_needs_no_shared_memory_file(tmp_path: Path) -> None:
    con = start(tmp_path / "x.item", KEY, "live", wal=True)
    con.close()
    alone = connect(tmp_path / "x.item", KEY, alone=True)
    assert alone.execute("SELECT value FROM fact WHERE name = 'kind'").fetchone() == ("live",)
    assert not (tmp_path / "x.item-shm").exists()
    alone.close()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of files that somebody has open, as Windows sees it: they cannot be deleted."""
    names: set[str] = set()
    real = Path.unlink

    def refusing(path: Path, missing_ok: bool = False) -> None:
        if path.name in names:
            raise PermissionError(13, "in use")
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refusing)
    return names


def test_an_item_that_somebody_holds_is_marked_and_goes_when_it_is_let_go(
    tmp_path: Path, held: set[str]
) -> None:
    vault = Vault(tmp_path)
    for name in ("one", "two"):
        vault.create(name, KEY).seal()
    held.add("one.item")
    vault.remove("one")
    vault.remove("two")
    assert vault.items() == ["one"]
    assert vault.sweep() == 1
    assert vault.items() == ["one"], "still held: it keeps its mark"
    held.clear()
    assert vault.sweep() == 1
    assert list(tmp_path.iterdir()) == []
    assert vault.sweep() == 0


def test_an_item_that_could_be_deleted_after_all_leaves_no_mark(tmp_path: Path, held: set[str]) -> None:
    vault = Vault(tmp_path)
    vault.create("one", KEY).seal()
    held.add("one.item")
    vault.remove("one")
    held.clear()
    vault.remove("one")
    assert list(tmp_path.iterdir()) == []
