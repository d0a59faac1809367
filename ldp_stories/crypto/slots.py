"""Key slots: ways to the random root key of a home. One slot by passphrase (Argon2id), one sealed to the programme's recovery key.

A slot is a small JSON object in `keyslots.json`. Its parameters are bounds-checked before any memory is taken for them, and they are bound
into the sealing, so that a slot changed by hand does not open.
"""

import json
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ldp_stories.crypto.sealing import open_bytes, seal_bytes
from ldp_stories.errors import UserError

KEY_SIZE: Final = 32
FORMAT: Final = "ldp-slot/1"
_MEMORY_KIB: Final = range(8 * 1024, 1024 * 1024 + 1)
_TIME: Final = range(1, 17)
_LANES: Final = range(1, 9)
_HEX: Final = re.compile(r"[0-9a-f]+")
_RECOVERY: Final = re.compile(rb"ldp-root-key/1 ([0-9a-f]{64})\n")
# The practice slot hides nothing: a practice home has no secrets and needs no passphrase (CONTRACTS.md 8).
_PRACTICE_PHRASE: Final = "practice"


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one guess of a passphrase costs: memory in KiB, passes over it, and lanes worked on side by side."""

    memory_kib: int
    time: int
    lanes: int

    @classmethod
    def normal(cls) -> "KdfCost":
        """256 MiB and three passes: the usual cost."""
        return cls(256 * 1024, 3, 1)

    @classmethod
    def floor(cls) -> "KdfCost":
        """64 MiB: the least for a small laptop."""
        return cls(64 * 1024, 3, 1)

    @classmethod
    def test(cls) -> "KdfCost":
        """8 MiB and one pass: for tests and practice only."""
        return cls(8 * 1024, 1, 1)

    @property
    def below_floor(self) -> bool:
        """Whether it is too cheap for a live home."""
        return self.memory_kib < 64 * 1024 or self.time < 3


def new_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY_SIZE)


def derive(root_key: bytes, purpose: str) -> bytes:
    """The 32-byte sub-key of a root key for one purpose ("main.db", "desk.db"): HKDF-SHA256 with the purpose as info."""
    if len(root_key) != KEY_SIZE:
        raise ValueError("a root key has 32 bytes")
    return HKDF(SHA256(), KEY_SIZE, salt=None, info=b"ldp-stories/1 " + purpose.encode()).derive(root_key)


def wrap_with_passphrase(root_key: bytes, passphrase: str, cost: KdfCost) -> dict[str, Any]:
    """A slot that opens with the passphrase (compared in Unicode form NFKC, so that it does not matter how it was typed)."""
    return _wrap(root_key, passphrase, cost, "passphrase")


def practice_slot(root_key: bytes) -> dict[str, Any]:
    """The slot of a practice home: no passphrase, marked practice; `unwrap` refuses it."""
    return _wrap(root_key, _PRACTICE_PHRASE, KdfCost.test(), "practice")


def unwrap(slot: Mapping[str, Any], passphrase: str) -> bytes:
    """The root key in a passphrase slot. UserError WRONG_PASSPHRASE, BAD_SLOT, or PRACTICE_SLOT for one marked practice."""
    if slot.get("kind") == "practice":
        raise UserError("PRACTICE_SLOT")
    return _unwrap(slot, passphrase, "passphrase")


def unwrap_practice(slot: Mapping[str, Any]) -> bytes:
    """The root key in a practice slot; UserError BAD_SLOT for any other."""
    try:
        return _unwrap(slot, _PRACTICE_PHRASE, "practice")
    except UserError as error:
        raise UserError("BAD_SLOT") from error


def slot_cost(slot: Mapping[str, Any]) -> KdfCost:
    """The cost written in a slot; UserError BAD_SLOT when a parameter is missing or out of bounds."""
    values = tuple(slot.get(name) for name in ("memory_kib", "time", "lanes"))
    for value, bounds in zip(values, (_MEMORY_KIB, _TIME, _LANES), strict=True):
        if type(value) is not int or value not in bounds:
            raise UserError("BAD_SLOT")
    memory, time, lanes = (int(v) for v in values if v is not None)
    return KdfCost(memory, time, lanes)


def wrap_for_recovery(root_key: bytes, recipient: str) -> bytes:
    """An age file with the root key for the recovery custodians; `age -d` shows it as `ldp-root-key/1 <hex>`."""
    return seal_bytes([recipient], f"ldp-root-key/1 {root_key.hex()}\n".encode())


def unwrap_recovery(data: bytes, identity: str) -> bytes:
    """The root key in a recovery slot; errors as `open_sealed`, BAD_SLOT when something else is inside."""
    match = _RECOVERY.fullmatch(open_bytes([identity], data, 4096))
    if match is None:
        raise UserError("BAD_SLOT")
    return bytes.fromhex(match[1].decode())


def _wrap(root_key: bytes, passphrase: str, cost: KdfCost, kind: str) -> dict[str, Any]:
    if len(root_key) != KEY_SIZE:
        raise ValueError("a root key has 32 bytes")
    slot: dict[str, Any] = {
        "format": FORMAT,
        "kind": kind,
        "kdf": "argon2id",
        "memory_kib": cost.memory_kib,
        "time": cost.time,
        "lanes": cost.lanes,
        "salt": secrets.token_hex(16),
        "nonce": secrets.token_hex(12),
    }
    key = _passphrase_key(passphrase, bytes.fromhex(slot["salt"]), cost)
    sealed = ChaCha20Poly1305(key).encrypt(bytes.fromhex(slot["nonce"]), root_key, _bound(slot))
    return {**slot, "sealed": sealed.hex()}


def _unwrap(slot: Mapping[str, Any], passphrase: str, kind: str) -> bytes:
    if slot.get("format") != FORMAT or slot.get("kind") != kind or slot.get("kdf") != "argon2id":
        raise UserError("BAD_SLOT")
    cost = slot_cost(slot)
    salt, nonce, sealed = (
        _bytes(slot, "salt", 16),
        _bytes(slot, "nonce", 12),
        _bytes(slot, "sealed", KEY_SIZE + 16),
    )
    key = _passphrase_key(passphrase, salt, cost)
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, sealed, _bound(slot))
    except InvalidTag as error:
        raise UserError("WRONG_PASSPHRASE") from error


def _passphrase_key(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    text = unicodedata.normalize("NFKC", passphrase).encode()
    kdf = Argon2id(
        salt=salt, length=KEY_SIZE, iterations=cost.time, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    return kdf.derive(text)


def _bytes(slot: Mapping[str, Any], name: str, size: int) -> bytes:
    value = slot.get(name)
    if not isinstance(value, str) or len(value) != 2 * size or not _HEX.fullmatch(value):
        raise UserError("BAD_SLOT")
    return bytes.fromhex(value)


def _bound(slot: Mapping[str, Any]) -> bytes:
    """Everything in the slot but the sealed key itself, as associated data."""
    names = ("format", "kind", "kdf", "memory_kib", "time", "lanes", "salt")
    return json.dumps({name: slot[name] for name in names}, sort_keys=True).encode()
