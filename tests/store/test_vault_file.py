"""Files in the vault: written once, kept only when sealed, patched in place where a format needs that."""

import io
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.errors import UserError
from ldp_stories.media.synth import noise
from ldp_stories.store.vault import Vault, new_item_key
from ldp_stories.store.vault_file import FILE_PIECE

BIG = b"".join(noise(8000, seed=9))
KEY = new_item_key()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def content(vault: Vault, item: str) -> bytes:
    with vault.open(item, KEY) as reader:
        return reader.file().read()


def test_a_sealed_file_reads_back_the_same(vault: Vault) -> None:
    item = vault.create_file("photo", KEY)
    assert item.write(BIG) == len(BIG)
    item.seal()
    assert content(vault, "photo") == BIG
    with vault.open("photo", KEY) as reader:
        assert reader.kind == "file"
        assert reader.sealed
        assert reader.duration_ms == 0
        assert [len(piece) for piece in reader.pieces()] == [
            FILE_PIECE,
            FILE_PIECE,
            len(BIG) - 2 * FILE_PIECE,
        ]
    assert [path.name for path in vault.folder.iterdir()] == ["photo.item"]


@pytest.mark.parametrize("end", ["close", "abandon"])
def test_a_file_that_was_not_sealed_leaves_nothing(vault: Vault, end: str) -> None:
    item = vault.create_file("photo", KEY)
    item.write(BIG)
    getattr(item, end)()
    assert list(vault.folder.iterdir()) == []


def test_a_file_whose_writer_was_killed_is_empty_and_not_sealed(vault: Vault) -> None:
    item = vault.create_file("photo", KEY)
    item.write(BIG * 14)  # more than the cache holds: some of it is on the disk already
    shutil.copytree(vault.folder, vault.folder.with_name("crashed"))
    item.abandon()
    with Vault(vault.folder.with_name("crashed")).open("photo", KEY) as reader:
        assert not reader.sealed
        assert reader.size == 0


def test_the_beginning_can_be_written_again_at_the_end(vault: Vault) -> None:
    item = vault.create_file("sound", KEY)
    item.write(BIG)
    item.seek(8)
    item.write(b"header")
    assert item.tell() == 14
    item.seek(0, io.SEEK_END)
    item.write(b"tail")
    item.seal()
    assert content(vault, "sound") == BIG[:8] + b"header" + BIG[14:] + b"tail"


def test_writing_over_the_border_of_pieces_and_over_the_end(vault: Vault) -> None:
    item = vault.create_file("sound", KEY)
    item.write(BIG[: 2 * FILE_PIECE + 5])
    item.seek(FILE_PIECE - 3)
    item.write(b"x" * (FILE_PIECE + 20))
    item.seal()
    assert content(vault, "sound") == BIG[: FILE_PIECE - 3] + b"x" * (FILE_PIECE + 20)


def test_there_are_no_holes(vault: Vault) -> None:
    with vault.create_file("sound", KEY) as item:
        item.write(b"abc")
        with pytest.raises(ValueError, match="beyond"):
            item.seek(4)
        with pytest.raises(ValueError, match="beyond"):
            item.seek(-1)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 2 * FILE_PIECE)), min_size=1, max_size=5))
def test_any_order_of_seeks_and_writes_equals_an_ordinary_file(writes: list[tuple[float, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        vault, model = Vault(Path(folder)), io.BytesIO()
        item = vault.create_file("sound", KEY)
        for number, (where, size) in enumerate(writes):
            place = int(where * len(model.getvalue()))
            data = bytes([number + 1]) * size
            for file in (item, model):
                file.seek(place)
                file.write(data)
            assert item.tell() == model.tell()
            assert item.size == len(model.getvalue())
        item.seal()
        assert content(vault, "sound") == model.getvalue()


def test_a_full_disk_keeps_nothing_of_a_file(vault: Vault) -> None:
    item = vault.create_file("film", KEY)
    con = item._con
    assert con is not None
    con.execute("PRAGMA max_page_count = 20")
    with pytest.raises(UserError) as caught:
        item.write(BIG)
    assert caught.value.code == "NO_ROOM"
    item.close()
    assert list(vault.folder.iterdir()) == []


def test_facts_are_kept_beside_the_bytes(vault: Vault) -> None:
    item = vault.create_file("sound", KEY)
    item.put_fact("peaks", b"\x01\x02")
    item.write(b"abc")
    item.seal()
    with vault.open("sound", KEY) as reader:
        assert reader.fact("peaks") == b"\x01\x02"
        assert reader.fact("other") is None


def test_a_sealed_file_takes_no_more(vault: Vault) -> None:
    item = vault.create_file("sound", KEY)
    item.write(b"abc")
    item.seal()
    item.seal()
    with pytest.raises(ValueError, match="sealed"):
        item.put_fact("late", 1)
    assert item.closed


def test_an_empty_file_is_a_file(vault: Vault) -> None:
    vault.create_file("empty", KEY).seal()
    assert content(vault, "empty") == b""
