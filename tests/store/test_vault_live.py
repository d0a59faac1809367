"""Live items: sound that grows by committed pieces, whatever stops it."""

import gc
import os
import shutil
import weakref
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.media import PIECE_BYTES
from ldp_stories.errors import UserError
from ldp_stories.media.synth import noise
from ldp_stories.store import vault_log
from ldp_stories.store.vault import LiveItem, Vault, create_live, new_item_key
from ldp_stories.store.vault_base import connect
from tests.faults.shim import Fault, Shim, failing
from tests.store.cut_off import cut_off

SECOND = b"".join(noise(1000, seed=5))


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def heard(vault: Vault, item: str, key: bytes) -> bytes:
    with vault.open(item, key) as reader:
        return b"".join(reader.pieces())


def test_what_append_returned_from_is_there_for_another_reader_at_once(vault: Vault) -> None:
    key = new_item_key()
    item = vault.create("take", key)
    item.append(SECOND[:PIECE_BYTES])
    assert heard(vault, "take", key) == SECOND[:PIECE_BYTES]
    item.append(SECOND[PIECE_BYTES : 3 * PIECE_BYTES])
    assert heard(vault, "take", key) == SECOND[: 3 * PIECE_BYTES]
    item.seal()


def test_long_frames_become_pieces_of_100_ms_and_a_shorter_last_one(vault: Vault) -> None:
    key = new_item_key()
    item = vault.create("take", key)
    item.append(SECOND[: 2 * PIECE_BYTES + 10])
    item.append(SECOND[:4])
    item.seal()
    with vault.open("take", key) as reader:
        assert [len(piece) for piece in reader.pieces()] == [PIECE_BYTES, PIECE_BYTES, 10, 4]


def test_a_sealed_item_is_one_file(vault: Vault) -> None:
    key = new_item_key()
    item = vault.create("take", key)
    item.append(SECOND)
    assert (vault.folder / "take.item-wal").exists()
    item.seal()
    assert [path.name for path in vault.folder.iterdir()] == ["take.item"]
    with vault.open("take", key) as reader:
        assert reader.sealed
        assert reader.kind == "live"
        assert reader.duration_ms == 1000


def test_sealing_twice_does_nothing_and_a_sealed_item_takes_no_more(vault: Vault) -> None:
    item = vault.create("take", new_item_key())
    item.seal()
    item.seal()
    with pytest.raises(ValueError, match="sealed"):
        item.append(SECOND)
    with pytest.raises(ValueError, match="sealed"):
        item.gap(5)


@pytest.mark.parametrize("bulk", [False, True])
def test_an_item_that_was_never_sealed_reads_to_its_last_commit_and_can_be_finished(
    vault: Vault, bulk: bool
) -> None:
    key = new_item_key()
    item = vault.create("take", key, bulk=bulk)
    item.append(SECOND)
    shutil.copytree(vault.folder, vault.folder.with_name("crashed"))
    crashed = Vault(vault.folder.with_name("crashed"))
    assert heard(crashed, "take", key) == SECOND
    assert crashed.finish("take", key) == 1000
    assert [path.name for path in crashed.folder.iterdir()] == ["take.item"]
    assert crashed.finish("take", key) == 1000
    assert heard(crashed, "take", key) == SECOND
    item.seal()


def test_gaps_are_kept_with_their_place(vault: Vault) -> None:
    key = new_item_key()
    item = vault.create("take", key)
    item.append(SECOND)
    item.gap(1300)
    item.append(SECOND[:PIECE_BYTES])
    item.gap(20)
    item.seal()
    with vault.open("take", key) as reader:
        assert reader.gaps == ((1000, 1300), (1100, 20))


def test_the_wrong_key_says_damaged_and_changes_nothing(vault: Vault) -> None:
    key = new_item_key()
    item = vault.create("take", key)
    item.append(SECOND)
    item.seal()
    before = vault.path("take").read_bytes()
    with pytest.raises(UserError) as caught:
        vault.open("take", new_item_key())
    assert caught.value.code == "MEDIA_DAMAGED"
    assert vault.path("take").read_bytes() == before


def test_a_key_of_another_length_is_refused(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32"):
        connect(tmp_path / "x", b"short")


def test_nothing_of_the_sound_can_be_read_from_the_files(vault: Vault) -> None:
    key = new_item_key()
    canary = b"the canary that nobody may find" * 200
    item = vault.create("take", key)
    item.append(canary)
    on_disk = b"".join(path.read_bytes() for path in vault.folder.iterdir())
    assert b"canary" not in on_disk
    assert key.hex().encode() not in on_disk
    item.seal()
    assert b"canary" not in vault.path("take").read_bytes()


def test_an_item_is_readable_by_its_owner_only(vault: Vault) -> None:
    vault.create("take", new_item_key()).seal()
    if os.name == "posix":
        assert vault.path("take").stat().st_mode & 0o777 == 0o600


def test_an_id_in_use_is_refused_and_its_item_is_untouched(vault: Vault) -> None:
    key = new_item_key()
    item = vault.create("take", key)
    item.append(SECOND)
    item.seal()
    with pytest.raises(FileExistsError):
        vault.create("take", new_item_key())
    assert heard(vault, "take", key) == SECOND


@pytest.mark.parametrize("name", ["../out", "a/b", "", "a" * 65, "a.b", "C:x"])
def test_only_plain_names_are_item_ids(vault: Vault, name: str) -> None:
    with pytest.raises(ValueError, match="item id"):
        vault.path(name)


def test_a_removed_item_is_gone_with_its_side_files(vault: Vault) -> None:
    key = new_item_key()
    item = vault.create("take", key)
    item.append(SECOND)
    other = vault.create("other", key)
    other.seal()
    assert vault.items() == ["other", "take"]
    assert vault.bytes_used() >= len(SECOND)
    item.seal()
    vault.remove("take")
    vault.remove("take")
    assert vault.items() == ["other"]
    with pytest.raises(UserError) as caught:
        vault.open("take", key)
    assert caught.value.code == "MEDIA_GONE"


def full_after(item: LiveItem, pages: int) -> None:
    """Let the item's file grow no further than `pages` more pages: SQLite then answers as on a full disk."""
    con = item._con
    assert con is not None
    used = con.execute("PRAGMA page_count").fetchone()[0]
    con.execute(f"PRAGMA max_page_count = {used + pages}")


def append_until_it_is_full(item: LiveItem) -> None:
    for _ in range(20):
        item.append(SECOND)


def test_a_full_disk_says_no_room_and_everything_before_plays(vault: Vault) -> None:
    key = new_item_key()
    item = vault.create("take", key)
    item.append(SECOND)
    full_after(item, 3)
    with pytest.raises(UserError) as caught:
        append_until_it_is_full(item)
    assert caught.value.code == "NO_ROOM"
    kept = item.size
    assert item.duration_ms == kept // 96
    item.seal()
    assert heard(vault, "take", key) == (SECOND * 21)[:kept]


def test_a_piece_is_kept_whole_or_not_at_all_when_the_disk_fills_up(vault: Vault) -> None:
    key = new_item_key()
    item = vault.create("take", key)
    full_after(item, 8)
    with pytest.raises(UserError):
        item.append(SECOND * 20)
    assert item.size == 0
    item.append(SECOND[:PIECE_BYTES])
    item.seal()
    assert heard(vault, "take", key) == SECOND[:PIECE_BYTES]


@pytest.mark.parametrize("begun", [True, False])
def test_an_item_whose_recorder_died_before_it_began_is_nothing(vault: Vault, begun: bool) -> None:
    vault.folder.mkdir()
    if begun:
        vault.path("take").touch()
    with pytest.raises(UserError) as caught:
        vault.open("take", new_item_key())
    assert caught.value.code == "MEDIA_GONE"
    assert vault.finish("take", new_item_key()) == 0
    assert list(vault.folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_disk_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError) as caught:
        create_live(tmp_path / "file" / "vault" / "take.item", new_item_key())
    assert caught.value.code == "DISK_TROUBLE"


@given(sizes=st.lists(st.integers(1, 3 * PIECE_BYTES), min_size=1, max_size=6))
def test_any_cutting_into_appends_reads_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int]
) -> None:
    vault, key = Vault(tmp_path_factory.mktemp("vault")), new_item_key()
    item, sound = vault.create("take", key), SECOND * 3
    at = 0
    for size in sizes:
        item.append(sound[at : at + size])
        at += size
    item.seal()
    assert heard(vault, "take", key) == sound[:at]


def test_a_piece_waits_for_no_disk_and_sync_says_what_the_disk_has(vault: Vault) -> None:
    with Shim(str(vault.folder)) as shim:
        item = vault.create("take", new_item_key())
        shim.arm(None)
        item.append(SECOND)
        item.gap(200)
        assert "sync" not in shim.counts
        assert item.sync() == len(SECOND)
        assert shim.counts["sync"] == 1
        item.seal()


def test_a_sync_that_failed_once_is_never_called_good(vault: Vault) -> None:
    key = new_item_key()
    with Shim(str(vault.folder)) as shim:
        item = vault.create("take", key)
        item.append(SECOND)
        with failing(shim, Fault("sync", 1)), pytest.raises(UserError) as caught:
            item.sync()
        assert shim.fired
        assert caught.value.code == "DISK_TROUBLE"
        with pytest.raises(UserError):
            item.sync()
        cut_off(item)
    assert heard(vault, "take", key) == SECOND


def refuse_to_sync(vault: Vault, shim: Shim) -> "weakref.ref[LiveItem]":
    """An item whose disk refused twice and that nobody holds any more."""
    item = vault.create("take", bytes(32))
    item.append(SECOND)
    with failing(shim, Fault("sync", 1)), pytest.raises(UserError):
        item.sync()
    with pytest.raises(UserError):
        item.sync()
    return weakref.ref(item)


def test_a_trouble_that_is_remembered_holds_nobody_who_met_it(tmp_path: Path) -> None:
    """Its traceback would hold the item, and the item the trouble: the file stayed open, and sealing it found it locked."""
    was = gc.isenabled()
    gc.disable()
    try:
        with Shim(str(tmp_path)) as shim:
            vault = Vault(tmp_path / "vault")
            item = refuse_to_sync(vault, shim)
            assert item() is None
            assert vault.finish("take", bytes(32)) == 1000
    finally:
        if was:
            gc.enable()


def folded(vault: Vault) -> int:
    """Bytes in the item itself, what waits beside it left out."""
    return vault.path("take").stat().st_size


def wait_for_fold(item: LiveItem) -> None:
    assert item._log is not None
    assert item._log._folding is not None
    item._log._folding.join()


def test_what_waits_beside_a_long_take_is_folded_in_and_its_room_used_again(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_log, "FOLD_BYTES", 4 * len(SECOND))
    key = new_item_key()
    item, log, sizes = vault.create("take", key), Path(f"{vault.path('take')}-wal"), list[int]()
    for number in range(1, 13):
        item.append(SECOND)
        item.sync()
        if number % 4 == 0:
            wait_for_fold(item)
            assert folded(vault) > number * len(SECOND)
            sizes.append(log.stat().st_size)
    assert sizes[2] == sizes[1] <= sizes[0] + 2 * len(SECOND)
    item.seal()
    assert heard(vault, "take", key) == SECOND * 12


class BusyDisk:
    """A clock by which each sync takes so long."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.now = seconds, 0.0

    def monotonic(self) -> float:
        self.now += self.seconds
        return self.now


@pytest.mark.parametrize(("seconds", "folds"), [(0.01, [2, 4, 6]), (0.5, [6])])
def test_while_the_disk_is_busy_the_writer_is_not_made_to_wait_for_it(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, seconds: float, folds: list[int]
) -> None:
    monkeypatch.setattr(vault_log, "FOLD_BYTES", 2 * len(SECOND))
    monkeypatch.setattr(vault_log, "LATEST_BYTES", 6 * len(SECOND))
    monkeypatch.setattr(vault_log, "time", BusyDisk(seconds))
    item, before, seen = vault.create("take", bytes(32)), None, list[int]()
    for number in range(1, 7):
        item.append(SECOND)
        assert item.sync() == number * len(SECOND)
        assert item._log is not None
        if item._log._folding is not before:
            before = item._log._folding
            seen.append(number)
            wait_for_fold(item)
    assert seen == folds
    item.seal()
    assert heard(vault, "take", bytes(32)) == SECOND * 6


def test_a_fold_that_the_disk_refuses_ends_the_take_and_all_of_it_plays(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_log, "FOLD_BYTES", len(SECOND))
    key = new_item_key()
    with Shim(str(vault.folder)) as shim:
        item = vault.create("take", key)
        item.append(SECOND)
        shim.arm(Fault("sync", 2))
        assert item.sync() == len(SECOND)
        wait_for_fold(item)
        assert shim.fired
        shim.arm(None)
        with pytest.raises(UserError) as caught:
            item.sync()
        assert caught.value.code == "DISK_TROUBLE"
        cut_off(item)
    assert heard(vault, "take", key) == SECOND
