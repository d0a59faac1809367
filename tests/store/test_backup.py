"""Local copies: verified, three generations, and orders told to them before they are used again."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.errors import UserError
from ldp_stories.store import backup, desk, epochs, homes, layers, ledger, order_book, records
from ldp_stories.store.backup import Copy
from ldp_stories.store.engine import Database
from ldp_stories.store.homes import HomeFolder, Stores
from tests.store.stores import AMINA, AT, erase, on_disk, tell

ROOT = b"r" * 32


@pytest.fixture
def home(tmp_path: Path) -> HomeFolder:
    return homes.create_home(tmp_path / "home", slots={"main": ["slot"]}, reserve_bytes=0)


@pytest.fixture
def stores(home: HomeFolder) -> Iterator[Stores]:
    opened = homes.open_stores(home, ROOT, create=True)
    with homes.open_identity(home, b"i" * 32, opened.orders) as db, db.write() as con:
        ledger.put(con, AMINA, "contact_card", "card", sets={"name": "N"}, stream="i", at_label=AT)
    yield opened
    opened.close()


def label(day: int) -> str:
    return f"2026-05-{day:02}T10:00:00Z"


def bring_back(home: HomeFolder, stores: Stores, copy: Copy) -> Stores:
    """Close, restore, open: what the service does."""
    stores.main.close()
    stores.desk.close()
    key = stores.main._key
    backup.restore(home, copy, lambda path: Database(path, key, schema="main"), stores.orders)
    stores.orders.close()
    return homes.open_stores(home, ROOT)


def test_a_copy_holds_the_sealed_stores_and_the_slots_but_not_the_orders_or_the_vault(
    home: HomeFolder, stores: Stores
) -> None:
    with stores.main.write() as con:
        tell(con, words="canary")
    (home.vault / "x.item").write_bytes(b"sound")
    made = backup.make(home, stores, label(1))
    names = {p.name for p in made.folder.iterdir()}
    assert names == {"main.db", "desk.db", "identity.db", "keyslots.json", "copy.json"}
    assert b"canary" not in on_disk(home.path)
    assert backup.copies(home) == (made,)
    assert backup.check(made)
    assert made.bytes > 0
    assert not made.with_vault


def test_a_copy_is_made_while_others_write(home: HomeFolder, stores: Stores) -> None:
    with stores.main.write() as con:
        told = tell(con)
    backup.make(home, stores, label(1), progress=lambda _done, _all: None)
    with stores.main.write() as con:
        ledger.put(con, AMINA, "record", told.record, sets={"title": "later"}, at_label=AT)
    assert backup.check(backup.copies(home)[0])


def test_the_three_copies_made_last_are_kept_whatever_the_clock_said(
    home: HomeFolder, stores: Stores
) -> None:
    for day in (1, 3, 2, 4, 5):
        backup.make(home, stores, label(day))
    assert [c.at_label for c in backup.copies(home)] == [label(5), label(4), label(2)]


def test_after_an_erasure_only_the_fresh_copy_is_left(home: HomeFolder, stores: Stores) -> None:
    for day in (1, 2):
        backup.make(home, stores, label(day))
    (home.backups / "before-copy-1").mkdir()
    made = backup.make(home, stores, label(3), keep=1)
    assert [p.name for p in home.backups.iterdir()] == [made.folder.name]


def test_a_copy_on_a_stick_holds_the_media_and_deletes_nothing_there(
    home: HomeFolder, stores: Stores, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    (home.vault / "x.item").write_bytes(b"sound")
    for day in range(1, 6):
        made = backup.make(home, stores, label(day), to=stick)
    assert len(backup.copies(home, stick)) == 5
    assert (made.folder / "vault" / "x.item").read_bytes() == b"sound"
    assert made.with_vault
    assert backup.copies(home) == ()


@pytest.mark.parametrize("name", ["main.db", "identity.db", "keyslots.json"])
def test_a_copy_that_rotted_is_known_and_never_brought_back(
    home: HomeFolder, stores: Stores, name: str
) -> None:
    made = backup.make(home, stores, label(1))
    data = bytearray((made.folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (made.folder / name).write_bytes(bytes(data))
    assert not backup.check(made)
    before = home.main.read_bytes()
    with pytest.raises(UserError) as caught:
        bring_back(home, stores, made)
    assert caught.value.code == "NO_COPY"
    assert home.main.read_bytes()[:4096] == before[:4096]


def test_a_copy_that_does_not_read_back_is_thrown_away(
    home: HomeFolder, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Database, "faults", lambda _self: ("page 3",))
    with pytest.raises(UserError) as caught:
        backup.make(home, stores, label(1))
    assert caught.value.code == "COPY_DAMAGED"
    assert list(home.backups.iterdir()) == []


def test_a_file_that_is_not_copied_right_is_noticed(
    home: HomeFolder, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(source: object, target: object, _size: int = 0) -> None:
        target.write(source.read(3))  # type: ignore[attr-defined]

    monkeypatch.setattr(shutil, "copyfileobj", half)
    with pytest.raises(UserError) as caught:
        backup.make(home, stores, label(1))
    assert caught.value.code == "COPY_DAMAGED"


def test_a_full_disk_leaves_the_older_copies(
    home: HomeFolder, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backup.make(home, stores, label(1))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError) as caught:
        backup.make(home, stores, label(2))
    assert caught.value.code == "NO_ROOM"
    assert backup.copies(home) == (first,)
    assert [p.name for p in home.backups.iterdir()] == [first.folder.name]


def test_half_made_copies_do_not_count_and_are_cleared_away(home: HomeFolder, stores: Stores) -> None:
    half = home.backups / "copy-x.part"
    half.mkdir()
    (half / "copy.json").write_text("{}")
    assert backup.copies(home) == ()
    backup.make(home, stores, label(1))
    assert not half.exists()


def test_a_copy_whose_deleting_was_cut_off_does_not_count_and_goes_the_next_time(
    home: HomeFolder, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = backup.make(home, stores, label(14))
    gone: list[str] = []

    def cut(folder: Path, **_: object) -> None:
        if folder == older.folder:
            gone.append(min(p.name for p in folder.iterdir()))
            (folder / gone[0]).unlink()
            raise KeyboardInterrupt

    with monkeypatch.context() as power:
        power.setattr(shutil, "rmtree", cut)
        with pytest.raises(KeyboardInterrupt):
            backup.forget_older(home, 0)
    assert gone
    assert older.folder.is_dir()
    assert backup.copies(home) == ()
    fresh = backup.make(home, stores, label(15))
    assert backup.copies(home) == (fresh,)
    assert [p for p in home.backups.iterdir() if p.is_dir()] == [fresh.folder]


def test_a_restored_home_is_as_it_was_and_the_present_one_is_put_aside(
    home: HomeFolder, stores: Stores
) -> None:
    with stores.main.write() as con:
        told = tell(con, title="before")
    with stores.desk.write() as con:
        desk.save(con, "half", "a wo")
    made = backup.make(home, stores, label(1))
    with stores.main.write() as con:
        ledger.put(con, AMINA, "record", told.record, sets={"title": "after"}, at_label=AT)
    again = bring_back(home, stores, made)
    with again.main.read() as con:
        assert records.page(con).rows[0].title == "before"
    with again.desk.read() as con:
        assert desk.load(con, "half") == "a wo"
    with homes.open_identity(home, b"i" * 32, again.orders) as db, db.read() as con:
        assert ledger.entity(con, "card") is not None
    assert (home.backups / f"before-{made.folder.name}" / "main.db").exists()
    assert not list(home.path.glob("*.part"))
    again.close()


def test_what_was_erased_after_the_copy_is_erased_in_it_before_it_is_used(
    home: HomeFolder, stores: Stores
) -> None:
    with stores.main.write() as con:
        told = tell(con)
    made = backup.make(home, stores, label(1))
    order_book.obey(stores.main, stores.orders, [erase(subject=told.participant)])
    again = bring_back(home, stores, made)
    with again.main.read() as con:
        assert layers.of_record(con, told.record) == ()
        assert all(r.body is None for r in ledger.revisions(con, ents=[told.record, told.layer]))
    again.close()


def test_a_restored_home_writes_under_a_new_epoch(home: HomeFolder, stores: Stores, tmp_path: Path) -> None:
    state = tmp_path / "state"
    epochs.found(stores.main, state, "machine", new_id())
    made = backup.make(home, stores, label(1))
    assert epochs.open_epoch(stores.main, state, "machine").epoch == 1
    again = bring_back(home, stores, made)
    assert epochs.open_epoch(again.main, state, "machine").epoch == 2
    again.close()


def test_media_come_back_from_a_stick(home: HomeFolder, stores: Stores, tmp_path: Path) -> None:
    (home.vault / "x.item").write_bytes(b"sound")
    (home.vault / "y.item").write_bytes(b"older")
    made = backup.make(home, stores, label(1), to=tmp_path / "stick")
    (home.vault / "x.item").unlink()
    (home.vault / "y.item").write_bytes(b"newer")
    bring_back(home, stores, made).close()
    assert (home.vault / "x.item").read_bytes() == b"sound"
    assert (home.vault / "y.item").read_bytes() == b"newer"


def test_a_list_names_its_files_the_same_way_on_each_system(
    home: HomeFolder, stores: Stores, tmp_path: Path
) -> None:
    (home.vault / "a.item").write_bytes(b"sealed")
    copy = backup.make(home, stores, label(1), to=tmp_path / "stick")
    listed = json.loads((copy.folder / "copy.json").read_bytes())
    assert "vault/a.item" in listed["sha256"]
    listed["sha256"] = {name.replace("/", "\\"): digest for name, digest in listed["sha256"].items()}
    (copy.folder / "copy.json").write_text(json.dumps(listed))
    assert backup.check(copy), "one that was made on Windows before"
    (copy.folder / "vault" / "a.item").write_bytes(b"rotten")
    assert not backup.check(copy)


def test_the_memory_that_readers_share_is_left_out_of_a_copy(
    home: HomeFolder, stores: Stores, tmp_path: Path
) -> None:
    for name in ("a.item", "a.item-wal", "a.item-shm"):
        (home.vault / name).write_bytes(name.encode())
    copy = backup.make(home, stores, label(1), to=tmp_path / "stick")
    assert sorted(p.name for p in (copy.folder / "vault").iterdir()) == ["a.item", "a.item-wal"]
