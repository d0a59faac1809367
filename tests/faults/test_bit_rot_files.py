"""Bit rot in the ways to the keys and in bundles: a flipped bit is told in plain words or changes nothing; no other key or word ever comes out."""

import json
import random
from collections import Counter
from dataclasses import astuple
from pathlib import Path

import pytest

from ldp_stories.crypto import slots
from ldp_stories.crypto.slots import KdfCost
from ldp_stories.errors import SENTENCES, UserError
from ldp_stories.services.open_home import _slot, root_key
from ldp_stories.store.homes import HomeFolder, read_slots, write_slots
from tests.bundles.forge import Forge
from tests.bundles.samples import Kept, read
from tests.effort import SEED, effort, tried
from tests.services.homes import PASSPHRASE

SLOT_FLIPS = effort(100, 10_000)
BUNDLE_FLIPS = effort(240, 10_000)
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
            found = keys_in(place)
        except UserError as error:
            became[error.code] += 1
        else:
            assert found == (ROOT, IDENTITY), spoilt
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
            found = read(path, staging)
        except UserError as error:
            became[error.code] += 1
            assert not staging.kept, number
        else:
            assert astuple(found.envelope) == astuple(whole.envelope), number
            became["harmless"] += 1
    assert became.keys() <= {*SENTENCES, "harmless"}
    assert became["harmless"] == 0, became
    tried("bits flipped in bundles", BUNDLE_FLIPS)
