"""Key slots: the right passphrase opens, everything else is refused before it costs anything."""

import json
import threading
import time
from typing import Any

import pytest

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.crypto.sealing import seal_bytes
from ldp_stories.crypto.slots import (
    KdfCost,
    derive,
    new_key,
    practice_slot,
    slot_cost,
    unwrap,
    unwrap_practice,
    unwrap_recovery,
    wrap_for_recovery,
    wrap_with_passphrase,
)
from ldp_stories.errors import UserError

ROOT = new_key()
SLOT = wrap_with_passphrase(ROOT, "correct horse", KdfCost.test())


def test_the_passphrase_opens_its_slot_after_a_trip_through_json() -> None:
    assert unwrap(json.loads(json.dumps(SLOT)), "correct horse") == ROOT


@pytest.mark.parametrize("phrase", ["", "correct  horse", "Correct horse", "correct horse ", "practice"])
def test_another_passphrase_is_refused(phrase: str) -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "WRONG_PASSPHRASE"):
        unwrap(SLOT, phrase)


def test_a_passphrase_may_be_typed_composed_or_decomposed() -> None:
    slot = wrap_with_passphrase(ROOT, "caf\u00e9 \ufb01n", KdfCost.test())
    assert unwrap(slot, "cafe\u0301 fin") == ROOT


def test_nothing_of_the_key_stands_in_the_slot() -> None:
    text = json.dumps(SLOT)
    assert ROOT.hex() not in text
    assert "horse" not in text


def test_two_slots_of_one_key_have_nothing_in_common() -> None:
    other = wrap_with_passphrase(ROOT, "correct horse", KdfCost.test())
    assert other["salt"] != SLOT["salt"]
    assert other["sealed"] != SLOT["sealed"]


ODD: dict[str, dict[str, Any]] = {
    "another format": {"format": "ldp-slot/2"},
    "another kind": {"kind": "keyring"},
    "another function": {"kdf": "argon2i"},
    "too much memory": {"memory_kib": 64 * 1024 * 1024},
    "too little memory": {"memory_kib": 8},
    "memory as text": {"memory_kib": "8192"},
    "memory as a truth": {"memory_kib": True},
    "no pass": {"time": 0},
    "endless passes": {"time": 1_000_000},
    "no lane": {"lanes": 0},
    "many lanes": {"lanes": 255},
    "short salt": {"salt": "00"},
    "salt with capitals": {"salt": "AB" * 16},
    "no salt": {"salt": None},
    "short nonce": {"nonce": "00"},
    "nonce that is no hex": {"nonce": "zz" * 12},
    "short seal": {"sealed": "00" * 40},
}


@pytest.mark.parametrize("name", ODD)
def test_a_slot_with_odd_parameters_is_refused_at_once(name: str) -> None:
    before = time.process_time()
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_SLOT"):
        unwrap({**SLOT, **ODD[name]}, "correct horse")
    assert time.process_time() - before < 0.5


def test_a_changed_cost_does_not_open() -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "WRONG_PASSPHRASE"):
        unwrap({**SLOT, "time": 2}, "correct horse")


@pytest.mark.parametrize("name", ["salt", "nonce", "sealed"])
def test_a_changed_byte_does_not_open(name: str) -> None:
    value = SLOT[name]
    changed = ("0" if value[0] != "0" else "1") + value[1:]
    with pytest.raises(UserError, check=lambda e: e.code == "WRONG_PASSPHRASE"):
        unwrap({**SLOT, name: changed}, "correct horse")


def test_a_practice_slot_opens_only_as_practice() -> None:
    slot = practice_slot(ROOT)
    assert unwrap_practice(slot) == ROOT
    with pytest.raises(UserError, check=lambda e: e.code == "PRACTICE_SLOT"):
        unwrap(slot, "practice")
    with pytest.raises(UserError, check=lambda e: e.code in {"BAD_SLOT", "WRONG_PASSPHRASE"}):
        unwrap({**slot, "kind": "passphrase"}, "practice")
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_SLOT"):
        unwrap_practice(SLOT)
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_SLOT"):
        unwrap_practice({**SLOT, "kind": "practice"})


def test_the_usual_costs_are_those_of_the_design() -> None:
    assert KdfCost.normal() == KdfCost(262144, 3, 1)
    assert not KdfCost.floor().below_floor
    assert KdfCost.test().below_floor
    assert slot_cost(SLOT) == KdfCost.test()


def test_a_live_cost_opens_too() -> None:
    assert unwrap(wrap_with_passphrase(ROOT, "x", KdfCost.floor()), "x") == ROOT


def test_deriving_a_key_does_not_stop_other_threads() -> None:
    ticks, done = [0], threading.Event()

    def tick() -> None:
        while not done.is_set():
            ticks[0] += 1

    ticker = threading.Thread(target=tick)
    ticker.start()
    start = ticks[0]
    wrap_with_passphrase(ROOT, "x", KdfCost.floor())
    moved = ticks[0] - start
    done.set()
    ticker.join()
    assert moved > 100


def test_sub_keys_differ_by_purpose_and_root() -> None:
    keys = {derive(ROOT, "main.db"), derive(ROOT, "desk.db"), derive(new_key(), "main.db"), ROOT}
    assert len(keys) == 4
    assert derive(ROOT, "main.db") == derive(ROOT, "main.db")
    assert (
        derive(bytes(32), "main.db").hex()
        == "627f1a9158231bb222e79a84efb00140bee3541191e608e6176b8a4d1e35da76"
    )


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33)])
def test_a_root_key_has_32_bytes(key: bytes) -> None:
    with pytest.raises(ValueError, match="32"):
        derive(key, "main.db")
    with pytest.raises(ValueError, match="32"):
        wrap_with_passphrase(key, "x", KdfCost.test())


def test_a_recovery_slot_opens_with_the_recovery_identity_only() -> None:
    recovery, other = DeviceKeys.new(), DeviceKeys.new()
    data = wrap_for_recovery(ROOT, recovery.recipient)
    assert unwrap_recovery(data, recovery.age_secret) == ROOT
    with pytest.raises(UserError, check=lambda e: e.code == "NOT_FOR_US"):
        unwrap_recovery(data, other.age_secret)


@pytest.mark.parametrize("text", [b"", b"ldp-root-key/1 00\n", b"ldp-root-key/2 " + b"0" * 64 + b"\n"])
def test_a_recovery_file_with_something_else_inside_is_refused(text: bytes) -> None:
    recovery = DeviceKeys.new()
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_SLOT"):
        unwrap_recovery(seal_bytes([recovery.recipient], text), recovery.age_secret)
