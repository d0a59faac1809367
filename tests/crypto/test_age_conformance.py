"""The public test kit of the age format (C2SP CCTV): the class of each error, and every byte released before it.

Read from `../shared/vectors/age` beside the checkout, or from the folder in LDP_AGE_VECTORS; skipped where neither is there.
"""

import hashlib
import os
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from ldp_stories.crypto.sealing import open_sealed
from ldp_stories.errors import UserError
from tests.crypto.keys import ANNA, Bytes

FOLDER = (
    Path(os.environ.get("LDP_AGE_VECTORS", Path(__file__).parents[3] / "shared" / "vectors" / "age"))
    / "testdata"
)
CLASSES = {
    "header failure": {"BAD_SEAL", "NOT_SEALED"},
    "HMAC failure": {"DAMAGED"},
    "payload failure": {"DAMAGED"},
    "no match": {"NOT_FOR_US"},
    "success": {"success"},
}


@dataclass(frozen=True)
class Vector:
    expect: str
    payload: str
    identities: tuple[str, ...]
    kinds: frozenset[str]
    body: bytes


def load(path: Path) -> Vector:
    head, _, body = path.read_bytes().partition(b"\n\n")
    fields: dict[str, list[str]] = {}
    for line in head.decode().splitlines():
        name, _, value = line.partition(": ")
        fields.setdefault(name, []).append(value)
    if "compressed" in fields:
        body = zlib.decompress(body)
    identities = tuple(fields.get("identity", ()))
    kinds: set[str] = {name for name in ("armored", "passphrase") if name in fields}
    if any(i.startswith("AGE-SECRET-KEY-PQ") for i in identities):
        kinds.add("hybrid")
    return Vector(fields["expect"][0], fields.get("payload", [""])[0], identities, frozenset(kinds), body)


NAMES = sorted(p.name for p in FOLDER.iterdir()) if FOLDER.is_dir() else []
pytestmark = pytest.mark.skipif(not NAMES, reason="the test kit is not here")


def outcome(vector: Vector) -> tuple[str, bytes]:
    released = bytearray()
    try:
        with open_sealed(vector.identities or (ANNA.age_secret,), Bytes(vector.body)) as reader:
            while piece := reader.read(1 << 16):
                released += piece
    except UserError as error:
        return error.code, bytes(released)
    return "success", bytes(released)


def allowed(vector: Vector, data: bytes) -> set[str]:
    if "armored" in vector.kinds:
        return {"NOT_SEALED", "BAD_SEAL"}
    if "hybrid" in vector.kinds:
        return {"NEEDS_NEWER", "BAD_SEAL"} if vector.expect == "header failure" else {"NEEDS_NEWER"}
    if "passphrase" in vector.kinds:
        # A well-formed passphrase file is refused unopened; a malformed one, or none at all, by its own rule.
        return (
            {"BAD_SEAL", "SEALED_WITH_PASSPHRASE"}
            if vector.expect == "header failure"
            else {"SEALED_WITH_PASSPHRASE", "NEEDS_NEWER"}
        )
    if vector.expect == "no match" and b"-> X25519 " not in data:
        return {"NEEDS_NEWER"}
    if data.startswith(b"age-encryption.org/v1234\n"):
        return {"NEEDS_NEWER"}
    return CLASSES[vector.expect]


@pytest.mark.parametrize("name", NAMES)
def test_a_vector_of_the_kit_ends_as_it_must(name: str) -> None:
    vector = load(FOLDER / name)
    code, released = outcome(vector)
    assert code in allowed(vector, vector.body)
    if vector.payload and not vector.kinds:
        assert hashlib.sha256(released).hexdigest() == vector.payload
    if code != "success" and vector.expect != "payload failure":
        assert not released


def test_the_kit_is_whole() -> None:
    assert len(NAMES) == 143
    plain = [n for n in NAMES if not load(FOLDER / n).kinds]
    assert len(plain) > 60
