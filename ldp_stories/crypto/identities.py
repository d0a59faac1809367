"""The keys of one device, and the six words by which two people compare a key over the telephone.

A device has an Ed25519 key for signing (shown as an `ssh-ed25519` line, so that `ssh-keygen` can check it) and an age X25519 identity for
opening what is sealed to it. Both are made on the device and kept only in the sealed main store.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ldp_stories.errors import UserError

WORDS_IN_LIST: Final = 7776
WORD_BITS: Final = 77
_KEY_TYPE: Final = b"ssh-ed25519"


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """The secret keys of one device: a 32-byte Ed25519 seed and an age identity ("AGE-SECRET-KEY-1...")."""

    sign_seed: bytes = field(repr=False)
    age_secret: str = field(repr=False)

    @classmethod
    def new(cls) -> "DeviceKeys":
        """New random keys."""
        return cls(secrets.token_bytes(32), str(pyrage.x25519.Identity.generate()))

    @property
    def sign_public(self) -> str:
        """The public signing key as `ssh-ed25519 AAAA...`."""
        private = Ed25519PrivateKey.from_private_bytes(self.sign_seed)
        return ssh_public(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    @property
    def recipient(self) -> str:
        """The public sealing key as `age1...`."""
        return recipient_of(self.age_secret)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the signing key as `ssh-keygen -l` shows it: `SHA256:...`."""
        return fingerprint(self.sign_public)

    def to_json(self) -> str:
        """The secret keys as one line of JSON, for the sealed main store only."""
        return json.dumps({"sign_seed": self.sign_seed.hex(), "age_secret": self.age_secret}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "DeviceKeys":
        """The keys that `to_json` wrote; raises ValueError for anything else."""
        value = json.loads(text)
        keys = cls(bytes.fromhex(value["sign_seed"]), value["age_secret"])
        if len(keys.sign_seed) != 32 or not keys.age_secret.startswith("AGE-SECRET-KEY-1"):
            raise ValueError("these are not the keys of a device")
        return keys


def ssh_public(raw: bytes) -> str:
    """The `ssh-ed25519 AAAA...` line of a raw 32-byte Ed25519 public key."""
    return f"{_KEY_TYPE.decode()} {base64.b64encode(key_blob(raw)).decode()}"


def key_blob(raw: bytes) -> bytes:
    """The SSH wire form of a raw Ed25519 public key (RFC 8709, section 4)."""
    return len(_KEY_TYPE).to_bytes(4, "big") + _KEY_TYPE + len(raw).to_bytes(4, "big") + raw


def raw_public(line: str) -> bytes:
    """The raw 32 bytes in an `ssh-ed25519 AAAA...` line (a comment may follow); UserError BAD_KEY for any other text."""
    parts = line.split()
    if len(parts) < 2 or parts[0] != _KEY_TYPE.decode():
        raise UserError("BAD_KEY")
    try:
        blob = base64.b64decode(parts[1], validate=True)
    except ValueError as error:
        raise UserError("BAD_KEY") from error
    raw = blob[-32:]
    if blob != key_blob(raw) or len(blob) != len(_KEY_TYPE) + 40:
        raise UserError("BAD_KEY")
    return raw


def fingerprint(line: str) -> str:
    """`SHA256:...` of an `ssh-ed25519 AAAA...` line, as `ssh-keygen -l` shows it."""
    digest = hashlib.sha256(key_blob(raw_public(line))).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def recipient_of(identity: str) -> str:
    """The `age1...` recipient of an X25519 identity. UserError NEEDS_NEWER for a newer kind of identity, BAD_KEY for other text."""
    return str(load_identity(identity).to_public())


def load_identity(identity: str) -> "pyrage.x25519.Identity":
    """The age library's object for an identity; errors as `recipient_of`."""
    text = identity.strip()
    if text.upper().startswith("AGE-SECRET-KEY-PQ-1"):
        raise UserError("NEEDS_NEWER", what="key")
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError as error:
        raise UserError("BAD_KEY") from error


def load_recipient(recipient: str) -> "pyrage.x25519.Recipient":
    """The age library's object for an `age1...` recipient; UserError NEEDS_NEWER for newer kinds, BAD_KEY for other text."""
    if recipient.startswith(("age1pq1", "age1tag1", "age1tagpq1")):
        raise UserError("NEEDS_NEWER", what="key")
    try:
        return pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise UserError("BAD_KEY") from error


def six_words(data: bytes, words: Sequence[str]) -> tuple[str, ...]:
    """Six words that stand for the first 77 bits of SHA-256(data), most significant first (CONTRACTS.md 8).

    `words` are the 7,776 words of the EFF long list in the order of the file; ValueError for a list of another length.
    """
    if len(words) != WORDS_IN_LIST:
        raise ValueError(f"the word list has {len(words)} words and not {WORDS_IN_LIST}")
    number = int.from_bytes(hashlib.sha256(data).digest(), "big") >> (256 - WORD_BITS)
    chosen: list[str] = []
    for _ in range(6):
        number, index = divmod(number, WORDS_IN_LIST)
        chosen.append(words[index])
    return tuple(reversed(chosen))


def fingerprint_words(key: str, words: Sequence[str]) -> tuple[str, ...]:
    """The six words of a public key: an `age1...` recipient, or an `ssh-ed25519` line (its comment plays no part)."""
    if key.startswith("age1"):
        return six_words(str(load_recipient(key)).encode(), words)
    return six_words(key_blob(raw_public(key)), words)


def read_word_list(text: str) -> tuple[str, ...]:
    """The words in the text of the EFF long list: each line is five dice numbers, a tab and the word."""
    return tuple(line.split("\t")[1] for line in text.splitlines() if line)
