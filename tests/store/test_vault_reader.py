"""Reading the vault: any place and length, from any thread, and damage is never passed off as sound."""

import io
import random
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.errors import UserError
from ldp_stories.media.synth import noise
from ldp_stories.store.vault import Vault, new_item_key
from ldp_stories.store.vault_base import FORMAT, connect
from ldp_stories.store.vault_reader import READ_AHEAD, VaultReader, opened
from tests.effort import SEED, effort, tried

SOUND = b"".join(noise(30_000, seed=2))
KEY = new_item_key()
FLIPS = effort(60, 10_000)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    vault = Vault(tmp_path_factory.mktemp("vault"))
    live = vault.create("live", KEY, bulk=True)
    live.append(SOUND)
    live.seal()
    file = vault.create_file("file", KEY)
    file.write(SOUND)
    file.seal()
    return vault


@pytest.mark.parametrize("item", ["live", "file"])
@given(offset=st.integers(0, len(SOUND) + 10), size=st.integers(0, 3 * READ_AHEAD))
def test_any_range_is_the_range(vault: Vault, item: str, offset: int, size: int) -> None:
    with vault.open(item, KEY) as reader:
        assert reader.read(offset, size) == SOUND[offset : offset + size]


@pytest.mark.parametrize("item", ["live", "file"])
def test_many_small_reads_in_order_and_back_again(vault: Vault, item: str) -> None:
    places = list(range(0, len(SOUND), 70_001))
    with vault.open(item, KEY) as reader:
        for at in [*places, *reversed(places)]:
            assert reader.read(at, 4096) == SOUND[at : at + 4096]


def test_nothing_is_read_before_the_beginning_or_after_the_end(vault: Vault) -> None:
    with vault.open("live", KEY) as reader:
        assert reader.read(-1, 10) == b""
        assert reader.read(len(SOUND), 10) == b""


def test_pieces_can_begin_anywhere(vault: Vault) -> None:
    with vault.open("live", KEY) as reader:
        assert b"".join(reader.pieces(123_456)) == SOUND[123_456:]
        assert list(reader.pieces(len(SOUND))) == []


def test_it_is_an_ordinary_binary_file(vault: Vault) -> None:
    with opened(vault.path("file"), KEY) as file:
        assert file.readable()
        assert file.seekable()
        assert not file.writable()
        buffered = io.BufferedReader(file)
        buffered.seek(-100, io.SEEK_END)
        assert buffered.read() == SOUND[-100:]
        buffered.seek(500)
        assert buffered.read(7) == SOUND[500:507]
        file.seek(3)
        file.seek(4, io.SEEK_CUR)
        assert file.tell() == 7
        file.seek(len(SOUND) + 5)
        assert file.read(1) == b""
        file.seek(len(SOUND) - 2)
        assert file.readall() == SOUND[-2:]


def test_several_threads_read_one_item_each_at_its_own_place(vault: Vault) -> None:
    wrong: list[int] = []

    def read(reader: VaultReader, seed: int) -> None:
        source = random.Random(seed)
        for _ in range(60):
            at = source.randrange(len(SOUND))
            if reader.read(at, 5000) != SOUND[at : at + 5000]:
                wrong.append(at)

    with vault.open("file", KEY) as reader:
        threads = [threading.Thread(target=read, args=(reader, seed)) for seed in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_reading_changes_nothing(vault: Vault) -> None:
    before = vault.path("live").read_bytes()
    with vault.open("live", KEY) as reader:
        reader.read(0, 100)
        with pytest.raises(Exception, match="readonly"):
            reader._con.execute("DELETE FROM piece")
    assert vault.path("live").read_bytes() == before


def test_a_flipped_bit_is_found_or_harmless_and_never_silently_other_sound(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    short = SOUND[:200_000]
    live = vault.create("live", KEY)
    live.append(short)
    live.seal()
    good = vault.path("live").read_bytes()
    source, found = random.Random(SEED), 0
    for number in range(FLIPS):
        damaged = bytearray(good)
        damaged[source.randrange(len(good))] ^= 1 << source.randrange(8)
        vault.path(f"d{number}").write_bytes(damaged)
        try:
            with vault.open(f"d{number}", KEY) as reader:
                read = b"".join(reader.pieces())
        except UserError:
            found += 1
        else:
            assert read == short
        vault.remove(f"d{number}")
    assert found > FLIPS * 0.8
    tried("bits flipped in sound", FLIPS)


def test_a_missing_piece_is_damage(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    live = vault.create("live", KEY)
    live.append(SOUND[:48_000])
    live.seal()
    con = connect(vault.path("live"), KEY)
    con.execute("DELETE FROM piece WHERE start = 9600")
    con.close()
    with vault.open("live", KEY) as reader:
        with pytest.raises(UserError):
            reader.read(0, 48_000)
        with pytest.raises(UserError):
            list(reader.pieces())


def test_an_item_of_a_newer_version_says_so(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    vault.create("live", KEY).seal()
    con = connect(vault.path("live"), KEY)
    con.execute(f"PRAGMA user_version = {FORMAT + 1}")
    con.close()
    with pytest.raises(UserError) as caught:
        vault.open("live", KEY)
    assert caught.value.code == "MEDIA_NEWER"


def test_a_text_file_in_place_of_an_item_is_damage(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    vault.path("live").write_text("not an item, but long enough to look at " * 1000)
    with pytest.raises(UserError) as caught:
        vault.open("live", KEY)
    assert caught.value.code == "MEDIA_DAMAGED"
