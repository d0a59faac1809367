"""Bit rot in the ways to the keys and in bundles: a flipped bit is told in plain words or changes nothing; no other key or word ever comes out."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pytest

from ldp_stories.crypto import slots
from ldp_stories.crypto.slots import KdfCost
from ldp_stories.errors import SENTENCES, UserError
from ldp_stories.services.home import Home
from ldp_stories.services.open_home import _slot, root_key
from ldp_stories.services.packs import read_first
from ldp_stories.store.homes import HomeFolder, read_slots, write_slots
from tests.bundles.forge import Forge
from tests.bundles.samples import Kept, read
from tests.effort import SEED, effort, tried
from tests.services.homes import PASSPHRASE, cheap_machine, found, pack_of
from tests.storm.world import STRANGE

SLOT_FLIPS = effort(100, 10_000)
BUNDLE_FLIPS = effort(240, 10_000)
PACK_FLIPS = effort(40, 10_000)
ROOT, IDENTITY = bytes(range(32)), bytes(range(32, 64))


def flipped(data: bytes, dice: random.Random) -> bytes:
    """The same bytes with one bit the other way round."""
    spoilt, bit = bytearray(data), dice.randrange(len(data) * 8)
    spoilt[bit // 8] ^= 1 << bit % 8
    return bytes(spoilt)


@pytest.fixture
def place(tmp_path: Path) -> HomeFolder:
    """A folder with the ways to two keys."""
    made = HomeFolder(tmp_path)
    ways = {
        "passphrase": slots.wrap_with_passphrase(ROOT, PASSPHRASE, KdfCost.test()),
        "identity": slots.wrap_with_passphrase(IDENTITY, PASSPHRASE, KdfCost.test()),
        "label": "Amina",
        "practice": False,
    }
    write_slots(made, ways)
    return made


def keys_in(place: HomeFolder) -> tuple[bytes, bytes]:
    """Both keys, as the program reads them."""
    known = read_slots(place)
    return root_key(known, PASSPHRASE), slots.unwrap(_slot(known, "identity"), PASSPHRASE)


def test_a_flipped_bit_in_the_ways_to_the_keys_is_told_or_harmless(place: HomeFolder) -> None:
    assert keys_in(place) == (ROOT, IDENTITY)
    good, dice, became = place.keyslots.read_bytes(), random.Random(SEED), Counter[str]()
    for _ in range(SLOT_FLIPS):
        place.keyslots.write_bytes(spoilt := flipped(good, dice))
        try:
            keys = keys_in(place)
        except UserError as error:
            became[error.code] += 1
        else:
            assert keys == (ROOT, IDENTITY), spoilt
            became["harmless"] += 1
    assert became.keys() <= {"harmless", "STORE_DAMAGED", "BAD_SLOT", "WRONG_PASSPHRASE"}, became
    assert sum(became.values()) == SLOT_FLIPS
    assert became["harmless"] < SLOT_FLIPS * 0.25, became
    tried("bits flipped in key slots", SLOT_FLIPS)


def test_a_slot_that_says_less_and_a_list_of_slots_are_damage(
    place: HomeFolder,
) -> None:
    known = read_slots(place)
    write_slots(
        place, {**known, "passphrase": {**known["passphrase"], "salt": known["passphrase"]["salt"][:-1]}}
    )
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_SLOT"):
        keys_in(place)
    place.keyslots.write_text(json.dumps([known]), encoding="utf-8")
    with pytest.raises(UserError, check=lambda e: e.code == "STORE_DAMAGED"):
        keys_in(place)


def test_a_flipped_bit_anywhere_in_a_bundle_is_refused_and_nothing_of_it_stays(tmp_path: Path) -> None:
    good, dice = Forge().make(), random.Random(SEED)
    path, became = tmp_path / "in.tar.age", Counter[str]()
    path.write_bytes(good)
    (tmp_path / "in").mkdir()
    whole = read(path, Kept(tmp_path))
    for number in range(BUNDLE_FLIPS):
        path.write_bytes(flipped(good, dice))
        staging = Kept(tmp_path / "in")
        try:
            came = read(path, staging)
        except UserError as error:
            became[error.code] += 1
            assert not staging.kept, number
        else:
            assert astuple(came.envelope) == astuple(whole.envelope), number
            became["harmless"] += 1
    assert became.keys() <= {*SENTENCES, "harmless"}
    assert became["harmless"] == 0, became
    tried("bits flipped in bundles", BUNDLE_FLIPS)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, bytes]]:
    """A programme file as it goes from hand to hand: signed, not sealed."""
    folder = tmp_path_factory.mktemp("pack")
    home = found(folder / "home", cheap_machine(folder))
    yield home, pack_of(home, folder).read_bytes()
    home.close()


def refused_pack(home: Home, folder: Path, data: bytes) -> str:
    """What a programme file is refused with; a failed test when it is taken for whole."""
    path = folder / "spoilt.ldp-pack"
    path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        read_first(path, home.machine)
    return caught.value.code


def test_a_flipped_bit_anywhere_in_a_programme_file_is_refused(
    pack: tuple[Home, bytes], tmp_path: Path
) -> None:
    home, good = pack
    (tmp_path / "whole.ldp-pack").write_bytes(good)
    assert read_first(tmp_path / "whole.ldp-pack", home.machine).entities
    dice = random.Random(SEED)
    became = Counter(refused_pack(home, tmp_path, flipped(good, dice)) for _ in range(PACK_FLIPS))
    assert became.keys() <= STRANGE, became
    tried("bits flipped in programme files", PACK_FLIPS)


@pytest.mark.parametrize(
    ("at", "code"), [(0, "BAD_PATH"), (70, "BAD_PATH"), (130, "BAD_TAR"), (257, "NOT_A_PACK")]
)
def test_a_flipped_bit_in_the_first_heading_of_a_programme_file_is_told_by_what_it_broke(
    pack: tuple[Home, bytes], tmp_path: Path, at: int, code: str
) -> None:
    """Whoever carries such a file meets each of these: the name, the size and the kind of a member, none of them sealed."""
    home, good = pack
    told = refused_pack(home, tmp_path, good[:at] + bytes([good[at] ^ 0x80]) + good[at + 1 :])
    assert told == code
    assert told in STRANGE
