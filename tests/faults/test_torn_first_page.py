"""The power goes while the first page of a store is being written again: its salt is garbage until what lies beside it has put it back."""

import os
import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sealed

from ldp_stories.errors import UserError
from ldp_stories.store import engine, records
from ldp_stories.store.engine import PAGE_BYTES, Database, connect
from ldp_stories.store.vault import Vault
from tests.store.stores import KEY, opened, tell

TORN = {
    "noise": os.urandom(512),
    "zeros": bytes(512),
    "noise in the whole page": os.urandom(PAGE_BYTES),
}
STORIES = 12
SOUND = b"\x01\x02" * 4800


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the power left it: all of a story is in the write-ahead file, folding it in had begun."""
    folder = tmp_path_factory.mktemp("cut")
    with opened(folder / "live.db") as db:
        db.checkpoint()
        with db.write() as con:
            for number in range(STORIES):  # so many that the file grows: then its first page is written again
                tell(con, title=f"told before the cut {number}", words="word " * 400)
        for side in ("", "-wal"):
            shutil.copyfile(f"{folder / 'live.db'}{side}", f"{folder / 'main.db'}{side}")
    return folder


@pytest.fixture
def store(cut: Path, tmp_path: Path) -> Path:
    for name in ("main.db", "main.db-wal"):
        shutil.copyfile(cut / name, tmp_path / name)
    return tmp_path / "main.db"


def tear(path: Path, data: bytes) -> None:
    """Garbage where the first sectors were being written."""
    with path.open("r+b") as file:
        file.write(data)


def titles(path: Path) -> list[str]:
    with opened(path) as db, db.read() as con:
        assert db.faults() == ()
        return [row.title for row in records.page(con).rows]


@pytest.mark.parametrize("torn", TORN)
def test_a_store_whose_first_page_was_torn_opens_at_the_first_try(store: Path, torn: str) -> None:
    tear(store, TORN[torn])
    assert len(titles(store)) == STORIES


@pytest.mark.parametrize("left", [512, PAGE_BYTES - 512])
def test_a_store_that_was_growing_when_the_power_went_opens(store: Path, left: int) -> None:
    """A part of a page at the end of the file: the whole page stands in the write-ahead file."""
    with store.open("ab") as file:
        file.write(os.urandom(left))
    assert len(titles(store)) == STORIES


def test_garbage_with_nothing_beside_it_is_still_told_as_damage(store: Path) -> None:
    with opened(store) as db:
        db.checkpoint()
    Path(f"{store}-wal").unlink(missing_ok=True)
    tear(store, TORN["noise"])
    with pytest.raises(UserError) as caught:
        opened(store).__enter__()
    assert caught.value.code == "WRONG_KEY"


def test_a_wrong_key_is_asked_once_and_what_lies_beside_the_store_stays(store: Path) -> None:
    with pytest.raises(UserError) as caught:
        Database(store, bytes(32), schema="main")
    assert caught.value.code == "WRONG_KEY"
    assert len(titles(store)) == STORIES


def test_a_store_on_a_disk_that_cannot_be_read_is_not_called_damaged(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An opening that the disk refuses says so; nobody is to throw the notebook away for it."""

    class Refusing:
        def execute(self, statement: str) -> None:
            raise sealed.OperationalError("disk I/O error" if "user_version" in statement else "")

        def close(self) -> None:
            pass

    monkeypatch.setattr(engine, "connect", lambda *_: Refusing())
    with pytest.raises(UserError) as caught:
        Database(store, KEY, schema="main")
    assert caught.value.code == "DISK_TROUBLE"


@pytest.mark.parametrize("torn", TORN)
def test_a_take_whose_first_page_was_torn_while_it_was_sealed_plays(tmp_path: Path, torn: str) -> None:
    vault = Vault(tmp_path)
    live = vault.create("take", KEY)
    for _ in range(3):
        live.append(SOUND)
    for side in ("", "-wal"):
        shutil.copyfile(f"{vault.path('take')}{side}", f"{vault.path('cut')}{side}")
    live.seal()
    tear(vault.path("cut"), TORN[torn])
    with vault.open("cut", KEY) as reader:
        assert b"".join(reader.pieces()) == 3 * SOUND
    assert vault.finish("cut", KEY) == 300


def test_a_take_with_garbage_and_nothing_beside_it_is_told_as_damaged(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    live = vault.create("take", KEY)
    live.append(SOUND)
    live.seal()
    tear(vault.path("take"), TORN["noise"])
    with pytest.raises(UserError) as caught:
        vault.open("take", KEY)
    assert caught.value.code == "MEDIA_DAMAGED"


def test_what_was_torn_is_whole_in_the_file_itself_after_the_first_closing(store: Path) -> None:
    """The rescue commands, which know nothing of this, read it too."""
    tear(store, TORN["noise"])
    titles(store)
    con = connect(store, KEY)
    assert con.execute("PRAGMA cipher_integrity_check").fetchall() == []
    assert con.execute("SELECT count(*) FROM record").fetchone() == (STORIES,)
    con.close()
