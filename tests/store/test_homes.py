"""A home on disk: made once, in a safe place, opened with its root key; order book, identity and small facts with it."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.crypto.slots import derive
from ldp_stories.domain.ids import new_id
from ldp_stories.errors import UserError
from ldp_stories.store import facts, folders, homes, identity, ledger, order_book, quarantine, schemas
from ldp_stories.store.engine import connect
from ldp_stories.store.homes import HomeFolder, Stores
from ldp_stories.store.quarantine import SetAside
from tests.store.stores import AMINA, AT, JOAN, erase, narrow, on_disk, tell

ROOT = b"r" * 32


@pytest.fixture
def home(tmp_path: Path) -> HomeFolder:
    return homes.create_home(tmp_path / "home", slots={"main": []}, reserve_bytes=4096)


@pytest.fixture
def stores(home: HomeFolder) -> Iterator[Stores]:
    opened = homes.open_stores(home, ROOT, create=True)
    yield opened
    opened.close()


def code_of(action: object, *args: object, **options: object) -> UserError:
    with pytest.raises(UserError) as caught:
        action(*args, **options)  # type: ignore[operator]
    return caught.value


def test_a_home_has_its_folders_slots_and_reserve(home: HomeFolder) -> None:
    assert home.exists
    assert all(p.is_dir() for p in (home.vault, home.backups, home.quarantine))
    assert home.reserve.stat().st_size >= 4096
    assert homes.read_slots(home) == {"main": []}


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_only_its_owner_may_look_into_a_home(home: HomeFolder) -> None:
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.keyslots.stat().st_mode) == 0o600


def test_a_home_is_never_made_over_another_or_among_other_files(home: HomeFolder, tmp_path: Path) -> None:
    assert code_of(homes.create_home, home.path, slots={}).code == "HOME_EXISTS"
    assert homes.read_slots(home) == {"main": []}
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    assert code_of(homes.create_home, tmp_path / "full", slots={}).code == "HOME_EXISTS"
    (tmp_path / "empty").mkdir()
    assert homes.create_home(tmp_path / "empty", slots={}, reserve_bytes=0).exists


def test_missing_and_spoilt_slots_are_told(tmp_path: Path, home: HomeFolder) -> None:
    assert code_of(homes.read_slots, HomeFolder(tmp_path / "nothing")).code == "NO_HOME"
    for spoilt in (b"", b"[1]", b"{"):
        home.keyslots.write_bytes(spoilt)
        assert code_of(homes.read_slots, home).code == "STORE_DAMAGED"


def test_slots_are_replaced_in_one_step(home: HomeFolder) -> None:
    homes.write_slots(home, {"main": [1]})
    homes.write_slots(home, {"main": [2]})
    assert homes.read_slots(home) == {"main": [2]}
    assert not list(home.path.glob("*.part"))


def test_the_stores_have_different_keys_and_open_again(home: HomeFolder, stores: Stores) -> None:
    with stores.main.write() as con:
        facts.save(con, "who", {"name": "Amina"})
    stores.close()
    again = homes.open_stores(home, ROOT)
    with again.main.read() as con:
        assert facts.load(con, "who") == {"name": "Amina"}
    assert len({again.main._key, again.desk._key, again.orders._key, ROOT}) == 4
    again.close()


def test_a_wrong_root_key_opens_nothing_and_leaves_nothing_locked(home: HomeFolder, stores: Stores) -> None:
    stores.close()
    assert code_of(homes.open_stores, home, bytes(32)).code == "WRONG_KEY"
    homes.open_stores(home, ROOT).close()


def test_one_missing_store_closes_the_others_again(home: HomeFolder, stores: Stores) -> None:
    stores.close()
    home.orders.unlink()
    assert code_of(homes.open_stores, home, ROOT).code == "NO_STORE"
    assert code_of(homes.open_stores, home, ROOT).code == "NO_STORE"


def test_the_reserve_can_be_given_back_and_taken_again(home: HomeFolder) -> None:
    homes.free_reserve(home)
    homes.free_reserve(home)
    assert not home.reserve.exists()
    homes.keep_reserve(home, 8192)
    homes.keep_reserve(home, 4096)
    assert home.reserve.stat().st_size == 8192


def test_small_facts_are_set_read_and_forgotten(stores: Stores) -> None:
    with stores.main.write() as con:
        assert facts.load(con, "a", 7) == 7
        facts.save(con, "a", None)
        assert facts.load(con, "a", 7) is None
        facts.save(con, "a", [1, "ü"])
        assert facts.load(con, "a") == [1, "ü"]
        facts.drop(con, "a")
        facts.drop(con, "a")
        assert facts.load(con, "a") is None


@pytest.mark.parametrize(
    "name",
    ["OneDrive", "OneDrive - Ward Trust", "Dropbox", "Dropbox (Personal)", "Nextcloud", "ownCloud", "Google Drive", "GoogleDrive",
     "My Drive", "iCloud Drive", "iCloud~com~x", "Mobile Documents", "pCloudDrive", "Syncthing", "Tresorit", "Seafile"],
)  # fmt: skip
def test_a_synced_folder_is_refused_by_its_name_at_any_depth(tmp_path: Path, name: str) -> None:
    error = code_of(homes.create_home, tmp_path / name / "deeper" / "home", slots={})
    assert (error.code, error.facts["why"]) == ("SYNCED_FOLDER", name)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    "marker",
    [
        ".dropbox",
        ".stfolder",
        ".owncloudsync.log",
        ".sync_8f3a.db",
        ".nextcloudsync.log.1.log",
        ".tmp.drivedownload",
    ],
)
def test_a_synced_folder_is_refused_by_what_lies_in_it(tmp_path: Path, marker: str) -> None:
    (tmp_path / "files" / "work").mkdir(parents=True)
    (tmp_path / "files" / marker).write_text("")
    assert folders.unsafe(tmp_path / "files" / "work" / "home") == "files"


@pytest.mark.parametrize("name", ["Documents", "One Drive Road", "dropboxes", "My stories", "Box"])
def test_an_ordinary_folder_is_fine(tmp_path: Path, name: str) -> None:
    assert folders.unsafe(tmp_path / name) is None


def test_a_onedrive_of_any_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Trust files"))
    assert folders.unsafe(tmp_path / "Trust files" / "home") == "Trust files"


def test_a_link_into_a_synced_folder_does_not_hide_it(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "Dropbox")
    assert folders.unsafe(tmp_path / "link" / "home") == "Dropbox"


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/amina/notes", None),
        ("/mnt/share/notes", "cifs"),
        ("/mnt/share", "cifs"),
        ("/mnt/stick/notes", None),
        ("/net/a/b/c", "fuse.sshfs"),
    ],
)
def test_a_network_disk_is_known_by_its_nearest_mount(folder: str, kind: str | None) -> None:
    mounts = {"/": "ext4", "/mnt/share": "cifs", "/mnt/stick": "vfat", "/net/a": "fuse.sshfs"}
    assert folders.network_kind(Path(folder), mounts) == kind


def test_an_open_home_moved_into_a_synced_folder_is_refused(
    home: HomeFolder, stores: Stores, tmp_path: Path
) -> None:
    stores.close()
    (tmp_path / "Nextcloud").mkdir()
    moved = home.path.rename(tmp_path / "Nextcloud" / "home")
    assert code_of(homes.open_stores, HomeFolder(moved), ROOT).code == "SYNCED_FOLDER"


def test_the_order_book_keeps_every_order_and_its_right(stores: Stores) -> None:
    first, second = erase("t", subject="p"), narrow("audio", targets=("x",))
    order_book.remember(stores.orders, [first, second], without_right=[second.id])
    order_book.remember(stores.orders, [first])
    assert order_book.kept(stores.orders) == ((first, second), frozenset({second.id}))
    order_book.remember(stores.orders, [first], without_right=[first.id])
    order_book.remember(stores.orders, [second])
    kept, without_right = order_book.kept(stores.orders)
    assert (set(kept), without_right) == ({first, second}, frozenset())


def test_obeying_writes_the_book_first(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    """So a kill in the middle of carrying an order out can never lose the order."""

    def killed(*_: object, **__: object) -> int:
        raise KeyError

    order = erase(subject="p")
    monkeypatch.setattr(ledger, "apply_orders", killed)
    with pytest.raises(KeyError):
        order_book.obey(stores.main, stores.orders, [order])
    assert order_book.kept(stores.orders)[0] == (order,)


def test_obeying_carries_the_order_out(stores: Stores) -> None:
    with stores.main.write() as con:
        told = tell(con)
    order = erase(subject=told.participant)
    assert order_book.obey(stores.main, stores.orders, [order], without_right=[order.id]) == 0
    assert order_book.obey(stores.main, stores.orders, [order]) == 5


def test_a_store_is_told_what_the_book_knows(stores: Stores) -> None:
    with stores.main.write() as con:
        told = tell(con)
    order_book.remember(stores.orders, [erase(subject=told.participant)])
    assert order_book.replay(stores.main, stores.orders) == 5
    assert order_book.replay(stores.main, stores.orders) == 0


def test_who_people_are_is_kept_apart_and_obeys_orders_when_it_opens(
    home: HomeFolder, stores: Stores
) -> None:
    key = b"i" * 32
    with homes.open_identity(home, key, stores.orders) as db, db.write() as con:
        for person in ("p", "q"):
            card = {"participant": person, "name": f"Canary {person}", "phone": "1"}
            ledger.put(
                con, AMINA, "contact_card", new_id(), sets=card, subj=[person], stream="i", at_label=AT
            )
        proof = {"consent": "c", "kind": "paper", "media": "m"}
        ledger.put(con, AMINA, "evidence", new_id(), sets=proof, subj=["p"], stream="i", at_label=AT)
        card_of = identity.contact_card(con, "p")
        assert card_of is not None
        assert card_of["name"] == "Canary p"
        assert [e["kind"] for e in identity.evidence(con, "c")] == ["paper"]
        assert len(identity.about(con, "p")) == 2
    assert b"Canary" not in on_disk(home.path)
    order_book.remember(stores.orders, [erase(subject="p")])
    with homes.open_identity(home, key, stores.orders) as db, db.read() as con:
        assert identity.contact_card(con, "p") is None
        assert identity.evidence(con, "c") == ()
        assert identity.contact_card(con, "q") is not None
        assert all(r.body is None for r in ledger.revisions(con, ents=identity.about(con, "p")))


def test_the_identity_projection_can_be_rebuilt(home: HomeFolder, stores: Stores) -> None:
    with homes.open_identity(home, b"i" * 32, stores.orders) as db, db.write() as con:
        ledger.put(
            con, JOAN, "contact_card", "card", sets={"participant": "p", "name": "N"}, stream="i", at_label=AT
        )
        con.exec_driver_sql("DELETE FROM thing")
        assert ledger.rebuild(con) == 1
        assert identity.contact_card(con, "p") == {"id": "card", "participant": "p", "name": "N"}


def test_files_set_aside_wait_in_order_until_they_are_forgotten(stores: Stores) -> None:
    one = SetAside("1", "a.tar.age", "b1", JOAN.device, "UNKNOWN_SIGNER", 10, AT)
    two = SetAside("2", "b.tar.age", "", "", "DAMAGED", 20, AT, '{"part":2}')
    with stores.main.write() as con:
        quarantine.put(con, one)
        quarantine.put(con, two)
        assert quarantine.waiting(con) == (one, two)
        quarantine.put(con, SetAside("2", "b.tar.age", "", "", "NOT_FOR_US", 20, AT))
        assert [q.why for q in quarantine.waiting(con)] == ["UNKNOWN_SIGNER", "NOT_FOR_US"]
        quarantine.forget(con, "1")
        quarantine.forget(con, "1")
        assert [q.id for q in quarantine.waiting(con)] == ["2"]


def test_a_home_of_an_older_layout_is_brought_up_when_it_opens(home: HomeFolder) -> None:
    first = homes.open_stores(home, ROOT, create=True)
    with first.main.write() as con:
        tell(con, title="kept")
    first.close()
    bare = connect(home.main, derive(ROOT, "main.db"))
    bare.execute("DELETE FROM record")
    bare.execute("PRAGMA user_version = 1")
    bare.close()
    opened = homes.open_stores(home, ROOT)
    with opened.main.read() as con:
        assert con.exec_driver_sql("SELECT title FROM record").scalar_one() == "kept"
    opened.close()
    assert not list(home.path.glob("*.before-*"))


def test_a_store_that_cannot_be_brought_up_keeps_its_copy(
    home: HomeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = homes.open_stores(home, ROOT, create=True)
    with first.main.write() as con:
        tell(con, title="kept")
    first.close()
    bare = connect(home.main, derive(ROOT, "main.db"))
    bare.execute("DELETE FROM record")
    bare.execute(f"PRAGMA user_version = {schemas.VERSION - 1}")
    bare.close()

    def broken(*_: object) -> None:
        raise UserError("NO_ROOM")

    monkeypatch.setattr(ledger, "rebuild", broken)
    assert code_of(homes.open_stores, home, ROOT).code == "NO_ROOM"
    assert [p.name for p in home.path.glob("*.before-*")] == [f"main.db.before-{schemas.VERSION - 1}"]
    monkeypatch.undo()
    again = homes.open_stores(home, ROOT)
    with again.main.read() as con:
        assert con.exec_driver_sql("SELECT title FROM record").scalar_one() == "kept"
    again.close()
    assert not list(home.path.glob("*.before-*"))


@pytest.fixture
def mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder of somebody on a Mac."""
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(folders, "_mounts", dict)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("Documents", "Desktop", "Notes"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_documents_that_a_mac_keeps_in_icloud_are_refused_though_nothing_in_their_path_says_so(
    mac: Path,
) -> None:
    assert folders.unsafe(mac / "Documents" / "home") is None
    (mac / "Library/Mobile Documents/com~apple~CloudDocs/Documents").mkdir(parents=True)
    assert folders.unsafe(mac / "Documents" / "home") == "iCloud Drive"
    assert folders.unsafe(mac / "Documents") == "iCloud Drive"
    assert folders.unsafe(mac / "Desktop" / "home") is None, "that one stayed here"
    assert folders.unsafe(mac / "Notes" / "home") is None


@pytest.mark.skipif(os.name != "posix", reason="links need no rights there")
@pytest.mark.parametrize("place", ["link", "link/under", "loop", "letter.txt", "letter.txt/under"])
def test_a_place_that_is_no_folder_is_refused_in_words(tmp_path: Path, place: str) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "a stick that was taken out")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "letter.txt").write_text("Dear Joan")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UserError) as caught:
        homes.create_home(tmp_path / place, slots={"main": {}})
    assert caught.value.code == "NO_FOLDER"
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "letter.txt").read_text() == "Dear Joan"
    assert (tmp_path / "link").is_symlink()
