"""The master: made, read back, compared. Anything else than the very same samples is refused."""

import hashlib
import io
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.errors import Cancelled, UserError
from ldp_stories.media.decode import pcm
from ldp_stories.media.master import digest, make_master, make_opus, same_sound
from ldp_stories.media.peaks import Peaks
from ldp_stories.media.synth import voice
from ldp_stories.store.vault import Vault, new_item_key

SOUND = b"".join(voice(4321))


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def recorded(vault: Vault, key: bytes) -> None:
    item = vault.create("pieces", key)
    item.append(SOUND)
    item.seal()


def test_from_pieces_in_the_vault_to_a_master_in_the_vault(vault: Vault) -> None:
    key, master_key, told = new_item_key(), new_item_key(), list[int]()
    recorded(vault, key)
    with vault.open("pieces", key) as pieces:
        out = vault.create_file("master", master_key)
        made = make_master(pieces.pieces, out, lambda: vault.open("master", master_key).file(), told.append)
    with vault.open("master", master_key) as master:
        data = master.file().read()
        assert b"".join(pcm(master.file())) == SOUND
        assert master.fact("peaks") == made.peaks
        assert master.sealed
    assert made.sha256 == hashlib.sha256(data).hexdigest()
    assert made.size == len(data)
    assert made.duration_ms == 4321
    assert told == sorted(told)
    assert told[-1] == 2 * 4321


def test_the_peaks_of_a_master_are_those_of_its_sound(vault: Vault) -> None:
    out, peaks = io.BytesIO(), Peaks()
    made = make_master(lambda: [SOUND], out, lambda: io.BytesIO(out.getvalue()))
    peaks.feed(SOUND)
    assert made.peaks == peaks.data()
    assert len(made.peaks) == 44


@pytest.mark.parametrize("spoiled", [SOUND[:-2], SOUND + b"\0\0", SOUND[:5000] + b"\1\0" + SOUND[5002:]])
def test_a_copy_that_differs_in_one_sample_is_refused(spoiled: bytes) -> None:
    out, turns = io.BytesIO(), [spoiled, SOUND]
    with pytest.raises(UserError) as caught:
        make_master(lambda: [turns.pop(0)], out, lambda: io.BytesIO(out.getvalue()))
    assert caught.value.code == "MASTER_DIFFERS"


def test_no_sound_at_all_makes_no_master() -> None:
    out = io.BytesIO()
    with pytest.raises(UserError):
        make_master(list, out, lambda: io.BytesIO(out.getvalue()))


def test_a_stop_while_comparing_leaves_the_pieces_as_they_were(vault: Vault) -> None:
    key = new_item_key()
    recorded(vault, key)

    def stop(ms: int) -> None:
        if ms > 4321:
            raise Cancelled

    with vault.open("pieces", key) as pieces:
        out = vault.create_file("master", key)
        with pytest.raises(Cancelled):
            make_master(pieces.pieces, out, lambda: vault.open("master", key).file(), stop)
        assert b"".join(pieces.pieces()) == SOUND


def test_the_small_copy_is_made_from_the_master_and_checked() -> None:
    master, small = io.BytesIO(), io.BytesIO()
    make_master(lambda: [SOUND], master, lambda: io.BytesIO(master.getvalue()))
    made = make_opus(lambda: pcm(io.BytesIO(master.getvalue())), small, lambda: io.BytesIO(small.getvalue()))
    assert made.duration_ms == 4321
    assert (made.sha256, made.size) == digest(io.BytesIO(small.getvalue()))
    assert made.size < len(master.getvalue()) / 5


def test_a_small_copy_that_does_not_open_whole_is_refused() -> None:
    small = io.BytesIO()
    with pytest.raises(UserError):
        make_opus(lambda: [SOUND], small, lambda: io.BytesIO(small.getvalue()[: len(small.getvalue()) // 2]))


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(place for place in places if place < len(data))})
    return [data[a:b] for a, b in pairwise(edges)]


@given(st.binary(max_size=200), st.lists(st.integers(0, 200)), st.lists(st.integers(0, 200)))
def test_the_same_bytes_are_the_same_however_they_are_cut(
    data: bytes, one: list[int], other: list[int]
) -> None:
    assert same_sound(cut(data, one), cut(data, other))
    assert not same_sound(cut(data, one), [*cut(data, other), b"x"])
    assert not same_sound([*cut(data, one), b"x"], cut(data, other))


@given(st.binary(min_size=1, max_size=200), st.integers(0, 199), st.lists(st.integers(0, 200)))
def test_one_other_byte_is_seen(data: bytes, place: int, places: list[int]) -> None:
    other = bytearray(data)
    other[place % len(data)] ^= 1
    assert not same_sound(cut(data, places), [bytes(other)])


def test_empty_blocks_do_not_matter() -> None:
    assert same_sound([b"", b"a", b"", b"b"], [b"ab", b""])
