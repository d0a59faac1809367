"""Signatures that `ssh-keygen -Y verify` accepts: the SSHSIG format with Ed25519 keys (OpenSSH PROTOCOL.sshsig).

The namespace is part of what is signed, so a signature on an order can never be shown as one on a bundle.
"""

import base64
import hashlib
from enum import StrEnum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ldp_stories.crypto.identities import DeviceKeys, key_blob, raw_public, ssh_public
from ldp_stories.errors import UserError

_MAGIC: Final = b"SSHSIG"
_BEGIN: Final = "-----BEGIN SSH SIGNATURE-----\n"
_END: Final = "-----END SSH SIGNATURE-----\n"
_LINE: Final = 70
_MAX_ARMOR: Final = 4096
_HASHES: Final = {b"sha512": hashlib.sha512, b"sha256": hashlib.sha256}


class Namespace(StrEnum):
    """What a signature is about; signatures of one kind never pass as another."""

    BUNDLE = "ldp-bundle@1"
    ORDER = "ldp-order@1"
    RECEIPT = "ldp-receipt@1"
    PACK = "ldp-pack@1"


def sign(keys: DeviceKeys | bytes, data: bytes, namespace: str) -> str:
    """An armored SSHSIG over `data` by a device's keys (or a raw 32-byte seed)."""
    seed = keys if isinstance(keys, bytes) else keys.sign_seed
    private = Ed25519PrivateKey.from_private_bytes(seed)
    raw = private.public_key().public_bytes_raw()
    signature = private.sign(_message(data, namespace.encode(), b"sha512"))
    blob = (
        _MAGIC
        + (1).to_bytes(4, "big")
        + _string(key_blob(raw))
        + _string(namespace.encode())
        + _string(b"")
        + _string(b"sha512")
        + _string(_string(b"ssh-ed25519") + _string(signature))
    )
    text = base64.b64encode(blob).decode()
    return _BEGIN + "".join(text[i : i + _LINE] + "\n" for i in range(0, len(text), _LINE)) + _END


def verify(public: str, data: bytes, namespace: str, armored: str) -> bool:
    """Whether `armored` is a signature by the `ssh-ed25519` key `public` over `data` in this namespace.

    UserError BAD_SIGNATURE when the text is no SSHSIG at all (then nothing was compared); a wrong signature is plain False.
    """
    key, signed_in, hash_name, signature = _parse(armored)
    if key != raw_public(public) or signed_in != namespace.encode():
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _message(data, signed_in, hash_name))
    except InvalidSignature:
        return False
    return True


def signer_of(armored: str) -> str:
    """The `ssh-ed25519` line of the key a signature says it was made with (nothing is proved until `verify` agrees)."""
    return ssh_public(_parse(armored)[0])


def _message(data: bytes, namespace: bytes, hash_name: bytes) -> bytes:
    digest = _HASHES[hash_name](data).digest()
    return _MAGIC + _string(namespace) + _string(b"") + _string(hash_name) + _string(digest)


def _string(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


def _parse(armored: str) -> tuple[bytes, bytes, bytes, bytes]:
    """Raw key, namespace, hash name and raw signature of an armored SSHSIG; strict, UserError BAD_SIGNATURE."""
    fields = _Fields(_dearmor(armored))
    if fields.take(len(_MAGIC)) != _MAGIC or fields.take(4) != (1).to_bytes(4, "big"):
        raise UserError("BAD_SIGNATURE")
    blob, namespace, reserved, hash_name, signature = (fields.string() for _ in range(5))
    fields.end()
    inner = _Fields(signature)
    kind, value = inner.string(), inner.string()
    inner.end()
    sound = (
        kind == b"ssh-ed25519" and len(value) == 64 and hash_name in _HASHES and not reserved and namespace
    )
    if not sound or len(blob) != 51 or blob != key_blob(blob[-32:]):
        raise UserError("BAD_SIGNATURE")
    return blob[-32:], namespace, hash_name, value


def _dearmor(armored: str) -> bytes:
    if len(armored) > _MAX_ARMOR or not (armored.startswith(_BEGIN) and armored.endswith("\n" + _END)):
        raise UserError("BAD_SIGNATURE")
    lines = armored[len(_BEGIN) : -len(_END)].split("\n")[:-1]
    if not all(lines) or any(len(line) > 76 for line in lines):
        raise UserError("BAD_SIGNATURE")
    text = "".join(lines)
    try:
        blob = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise UserError("BAD_SIGNATURE") from error
    if base64.b64encode(blob).decode() != text:
        raise UserError("BAD_SIGNATURE")
    return blob


class _Fields:
    """Reads the length-prefixed strings of the SSH wire form, never past the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        piece = self._data[self._at : self._at + count]
        if len(piece) != count:
            raise UserError("BAD_SIGNATURE")
        self._at += count
        return piece

    def string(self) -> bytes:
        return self.take(int.from_bytes(self.take(4), "big"))

    def end(self) -> None:
        if self._at != len(self._data):
            raise UserError("BAD_SIGNATURE")
