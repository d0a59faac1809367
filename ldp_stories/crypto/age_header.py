"""A strict parser of the age v1 header, run on every sealed file before the age library or any key derivation sees it.

It refuses what the format forbids (C2SP age specification) and more than 1 MiB or 1,024 stanzas, and says which kinds of key the file is
sealed to. It proves nothing: the header's MAC is checked by the age library.
"""

import base64
import re
from dataclasses import dataclass
from typing import Final, Protocol

from ldp_stories.errors import UserError

MAX_HEADER: Final = 1 << 20
MAX_STANZAS: Final = 1024
MAX_WORK_FACTOR: Final = 18
NONCE: Final = 16
CHUNK: Final = 65536
TAG: Final = 16
_INTRO: Final = b"age-encryption.org/v1\n"
_ANY_VERSION: Final = b"age-encryption.org/v"
_ARGUMENTS: Final = re.compile(rb"-> [\x21-\x7e]+(?: [\x21-\x7e]+)*")
_WORK_FACTOR: Final = re.compile(r"[1-9][0-9]?")
# Points of small order on Curve25519 (RFC 7748 section 6.1): a share that is one of these gives a key anybody can compute.
_LOW_ORDER: Final = frozenset(
    bytes.fromhex(h)
    for h in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)


class Source(Protocol):
    """What a sealed file is read from: `read(n)` gives at most n bytes, b"" at the end."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; b"" at the end."""


@dataclass(frozen=True, slots=True)
class Stanza:
    """One recipient stanza: its type, its further arguments and its decoded body."""

    kind: str
    args: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class AgeHeader:
    """A header that was parsed strictly. `size` is its length in bytes, up to and with the newline after the MAC."""

    stanzas: tuple[Stanza, ...]
    size: int

    def kinds(self) -> frozenset[str]:
        """The types of all stanzas."""
        return frozenset(s.kind for s in self.stanzas)

    def sealed_size(self, plain: int) -> int:
        """The exact length of the whole file when `plain` bytes are inside."""
        return self.size + NONCE + plain + TAG * max(1, -(-plain // CHUNK))


def read_header(src: Source) -> tuple[AgeHeader, bytes]:
    """Parse the header at the start of `src`; returns it and every byte read so far (header first, then some payload).

    UserError NOT_SEALED (no age file), NEEDS_NEWER (another version), BAD_SEAL (a malformed header, or no payload after it).
    """
    head = bytearray()
    while (end := _header_end(head)) < 0:
        piece = src.read(CHUNK) if len(head) <= MAX_HEADER else b""
        if not piece:
            _check_intro(bytes(head))
            raise UserError("BAD_SEAL")
        head += piece
        if len(head) >= len(_INTRO):
            _check_intro(bytes(head[: len(_INTRO) + 8]))
    while len(head) < end + NONCE:
        piece = src.read(CHUNK)
        if not piece:
            raise UserError("BAD_SEAL")
        head += piece
    return parse_header(bytes(head[:end])), bytes(head)


def parse_header(data: bytes) -> AgeHeader:
    """Parse exactly one whole header; errors as `read_header`."""
    _check_intro(data)
    if len(data) > MAX_HEADER or not data.endswith(b"\n"):
        raise UserError("BAD_SEAL")
    lines = data[len(_INTRO) :].split(b"\n")[:-1]
    _check_mac(lines.pop() if lines else b"")
    stanzas: list[Stanza] = []
    at = 0
    while at < len(lines):
        stanza, at = _stanza(lines, at)
        stanzas.append(stanza)
    if not stanzas or len(stanzas) > MAX_STANZAS:
        raise UserError("BAD_SEAL")
    header = AgeHeader(tuple(stanzas), len(data))
    _check_rules(header)
    return header


def _header_end(data: bytearray) -> int:
    """Where the header ends (after the newline of the MAC line), or -1 while the MAC line is not whole yet."""
    mac = data.find(b"\n---", 0, MAX_HEADER)
    end = data.find(b"\n", mac + 1, MAX_HEADER) if mac >= 0 else -1
    return end + 1 if end >= 0 else -1


def _check_intro(data: bytes) -> None:
    if data.startswith(_INTRO):
        return
    if data.startswith(_ANY_VERSION) and re.match(rb"[0-9]+\n", data[len(_ANY_VERSION) :]):
        raise UserError("NEEDS_NEWER", what="file")
    raise UserError("NOT_SEALED" if not data.startswith(_ANY_VERSION) else "BAD_SEAL")


def _check_mac(line: bytes) -> None:
    if not line.startswith(b"--- ") or len(_decode(line[4:])) != 32:
        raise UserError("BAD_SEAL")


def _stanza(lines: list[bytes], at: int) -> tuple[Stanza, int]:
    """The stanza that begins at line `at`, and the number of the line after it (body: 64 columns, the last line shorter)."""
    if not _ARGUMENTS.fullmatch(lines[at]):
        raise UserError("BAD_SEAL")
    kind, *args = lines[at][3:].decode("ascii").split(" ")
    body = bytearray()
    for number in range(at + 1, len(lines)):
        line = lines[number]
        if len(line) > 64:
            break
        body += _decode(line)
        if len(line) < 64:
            return Stanza(kind, tuple(args), bytes(body)), number + 1
    raise UserError("BAD_SEAL")


def _decode(text: bytes) -> bytes:
    """Unpadded standard base64, canonical only."""
    try:
        value = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError as error:
        raise UserError("BAD_SEAL") from error
    if base64.b64encode(value).rstrip(b"=") != text:
        raise UserError("BAD_SEAL")
    return value


def _check_rules(header: AgeHeader) -> None:
    for stanza in header.stanzas:
        if stanza.kind == "X25519":
            _check_x25519(stanza)
        elif stanza.kind == "scrypt":
            _check_scrypt(stanza, len(header.stanzas))


def _check_x25519(stanza: Stanza) -> None:
    if len(stanza.args) != 1 or len(stanza.body) != 32:
        raise UserError("BAD_SEAL")
    share = _decode(stanza.args[0].encode())
    low_order = share[:31] + bytes([share[31] & 0x7F]) in _LOW_ORDER if len(share) == 32 else True
    if low_order:
        raise UserError("BAD_SEAL")


def _check_scrypt(stanza: Stanza, stanzas: int) -> None:
    """A passphrase stanza stands alone, with 16 bytes of salt and a bounded work factor (BUNDLE.md 7)."""
    if stanzas != 1 or len(stanza.args) != 2 or len(stanza.body) != 32:
        raise UserError("BAD_SEAL")
    salt, factor = stanza.args
    if (
        len(_decode(salt.encode())) != 16
        or not _WORK_FACTOR.fullmatch(factor)
        or int(factor) > MAX_WORK_FACTOR
    ):
        raise UserError("BAD_SEAL")
